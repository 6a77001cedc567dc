//! The recipe of `docs/extending.md` is followed to the letter: its check is declared in one file, listed, described by the
//! settings, documented, and finds what it says.

mod year_round;

use super::declaration::Check;
use super::page::fill_with;
use super::{Finding, Given, Settings, run_those};
use crate::contract::{AdrReturn, ChildPopulation, Contracts, Forces, PublicNumbers, Severity, Sources, role};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::Place;
use crate::period::{FinancialYear, Part};
use crate::source::Project;
use crate::source::catalogue::Catalogue;

const TOY: &Check = &year_round::CHECK;

const SETTINGS: &str = r#"
[[measure]]
name = "group_based_cse_crimes"
contract = "adr-group-based"
totals = true

[[measure]]
name = "group_based_cse_arrests"
contract = "adr-group-based"
totals = true
due = false

[[check]]
id = "year-round"
severity = "warning"
thresholds = { least_count = 200 }
"#;

fn settings(text: &str) -> Settings {
    Settings::parse_for(&[TOY], text.to_owned()).unwrap()
}

fn year(line: u64, measure: &str, value: i64) -> AdrReturn {
    AdrReturn {
        place: Place::line("returns.csv", line),
        line,
        force: "E23000003".to_owned(),
        year: FinancialYear::starting(2024),
        part: Part::Year,
        definition: "cocad-cse".to_owned(),
        measure: measure.to_owned(),
        dimension: "total".to_owned(),
        category: "all".to_owned(),
        value: Some(value),
        marker: None,
        parts: Vec::new(),
    }
}

fn found(settings: &Settings, rows: &[AdrReturn]) -> Vec<Finding> {
    let mut project = Project::open(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let definitions = Definitions::read(&mut project).unwrap();
    let catalogue = Catalogue::read(&mut project).unwrap();
    let contracts = Contracts::read(&mut project, &definitions).unwrap();
    let sources = Sources::of_catalogue(&contracts, &catalogue);
    let mut read = |contract| sources.read(&mut project, contract).unwrap().records;
    let forces = Forces::read(&read(role::FORCES)).unwrap();
    let population = ChildPopulation::read(&read(role::CHILD_POPULATION)).unwrap();
    let edition = Edition::read(&mut project, 2027, &definitions).unwrap();
    let given = Given {
        returns: (rows, "returns.csv"),
        parents: (&[], "parents.csv"),
        profiles: (&[], "profiles.csv"),
        population: &population,
        public: PublicNumbers::default(),
        forces: &forces,
        definitions: &definitions,
        edition: &edition,
        measures: contracts.measures(),
        settings,
    };
    run_those(std::iter::once(TOY), given)
}

#[test]
fn a_check_of_one_file_finds_what_it_declares() {
    let crimes = "group_based_cse_crimes";
    let rows = [year(2, crimes, 300), year(3, "group_based_cse_arrests", 300)];
    let findings = found(&settings(SETTINGS), &rows);
    assert_eq!(findings.len(), 1, "the second measure is not due: {findings:?}");
    assert_eq!((findings[0].check, findings[0].severity), ("year-round", Severity::Warning));
    assert_eq!(findings[0].what, "Lancashire, `group_based_cse_crimes` for 2024/25: the year is 300, a round number");
    assert_eq!(findings[0].subject.contract, "adr-group-based");
    for value in [100, 301] {
        assert_eq!(found(&settings(SETTINGS), &[year(2, crimes, value)]), []);
    }
    let off =
        SETTINGS.replace("severity = \"warning\"", "severity = \"warning\"\noff = \"the forces estimate this year\"");
    assert_eq!(found(&settings(&off), &rows), []);
}

#[test]
fn a_check_that_the_settings_lack_is_missed_with_what_it_needs() {
    let without = SETTINGS.split("[[check]]").next().unwrap();
    let faults = Settings::parse_for(&[TOY], format!("check = []\n{without}")).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].what.contains("`year-round` is missing") && faults[0].remedy.contains("\"note\""), "{faults:?}");
}

#[test]
fn a_check_documents_itself() {
    let page = fill_with(std::iter::once(TOY), include_str!("../../../docs/checks.md")).unwrap();
    assert!(
        page.contains("## Entry\n\n### year-round\n\nA year whose count is a round hundred. *Why:* an estimate was")
    );
    assert!(page.contains("*Severity:* note. *Looks at:* measures that every force owes, one force at a time."));
    assert!(!page.contains("### quarters-sum"), "what stood between the marks is made anew");
    assert!(fill_with(std::iter::once(TOY), "a page without marks").is_none());
}

#[test]
fn the_recipe_shows_the_file_as_it_is() {
    let recipe = include_str!("../../../docs/extending.md");
    assert!(recipe.contains(include_str!("tests/year_round.rs").trim_end()));
}
