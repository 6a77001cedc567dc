//! The search for twins on returns of which a few sums are printed, so that a second way of adding them up can say which twins hold.

use std::collections::BTreeMap;

use assess::disclosure::policy::Protection;
use assess::disclosure::proof::{Count, Depth, Effort, Given, Held, Other, Proof, Rounded, Sloped, prove};
use assess::disclosure::release::{Counts, Printed, Record};
use assess::period::Part;

/// Forces, each with four quarters and their year.
const FORCES: usize = 8;

fn counts() -> Vec<Count> {
    let of = |force: usize, part: Part, value: i64| Count {
        contract: "returns".to_owned(),
        force: format!("F{force}"),
        year: "2025/26".parse().unwrap(),
        part,
        definition: "agreed".to_owned(),
        measure: "crimes".to_owned(),
        dimension: "total".to_owned(),
        category: "all".to_owned(),
        value: Some(value),
    };
    let mut counts = Vec::new();
    for force in 0..FORCES {
        let quarters: Vec<i64> = (0..4).map(|quarter| 2 + (force as i64 * 3 + quarter * 5) % 4).collect();
        counts.push(of(force, Part::Year, quarters.iter().sum()));
        counts.extend((1..).zip(&quarters).map(|(quarter, value)| of(force, Part::Quarter(quarter), *value)));
    }
    counts
}

/// The forces of each year's sum that is printed.
fn record(counts: &[Count], sums: &[&[usize]]) -> Record {
    let printed = sums.iter().map(|forces| {
        let codes: Vec<String> = forces.iter().map(|force| format!("F{force}")).collect();
        let held = counts.iter().filter(|count| count.part == Part::Year && codes.contains(&count.force));
        let shown = held.filter_map(|count| count.value).sum();
        let of = vec![Counts { what: "crimes/2025-26/year/total/all".to_owned(), times: 1, forces: codes }];
        Printed { name: "sum".to_owned(), shown, least: shown, most: shown, of }
    });
    Record {
        edition: 2027,
        release: "2027-05-27T08:30:00Z".to_owned(),
        day: None,
        policy: ("test".to_owned(), 1),
        printed: printed.collect(),
        statistics: Vec::new(),
    }
}

/// Proves what can be, with twins judged by adding up anew. Nothing but the printed sums is seen.
fn proof(sums: &[&[usize]], held: &[Held]) -> Proof {
    proof_beside(sums, held, &|_| 0, &())
}

/// The same where a number that is no sum of the years is printed besides, of which the search may know how it moves.
fn proof_beside(sums: &[&[usize]], held: &[Held], beside: &dyn Fn(&[i64]) -> i64, rounded: &dyn Rounded) -> Proof {
    let counts = counts();
    let record = record(&counts, sums);
    let values = |other: &Other| -> Vec<i64> {
        (0..counts.len()).map(|at| other.get(&at).copied().unwrap_or(counts[at].value.unwrap())).collect()
    };
    let given = Given {
        rounded,
        counts: &counts,
        public: &[],
        same: &[],
        held_against: held,
        record: &record,
        told: &[],
        at_least: &BTreeMap::new(),
        unseen: &[],
        unseen_perhaps: &[],
        protection: Protection { width: 4, insider_width: 1 },
        only: None,
    };
    let judge = |(_, other): &(Depth, &Other)| {
        let values = values(other);
        let year = |force: usize| values[force * 5];
        let whole = (0..FORCES).all(|force| year(force) == values[force * 5 + 1..force * 5 + 5].iter().sum::<i64>());
        assert!(whole && values.iter().all(|value| *value >= 0), "nobody would believe {values:?}");
        let told = |forces: &&[usize]| {
            let real = forces.iter().map(|force| counts[force * 5].value.unwrap()).sum::<i64>();
            forces.iter().map(|force| year(*force)).sum::<i64>() != real
        };
        let real: Vec<i64> = counts.iter().filter_map(|count| count.value).collect();
        match sums.iter().any(told) || beside(&values) != beside(&real) {
            true => Err("what is printed".to_owned()),
            false => Ok(()),
        }
    };
    prove(&given, Effort::default(), &mut |asked| asked.iter().map(judge).collect())
}

/// Forty counts and 280 pairs of a count and another force, by a few releases.
#[test]
fn a_few_releases_prove_every_count_and_every_force_that_must_not_know_it() {
    let proof = proof(&[&[0, 1, 2, 3, 4, 5, 6, 7]], &[]);
    assert_eq!((proof.counts, proof.pairs), (40, 280));
    assert!(proof.is_whole(), "{:?}", proof.unproven);
    assert!(proof.twins < 60 && proof.rebuilds == proof.twins, "{proof:?}");
}

/// All forces, and all but the last: its year is the difference. Its quarters can still be others.
#[test]
fn a_count_that_two_sums_give_away_has_no_twin() {
    let proof = proof(&[&[0, 1, 2, 3, 4, 5, 6, 7], &[0, 1, 2, 3, 4, 5, 6]], &[]);
    let readers: Vec<usize> =
        proof.unproven.iter().filter(|left| left.insider.is_none()).map(|left| left.count).collect();
    assert_eq!(readers, [35], "{:?}", proof.unproven);
    let forces: BTreeMap<usize, usize> = proof.unproven.iter().fold(BTreeMap::new(), |mut of, left| {
        *of.entry(left.count).or_default() += 1;
        of
    });
    // A reader and each of seven forces.
    assert_eq!(forces, BTreeMap::from([(35, 8)]));
}

/// With a sum over two forces either of them knows the other.
#[test]
fn a_sum_over_two_forces_tells_each_the_other() {
    let proof = proof(&[&[0, 1], &[2, 3, 4, 5, 6, 7]], &[]);
    let left: Vec<(usize, Option<&str>)> =
        proof.unproven.iter().map(|left| (left.count, left.insider.as_deref())).collect();
    assert_eq!(left, [(5, Some("F0")), (0, Some("F1"))]);
}

/// The first quarter of the first force is not above its second, and the second not above twice the first: 2 and 3 as they are. Alone
/// the first could be 3 at most; far enough off it gets with the second alone.
#[test]
fn counts_that_are_held_against_each_other_move_together() {
    let held = [Held { below: vec![1], above: vec![2] }, Held { below: vec![2], above: vec![1, 1] }];
    let proof = proof(&[&[0, 1, 2, 3, 4, 5, 6, 7]], &held);
    assert!(proof.is_whole(), "{:?}", proof.unproven);
}

/// What a count is held against is never crossed, in whichever parts a twin is taken apart.
#[test]
fn no_twin_crosses_what_a_count_is_held_against() {
    // The first quarter of the first force is not above its second.
    let held = Held { below: vec![1], above: vec![2] };
    let counts = counts();
    let exceeds = |first: i64, second: i64| first > second;
    let real = exceeds(counts[1].value.unwrap(), counts[2].value.unwrap());
    let record = record(&counts, &[&[0, 1, 2, 3, 4, 5, 6, 7]]);
    let given = Given {
        rounded: &(),
        counts: &counts,
        public: &[],
        same: &[],
        held_against: &[held],
        record: &record,
        told: &[],
        at_least: &BTreeMap::new(),
        unseen: &[],
        unseen_perhaps: &[],
        protection: Protection { width: 4, insider_width: 1 },
        only: None,
    };
    let mut seen = 0;
    // Every second draft fails, so that sets are halved.
    prove(&given, Effort { rebuilds: 40, ..Effort::default() }, &mut |asked| {
        let judged = asked.iter().map(|(depth, other)| {
            let value = |at: usize| other.get(&at).copied().unwrap_or(counts[at].value.unwrap());
            assert_eq!(exceeds(value(1), value(2)), real);
            seen += 1;
            if *depth == Depth::Draft && seen % 2 == 0 { Err("chance".to_owned()) } else { Ok(()) }
        });
        judged.collect()
    });
    assert!(seen > 20, "{seen}");
}

/// Sums of neighbours: one year can be higher only if the next is lower, and so on to the last, so all eight move together.
#[test]
fn a_change_that_takes_every_force_is_found() {
    let neighbours: [&[usize]; 7] = [&[0, 1], &[1, 2], &[2, 3], &[3, 4], &[4, 5], &[5, 6], &[6, 7]];
    let proof = proof(&neighbours, &[]);
    let readers = proof.unproven.iter().filter(|left| left.insider.is_none()).count();
    assert_eq!(readers, 0, "{:?}", proof.unproven);
    // Whoever knows one year knows all, but not the quarters.
    assert!(proof.unproven.iter().all(|left| left.count % 5 == 0), "{:?}", proof.unproven);
    assert_eq!(proof.unproven.len(), FORCES * (FORCES - 1));
}

/// A number that is no sum of the years, to the nearest hundred.
struct Hundreds<F> {
    of: F,
    /// How each year moves it, as far as the search is told.
    slopes: Vec<f64>,
}

impl<F: Fn(&[i64]) -> i64 + Sync> Hundreds<F> {
    fn printed(&self, values: &[i64]) -> i64 {
        ((self.of)(values) + 50).div_euclid(100)
    }

    fn real(&self) -> Vec<i64> {
        counts().iter().filter_map(|count| count.value).collect()
    }

    /// Years that are left to a reader, where the search knows of it what `rounded` says.
    fn left(&self, rounded: &dyn Rounded) -> usize {
        let proof = proof_beside(&[&[0, 1, 2, 3, 4, 5, 6, 7]], &[], &|values| self.printed(values), rounded);
        proof.unproven.iter().filter(|left| left.insider.is_none() && left.count.is_multiple_of(5)).count()
    }
}

impl<F: Fn(&[i64]) -> i64 + Sync> Rounded for Hundreds<F> {
    fn near(&self) -> Vec<Sloped> {
        let (value, middle) = ((self.of)(&self.real()), self.printed(&self.real()) * 100);
        let slopes = self.slopes.iter().enumerate().map(|(force, slope)| (force * 5, *slope)).collect();
        vec![Sloped { slopes, room: ((middle - 50 - value) as f64, (middle + 50 - value) as f64) }]
    }

    fn moved(&self, other: &Other) -> Option<Vec<f64>> {
        let mut values = self.real();
        other.iter().for_each(|(number, value)| values[*number] = *value);
        Some(vec![((self.of)(&values) - (self.of)(&self.real())) as f64])
    }
}

/// Ten times the years, each weighed by its place: an exchange between two forces moves it too far, and what keeps it moves three or
/// more. Who knows the weights finds it for every reader.
#[test]
fn a_number_that_is_no_sum_is_kept_by_who_knows_how_it_moves() {
    let weights: Vec<i64> = (0..FORCES as i64).map(|force| 30 + force * force * 40).collect();
    let of = |values: &[i64]| -> i64 { (0..FORCES).map(|force| weights[force] * values[force * 5]).sum() };
    let weighed = Hundreds { of, slopes: weights.iter().map(|weight| *weight as f64).collect() };
    let (blind, knowing) = (weighed.left(&()), weighed.left(&weighed));
    assert!(
        blind > 0 && knowing == 0,
        "{blind} years are left to who does not know the weights, {knowing} to who does"
    );
}

/// The squares of the years, weighed: how they move near what the years are says too little of four crimes more, and what is found so
/// is put right by how far it moved.
#[test]
fn a_number_that_bends_is_kept_by_who_works_it_out_anew() {
    struct Straight<'a, F>(&'a Hundreds<F>);
    impl<F: Fn(&[i64]) -> i64 + Sync> Rounded for Straight<'_, F> {
        fn near(&self) -> Vec<Sloped> {
            self.0.near()
        }
        fn moved(&self, _: &Other) -> Option<Vec<f64>> {
            Some(vec![0.0])
        }
    }
    let weights: Vec<i64> = (0..FORCES as i64).map(|force| 5 + force * force * 7).collect();
    let of = |values: &[i64]| -> i64 { (0..FORCES).map(|force| weights[force] * values[force * 5].pow(2)).sum() };
    let real: Vec<i64> = counts().iter().filter_map(|count| count.value).collect();
    let slopes = (0..FORCES).map(|force| (2 * weights[force] * real[force * 5]) as f64).collect();
    let squared = Hundreds { of, slopes };
    let (straight, anew) = (squared.left(&Straight(&squared)), squared.left(&squared));
    assert!(anew < straight, "{straight} years are left to who takes it for straight, {anew} to who works it out");
}
