//! Which twins were found, how far they put each count off for whom, and what is still to be looked for.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::moves::State;
use super::search::{Addition, Search, other};
use super::world::World;
use super::{Effort, Other, Proof, Unproven};
use crate::disclosure::policy::Protection;

/// Times that what is left is looked for again.
const ROUNDS: usize = 12;

/// Makes releases and says which are the same.
pub(super) type Make<'m> = &'m mut dyn FnMut(&[Other]) -> Vec<Result<(), String>>;

pub(super) struct Twins<'a> {
    world: &'a World,
    protection: Protection,
    effort: Effort,
    rebuilds: usize,
    twins: usize,
    /// How far below and above its value twins put each count.
    reader: Vec<(i64, i64)>,
    /// The same for each force, by twins that leave its own counts alone.
    insiders: Vec<Vec<(i64, i64)>>,
    /// The twins, in the parts that can be taken out of them.
    kept: Vec<Vec<Addition>>,
    told: BTreeMap<String, usize>,
}

impl<'a> Twins<'a> {
    pub(super) fn new(world: &'a World, protection: Protection, effort: Effort) -> Self {
        let none = vec![(0, 0); world.base.len()];
        let insiders = vec![none.clone(); world.forces.len()];
        Self {
            world,
            protection,
            effort,
            rebuilds: 0,
            twins: 0,
            reader: none,
            insiders,
            kept: Vec::new(),
            told: BTreeMap::new(),
        }
    }

    /// Looks for twins of every count, whoever reads.
    pub(super) fn for_readers(&mut self, search: &mut Search<'_>, make: Make<'_>) {
        for _ in 0..ROUNDS {
            let mut targets = self.left(None);
            if targets.is_empty() || self.rebuilds >= self.effort.rebuilds {
                return;
            }
            search.shuffle(&mut targets);
            let need = self.protection.width;
            let found = self.propose(search, &targets, (None, need));
            self.verify(found, make);
        }
    }

    /// Looks for twins that leave the counts of one force alone, for every force.
    pub(super) fn for_insiders(&mut self, search: &mut Search<'_>, make: Make<'_>) {
        let mut sets = Vec::new();
        for force in 0..self.world.forces.len() {
            let mut left: BTreeSet<usize> = self.left(Some(force)).into_iter().collect();
            for twin in &self.kept {
                let without: Vec<Addition> = twin.iter().filter(|part| !self.touches(part, force)).cloned().collect();
                let changed = other(self.world, &without).unwrap_or_default();
                if changed.keys().any(|number| left.remove(number)) {
                    left.retain(|number| !changed.contains_key(number));
                    sets.push(without);
                }
            }
        }
        self.verify(sets, make);
        for force in 0..self.world.forces.len() {
            for _ in 0..ROUNDS / 3 {
                let mut targets = self.left(Some(force));
                if targets.is_empty() || self.rebuilds >= self.effort.rebuilds {
                    break;
                }
                search.shuffle(&mut targets);
                let found = self.propose(search, &targets, (Some(force), self.protection.insider_width));
                self.verify(found, make);
            }
        }
    }

    fn touches(&self, addition: &Addition, force: usize) -> bool {
        addition.delta.iter().any(|(number, _)| self.world.force.get(*number) == Some(&force))
    }

    /// Counts that are not yet far enough off for a reader or a force.
    fn left(&self, insider: Option<usize>) -> Vec<usize> {
        let (ranges, need) = match insider {
            None => (Some(&self.reader), self.protection.width),
            Some(force) => (self.insiders.get(force), self.protection.insider_width),
        };
        let narrow = |number: &usize| {
            ranges.and_then(|ranges| ranges.get(*number)).is_some_and(|(below, above)| below + above < need)
        };
        let protected = (0..self.world.base.len()).filter(|number| self.world.protected.get(*number) == Some(&true));
        let others = protected.filter(|number| insider.is_none() || self.world.force.get(*number).copied() != insider);
        others.filter(narrow).collect()
    }

    /// Other returns that move every target as far as it needs, those that move wholes apart from those that do not.
    fn propose(
        &self,
        search: &mut Search<'_>,
        targets: &[usize],
        (frozen, need): (Option<usize>, i64),
    ) -> Vec<Vec<Addition>> {
        let world = self.world;
        let mut state = State::new(world);
        let mut sets = [Vec::new(), Vec::new()];
        let ranges = frozen.map_or(Some(&self.reader), |force| self.insiders.get(force));
        for target in targets {
            let range = ranges.and_then(|ranges| ranges.get(*target)).copied().unwrap_or_default();
            let moved = state.values.get(*target).copied().unwrap_or(0) - world.base.get(*target).copied().unwrap_or(0);
            if range.0.max(-moved) + range.1.max(moved) >= need {
                continue;
            }
            let more = (need - range.0).max(1);
            let less = (need - range.1).max(1);
            for change in [more, -less, more / 2, -(less / 2), 1, -1] {
                if change == 0 {
                    continue;
                }
                if let Some(addition) = search.add(&mut state, *target, change, frozen) {
                    let wholes = addition.delta.iter().any(|(number, _)| {
                        let block = world.block.get(*number).copied().flatten().and_then(|at| world.blocks.get(at));
                        block.is_some_and(|block| block.whole == Some(*number) || block.whole.is_none())
                    });
                    if let Some(set) = sets.get_mut(usize::from(wholes)) {
                        set.push(addition);
                    }
                    break;
                }
            }
        }
        sets.into_iter().filter(|set| !set.is_empty()).collect()
    }

    /// Makes the releases of sets of changes. A set whose release differs is halved until what it holds is proven or given up.
    fn verify(&mut self, sets: Vec<Vec<Addition>>, make: Make<'_>) {
        let mut queue: VecDeque<Vec<Addition>> = sets.into();
        while !queue.is_empty() && self.rebuilds < self.effort.rebuilds {
            let mut batch = Vec::new();
            while batch.len() < self.effort.at_once {
                let Some(set) = queue.pop_front() else { break };
                match other(self.world, &set) {
                    Some(changed) => batch.push((set, changed)),
                    None => halve(set, &mut queue),
                }
            }
            let others: Vec<Other> = batch.iter().map(|(_, changed)| changed.clone()).collect();
            self.rebuilds += others.len();
            for ((set, changed), made) in batch.into_iter().zip(make(&others)) {
                match made {
                    Ok(()) => self.keep(set, &changed),
                    Err(_) if set.len() > 1 => halve(set, &mut queue),
                    Err(told) => *self.told.entry(told).or_default() += 1,
                }
            }
        }
    }

    fn keep(&mut self, set: Vec<Addition>, changed: &Other) {
        self.twins += 1;
        let touched: BTreeSet<usize> =
            changed.keys().filter_map(|number| self.world.force.get(*number).copied()).collect();
        for (number, value) in changed {
            let change = value - self.world.base.get(*number).copied().unwrap_or(0);
            let widen = |range: &mut (i64, i64)| *range = (range.0.max(-change), range.1.max(change));
            if let Some(range) = self.reader.get_mut(*number) {
                widen(range);
            }
            for (_, ranges) in self.insiders.iter_mut().enumerate().filter(|(force, _)| !touched.contains(force)) {
                if let Some(range) = ranges.get_mut(*number) {
                    widen(range);
                }
            }
        }
        self.kept.push(set);
    }

    pub(super) fn proof(&self) -> Proof {
        let count = |insider: Option<usize>| {
            let protected = self.world.protected.iter().enumerate().filter(|(_, protected)| **protected);
            protected
                .filter(|(number, _)| insider.is_none() || self.world.force.get(*number).copied() != insider)
                .count()
        };
        let everyone = [None].into_iter().chain((0..self.world.forces.len()).map(Some));
        let unproven = everyone.flat_map(|insider| {
            let ranges = insider.map_or(Some(&self.reader), |force| self.insiders.get(force));
            self.left(insider).into_iter().map(move |number| {
                let (below, above) = ranges.and_then(|ranges| ranges.get(number)).copied().unwrap_or_default();
                Unproven { count: number, insider: insider.map(|force| self.world.name(force)), width: below + above }
            })
        });
        Proof {
            counts: count(None),
            pairs: (0..self.world.forces.len()).map(|force| count(Some(force))).sum(),
            twins: self.twins,
            rebuilds: self.rebuilds,
            told: self.told.clone(),
            unproven: unproven.collect(),
        }
    }
}

/// Puts both halves of a set last in the queue; what cannot be halved is given up.
fn halve(mut set: Vec<Addition>, queue: &mut VecDeque<Vec<Addition>>) {
    if set.len() > 1 {
        let rest = set.split_off(set.len() / 2);
        queue.extend([set, rest]);
    }
}
