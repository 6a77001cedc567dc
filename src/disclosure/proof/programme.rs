//! The smallest change of many counts that moves one of them so far and keeps every printed sum, as an integer programme.
//!
//! In: a world, a count, how far it is to move and the forces that are to stay still. Out: such a change, or none within the effort.
//! What each count costs is a matter of chance, so that asking again gives other changes. It finds what exchanges between a few
//! forces do not: sums of a few forces, and categories that hardly any force has a count of. Of what the release tells besides sums it
//! knows what moves evenly with the counts near what they are; the rest is for the caller to try.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::state::Delta;
use super::world::World;
use super::{Held, Sloped};

/// Farthest that any count is raised.
const FARTHEST: i64 = 40;
/// Nodes of the search for whole numbers, where the linear programme ends between them.
const NODES: u64 = 400;
/// How much dearer than the cheapest a change may be.
const GAP: f64 = 0.5;
/// Farther from a whole number than this is a fraction.
const FRACTION: f64 = 1e-6;
/// Part of the room of a number that is no sum that a change may use: how the number moves is known near what the counts are.
const ROOM: f64 = 0.85;
/// Slopes no steeper than this are none.
const FLAT: f64 = 1e-9;

/// How far around a count others are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// What is counted of the same measure in the same year, and what is a class of it.
    Near,
    /// And whatever else stands in a sum with one of these.
    Far,
}

/// The change; `price` gives what it costs to move a count by one. What is no sum moves as it does near the counts, and by so much
/// `beside`.
pub(super) fn nearest(
    world: &World<'_>,
    (target, change): (usize, i64),
    still: &[bool],
    (around, near, beside): (Around, &[Sloped], &[f64]),
    price: &mut dyn FnMut() -> f64,
) -> Option<Delta> {
    let moves = |number: usize| world.force.get(number).is_some_and(|force| still.get(*force) != Some(&true));
    let blocks = region(world, target, around);
    let mut programme = Programme::new(world);
    for number in blocks.iter().filter_map(|at| world.blocks.get(*at)).flat_map(super::world::Block::counts) {
        if moves(number) {
            programme.add(number, price());
        }
    }
    if !programme.has(target) {
        return None;
    }
    blocks.iter().for_each(|at| programme.tie(*at));
    programme.hold();
    near.iter().zip(beside).for_each(|(number, beside)| programme.keep(number, *beside));
    programme.force(target, change);
    programme.solved(false).or_else(|| programme.solved(true))
}

/// The blocks whose counts may move.
fn region(world: &World<'_>, target: usize, around: Around) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = vec![target];
    let mut far = around == Around::Far;
    loop {
        while let Some(number) = open.pop() {
            let likes = (0..world.forces.len()).filter_map(|force| world.of_force(number, force));
            for at in likes.filter_map(|like| world.block.get(like).copied().flatten()) {
                let tied = [Some(at), world.inner(at), world.blocks.get(at).and_then(|block| Some(block.within?.0))];
                for at in tied.into_iter().flatten() {
                    if found.insert(at) {
                        open.extend(world.blocks.get(at).and_then(|block| block.counts().next()));
                    }
                }
            }
        }
        if !std::mem::take(&mut far) {
            return found;
        }
        let counts = found.iter().filter_map(|at| world.blocks.get(*at)).flat_map(super::world::Block::counts);
        let sums: BTreeSet<usize> = counts.flat_map(|number| world.stands(number)).map(|(sum, _)| *sum).collect();
        let beside = sums.iter().filter_map(|sum| world.terms.get(*sum)).flatten();
        open.extend(beside.map(|(number, _)| *number));
    }
}

struct Programme<'w, 'a> {
    world: &'w World<'a>,
    /// Each count that may move, with what a step costs.
    moves: Vec<Option<f64>>,
    /// Sums of moves, and the least and most of each.
    rows: Vec<(Delta, i64, i64)>,
    /// The same of numbers that are no sums.
    sloped: Vec<Sloped>,
}

impl<'w, 'a> Programme<'w, 'a> {
    fn new(world: &'w World<'a>) -> Self {
        Self { world, moves: vec![None; world.base.len()], rows: Vec::new(), sloped: Vec::new() }
    }

    fn add(&mut self, number: usize, price: f64) {
        self.moves.get_mut(number).into_iter().for_each(|moves| *moves = Some(price));
    }

    fn has(&self, number: usize) -> bool {
        self.moves.get(number).is_some_and(Option::is_some)
    }

    fn row(&mut self, terms: impl Iterator<Item = (usize, i64)>, (least, most): (i64, i64)) {
        let mut of = BTreeMap::<usize, i64>::new();
        terms
            .filter(|(number, _)| self.has(*number))
            .for_each(|(number, times)| *of.entry(number).or_default() += times);
        of.retain(|_, times| *times != 0);
        if !of.is_empty() {
            self.rows.push((of.into_iter().collect(), least, most));
        }
    }

    /// What ties the counts of one force.
    fn tie(&mut self, at: usize) {
        let Some(block) = self.world.blocks.get(at).cloned() else { return };
        let mut sums = block.whole.map(|whole| vec![whole]).into_iter().chain(block.parts);
        let Some(first) = sums.next() else { return };
        for other in sums.chain(block.within.map(|(_, class)| vec![class])) {
            let terms = first.iter().map(|number| (*number, 1)).chain(other.into_iter().map(|number| (number, -1)));
            self.row(terms, (0, 0));
        }
    }

    /// What is printed of the counts, and what they are held against.
    fn hold(&mut self) {
        let world = self.world;
        let numbers: Vec<usize> = (0..self.moves.len()).filter(|number| self.has(*number)).collect();
        let sums: BTreeSet<usize> =
            numbers.iter().flat_map(|number| world.stands(*number)).map(|(sum, _)| *sum).collect();
        for sum in sums {
            self.row(world.terms.get(sum).into_iter().flatten().copied(), world.room(sum));
        }
        let held: BTreeSet<usize> =
            numbers.iter().flat_map(|number| world.held_against(*number)).map(|(at, _)| at).collect();
        for Held { below, above } in held.into_iter().filter_map(|at| world.against(at)) {
            let base = |numbers: &[usize]| -> i64 { numbers.iter().filter_map(|number| world.base.get(*number)).sum() };
            let before = base(below) - base(above);
            let room = if before > 0 { (1 - before, i64::MAX) } else { (i64::MIN, -before) };
            let terms = below.iter().map(|number| (*number, 1)).chain(above.iter().map(|number| (*number, -1)));
            self.row(terms, room);
        }
    }

    /// A number that is no sum, which is printed rounded.
    fn keep(&mut self, number: &Sloped, beside: f64) {
        let slopes = number.slopes.iter().filter(|(count, slope)| self.has(**count) && slope.abs() > FLAT);
        let slopes: BTreeMap<usize, f64> = slopes.map(|(count, slope)| (*count, *slope)).collect();
        if !slopes.is_empty() {
            let room = (number.room.0 * ROOM - beside, number.room.1 * ROOM - beside);
            self.sloped.push(Sloped { slopes, room });
        }
    }

    /// Moves a count at least so far.
    fn force(&mut self, target: usize, change: i64) {
        let room = if change > 0 { (change, i64::MAX) } else { (i64::MIN, change) };
        self.row([(target, 1)].into_iter(), room);
    }

    /// The cheapest moves, if they are whole.
    fn solved(&self, whole: bool) -> Option<Delta> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut add = |price: f64, most: i64| match i32::try_from(most) {
            Ok(most) if whole => problem.add_integer_var(price, (0, most)),
            _ => problem.add_var(price, (0.0, most as f64)),
        };
        let ways: Vec<Vec<(Variable, f64)>> = self
            .moves
            .iter()
            .enumerate()
            .map(|(number, price)| {
                let (Some(price), below) = (*price, self.world.below(number)) else { return Vec::new() };
                let down = (below > 0).then(|| (add(price, below.min(FARTHEST)), -1.0));
                [(add(price, FARTHEST), 1.0)].into_iter().chain(down).collect()
            })
            .collect();
        let own = |number: usize| ways.get(number).into_iter().flatten();
        for (terms, least, most) in &self.rows {
            let terms: Vec<(Variable, f64)> = terms
                .iter()
                .flat_map(|(number, times)| own(*number).map(move |(variable, way)| (*variable, way * *times as f64)))
                .collect();
            if least == most {
                problem.add_constraint(terms, ComparisonOp::Eq, *least as f64);
                continue;
            }
            if *least > i64::MIN {
                problem.add_constraint(terms.clone(), ComparisonOp::Ge, *least as f64);
            }
            if *most < i64::MAX {
                problem.add_constraint(terms, ComparisonOp::Le, *most as f64);
            }
        }
        for Sloped { slopes, room: (least, most) } in &self.sloped {
            let terms: Vec<(Variable, f64)> = slopes
                .iter()
                .flat_map(|(number, slope)| own(*number).map(move |(variable, way)| (*variable, way * slope)))
                .collect();
            problem.add_constraint(terms.clone(), ComparisonOp::Ge, *least);
            problem.add_constraint(terms, ComparisonOp::Le, *most);
        }
        let mut options = SolveOptions::default();
        (options.node_limit, options.mip_gap) = (Some(NODES), GAP);
        let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
        let by = |number: usize| own(number).map(|(variable, way)| way * solution.var_value_raw(*variable)).sum();
        let found: Vec<(usize, f64)> = (0..ways.len()).map(|number| (number, by(number))).collect();
        let is_whole = found.iter().all(|(_, by): &(usize, f64)| (by - by.round()).abs() < FRACTION);
        let moved = found.into_iter().map(|(number, by)| (number, by.round() as i64)).filter(|(_, by)| *by != 0);
        is_whole.then(|| moved.collect())
    }
}
