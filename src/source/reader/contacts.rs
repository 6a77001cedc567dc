//! Contacts of an office, as publishers give them on a cover or among notes: postal address, switchboard, e-mail, who answers.
//!
//! In: what in a sheet looks like persons, and its cells. Out: whether all of it is such contacts, and so few that nobody need be
//! asked. A list of people has them row by row; what stands in hidden rows or sheets is never taken for a contact.

use std::borrow::Cow;

use super::SheetCells;
use crate::source::person_level::{Evidence, Kind, of_text};

/// Addresses for questions of which nobody is asked: nearly every published workbook names one or two on its cover.
const MOST_UNASKED: usize = 4;

/// Cells with contacts on one sheet; more are a list of people.
const MOST: usize = 20;

/// Names of people, and full postcodes, among them.
const MOST_NAMES: usize = 3;
const MOST_POSTCODES: usize = 3;

/// Cells of a row with a contact: two labels before it.
const WIDEST_ROW: usize = 3;

/// What the evidence of a sheet comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contacts {
    /// Something else.
    No,
    /// The few of any publication.
    Few,
    /// As an office gives them, for an analyst to look at.
    Many,
}

pub(super) fn contacts(evidence: &[Evidence], cells: &SheetCells, texts: &[Vec<Cow<'_, str>>]) -> Contacts {
    let answers = |kind: Kind| matches!(kind, Kind::Email | Kind::Telephone);
    let seen = cells.grid.sheet.is_some() && !cells.grid.hidden;
    if !seen || !evidence.iter().any(|evidence| answers(evidence.kind)) {
        return Contacts::No;
    }
    // Of a name that stands in a text and not alone, and of the name of a column, nobody is sure.
    let unasked = |found: &Evidence| {
        answers(found.kind) || found.kind == Kind::Postcode || (found.kind == Kind::Name && found.asked)
    };
    let belongs =
        |found: &Evidence| unasked(found) || found.kind == Kind::Name || (found.kind == Kind::Header && found.asked);
    if !evidence.iter().all(belongs) {
        return Contacts::No;
    }
    let (mut found, mut names, mut postcodes, mut by_row) = (0, 0, 0, false);
    for (row, texts) in cells.grid.rows.iter().zip(texts) {
        let kinds: Vec<Kind> = texts.iter().filter_map(|cell| of_text(cell).map(|(kind, _)| kind)).collect();
        if !kinds.is_empty() && cells.grid.hidden_rows.contains(&row.number) {
            return Contacts::No;
        }
        let of = |kind: Kind| kinds.iter().filter(|found| **found == kind).count();
        found += kinds.len();
        names += of(Kind::Name);
        postcodes += of(Kind::Postcode);
        let filled = texts.iter().filter(|cell| !cell.trim().is_empty()).count();
        by_row |= kinds.len() > 1 || (!kinds.is_empty() && filled > WIDEST_ROW);
    }
    if found <= MOST_UNASKED && evidence.iter().all(unasked) {
        Contacts::Few
    } else if found <= MOST && names <= MOST_NAMES && postcodes <= MOST_POSTCODES && !by_row {
        Contacts::Many
    } else {
        Contacts::No
    }
}
