//! The cover and the contents.

use super::super::filling::Filling;
use super::super::form::Form;
use super::super::identity::Identity;
use super::super::layout::{Layout, TO_FILL};
use super::{CASES, CONTENTS, COVER, DEFINITIONS, GUIDANCE, LISTS, NOTES, results};
use crate::workbook::{Outcome, Range, Sheet, Style};

/// Label of the row with the force's code.
pub(crate) const FORCE_CODE: &str = "Force code";
/// Label of the row with the year.
pub(crate) const PERIOD: &str = "Period";

/// The line by which a workbook of invented counts says so in itself.
pub(crate) const SYNTHETIC_EXAMPLE: &str = "Synthetic example: no number in this workbook comes from a police force.";

/// Progress of a sheet that may stay as it is.
const NOT_DUE: &str = "Not due, empty";

fn lines(form: &Form) -> Vec<String> {
    let mut lines = Vec::new();
    if form.synthetic_example {
        lines.push(SYNTHETIC_EXAMPLE.to_owned());
    }
    lines.push(format!("Return of counts for the financial year {}, by {}.", form.period, form.force_name));
    lines.push(format!(
        "Enter counts only. Never enter a name, a crime number or anything else about one person: see the sheet {NOTES}."
    ));
    lines
}

fn header_row(form: &Form) -> u32 {
    u32::try_from(lines(form).len()).unwrap_or(0) + 1
}

pub(super) fn force_cell(form: &Form) -> Range {
    Range::cell(header_row(form) + 2, 1)
}

pub(super) fn period_cell(form: &Form) -> Range {
    Range::cell(header_row(form) + 3, 1)
}

pub(super) fn code_cell(form: &Form) -> Range {
    Range::cell(header_row(form) + 7, 1)
}

/// Which return of which force this is.
pub(super) fn cover(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(COVER, &[26, 80]);
    sheet.text(0, 0, Style::Title, &form.title);
    for (row, line) in (1..).zip(lines(form)) {
        let stamp = form.synthetic_example && row == 1;
        sheet.text(row, 0, if stamp { Style::Heading } else { Style::Line }, line);
    }
    let entry = match (form.sections.first(), form.sections.last()) {
        (Some(first), Some(last)) if form.sections.len() > 1 => format!("{} to {}", first.sheet, last.sheet),
        (Some(only), _) => only.sheet.clone(),
        _ => String::new(),
    };
    let rows = [
        ("Force", form.force_name.clone()),
        (FORCE_CODE, form.force_code.clone()),
        (PERIOD, form.period.to_string()),
        ("Agreed definition", form.agreed.title.clone()),
        (
            "How to fill it in",
            format!(
                "Read {GUIDANCE} and {CASES}. Choose the definition you counted under on {DEFINITIONS}. Fill in the sheets \
                 {entry}. Look at {CONTENTS}: the return is ready when every sheet that is due is complete."
            ),
        ),
        ("Return to", form.organisation.clone()),
        ("Code of this template", Identity::of(form).to_string()),
    ];
    let rows = rows.map(|(item, detail)| vec![item.to_owned(), detail]);
    sheet.table(header_row(form), "cover", &["Item", "Detail"], &rows);
    sheet
}

/// The sheets, and how far each is filled.
pub(super) fn contents(form: &Form, filling: &Filling) -> Sheet {
    let mut sheet = Sheet::new(CONTENTS, &[32, 70, 26]);
    sheet.text(0, 0, Style::Title, "Contents");
    sheet.text(
        1,
        0,
        Style::Line,
        "The last column says how far each sheet is filled. A sheet that is not due may be left empty.",
    );
    let fixed = |name: &str, what: &str| vec![name.to_owned(), what.to_owned(), "To read".to_owned()];
    let mut rows = vec![
        fixed(COVER, "Which return of which force this is"),
        fixed(GUIDANCE, "The agreed definition, and how to enter counts"),
        fixed(CASES, "Worked cases: what the agreed definition counts, and why"),
        vec![DEFINITIONS.to_owned(), "The definition each sheet was counted under".to_owned(), String::new()],
    ];
    let first = u32::try_from(rows.len()).unwrap_or(0) + 3;
    rows.extend(form.sections.iter().map(|section| vec![section.sheet.clone(), section.title.clone(), String::new()]));
    rows.push(fixed(NOTES, "Rules for special cases"));
    rows.push(fixed(LISTS, "The definitions to choose from"));
    sheet.table(2, "contents", &["Sheet", "What it holds", "Progress"], &rows);
    let due = || (0..).zip(&form.sections).filter(|(_, section)| section.due);
    let blank: Vec<String> = due()
        .map(|(index, _)| format!("COUNTBLANK({{'{DEFINITIONS}'!{}}})", super::definition_cell(index).name()))
        .collect();
    let blank = if blank.is_empty() { "0".to_owned() } else { format!("({})", blank.join("+")) };
    let formula = format!("IF({blank}=0,\"Complete\",{blank}&\" to choose\")");
    let open = due().filter(|(_, section)| results::chosen(form, section, filling).is_none()).count();
    let progress = if open == 0 { "Complete".to_owned() } else { format!("{open} to choose") };
    sheet.formula((first - 1, 2), Style::Verdict, formula, Outcome::Text(progress));
    for (row, section) in (first..).zip(&form.sections) {
        let layout = Layout::new(form, section);
        let column = layout.check_column();
        let checks = Range::new((layout.first_row(), column), (layout.last_row(), column)).name();
        let complete = format!("SUMPRODUCT(--({{'{}'!{checks}}}=\"Complete\"))", section.sheet);
        let all = section.categories.len();
        let mut formula = format!("IF({complete}={all},\"Complete\",{complete}&\" of {all} rows complete\")");
        if section.has_total_row() {
            let check = Range::cell(layout.total_cell().0, column).name();
            formula = format!("IF(LEFT({{'{}'!{check}}},7)=\"Differs\",\"Totals differ\",{formula})", section.sheet);
        }
        if !section.due {
            let untouched = format!("SUMPRODUCT(--({{'{}'!{checks}}}=\"{TO_FILL}\"))={all}", section.sheet);
            formula = format!("IF({untouched},\"{NOT_DUE}\",{formula})");
        }
        let done = results::complete(section, filling);
        let progress = match results::total_check(form, section, filling) {
            words if section.has_total_row() && words.starts_with("Differs") => "Totals differ".to_owned(),
            _ if !section.due && results::untouched(section, filling) => NOT_DUE.to_owned(),
            _ if done == all => "Complete".to_owned(),
            _ => format!("{done} of {all} rows complete"),
        };
        sheet.formula((row, 2), Style::Verdict, formula, Outcome::Text(progress));
    }
    sheet
}
