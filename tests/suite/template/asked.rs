//! That the repository's own contract becomes a form, and that the demonstration's returns pass through its workbook.

use assess::contract::Contracts;
use assess::definition::Definitions;
use assess::edition::Edition;
use assess::source::Project;
use assess::template::{Asked, Guidance, explained};

use super::*;

pub(super) fn asked(force: &str, period: &str) -> Form {
    of("adr-group-based", force, period, true)
}

/// The form of a return as the repository's contract and guidance make it.
pub(super) fn of(contract: &str, force: &str, period: &str, optional: bool) -> Form {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = if root.join("data").is_dir() { root.to_owned() } else { root.join("..") };
    let mut project = Project::open(&root).unwrap();
    let definitions = Definitions::read(&mut project).map_err(print).unwrap();
    let contracts = Contracts::read(&mut project, &definitions).map_err(print).unwrap();
    let year = Edition::newest(&project).unwrap();
    let edition = Edition::read(&mut project, year, &definitions).map_err(print).unwrap();
    let contract = contracts.get(contract).unwrap();
    let guidance = Guidance::read(&mut project, contract, explained(contract, &edition)).map_err(print).unwrap();
    Form::of(Asked {
        contract,
        contracts: &contracts,
        definitions: &definitions,
        edition: &edition,
        force: &choice(force, "A force"),
        period: period.parse().unwrap(),
        guidance: &guidance,
        optional,
        synthetic_example: true,
    })
    .unwrap()
}

#[test]
fn the_contract_becomes_a_form_through_which_the_demonstration_passes() {
    for (force, period) in [("E23000005", "2025/26"), ("BTP", "2022/23")] {
        let form = asked(force, period);
        let mut expected = demo(force, period);
        // The workbook asks for every category of the code list; the demonstration has none of this one.
        let mut other = expected.iter().find(|line| line.3 == "suspect_sex").unwrap().clone();
        (other.4, other.5) = ("other".to_owned(), "0".to_owned());
        expected.push(other);
        expected.sort();
        for (format, file) in FORMATS {
            let workbook = own(&bytes(&form, &filling(&form, &expected), format), file);
            let rows = read_back(&workbook, &form).map_err(print).unwrap();
            assert_eq!(lines(&rows), expected, "{force} {period} {file}");
        }
    }
}

#[test]
fn a_contract_that_asks_for_something_else_makes_another_template() {
    let form = asked("BTP", "2022/23");
    let mut fewer = form.clone();
    fewer.contract_version += 1;
    let workbook = own(&bytes(&form, &Filling::default(), Format::Ods), "a.ods");
    assert_eq!(read_back(&workbook, &fewer).unwrap_err()[0].id, "template-outdated");
    let names: Vec<&str> = form.sections.iter().map(|section| section.sheet.as_str()).collect();
    assert!(names.contains(&"CSAE crimes context") && names.contains(&"CSE suspects suspect sex"), "{names:?}");
}
