//! Slips of the hand planted in the public numbers: which are found, and that what is clean raises no error.
//!
//! In: the shipped public numbers. A slip is a digit more, less, other or moved in one cell. Public data do not change once they are
//! pinned, so that the seeds are fixed.

use std::collections::BTreeSet;

use assess::contract::{Finding, RecordedTotal, Severity};

use super::world::{Public, Reference, World};

/// A generator of pseudo-random numbers (splitmix64), the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

impl Random {
    /// A number as a hand might have slipped over it; never the same.
    fn slipped(&mut self, number: i64) -> i64 {
        loop {
            let mut digits: Vec<u8> = number.unsigned_abs().to_string().into_bytes();
            let at = self.below(digits.len());
            match self.below(5) {
                0 => digits.insert(at, b'0' + self.below(10) as u8),
                1 if digits.len() > 1 => drop(digits.remove(at)),
                2 => digits[at] = b'0' + self.below(10) as u8,
                3 if at > 0 => digits.swap(at, at - 1),
                _ => digits.push(b'0'),
            }
            let slipped: i64 = String::from_utf8(digits).unwrap().parse().unwrap();
            if slipped != number.abs() {
                return if number < 0 { -slipped } else { slipped };
            }
        }
    }
}

/// One slip: what was changed, by how much, and whether a reader of the chapter could tell it from chance.
struct Slip {
    said: String,
    beyond_chance: bool,
}

/// Beyond what chance leaves in a count of this size.
fn beyond(before: i64, after: i64) -> bool {
    (after - before).abs() as f64 > 3.0 * (before.max(1) as f64).sqrt()
}

fn plant(random: &mut Random, reference: &Reference, public: &mut Public) -> Slip {
    let of = |said: String, before: i64, after: i64, beyond_chance: bool| Slip {
        said: format!("{said}: {before} -> {after}"),
        beyond_chance,
    };
    match random.below(5) {
        0 | 1 => {
            let at = random.below(public.recorded.len());
            let row = public.recorded[at].clone();
            let after = random.slipped(row.offences);
            public.recorded[at].offences = after;
            // What is printed is the year: of the nation, and of the force in the funnel.
            let year = |force: Option<&str>| -> i64 {
                let same = |one: &&assess::contract::RecordedOffence| {
                    one.year == row.year && one.offence == row.offence && force.is_none_or(|force| one.force == force)
                };
                reference.public.recorded.iter().filter(same).map(|one| one.offences).sum()
            };
            let change = after - row.offences;
            let counts = [year(None), year(Some(&row.force))];
            let beyond_chance = counts.into_iter().any(|count| beyond(count, count + change));
            of(
                format!("{} {} {} {}", row.force, row.year, row.quarter, row.offence),
                row.offences,
                after,
                beyond_chance,
            )
        }
        2 => {
            let at = random.below(public.national.len());
            let row = public.national[at].clone();
            let after = random.slipped(row.offences);
            public.national[at].offences = after;
            // The table prints the last complete year, the one before and the fifth before, of offences of children alone.
            let printed = ["2019/20", "2023/24", "2024/25"].contains(&row.year.to_string().as_str());
            // From year to year these counts part by a third without a slip, as the greatest that are shipped do.
            let ratio = (after as f64 + 0.5) / (row.offences as f64 + 0.5);
            let scatter = !(1.0 / 1.35..=1.35).contains(&ratio) && row.offences >= 100;
            let summed = ["71", "88A"].contains(&row.offence.as_str());
            let beyond_chance = printed && beyond(row.offences, after) && (summed || scatter);
            of(format!("{} {}", row.year, row.offence), row.offences, after, beyond_chance)
        }
        3 => {
            let estimates: Vec<(String, i16, i64)> =
                reference.population.iter().map(|(force, year, children)| (force.to_owned(), year, children)).collect();
            let (force, year, children) = estimates[random.below(estimates.len())].clone();
            let after = random.slipped(children).max(1);
            public.population = Some(reference.population.clone().with(&force, year, after));
            // Rates are given from mid-2019 on; those of a population are exact, so that any change is one.
            of(format!("{force} {year}"), children, after, year >= 2019)
        }
        _ => {
            let counts: Vec<usize> = (0..public.published.len())
                .filter(|at| {
                    !public.published[*at].role.is_empty()
                        && public.published[*at].count().is_some_and(|count| count > 100)
                })
                .collect();
            let at = counts[random.below(counts.len())];
            let before = public.published[at].count().unwrap();
            let after = random.slipped(before);
            public.published[at].value = after.to_string();
            let ratio = after as f64 / before as f64;
            of(public.published[at].id.clone(), before, after, !(0.5..=2.0).contains(&ratio))
        }
    }
}

fn of_public(reference: &Reference, public: Public) -> Vec<Finding> {
    let world = World { returns: Vec::new(), parents: Vec::new(), profiles: Vec::new(), public };
    reference.check_by(|check| check.id.starts_with("public-"), &world)
}

#[test]
fn the_public_numbers_that_are_shipped_raise_nothing() {
    let reference = Reference::read();
    let found = of_public(&reference, reference.public.clone());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_five_typos_of_the_review_are_found() {
    let reference = Reference::read();
    let found = |change: &dyn Fn(&mut Public)| {
        let mut public = reference.public.clone();
        change(&mut public);
        let checks: BTreeSet<&str> = of_public(&reference, public).into_iter().map(|finding| finding.check).collect();
        checks.into_iter().collect::<Vec<_>>()
    };
    // 34 offences of the Metropolitan Police became 934.
    let recorded = found(&|public| {
        let met = |row: &&mut assess::contract::RecordedOffence| {
            (row.force.as_str(), row.offence.as_str()) == ("E23000001", "71")
                && row.quarter.of(row.year) == "2024/25 Q4"
        };
        public.recorded.iter_mut().find(met).unwrap().offences += 900;
    });
    assert_eq!(recorded, ["public-quarter-jump", "public-totals-apart"]);
    let national = found(&|public| {
        let of = |row: &&mut assess::contract::NationalOffence| row.offence == "71" && row.offences == 962;
        public.national.iter_mut().find(of).unwrap().offences = 9_620;
    });
    assert_eq!(national, ["public-totals-apart", "public-year-outside"]);
    let published = found(&|public| {
        public.published.iter_mut().find(|figure| figure.value == "107000").unwrap().value = "107".to_owned();
    });
    assert_eq!(published, ["public-figure-outside"]);
    let kent = reference.population.of("E23000032", 2024).unwrap();
    for wrong in [kent * 22, (kent / 100_000).max(1)] {
        let population = reference.population.clone().with("E23000032", 2024, wrong);
        let found = found(&|public| public.population = Some(population.clone()));
        assert_eq!(found, ["public-population-jump", "public-totals-apart"], "{wrong}");
    }
}

#[test]
fn of_200_planted_slips_every_one_that_changes_a_printed_figure_beyond_chance_is_found() {
    let reference = Reference::read();
    let mut random = Random(20_270_527);
    let (mut found, mut due, mut missed) = (0, 0, Vec::new());
    for _ in 0..200 {
        let mut public = reference.public.clone();
        let slip = plant(&mut random, &reference, &mut public);
        // A year below nothing is refused when it is read.
        let refused = RecordedTotal::of(&public.recorded).is_err();
        let told = refused || !of_public(&reference, public).is_empty();
        found += usize::from(told);
        due += usize::from(slip.beyond_chance);
        if slip.beyond_chance && !told {
            missed.push(slip.said);
        }
    }
    println!("{found} of 200 planted slips are found; {due} of them change a printed figure beyond chance");
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(found >= 150, "{found}");
}

/// What another release may say: revisions within chance, the same in both files, and a year more.
#[test]
fn one_hundred_clean_variations_raise_no_error() {
    let reference = Reference::read();
    for seed in 0..100 {
        let mut random = Random(seed);
        let mut public = reference.public.clone();
        for _ in 0..20 {
            let at = random.below(public.recorded.len());
            let row = &mut public.recorded[at];
            let most = (row.offences.max(1) as f64).sqrt().ceil() as usize;
            let change = random.below(2 * most + 1) as i64 - most as i64;
            row.offences += change;
            let same =
                |one: &&mut assess::contract::NationalOffence| one.year == row.year && one.offence == row.offence;
            public.national.iter_mut().find(same).unwrap().offences += change;
        }
        let found = of_public(&reference, public);
        let errors: Vec<&Finding> = found.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{seed}: {errors:#?}");
    }
}
