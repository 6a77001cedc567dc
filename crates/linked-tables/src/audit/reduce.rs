//! Makes the system small before it is attacked, exactly, in integers.
//!
//! A cell is described by its deviation: possible value less real value. All equations then add to nought, and nought
//! deviation everywhere is always possible. Ranges are propagated through the equations, cells that cannot deviate are
//! dropped, cells that deviate together are merged, repeated equations are dropped, and what is left falls into
//! components that share nothing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::groups::Groups;

/// Stands for no limit; every true limit is far smaller.
pub(super) const UNLIMITED: i128 = 1 << 100;

/// How often one equation may narrow its cells: narrowing can creep, and stopping early only leaves work for later.
const VISITS: u32 = 64;

/// Coefficient by cell; adds to nought.
pub(super) type Row = Vec<(usize, i128)>;

/// What the deviations of all cells come down to.
pub(super) struct Reduced {
    /// For each cell, the cell it deviates with, and whether in the same direction (1) or the opposite (−1).
    links: Vec<(usize, i128)>,
    /// Smallest and largest deviation, for cells that stand for themselves.
    pub(super) limits: Limits,
    rows: Vec<Row>,
}

/// Smallest and largest deviation of each variable.
#[derive(Clone)]
pub(super) struct Limits {
    pub(super) lower: Vec<i128>,
    pub(super) upper: Vec<i128>,
}

impl Limits {
    /// Limits a variable to less.
    pub(super) fn narrow(&mut self, variable: usize, (lower, upper): (i128, i128)) {
        self.lower[variable] = self.lower[variable].max(lower);
        self.upper[variable] = self.upper[variable].min(upper);
    }

    /// Whether it cannot deviate.
    pub(super) fn fixed(&self, variable: usize) -> bool {
        self.lower[variable] == self.upper[variable]
    }
}

/// Variables that share equations, numbered from 0.
pub(super) struct Component {
    /// The cell each variable stands for.
    pub(super) cells: Vec<usize>,
    pub(super) rows: Vec<Row>,
    /// For each variable, the numbers of the equations it stands in and its coefficient there.
    pub(super) uses: Vec<Row>,
    pub(super) limits: Limits,
}

impl Component {
    /// Whether a set of deviations is possible for a reader: checked exactly, so that nothing rests on floating point.
    pub(super) fn allows(&self, point: &[(usize, i128)]) -> bool {
        self.allows_within(&self.limits, point)
    }

    /// The same for one whose limits are others.
    pub(super) fn allows_within(&self, limits: &Limits, point: &[(usize, i128)]) -> bool {
        let mut terms: Row = Vec::new();
        for (variable, deviation) in point {
            if *deviation < limits.lower[*variable] || *deviation > limits.upper[*variable] {
                return false;
            }
            for (row, coefficient) in &self.uses[*variable] {
                let Some(term) = coefficient.checked_mul(*deviation) else { return false };
                terms.push((*row, term));
            }
        }
        terms.sort_unstable_by_key(|(row, _)| *row);
        let sum = |row: &[(usize, i128)]| row.iter().try_fold(0_i128, |sum, (_, term)| sum.checked_add(*term));
        terms.chunk_by(|one, other| one.0 == other.0).all(|row| sum(row) == Some(0))
    }
}

/// For each variable, the numbers of the equations it stands in and its coefficient there.
fn uses(variables: usize, rows: &[Row]) -> Vec<Row> {
    let mut uses = vec![Vec::new(); variables];
    for (number, row) in rows.iter().enumerate() {
        for (variable, coefficient) in row {
            uses[*variable].push((number, *coefficient));
        }
    }
    uses
}

impl Reduced {
    /// Reduces a system of deviations.
    pub(super) fn new(limits: Limits, rows: Vec<Row>) -> Self {
        let links = (0..limits.lower.len()).map(|cell| (cell, 1)).collect();
        let mut reduced = Self { links, limits, rows };
        reduced.pass();
        loop {
            let uses = uses(reduced.links.len(), &reduced.rows);
            propagate((&reduced.rows, &uses), &mut reduced.limits, 0..reduced.rows.len());
            if !reduced.pass() {
                return reduced;
            }
        }
    }

    /// The cell another deviates with, and in which direction; nothing when it cannot deviate.
    pub(super) fn link(&self, cell: usize) -> Option<(usize, i128)> {
        let (mut at, mut direction) = (cell, 1);
        while self.links[at].0 != at {
            direction *= self.links[at].1;
            at = self.links[at].0;
        }
        (!self.limits.fixed(at)).then_some((at, direction))
    }

    /// Simplifies every equation once; says whether cells were fixed or merged, so that it is worth another pass.
    fn pass(&mut self) -> bool {
        let mut seen = BTreeSet::new();
        let mut changed = false;
        for row in std::mem::take(&mut self.rows) {
            let row = self.simplify(&row);
            match row.as_slice() {
                [] => {}
                [(cell, _)] => {
                    (self.limits.lower[*cell], self.limits.upper[*cell]) = (0, 0);
                    changed = true;
                }
                [(kept, one), (merged, other)] if one.abs() == other.abs() => {
                    self.merge(*kept, *merged, if one == other { -1 } else { 1 });
                    changed = true;
                }
                _ => {
                    seen.insert(row);
                }
            }
        }
        self.rows = seen.into_iter().collect();
        changed
    }

    /// The equation over cells that stand for themselves and can deviate, without common factor, first term positive.
    fn simplify(&self, row: &Row) -> Row {
        let mut terms: BTreeMap<usize, i128> = BTreeMap::new();
        for (cell, coefficient) in row {
            if let Some((at, direction)) = self.link(*cell) {
                *terms.entry(at).or_insert(0) += coefficient * direction;
            }
        }
        terms.retain(|_, coefficient| *coefficient != 0);
        let factor = terms.values().fold(0, |divisor, coefficient| common_divisor(divisor, coefficient.abs()));
        let sign = if terms.values().next().is_some_and(|first| *first < 0) { -1 } else { 1 };
        terms.into_iter().map(|(cell, coefficient)| (cell, coefficient / factor * sign)).collect()
    }

    fn merge(&mut self, kept: usize, merged: usize, direction: i128) {
        let Limits { lower, upper } = &mut self.limits;
        let (from, to) = if direction > 0 { (lower[merged], upper[merged]) } else { (-upper[merged], -lower[merged]) };
        lower[kept] = lower[kept].max(from);
        upper[kept] = upper[kept].min(to);
        self.links[merged] = (kept, direction);
    }

    /// The parts that share no equation, in order of their first cell; and for each cell its component and variable.
    pub(super) fn components(&self) -> (Vec<Component>, BTreeMap<usize, (usize, usize)>) {
        let mut groups = Groups::new(self.links.len());
        for row in &self.rows {
            groups.tie(row.iter().map(|(cell, _)| *cell));
        }
        let mut components: Vec<Component> = Vec::new();
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        let mut places = BTreeMap::new();
        for cell in 0..self.links.len() {
            if self.link(cell).is_none_or(|(at, _)| at != cell) {
                continue;
            }
            let number = *numbers.entry(groups.first(cell)).or_insert(components.len());
            if number == components.len() {
                let limits = Limits { lower: Vec::new(), upper: Vec::new() };
                components.push(Component { cells: Vec::new(), rows: Vec::new(), uses: Vec::new(), limits });
            }
            let component = &mut components[number];
            places.insert(cell, (number, component.cells.len()));
            component.cells.push(cell);
            component.limits.lower.push(self.limits.lower[cell]);
            component.limits.upper.push(self.limits.upper[cell]);
        }
        for row in &self.rows {
            let number = row.first().and_then(|(cell, _)| places.get(cell)).map_or(0, |(number, _)| *number);
            let row = row.iter().filter_map(|(cell, coefficient)| Some((places.get(cell)?.1, *coefficient))).collect();
            components[number].rows.push(row);
        }
        for component in &mut components {
            component.uses = uses(component.cells.len(), &component.rows);
        }
        (components, places)
    }
}

fn common_divisor(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// Narrows the limits through the equations until nothing moves, beginning with those of which a limit has changed.
pub(super) fn propagate((rows, uses): (&[Row], &[Row]), limits: &mut Limits, changed: impl IntoIterator<Item = usize>) {
    let mut queue = VecDeque::new();
    let mut waiting = vec![false; rows.len()];
    for number in changed {
        if !std::mem::replace(&mut waiting[number], true) {
            queue.push_back(number);
        }
    }
    let mut visits = vec![0_u32; rows.len()];
    while let Some(number) = queue.pop_front() {
        waiting[number] = false;
        visits[number] += 1;
        for variable in narrow(&rows[number], limits) {
            for (user, _) in &uses[variable] {
                if !waiting[*user] && visits[*user] < VISITS {
                    waiting[*user] = true;
                    queue.push_back(*user);
                }
            }
        }
    }
}

/// Narrows the limits through one equation; gives the variables that moved.
fn narrow(row: &Row, limits: &mut Limits) -> Vec<usize> {
    let mut moved = Vec::new();
    // Smallest and largest sum of the terms, and how many terms have no limit on that side.
    let Some((smallest, unlimited_below)) = extreme(row, limits, false) else { return moved };
    let Some((largest, unlimited_above)) = extreme(row, limits, true) else { return moved };
    for (variable, coefficient) in row {
        let (low, high) = ends(*variable, *coefficient, limits);
        // This term is the negative of the sum of the others.
        let others_below = unlimited_below - u32::from(low.is_none());
        let others_above = unlimited_above - u32::from(high.is_none());
        let size = coefficient.abs();
        let term_high = (others_below == 0).then(|| low.unwrap_or(0) - smallest);
        let term_low = (others_above == 0).then(|| high.unwrap_or(0) - largest);
        let (from, to) = if *coefficient > 0 {
            (term_low.map(|low| -(-low).div_euclid(size)), term_high.map(|high| high.div_euclid(size)))
        } else {
            (term_high.map(|high| -high.div_euclid(size)), term_low.map(|low| (-low).div_euclid(size)))
        };
        let (old_from, old_to) = (limits.lower[*variable], limits.upper[*variable]);
        limits.lower[*variable] = from.map_or(old_from, |from| from.max(old_from));
        limits.upper[*variable] = to.map_or(old_to, |to| to.min(old_to));
        if (limits.lower[*variable], limits.upper[*variable]) != (old_from, old_to) {
            moved.push(*variable);
        }
    }
    moved
}

/// Smallest and largest value of one term; nothing where unlimited.
fn ends(variable: usize, coefficient: i128, limits: &Limits) -> (Option<i128>, Option<i128>) {
    let end = |limit: i128| if limit.abs() >= UNLIMITED { None } else { coefficient.checked_mul(limit) };
    let (one, other) = (end(limits.lower[variable]), end(limits.upper[variable]));
    if coefficient > 0 { (one, other) } else { (other, one) }
}

/// Sum of the limited ends of the terms on one side, and the number of unlimited ones; nothing on overflow.
fn extreme(row: &Row, limits: &Limits, high: bool) -> Option<(i128, u32)> {
    row.iter().try_fold((0_i128, 0_u32), |(sum, unlimited), (variable, coefficient)| {
        let (from, to) = ends(*variable, *coefficient, limits);
        match if high { to } else { from } {
            Some(end) => Some((sum.checked_add(end).filter(|sum| sum.abs() < UNLIMITED)?, unlimited)),
            None => Some((sum, unlimited + 1)),
        }
    })
}
