//! Properties of the identified range and the estimate.

use assess::national::NationalError;
use assess::national::estimate::{Absence, Outcome, PublicationRule};
use assess::national::range::{BridgeStudy, Relation, UpperBound};
use assess::statistics::StatisticsError;
use proptest::prelude::*;

use super::rows::{Row, estimate, range};

const RELATIONS: [Relation; 6] = [
    Relation::Same,
    Relation::Narrower,
    Relation::Broader,
    Relation::Overlapping,
    Relation::DifferentUnit,
    Relation::NoReturn,
];

const CODES: [&str; 12] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];

/// A force of whom the truth is known: how many crimes meet the agreed definition, and what it returned.
#[derive(Clone, Debug)]
struct Known {
    truth: i64,
    relation: Relation,
    count: Option<i64>,
    parent: Option<i64>,
    population: i64,
    bridge: Option<BridgeStudy>,
}

/// A count that the relation allows, `taken` in 0..=1 saying how far it goes.
fn counted(relation: Relation, truth: i64, parent: i64, taken: f64) -> Option<i64> {
    let part = |whole: i64| (taken * whole as f64) as i64;
    match relation {
        Relation::Same => Some(truth),
        Relation::Narrower => Some(part(truth)),
        Relation::Broader => Some(truth + part(parent - truth)),
        Relation::Overlapping => Some(part(parent)),
        Relation::DifferentUnit => Some(part(50_000)),
        Relation::NoReturn => None,
    }
}

fn bridge(count: i64, parent: i64, shares: (f64, f64)) -> BridgeStudy {
    let counted_sample = count.min(40);
    let other_sample = (parent - count).min(60);
    BridgeStudy {
        counted_sample,
        counted_found: (shares.0 * counted_sample as f64) as i64,
        other_sample,
        other_found: (shares.1 * other_sample as f64) as i64,
    }
}

prop_compose! {
    fn known()(
        parent in 0_i64..5_000,
        met in 0.0..=1.0,
        relation in prop::sample::select(RELATIONS.to_vec()),
        taken in 0.0..=1.0,
        parent_known in prop::bool::weighted(0.9),
        population in 1_i64..500_000,
        studied in prop::option::weighted(0.3, (0.0..=1.0, 0.0..=1.0)),
    ) -> Known {
        let truth = (met * parent as f64) as i64;
        let count = counted(relation, truth, parent, taken);
        let study = studied.zip(count).filter(|_| relation != Relation::DifferentUnit);
        Known {
            truth,
            relation,
            count,
            parent: parent_known.then_some(parent),
            population,
            bridge: study.map(|(shares, count)| bridge(count, parent, shares)),
        }
    }
}

fn nation() -> impl Strategy<Value = Vec<Known>> {
    prop::collection::vec(known(), 0..CODES.len())
}

fn rows(forces: &[Known]) -> Vec<Row<'static>> {
    let rows = CODES.iter().zip(forces);
    rows.map(|(force, known)| Row {
        force,
        relation: known.relation,
        count: known.count,
        parent: known.parent,
        population: Some(known.population),
        bridge: known.bridge,
    })
    .collect()
}

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn range_holds_the_truth_however_forces_count(forces in nation()) {
        let range = range(&rows(&forces)).unwrap();
        let truth: i64 = forces.iter().map(|force| force.truth).sum();
        prop_assert!(range.lower <= truth);
        prop_assert!(range.upper.count().is_none_or(|upper| truth <= upper));
    }

    #[test]
    fn range_holds_the_estimate_and_its_interval(forces in nation()) {
        let outcome = estimate(&rows(&forces)).unwrap();
        if let Outcome::Estimated(result) = outcome {
            let lower = result.range.lower as f64;
            let upper = result.range.upper.count().map_or(f64::INFINITY, |upper| upper as f64);
            let slack = 1e-9 * result.total.max(1.0);
            prop_assert!(lower - slack <= result.total && result.total <= upper + slack);
            prop_assert!(lower <= result.interval.lower && result.interval.upper <= upper);
            prop_assert!(result.interval.lower <= result.total + slack);
            prop_assert!(result.total <= result.interval.upper + slack);
            prop_assert!((0.0..=1.0).contains(&result.imputed_share));
            let numbers = [result.crude_rate, result.between_variance, result.mean_rate, result.variance];
            prop_assert!(numbers.iter().all(|number| number.is_finite() && *number >= 0.0));
        }
    }

    /// Both ends grow by the new force's own bounds, so the width never falls.
    #[test]
    fn adding_a_force_never_narrows_the_range(forces in nation(), new in known()) {
        let before = range(&rows(&forces)).unwrap();
        let mut more = forces;
        more.push(new);
        let all = rows(&more);
        let after = range(&all).unwrap();
        let own = all.last().unwrap().said().unwrap().bounds;
        prop_assert_eq!(after.lower, before.lower + own.lower);
        match (before.upper.count(), after.upper.count()) {
            (Some(before_upper), Some(upper)) => {
                prop_assert!(upper - after.lower >= before_upper - before.lower);
            }
            (None, after) => prop_assert_eq!(after, None),
            (Some(_), None) => prop_assert_eq!(own.upper, UpperBound::NotIdentified),
        }
    }

    #[test]
    fn row_order_changes_no_bit(forces in nation(), turn in 0_usize..12) {
        let mut rows = rows(&forces);
        let straight = (range(&rows), estimate(&rows));
        let place = turn.min(rows.len());
        rows.rotate_left(place);
        rows.reverse();
        let turned = (range(&rows), estimate(&rows));
        prop_assert_eq!(format!("{straight:?}"), format!("{turned:?}"));
    }

    /// Any numbers at all give an answer or a typed refusal, and every number in the answer is finite.
    #[test]
    fn wild_numbers_never_panic(
        wild in prop::collection::vec(
            (any::<Option<i64>>(), any::<Option<i64>>(), any::<Option<i64>>(), 0_usize..6, any::<Option<[i64; 4]>>()),
            0..6,
        )
    ) {
        let rows: Vec<_> = CODES.iter().zip(&wild).map(|(force, (count, parent, population, relation, study))| {
            let bridge = study.map(|[counted_sample, counted_found, other_sample, other_found]| BridgeStudy {
                counted_sample, counted_found, other_sample, other_found,
            });
            let (count, parent, population) = (*count, *parent, *population);
            Row { force, relation: RELATIONS[*relation], count, parent, population, bridge }
        }).collect();
        if let Ok(Outcome::Estimated(result)) = estimate(&rows) {
            let ends = [result.total, result.interval.lower, result.interval.upper, result.variance];
            prop_assert!(ends.iter().all(|number| number.is_finite()));
        }
    }
}

fn row(force: &str, relation: Relation, count: Option<i64>, parent: Option<i64>) -> Row<'_> {
    Row { force, relation, count, parent, population: Some(100_000), bridge: None }
}

#[test]
fn faults_are_named() {
    let below = [row("A", Relation::Overlapping, Some(-1), Some(8))];
    let fault = NationalError::Negative { force: "A".into(), quantity: "count", value: -1 };
    assert_eq!(range(&below), Err(fault));
    let large = [row("A", Relation::Same, Some(i64::MAX), None), row("B", Relation::Same, Some(1), None)];
    assert!(matches!(range(&large), Err(NationalError::Overflow { .. })));
    let mut study = row("A", Relation::Broader, Some(30), Some(100));
    let bridge = BridgeStudy { counted_sample: 31, counted_found: 3, other_sample: 10, other_found: 0 };
    study.bridge = Some(bridge);
    let refused = estimate(&[study]);
    assert!(matches!(refused, Err(NationalError::ImpossibleBridge { .. })));
    assert!(matches!(range(&[]), Ok(bounds) if bounds.is_exact()));
}

/// A custody count above the parent count is no fault: the two do not count the same thing.
#[test]
fn a_different_unit_is_never_combined() {
    let rows = [row("A", Relation::DifferentUnit, Some(900), Some(80))];
    let range = range(&rows).unwrap();
    assert_eq!((range.lower, range.upper), (0, UpperBound::Count(80)));
}

#[test]
fn a_missing_parent_count_leaves_the_upper_end_open() {
    for (relation, bounded) in [
        (Relation::Same, true),
        (Relation::Narrower, false),
        (Relation::Broader, true),
        (Relation::Overlapping, false),
        (Relation::NoReturn, false),
    ] {
        let count = (relation != Relation::NoReturn).then_some(5);
        let range = range(&[row("A", relation, count, None)]).unwrap();
        assert_eq!(range.upper.count().is_some(), bounded, "{relation:?}");
    }
}

#[test]
fn an_absent_estimate_says_why() {
    let absence = |rows: &[Row<'_>]| match estimate(rows).unwrap() {
        Outcome::Absent(absence) => absence,
        Outcome::Estimated(_) => panic!("an estimate"),
    };
    assert_eq!(absence(&[]), Absence::TooFewForces { have: 0, need: 1 });
    let mut homeless = [row("A", Relation::Same, Some(5), None), row("B", Relation::NoReturn, None, Some(9))];
    homeless[0].population = None;
    assert_eq!(absence(&homeless), Absence::NoAuxiliary);
    let one = [row("A", Relation::Same, Some(5), Some(50)), row("B", Relation::NoReturn, None, Some(9))];
    assert_eq!(absence(&one), Absence::TooFewForces { have: 1, need: 2 });

    let mut rows: Vec<_> = CODES.iter().map(|force| row(force, Relation::Same, Some(40), Some(1_000))).collect();
    let rule = PublicationRule::default();
    let outcome = estimate(&rows).unwrap();
    assert_eq!(outcome.under(rule), outcome, "all forces alike: published");
    assert_eq!(outcome.estimate().unwrap().total, 480.0);
    rows[0].relation = Relation::NoReturn;
    rows[0].parent = Some(10_000);
    let outcome = estimate(&rows).unwrap().under(rule);
    let expected: Outcome =
        Outcome::Absent(Absence::ImputedShareAboveLimit { share: Some(400.0 / 840.0), limit: 0.25 });
    match (outcome, expected) {
        (
            Outcome::Absent(Absence::ImputedShareAboveLimit { share: Some(share), .. }),
            Outcome::Absent(Absence::ImputedShareAboveLimit { share: Some(expected), .. }),
        ) => assert!((share - expected).abs() < 1e-12),
        other => panic!("{other:?}"),
    }
    // Printed to a hundredth it would tell of the counts of the forces that are not imputed.
    let other: Outcome = Outcome::Absent(Absence::ImputedShareAboveLimit { share: Some(0.31), limit: 0.25 });
    assert_eq!(outcome.coarse(), other.coarse());
    for row in rows.iter_mut().skip(1).take(2) {
        *row = Row { relation: Relation::NoReturn, ..*row };
    }
    let outcome = estimate(&rows).unwrap().under(rule);
    assert_eq!(outcome, Outcome::Absent(Absence::TooFewForces { have: 9, need: 10 }));
}

/// Nothing counted by anyone under the agreed definition: the model says zero, with no variance of its own.
#[test]
fn all_zero_counts() {
    let rows: Vec<_> = CODES
        .iter()
        .enumerate()
        .map(|(place, force)| match place {
            0 => row(force, Relation::NoReturn, None, Some(500)),
            _ => row(force, Relation::Same, Some(0), Some(1_000)),
        })
        .collect();
    let result = estimate(&rows).unwrap().estimate().unwrap();
    assert_eq!((result.total, result.variance, result.imputed_share), (0.0, 0.0, 0.0));
    assert_eq!((result.interval.lower, result.interval.upper), (0.0, 0.0));
}

#[test]
fn errors_of_statistics_pass_through() {
    let error = NationalError::from(StatisticsError::Overflow);
    assert_eq!(error.to_string(), StatisticsError::Overflow.to_string());
}
