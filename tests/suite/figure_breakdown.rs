//! Breakdowns and the newest words of the grid: what they promise, at their extremes, and what they refuse.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::figure_change::{refused, says, texts};
use super::figure_extremes::sound;
use super::figure_more_samples::{COUNTS, breakdown, broken_down, share};
use super::figure_samples::{coverage, words};
use assess::figure::*;
use assess::wording::format;

#[test]
fn a_share_among_known_is_drawn_only_where_enough_is_known() {
    let diamonds = |svg: &Svg| svg.as_str().matches("#f46a25").count();
    let little = breakdown().draw(&words(false), Dress::Plain).unwrap();
    assert_eq!(diamonds(&little), 0);
    for text in ["Known for 33% of 1,566 suspects; shares among known are shown from 60%.", "Not recorded", "67%"] {
        assert!(says(&little, text), "{text:?} in {:?}", texts(&little));
    }
    let much = broken_down(&COUNTS, 100).draw(&words(false), Dress::Plain).unwrap();
    assert_eq!(diamonds(&much), 5 + 1, "five and the key");
    assert!(says(&much, "Known for 84% of 617 suspects") && !says(&much, "Too little"));
}

#[test]
fn a_suppressed_category_is_absent_with_its_marker() {
    let mut chart = broken_down(&COUNTS, 100);
    let category = &mut chart.categories[4];
    (category.lower, category.upper) = (Shown::absent("[c]", "suppressed"), Shown::absent("[c]", "suppressed"));
    category.among_known = Shown::absent("[c]", "");
    let svg = chart.draw(&words(false), Dress::Plain).unwrap();
    assert!(says(&svg, "[c] suppressed"));
    assert_eq!(chart.table().rows[4][1..7], ["", "[c]", "", "[c]", "", "[c]"]);
}

#[test]
fn shares_that_contradict_each_other_are_refused() {
    let words = words(false);
    let with = |change: &dyn Fn(&mut Breakdown)| {
        let mut chart = breakdown();
        change(&mut chart);
        chart.draw(&words, Dress::Plain)
    };
    refused(with(&|chart| chart.categories[0].among_known = share(0.54)), "only 33% is known");
    refused(with(&|chart| chart.categories[0].lower = share(0.9)), "smaller share first");
    refused(with(&|chart| chart.categories[0].upper = share(0.5)), "not as wide");
    refused(with(&|chart| chart.not_recorded = share(0.5)), "do not add to 1");
    refused(with(&|chart| chart.coverage.value = Some(33.0)), "more than all");
    refused(with(&|chart| chart.categories.extend(chart.categories.clone())), "one category only");
    let bad = with(&|chart| chart.categories[1].upper.value = Some(f64::NAN));
    assert!(matches!(bad, Err(FigureError::BadNumber { .. })));
    let empty = with(&|chart| chart.categories.clear());
    assert!(matches!(empty, Err(FigureError::Empty { .. })));
}

#[test]
fn breakdowns_at_their_extremes() {
    let mut absent = breakdown();
    for category in &mut absent.categories {
        (category.lower, category.upper) = (Shown::absent("[c]", ""), Shown::absent("[c]", "suppressed"));
    }
    (absent.coverage, absent.total) = (Shown::absent("[x]", ""), Shown::absent("[x]", ""));
    absent.not_recorded = Shown::absent("[x]", "not available");
    let names: Vec<String> = (0..60).map(|index| format!("Category {index}")).collect();
    let many: Vec<(&str, u32)> = names.iter().map(|name| (name.as_str(), 7)).collect();
    let long = [("A category whose name goes on and on, far beyond its column, to the end of the world", 40), ("B", 9)];
    let cases = [
        ("breakdown one category", broken_down(&[("White", 12)], 3)),
        ("breakdown all known", broken_down(&COUNTS, 0)),
        ("breakdown none known", broken_down(&[("White", 0), ("Asian", 0)], 500)),
        ("breakdown of nothing", broken_down(&[("White", 0), ("Asian", 0)], 0)),
        ("breakdown very large", broken_down(&[("White", 1_900_000_000), ("Asian", 1)], 900_000_000)),
        ("breakdown sixty categories", broken_down(&many, 31)),
        ("breakdown long words", broken_down(&long, 11)),
        ("breakdown all absent", absent),
    ];
    for (name, mut chart) in cases {
        if name == "breakdown of nothing" {
            // No records: nothing is known and nothing is missing, and no share exists.
            for category in &mut chart.categories {
                let none = Shown::absent("[z]", "no suspects");
                (category.lower, category.upper, category.among_known) = (none.clone(), none.clone(), none);
            }
            (chart.coverage, chart.not_recorded) = (Shown::absent("[z]", ""), Shown::absent("[z]", ""));
        }
        sound(name, 10.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN") && chart.table().rows.len() == chart.categories.len() + 1);
    }
}

#[test]
fn a_different_unit_has_a_letter_and_a_row_in_the_key() {
    let mut chart = coverage();
    chart.regions[0].forces[0].cells[0] = Counting::DifferentUnit;
    let svg = chart.draw(&words(false), Dress::Plain).unwrap();
    assert!(texts(&svg).contains(&"U".to_owned()) && texts(&svg).contains(&"different unit".to_owned()));
    assert!(chart.table().rows.iter().any(|row| row[3] == "a different unit"));
}

#[test]
fn changes_are_written_with_their_sign() {
    assert_eq!(format::signed(1_234), "+1,234");
    assert_eq!(format::signed(-56), "\u{2212}56");
    assert_eq!(format::signed(0), "0");
    assert_eq!(format::signed(i64::MIN), "\u{2212}9,223,372,036,854,775,808");
    assert_eq!(format::percent(0.5), "50%");
    assert_eq!(format::percent(0.6667), "66.7%");
}
