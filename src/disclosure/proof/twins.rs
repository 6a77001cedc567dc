//! Which twins were found, how far they put each count off for whom, and what is still to be looked for.
//!
//! A twin proves nothing to a force whose own counts it changes. So forces are held still by halves, once for each digit of their
//! numbers: for every two forces some half holds the one still and not the other. What is left is looked for with one force
//! still at a time.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::job::Job;
use super::programme::{Around, nearest};
use super::search::{Addition, Search, prices};
use super::state::{Delta, State};
use super::world::World;
use super::{Depth, Effort, Make, Other, Proof, Rounded, Sloped, Stopped, Unproven};
use crate::disclosure::policy::Protection;

/// Times that what is left is looked for again, while twins are found.
const ROUNDS: usize = 8;
/// Rounds without a new twin after which the search ends.
const IDLE: usize = 3;

/// Times that a proposal for a count is looked for in vain before no more are: some have none, and the search is long.
const VAIN: u32 = 12;

/// Times that an integer programme is asked for a change of a count, each time with other prices.
const ASKED: usize = 18;

/// How much dearer the dearest count is than the cheapest, the first times that a programme is asked, the next, and the last: the
/// farther prices are apart, the less do changes have in common.
const DEARER: [f64; 3] = [1.0, 30.0, 1000.0];

/// Times that the change which a programme finds is put right where a number that is no sum moves otherwise than near the counts.
const CORRECTED: usize = 5;

/// Drafts made at most for each whole release that may be made: a search that finds nothing ends too.
const DRAFTS: usize = 16;

/// What changes of one count that fail, one after another, may cost before no more are made: what stops them is no chance then.
const HOPELESS: u32 = 400;

/// What a release costs, in sketches.
fn cost(depth: Depth) -> u32 {
    match depth {
        Depth::Sketch | Depth::Checks => 1,
        Depth::Draft => 10,
        Depth::Whole => 20,
    }
}

/// What a search proposes.
struct Proposed {
    /// Sets of changes.
    jobs: Vec<Job>,
    /// Counts for which it found none.
    vain: Vec<usize>,
    /// Counts for which it found some.
    tried: Vec<usize>,
}

pub(super) struct Twins<'a> {
    world: &'a World<'a>,
    protection: Protection,
    effort: Effort,
    sketches: usize,
    drafts: usize,
    rebuilds: usize,
    twins: usize,
    /// How far below and above its value twins put each count.
    reader: Vec<(i64, i64)>,
    /// The same for each force, by twins that leave its own counts alone.
    insiders: Vec<Vec<(i64, i64)>>,
    told: BTreeMap<String, usize>,
    /// How often no proposal was found for a count.
    vain: Vec<u32>,
    /// How often something was proposed for a count.
    tried: Vec<u32>,
    /// What single changes of a count that failed have cost.
    spent: Vec<u32>,
    /// For each count what single changes made for it were seen in, and how often.
    why: Vec<BTreeMap<String, usize>>,
}

impl<'a> Twins<'a> {
    pub(super) fn new(world: &'a World<'a>, protection: Protection, effort: Effort) -> Self {
        let none = vec![(0, 0); world.base.len()];
        let insiders = vec![none.clone(); world.forces.len()];
        Self {
            world,
            protection,
            effort,
            sketches: 0,
            drafts: 0,
            rebuilds: 0,
            twins: 0,
            reader: none,
            insiders,
            told: BTreeMap::new(),
            vain: vec![0; world.base.len()],
            tried: vec![0; world.base.len()],
            spent: vec![0; world.base.len()],
            why: vec![BTreeMap::new(); world.base.len()],
        }
    }

    /// From here on twins are looked for in another world of the same counts, in which more may be moved.
    pub(super) fn go_on_in(&mut self, world: &'a World<'a>) {
        self.world = world;
        self.vain.fill(0);
        self.spent.fill(0);
    }

    /// Looks for twins of every count, for every force and whoever reads, until all are found, no more are, or the effort is spent.
    pub(super) fn find(&mut self, search: &mut Search<'_>, make: Make<'_>) {
        let forces = self.world.forces.len();
        let digits = (0..usize::BITS - forces.leading_zeros()).flat_map(|digit| [(digit, 0), (digit, 1)]);
        let halves: Vec<Vec<bool>> =
            digits.map(|(digit, value)| (0..forces).map(|force| force >> digit & 1 == value).collect()).collect();
        let singles: Vec<Vec<bool>> = (0..forces).map(|one| (0..forces).map(|force| force == one).collect()).collect();
        let nobody = vec![vec![false; forces]];
        self.rounds(&halves, 2, search, make);
        self.rounds(&nobody, 2, search, make);
        let all = [nobody, singles].concat();
        self.rounds(&all, ROUNDS, search, make);
        search.deep = true;
        for still in all {
            self.rounds(&[still], 1, search, make);
        }
    }

    /// Looks for twins of what is left by integer programmes, one count at a time, for whoever reads and for every force.
    pub(super) fn find_by_programmes(
        &mut self,
        search: &mut Search<'_>,
        (rounded, near): (&dyn Rounded, &[Sloped]),
        make: Make<'_>,
    ) {
        self.spent.fill(0);
        let forces = self.world.forces.len();
        let nobody = vec![false; forces];
        let singles = (0..forces).map(|one| (0..forces).map(|force| force == one).collect());
        let stills: Vec<Vec<bool>> = std::iter::once(nobody).chain(singles).collect();
        for still in &stills {
            for (around, at) in
                [Around::Near, Around::Far].into_iter().flat_map(|around| (0..ASKED).map(move |at| (around, at)))
            {
                let mut targets = self.left(still);
                if still.contains(&true) {
                    // What nobody finds for a reader is unproven, whatever is found for forces.
                    targets.retain(|target| !self.lacks(None, *target));
                }
                if targets.is_empty() || self.is_spent() {
                    break;
                }
                let seeded: Vec<(usize, u64)> = targets.into_iter().map(|target| (target, search.seed())).collect();
                let asked =
                    |(target, seed): &(usize, u64)| self.asked((*target, *seed), still, (around, at), (rounded, near));
                let jobs: Vec<Job> = seeded.par_iter().filter_map(asked).collect();
                self.verify(jobs, make);
            }
        }
    }

    /// What an integer programme finds for a count: all of what it lacks, up and down, then half of it, then a step.
    fn asked(
        &self,
        (target, seed): (usize, u64),
        still: &[bool],
        (around, at): (Around, usize),
        (rounded, near): (&dyn Rounded, &[Sloped]),
    ) -> Option<Job> {
        let insiders = still.contains(&true);
        let need = if insiders { self.protection.insider_width } else { self.protection.width };
        let (below, above) = if insiders { (0, 0) } else { self.reader.get(target).copied().unwrap_or_default() };
        let half = (need + 1) / 2;
        let ways = [need - below, above - need, half.max(above + 1), -half.max(below + 1), above + 1, -below - 1];
        let change = *ways.get(at % ways.len())?;
        let dearer = *DEARER.get(at / ways.len())?;
        let mut beside = vec![0.0; near.len()];
        for _ in 0..CORRECTED {
            let change = (target, change);
            let delta = nearest(self.world, change, still, (around, near, &beside), &mut prices(seed, dearer))?;
            let moved = rounded.moved(&self.other(&delta))?;
            let mut kept = true;
            for ((number, moved), beside) in near.iter().zip(moved).zip(&mut beside) {
                kept &= number.room.0 <= moved && moved <= number.room.1;
                *beside = moved - number.by(&delta);
            }
            if kept {
                let mut state = State::new(self.world);
                let keeps = state.holds(self.world, &delta) && state.apply(self.world, &delta);
                return keeps.then(|| Job::new(vec![Addition { target, delta }]));
            }
        }
        None
    }

    /// The values that a change leads to.
    fn other(&self, delta: &Delta) -> Other {
        let base = |number: usize| self.world.base.get(number).copied().unwrap_or(0);
        delta.iter().map(|(number, by)| (*number, base(*number) + by)).collect()
    }

    /// Rounds in which what is left is looked for with some forces still, for each of several sets of them.
    fn rounds(&mut self, stills: &[Vec<bool>], rounds: usize, search: &mut Search<'_>, make: Make<'_>) {
        let at_once = self.effort.at_once.max(1);
        let mut idle = 0;
        for _ in 0..rounds {
            let before = self.twins;
            let mut any = false;
            // What is found for some forces need not be looked for again with the next.
            for stills in stills.chunks(at_once) {
                if self.is_spent() {
                    return;
                }
                // A search for each, so that what one finds does not depend on how far another is.
                let apart: Vec<(&Vec<bool>, Search<'_>)> =
                    stills.iter().map(|still| (still, search.beside())).collect();
                let proposed: Vec<Proposed> =
                    apart.into_par_iter().map(|(still, mut search)| self.propose(&mut search, still)).collect();
                let mut jobs = Vec::new();
                for Proposed { jobs: found, vain, tried } in proposed {
                    jobs.extend(found);
                    for (targets, times) in [(vain, &mut self.vain), (tried, &mut self.tried)] {
                        for target in targets {
                            times.get_mut(target).into_iter().for_each(|times| *times += 1);
                        }
                    }
                }
                any |= !jobs.is_empty();
                self.verify(jobs, make);
            }
            if !any || idle == IDLE {
                return;
            }
            idle = if self.twins == before { idle + 1 } else { 0 };
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_settled(&self) -> bool {
        let everyone = || [None].into_iter().chain((0..self.world.forces.len()).map(Some));
        !(0..self.world.base.len()).any(|number| everyone().any(|insider| self.lacks(insider, number)))
    }

    /// Whether as many releases were made as may be.
    pub(super) fn is_spent(&self) -> bool {
        self.rebuilds >= self.effort.rebuilds || self.drafts >= self.effort.rebuilds.saturating_mul(DRAFTS)
    }

    /// Whether a count is not yet far enough off for a reader or a force.
    fn lacks(&self, insider: Option<usize>, number: usize) -> bool {
        let (ranges, need) = match insider {
            None => (Some(&self.reader), self.protection.width),
            Some(force) => (self.insiders.get(force), self.protection.insider_width),
        };
        let own = insider.is_some() && self.world.force.get(number).copied() == insider;
        let known = ranges.and_then(|ranges| ranges.get(number)).copied().unwrap_or_default();
        self.world.protected.get(number) == Some(&true) && !own && known.0 + known.1 < need
    }

    /// Counts of forces that are not still, which are not yet far enough off for one that is; for a reader where none is.
    fn left(&self, still: &[bool]) -> Vec<usize> {
        let forces: Vec<usize> = (0..still.len()).filter(|force| still.get(*force) == Some(&true)).collect();
        let moves =
            |number: &usize| self.world.force.get(*number).is_some_and(|force| still.get(*force) != Some(&true));
        let hopeful = |number: &usize| self.spent.get(*number).is_some_and(|spent| *spent < HOPELESS);
        let all = (0..self.world.base.len()).filter(moves).filter(hopeful);
        if forces.is_empty() {
            return all.filter(|number| self.lacks(None, *number)).collect();
        }
        all.filter(|number| forces.iter().any(|force| self.lacks(Some(*force), *number))).collect()
    }

    /// Other returns that move every count that is left, those that move wholes apart from those that do not.
    fn propose(&self, search: &mut Search<'_>, still: &[bool]) -> Proposed {
        let world = self.world;
        let mut targets = self.left(still);
        search.shuffle(&mut targets);
        let (mut vain, mut tried) = (Vec::new(), Vec::new());
        let need = self.protection.width;
        let insiders = still.contains(&true);
        let least = if insiders { self.protection.insider_width } else { need };
        let mut state = State::new(world);
        let mut sets = [Vec::new(), Vec::new()];
        for target in &targets {
            let range = self.reader.get(*target).copied().unwrap_or_default();
            let moved = state.moved(*target);
            if moved.abs() >= least || (!insiders && range.0.max(-moved) + range.1.max(moved) >= need) {
                continue;
            }
            if self.vain.get(*target).is_some_and(|vain| *vain >= VAIN) {
                continue;
            }
            let found = sets.iter().map(Vec::len).sum::<usize>();
            // As far as a reader lacks, half of it where the other half can be found the other way; farther where that is less known.
            let half = (need + 1) / 2;
            let (above, below) = (1, -1);
            let value = world.base.get(*target).copied().unwrap_or(0);
            let down = value >= need - range.1;
            let mut ways = if down && range.1 > range.0 { [below, above] } else { [above, below] };
            // What goes a little way every time, and never far enough, may go the other way.
            if self.tried.get(*target).is_some_and(|tried| tried % 2 == 1) {
                ways.reverse();
            }
            for way in ways {
                let lacks = need - if way == above { range.0 } else { range.1 };
                let goal = if insiders { half.min(lacks).max(least) } else { lacks };
                let before = sets.iter().map(Vec::len).sum::<usize>();
                for step in [half.min(lacks), 1].into_iter().filter(|step| *step > 0) {
                    while way * state.moved(*target) < goal {
                        let left = goal - way * state.moved(*target);
                        let Some(delta) = search.add(&mut state, *target, way * step.min(left), still) else {
                            break;
                        };
                        let wholes = delta.iter().any(|(number, _)| world.moves_whole(*number));
                        if let Some(set) = sets.get_mut(usize::from(wholes)) {
                            set.push(Addition { target: *target, delta });
                        }
                    }
                }
                if sets.iter().map(Vec::len).sum::<usize>() > before {
                    state.pin(*target);
                    break;
                }
            }
            let times = if sets.iter().map(Vec::len).sum::<usize>() == found { &mut vain } else { &mut tried };
            times.push(*target);
        }
        let jobs = sets.into_iter().filter(|set| !set.is_empty()).map(Job::new).collect();
        Proposed { jobs, vain, tried }
    }

    /// Makes the releases of sets of changes: as drafts until each set is one that a draft cannot tell, then whole.
    fn verify(&mut self, mut jobs: Vec<Job>, make: Make<'_>) {
        let at_once = self.effort.at_once.max(1);
        while !self.is_spent() {
            let mut batch: Vec<(&mut Job, Other)> = Vec::new();
            for job in &mut jobs {
                if batch.len() == at_once {
                    break;
                }
                if let Some(other) = job.next(self.world) {
                    batch.push((job, other));
                }
            }
            if batch.is_empty() {
                return;
            }
            let asked: Vec<(Depth, &Other)> = batch.iter().map(|(job, other)| (job.depth(), other)).collect();
            let made = make(&asked);
            let mut kept = Vec::new();
            for ((job, other), made) in batch.into_iter().zip(made) {
                let depth = job.depth();
                match depth {
                    Depth::Sketch | Depth::Checks => self.sketches += 1,
                    Depth::Draft => self.drafts += 1,
                    Depth::Whole => self.rebuilds += 1,
                }
                if made.is_ok() && depth == Depth::Whole {
                    kept.push(other);
                }
                if let Some((target, told)) = job.judged(made) {
                    self.spent.get_mut(target).into_iter().for_each(|spent| *spent += cost(depth));
                    if let Some(why) = self.why.get_mut(target) {
                        *why.entry(told.clone()).or_default() += 1;
                    }
                    *self.told.entry(told).or_default() += 1;
                }
            }
            kept.iter().for_each(|other| self.keep(other));
        }
    }

    fn keep(&mut self, changed: &Other) {
        self.twins += 1;
        let mut touched = vec![false; self.world.forces.len()];
        for force in changed.keys().filter_map(|number| self.world.force.get(*number)) {
            if let Some(touched) = touched.get_mut(*force) {
                *touched = true;
            }
        }
        for (number, value) in changed {
            let change = value - self.world.base.get(*number).copied().unwrap_or(0);
            let widen = |range: &mut (i64, i64)| *range = (range.0.max(-change), range.1.max(change));
            self.reader.get_mut(*number).into_iter().for_each(widen);
            for (ranges, _) in self.insiders.iter_mut().zip(&touched).filter(|(_, touched)| !**touched) {
                ranges.get_mut(*number).into_iter().for_each(widen);
            }
        }
    }

    /// What most often stopped a change of a count.
    fn stopped(&self, number: usize) -> Stopped {
        let seen = self.why.get(number).into_iter().flatten().max_by_key(|(_, times)| **times);
        let vain = self.vain.get(number).copied().unwrap_or(0);
        match seen {
            Some((told, times)) if *times >= vain as usize => Stopped::Seen(told.clone()),
            _ if vain > 0 => Stopped::NoChange(self.world.narrowest(number)),
            _ => Stopped::Effort,
        }
    }

    pub(super) fn proof(&self) -> Proof {
        let protected = |number: &usize| self.world.protected.get(*number) == Some(&true);
        let counts = (0..self.world.base.len()).filter(protected).count();
        let everyone = || [None].into_iter().chain((0..self.world.forces.len()).map(Some));
        let unproven = everyone().flat_map(|insider| {
            let ranges = insider.map_or(Some(&self.reader), |force| self.insiders.get(force));
            (0..self.world.base.len()).filter(move |number| self.lacks(insider, *number)).map(move |number| {
                let (below, above) = ranges.and_then(|ranges| ranges.get(number)).copied().unwrap_or_default();
                let insider = insider.map(|force| self.world.name(force));
                Unproven { count: number, insider, width: below + above, stopped: self.stopped(number) }
            })
        });
        Proof {
            counts,
            // Each but the force itself.
            pairs: counts * self.world.forces.len().saturating_sub(1),
            twins: self.twins,
            sketches: self.sketches,
            drafts: self.drafts,
            rebuilds: self.rebuilds,
            told: self.told.clone(),
            unproven: unproven.collect(),
        }
    }
}
