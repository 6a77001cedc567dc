//! Properties of the like-for-like index, the decomposition of change and shares.

use assess::national::NationalError;
use assess::national::like_for_like::{PeriodReturn, like_for_like};
use assess::national::range::Relation;
use assess::national::shares::{KnownShare, share, share_change};
use proptest::prelude::*;

use super::close;

const CODES: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

const DEFINITIONS: [(&str, Relation); 6] = [
    ("agreed", Relation::Same),
    ("also agreed", Relation::Same),
    ("wide", Relation::Broader),
    ("wider", Relation::Broader),
    ("custody", Relation::DifferentUnit),
    ("none", Relation::NoReturn),
];

prop_compose! {
    fn cell()(
        definition in 0..DEFINITIONS.len(),
        count in prop::option::weighted(0.9, 0_i64..500),
        population in prop::option::weighted(0.9, 1_i64..1_000_000),
        breaks in prop::bool::weighted(0.1),
        present in prop::bool::weighted(0.9),
    ) -> Option<PeriodReturn<'static>> {
        let (definition, relation) = DEFINITIONS[definition];
        present.then_some(PeriodReturn { force: "", period: 0, definition, relation, count, population, breaks })
    }
}

fn panel() -> impl Strategy<Value = Vec<PeriodReturn<'static>>> {
    (2_i32..6).prop_flat_map(|periods| {
        let cells = periods as usize * CODES.len();
        prop::collection::vec(cell(), cells).prop_map(move |cells| {
            let places = (0..periods).flat_map(|period| CODES.iter().map(move |force| (period, *force)));
            let rows = cells.into_iter().zip(places);
            let rows = rows.filter_map(|(row, (period, force))| Some(PeriodReturn { period, force, ..row? }));
            rows.collect()
        })
    })
}

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() }
}

fn recorded(rows: &[PeriodReturn<'_>], period: i32) -> i64 {
    let counts = |row: &&PeriodReturn<'_>| {
        row.period == period && !matches!(row.relation, Relation::DifferentUnit | Relation::NoReturn)
    };
    rows.iter().filter(counts).filter_map(|row| row.count).sum()
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn decomposition_sums_exactly(rows in panel(), revised in 0_i64..1_000) {
        let Ok(links) = like_for_like(&rows) else { return Ok(()) };
        for link in links {
            let parts = link.decomposition;
            prop_assert_eq!(parts.sum_of_parts().unwrap(), parts.change);
            let (before, now) = (recorded(&rows, link.period - 1), recorded(&rows, link.period));
            prop_assert_eq!(parts.change, now - before);
            let published = parts.from_published(before - revised, before).unwrap();
            prop_assert_eq!(published.sum_of_parts().unwrap(), published.change);
            prop_assert_eq!(published.change, now - (before - revised));
            prop_assert!(link.ratio.is_none_or(f64::is_finite));
            prop_assert!(link.index.is_none_or(f64::is_finite));
            prop_assert!(link.population_share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
    }

    #[test]
    fn row_order_changes_no_bit(rows in panel(), turn in 0_usize..30) {
        let straight = format!("{:?}", like_for_like(&rows));
        let mut turned = rows;
        let place = turn.min(turned.len());
        turned.rotate_left(place);
        turned.reverse();
        prop_assert_eq!(straight, format!("{:?}", like_for_like(&turned)));
    }

    /// With the same forces throughout, the chain is the plain ratio of the rates.
    #[test]
    fn index_without_breaks_is_the_plain_ratio(
        counts in prop::collection::vec((1_i64..400, 1_i64..400, 1_i64..400, 1_i64..400, 10_i64..90_000), 1..8)
    ) {
        let rows: Vec<_> = CODES.iter().zip(&counts).flat_map(|(force, (a, b, c, d, people))| {
            [*a, *b, *c, *d].into_iter().enumerate().map(move |(period, count)| PeriodReturn {
                force,
                period: period as i32,
                definition: "agreed",
                relation: Relation::Same,
                count: Some(count),
                population: Some(people + 7 * period as i64),
                breaks: false,
            })
        }).collect();
        let links = like_for_like(&rows).unwrap();
        let rate = |period: i32| {
            let here = rows.iter().filter(|row| row.period == period);
            let people: i64 = here.filter_map(|row| row.population).sum();
            recorded(&rows, period) as f64 / people as f64
        };
        for link in links {
            let plain = 100.0 * rate(link.period) / rate(0);
            prop_assert!((link.index.unwrap() - plain).abs() <= 1e-12 * plain);
            prop_assert_eq!(link.population_share, Some(1.0));
            prop_assert_eq!(link.decomposition.change, link.decomposition.matched);
        }
    }

    #[test]
    fn wild_numbers_never_panic(
        wild in prop::collection::vec((0_usize..3, 0_i32..3, 0_usize..6, any::<Option<i64>>(), any::<Option<i64>>()), 0..9)
    ) {
        let rows: Vec<_> = wild.iter().map(|(force, period, definition, count, population)| {
            let (definition, relation) = DEFINITIONS[*definition];
            PeriodReturn {
                force: CODES[*force], period: *period, definition, relation,
                count: *count, population: *population, breaks: false,
            }
        }).collect();
        if let Ok(links) = like_for_like(&rows) {
            for link in links {
                prop_assert!(link.ratio.is_none_or(f64::is_finite) && link.index.is_none_or(f64::is_finite));
            }
        }
        for (_, _, _, count, population) in &wild {
            let (count, total) = (count.unwrap_or(0), population.unwrap_or(0));
            if let Ok(share) = share(count, total / 3, total, 0.6) {
                prop_assert!(0.0 <= share.identified.lower && share.identified.upper <= 1.0);
            }
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

fn row(force: &'static str, period: i32, definition: usize, count: i64) -> PeriodReturn<'static> {
    let (definition, relation) = DEFINITIONS[definition];
    PeriodReturn { force, period, definition, relation, count: Some(count), population: Some(1_000), breaks: false }
}

#[test]
fn every_part_of_a_change_is_told_apart() {
    let mut broken = row("D", 1, 0, 9);
    broken.breaks = true;
    let rows = [
        row("A", 0, 0, 10),
        row("A", 1, 1, 14),
        row("B", 0, 2, 20),
        row("B", 1, 0, 13),
        row("C", 0, 2, 30),
        row("C", 1, 3, 38),
        row("D", 0, 0, 5),
        broken,
        row("E", 0, 2, 40),
        row("E", 1, 2, 41),
        row("F", 1, 0, 100),
        row("G", 0, 0, 200),
        row("H", 0, 4, 7_000),
        row("H", 1, 4, 8_000),
    ];
    let links = like_for_like(&rows).unwrap();
    let [link] = links.as_slice() else { panic!("one link") };
    let parts = link.decomposition;
    assert_eq!(parts.matched, 4, "two names of the agreed definition are the same thing");
    assert_eq!(parts.definition_changed, -7 + 8 + 4);
    assert_eq!(parts.other_definition, 1);
    assert_eq!((parts.joined, parts.left, parts.revisions), (100, -200, 0));
    assert_eq!(parts.change, 4 + 5 + 1 + 100 - 200, "custody events are in no total");
    assert_eq!((link.forces, link.ratio), (1, Some(1.4)));
    assert!(link.is_thin());
}

/// A year in which no force can be matched ends the chain: later links stand, the index does not resume.
#[test]
fn nothing_is_chained_across_a_missing_link() {
    let rows = [row("A", 0, 0, 10), row("A", 1, 2, 10), row("A", 2, 0, 10), row("A", 3, 0, 20)];
    let links = like_for_like(&rows).unwrap();
    assert_eq!(links.iter().map(|link| link.ratio).collect::<Vec<_>>(), [None, None, Some(2.0)]);
    assert!(links.iter().all(|link| link.index.is_none()));
    let gap = [row("A", 0, 0, 10), row("A", 2, 0, 10)];
    assert_eq!(like_for_like(&gap), Err(NationalError::MissingPeriod { after: 0, before: 2 }));
    assert_eq!(like_for_like(&[]), Ok(Vec::new()));
}

#[test]
fn a_force_without_population_counts_in_the_change_but_not_in_the_link() {
    let mut transport = [row("A", 0, 0, 10), row("A", 1, 0, 30), row("B", 0, 0, 10), row("B", 1, 0, 11)];
    for row in transport.iter_mut().take(2) {
        row.population = None;
    }
    let links = like_for_like(&transport).unwrap();
    assert_eq!(links[0].decomposition.matched, 21);
    assert_eq!(links[0].forces, 1);
    close(links[0].ratio.unwrap(), 1.1, 1e-15, "ratio");
}

#[test]
fn change_of_shares() {
    let (earlier, later) = (share(10, 20, 100, 0.6).unwrap(), share(30, 5, 100, 0.6).unwrap());
    let change = share_change(earlier.identified, later.identified);
    close(change.lower, 0.0, 1e-15, "30 % less 10 + 20 %");
    close(change.upper, 0.25, 1e-15, "35 % less 10 %");
}
