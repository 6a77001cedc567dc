//! The attack on one component: for every attacker, how far each variable can deviate.
//!
//! Every whole point found is checked in integers and kept for all variables and all attackers it stands for, so that few
//! pushes are needed. A variable's witnessed range therefore never claims too much room; its outer range may rest on the
//! linear programme, and is used only to call a cell unsafe.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, signed};
use super::integer::{self, Quest};
use super::reduce::{Component, Limits, UNLIMITED, propagate};
use super::simplex::{Ended, Tableau};
use super::{Method, Options};

/// Who attacks, and what must withstand.
pub(super) struct Attacker {
    /// Variables known beforehand.
    pub(super) knows: BTreeSet<usize>,
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

/// Nodes of the first, short search in integers.
const EARLY: usize = 20;

enum Engine {
    Graph(Graph),
    Linear(Box<Tableau>),
    /// Too large for the tableau: nothing can be proven.
    TooLarge,
}

struct Attack<'a> {
    component: &'a Component,
    engine: Engine,
    attackers: &'a [Attacker],
    limits: Vec<Limits>,
    reaches: Vec<Vec<Reach>>,
    /// For each variable, the attackers who know it.
    known_by: Vec<Vec<usize>>,
    nodes: usize,
    nodes_left: usize,
}

/// Attacks a component; gives what each attacker learns of each variable.
pub(super) fn attack(component: &Component, attackers: &[Attacker], options: &Options) -> Vec<Vec<Reach>> {
    let engine = match Graph::new(component) {
        Some(graph) => Engine::Graph(graph),
        None => Tableau::new(component).map_or(Engine::TooLarge, |tableau| Engine::Linear(Box::new(tableau))),
    };
    let mut known_by = vec![Vec::new(); component.cells.len()];
    let mut limits = Vec::new();
    for (number, attacker) in attackers.iter().enumerate() {
        let mut own = component.limits.clone();
        for variable in &attacker.knows {
            known_by[*variable].push(number);
            (own.lower[*variable], own.upper[*variable]) = (0, 0);
        }
        if !attacker.knows.is_empty() {
            propagate(&component.rows, &mut own);
        }
        limits.push(own);
    }
    let reaches = limits.iter().map(unexplored).collect();
    let (nodes, nodes_left) =
        (options.nodes, options.nodes.saturating_mul(component.cells.len().max(20)).min(options.all_nodes));
    let mut attack = Attack { component, engine, attackers, limits, reaches, known_by, nodes, nodes_left };
    for number in 0..attackers.len() {
        attack.explore(number);
    }
    attack.reaches
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
    fn explore(&mut self, attacker: usize) {
        let attackers = self.attackers;
        // The costly search in integers comes last: most cells are settled by points found for others.
        for nodes in [0, EARLY, self.nodes] {
            for (variable, width) in &attackers[attacker].wanted {
                for upward in [true, false] {
                    let reach = &self.reaches[attacker][*variable];
                    if reach.width() >= *width {
                        break;
                    }
                    let other_side = if upward { -reach.witnessed.0 } else { reach.witnessed.1 };
                    self.push(attacker, *variable, upward, width - other_side, nodes);
                }
            }
        }
        for variable in &attackers[attacker].exactly {
            for upward in [true, false] {
                self.push(attacker, *variable, upward, UNLIMITED, self.nodes);
            }
        }
    }

    /// Pushes a variable in one direction up to a distance, and notes what was learnt.
    fn push(&mut self, attacker: usize, target: usize, upward: bool, stop: i128, nodes: usize) {
        let reach = &self.reaches[attacker][target];
        let (found, bound) =
            if upward { (reach.witnessed.1, reach.outer.1) } else { (-reach.witnessed.0, -reach.outer.0) };
        if found >= stop.min(bound) {
            return;
        }
        let limits = &self.limits[attacker];
        let (points, bound, method) = match &mut self.engine {
            Engine::TooLarge => return,
            Engine::Graph(graph) => {
                let (distance, point) = graph.push(target, upward, limits, stop);
                (
                    vec![point],
                    if distance < stop || distance >= UNLIMITED { Some(distance) } else { None },
                    Method::Graph,
                )
            }
            Engine::Linear(tableau) => {
                let quest = Quest { target, upward, from: found, stop };
                let mut nodes = nodes.min(self.nodes_left);
                let before = nodes;
                let result = linear(tableau, self.component, limits, &quest, &mut nodes);
                self.nodes_left -= before - nodes;
                result
            }
        };
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
            self.keep(&point, method);
        }
    }

    /// Keeps a point for every attacker whose knowledge it leaves alone.
    fn keep(&mut self, point: &[(usize, i128)], method: Method) {
        if !self.component.allows(point) {
            return;
        }
        let mut excluded = vec![false; self.attackers.len()];
        for (variable, _) in point {
            for attacker in &self.known_by[*variable] {
                excluded[*attacker] = true;
            }
        }
        for (attacker, excluded) in excluded.into_iter().enumerate() {
            if excluded {
                continue;
            }
            for (variable, deviation) in point {
                let reach = &mut self.reaches[attacker][*variable];
                if *deviation < reach.witnessed.0 {
                    reach.witnessed.0 = *deviation;
                    reach.by = reach.by.max(method);
                } else if *deviation > reach.witnessed.1 {
                    reach.witnessed.1 = *deviation;
                    reach.by = reach.by.max(method);
                }
            }
        }
    }
}

/// Whole points, the distance that cannot be passed if it was found, and the method that was needed.
type Pushed = (Vec<Vec<(usize, i128)>>, Option<i128>, Method);

/// A push by the linear programme, finished in integers where it must be.
fn linear(tableau: &mut Tableau, component: &Component, limits: &Limits, quest: &Quest, nodes: &mut usize) -> Pushed {
    let Quest { target, upward, from, stop } = *quest;
    let mut points = Vec::new();
    let mut best = from;
    let mut bound = None;
    tableau.start(&limits.lower, &limits.upper, false);
    if stop < UNLIMITED {
        points.extend(tableau.circuits(target, upward));
        best = farthest_of(&points, target, upward).max(best);
        if best >= stop {
            return (points, bound, Method::Linear);
        }
    }
    // First only as far as asked; then, if that point is not whole, on to a corner, which mostly is.
    let mut stops = vec![integer::distance(stop, upward)];
    if stop < UNLIMITED {
        stops.push(integer::distance(UNLIMITED, upward));
    }
    for stop_value in stops {
        let ended = tableau.push(target, upward, stop_value);
        if let Some(point) = integer::whole_point(component, tableau.values()) {
            points.push(point);
        } else if let Some(point) = integer::multiple(component, tableau.values()) {
            points.push(point);
        }
        if stop < UNLIMITED {
            points.extend(tableau.circuits(target, upward));
        }
        best = farthest_of(&points, target, upward).max(best);
        match ended {
            Ended::Farthest(value) => bound = Some((signed_value(value, upward) + 1e-6).floor() as i128),
            Ended::Unlimited => bound = Some(UNLIMITED),
            Ended::Stopped | Ended::Impossible | Ended::GaveUp => {}
        }
        if best >= stop || bound.is_some() {
            break;
        }
    }
    let farthest = bound.unwrap_or(UNLIMITED);
    if best >= stop.min(farthest) || (farthest >= UNLIMITED && stop >= UNLIMITED) {
        return (points, bound, Method::Linear);
    }
    if *nodes == 0 {
        return (points, bound, Method::Linear);
    }
    let quest = Quest { target, upward, from: best, stop: stop.min(farthest) };
    let found = integer::search(tableau, component, limits, &quest, nodes);
    if let Some(point) = found.point {
        best = best.max(integer::reach(&point, target, upward));
        points.push(point);
    }
    if found.complete && best < stop {
        bound = Some(best);
    }
    (points, bound, Method::Integer)
}

fn farthest_of(points: &[Vec<(usize, i128)>], target: usize, upward: bool) -> i128 {
    points.iter().map(|point| integer::reach(point, target, upward)).max().unwrap_or(0)
}

fn signed_value(value: f64, upward: bool) -> f64 {
    if upward { value } else { -value }
}

/// Deviation in the direction of a cell that goes with or against its variable.
pub(super) fn turned(range: (i128, i128), direction: i128) -> (i128, i128) {
    if direction > 0 { range } else { (signed(range.1, false), signed(range.0, false)) }
}
