//! The sheets of the workbook, one file a kind. In: a form and what is already known. Out: sheets in reading order.

mod entry;
mod front;
mod guidance;
mod results;

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

/// Sheets that every workbook has besides its entry sheets.
pub(super) const FIXED: [&str; 7] = [COVER, CONTENTS, GUIDANCE, CASES, DEFINITIONS, NOTES, LISTS];

/// The workbook of a form.
pub(super) fn workbook(form: &Form, filling: &Filling, created: Timestamp) -> Workbook {
    let mut sheets =
        vec![front::cover(form), front::contents(form, filling), guidance::guidance(form), guidance::cases(form)];
    sheets.push(guidance::definitions_used(form, filling));
    let mut names = vec![
        ("return_code".to_owned(), COVER.to_owned(), front::code_cell(form)),
        ("force_code".to_owned(), COVER.to_owned(), front::force_cell(form)),
        ("period_of_return".to_owned(), COVER.to_owned(), front::period_cell(form)),
    ];
    for (index, section) in (0..).zip(&form.sections) {
        let layout = Layout::new(form, section);
        sheets.push(entry::sheet(form, &layout, filling));
        let (first, last) = layout.entry_columns();
        let entries = Range::new((layout.first_row(), first), (layout.last_row(), last));
        let (row, column) = layout.total_cell();
        names.push((format!("definition_{}", word(&section.id)), DEFINITIONS.to_owned(), definition_cell(index)));
        names.push((format!("entries_{}", word(&section.id)), section.sheet.clone(), entries));
        if section.sums_to_total() {
            names.push((format!("total_{}", word(&section.id)), section.sheet.clone(), Range::cell(row, column)));
        }
    }
    sheets.push(guidance::notes(form));
    sheets.push(guidance::definition_list(form));
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

/// Where the definition used for a section is chosen.
pub(super) fn definition_cell(section: u32) -> Range {
    Range::cell(guidance::DEFINITIONS_HEADER + 1 + section, 2)
}

/// An identifier as a name in a workbook allows it.
fn word(id: &str) -> String {
    id.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}
