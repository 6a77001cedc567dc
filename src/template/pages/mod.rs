//! The sheets of the workbook, one file a kind. In: a form and what is already known. Out: sheets in reading order.

mod answers;
mod definitions;
mod entry;
mod front;
mod guidance;
mod results;

pub(super) use definitions::ALL_SHEETS;
pub(super) use front::{FORCE_CODE, PERIOD, SYNTHETIC_EXAMPLE};

use jiff::Timestamp;

use super::filling::Filling;
use super::form::Form;
use super::layout::Layout;
use crate::workbook::{Range, Workbook};

/// Sheet that says which return of which force this is.
pub(super) const COVER: &str = "Cover";
/// Sheet that lists the others and how far they are filled.
pub(super) const CONTENTS: &str = "Contents";
/// Sheet with the agreed definition.
pub(super) const GUIDANCE: &str = "Guidance";
/// Sheet with the worked cases.
pub(super) const CASES: &str = "Worked cases";
/// Sheet on which the force says under which definition it counted.
pub(super) const DEFINITIONS: &str = "Definitions used";
/// Sheet with rules for special cases.
pub(super) const NOTES: &str = "Notes";
/// Sheet with the choices of the drop-downs.
pub(super) const LISTS: &str = "Definition list";

/// Sheet of questions with one answer each.
pub(super) const ANSWERS: &str = "Answers";
/// Sheet with the choices of the answers.
pub(super) const CHOICES: &str = "Choices";

/// What the check of a row says where nothing is left to do, where nothing need be entered, and where what was entered is no choice: results of
/// formulas are compared with these words.
const COMPLETE: &str = "Complete";
const MAY_STAY: &str = "May stay empty";
const NOT_LISTED: &str = "Not on the list";

/// Sheets that a workbook can have besides its sheets of counts.
pub(super) const FIXED: [&str; 9] = [COVER, CONTENTS, GUIDANCE, CASES, DEFINITIONS, ANSWERS, NOTES, LISTS, CHOICES];
/// Those of them in which nothing is entered.
pub(super) const TO_READ: [&str; 5] = [GUIDANCE, CASES, NOTES, LISTS, CHOICES];

/// The workbook of a form.
pub(super) fn workbook(form: &Form, filling: &Filling, created: Timestamp) -> Workbook {
    let mut sheets = vec![front::cover(form, filling), front::contents(form, filling), guidance::guidance(form)];
    if !form.edge_cases.is_empty() {
        sheets.push(guidance::cases(form));
    }
    let mut names = vec![
        ("return_code".to_owned(), COVER.to_owned(), front::code_cell(form)),
        ("force_code".to_owned(), COVER.to_owned(), front::force_cell(form)),
        ("period_of_return".to_owned(), COVER.to_owned(), front::period_cell(form)),
    ];
    if !form.sections.is_empty() {
        sheets.push(definitions::used(form, filling));
    }
    for (index, section) in (0..).zip(&form.sections) {
        let layout = Layout::new(form, section);
        sheets.push(entry::sheet(form, &layout, filling));
        let (first, last) = layout.entry_columns();
        let entries = Range::new((layout.first_row(), first), (layout.last_row(), last));
        let (row, column) = layout.total_cell();
        let definition = definitions::cell(form, index);
        names.push((format!("definition_{}", word(&section.id)), DEFINITIONS.to_owned(), definition));
        names.push((format!("entries_{}", word(&section.id)), section.sheet.clone(), entries));
        if section.sums_to_total() {
            names.push((format!("total_{}", word(&section.id)), section.sheet.clone(), Range::cell(row, column)));
        }
    }
    if !form.questions.is_empty() {
        sheets.push(answers::sheet(form, filling));
        let cell = |row| answers::cell(row);
        let answers = (0..).zip(&form.questions);
        names
            .extend(answers.map(|(row, asked)| (format!("answer_{}", word(&asked.id)), ANSWERS.to_owned(), cell(row))));
    }
    sheets.push(guidance::notes(form));
    if form.chooses_definitions() {
        sheets.push(definitions::list(form));
    }
    if form.questions.iter().any(|question| !question.choices().is_empty()) {
        sheets.push(answers::choices(form));
    }
    Workbook {
        title: format!("{}: {}, {}", form.title, form.force_name, form.period),
        author: form.organisation.clone(),
        subject: form.title.clone(),
        keywords: Vec::new(),
        locked: true,
        created,
        sheets,
        names,
    }
}

/// An identifier as a name in a workbook allows it.
fn word(id: &str) -> String {
    id.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}
