//! Offence 71 by quarter: level, limits and dispersion over time, and the year that runs.
//!
//! Expected numbers were computed from the published file by a second program, which shares no code with this one.

use assess::statistics::change::Direction;

use crate::numbers::prepared;

/// 35 quarters from April 2017 on: their mean, and the mean difference of neighbours, 38.676….
#[test]
fn the_chart_of_offence_71_has_the_level_and_limits_of_the_second_program() {
    let prepared = prepared();
    let quarterly = prepared.picture.offence("71").unwrap().quarterly.as_ref().unwrap();
    assert_eq!(quarterly.quarters.len(), 35);
    let close = |found: f64, expected: f64| assert!((found - expected).abs() <= 1e-9 * expected, "{found}, {expected}");
    close(quarterly.limits.centre, 259.77142857142854);
    close(quarterly.limits.lower, 156.89201680672267);
    close(quarterly.limits.upper, 362.6508403361344);
    close(quarterly.over_time.dispersion, 4.525682571727501);
    assert_eq!(quarterly.signals().count(), 0);
    let text = |id: &str| &prepared.facts.get(&format!("offence-71.{id}")).unwrap().text;
    assert!(text("quarters-said").contains("260 offences on average"), "{}", text("quarters-said"));
    assert!(text("quarters-said").contains("from 157 to 363"), "{}", text("quarters-said"));
    assert_eq!(text("quarters-first"), "April to June 2017");
    assert_eq!(text("dispersion-over-time"), "4.5");
}

/// 716 from April to December 2024 and 823 in 2025: √(4.5257 (1/716 + 1/823)) = 0.10872, and t on 34 degrees of freedom is 2.03224, so that
/// the ratio 1.1494 lies between 1.1494 / e^0.22094 and 1.1494 × e^0.22094. One force adds 64 of the 107.
#[test]
fn the_year_that_runs_is_compared_with_the_same_months() {
    let prepared = prepared();
    let quarterly = prepared.picture.offence("71").unwrap().quarterly.as_ref().unwrap();
    let to_date = quarterly.to_date.unwrap();
    assert_eq!((to_date.before, to_date.now, to_date.quarters, to_date.of_one_force), (716, 823, 3, Some(64)));
    assert_eq!(to_date.change.direction, Direction::NoClearChange);
    let (lower, upper) = (to_date.change.interval.lower, to_date.change.interval.upper.unwrap());
    assert!((lower - 0.9216).abs() < 1e-3 && (upper - 1.4336).abs() < 1e-3, "{lower} to {upper}");
    let said = &prepared.facts.get("offence-71.to-date-said").unwrap().text;
    assert!(
        said.contains("there were 716") && said.contains("showed no clear change (from \u{2212}8% to +43%)"),
        "{said}"
    );
    assert!(said.ends_with("One force alone accounts for +64 of the difference, +107"), "{said}");
    let table = prepared.tables.iter().find(|table| table.id() == "recorded-to-date").unwrap();
    assert_eq!(table.printed()[0][1..4], ["716", "823", "1.15"]);
}
