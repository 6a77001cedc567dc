//! What a contract asks of one force, as a form: a section for each measure, whole and by breakdown; or its questions.
//!
//! In: a contract of returns with its code lists, its guidance, the definitions and the edition. Out: a form.

mod counts;
mod questions;

pub(super) use questions::of_contract as questions_of;

use super::form::{Agreed, Choice, Form, FormError, Section};
use super::guidance::Guidance;
use super::question::{Answer, Question};
use crate::contract::format::{Contract, Contracts, MARKERS, Shape};
use crate::definition::{Definition, Definitions, Unit};
use crate::edition::Edition;
use crate::period::FinancialYear;
use crate::source::sha256;

/// The marker of what does not apply.
const NOT_APPLICABLE: &str = "[z]";

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
    /// What is said to those who fill it in. A workbook is read without.
    pub guidance: &'a Guidance,
    /// Whether it has the sheets of measures that no force owes.
    pub optional: bool,
    /// Whether the cover says that the workbook is a synthetic example.
    pub synthetic_example: bool,
}

impl Form {
    /// Makes the form of a return for one force and year.
    ///
    /// # Errors
    /// A contract that no workbook can be made of; see [`FormError`].
    pub fn of(asked: Asked<'_>) -> Result<Self, FormError> {
        let Asked { contract, definitions, edition, guidance, .. } = asked;
        let explained = explained(contract, edition);
        let unknown = || FormError::Definition(explained.to_owned());
        let agreed = definitions.get(explained).ok_or_else(unknown)?;
        let (sections, questions) = match contract.shape {
            Shape::Returns => (counts::sections(&asked), Vec::new()),
            Shape::Table => (Vec::new(), questions::questions(&asked)?),
        };
        // Whatever is counted applies to every force, so that `not applicable` is no reason for a count that is missing.
        let applies = |id: &str| contract.shape == Shape::Returns && id == NOT_APPLICABLE;
        let titles =
            MARKERS.iter().filter(|(id, _)| contract.markers.iter().any(|marker| marker == id) && !applies(id));
        let offered = definitions.iter().filter(|definition| is_offered(contract, definition));
        let asks = |(id, title): (&String, &String)| Some((title.clone(), guidance.asked.get(id)?.clone()));
        let form = Self {
            contract: contract.id.clone(),
            contract_version: fingerprint(&sections, &questions),
            title: contract.title.clone(),
            organisation: edition.publisher.clone(),
            return_to: match edition.return_to.as_str() {
                "" => edition.publisher.clone(),
                address => address.to_owned(),
            },
            force_code: asked.force.id.clone(),
            force_name: asked.force.title.clone(),
            period: asked.period,
            definitions: offered.map(|definition| choice(&definition.id, &definition.title)).collect(),
            agreed: Agreed {
                id: agreed.id.clone(),
                title: agreed.title.clone(),
                text: agreed.text.clone(),
                owner: agreed.owner.clone(),
            },
            asked: contract.measures.iter().map(|measure| (&measure.id, &measure.title)).filter_map(asks).collect(),
            edge_cases: guidance.cases.clone(),
            sections,
            questions,
            markers: titles.map(|(id, title)| choice(id, title)).collect(),
            synthetic_example: asked.synthetic_example,
        };
        form.check()?;
        Ok(form)
    }
}

/// The definition that the form of a contract explains: the one under which everything in it is counted, or else the agreed one.
pub fn explained<'a>(contract: &'a Contract, edition: &'a Edition) -> &'a str {
    match contract.measures.as_slice() {
        [first, others @ ..]
            if !first.definition.is_empty() && others.iter().all(|other| other.definition == first.definition) =>
        {
            &first.definition
        }
        _ => &edition.agreed_definition,
    }
}

/// Whether a return may be counted under a definition: one of custody events counts nothing else.
fn is_offered(contract: &Contract, definition: &Definition) -> bool {
    let custody = Unit::CustodyEvents.slug();
    let mut measures = contract.measures.iter();
    contract.measures.is_empty()
        || measures.any(|measure| (measure.unit == custody) == (definition.unit.slug() == custody))
}

fn choice(id: &str, title: &str) -> Choice {
    Choice { id: id.to_owned(), title: title.to_owned() }
}

/// A number that changes whenever the workbook would ask for something else.
fn fingerprint(sections: &[Section], questions: &[Question]) -> u32 {
    let mut text = String::new();
    for section in sections {
        let categories: Vec<&str> = section.categories.iter().map(|category| category.id.as_str()).collect();
        let parts = [&section.measure, &section.dimension, &section.sheet, &categories.join(" ")];
        text.push_str(&format!("{parts:?} {}\n", section.quarters));
    }
    for Question { id, title, answer, due, .. } in questions {
        // A force or definition more changes nothing of what is asked.
        let answer = match answer {
            Answer::OneOf(_) => "one of".to_owned(),
            other => format!("{other:?}"),
        };
        text.push_str(&format!("{id} {title:?} {answer} {due:?}\n"));
    }
    let digest = sha256(text.as_bytes());
    digest.get(..6).and_then(|start| u32::from_str_radix(start, 16).ok()).unwrap_or(0)
}
