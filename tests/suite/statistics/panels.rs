//! Properties of the parts of a change, and of shares.

use assess::national::like_for_like::{ChangeOf, YearReturn, of_force};
use assess::national::range::Relation;
use assess::national::shares::{KnownShare, share, share_change};
use proptest::prelude::*;

use super::close;

const DEFINITIONS: [(&str, Relation); 6] = [
    ("agreed", Relation::Same),
    ("also agreed", Relation::Same),
    ("wide", Relation::Broader),
    ("wider", Relation::Broader),
    ("custody", Relation::DifferentUnit),
    ("none", Relation::NoReturn),
];

prop_compose! {
    fn year()(
        definition in 0..DEFINITIONS.len(),
        count in prop::option::weighted(0.9, 0_i64..500),
        partial in prop::bool::weighted(0.2),
        breaks in prop::bool::weighted(0.1),
    ) -> YearReturn<'static> {
        let (definition, relation) = DEFINITIONS[definition];
        YearReturn { definition, relation, count, partial, breaks }
    }
}

/// What of a return is in the recorded total: a whole year in the unit of the total.
fn recorded(year: &YearReturn<'_>) -> Option<i64> {
    let counts = !matches!(year.relation, Relation::DifferentUnit | Relation::NoReturn) && !year.partial;
    year.count.filter(|_| counts)
}

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    /// The parts are those of the recorded total, whatever a force returned, and nothing is counted twice or lost.
    #[test]
    fn every_count_of_the_total_is_in_one_part(before in year(), now in year()) {
        let found = of_force(&before, &now);
        prop_assert_eq!(found.and_then(|found| found.earlier), recorded(&before));
        prop_assert_eq!(found.and_then(|found| found.later), recorded(&now));
        prop_assert_eq!(found.is_none(), recorded(&before).is_none() && recorded(&now).is_none());
        if let Some(found) = found.filter(|found| found.part == ChangeOf::Matched) {
            prop_assert!(!now.breaks && found.earlier.is_some() && found.later.is_some());
            prop_assert_eq!((before.relation, now.relation), (Relation::Same, Relation::Same));
        }
    }

    #[test]
    fn shares_hold_every_way_the_unrecorded_may_fall(count in 0_i64..500, other in 0_i64..500, unknown in 0_i64..500) {
        let total = count + other + unknown;
        prop_assume!(total > 0);
        let result = share(count, unknown, total, 0.6).unwrap();
        for hidden in [0, unknown / 2, unknown] {
            prop_assert!(result.identified.contains((count + hidden) as f64 / total as f64));
        }
        match result.among_known {
            KnownShare::Share(known) => {
                prop_assert!(result.coverage >= 0.6);
                prop_assert!(result.identified.contains(known));
            }
            KnownShare::CoverageBelowLimit { coverage, .. } => prop_assert!(coverage < 0.6),
        }
    }
}

fn of(definition: usize, count: i64) -> YearReturn<'static> {
    let (definition, relation) = DEFINITIONS[definition];
    YearReturn { definition, relation, count: Some(count), partial: false, breaks: false }
}

#[test]
fn every_part_of_a_change_is_told_apart() {
    let part = |before: YearReturn<'_>, now: YearReturn<'_>| of_force(&before, &now).map(|found| found.part);
    let part_of = |year: YearReturn<'static>| YearReturn { partial: true, ..year };
    let none = of(5, 0);
    assert_eq!(part(of(0, 10), of(1, 14)), Some(ChangeOf::Matched), "two names of the agreed definition are the same");
    assert_eq!(part(of(2, 20), of(0, 13)), Some(ChangeOf::DefinitionChanged));
    assert_eq!(part(of(2, 30), of(3, 38)), Some(ChangeOf::DefinitionChanged), "two wider ones are not");
    assert_eq!(part(of(0, 5), YearReturn { breaks: true, ..of(0, 9) }), Some(ChangeOf::DefinitionChanged));
    assert_eq!(part(of(2, 40), of(2, 41)), Some(ChangeOf::OtherDefinition));
    assert_eq!(part(none, of(0, 100)), Some(ChangeOf::Joined));
    assert_eq!(part(of(0, 200), none), Some(ChangeOf::Left));
    // Three quarters of a year are no whole one, and no joining or leaving either.
    assert_eq!(part(part_of(of(0, 7)), of(0, 12)), Some(ChangeOf::PartYear));
    assert_eq!(part(of(0, 12), part_of(of(2, 7))), Some(ChangeOf::PartYear));
    assert_eq!(part(part_of(of(0, 7)), part_of(of(0, 9))), None);
    assert_eq!(part(of(4, 7_000), of(4, 8_000)), None, "custody events are in no total");
}

#[test]
fn change_of_shares() {
    let (earlier, later) = (share(10, 20, 100, 0.6).unwrap(), share(30, 5, 100, 0.6).unwrap());
    let change = share_change(earlier.identified, later.identified);
    close(change.lower, 0.0, 1e-15, "30 % less 10 + 20 %");
    close(change.upper, 0.25, 1e-15, "35 % less 10 %");
}
