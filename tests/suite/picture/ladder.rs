//! The ladder of assumptions on the shipped returns.
//!
//! Expected numbers were computed from the committed files by a second program, which shares no code with this one.

use assess::definition::Relation;
use assess::national::asking::{Remedy, records_to_read};
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
            Upper::Figure(figure) => Some(figure.value().end),
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
    let published = ratio.years.iter().map(|year| match &year.upper {
        Upper::Figure(figure) => Some(figure.value().published()),
        _ => None,
    });
    // With 0.30, 0.30 and 0.35 in place of 0.273, 0.298 and 0.310: 1,002, 995 and 951.
    assert_eq!(published.collect::<Vec<_>>(), [None, None, Some(1_020), Some(1_000), Some(960)]);
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

/// By hand: of 1,000 records with n read and half found the interval is 2 × 1.96 × √(1,000 (1,000 − n) / 4n) wide: 100.1 with 277, and
/// 99.9 with 278. Of 50 it takes 45: with 44 it is 5.1 wide and with 45 it is 4.6. Of none, none.
#[test]
fn the_sample_for_a_wanted_width_is_that_worked_by_hand() {
    assert_eq!([1_000, 50, 0].map(|records| records_to_read(records, 0.1)), [278, 45, 0]);
    // The whole of a width may be left: a record or two tell that much.
    assert_eq!(records_to_read(1_000, 1.0), 4);
}

/// What forces add sums to the widths that the second program has, and each force is asked for what it lacks.
#[test]
fn what_forces_add_is_the_width_of_the_range_on_every_rung() {
    let picture = &prepared().picture;
    let asking = &picture.asking;
    let widths: Vec<i64> = (0..asking.rungs.len() + 1)
        .map(|rung| asking.forces.iter().map(|force| force.added.value()[rung].width.unwrap()).sum())
        .collect();
    assert_eq!(widths, [9_676 - 884, 1_204 - 884, 1_071 - 884, 933 - 884]);
    let last = picture.agreed.years.last().unwrap();
    let first: Vec<i64> = asking.forces.iter().map(|force| force.added.value()[0].width.unwrap()).collect();
    assert!(first.is_sorted_by(|one, other| one >= other));
    for force in &asking.forces {
        let standing = last.forces.iter().find(|standing| standing.force.code == *force.code).unwrap();
        assert!(!standing.agreed());
        let expected = match (standing.relation, standing.partial) {
            (Relation::NoReturn, _) => Remedy::Return,
            (Relation::Same, true) => Remedy::Complete,
            _ => Remedy::Adopt,
        };
        assert_eq!(*force.remedy, expected);
        let added = force.added.value();
        assert!(added[0].read.unwrap() >= 100.min(added[0].width.unwrap()), "as many as a bridge study needs");
        assert!(added.last().unwrap().read.is_none(), "a part taken from other forces is no set of records");
    }
    // At OFFICIAL nobody is named, and not how many there are.
    assert!(prepared().protected.picture.asking.forces.is_empty());
}

/// Counts of one force that bound the agreed count from both sides contradict each other only where their own definitions do, so that
/// `definition-against-class`, which names both cells, finds every conflict that the bounds set aside.
#[test]
fn every_conflict_of_a_count_and_its_class_is_a_finding() {
    let picture = &prepared().picture;
    let (_, class) = picture.measures.class_of(&picture.edition.counted.national).unwrap();
    let definitions = &picture.definitions;
    let at_least = |relation| matches!(relation, Relation::Same | Relation::Narrower);
    let at_most = |relation| matches!(relation, Relation::Same | Relation::Broader);
    let mut conflicts = 0;
    for agreed in definitions.ids() {
        let of_class = definitions.relation(&class.definition, agreed);
        for own in definitions.ids() {
            let (of_own, direct) = (definitions.relation(own, agreed), definitions.relation(own, &class.definition));
            if at_least(of_own) && at_most(of_class) {
                assert!(at_least(direct), "{own} above {} under {agreed}: {direct:?}", class.definition);
                conflicts += 1;
            }
            if at_most(of_own) && at_least(of_class) {
                assert!(at_most(direct), "{own} below {} under {agreed}: {direct:?}", class.definition);
                conflicts += 1;
            }
        }
    }
    assert!(conflicts > 10);
}
