//! Attacks what is about to be published, knowing nothing of how it was protected.
//!
//! In: the system of all published tables. Out: for each suppressed cell the interval a reader cannot narrow further, and
//! whether it is wide enough; also for forces that know their own cells. A cell is called safe only on the strength of two whole
//! tables, checked in integers, that fit everything published and lie far enough apart. The real values serve as one possible table; no
//! interval depends on them beyond what is published.

mod arena;
mod attack;
mod check;
mod eliminate;
mod engine;
mod graph;
mod integer;
mod reduce;
mod repair;
mod report;
mod simplex;

pub use arena::{Arena, Ask, Lack, Moves};
pub use check::AuditError;
pub use check::check as verify;
pub use graph::signs;
pub use report::{Audit, Audited, Insider, Method, Verdict};

use std::collections::{BTreeMap, BTreeSet};

use super::system::{Cell, Status, System};
use attack::{Attacker, Reach, attack, turned};
use reduce::{Component, Limits, Reduced, UNLIMITED};

/// Least and largest value of a sum, known to everyone: what a printed rate or percentage says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Index of the cell and its coefficient.
    pub terms: Vec<(usize, i64)>,
    /// The sum is at least this.
    pub least: Option<i64>,
    /// The sum is at most this.
    pub most: Option<i64>,
}

/// What insiders are thought of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insiders {
    /// Nobody knows any withheld cell.
    Ignored,
    /// A force must be left with an interval of this width, or of the cell's own if that is less.
    Width(i64),
    /// A force must be left with as much doubt as a reader.
    AsRequired,
}

/// How to audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Find every interval to its ends, rather than only as far as needed to prove the cell safe.
    pub exact: bool,
    /// Stop at the first cell that is proven unsafe: enough for a trial, and the other findings are then worth nothing.
    pub first_unsafe: bool,
    /// What insiders are thought of.
    pub insiders: Insiders,
    /// Nodes of branch and bound for one end of one cell.
    pub nodes: usize,
    /// Nodes of branch and bound for one component.
    pub all_nodes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { exact: false, first_unsafe: false, insiders: Insiders::Width(1), nodes: 400, all_nodes: 40_000 }
    }
}

/// Audits a system of tables.
///
/// # Errors
/// [`AuditError`] if the real values do not satisfy the system, an index is wrong, or numbers are too large to add.
pub fn audit(system: &System, options: &Options) -> Result<Audit, AuditError> {
    audit_with(system, &[], options)
}

/// Audits a system of tables of which also the ranges of some sums are known.
///
/// # Errors
/// As [`audit`].
pub fn audit_with(system: &System, bounds: &[Bound], options: &Options) -> Result<Audit, AuditError> {
    audit_from(system, bounds, options, &mut Vec::new())
}

/// As [`audit_with`], of whole tables that were found before, in this system or one much like it: each that fits what is printed
/// now need not be sought again. Leaves those that told something, with what was found besides.
pub fn audit_from(
    system: &System,
    bounds: &[Bound],
    options: &Options,
    tables: &mut Vec<Moves>,
) -> Result<Audit, AuditError> {
    check::check(system, bounds)?;
    let before = std::mem::take(tables);
    let Layout { components, seats, members } = Layout::new(system, bounds);
    let mut found: Vec<Option<Audited>> = system.cells.iter().map(disclosed).collect();
    for (component, members) in components.iter().zip(&members) {
        let cells = cells(component, members, &seats);
        let tables = (before.as_slice(), &mut *tables);
        audit_component(system, (component, &cells), (members, &seats), options, tables, &mut found);
        let is_unsafe = |cell: &usize| found[*cell].as_ref().is_some_and(|found| found.verdict == Verdict::Unsafe);
        if options.first_unsafe && members.iter().any(is_unsafe) {
            break;
        }
    }
    Ok(Audit { cells: found.into_iter().flatten().collect() })
}

/// Component and variable of a cell, and whether it goes with it (1) or against it (−1).
type Seat = (usize, usize, i128);

/// The components of a system, and where each cell is in them.
struct Layout {
    components: Vec<Component>,
    /// For each cell, its component, variable and direction; nothing where everyone can work it out.
    seats: Vec<Option<Seat>>,
    /// The cells of each component.
    members: Vec<Vec<usize>>,
}

impl Layout {
    fn new(system: &System, bounds: &[Bound]) -> Self {
        let (limits, rows) = deviations(system, bounds);
        let reduced = Reduced::new(limits, rows);
        let (components, places) = reduced.components();
        let seats: Vec<Option<Seat>> = (0..system.cells.len())
            .map(|cell| {
                let (at, direction) = reduced.link(cell)?;
                places.get(&at).map(|(component, variable)| (*component, *variable, direction))
            })
            .collect();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); components.len()];
        for (cell, seat) in seats.iter().enumerate() {
            if let Some((component, _, _)) = seat {
                members[*component].push(cell);
            }
        }
        Self { components, seats, members }
    }
}

/// The system as deviations from the real values; one more variable for each bound.
fn deviations(system: &System, bounds: &[Bound]) -> (Limits, Vec<reduce::Row>) {
    let mut limits = Limits { lower: Vec::new(), upper: Vec::new() };
    for cell in &system.cells {
        let (least, most) = check::range(cell);
        let value = i128::from(cell.value);
        limits.lower.push(least - value);
        limits.upper.push(most.map_or(UNLIMITED, |most| most - value));
    }
    let row = |terms: &[(usize, i64)]| -> reduce::Row {
        terms.iter().map(|(cell, coefficient)| (*cell, i128::from(*coefficient))).collect()
    };
    let mut rows: Vec<reduce::Row> = system.equations.iter().map(|equation| row(&equation.terms)).collect();
    for bound in bounds {
        let sum = check::sum(system, &bound.terms);
        let mut row = row(&bound.terms);
        row.push((limits.lower.len(), -1));
        rows.push(row);
        limits.lower.push(bound.least.map_or(-UNLIMITED, |least| i128::from(least) - sum));
        limits.upper.push(bound.most.map_or(UNLIMITED, |most| i128::from(most) - sum));
    }
    (limits, rows)
}

/// The width a cell's interval needs: a cell withheld for its own sake must at least not be exactly known.
fn width(cell: &Cell) -> Option<i64> {
    match (cell.required, cell.status) {
        (Some(required), _) => Some(required.width),
        (None, Status::Suppressed { primary: true }) => Some(1),
        (None, _) => None,
    }
}

/// The finding on a cell whose value everyone can work out, if it is one to audit; the others are replaced later.
fn disclosed(cell: &Cell) -> Option<Audited> {
    let required = width(cell);
    let audited = required.is_some() || matches!(cell.status, Status::Suppressed { .. });
    let verdict = match required {
        None => Verdict::Free,
        Some(width) if width <= 0 => Verdict::Safe,
        Some(_) => Verdict::Unsafe,
    };
    audited.then(|| Audited {
        id: cell.id.clone(),
        interval: (cell.value, Some(cell.value)),
        exact: true,
        required,
        verdict,
        by: Method::Ranges,
        insider: None,
    })
}

/// Cells of each variable of a component, and whether they go with it (1) or against it (−1).
fn cells(component: &Component, members: &[usize], seats: &[Option<Seat>]) -> Vec<Moves> {
    let mut cells = vec![Vec::new(); component.cells.len()];
    for cell in members {
        if let Some((_, variable, direction)) = seats[*cell] {
            cells[variable].push((*cell, direction));
        }
    }
    cells
}

/// A whole table by cell, of one by variable.
fn by_cell(point: &[(usize, i128)], cells: &[Moves]) -> Moves {
    let own = |(variable, by): &(usize, i128)| -> Moves {
        cells[*variable].iter().map(|(cell, direction)| (*cell, by * direction)).collect()
    };
    point.iter().flat_map(own).collect()
}

/// Whole tables by variable of a component, of those by cell; each is yet to be checked.
fn by_variable(component: &Component, tables: &[Moves]) -> impl Iterator<Item = Moves> {
    let standing: BTreeMap<usize, usize> =
        component.cells.iter().enumerate().map(|(variable, cell)| (*cell, variable)).collect();
    let own = move |table: &Moves| -> Moves {
        table.iter().filter_map(|(cell, by)| Some((*standing.get(cell)?, *by))).collect()
    };
    tables.iter().map(own).filter(|point| !point.is_empty())
}

/// Audits the cells of one component.
fn audit_component(
    system: &System,
    (component, cells): (&Component, &[Moves]),
    (members, seats): (&[usize], &[Option<Seat>]),
    options: &Options,
    (before, tables): (&[Moves], &mut Vec<Moves>),
    found: &mut [Option<Audited>],
) {
    let of_interest: Vec<(usize, usize, i128)> = members
        .iter()
        .filter(|cell| found[**cell].is_some())
        .filter_map(|cell| seats[*cell].map(|(_, variable, direction)| (*cell, variable, direction)))
        .collect();
    if of_interest.is_empty() {
        return;
    }
    let mut everyone = Attacker { knows: Known::new(), wanted: BTreeMap::new(), exactly: BTreeSet::new() };
    for (cell, variable, _) in &of_interest {
        if let Some(width) = width(&system.cells[*cell]) {
            want(&mut everyone.wanted, *variable, width);
        }
        if options.exact {
            everyone.exactly.insert(*variable);
        }
    }
    let mut forces: Vec<&str> = Vec::new();
    let mut attackers = vec![everyone];
    for (force, knows) in insiders(system, members, seats, options) {
        let mut wanted = BTreeMap::new();
        for (cell, variable, _) in &of_interest {
            if let Some(width) = insider_width(&system.cells[*cell], force, options) {
                want(&mut wanted, *variable, width);
            }
        }
        forces.push(force);
        attackers.push(Attacker { knows, wanted, exactly: BTreeSet::new() });
    }
    let (reaches, points) = attack(component, &attackers, by_variable(component, before), options);
    tables.extend(points.iter().map(|point| by_cell(point, cells)));
    for (cell, variable, direction) in of_interest {
        let data = &system.cells[cell];
        let readers = &reaches[0][variable];
        let required = width(data);
        let mut verdict = judge(readers, required);
        let mut insider: Option<Insider> = None;
        for (force, reaches) in forces.iter().zip(&reaches[1..]) {
            let Some(width) = insider_width(data, force, options) else { continue };
            let learnt = judge(&reaches[variable], Some(width));
            if learnt >= Verdict::Unproven && insider.as_ref().is_none_or(|worst| learnt > worst.verdict) {
                let interval = interval(data, &reaches[variable], direction, learnt);
                insider = Some(Insider { force: (*force).to_owned(), interval, required: width, verdict: learnt });
                verdict = verdict.max(learnt);
            }
        }
        let exact = readers.endless.1 || readers.witnessed.1 == readers.outer.1;
        let exact = exact && (readers.endless.0 || readers.witnessed.0 == readers.outer.0);
        found[cell] = Some(Audited {
            id: data.id.clone(),
            interval: interval(data, readers, direction, judge(readers, required)),
            exact,
            required,
            verdict,
            by: readers.by,
            insider,
        });
    }
}

fn want(wanted: &mut BTreeMap<usize, i128>, variable: usize, width: i64) {
    let most = wanted.entry(variable).or_insert(0);
    *most = i128::from(width).max(*most);
}

/// How far variables can deviate for a force that knows its own counts: not at all, or no further down than these.
type Known = BTreeMap<usize, (i128, i128)>;

/// What each force knows in a component.
fn insiders<'a>(
    system: &'a System,
    members: &[usize],
    seats: &[Option<Seat>],
    options: &Options,
) -> BTreeMap<&'a str, Known> {
    let mut known: BTreeMap<&str, Known> = BTreeMap::new();
    if options.insiders == Insiders::Ignored {
        return known;
    }
    for cell in members {
        let Some((_, variable, direction)) = seats[*cell] else { continue };
        let data = &system.cells[*cell];
        for force in data.insiders.iter().chain(data.floors.iter().map(|(force, _)| force)) {
            let Some((least, most)) = data.known_to(force) else { continue };
            let by = |end: i64| i128::from(end) - i128::from(data.value);
            let (lower, upper) = turned((by(least), most.map_or(UNLIMITED, by)), direction);
            let known = known.entry(force).or_default().entry(variable).or_insert((-UNLIMITED, UNLIMITED));
            *known = (known.0.max(lower), known.1.min(upper));
        }
    }
    known
}

/// The width a cell's interval needs against a force; nothing for its own cell, one that is all its own, as there is nothing else
/// to protect, or one that needs no protection.
fn insider_width(cell: &Cell, force: &str, options: &Options) -> Option<i64> {
    if cell.known_to(force).is_some_and(|(least, _)| least == cell.value) {
        return None;
    }
    let width = width(cell)?;
    match options.insiders {
        Insiders::Ignored => None,
        Insiders::Width(least) => Some(width.min(least)),
        Insiders::AsRequired => Some(width),
    }
}

/// Safe on the strength of witnesses, unsafe on that of the outer range, else unproven.
fn judge(reach: &Reach, required: Option<i64>) -> Verdict {
    let Some(required) = required.map(i128::from) else { return Verdict::Free };
    if reach.witnessed.1 - reach.witnessed.0 >= required {
        Verdict::Safe
    } else if reach.outer.1 - reach.outer.0 < required {
        Verdict::Unsafe
    } else {
        Verdict::Unproven
    }
}

/// The cell's interval: what was witnessed, or for an unsafe cell what cannot be left.
fn interval(cell: &Cell, reach: &Reach, direction: i128, verdict: Verdict) -> (i64, Option<i64>) {
    let range = if verdict == Verdict::Unsafe { reach.outer } else { reach.witnessed };
    let (low, high) = turned(range, direction);
    let endless = if direction > 0 { reach.endless.1 } else { reach.endless.0 };
    let value = i128::from(cell.value);
    let most = if endless { None } else { i64::try_from(value + high).ok() };
    (i64::try_from(value + low).unwrap_or(cell.least), most)
}
