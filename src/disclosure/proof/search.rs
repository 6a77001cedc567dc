//! Proposes other returns: one count moved, then other forces moved until every printed sum is what it was.

use super::Other;
use super::moves::{Delta, State, moves};
use super::world::World;

/// Moves to put right what a first one broke.
const REPAIRS: usize = 40;
/// Counts that are tried to put one sum right.
const TRIED: usize = 24;

/// A change of several forces that leaves every printed sum as it was.
#[derive(Clone, Debug)]
pub(super) struct Addition {
    /// What it changes.
    pub(super) delta: Delta,
}

/// The search; the same seed gives the same proposals.
pub(super) struct Search<'a> {
    pub(super) world: &'a World,
    random: u64,
}

impl<'a> Search<'a> {
    pub(super) fn new(world: &'a World, seed: u64) -> Self {
        Self { world, random: seed }
    }

    /// SplitMix64.
    fn below(&mut self, end: usize) -> usize {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end.max(1) as u64).unwrap_or(0)
    }

    /// Changes the order of a list.
    pub(super) fn shuffle(&mut self, list: &mut [usize]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last + 1);
            list.swap(last, other);
        }
    }

    fn one(&mut self, list: &[usize]) -> Option<usize> {
        let at = self.below(list.len());
        list.get(at).copied()
    }

    /// Moves a count by so much, and others until all printed sums hold; the state stays as it was where that is not found.
    /// Nothing of the frozen force moves.
    pub(super) fn add(
        &mut self,
        state: &mut State,
        target: usize,
        change: i64,
        frozen: Option<usize>,
    ) -> Option<Addition> {
        let world = self.world;
        let own = world.force.get(target).copied();
        if own == frozen {
            return None;
        }
        for first in moves(world, state, target, change, &mut |list| self.one(list)) {
            let mut done: Vec<Delta> = Vec::new();
            if !state.apply(world, &first) {
                continue;
            }
            done.push(first);
            if self.repair(state, (own, frozen), &mut done) {
                return Some(Addition { delta: done.concat() });
            }
            for delta in done.into_iter().rev() {
                state.apply(world, &delta.into_iter().map(|(number, change)| (number, -change)).collect());
            }
        }
        None
    }

    fn repair(&mut self, state: &mut State, still: (Option<usize>, Option<usize>), done: &mut Vec<Delta>) -> bool {
        let world = self.world;
        for _ in 0..REPAIRS {
            let broken = state.broken(world);
            if broken.is_empty() {
                return true;
            }
            let at = self.below(broken.len());
            let Some((sum, outside)) = broken.get(at).copied() else { return false };
            let Some(terms) = world.terms.get(sum) else { return false };
            let mut best: Option<(i64, Delta)> = None;
            for _ in 0..TRIED.min(3 * terms.len()) {
                let at = self.below(terms.len());
                let Some((number, times)) = terms.get(at).copied() else { continue };
                let force = world.force.get(number).copied();
                if force == still.0 || (still.1.is_some() && force == still.1) || times == 0 {
                    continue;
                }
                for change in [-outside / times, -outside.signum() * times.signum()] {
                    if change == 0 {
                        continue;
                    }
                    for delta in moves(world, state, number, change, &mut |list| self.one(list)) {
                        let gain = state.gain(world, &delta);
                        if gain > best.as_ref().map_or(0, |(gain, _)| *gain) && state.clone().apply(world, &delta) {
                            best = Some((gain, delta));
                        }
                    }
                }
            }
            let Some((_, delta)) = best else { return false };
            if !state.apply(world, &delta) {
                return false;
            }
            done.push(delta);
        }
        state.broken(world).is_empty()
    }
}

/// The other returns that additions make together; none where a count would fall below nought.
pub(super) fn other(world: &World, additions: &[Addition]) -> Option<Other> {
    let mut changes = Other::new();
    for (number, change) in additions.iter().flat_map(|addition| &addition.delta) {
        *changes.entry(*number).or_default() += change;
    }
    changes.retain(|_, change| *change != 0);
    for (number, change) in &mut changes {
        *change += world.base.get(*number)?;
        if *change < 0 {
            return None;
        }
    }
    (!changes.is_empty()).then_some(changes)
}
