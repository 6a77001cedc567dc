//! The auditor's attack kept going while a suppressor tries sets of cells, so that what one trial found serves the next.
//!
//! In: a system, and the cells that are withheld in it for the trials. Then, for any of these cells that are printed after all
//! ("closed"), which needs for protection are not met. Whole tables found by one attack are kept and checked against what the
//! next one prints; only a need that none of them meets costs a push. What finally is published is audited anew, each of
//! these tables being checked once more against all that is printed.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::{Effort, Engine};
use super::integer::{Quest, reach};
use super::reduce::{Component, Limits, UNLIMITED};
use super::{Bound, Known, Layout, Options, check, insider_width, insiders, width};
use crate::system::{Status, System};

/// Deviations of a whole table that fits what is printed, by cell.
pub type Moves = Vec<(usize, i128)>;

/// A need for protection that is not met.
#[derive(Clone, Debug)]
pub struct Lack {
    /// The cell.
    pub cell: usize,
    /// The width it needs.
    pub width: i64,
    /// Against whom, if not every reader.
    pub insider: Option<String>,
    /// How far down and up it was seen to deviate.
    pub reach: (i128, i128),
    /// Whether it is certain that the need is not met; if not, the effort did not suffice to say.
    pub proven: bool,
    /// Closed cells of which at least one must be withheld before the need can be met; empty where that is not known.
    pub blockers: Vec<usize>,
}

/// Which needs to name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Every one that is not met.
    All,
    /// One is enough.
    First,
    /// One is enough, and what is not met by tables found by hand counts as not met: cheap in large components.
    Hand,
}

/// What a closed cell leaves of its variable.
struct Closing {
    ring: usize,
    variable: usize,
    range: (i128, i128),
}

/// The trials of one system.
pub struct Arena {
    rings: Vec<Ring>,
    closings: BTreeMap<usize, Closing>,
    /// Needs of cells that everyone can work out whatever else is withheld.
    hopeless: Vec<Lack>,
    forces: Vec<String>,
}

/// One component under attack.
struct Ring {
    component: Component,
    open: Limits,
    engine: Engine,
    /// Cells of each variable, and whether they go with it (1) or against it (−1).
    cells: Vec<Moves>,
    needs: Vec<Need>,
    /// What each attacker knows; the first is the reader, who knows nothing.
    knows: Vec<(Option<usize>, Known)>,
    /// The attackers who know of each variable, and how far it can still deviate for them.
    known_by: Vec<Vec<(usize, (i128, i128))>>,
    points: Vec<Point>,
    touching: Vec<Vec<usize>>,
    seen: BTreeSet<Vec<(usize, i128)>>,
    /// The need that failed last: the likeliest to fail again.
    suspect: Option<usize>,
    nodes: usize,
    nodes_left: usize,
}

struct Need {
    attacker: usize,
    variable: usize,
    cell: usize,
    width: i64,
}

/// A whole table, and the attackers who know that it is not the real one.
struct Point {
    moves: Vec<(usize, i128)>,
    strangers: Vec<usize>,
}

enum Outcome {
    Met,
    Refuted(Vec<usize>),
    Open,
}

impl Arena {
    /// Opens the trials: `open` are the cells withheld beyond those that are already; `points` whole tables found before.
    pub fn new(system: &System, bounds: &[Bound], open: &[usize], points: &[Moves], options: &Options) -> Self {
        let mut opened = system.clone();
        for cell in open {
            opened.cells[*cell].status = Status::Suppressed { primary: false };
        }
        let Layout { components, seats, members } = Layout::new(&opened, bounds);
        let mut closings = BTreeMap::new();
        for cell in open {
            let Some((ring, variable, direction)) = seats[*cell] else { continue };
            let (least, most) = check::range(&system.cells[*cell]);
            let value = i128::from(system.cells[*cell].value);
            let range = (least - value, most.map_or(UNLIMITED, |most| most - value));
            closings.insert(*cell, Closing { ring, variable, range: super::attack::turned(range, direction) });
        }
        let mut hopeless = Vec::new();
        for (at, cell) in opened.cells.iter().enumerate() {
            if let Some(width) = width(cell).filter(|width| *width > 0 && seats[at].is_none()) {
                let (insider, reach, blockers) = (None, (0, 0), Vec::new());
                hopeless.push(Lack { cell: at, width, insider, reach, proven: true, blockers });
            }
        }
        let mut forces: Vec<String> = Vec::new();
        let mut rings = Vec::new();
        for (component, members) in components.into_iter().zip(&members) {
            let cells = super::cells(&component, members, &seats);
            let mut knows = vec![(None, Known::new())];
            let mut needs = Vec::new();
            let mut add = |attacker: usize, force: Option<&str>| {
                for cell in members {
                    let data = &opened.cells[*cell];
                    let needed = force.map_or_else(|| width(data), |force| insider_width(data, force, options));
                    if let (Some(width), Some((_, variable, _))) = (needed.filter(|width| *width > 0), seats[*cell]) {
                        needs.push(Need { attacker, variable, cell: *cell, width });
                    }
                }
            };
            add(0, None);
            for (force, known) in insiders(&opened, members, &seats, options) {
                add(knows.len(), Some(force));
                knows.push((Some(forces.len()), known));
                forces.push(force.to_owned());
            }
            rings.push(Ring::new(component, cells, needs, knows, options));
        }
        let mut arena = Self { rings, closings, hopeless, forces };
        arena.import(points);
        arena
    }

    /// Takes in whole tables; those that do not fit are left out.
    fn import(&mut self, points: &[Moves]) {
        for ring in &mut self.rings {
            let points: Vec<Moves> = super::by_variable(&ring.component, points).collect();
            for point in points {
                ring.keep(point);
            }
        }
    }

    /// The whole tables found so far.
    pub fn points(&self) -> Vec<Moves> {
        let points = self.rings.iter().flat_map(|ring| ring.points.iter().map(|point| (point, &ring.cells)));
        points.map(|(point, cells)| super::by_cell(&point.moves, cells)).collect()
    }

    /// The needs that are not met when the closed cells are printed.
    pub fn lacks(&mut self, closed: &BTreeSet<usize>, ask: Ask) -> Vec<Lack> {
        let mut lacks = self.hopeless.clone();
        let mut limits: Vec<Limits> = self.rings.iter().map(|ring| ring.open.clone()).collect();
        for closing in closed.iter().filter_map(|cell| self.closings.get(cell)) {
            limits[closing.ring].narrow(closing.variable, closing.range);
        }
        for (ring, limits) in self.rings.iter_mut().zip(limits) {
            if ask != Ask::All && !lacks.is_empty() {
                break;
            }
            lacks.extend(ring.settle(limits, ask, closed, &self.forces));
        }
        lacks
    }
}

impl Ring {
    fn new(
        component: Component,
        cells: Vec<Moves>,
        needs: Vec<Need>,
        knows: Vec<(Option<usize>, Known)>,
        options: &Options,
    ) -> Self {
        // A trial that cannot be settled costs a cell too many; in a large component a search costs more than that is worth.
        let scaled = |nodes: usize| nodes.saturating_mul(100) / component.cells.len().max(100);
        let (nodes, nodes_left) = (scaled(options.nodes), scaled(options.all_nodes));
        let mut known_by = vec![Vec::new(); component.cells.len()];
        for (attacker, (_, known)) in knows.iter().enumerate() {
            for (variable, known) in known {
                known_by[*variable].push((attacker, *known));
            }
        }
        Self {
            engine: Engine::new(&component),
            known_by,
            open: component.limits.clone(),
            touching: vec![Vec::new(); component.cells.len()],
            component,
            cells,
            needs,
            knows,
            points: Vec::new(),
            seen: BTreeSet::new(),
            suspect: None,
            nodes,
            nodes_left,
        }
    }

    /// Keeps a whole table if it fits; says whether it is new.
    fn keep(&mut self, moves: Vec<(usize, i128)>) -> bool {
        if moves.is_empty() || self.seen.contains(&moves) || !self.component.allows(&moves) {
            return false;
        }
        let known =
            moves.iter().flat_map(|(variable, by)| self.known_by[*variable].iter().map(move |known| (known, by)));
        let others = known.filter(|((_, (lower, upper)), by)| !(lower..=upper).contains(by));
        let mut strangers: Vec<usize> = others.map(|((attacker, _), _)| *attacker).collect();
        strangers.sort_unstable();
        strangers.dedup();
        for (variable, _) in &moves {
            self.touching[*variable].push(self.points.len());
        }
        self.seen.insert(moves.clone());
        self.points.push(Point { moves, strangers });
        true
    }

    /// The needs not met within limits.
    fn settle(&mut self, limits: Limits, ask: Ask, closed: &BTreeSet<usize>, forces: &[String]) -> Vec<Lack> {
        let within = |(variable, by): &(usize, i128)| (limits.lower[*variable]..=limits.upper[*variable]).contains(by);
        let mut fits: Vec<bool> = self.points.iter().map(|point| point.moves.iter().all(within)).collect();
        self.component.limits = limits;
        let suspect = self.suspect.filter(|_| ask != Ask::All);
        let mut pending: Vec<usize> = suspect.into_iter().collect();
        pending.extend((0..self.needs.len()).filter(|need| Some(*need) != suspect));
        let mut lacks = Vec::new();
        let by_hand = ask == Ask::Hand && self.engine.is_linear();
        let efforts = if by_hand { vec![Effort::Hand] } else { self.engine.efforts(&self.component, self.nodes) };
        for effort in efforts {
            for number in std::mem::take(&mut pending) {
                let reach = self.known(number, &fits);
                if reach.1 - reach.0 >= i128::from(self.needs[number].width) {
                    continue;
                }
                let outcome = self.press(number, reach, effort);
                fits.resize(self.points.len(), true);
                match outcome {
                    Outcome::Met => {}
                    Outcome::Open if by_hand => {
                        self.suspect = Some(number);
                        return vec![self.lack(number, reach, false, &[], closed, forces)];
                    }
                    Outcome::Open => pending.push(number),
                    Outcome::Refuted(blockers) => {
                        let reach = self.known(number, &fits);
                        lacks.push(self.lack(number, reach, true, &blockers, closed, forces));
                        if ask != Ask::All {
                            self.suspect = Some(number);
                            return lacks;
                        }
                    }
                }
            }
        }
        for number in pending {
            let reach = self.known(number, &fits);
            if reach.1 - reach.0 < i128::from(self.needs[number].width) {
                lacks.push(self.lack(number, reach, false, &[], closed, forces));
            }
        }
        lacks
    }

    /// How far the tables kept take the cell of a need, at most as far as it asks.
    fn known(&self, number: usize, fits: &[bool]) -> (i128, i128) {
        let Need { attacker, variable, width, .. } = self.needs[number];
        let (mut low, mut high) = (0, 0);
        for at in self.touching[variable].iter().rev().filter(|at| fits[**at]) {
            let point = &self.points[*at];
            if point.strangers.binary_search(&attacker).is_ok() {
                continue;
            }
            let by = reach(&point.moves, variable, true);
            (low, high) = (by.min(low), by.max(high));
            if high - low >= i128::from(width) {
                break;
            }
        }
        (low, high)
    }

    /// Pushes the cell of a need both ways.
    fn press(&mut self, number: usize, known: (i128, i128), effort: Effort) -> Outcome {
        let Need { attacker, variable: target, width, .. } = self.needs[number];
        let width = i128::from(width);
        let mut limits = self.component.limits.clone();
        for (variable, known) in &self.knows[attacker].1 {
            limits.narrow(*variable, *known);
        }
        let mut found = [-known.0, known.1];
        let mut outer = [0, 0];
        let mut blockers = Some(Vec::new());
        for (side, upward) in [(1, true), (0, false)] {
            let quest = Quest { target, upward, from: found[side], stop: width - found[1 - side] };
            let pushed = self.engine.push(&self.component, &limits, &quest, effort, &mut self.nodes_left);
            let Some(pushed) = pushed else {
                outer[side] = UNLIMITED;
                continue;
            };
            for point in pushed.points {
                let by = reach(&point, target, upward);
                if by > found[side] && self.component.allows_within(&limits, &point) {
                    found[side] = by;
                    self.keep(point);
                }
            }
            if found[0] + found[1] >= width {
                return Outcome::Met;
            }
            outer[side] = pushed.bound.unwrap_or(UNLIMITED);
            blockers = blockers
                .filter(|_| !pushed.blockers.is_empty())
                .map(|blockers: Vec<usize>| blockers.into_iter().chain(pushed.blockers).collect());
        }
        if outer[0] + outer[1] < width { Outcome::Refuted(blockers.unwrap_or_default()) } else { Outcome::Open }
    }

    fn lack(
        &self,
        number: usize,
        reach: (i128, i128),
        proven: bool,
        blockers: &[usize],
        closed: &BTreeSet<usize>,
        forces: &[String],
    ) -> Lack {
        let Need { attacker, cell, width, .. } = self.needs[number];
        let (force, knows) = &self.knows[attacker];
        let held = blockers.iter().filter(|variable| knows.get(variable) != Some(&(0, 0)));
        let cells = held.flat_map(|variable| &self.cells[*variable]).map(|(cell, _)| *cell);
        let blockers: BTreeSet<usize> = cells.filter(|cell| closed.contains(cell)).collect();
        let insider = force.and_then(|force| forces.get(force)).cloned();
        Lack { cell, width, insider, reach, proven, blockers: blockers.into_iter().collect() }
    }
}
