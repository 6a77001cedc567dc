//! The series that all forces count alike, and what the estimate would be if others differ.

use assess::statistics::change::Direction;

use crate::numbers::prepared;

/// The exploitation class of the group-based counts, added up from the committed file by a second program.
const CLASS: [i64; 5] = [623, 739, 716, 826, 773];

#[test]
fn the_class_that_all_forces_count_alike_is_a_series() {
    let prepared = prepared();
    let [series] = prepared.picture.alike.as_slice() else { panic!("one series") };
    let counts: Vec<i64> = series.years.iter().map(|year| year.count.value()).collect();
    assert_eq!((counts, *series.forces), (CLASS.to_vec(), 44));
    let over_all = series.over_all.value().unwrap();
    assert!((over_all.ratio.unwrap() - 773.0 / 623.0).abs() < 1e-12);
    assert_eq!(over_all.direction, Direction::Rose);
    let to_last = series.years.last().unwrap().change.as_ref().unwrap().value().unwrap();
    assert!((to_last.ratio.unwrap() - 773.0 / 826.0).abs() < 1e-12);
    let text = &prepared.facts.get("alike.said").unwrap().text;
    for part in ["All 44 forces", "narrower than the agreed one", "623 crimes in 2021/22", "the count rose (from +"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn an_estimate_says_what_it_would_be_if_others_differ() {
    let prepared = prepared();
    for year in &prepared.picture.agreed.years {
        let totals = year.if_imputed_differ.value();
        let Some(estimate) = year.outcome.value().estimate() else {
            assert!(totals.is_empty());
            continue;
        };
        let percents: Vec<i32> = totals.iter().map(|(percent, _)| *percent).collect();
        assert_eq!(percents, [-50, -20, 20, 50, 100]);
        assert!(totals.is_sorted_by(|one, other| one.1 <= other.1), "{totals:?}");
        let (less, more) = (totals[1].1, totals[2].1);
        assert!(less <= estimate.total && estimate.total <= more);
    }
    let text = &prepared.facts.get("group-based-cse.estimate-or-absence.2025-26").unwrap().text;
    assert!(text.contains("record a fifth more than the model says"), "{text}");
}
