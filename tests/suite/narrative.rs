//! The words of the shipped chapter, held against the checks of the text.

use std::collections::BTreeSet;
use std::fs;

use assess::chapter::Text;
use assess::chapter::narrative::{CHECKS, Context, told};
use assess::source::Project as Input;

use crate::numbers::prepared;
use crate::project::repository;

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
