//! Bridge studies: that they are read, checked and used.

use assess::national::estimate::{Line, Outcome, of_lines};
use assess::national::range::{BridgeStudy, Relation};
use assess::national::returns::{ForceYear, Standing};
use assess::statistics::Confidence;
use proptest::prelude::*;

use crate::numbers::prepared;
use crate::project::{Project, assess, said, succeed};
use crate::statistics::rows::{Row, estimate};

const STUDIES: &str = "data/demo/bridge_studies.csv";

/// The two studies of 2025/26, worked by hand from the committed rows as p₁ y + p₀ (w − y), p = k/n.
/// E23000018: 13 of 27 counted and 2 of 450 others found, 27 counted of 2,148; E23000025: 5 of 5 and 0 of 450, 5 of 1,066.
#[test]
fn two_forces_of_the_last_year_are_estimated_from_their_samples() {
    let prepared = prepared();
    let year = prepared.returns.years.last().unwrap();
    let studied: Vec<&str> =
        year.forces.iter().filter(|force| force.standing.bridged()).map(|force| force.code()).collect();
    assert_eq!(studied, ["E23000018", "E23000025"]);

    let result = prepared.picture.agreed.years.last().unwrap().outcome.value().estimate().unwrap();
    assert_eq!((result.same, result.bridged, result.imputed), (39, 2, 3));
    assert_eq!(result.auxiliary, 2, "the exploitation class, after the parent and the group-based count");
    let counted: i64 = year.forces.iter().filter(|force| force.standing.agreed()).filter_map(|force| force.count).sum();
    let bridged = (13.0 + 2.0 / 450.0 * 2_121.0) + 5.0;
    let others = year.forces.iter().filter(|force| !force.standing.agreed() && !force.standing.bridged());
    let imputed: f64 = others
        .map(|force| {
            let line = force.line();
            line.said.bounds.clip(result.mean_rate * line.sizes[result.auxiliary].unwrap() as f64)
        })
        .sum();
    assert!((result.total - (counted as f64 + bridged + imputed)).abs() < 1e-9, "{}", result.total);
    assert!((result.imputed_share - imputed / result.total).abs() < 1e-12);

    let text = |id: &str| prepared.facts.get(id).unwrap().text.clone();
    assert_eq!(text("group-based-cse.forces-bridged.2025-26"), "2");
    assert_eq!(text("group-based-cse.forces-bridged.2023-24"), "0");
    assert!(text("group-based-cse.estimate-or-absence.2025-26").contains("2 forces are estimated from a sample"));
    let lineage = &prepared.picture.agreed.lineage;
    assert!(lineage.sources().any(|source| source == "demo-bridge-studies"));
}

/// A study lowers what is imputed and leaves the range alone.
#[test]
fn a_study_changes_the_estimate_and_never_the_range() {
    let prepared = prepared();
    for (year, agreed) in prepared.returns.years.iter().zip(&prepared.picture.agreed.years) {
        let with: Vec<Line<'_>> = year.forces.iter().map(ForceYear::line).collect();
        let without: Vec<Line<'_>> = with.iter().map(|line| Line { bridge: None, ..line.clone() }).collect();
        let of = |lines: &[Line<'_>]| of_lines(lines, Confidence::NINETY_FIVE).unwrap().estimate().unwrap();
        assert_eq!(of(&without).range, of(&with).range);
        let (lower, upper) = (agreed.lower.value(), agreed.upper.count().map(|upper| upper.value()));
        assert_eq!((of(&with).range.lower, of(&with).range.upper.count()), (lower, upper));
        let studied = *agreed.count(Standing::bridged);
        assert_eq!(of(&without).imputed - of(&with).imputed, studied);
        assert!(studied == 0 || of(&with).imputed_share < of(&without).imputed_share);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever two samples say, however wildly, the estimate and its interval stay within the range.
    #[test]
    fn the_range_contains_the_estimate_whatever_a_sample_finds(
        counted in 0_i64..=60,
        others in 0_i64..=3_000,
        (read, found) in (0.0..=1.0, 0.0..=1.0),
        (other_read, other_found) in (0.0..=1.0, 0.0..=1.0),
        relation in prop::sample::select(vec![Relation::Narrower, Relation::Broader, Relation::Overlapping]),
    ) {
        let part = |share: f64, whole: i64| (share * whole as f64) as i64;
        // Something is read wherever there is something to read; the contract refuses less.
        let sample = |share, whole: i64| part(share, whole).max(whole.min(1));
        let (counted_sample, other_sample) = (sample(read, counted), sample(other_read, others));
        let study = BridgeStudy {
            counted_sample,
            counted_found: part(found, counted_sample),
            other_sample,
            other_found: part(other_found, other_sample),
        };
        let same = |force, count| Row {
            force, relation: Relation::Same, count: Some(count), parent: Some(2_000), population: None, bridge: None,
        };
        let rows = [
            same("A", 12),
            same("B", 20),
            same("C", 31),
            Row { force: "D", relation, count: Some(counted), parent: Some(counted + others), population: None, bridge: Some(study) },
        ];
        let Outcome::Estimated(result) = estimate(&rows).unwrap() else { panic!("no estimate") };
        let (lower, upper) = (result.range.lower as f64, result.range.upper.count().unwrap() as f64);
        prop_assert_eq!((result.bridged, result.imputed), (1, 0));
        prop_assert!(lower <= result.interval.lower && result.interval.lower <= result.total);
        prop_assert!(result.total <= result.interval.upper && result.interval.upper <= upper);
        prop_assert_eq!(result.imputed_share, 0.0);
    }
}

#[test]
fn a_study_of_an_unknown_force_period_or_definition_is_refused_and_so_is_a_second_one() {
    let project = Project::copy();
    project.replace(STUDIES, "E23000018,2024/25,cse-flag", "Essecks Force,2024/26,cse-flags");
    project.replace(STUDIES, "E23000025,2025/26", "E23000025,2024/25");
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    for expected in [
        "error[force-unknown]: a text of 12 letters and 1 space is not the code or name of a force\n  --> data/demo/bridge_studies.csv:2, column `force_code`",
        "error[period-unknown]: a text of 6 digits and 1 sign is not a financial year such as 2024/25\n  --> data/demo/bridge_studies.csv:2",
        "error[definition-unknown]: a text of 8 letters and 1 sign is not known here\n  --> data/demo/bridge_studies.csv:2",
        "error[row-duplicate]: the row repeats the key of line 5\n  --> data/demo/bridge_studies.csv:6",
    ] {
        assert!(answer.contains(expected), "{answer}");
    }
}

/// A force may say that it has no study; a marker and a count together are refused.
#[test]
fn a_marked_row_is_no_study() {
    let project = Project::copy();
    project.replace(
        STUDIES,
        "cocad-cse,5,5,450,0,2026-08-02,iicsa-organised-network,",
        "cocad-cse,,,,,,iicsa-organised-network,[x]",
    );
    let output = assess(project.root(), &["facts", "group-based-cse.forces-bridged.2025-26"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("\n    1  [synthetic]"), "{}", said(&output));
    project.replace(
        STUDIES,
        "cocad-cse,,,,,,iicsa-organised-network,[x]",
        "cocad-cse,5,,,,,iicsa-organised-network,[x]",
    );
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    assert!(answer.contains("error[value-and-marker]"), "{answer}");
}

/// A study says how many records meet the definition it was read against, and nothing of any other.
#[test]
fn under_another_agreed_definition_no_study_is_used_and_the_chapter_still_builds() {
    let project = Project::copy();
    project.replace("report/2027/edition.toml", "\"iicsa-organised-network\"", "\"cocad-cse\"");
    let facts = succeed(project.root(), &["facts", "group-based-cse.forces-"]);
    assert!(facts.contains("group-based-cse.forces-bridged.2025-26\n    0  [synthetic]"), "{facts}");
    // Two forces counted the COCAD criterion in 2025/26, and now those are the ones that count the agreed definition.
    assert!(facts.contains("group-based-cse.forces-agreed.2025-26\n    2  [synthetic]"), "{facts}");
    let output = assess(project.root(), &["build", "--quiet"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn a_sample_of_none_of_the_counted_records_is_refused() {
    let project = Project::copy();
    project.replace(STUDIES, "cocad-cse,6,6,450,0", "cocad-cse,0,0,450,0");
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    assert!(answer.contains("error[bridge-sample-small]: none of the "), "{answer}");
    assert!(answer.contains("bridge_studies.csv:4, column `counted_sample`"), "{answer}");
}
