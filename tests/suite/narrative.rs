//! The words of the shipped chapter, held against the checks of the text.

use std::collections::BTreeSet;
use std::fs;

use assess::chapter::Text;
use assess::chapter::judgements::Shown;
use assess::chapter::narrative::{CHECKS, Context, told};
use assess::fault::Failure;
use assess::pipeline::{self, Order, Silent};
use assess::source::Project as Input;

use crate::numbers::prepared;
use crate::project::{Project, repository};

#[test]
fn no_check_of_the_text_finds_anything_in_the_shipped_chapter() {
    assert_eq!(prepared().narrative(), []);
}

#[test]
fn each_check_of_the_text_stands_in_the_documentation_once() {
    let page = fs::read_to_string(repository().join("docs/checks.md")).unwrap();
    let ids: BTreeSet<&str> = CHECKS.iter().map(|check| check.id).collect();
    assert_eq!(ids.len(), CHECKS.len());
    for id in ids {
        assert_eq!(page.matches(&format!("\n### {id}\n")).count(), 1, "{id}");
    }
}

#[test]
fn a_figure_that_no_section_draws_is_told() {
    let mut input = Input::open(repository()).unwrap();
    let prepared = prepared();
    let edition = &prepared.protected.picture.edition;
    let whole = Text::read(&mut input, edition).unwrap();
    let unused = |text: &Text| {
        let (facts, figures) = (&prepared.facts, prepared.figures.as_slice());
        let told = told(&Context { text, facts, figures, terms: &[], orphans: &[] });
        told.iter().filter(|told| told.check == "figure-unused").count()
    };
    assert_eq!(unused(&whole), 0);
    assert_eq!(unused(&whole.of(std::iter::empty())), prepared.figures.len());
}

/// One number of one return moves: the alternatives over it are told, with the fingerprint to write, and no other.
#[test]
fn an_alternative_is_stale_when_the_data_under_it_moved() {
    let all = &prepared().figures;
    assert!(all.iter().all(|figure| figure.alternative_of().contains(&figure.fingerprint())));
    let project = Project::copy();
    let figures = "report/2027/figures.toml";
    let funnel = all.iter().find(|figure| figure.id() == "funnel-forces").unwrap().fingerprint();
    project.replace(figures, &format!("alt_of = [\"{funnel}\"]"), "alt_of = [\"00000000\"]");
    for (part, before, after) in [("Q4", 33, 50), ("year", 112, 129)] {
        let cell = |count: i64| {
            format!(
                "E23000001,2025/26,{part},iicsa-organised-network,group_based_cse_crimes,total,all,{count},,synthetic\n"
            )
        };
        project.replace("data/demo/adr_group_based.csv", &cell(before), &cell(after));
    }
    let mut input = Input::open(project.root()).unwrap();
    let moved = pipeline::prepare(&mut input, Order::edition(2027), &mut Silent).unwrap();
    let told: Vec<_> = moved.narrative().into_iter().filter(|told| told.check == "alternative-stale").collect();
    let of = |id: &str| told.iter().find(|told| told.what.contains(&format!("`{id}`")));
    assert!(of("funnel-forces").unwrap().remedy.contains(&funnel));
    let range = moved.figures.iter().find(|figure| figure.id() == "national-range").unwrap();
    let said = of("national-range").unwrap();
    assert!(said.remedy.contains(&range.fingerprint()), "{said:?}");
    assert_eq!(said.place.file, figures);
    for quoted in ["recorded-offence-71", "published-cascade", "coverage"] {
        assert_eq!(of(quoted), None);
    }
}

/// What is different from the assessment before is said of each kind once, in words bound to facts; else it is told at its line.
#[test]
fn what_has_changed_is_said_by_the_edition_and_bound() {
    let fact = |id: &str| prepared().facts.get(id).unwrap();
    let data = fact("changed.data");
    assert!(data.text.contains(&fact("published.group-based.year.last").text), "{}", data.text);
    // Nothing of it is invented.
    for kind in ["definition", "data", "methods", "judgements"] {
        let fact = fact(&format!("changed.{kind}"));
        assert!(!fact.lineage.synthetic() && !fact.text.ends_with('.'), "{}", fact.text);
    }
    // Judgements that stand beside one of the assessment before are those that it names.
    let earlier: Vec<&str> = prepared()
        .judgements
        .iter()
        .map(Shown::judgement)
        .filter(|one| one.earlier.is_some())
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(earlier, ["more-than-recorded", "threat"]);

    let file = "report/2027/edition.toml";
    for (find, replace, id, what) in [
        (
            "{published.group-based.year.last}",
            "{published.group-based.years}",
            "statistic-unknown",
            "there is no statistic `published.group-based.years`",
        ),
        ("here invented", "of 44 forces", "number-unbound", "the number `44` is typed"),
        ("kind = \"methods\"", "kind = \"data\"", "edition-invalid", "what has changed of `data` is said twice"),
        ("kind = \"methods\"", "kind = \"method\"", "settings-invalid", "unknown variant `method`"),
    ] {
        let project = Project::copy();
        project.replace(file, find, replace);
        let mut input = Input::open(project.root()).unwrap();
        let faults = match pipeline::prepare(&mut input, Order::edition(2027), &mut Silent) {
            Err(Failure::Input(faults)) => faults,
            other => panic!("{replace}: {:?}", other.err()),
        };
        assert_eq!((faults[0].id, faults[0].place.file.as_str()), (id, file), "{:?}", faults[0]);
        assert!(faults[0].what.contains(what), "{:?}", faults[0]);
    }
}

/// The scorecard as the inspectorate's report of October 2025 has it: one in progress, one open, four incomplete.
#[test]
fn the_scorecard_says_how_far_the_recommendations_have_come() {
    let text = |id: &str| prepared().facts.get(id).unwrap().text.clone();
    assert_eq!(text("recommendations.count"), "9");
    assert_eq!(
        text("recommendations.said"),
        "Of 9 recommendations, 1 was in progress, 1 was open, 4 were incomplete and 3 were of a state that was not seen"
    );
    let table = prepared().tables.iter().find(|table| table.id() == "recommendations").unwrap();
    assert_eq!(table.rows.len(), 10);
    assert_eq!(table.printed()[5][..1], ["6. New annual data requirement"]);
    assert_eq!(table.printed()[9][2], "[z]");
    assert!(!table.lineage.synthetic());
}
