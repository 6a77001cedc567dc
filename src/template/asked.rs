//! What a contract asks of one force, as a form: a section for each measure, whole and by breakdown.
//!
//! In: a contract of returns with its code lists, the definitions and the edition. Out: a form. Sheets are named after the
//! identifiers of measure and breakdown, shortened to what spreadsheet programs allow.

use std::collections::BTreeSet;

use super::form::{Agreed, Choice, EdgeCase, Form, FormError, Section};
use crate::contract::format::model::Measure;
use crate::contract::format::{CheckKind, Contract, Contracts, MARKERS};
use crate::contract::{ALL, TOTAL};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::period::FinancialYear;
use crate::source::sha256;

/// Longest name of a sheet.
const LONGEST: usize = 31;

/// What a form is made of.
pub struct Asked<'a> {
    /// The contract of the return.
    pub contract: &'a Contract,
    /// All contracts, for their code lists.
    pub contracts: &'a Contracts,
    /// Definitions a force may have counted under.
    pub definitions: &'a Definitions,
    /// The edition, for its agreed definition and its publisher.
    pub edition: &'a Edition,
    /// Code and name of the force.
    pub force: &'a Choice,
    /// The financial year.
    pub period: FinancialYear,
    /// Worked cases of the agreed definition.
    pub edge_cases: Vec<EdgeCase>,
    /// Whether the cover says that the workbook is a synthetic example.
    pub synthetic_example: bool,
}

impl Form {
    /// Makes the form of a return for one force and year.
    ///
    /// # Errors
    /// A contract that no workbook can be made of; see [`FormError`].
    pub fn of(asked: Asked<'_>) -> Result<Self, FormError> {
        let unknown = || FormError::Definition(asked.edition.agreed_definition.clone());
        let agreed = asked.definitions.get(&asked.edition.agreed_definition).ok_or_else(unknown)?;
        let sections = sections(asked.contract, asked.contracts);
        let titles = MARKERS.iter().filter(|(id, _)| asked.contract.markers.iter().any(|marker| marker == id));
        let form = Self {
            contract: asked.contract.id.clone(),
            contract_version: fingerprint(&sections),
            title: asked.contract.title.clone(),
            organisation: asked.edition.publisher.clone(),
            force_code: asked.force.id.clone(),
            force_name: asked.force.title.clone(),
            period: asked.period,
            definitions: asked.definitions.iter().map(|definition| choice(&definition.id, &definition.title)).collect(),
            agreed: Agreed {
                id: agreed.id.clone(),
                title: agreed.title.clone(),
                text: agreed.text.clone(),
                owner: agreed.owner.clone(),
            },
            edge_cases: asked.edge_cases,
            sections,
            markers: titles.map(|(id, title)| choice(id, title)).collect(),
            synthetic_example: asked.synthetic_example,
        };
        form.check()?;
        Ok(form)
    }
}

fn choice(id: &str, title: &str) -> Choice {
    Choice { id: id.to_owned(), title: title.to_owned() }
}

fn sections(contract: &Contract, contracts: &Contracts) -> Vec<Section> {
    let mut names = BTreeSet::new();
    let mut sections = Vec::new();
    let sums = |measure: &Measure| {
        let mut checks = contract.checks.iter().filter(|check| check.kind == CheckKind::PartsEqualTotal);
        checks.any(|check| check.measures.is_empty() || check.measures.contains(&measure.id))
    };
    let common = common_words(&contract.measures);
    for measure in &contract.measures {
        if measure.total {
            sections.push(Section {
                id: format!("{}-{TOTAL}", measure.id),
                sheet: sheet_name(measure, common, TOTAL, &mut names),
                title: measure.title.clone(),
                help: format!("Enter the number of {} in each quarter. The sheet adds up the year.", measure.unit),
                measure: measure.id.clone(),
                unit: measure.unit.clone(),
                dimension: TOTAL.to_owned(),
                categories: vec![choice(ALL, &format!("All {}", measure.unit))],
                sums_to_total: false,
                quarters: contract.coverage.parts.iter().any(|part| part == "Q1"),
                due: measure.due,
                definition: None,
            });
        }
        for dimension in measure.dimensions.iter().filter_map(|id| contract.dimension(id)) {
            let Some(list) = contracts.codelist_of(&contract.id, &dimension.codelist) else { continue };
            // A code and the finer ones within it count the same things twice: the widest are asked for.
            let widest = list.codes().filter(|code| code.within.is_empty());
            let categories: Vec<Choice> = widest.map(|code| choice(&code.id, &code.title)).collect();
            let rest = categories.iter().find(|category| category.id == dimension.not_recorded);
            let rest = rest.map_or_else(String::new, |rest| format!(" What is not known goes under {}.", rest.title));
            let note = if dimension.note.is_empty() { String::new() } else { format!(" {}", dimension.note) };
            sections.push(Section {
                id: format!("{}-{}", measure.id, dimension.id),
                sheet: sheet_name(measure, common, &dimension.id, &mut names),
                title: format!("{}: {}", measure.title, dimension.title),
                help: format!("Enter the number of {} of the year in each category.{rest}{note}", measure.unit),
                measure: measure.id.clone(),
                unit: measure.unit.clone(),
                dimension: dimension.id.clone(),
                categories,
                sums_to_total: sums(measure),
                quarters: false,
                // A breakdown may be given; what every force owes is the whole.
                due: false,
                definition: None,
            });
        }
    }
    sections
}

/// How many words the identifiers of all measures begin with, where there are several.
fn common_words(measures: &[Measure]) -> usize {
    let words = |measure: &'_ Measure| measure.id.split('_').map(str::to_owned).collect::<Vec<_>>();
    let [first, others @ ..] = measures else { return 0 };
    let first = words(first);
    let shared = |other: &Measure| first.iter().zip(words(other)).take_while(|(one, two)| *one == two).count();
    others.iter().map(shared).min().unwrap_or(0)
}

/// Name of a sheet: the words of both identifiers, without those that all measures begin with.
fn sheet_name(measure: &Measure, common: usize, dimension: &str, names: &mut BTreeSet<String>) -> String {
    let title = measure.title.to_lowercase();
    // A word of the identifier that the title does not have is an abbreviation.
    let word = |word: &str| if title.contains(word) { word.to_owned() } else { word.to_uppercase() };
    let counted: Vec<String> = measure.id.split('_').skip(common).map(word).collect();
    let mut breakdown: Vec<&str> = dimension.split('_').collect();
    let join = |breakdown: &[&str]| format!("{} {}", counted.join(" "), breakdown.join(" "));
    while breakdown.len() > 1 && join(&breakdown).chars().count() > LONGEST {
        breakdown.remove(0);
    }
    let full = join(&breakdown);
    let mut name: String = full.chars().take(LONGEST).collect::<String>().trim().to_owned();
    let mut number = 2;
    while !names.insert(name.to_lowercase()) {
        let ending = format!(" {number}");
        name = full.chars().take(LONGEST - ending.len()).collect::<String>().trim().to_owned() + &ending;
        number += 1;
    }
    name
}

/// A number that changes whenever the workbook would ask for something else.
fn fingerprint(sections: &[Section]) -> u32 {
    let mut text = String::new();
    for section in sections {
        let categories: Vec<&str> = section.categories.iter().map(|category| category.id.as_str()).collect();
        let parts = [&section.measure, &section.dimension, &section.sheet, &categories.join(" ")];
        text.push_str(&format!("{parts:?} {}\n", section.quarters));
    }
    let digest = sha256(text.as_bytes());
    digest.get(..6).and_then(|start| u32::from_str_radix(start, 16).ok()).unwrap_or(0)
}
