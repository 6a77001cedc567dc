//! Analytical confidence, proposed with its reasons and decided by the analyst.

use std::collections::BTreeMap;

use assess::edition::confidence::{Headline, Rating, Threshold};
use assess::national::confidence::{Criterion, Rated};
use assess::national::number::Raw;

use crate::numbers::prepared;
use crate::project::{Project, assess, said, succeed};

const JUDGEMENTS: &str = "report/2027/judgements.toml";
const EDITION: &str = "report/2027/edition.toml";

fn of(rated: &[Rated<Raw>], headline: Headline) -> &Rated<Raw> {
    rated.iter().find(|one| one.headline == headline).unwrap()
}

fn supports(rated: &Rated<Raw>) -> BTreeMap<String, Rating> {
    rated.reasons.iter().map(|reason| (format!("{:?}", reason.criterion), reason.supports)).collect()
}

/// Worked by hand: the range of 2025/26 is 884 to 9,676, so its width is 8,792 of a middle of 5,280, 166.5 %; 12 of 43
/// forces hold a current profile, 27.9 %. Both are low, so the whole is low, however good the coverage.
#[test]
fn the_weakest_criterion_decides() {
    let prepared = prepared();
    let rated = of(&prepared.picture.confidence, Headline::NationalNumber);
    assert_eq!((rated.proposed, rated.rating()), (Rating::Low, Rating::Low));
    let deciding: Vec<Criterion> = rated.deciding().map(|reason| reason.criterion).collect();
    assert_eq!(deciding, [Criterion::RangeWidth, Criterion::CurrentProfiles]);
    let reason = |criterion| rated.reasons.iter().find(|reason| reason.criterion == criterion).unwrap();
    let value = |criterion| *reason(criterion).value.as_ref().unwrap().value();
    assert!((value(Criterion::RangeWidth) - 8_792.0 / 5_280.0).abs() < 1e-12);
    assert!((value(Criterion::CurrentProfiles) - 12.0 / 43.0).abs() < 1e-12);
    assert_eq!(supports(rated)["Coverage"], Rating::High);
    let text = |id: &str| prepared.facts.get(id).unwrap().text.clone();
    assert_eq!(text("confidence.national-number"), "low");
    assert_eq!(
        text("confidence.national-number.reasons"),
        "the width of its range is 167% of its middle and 28% of forces hold a current problem profile"
    );
}

/// Offence 71: the limits of Byar's formula for 962 are 902.16 and 1,024.76, which is a width of 12.7 % of it; its quarters vary 4.53 times
/// as much as by chance, so it is √4.53 times as wide, 27.1 %: moderate, not high.
#[test]
fn a_recorded_count_rests_on_no_definition_and_the_analyst_may_go_below_the_proposal() {
    let prepared = prepared();
    let rated = of(&prepared.picture.confidence, Headline::RecordedOffence);
    let width = rated.reasons.iter().find(|reason| reason.criterion == Criterion::IntervalWidth).unwrap();
    assert!(
        (width.value.as_ref().unwrap().value() - (1024.764070 - 902.161607) / 962.0 * f64::sqrt(4.525682571727501))
            .abs()
            < 1e-8
    );
    assert!(!supports(rated).contains_key("AgreedDefinition") && !rated.lineage.synthetic());
    assert_eq!((rated.proposed, rated.rating()), (Rating::Moderate, Rating::Moderate));
    let table = prepared.tables.iter().find(|table| table.id() == "confidence").unwrap();
    let row = table.printed().into_iter().find(|row| row[0] == "Recorded offence 71, 2024/25").unwrap();
    assert_eq!(row[1..4], ["Moderate", "Moderate", "The width of its interval is 27.1% of it"]);
    assert_eq!(row[4], rated.set.as_ref().unwrap().1, "the reason is printed");
}

/// A width of numbers that are withheld would be told to a third by what it supports.
#[test]
fn what_is_not_shown_supports_no_more_than_low_confidence() {
    let project = Project::copy();
    let policy = project.text("data/policies/small-counts.toml");
    let policy = policy
        .replace("withhold_to = 0\n", "withhold_to = 50000\n")
        .replace("withhold_to = 7\n", "withhold_to = 50000\n");
    project.write("data/policies/small-counts.toml", policy);
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    let prepared =
        assess::pipeline::prepare(&mut opened, assess::pipeline::Order::edition(2027), &mut assess::pipeline::Silent)
            .unwrap_or_else(|failure| panic!("{failure}"));
    let rated = of(&prepared.picture.confidence, Headline::LikeForLike);
    assert!(supports(rated)["IntervalWidth"] > Rating::Low, "{rated:?}");
    let shown = &prepared.protected.picture.confidence;
    let shown = shown.iter().find(|one| one.headline == Headline::LikeForLike).unwrap();
    let width = shown.reasons.iter().find(|reason| reason.criterion == Criterion::IntervalWidth).unwrap();
    assert!(width.value.as_ref().is_some_and(|width| width.is_withheld()));
    assert_eq!((width.supports, shown.proposed), (Rating::Low, Rating::Low));
    assert!(
        prepared.facts.get("confidence.like-for-like.reasons").unwrap().text.contains("no interval of it is published")
    );
}

#[test]
fn a_threshold_belongs_to_the_better_side() {
    let threshold = Threshold { high: 80, moderate: 50 };
    let ratings = [80.0, 79.9, 50.0, 49.9].map(|value| threshold.at_least(value));
    assert_eq!(ratings, [Rating::High, Rating::Moderate, Rating::Moderate, Rating::Low]);
    let threshold = Threshold { high: 20, moderate: 60 };
    let ratings = [20.0, 20.1, 60.0, 60.1].map(|value| threshold.at_most(value));
    assert_eq!(ratings, [Rating::High, Rating::Moderate, Rating::Moderate, Rating::Low]);
}

#[test]
fn a_rating_above_the_proposal_stands_with_its_reason() {
    let project = Project::copy();
    let reason = "A second reading of the returns found the unmatched forces to be small.";
    let entry = format!("\n[[confidence]]\nheadline = \"national-number\"\nrating = \"high\"\nreason = \"{reason}\"\n");
    let text = project.text(JUDGEMENTS);
    project.write(JUDGEMENTS, text + &entry);
    let said = succeed(project.root(), &["facts", "confidence.national-number"]);
    assert!(said.contains("confidence.national-number\n    high"), "{said}");
    assert!(said.contains("confidence.national-number.proposed\n    low"), "{said}");
}

#[test]
fn an_edition_without_judgements_takes_every_proposal() {
    let project = Project::copy();
    std::fs::remove_file(project.path(JUDGEMENTS)).unwrap();
    let said = succeed(project.root(), &["facts", "confidence.recorded-offence"]);
    assert!(said.contains("confidence.recorded-offence\n    moderate"), "{said}");
}

#[test]
fn a_headline_or_rating_that_is_not_one_is_refused_with_its_line() {
    let project = Project::copy();
    let first = project.text(JUDGEMENTS);
    for (find, replace, expected) in [
        ("\"recorded-offence\"\nrating", "\"offence-71\"\nrating", "unknown variant `offence-71`"),
        ("rating = \"moderate\"", "rating = \"likely\"", "unknown variant `likely`"),
    ] {
        project.write(JUDGEMENTS, first.replacen(find, replace, 1));
        let answer = said(&assess(project.root(), &["build", "--quiet"]));
        assert!(answer.contains("error[settings-invalid]") && answer.contains(expected), "{answer}");
    }
    let entry = "\n[[confidence]]\nheadline = \"recorded-offence\"\nrating = \"low\"\n";
    project.write(JUDGEMENTS, first + entry);
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    assert!(answer.contains("the confidence in `recorded-offence` is rated twice"), "{answer}");
}

#[test]
fn thresholds_that_cannot_be_are_refused() {
    let project = Project::copy();
    project.replace(
        EDITION,
        "coverage_percent = { high = 95, moderate = 75 }",
        "coverage_percent = { high = 70, moderate = 75 }",
    );
    project.replace(
        EDITION,
        "width_percent = { high = 20, moderate = 60 }",
        "width_percent = { high = 70, moderate = 60 }",
    );
    project.replace(EDITION, "{ high = 80, moderate = 50 }", "{ high = 101, moderate = 50 }");
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    for expected in [
        "high confidence would need 70 and moderate more, 75",
        "high confidence would allow 70 and moderate less, 60",
        "101 is not a percentage of a whole",
    ] {
        assert!(answer.contains(&format!("error[edition-invalid]: {expected}")), "{answer}");
    }
}

/// The terms of the probability yardstick are for judgements that people make.
#[test]
fn no_term_of_probability_is_generated() {
    const TERMS: [&str; 7] =
        ["remote chance", "unlikely", "realistic possibility", "likely", "probable", "highly likely", "almost certain"];
    let prepared = prepared();
    let words = |text: &str| format!(" {} ", text.to_lowercase().replace(['.', ',', ':', ';', '(', ')'], " "));
    for (id, fact) in prepared.facts.iter() {
        assert!(TERMS.iter().all(|term| !words(&fact.text).contains(&format!(" {term} "))), "{id}: {}", fact.text);
    }
    let table = prepared.tables.iter().find(|table| table.id() == "confidence").unwrap();
    for cell in table.printed().iter().flatten().chain(&table.notes) {
        assert!(TERMS.iter().all(|term| !words(cell).contains(&format!(" {term} "))), "{cell}");
    }
}

/// A word or two are no reason that an annex could print.
#[test]
fn a_reason_is_a_sentence() {
    let project = Project::copy();
    let text = project.text(JUDGEMENTS);
    let entry = "\n[[confidence]]\nheadline = \"national-number\"\nrating = \"high\"\nreason = \"Looks fine.\"\n";
    project.write(JUDGEMENTS, text + entry);
    let answer = said(&assess(project.root(), &["facts", "confidence"]));
    assert!(
        answer.contains("error[confidence-unreasoned]") && answer.contains("its reason is not a sentence"),
        "{answer}"
    );
}
