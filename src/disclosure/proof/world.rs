//! The counts as a world that can be moved about in: what ties the counts of one force, and what the release prints of their sums.

use std::collections::{BTreeMap, BTreeSet};

use super::{Count, Given, Held, Told};
use crate::contract::TOTAL;
use crate::national::sum::What;
use crate::period::{FinancialYear, Part};

/// Counts of one force, measure and year, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The whole year.
    pub(super) whole: Option<usize>,
    /// Its parts: the quarters, then each breakdown. Each adds up to the whole.
    pub(super) parts: Vec<Vec<usize>>,
    /// The block that holds the same crimes as a class, and the number of the class.
    pub(super) within: Option<(usize, usize)>,
}

impl Block {
    /// Every count of it.
    pub(super) fn counts(&self) -> impl Iterator<Item = usize> {
        self.whole.into_iter().chain(self.parts.iter().flatten().copied())
    }
}

/// A sum that is printed.
#[derive(Clone, Debug)]
struct Printed {
    /// What it is called.
    name: String,
    /// How far it may move: what is printed allows no more.
    room: (i64, i64),
}

/// What is told of counts besides sums, and what it is of those returned.
pub(super) struct Standing<'a> {
    told: &'a Told<'a>,
    is: Vec<u64>,
}

impl Standing<'_> {
    /// Whether it is the same of other values.
    pub(super) fn holds(&self, value: &dyn Fn(usize) -> i64) -> bool {
        let values: Vec<i64> = self.told.of.iter().map(|number| value(*number)).collect();
        (self.told.what)(&values) == self.is
    }
}

/// The world.
pub(super) struct World<'a> {
    /// The values as they were returned; 0 where there is none.
    pub(super) base: Vec<i64>,
    /// The least that each may be.
    least: Vec<i64>,
    /// The number of the force of each count.
    pub(super) force: Vec<usize>,
    /// Names of the forces.
    pub(super) forces: Vec<String>,
    /// Whether a count must be protected.
    pub(super) protected: Vec<bool>,
    /// The blocks.
    pub(super) blocks: Vec<Block>,
    /// The block that each count is in; none for a count that nothing moves.
    pub(super) block: Vec<Option<usize>>,
    printed: Vec<Printed>,
    /// How many of the sums are shown; the others follow.
    shown: usize,
    /// For each count, the sums it stands in and how often.
    stands: Vec<Vec<(usize, i64)>>,
    /// For each sum, the counts in it.
    pub(super) terms: Vec<Vec<(usize, i64)>>,
    /// For each count, the counts of the same of each force.
    likes: Vec<usize>,
    /// Counts of the same, by force.
    same: Vec<Vec<Option<usize>>>,
    /// For each block, the block that is its class.
    inner: Vec<Option<usize>>,
    /// Counts that are held against others, and for each count where it is in them.
    held: Vec<Held>,
    in_held: Vec<Vec<usize>>,
    /// What is told of counts besides sums, and for each count where it is in it.
    told: Vec<Standing<'a>>,
    in_told: Vec<Vec<usize>>,
    /// For each force, counts whose moves change the wholes that it gave, or the classes that others have a whole of.
    pivots: Vec<Vec<usize>>,
}

/// What a change does to many sums, as one number.
pub(super) type Mark = u64;

/// Ways of standing in sums from which on forces differ so much in a count that several must move together.
const UNLIKE: usize = 4;

type Key<'a> = (&'a str, &'a str, FinancialYear);

impl<'a> World<'a> {
    pub(super) fn new(given: &Given<'a>) -> Self {
        let counts = given.counts;
        let mut forces: Vec<String> = counts.iter().map(|count| count.force.clone()).collect();
        forces.sort();
        forces.dedup();
        let force = |count: &Count| forces.binary_search(&count.force).unwrap_or(0);
        let wanted = |at: usize| given.only.is_none_or(|only| only.get(at) == Some(&true));
        let free = |count: &Count| count.value.is_some() && !given.public.contains(&count.measure.as_str());
        let mut world = Self {
            base: counts.iter().map(|count| count.value.unwrap_or(0)).collect(),
            least: counts
                .iter()
                .enumerate()
                .map(|(at, count)| given.at_least.get(&at).copied().unwrap_or(0).min(count.value.unwrap_or(0)))
                .collect(),
            force: counts.iter().map(force).collect(),
            forces: forces.clone(),
            protected: counts
                .iter()
                .enumerate()
                .map(|(at, count)| free(count) && count.value != Some(0) && wanted(at))
                .collect(),
            blocks: Vec::new(),
            block: vec![None; counts.len()],
            printed: Vec::new(),
            shown: given.record.printed.len(),
            stands: vec![Vec::new(); counts.len()],
            terms: Vec::new(),
            likes: Vec::new(),
            same: Vec::new(),
            inner: Vec::new(),
            held: given.held_against.to_vec(),
            in_held: vec![Vec::new(); counts.len()],
            told: Vec::new(),
            in_told: vec![Vec::new(); counts.len()],
            pivots: Vec::new(),
        };
        world.build_told(given.told);
        for (at, held) in given.held_against.iter().enumerate() {
            for number in held.below.iter().chain(&held.above) {
                world.in_held.get_mut(*number).into_iter().for_each(|places| places.push(at));
            }
        }
        world.build_blocks(given, free);
        world.build_likes(given);
        world.build_printed(given);
        world.build_pivots();
        world
    }

    fn build_blocks(&mut self, given: &Given<'_>, free: impl Fn(&Count) -> bool) {
        let mut found: BTreeMap<Key<'_>, BTreeMap<(bool, &str), Vec<usize>>> = BTreeMap::new();
        for (number, count) in given.counts.iter().enumerate().filter(|(_, count)| free(count)) {
            let part = (count.part == Part::Year, count.dimension.as_str());
            let key = (count.force.as_str(), count.measure.as_str(), count.year);
            found.entry(key).or_default().entry(part).or_default().push(number);
        }
        let mut places: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        for (key, parts) in found {
            let at = self.blocks.len();
            let mut block = Block::default();
            for ((year, dimension), numbers) in parts {
                for number in &numbers {
                    if let Some(place) = self.block.get_mut(*number) {
                        *place = Some(at);
                    }
                }
                match (year, dimension, numbers.as_slice()) {
                    (true, TOTAL, [whole]) => block.whole = Some(*whole),
                    _ => block.parts.push(numbers),
                }
            }
            places.insert(key, at);
            self.blocks.push(block);
        }
        for (key, at) in &places {
            let definition = |number: usize| given.counts.get(number).map(|count| count.definition.as_str());
            let own = self.blocks.get(*at).and_then(|block| definition(block.whole?));
            let class = given.same.iter().find_map(|same| {
                let (measure, dimension, category) = &same.class;
                let is = key.1 == same.measure && own == Some(same.definition.as_str());
                let other = *places.get(&(key.0, measure.as_str(), key.2)).filter(|_| is)?;
                let numbers = self.blocks.get(other)?.parts.iter().flatten();
                let class = |number: &&usize| {
                    given
                        .counts
                        .get(**number)
                        .is_some_and(|count| count.dimension == *dimension && count.category == *category)
                };
                let mut numbers = numbers;
                numbers.find(class).map(|number| (other, *number))
            });
            if let Some(block) = self.blocks.get_mut(*at) {
                block.within = class;
            }
        }
    }

    fn build_likes(&mut self, given: &Given<'_>) {
        let mut places: BTreeMap<(&str, FinancialYear, Part, &str, &str), usize> = BTreeMap::new();
        for (number, count) in given.counts.iter().enumerate() {
            let key =
                (count.measure.as_str(), count.year, count.part, count.dimension.as_str(), count.category.as_str());
            let place = *places.entry(key).or_insert(self.same.len());
            if place == self.same.len() {
                self.same.push(vec![None; self.forces.len()]);
            }
            self.likes.push(place);
            let force = self.force.get(number).copied().unwrap_or_default();
            let moves = self.block.get(number).copied().flatten().is_some();
            if let Some(of) = self.same.get_mut(place).and_then(|same| same.get_mut(force)) {
                *of = moves.then_some(number);
            }
        }
        self.inner = vec![None; self.blocks.len()];
        for (at, block) in self.blocks.iter().enumerate() {
            if let Some(inner) = block.within.and_then(|(other, _)| self.inner.get_mut(other)) {
                *inner = Some(at);
            }
        }
    }

    /// Counts of a force whose moves change a whole, or a class that others have a whole of.
    pub(super) fn pivots(&self, force: usize) -> &[usize] {
        self.pivots.get(force).map_or(&[], Vec::as_slice)
    }

    fn build_told(&mut self, all: &'a [Told<'a>]) {
        for (at, told) in all.iter().enumerate() {
            for number in &told.of {
                self.in_told.get_mut(*number).into_iter().for_each(|places| places.push(at));
            }
            let values: Vec<i64> = told.of.iter().map(|number| self.base.get(*number).copied().unwrap_or(0)).collect();
            self.told.push(Standing { told, is: (told.what)(&values) });
        }
    }

    /// What is told of any of these counts besides sums.
    pub(super) fn told_of(&self, numbers: impl Iterator<Item = usize>) -> impl Iterator<Item = &Standing<'a>> {
        let places: BTreeSet<usize> =
            numbers.filter_map(|number| self.in_told.get(number)).flatten().copied().collect();
        places.into_iter().filter_map(|at| self.told.get(at))
    }

    /// How many counts are held against others.
    pub(super) fn held(&self) -> usize {
        self.held.len()
    }

    /// Counts that are held against others.
    pub(super) fn against(&self, at: usize) -> Option<&Held> {
        self.held.get(at)
    }

    /// What a count is held against, or stands in what others are held against.
    pub(super) fn held_against(&self, number: usize) -> impl Iterator<Item = (usize, &Held)> {
        self.in_held.get(number).into_iter().flatten().filter_map(|at| Some((*at, self.held.get(*at)?)))
    }

    /// Where a count stands in an order that is the same for every force.
    pub(super) fn rank(&self, number: usize, order: u64) -> u64 {
        mixed(order ^ self.likes.get(number).map_or(0, |place| *place as u64))
    }

    /// Whether a change leaves alone the wholes that most forces stand in the same sums with.
    pub(super) fn is_plain(&self, delta: &[(usize, i64)]) -> bool {
        let pivots = |number: &usize| self.force.get(*number).map_or(&[] as &[usize], |force| self.pivots(*force));
        delta.iter().all(|(number, _)| !self.is_whole(*number) || pivots(number).contains(number))
    }

    fn is_whole(&self, number: usize) -> bool {
        let block = self.block.get(number).copied().flatten().and_then(|at| self.blocks.get(at));
        block.is_some_and(|block| block.whole == Some(number))
    }

    /// Whether a count moves with the whole of its block.
    pub(super) fn moves_whole(&self, number: usize) -> bool {
        let block = self.block.get(number).copied().flatten().and_then(|at| self.blocks.get(at));
        block.is_some_and(|block| block.whole == Some(number) || block.whole.is_none())
    }

    /// The same count of another force, where that may move.
    pub(super) fn of_force(&self, number: usize, force: usize) -> Option<usize> {
        *self.same.get(*self.likes.get(number)?)?.get(force)?
    }

    /// The block whose whole is a class of this block.
    pub(super) fn inner(&self, at: usize) -> Option<usize> {
        self.inner.get(at).copied().flatten()
    }

    /// Whether a change keeps what ties the counts of each force.
    pub(super) fn keeps_ties(&self, delta: &[(usize, i64)]) -> bool {
        let change =
            |number: usize| delta.iter().filter(|(at, _)| *at == number).map(|(_, change)| change).sum::<i64>();
        let mut blocks: Vec<usize> =
            delta.iter().filter_map(|(number, _)| self.block.get(*number).copied().flatten()).collect();
        blocks.extend(blocks.clone().into_iter().filter_map(|at| self.inner(at)));
        blocks.sort_unstable();
        blocks.dedup();
        blocks.into_iter().filter_map(|at| self.blocks.get(at)).all(|block| {
            let sums = block.parts.iter().map(|parts| parts.iter().map(|part| change(*part)).sum::<i64>());
            let mut sums = block.whole.map(change).into_iter().chain(sums);
            let first = sums.next().unwrap_or(0);
            let class = block.within.map_or(first, |(_, class)| change(class));
            sums.all(|sum| sum == first) && class == first
        })
    }

    fn build_pivots(&mut self) {
        let mut classes: BTreeSet<usize> =
            self.blocks.iter().filter_map(|block| self.likes.get(block.within?.1)).copied().collect();
        for (place, same) in self.same.iter().enumerate() {
            let printed = |number: &usize| -> Vec<(usize, i64)> {
                self.stands(*number).iter().copied().filter(|(sum, _)| *sum < self.shown).collect()
            };
            let ways: BTreeSet<Vec<(usize, i64)>> = same.iter().flatten().map(printed).collect();
            let wholes = same.iter().flatten().any(|number| self.moves_whole(*number));
            if ways.len() > UNLIKE && wholes {
                classes.insert(place);
            }
        }
        self.pivots = vec![Vec::new(); self.forces.len()];
        for number in classes.iter().filter_map(|place| self.same.get(*place)).flat_map(|same| same.iter().flatten()) {
            let force = self.force.get(*number).copied().unwrap_or_default();
            if let Some(pivots) = self.pivots.get_mut(force) {
                pivots.push(*number);
            }
        }
    }

    fn build_printed(&mut self, given: &Given<'_>) {
        let name = |count: &Count| {
            let what = What::category(&count.measure, count.year, &count.dimension, &count.category);
            (count.force.clone(), What { part: count.part, ..what }.to_string())
        };
        let numbers: BTreeMap<(String, String), usize> =
            given.counts.iter().enumerate().map(|(number, count)| (name(count), number)).collect();
        for printed in given.record.printed.iter().chain(given.unseen) {
            let mut terms: BTreeMap<usize, i64> = BTreeMap::new();
            let (mut value, mut whole) = (0_i64, true);
            for part in &printed.of {
                for force in &part.forces {
                    for number in held(given.counts, &numbers, force, &part.what) {
                        *terms.entry(number).or_default() += part.times;
                        value += part.times * self.base.get(number).copied().unwrap_or(0);
                    }
                    whole &= numbers.contains_key(&(force.clone(), part.what.clone()));
                }
            }
            // What cannot be added up from the counts themselves must not move at all.
            let inside = (printed.least..=printed.most).contains(&value) && whole;
            let room = if inside { (printed.least - value, printed.most - value) } else { (0, 0) };
            let sum = self.terms.len();
            for (number, times) in &terms {
                if let Some(stands) = self.stands.get_mut(*number) {
                    stands.push((sum, *times));
                }
            }
            self.terms.push(terms.into_iter().collect());
            self.printed.push(Printed { name: printed.name.clone(), room });
        }
    }

    /// By how much a count can be lowered.
    pub(super) fn below(&self, number: usize) -> i64 {
        let least = self.least.get(number).copied().unwrap_or(0);
        self.base.get(number).copied().unwrap_or(0) - least
    }

    /// Number of sums that are printed.
    pub(super) fn sums(&self) -> usize {
        self.printed.len()
    }

    /// The sums that a count stands in.
    pub(super) fn stands(&self, number: usize) -> &[(usize, i64)] {
        self.stands.get(number).map_or(&[], Vec::as_slice)
    }

    /// Whether a sum is printed as it is, so that it must not move at all.
    pub(super) fn is_exact(&self, sum: usize) -> bool {
        self.room(sum) == (0, 0)
    }

    /// What a change does to the sums that must not move: the same number for the same, and that of several changes is their sum.
    pub(super) fn mark(&self, delta: &[(usize, i64)]) -> Mark {
        let stands =
            delta.iter().flat_map(|(number, change)| self.stands(*number).iter().map(move |stands| (stands, change)));
        let exact = stands.filter(|((sum, _), _)| self.is_exact(*sum));
        exact.fold(0, |mark: Mark, ((sum, times), change)| {
            mark.wrapping_add(mixed(*sum as u64).wrapping_mul((times * change).cast_unsigned()))
        })
    }

    /// The printed sums that a change moves, and how far.
    pub(super) fn seen(&self, delta: &[(usize, i64)]) -> BTreeMap<usize, i64> {
        let mut seen = BTreeMap::new();
        for (number, change) in delta {
            for (sum, times) in self.stands(*number) {
                *seen.entry(*sum).or_default() += times * change;
            }
        }
        seen.retain(|_, moved| *moved != 0);
        seen
    }

    /// How far a sum may move: what is printed allows no more.
    pub(super) fn room(&self, sum: usize) -> (i64, i64) {
        self.printed.get(sum).map_or((0, 0), |printed| printed.room)
    }

    /// The printed sum over the fewest counts in which a count stands.
    pub(super) fn narrowest(&self, number: usize) -> Option<String> {
        let shown = self.stands(number).iter().map(|(sum, _)| *sum).filter(|sum| *sum < self.shown);
        let sum = shown.min_by_key(|sum| (self.terms.get(*sum).map_or(0, Vec::len), *sum))?;
        self.printed.get(sum).map(|printed| printed.name.clone())
    }

    /// The name of a force.
    pub(super) fn name(&self, force: usize) -> String {
        self.forces.get(force).cloned().unwrap_or_default()
    }
}

/// A number that looks like chance, the same for the same: the last steps of SplitMix64.
pub(super) fn mixed(number: u64) -> u64 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The counts that a term of a record stands for: the count of the year, or its quarters where only some came.
fn held(counts: &[Count], numbers: &BTreeMap<(String, String), usize>, force: &str, what: &str) -> Vec<usize> {
    let number = |what: &str| numbers.get(&(force.to_owned(), what.to_owned())).copied();
    let given = |number: &usize| counts.get(*number).is_some_and(|count| count.value.is_some());
    match number(what).filter(given) {
        Some(number) => vec![number],
        None => {
            let quarter = |quarter: u8| what.replacen("/year/", &format!("/Q{quarter}/"), 1);
            (1..=4).filter_map(|at| number(&quarter(at))).filter(given).collect()
        }
    }
}
