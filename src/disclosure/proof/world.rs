//! The counts as a world that can be moved about in: what ties the counts of one force, and what the release prints of their sums.

use std::collections::BTreeMap;

use super::{Count, Given};
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

/// A sum that is printed.
#[derive(Clone, Debug)]
struct Printed {
    /// How far it may move: what is printed allows no more.
    room: (i64, i64),
}

/// The world.
pub(super) struct World {
    /// The values as they were returned; 0 where there is none.
    pub(super) base: Vec<i64>,
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
    /// For each count, the sums it stands in and how often.
    stands: Vec<Vec<(usize, i64)>>,
    /// For each sum, the counts in it.
    pub(super) terms: Vec<Vec<(usize, i64)>>,
}

type Key<'a> = (&'a str, &'a str, FinancialYear);

impl World {
    pub(super) fn new(given: &Given<'_>) -> Self {
        let counts = given.counts;
        let mut forces: Vec<String> = counts.iter().map(|count| count.force.clone()).collect();
        forces.sort();
        forces.dedup();
        let force = |count: &Count| forces.binary_search(&count.force).unwrap_or(0);
        let free = |count: &Count| count.value.is_some() && !given.public.contains(&count.measure.as_str());
        let mut world = Self {
            base: counts.iter().map(|count| count.value.unwrap_or(0)).collect(),
            force: counts.iter().map(force).collect(),
            forces: forces.clone(),
            protected: counts.iter().map(|count| free(count) && count.value != Some(0)).collect(),
            blocks: Vec::new(),
            block: vec![None; counts.len()],
            printed: Vec::new(),
            stands: vec![Vec::new(); counts.len()],
            terms: Vec::new(),
        };
        world.build_blocks(given, free);
        world.build_printed(given);
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
                    (true, "total", [whole]) => block.whole = Some(*whole),
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

    fn build_printed(&mut self, given: &Given<'_>) {
        let name = |count: &Count| {
            let what = What::category(&count.measure, count.year, &count.dimension, &count.category);
            (count.force.clone(), What { part: count.part, ..what }.to_string())
        };
        let numbers: BTreeMap<(String, String), usize> =
            given.counts.iter().enumerate().map(|(number, count)| (name(count), number)).collect();
        for printed in &given.record.printed {
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
            self.printed.push(Printed { room });
        }
    }

    /// Number of sums that are printed.
    pub(super) fn sums(&self) -> usize {
        self.printed.len()
    }

    /// The sums that a count stands in.
    pub(super) fn stands(&self, number: usize) -> &[(usize, i64)] {
        self.stands.get(number).map_or(&[], Vec::as_slice)
    }

    /// How far a sum that moved so much lies outside what is printed of it; below nought where it lies under.
    pub(super) fn outside(&self, sum: usize, moved: i64) -> i64 {
        let (least, most) = self.printed.get(sum).map_or((0, 0), |printed| printed.room);
        (moved - most).max(0) + (moved - least).min(0)
    }

    /// The name of a force.
    pub(super) fn name(&self, force: usize) -> String {
        self.forces.get(force).cloned().unwrap_or_default()
    }
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
