//! What a reader takes from a chart, worked out by hand.

use crate::figure::Chart;
use crate::figure::Shown;
use crate::figure::kinds::Rate;
use crate::figure::kinds::pyramid::{Pyramid, PyramidRow, PyramidSide};
use crate::figure::kinds::timeline::{Timeline, TimelineRow};
use crate::figure::spread::spread;

fn rate(value: f64) -> Rate {
    Rate { value: Shown::public(value, value.to_string()), ..Rate::default() }
}

fn without(marker: &str) -> Rate {
    Rate { value: Shown::absent(marker, ""), ..Rate::default() }
}

fn spread_of(rates: &[(&str, Rate)]) -> String {
    spread(rates.iter().map(|(name, rate)| (*name, rate)), "areas")
}

#[test]
fn places_are_told_by_the_lowest_and_the_highest_and_why_some_have_none() {
    assert_eq!(
        spread_of(&[("North", rate(10.0)), ("East", rate(3.0)), ("West", rate(3.0)), ("South", rate(12.0))]),
        "The lowest number is 3 (East) and the highest 12 (South); all 4 areas have one."
    );
    assert_eq!(
        spread_of(&[("North", rate(10.0)), ("East", without("[x]")), ("West", without("[c]")), ("South", rate(10.0))]),
        "Every number is 10; 2 of 4 areas have none [c] [x]."
    );
    assert_eq!(spread_of(&[("North", without("[c]"))]), "None of the areas has a number; 1 of 1 areas have none [c].");
}

#[test]
fn a_pyramid_is_told_by_where_each_side_is_highest_what_is_not_recorded_aside() {
    let side = |name: &str| PyramidSide { name: name.to_owned(), unit: "victims".to_owned() };
    let row = |name: &str, not_recorded: bool, values: [f64; 2]| PyramidRow {
        name: name.to_owned(),
        not_recorded,
        values: values.map(|value| Shown::public(value, value.to_string())),
    };
    let mut pyramid = Pyramid {
        x_title: "Victims".to_owned(),
        sides: [side("Girls"), side("Boys")],
        rows: vec![
            row("10 to 12", false, [4.0, 9.0]),
            row("13 to 15", false, [7.0, 2.0]),
            row("Unknown", true, [99.0, 99.0]),
        ],
        decimals: 0,
        synthetic: false,
    };
    let told = "Girls is highest at 7 (13 to 15), Boys is highest at 9 (10 to 12)";
    assert_eq!(pyramid.finding(), Some(format!("{told}.")));
    pyramid.rows[0].values[0] = Shown::absent("[c]", "withheld");
    assert_eq!(pyramid.finding(), Some(format!("{told}; 1 of 6 numbers are not given.")));
}

#[test]
fn definitions_are_told_by_the_years_they_span_and_the_agreed_one() {
    let row = |name: &str, year: u16, agreed: bool| TimelineRow {
        name: name.to_owned(),
        owner: "An office".to_owned(),
        date: format!("May {year}"),
        year,
        agreed,
    };
    let mut timeline =
        Timeline { rows: vec![row("First", 2009, false), row("Second", 2017, true)], undated: 0, synthetic: false };
    let told = "2 definitions have a date, from 2009 to 2017; the agreed one, Second, is of 2017.";
    assert_eq!(timeline.finding().as_deref(), Some(told));
    timeline.rows.pop();
    assert_eq!(timeline.finding().as_deref(), Some("1 definition has a date, of 2009."));
}
