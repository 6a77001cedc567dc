//! The attack on one component: for every attacker, how far each variable can deviate.
//!
//! Every whole point found is checked in integers and kept for all variables and all attackers it stands for, so that few
//! pushes are needed. A variable's witnessed range therefore never claims too much room; its outer range may rest on the
//! linear programme, and is used only to call a cell unsafe.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::{Effort, Engine, Pushed};
use super::graph::signed;
use super::integer::Quest;
use super::reduce::{Component, Limits, UNLIMITED, propagate};
use super::{Known, Method, Moves, Options};

/// Who attacks, and what must withstand.
pub(super) struct Attacker {
    /// Variables known beforehand, and how far they can still deviate.
    pub(super) knows: Known,
    /// Variables of interest and the width they need.
    pub(super) wanted: BTreeMap<usize, i128>,
    /// Variables whose range is wanted to its ends.
    pub(super) exactly: BTreeSet<usize>,
}

/// What an attacker learns of a variable, as deviations.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// Smallest and largest deviation for which a whole point was found.
    pub(super) witnessed: (i128, i128),
    /// No deviation lies outside.
    pub(super) outer: (i128, i128),
    /// Nothing limits it below, above.
    pub(super) endless: (bool, bool),
    /// How it was found.
    pub(super) by: Method,
}

impl Reach {
    fn width(&self) -> i128 {
        self.witnessed.1 - self.witnessed.0
    }
}

struct Attack<'a> {
    component: &'a Component,
    engine: Engine,
    attackers: &'a [Attacker],
    reaches: Vec<Vec<Reach>>,
    /// For each variable, the attackers who know of it, and how far it can still deviate for them.
    known_by: Vec<Vec<(usize, (i128, i128))>>,
    nodes: usize,
    nodes_left: usize,
    /// Whether one variable that cannot withstand is enough.
    first_unsafe: bool,
    /// The whole points that told something.
    points: Vec<Moves>,
}

/// Attacks a component; gives what each attacker learns of each variable, and the whole points that show it. Points that may be such
/// are tried before any is sought.
pub(super) fn attack(
    component: &Component,
    attackers: &[Attacker],
    points: impl Iterator<Item = Moves>,
    options: &Options,
) -> (Vec<Vec<Reach>>, Vec<Moves>) {
    let engine = Engine::new(component);
    let mut known_by = vec![Vec::new(); component.cells.len()];
    for (number, attacker) in attackers.iter().enumerate() {
        for (variable, known) in &attacker.knows {
            known_by[*variable].push((number, *known));
        }
    }
    let reaches = attackers.iter().map(|_| unexplored(&component.limits)).collect();
    let (nodes, nodes_left) =
        (options.nodes, options.nodes.saturating_mul(component.cells.len().max(20)).min(options.all_nodes));
    let mut attack = Attack {
        component,
        engine,
        attackers,
        reaches,
        known_by,
        nodes,
        nodes_left,
        first_unsafe: options.first_unsafe,
        points: Vec::new(),
    };
    for point in points {
        attack.keep(point, Method::Hand);
    }
    for number in 0..attackers.len() {
        if !attack.explore(number) {
            break;
        }
    }
    (attack.reaches, attack.points)
}

/// What is known before any push: the limits.
fn unexplored(limits: &Limits) -> Vec<Reach> {
    let ends = limits.lower.iter().zip(&limits.upper);
    ends.map(|(lower, upper)| Reach {
        witnessed: (0, 0),
        outer: (*lower, *upper),
        endless: (false, false),
        by: Method::Ranges,
    })
    .collect()
}

impl Attack<'_> {
    /// Within what limits variables can deviate for an attacker.
    fn limits(&mut self, attacker: usize) -> Limits {
        let (component, knows) = (self.component, &self.attackers[attacker].knows);
        let mut limits = component.limits.clone();
        for (variable, known) in knows {
            limits.narrow(*variable, *known);
        }
        let changed = knows.keys().flat_map(|variable| &component.uses[*variable]).map(|(row, _)| *row);
        propagate((&component.rows, &component.uses), &mut limits, changed);
        let ends = limits.lower.iter().zip(&limits.upper);
        for (reach, (lower, upper)) in self.reaches[attacker].iter_mut().zip(ends) {
            reach.outer = (*lower, *upper);
        }
        limits
    }

    /// Whether the points kept leave an attacker nothing to ask: only of the reader, who is the first, is told how far all else is known.
    fn is_settled(&self, attacker: usize) -> bool {
        let Attacker { wanted, exactly, .. } = &self.attackers[attacker];
        let met = |(variable, width): (&usize, &i128)| self.reaches[attacker][*variable].width() >= *width;
        attacker > 0 && exactly.is_empty() && wanted.iter().all(met)
    }

    /// Whether there is any use in going on.
    fn explore(&mut self, attacker: usize) -> bool {
        if self.is_settled(attacker) {
            return true;
        }
        let attackers = self.attackers;
        let limits = &self.limits(attacker);
        if self.first_unsafe && attackers[attacker].wanted.iter().any(|(it, width)| self.is_lost(attacker, *it, *width))
        {
            return false;
        }
        for effort in self.engine.efforts(self.component, self.nodes) {
            for (variable, width) in &attackers[attacker].wanted {
                for upward in [true, false] {
                    let reach = &self.reaches[attacker][*variable];
                    if reach.width() >= *width {
                        break;
                    }
                    let other_side = if upward { -reach.witnessed.0 } else { reach.witnessed.1 };
                    self.push((attacker, limits), *variable, upward, width - other_side, effort);
                }
                if self.first_unsafe && self.is_lost(attacker, *variable, *width) {
                    return false;
                }
            }
        }
        for variable in &attackers[attacker].exactly {
            for upward in [true, false] {
                self.push((attacker, limits), *variable, upward, UNLIMITED, Effort::Nodes(self.nodes));
            }
        }
        true
    }

    /// Whether no table leaves the variable the width it needs.
    fn is_lost(&self, attacker: usize, variable: usize, width: i128) -> bool {
        let reach = &self.reaches[attacker][variable];
        reach.outer.1 - reach.outer.0 < width
    }

    /// Pushes a variable in one direction up to a distance, and notes what was learnt.
    fn push(&mut self, (attacker, limits): (usize, &Limits), target: usize, upward: bool, stop: i128, effort: Effort) {
        let reach = &self.reaches[attacker][target];
        let (found, bound) =
            if upward { (reach.witnessed.1, reach.outer.1) } else { (-reach.witnessed.0, -reach.outer.0) };
        if found >= stop.min(bound) {
            return;
        }
        let quest = Quest { target, upward, from: found, stop };
        let pushed = self.engine.push(self.component, limits, &quest, effort, &mut self.nodes_left);
        let Some(Pushed { points, bound, method, .. }) = pushed else { return };
        let reach = &mut self.reaches[attacker][target];
        reach.by = reach.by.max(method);
        match bound {
            Some(distance) if distance >= UNLIMITED => {
                *if upward { &mut reach.endless.1 } else { &mut reach.endless.0 } = true;
            }
            Some(distance) if upward => reach.outer.1 = reach.outer.1.min(distance),
            Some(distance) => reach.outer.0 = reach.outer.0.max(-distance),
            None => {}
        }
        for point in points {
            self.keep(point, method);
        }
    }

    /// Keeps a point for every attacker whose knowledge it leaves alone.
    fn keep(&mut self, point: Vec<(usize, i128)>, method: Method) {
        if !self.component.allows(&point) {
            return;
        }
        let mut tells = false;
        let mut excluded = vec![false; self.attackers.len()];
        for (variable, deviation) in &point {
            for (attacker, (lower, upper)) in &self.known_by[*variable] {
                excluded[*attacker] |= !(*lower..=*upper).contains(deviation);
            }
        }
        for (attacker, excluded) in excluded.into_iter().enumerate() {
            if excluded {
                continue;
            }
            for (variable, deviation) in &point {
                let reach = &mut self.reaches[attacker][*variable];
                if *deviation < reach.witnessed.0 {
                    reach.witnessed.0 = *deviation;
                } else if *deviation > reach.witnessed.1 {
                    reach.witnessed.1 = *deviation;
                } else {
                    continue;
                }
                reach.by = reach.by.max(method);
                tells = true;
            }
        }
        if tells {
            self.points.push(point);
        }
    }
}

/// Deviation in the direction of a cell that goes with or against its variable.
pub(super) fn turned(range: (i128, i128), direction: i128) -> (i128, i128) {
    if direction > 0 { range } else { (signed(range.1, false), signed(range.0, false)) }
}
