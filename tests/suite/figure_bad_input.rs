//! Bad input, kind by kind: every kind of chart is given each of nine sorts of it, and draws something true and tidy, held to its boxes
//! and its pixels, or refuses with a reason. What a kind cannot be given stands in the table with a word why, so that nothing is left out
//! in silence.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::figure_bad_samples as samples;
use super::figure_change::says;
use super::figure_pixels::assert_clean;
use super::figure_random::LEAST;
use super::figure_random::looks_at_pixels;
use super::figure_samples::{assert_sound, words};
use assess::figure::*;

/// What a chart is given, and what comes of it.
pub(crate) enum Given {
    /// It is drawn, and these words stand in the picture.
    Draws(Box<dyn Chart>, &'static [&'static str]),
    /// It is refused for a reason that holds these words.
    Refuses(Box<dyn Chart>, &'static str),
    /// The kind cannot be given it: why.
    CannotBe(&'static str),
}

pub(crate) fn draws(chart: impl Chart + 'static, says: &'static [&'static str]) -> Given {
    Given::Draws(Box::new(chart), says)
}

pub(crate) fn refuses(chart: impl Chart + 'static, because: &'static str) -> Given {
    Given::Refuses(Box::new(chart), because)
}

/// The row of the table for one kind: no sort of bad input can be forgotten.
pub(crate) struct BadInput {
    pub(crate) one_point: Given,
    pub(crate) none: Given,
    pub(crate) all_withheld: Given,
    pub(crate) all_equal: Given,
    pub(crate) nought_beside_ten_million: Given,
    pub(crate) names_of_sixty_characters: Given,
    pub(crate) forty_four_areas_one_missing: Given,
    pub(crate) break_at_both_ends: Given,
    pub(crate) no_upper_end: Given,
}

impl BadInput {
    fn sorts(self) -> [(&'static str, Given); 9] {
        [
            ("one point", self.one_point),
            ("none", self.none),
            ("all withheld", self.all_withheld),
            ("all equal", self.all_equal),
            ("nought beside ten million", self.nought_beside_ten_million),
            ("names of sixty characters", self.names_of_sixty_characters),
            ("forty-four areas, one missing", self.forty_four_areas_one_missing),
            ("a break at both ends", self.break_at_both_ends),
            ("no upper end", self.no_upper_end),
        ]
    }
}

/// Boxes in every size, dress and standing; in the long run (`just figure-sets`) pixels of the narrowest picture with its stamp and of the one that
/// travels alone.
fn holds(kind: &str, input: BadInput) {
    let mut faults = Vec::new();
    for (sort, given) in input.sorts() {
        let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| hold(&format!("{kind}, {sort}"), &given)));
        if let Err(fault) = held {
            let told = fault.downcast::<String>().map_or_else(|_| "a fault without words".to_owned(), |told| *told);
            faults.push(format!("{sort}: {told}"));
        }
    }
    assert!(faults.is_empty(), "{kind}: {faults:#?}");
}

fn hold(name: &str, given: &Given) {
    match given {
        Given::CannotBe(why) => assert!(why.split(' ').count() > 3, "{name}: say why"),
        Given::Refuses(chart, because) => {
            for size in Size::ALL {
                let error = chart.draw_for(&words(false), Dress::Plain, size).expect_err(name).to_string();
                assert!(error.contains("`sample`") && error.contains(because), "{name}: {error}");
            }
        }
        Given::Draws(chart, said) => {
            for (dress, synthetic) in
                [(Dress::Plain, false), (Dress::Plain, true), (Dress::Standalone, false), (Dress::Standalone, true)]
            {
                for size in Size::ALL {
                    let name = format!("{name}, {dress:?}, {}, synthetic {synthetic}", size.name());
                    let svg = chart
                        .draw_for(&words(synthetic), dress, size)
                        .unwrap_or_else(|error| panic!("{name}: {error}"));
                    assert_sound(&svg, &name, LEAST);
                    let looked_at = match (dress, size) {
                        (Dress::Plain, Size::Column) => synthetic,
                        (Dress::Standalone, Size::Page) => !synthetic,
                        _ => false,
                    };
                    if looked_at && looks_at_pixels() {
                        assert_clean(&svg, &name);
                    }
                }
            }
            let svg = chart.draw(&words(false), Dress::Plain).unwrap();
            for text in *said {
                assert!(says(&svg, text), "{name}: {text:?} is not in {:?}", super::figure_change::texts(&svg));
            }
            let (table, told) = (chart.table(), chart.describe());
            assert!(!table.rows.is_empty() && table.rows.iter().all(|row| row.len() == table.columns.len()), "{name}");
            assert!(!told.is_empty() && !told.contains("NaN") && !told.contains("inf "), "{name}: {told}");
        }
    }
}

/// A test for each kind, and the names of all of them.
macro_rules! kinds {
    ($($kind:literal $of:ident),* $(,)?) => {
        $(
            #[test]
            fn $of() {
                holds($kind, samples::$of());
            }
        )*

        const NAMES: &[&str] = &[$($kind),*];
    };
}

kinds! {
    "bars" bars,
    "breakdown" breakdown,
    "cascade" cascade,
    "control-chart" control,
    "coverage" coverage,
    "dots" dots,
    "funnel" funnel,
    "ladder" ladder,
    "lines" lines,
    "map" map,
    "pyramid" pyramid,
    "national-range" range,
    "ratios" ratios,
    "scorecard" scorecard,
    "recorded-series" series,
    "slope" slope,
    "steps" steps,
    "tiles" tiles,
    "timeline" timeline,
    "waterfall" waterfall,
}

#[test]
fn every_kind_of_the_list_has_its_row() {
    let mut listed: Vec<&str> = KINDS.iter().map(kinds::Declared::name).collect();
    let mut held = NAMES.to_vec();
    listed.sort_unstable();
    held.sort_unstable();
    assert_eq!(held, listed);
}

/// The table sees what it is for: what is not drawn, what is not refused, and words that are not there.
#[test]
fn the_table_tells_of_what_does_not_come_of_it() {
    let fault = |given: Given| {
        let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| hold("tried", &given)));
        held.expect_err("must not hold").downcast::<String>().map_or_else(|_| String::new(), |told| *told)
    };
    let empty = || Dots { rows: Vec::new(), ..super::figure_statistics_samples::dots() };
    assert!(fault(draws(empty(), &[])).contains("has no rows"));
    assert!(fault(refuses(super::figure_statistics_samples::dots(), "no rows")).contains("tried"));
    assert!(fault(refuses(empty(), "another reason")).contains("has no rows"));
    assert!(fault(draws(super::figure_statistics_samples::dots(), &["something else"])).contains("is not in"));
}
