//! The ladder of assumptions on the shipped returns.
//!
//! Expected numbers were computed from the committed files by a second program, which shares no code with this one.

use assess::national::assumed::{Rung, Upper};
use assess::national::number::Raw;

use crate::numbers::prepared;
use crate::project::{Project, assess, said};

/// By year: lower and upper end from every count, and the upper end if no force's count exceeds its group-based count, nor
/// what is left of that outside families and institutions.
const EXPECTED: [(i64, i64, i64, i64); 5] = [
    (649, 73_613, 2_809, 1_875),
    (783, 63_527, 2_725, 1_886),
    (785, 50_490, 2_217, 1_571),
    (900, 21_940, 1_628, 1_338),
    (884, 9_676, 1_204, 1_071),
];

fn uppers(rung: &Rung<Raw>) -> Vec<Option<i64>> {
    rung.years
        .iter()
        .map(|year| match &year.upper {
            Upper::Count(count) => Some(count.value()),
            Upper::Figure(figure) => Some(*figure.value()),
            Upper::NotIdentified | Upper::NotUsed(_) => None,
        })
        .collect()
}

#[test]
fn every_count_and_every_rung_give_the_range_of_the_second_program() {
    let picture = &prepared().picture;
    let found: Vec<(i64, i64)> =
        picture.agreed.years.iter().map(|year| (year.lower.value(), year.upper.count().unwrap().value())).collect();
    assert_eq!(found, EXPECTED.map(|(lower, upper, ..)| (lower, upper)));
    let [group, outside, ratio, model] = picture.ladder.rungs.as_slice() else { panic!("four rungs") };
    assert_eq!(uppers(group), EXPECTED.map(|(_, _, upper, _)| Some(upper)));
    assert_eq!(uppers(outside), EXPECTED.map(|(.., upper)| Some(upper)));
    // Fewer than 20 forces gave both counts in the first two years; what is left is below the ratio's ceiling.
    assert_eq!(uppers(ratio)[..2], [None, None]);
    assert_eq!(uppers(ratio)[4], Some(933));
    assert!(model.years.is_empty() && model.test.is_none());
    for rung in [group, outside] {
        let test = rung.test.as_ref().unwrap().value();
        assert_eq!(test.held, Some(test.tested), "it held in every force that gave both");
        assert!(test.tested >= 39 && test.used);
    }
}

/// With the class as what the rate is taken over: 938 (902 to 973) in 2024/25, 893 (884 to 914) in 2025/26.
#[test]
fn the_estimates_are_those_of_the_second_program() {
    let picture = &prepared().picture;
    let estimates: Vec<_> = picture.agreed.years[3..]
        .iter()
        .map(|year| {
            let one = year.outcome.value().estimate().unwrap();
            [one.total, one.interval.lower, one.interval.upper]
        })
        .collect();
    for (found, expected) in estimates.iter().zip([[938.0, 902.0, 973.0], [893.0, 884.0, 914.0]]) {
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 2.0, "{found}, expected about {expected}");
        }
    }
}

#[test]
fn a_rung_that_no_force_can_bear_is_refused_with_its_line() {
    for (find, replace, expected) in [
        (
            r#"ceiling = { measure = "group_based_csae_crimes" }"#,
            r#"ceiling = { measure = "group_based_crimes" }"#,
            "error[assumption-invalid]: no return counts a measure `group_based_crimes`",
        ),
        (
            r#"ceiling = { measure = "group_based_csae_crimes" }"#,
            r#"ceiling = { measure = "group_based_cse_suspects" }"#,
            "error[assumption-invalid]: `group_based_cse_suspects` counts suspects, and what it would bound counts crimes",
        ),
        (
            r#""ritualistic", "other""#,
            r#""ritual", "other""#,
            "error[assumption-invalid]: no force returned `group_based_csae_crimes` by `context` with a category `ritual`",
        ),
    ] {
        let project = Project::copy();
        project.replace("report/2027/assumptions.toml", find, replace);
        let output = assess(project.root(), &["build", "--quiet"]);
        let answer = said(&output);
        assert_eq!(output.status.code(), Some(1), "{answer}");
        assert!(answer.contains(expected) && answer.contains("report/2027/assumptions.toml:"), "{answer}");
    }
}
