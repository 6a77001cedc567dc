//! What pushes a variable of a component as far as it goes: the graph where the component is one, else the linear programme.
//!
//! Out: whole points, to be checked by the caller; a distance that cannot be passed; and the variables whose limits hold the
//! target back, of which at least one must be widened before it can go farther.

use super::Method;
use super::graph::Graph;
use super::integer::{self, Quest};
use super::reduce::{Component, Limits, UNLIMITED};
use super::repair::Repair;
use super::simplex::{Ended, Tableau};

/// How hard to push.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// Only what is found by hand, at next to no cost.
    Hand,
    /// The solver, and if need be a search in integers over so many nodes.
    Nodes(usize),
}

/// Up to so many variables the solver answers sooner than an attempt by hand fails: a push of 400 took it 12 microseconds, and a failure 60.
const SMALL: usize = 1000;

/// Nodes of the first, short search in integers.
const EARLY: usize = 20;

/// The solver of a component; kept from push to push, so that each starts where the last one ended.
pub(super) struct Engine {
    solver: Solver,
    repair: Repair,
}

enum Solver {
    Graph(Graph),
    Linear(Box<Tableau>),
    /// Too large for the tableau: nothing can be proven.
    TooLarge,
}

/// What a push found.
pub(super) struct Pushed {
    /// Whole points.
    pub(super) points: Vec<Vec<(usize, i128)>>,
    /// The distance that cannot be passed, if it was found.
    pub(super) bound: Option<i128>,
    /// The method that was needed.
    pub(super) method: Method,
    /// Variables of which one must get more room before the target can pass the bound; empty where that is not known.
    pub(super) blockers: Vec<usize>,
}

impl Engine {
    pub(super) fn new(component: &Component) -> Self {
        let solver = match Graph::new(component) {
            Some(graph) => Solver::Graph(graph),
            None => Tableau::new(component).map_or(Solver::TooLarge, |tableau| Solver::Linear(Box::new(tableau))),
        };
        Self { solver, repair: Repair::new(component) }
    }

    /// Efforts in the order in which they are made: what is costly comes last, as most cells are settled by tables found for others.
    pub(super) fn efforts(&self, component: &Component, nodes: usize) -> Vec<Effort> {
        let mut efforts = vec![Effort::Nodes(0), Effort::Nodes(EARLY.min(nodes))];
        if matches!(self.solver, Solver::TooLarge) || component.cells.len() > SMALL {
            efforts.insert(0, Effort::Hand);
        }
        if nodes > EARLY {
            efforts.push(Effort::Nodes(nodes));
        }
        efforts
    }

    /// Whether a push may need the linear programme.
    pub(super) fn is_linear(&self) -> bool {
        !matches!(self.solver, Solver::Graph(_))
    }

    /// Pushes a variable with an effort, whose nodes are taken from those left; nothing if that effort has no way to.
    pub(super) fn push(
        &mut self,
        component: &Component,
        limits: &Limits,
        quest: &Quest,
        effort: Effort,
        nodes_left: &mut usize,
    ) -> Option<Pushed> {
        let Effort::Nodes(nodes) = effort else {
            if matches!(self.solver, Solver::Graph(_)) || quest.stop >= UNLIMITED {
                return None;
            }
            let point = self.repair.push(limits, quest.target, quest.upward, quest.stop)?;
            return Some(Pushed { points: vec![point], bound: None, method: Method::Hand, blockers: Vec::new() });
        };
        match &mut self.solver {
            Solver::TooLarge => None,
            Solver::Graph(graph) => {
                let flow = graph.push(quest.target, quest.upward, limits, quest.stop);
                let ended = flow.distance < quest.stop || flow.distance >= UNLIMITED;
                Some(Pushed {
                    points: vec![flow.point],
                    bound: ended.then_some(flow.distance),
                    method: Method::Graph,
                    blockers: flow.blockers,
                })
            }
            Solver::Linear(tableau) => {
                let mut nodes = nodes.min(*nodes_left);
                let before = nodes;
                let pushed = linear(tableau, component, limits, quest, &mut nodes);
                *nodes_left -= before - nodes;
                Some(pushed)
            }
        }
    }
}

/// A push by the linear programme, finished in integers where it must be.
fn linear(tableau: &mut Tableau, component: &Component, limits: &Limits, quest: &Quest, nodes: &mut usize) -> Pushed {
    let Quest { target, upward, from, stop } = *quest;
    let mut pushed = Pushed { points: Vec::new(), bound: None, method: Method::Linear, blockers: Vec::new() };
    let mut best = from;
    tableau.start(&limits.lower, &limits.upper, false);
    if stop < UNLIMITED {
        pushed.points.extend(tableau.circuits(target, upward, stop));
        best = farthest(&pushed.points, target, upward).max(best);
        if best >= stop {
            return pushed;
        }
    }
    // First only as far as asked; then, if that point is not whole, on to a corner, which mostly is.
    let mut stops = vec![integer::distance(stop, upward)];
    if stop < UNLIMITED {
        stops.push(integer::distance(UNLIMITED, upward));
    }
    for stop_value in stops {
        let ended = tableau.push(target, upward, stop_value);
        if let Some(point) = integer::whole_point(component, limits, tableau.values()) {
            pushed.points.push(point);
        } else if let Some(point) = integer::multiple(component, limits, tableau.values()) {
            pushed.points.push(point);
        }
        if stop < UNLIMITED {
            pushed.points.extend(tableau.circuits(target, upward, stop));
        }
        best = farthest(&pushed.points, target, upward).max(best);
        match ended {
            Ended::Farthest(value) => {
                let value = if upward { value } else { -value };
                pushed.bound = Some((value + 1e-6).floor() as i128);
                pushed.blockers = tableau.blockers(target);
            }
            Ended::Unlimited => pushed.bound = Some(UNLIMITED),
            Ended::Stopped | Ended::Impossible | Ended::GaveUp => {}
        }
        if best >= stop || pushed.bound.is_some() {
            break;
        }
    }
    let limit = pushed.bound.unwrap_or(UNLIMITED);
    if best >= stop.min(limit) || (limit >= UNLIMITED && stop >= UNLIMITED) || *nodes == 0 {
        return pushed;
    }
    let quest = Quest { target, upward, from: best, stop: stop.min(limit) };
    let found = integer::search(tableau, component, limits, &quest, nodes);
    if let Some(point) = found.point {
        best = best.max(integer::reach(&point, target, upward));
        pushed.points.push(point);
    }
    if found.complete && best < stop {
        if pushed.bound != Some(best) {
            pushed.blockers.clear();
        }
        pushed.bound = Some(best);
    }
    pushed.method = Method::Integer;
    pushed
}

fn farthest(points: &[Vec<(usize, i128)>], target: usize, upward: bool) -> i128 {
    points.iter().map(|point| integer::reach(point, target, upward)).max().unwrap_or(0)
}
