//! Worlds small enough to try every return that could have been made: all returns are grouped by what their release prints, and
//! the width that its group leaves to each count is measured, for a reader and for each force that knows its own counts.
//!
//! Sums over the nation are printed as they are, so returns of other sums are in other groups: what is tried whole is all returns of
//! some sums. `SMALL_WORLDS` says of how many releases; `just small-worlds` tries them all.

use std::collections::{BTreeMap, BTreeSet};

use assess::period::Part;
use assess::pipeline::rebuild::{Count, Other, Rebuild};
use assess::source::sha256;
use rayon::prelude::*;

use crate::project::repository;
use crate::random::Random;
use assess::source::Project;

/// The three forces of one region.
const FORCES: [&str; 3] = ["E23000007", "E23000008", "E23000013"];

/// Four forces of four regions, that count alike.
const APART: [&str; 4] = ["E23000005", "E23000009", "E23000010", "E23000019"];

/// Counts from nought to this.
const MOST: i64 = 8;

/// Two years of one measure: six counts, two of each force.
fn two_years() -> Rebuild {
    two_years_of(repository(), &FORCES)
}

fn two_years_of(root: &std::path::Path, forces: &[&str]) -> Rebuild {
    years_of(root, forces, ["2024/25", "2025/26"])
}

fn years_of(root: &std::path::Path, forces: &[&str], years: [&str; 2]) -> Rebuild {
    let years = (years[0].parse().unwrap(), years[1].parse().unwrap());
    let keep = |count: &Count| {
        forces.contains(&count.force.as_str())
            && count.measure == "group_based_cse_crimes"
            && count.dimension == "total"
            && count.part == Part::Year
            && (years.0..=years.1).contains(&count.year)
    };
    let rebuild = Rebuild::read(&mut Project::open(root).unwrap(), 2027).unwrap();
    rebuild.small(years, forces, keep).unwrap()
}

/// A count that its group leaves too little, the returns it is of, and that group.
struct Below {
    group: String,
    world: Vec<i64>,
    told: String,
}

/// What was found.
#[derive(Debug, Default)]
struct Found {
    /// Returns tried.
    tried: usize,
    /// Of these, those whose release disclosure control makes.
    released: usize,
    /// Those of which none is made.
    refused: Vec<Vec<i64>>,
    /// Returns by what their release prints.
    groups: BTreeMap<String, Vec<Vec<i64>>>,
    /// More returns of the same groups, of sums that were not tried whole.
    others: BTreeMap<String, Vec<Vec<i64>>>,
}

impl Found {
    /// Tries so many, on all processors.
    fn try_each(&mut self, rebuild: &Rebuild, worlds: Vec<Vec<i64>>) {
        let releases: Vec<Option<String>> =
            everywhere(|| worlds.par_iter().map(|world| release(rebuild, world)).collect());
        for (world, release) in worlds.into_iter().zip(releases) {
            self.tried += 1;
            match release {
                Some(release) => {
                    self.released += 1;
                    self.groups.entry(release).or_default().push(world);
                }
                None => self.refused.push(world),
            }
        }
    }

    /// Where sums are withheld, returns of other sums are in the same group: of each group one world is tried with all of a year given to
    /// one force, more than there is of it, and what is more given to it in the other year too, or not.
    fn widen(&mut self, rebuild: &Rebuild) {
        let (counts, width) = (rebuild.counts(), rebuild.policy().protection.width);
        for (group, worlds) in &self.groups {
            let Some(world) = worlds.first() else { continue };
            for number in 0..world.len() {
                let same_year = |at: usize| counts[at].year == counts[number].year;
                let sum = (0..world.len()).filter(|at| same_year(*at)).map(|at| world[at]).sum::<i64>();
                let alone = |value: i64, both: bool| -> Vec<i64> {
                    let of = |at: usize| match (counts[at].force == counts[number].force, same_year(at)) {
                        (true, true) => value,
                        (false, true) => 0,
                        (true, false) if both => (world[at] + value - sum).max(0),
                        (_, false) => world[at],
                    };
                    (0..world.len()).map(of).collect()
                };
                let larger = [width + 1, width].into_iter().flat_map(|value| [alone(value, true), alone(value, false)]);
                let mut larger = larger.filter(|other| release(rebuild, other).as_ref() == Some(group));
                self.others.entry(group.clone()).or_default().extend(larger.next());
            }
        }
    }

    /// Returns with counts beyond those tried, for returns to which their group leaves a count too little without: some of one force's count is given
    /// to another of the same year. How many are of the same group.
    fn beyond(&mut self, rebuild: &Rebuild) -> usize {
        let counts = rebuild.counts();
        let below = self.below_in(rebuild, |_| true);
        let worlds: BTreeSet<(String, Vec<i64>)> = below.into_iter().map(|below| (below.group, below.world)).collect();
        let of_world = |(group, world): &(String, Vec<i64>)| {
            let pairs = (0..world.len()).flat_map(|one| (0..world.len()).map(move |other| (one, other)));
            let same_year = |(one, other): &(usize, usize)| one != other && counts[*one].year == counts[*other].year;
            let moved = pairs.filter(same_year).flat_map(|(one, other)| {
                (1..=world[one]).map(move |by| {
                    let mut moved = world.clone();
                    moved[one] -= by;
                    moved[other] += by;
                    (moved, other)
                })
            });
            let beyond = moved.filter(|(moved, other)| moved[*other] > MOST).map(|(moved, _)| moved);
            beyond.filter(|moved| release(rebuild, moved).as_ref() == Some(group)).collect::<Vec<_>>()
        };
        let found: Vec<Vec<Vec<i64>>> = everywhere(|| worlds.par_iter().map(of_world).collect());
        let number = found.iter().map(Vec::len).sum();
        for ((group, _), beyond) in worlds.into_iter().zip(found) {
            self.others.entry(group).or_default().extend(beyond);
        }
        number
    }

    /// Counts above nought whose group leaves a reader, or a force that knows its own, less than the policy demands.
    fn below(&self, rebuild: &Rebuild) -> Vec<String> {
        self.below_where(rebuild, |_| true)
    }

    /// The same of one world.
    fn below_of(&self, rebuild: &Rebuild, world: &[i64]) -> Vec<String> {
        self.below_where(rebuild, |other| other == world)
    }

    fn below_where(&self, rebuild: &Rebuild, wanted: impl Fn(&[i64]) -> bool) -> Vec<String> {
        self.below_in(rebuild, wanted).into_iter().map(|below| below.told).collect()
    }

    fn below_in(&self, rebuild: &Rebuild, wanted: impl Fn(&[i64]) -> bool) -> Vec<Below> {
        let (counts, protection) = (rebuild.counts(), rebuild.policy().protection);
        let mut below = Vec::new();
        for (group, worlds) in &self.groups {
            let others = self.others.get(group).into_iter().flatten();
            for insider in [None].into_iter().chain(FORCES.map(Some)) {
                let knows = |number: usize| insider.is_some_and(|force| counts[number].force == force);
                let known = |world: &[i64]| -> Vec<i64> {
                    (0..world.len()).filter(|number| knows(*number)).map(|number| world[number]).collect()
                };
                let mut ranges: BTreeMap<Vec<i64>, Vec<(i64, i64)>> = BTreeMap::new();
                for world in worlds.iter().chain(others.clone()) {
                    let ranges = ranges.entry(known(world)).or_insert_with(|| vec![(i64::MAX, i64::MIN); world.len()]);
                    for (range, value) in ranges.iter_mut().zip(world) {
                        *range = (range.0.min(*value), range.1.max(*value));
                    }
                }
                let need = if insider.is_some() { protection.insider_width } else { protection.width };
                for world in worlds.iter().filter(|world| wanted(world)) {
                    let ranges = &ranges[&known(world)];
                    for number in (0..world.len()).filter(|number| !knows(*number) && world[*number] > 0) {
                        let width = ranges[number].1 - ranges[number].0;
                        if width < need {
                            let told = format!("{world:?}: count {number} is known to {width} by {insider:?}");
                            below.push(Below { group: group.clone(), world: world.clone(), told });
                        }
                    }
                }
            }
        }
        below
    }
}

/// Every way to make a sum of so many counts.
fn splits(sum: i64, parts: usize) -> Vec<Vec<i64>> {
    if parts == 1 {
        return if sum <= MOST { vec![vec![sum]] } else { Vec::new() };
    }
    let first = 0..=sum.min(MOST);
    let with = |first: i64| splits(sum - first, parts - 1).into_iter().map(move |rest| [vec![first], rest].concat());
    first.flat_map(with).collect()
}

/// All returns with given sums of the two years.
fn of_sums(rebuild: &Rebuild, sums: [i64; 2]) -> Vec<Vec<i64>> {
    let counts = rebuild.counts();
    let years: BTreeSet<_> = counts.iter().map(|count| count.year).collect();
    let of_year: Vec<Vec<usize>> =
        years.iter().map(|year| (0..counts.len()).filter(|number| counts[*number].year == *year).collect()).collect();
    let mut worlds = Vec::new();
    for first in splits(sums[0], of_year[0].len()) {
        for second in splits(sums[1], of_year[1].len()) {
            let mut world = vec![0; counts.len()];
            for (numbers, values) in of_year.iter().zip([&first, &second]) {
                numbers.iter().zip(values).for_each(|(number, value)| world[*number] = *value);
            }
            worlds.push(world);
        }
    }
    worlds
}

/// Runs work on all processors, with the stack that a release takes.
fn everywhere<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().stack_size(64 << 20).build().unwrap().install(work)
}

fn other(world: &[i64]) -> Other {
    world.iter().copied().enumerate().collect()
}

fn release(rebuild: &Rebuild, world: &[i64]) -> Option<String> {
    let release = rebuild.with(&other(world)).ok()?;
    let parts: Vec<&[u8]> = release.parts().iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes]).collect();
    Some(sha256(&parts.concat()))
}

/// Whether other returns of the same release put every count of a world as far off as the policy demands, for a reader and for each
/// force; such are tried in the order of chance, so many at most. What is left otherwise.
fn settled(rebuild: &Rebuild, world: &[i64], random: &mut Random, most: usize) -> Result<usize, Vec<String>> {
    let real = release(rebuild, world);
    let mut found = Found::default();
    found.groups.insert(real.clone().unwrap_or_default(), vec![world.to_vec()]);
    found.widen(rebuild);
    let counts = rebuild.counts();
    for tried in 0..most {
        // Only the world itself is to be hidden here, not those that hide it.
        let hidden = found.below_of(rebuild, world);
        if hidden.is_empty() || real.is_none() {
            return Ok(tried);
        }
        let mut other = world.to_vec();
        for _ in 0..1 + random.below(3) {
            // Some of one force's count given to another of the same year.
            let one = random.below(world.len());
            let same = |at: &usize| counts[*at].year == counts[one].year && *at != one;
            let partners: Vec<usize> = (0..world.len()).filter(same).collect();
            let partner = partners[random.below(partners.len())];
            let by = random.below(MOST as usize) as i64 + 1;
            let by = by.min(other[one]);
            other[one] -= by;
            other[partner] += by;
        }
        if other != world && release(rebuild, &other) == real {
            found.groups.values_mut().for_each(|worlds| worlds.push(other.clone()));
        }
    }
    Err(found.below_of(rebuild, world))
}

/// Random worlds, each settled by other returns of the same release.
fn sampled(seeds: std::ops::Range<u64>) -> (usize, usize) {
    let rebuild = two_years();
    let of_seed = |seed: u64| {
        let mut random = Random::new("small worlds", seed);
        let world: Vec<i64> = rebuild.counts().iter().map(|_| random.below(MOST as usize + 1) as i64).collect();
        let settled = settled(&rebuild, &world, &mut random, 400);
        settled.unwrap_or_else(|left| panic!("seed {seed}, {world:?}: {left:#?}"))
    };
    let releases: Vec<usize> = everywhere(|| seeds.into_par_iter().map(of_seed).collect());
    (releases.len(), releases.iter().sum())
}

#[test]
#[ignore = "a thousand worlds, hours: just small-worlds"]
fn many_random_worlds_of_two_years_have_others_of_the_same_release() {
    let seeds = std::env::var("SMALL_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let begin = std::time::Instant::now();
    let (worlds, releases) = sampled(0..seeds);
    eprintln!("{worlds} random worlds settled by {releases} releases, {:?}", begin.elapsed());
}

/// 12 and a change of −10: while so small a change was rounded in place, to five or to ten, the base told of the 2 that it is to 0 to 2.
#[test]
fn how_a_small_change_is_shown_does_not_tell_of_the_counts_in_it() {
    let rebuild = two_years();
    let value = |count: &Count| match (count.year.to_string().as_str(), count.force == FORCES[0]) {
        ("2024/25", _) if count.force == FORCES[1] => 0,
        ("2024/25", _) => 6,
        (_, true) => 2,
        (_, false) => 0,
    };
    let world: Vec<i64> = rebuild.counts().iter().map(value).collect();
    assert!(release(&rebuild, &world).is_some());
    let left = settled(&rebuild, &world, &mut Random::new("a small change", 1), 400);
    assert!(left.is_ok(), "{left:#?}");
    sampled(0..2);
}

/// Two crimes in one year and one in the next: whichever forces counted them, the release is the same.
#[test]
fn returns_of_the_same_small_sums_give_the_same_release() {
    let mut found = Found::default();
    let rebuild = two_years();
    found.try_each(&rebuild, of_sums(&rebuild, [2, 1]));
    assert_eq!((found.tried, found.released, found.groups.len()), (18, 18, 1));
}

/// Every return of one year that adds up to so many at most: all are released, and those of the same release leave each count the width
/// that the policy asks for. What is withheld, and what is rounded alike, is tried whole.
fn one_year(most: i64) {
    let rebuild = years_of(repository(), &FORCES, ["2025/26"; 2]);
    assert_eq!(rebuild.counts().len(), FORCES.len());
    let begin = std::time::Instant::now();
    let mut found = Found::default();
    let of = |one: i64| {
        (0..=most - one).flat_map(move |other| (0..=most - one - other).map(move |third| vec![one, other, third]))
    };
    found.try_each(&rebuild, (0..=most).flat_map(of).collect());
    let (tried, released, groups) = (found.tried, found.released, found.groups.len());
    eprintln!("{released} of {tried} returns of one year released, in {groups} groups, {:?}", begin.elapsed());
    let below = found.below(&rebuild);
    assert!(below.is_empty(), "{} below the policy: {:#?}", below.len(), &below[..below.len().min(20)]);
    let told: Vec<String> =
        found.refused.iter().map(|world| format!("{world:?}: {}", rebuild.with(&other(world)).unwrap_err())).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn no_group_of_the_returns_of_one_year_that_are_withheld_is_below_the_policy() {
    one_year(7);
}

#[test]
#[ignore = "1,140 releases: just small-worlds"]
fn no_group_of_the_returns_of_one_year_is_below_the_policy() {
    one_year(17);
}

/// Four forces that count alike: their range has no width, which bears on no rating where the number is withheld.
#[test]
fn confidence_rests_on_what_is_printed_of_a_number_alone() {
    let rebuild = two_years_of(repository(), &APART);
    let told = |values: [i64; 4]| {
        let value = |count: &Count| APART.iter().position(|force| *force == count.force).map(|at| values[at]);
        let other: Other =
            rebuild.counts().iter().enumerate().filter_map(|(at, count)| Some((at, value(count)?))).collect();
        let facts = rebuild.with(&other).unwrap().parts()["facts"].clone();
        String::from_utf8(facts).unwrap().contains("its range has no upper end that is published")
    };
    assert_eq!((told([1, 1, 1, 0]), told([30, 40, 50, 60])), (true, false));
}

/// Five, one and nought of four regions: who counted the five would know the others to one from a sum that is printed.
#[test]
fn a_sum_is_not_printed_that_tells_a_force_more_of_the_others_than_the_policy_allows() {
    let project = crate::project::Project::copy();
    // How far what is printed leaves each sum open; none where nothing is released.
    let printed = |rebuild: &Rebuild| -> Vec<i64> {
        let values = [("E23000005", 5), ("E23000009", 1)];
        let value = |force: &str| values.iter().find(|(of, _)| *of == force).map_or(0, |(_, value)| *value);
        let other: Other =
            rebuild.counts().iter().enumerate().map(|(at, count)| (at, value(count.force.as_str()))).collect();
        let record = rebuild.record_of(&other).map_or_else(|_| Vec::new(), |record| record.printed);
        let positive = record.iter().filter(|sum| sum.of.iter().all(|part| part.times > 0) && sum.most > 0);
        positive.map(|sum| sum.most - sum.least).collect()
    };
    let before = printed(&two_years_of(project.root(), &APART));
    assert!(before.contains(&0), "one is enough for the policy as it is: {before:?}");
    project.replace("data/policies/small-counts.toml", "insider_width = 1", "insider_width = 3");
    let after = printed(&two_years_of(project.root(), &APART));
    assert!(after.iter().all(|width| *width >= 3), "{after:?}");
}

/// All sums in a fixed order that mixes large and small, up to so many releases.
#[test]
#[ignore = "half a million releases, hours: just small-worlds"]
fn no_group_of_the_small_worlds_is_below_the_policy() {
    let limit = std::env::var("SMALL_WORLDS").ok().and_then(|text| text.parse().ok()).unwrap_or(usize::MAX);
    let rebuild = two_years();
    let mut found = Found::default();
    let (begin, mut told) = (std::time::Instant::now(), std::time::Duration::ZERO);
    let most = MOST * FORCES.len() as i64;
    let mut sums: Vec<[i64; 2]> = (0..=most).flat_map(|one| (0..=most).map(move |two| [one, two])).collect();
    sums.sort_by_key(|sums| sums.iter().fold(7_i64, |mixed, sum| (mixed * 31 + sum * 17) % 1009));
    for sums in sums {
        if found.tried >= limit {
            break;
        }
        found.try_each(&rebuild, of_sums(&rebuild, sums));
        if begin.elapsed() > told {
            eprintln!("{} tried, {:?}", found.tried, begin.elapsed());
            told = begin.elapsed() + std::time::Duration::from_secs(60);
        }
    }
    // Counts end at eight here, not in the world: what is as far off as it must be may be a larger count.
    found.widen(&rebuild);
    let beyond = found.beyond(&rebuild);
    let below = found.below(&rebuild);
    let (tried, released, groups) = (found.tried, found.released, found.groups.len());
    eprintln!(
        "{tried} of 531441 returns tried, {released} released in {groups} groups, {beyond} with counts beyond {MOST}, {:?}",
        begin.elapsed()
    );
    eprintln!("{} refused, such as {:?}", found.refused.len(), found.refused.first());
    eprintln!("{} counts below the policy", below.len());
    assert!(below.is_empty(), "{:#?}", &below[..below.len().min(20)]);
}
