//! The questions of a contract that a force answers in one row: a question for each column but the force and the year.

use super::super::form::{Choice, FormError};
use super::super::question::{Answer, Due, Limit, Question};
use super::{Asked, choice};
use crate::contract::format::model::{Column, Kind};
use crate::contract::format::{Contract, MARKERS};
use crate::contract::{NOT_BEFORE, PARTS, role};
use crate::source::LARGEST_COUNT;

/// The columns of a contract that are questions.
pub(in super::super) fn of_contract(contract: &Contract) -> impl Iterator<Item = &Column> {
    contract.columns.iter().filter(|column| !contract.key.contains(&column.name))
}

/// The questions.
pub(super) fn questions(asked: &Asked<'_>) -> Result<Vec<Question>, FormError> {
    of_contract(asked.contract).map(|column| question(asked, column)).collect()
}

fn question(asked: &Asked<'_>, column: &Column) -> Result<Question, FormError> {
    let most = i64::try_from(LARGEST_COUNT).unwrap_or(i64::MAX);
    let answer = match column.kind {
        Kind::Count => Answer::Count(column.least.unwrap_or(0).max(0), column.greatest.unwrap_or(most).min(most)),
        Kind::Date => Answer::Day,
        Kind::YesNo => Answer::OneOf(vec![choice("yes", "Yes"), choice("no", "No")]),
        Kind::Codelist => Answer::OneOf(choices(asked, column)),
        Kind::Marker => {
            let allowed = MARKERS.iter().filter(|(id, _)| asked.contract.markers.iter().any(|marker| marker == id));
            Answer::OneOf(allowed.map(|(id, title)| choice(id, title)).collect())
        }
        _ => return Err(FormError::Kind(column.name.clone())),
    };
    let due = match column {
        _ if column.kind == Kind::Marker => Due::Never,
        Column { marker, .. } if !marker.is_empty() => Due::Either(marker.clone()),
        Column { empty: true, .. } | Column { optional: true, .. } => Due::Never,
        Column { empty_with, .. } if !empty_with.is_empty() => Due::Unless(empty_with.clone()),
        _ => Due::Always,
    };
    Ok(Question {
        id: column.name.clone(),
        title: column.title.clone(),
        help: asked.guidance.asked.get(&column.name).cloned().unwrap_or_default(),
        answer,
        due,
        marked: column.kind != Kind::Marker && (column.empty || !column.marker.is_empty()),
        limits: limits(asked, column),
    })
}

/// The codes of a column, as the form shows them.
fn choices(asked: &Asked<'_>, column: &Column) -> Vec<Choice> {
    if column.codelist == "definitions" {
        return asked.definitions.iter().map(|definition| choice(&definition.id, &definition.title)).collect();
    }
    let list = asked.contracts.codelist_of(&asked.contract.id, &column.codelist);
    list.into_iter().flat_map(|list| list.codes()).map(|code| choice(&code.id, &code.title)).collect()
}

/// What the checks refuse of an answer beside others.
fn limits(asked: &Asked<'_>, column: &Column) -> Vec<Limit> {
    if asked.contract.id != role::PROFILES {
        return Vec::new();
    }
    let name = column.name.as_str();
    let before = NOT_BEFORE.iter().filter(|(later, ..)| *later == name);
    let parts = PARTS.iter().filter(|(part, _)| *part == name);
    let mut limits: Vec<Limit> = before.map(|(_, earlier, _)| Limit::NotBefore((*earlier).to_owned())).collect();
    limits.extend(parts.map(|(_, whole)| Limit::NotAbove((*whole).to_owned())));
    if name == "signed_off" {
        limits.push(Limit::Until(asked.edition.cut_off));
    }
    limits
}
