//! Two-way tables without a linear programme: deviations are a circulation in a graph.
//!
//! Where every variable stands in at most two equations, with opposite signs once some equations are turned round,
//! equations are nodes and variables arcs. How far a variable can deviate is then a largest flow from its head back to its
//! tail through the arcs' remaining room: exact, in integers. (Ahuja, Magnanti and Orlin, Network Flows, 1993, 7.)

use std::collections::VecDeque;

use super::reduce::{Component, Limits, Row, UNLIMITED};

/// A component as a graph; the last node stands for "no equation".
pub(super) struct Graph {
    /// Tail and head of each variable's arc.
    arcs: Vec<(usize, usize)>,
    /// For each node, the arcs that touch it.
    touching: Vec<Vec<usize>>,
}

/// How far a variable went, the deviations that take it there, and the variables whose limits hold it back.
pub(super) struct Flow {
    pub(super) distance: i128,
    pub(super) point: Vec<(usize, i128)>,
    pub(super) blockers: Vec<usize>,
}

impl Graph {
    /// The component as a graph, if it is one.
    pub(super) fn new(component: &Component) -> Option<Self> {
        let count = component.rows.len();
        let mut uses: Vec<Vec<(usize, i128)>> = vec![Vec::new(); component.cells.len()];
        for (number, row) in component.rows.iter().enumerate() {
            for (variable, coefficient) in row {
                if coefficient.abs() != 1 || uses[*variable].len() == 2 {
                    return None;
                }
                uses[*variable].push((number, *coefficient));
            }
        }
        let signs = signs(&component.rows, &uses)?;
        let mut arcs = Vec::with_capacity(uses.len());
        let mut touching = vec![Vec::new(); count + 1];
        for (variable, uses) in uses.iter().enumerate() {
            let (mut tail, mut head) = (count, count);
            for (number, coefficient) in uses {
                *if coefficient * signs[*number] > 0 { &mut tail } else { &mut head } = *number;
            }
            arcs.push((tail, head));
            touching[tail].push(variable);
            touching[head].push(variable);
        }
        Some(Self { arcs, touching })
    }

    /// The deviations that take one variable as far as it can go in one direction, up to a distance at which to stop.
    ///
    /// Gives the distance, `UNLIMITED` where there is no end to it, and deviations that reach it (or, without end, that
    /// reach `stop`); and the variables whose limits keep it from going farther.
    pub(super) fn push(&self, target: usize, upward: bool, limits: &Limits, stop: i128) -> Flow {
        let (tail, head) = self.arcs[target];
        let own = if upward { limits.upper[target] } else { -limits.lower[target] };
        let goal = own.min(stop);
        if tail == head || goal <= 0 {
            let point = if goal > 0 && goal < UNLIMITED { vec![(target, signed(goal, upward))] } else { Vec::new() };
            return Flow { distance: goal.max(0), point, blockers: vec![target] };
        }
        let (source, sink) = if upward { (head, tail) } else { (tail, head) };
        let mut flow = vec![0_i128; self.arcs.len()];
        let mut sent = 0;
        let mut blockers = vec![target];
        while sent < goal {
            let path = match self.path(source, sink, target, &flow, limits) {
                Ok(path) => path,
                Err(reached) => {
                    // The arcs that lead out of what is still reached are full.
                    let crossing = |arc: &usize| reached[self.arcs[*arc].0] != reached[self.arcs[*arc].1];
                    blockers = (0..self.arcs.len()).filter(|arc| *arc != target).filter(crossing).collect();
                    break;
                }
            };
            let room = path.iter().map(|(arc, forward)| self.room(*arc, *forward, &flow, limits)).min().unwrap_or(0);
            let room = room.min(goal - sent);
            if room >= UNLIMITED / 2 {
                return Flow { distance: UNLIMITED, point: Vec::new(), blockers: Vec::new() };
            }
            for (arc, forward) in path {
                flow[arc] += signed(room, forward);
            }
            sent += room;
        }
        flow[target] = signed(sent, upward);
        let point = flow.into_iter().enumerate().filter(|(_, deviation)| *deviation != 0).collect();
        Flow { distance: sent, point, blockers }
    }

    /// Shortest path with room, breadth first in arc order; or the nodes that were reached.
    fn path(
        &self,
        source: usize,
        sink: usize,
        without: usize,
        flow: &[i128],
        limits: &Limits,
    ) -> Result<Vec<(usize, bool)>, Vec<bool>> {
        let mut reached: Vec<Option<(usize, bool)>> = vec![None; self.touching.len()];
        let mut queue = VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            for arc in &self.touching[node] {
                let (tail, head) = self.arcs[*arc];
                let forward = tail == node;
                let next = if forward { head } else { tail };
                if *arc == without
                    || next == source
                    || reached[next].is_some()
                    || self.room(*arc, forward, flow, limits) <= 0
                {
                    continue;
                }
                reached[next] = Some((*arc, forward));
                if next == sink {
                    return Ok(self.walk_back(source, sink, &reached));
                }
                queue.push_back(next);
            }
        }
        Err(reached.iter().enumerate().map(|(node, by)| node == source || by.is_some()).collect())
    }

    fn walk_back(&self, source: usize, sink: usize, reached: &[Option<(usize, bool)>]) -> Vec<(usize, bool)> {
        let mut path = Vec::new();
        let mut at = sink;
        while at != source {
            let Some((arc, forward)) = reached[at] else { break };
            path.push((arc, forward));
            let (tail, head) = self.arcs[arc];
            at = if forward { tail } else { head };
        }
        path
    }

    fn room(&self, arc: usize, forward: bool, flow: &[i128], limits: &Limits) -> i128 {
        if forward { limits.upper[arc] - flow[arc] } else { flow[arc] - limits.lower[arc] }
    }
}

pub(super) fn signed(distance: i128, upward: bool) -> i128 {
    if upward { distance } else { -distance }
}

/// Which equations to turn round so that each variable enters one with + and the other with −, if that can be done.
pub fn signs(rows: &[Row], uses: &[Vec<(usize, i128)>]) -> Option<Vec<i128>> {
    let mut signs = vec![0_i128; rows.len()];
    for first in 0..rows.len() {
        if signs[first] != 0 {
            continue;
        }
        signs[first] = 1;
        let mut queue = VecDeque::from([first]);
        while let Some(number) = queue.pop_front() {
            for (variable, coefficient) in &rows[number] {
                for (other, other_coefficient) in &uses[*variable] {
                    if *other == number {
                        continue;
                    }
                    let wanted = -signs[number] * coefficient * other_coefficient;
                    if signs[*other] == 0 {
                        signs[*other] = wanted;
                        queue.push_back(*other);
                    } else if signs[*other] != wanted {
                        return None;
                    }
                }
            }
        }
    }
    Some(signs)
}
