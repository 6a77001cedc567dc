//! The cover and the contents: which return this is, where each sheet stands, and whether it can be sent.

use super::super::filling::Filling;
use super::super::form::{Form, Section};
use super::super::identity::Identity;
use super::super::layout::{Layout, TO_FILL};
use super::{
    ANSWERS, CASES, CHOICES, COMPLETE, CONTENTS, COVER, DEFINITIONS, GUIDANCE, LISTS, NOTES, answers, definitions,
    results,
};
use crate::workbook::{Content, Outcome, Range, Sheet, Style};

/// Label of the row with the force's code.
pub(crate) const FORCE_CODE: &str = "Force code";
/// Label of the row with the year.
pub(crate) const PERIOD: &str = "Period";

/// The line by which a workbook of invented counts says so in itself.
pub(crate) const SYNTHETIC_EXAMPLE: &str = "Synthetic example: no number in this workbook comes from a police force.";

/// Progress of a sheet that may stay as it is.
pub(super) const NOT_DUE: &str = "Not due, empty";
/// Progress of a sheet in which nothing is entered.
const TO_READ: &str = "To read";

/// Row of the contents with the state of the whole return.
const STATUS: u32 = 2;
/// Row of the header of the contents, and the column with how far each sheet is filled.
const HEADER: u32 = 3;
const PROGRESS: u16 = 2;

fn lines(form: &Form) -> Vec<String> {
    let mut lines = Vec::new();
    if form.synthetic_example {
        lines.push(SYNTHETIC_EXAMPLE.to_owned());
    }
    let what = if form.questions.is_empty() { "counts" } else { "answers" };
    lines.push(format!("Return of {what} for the financial year {}, by {}.", form.period, form.force_name));
    lines.push(format!(
        "Enter {what} only. Never enter a name, a crime number or anything else about one person: see the sheet {NOTES}."
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
    Range::cell(header_row(form) + 8, 1)
}

/// Which return of which force this is.
pub(super) fn cover(form: &Form, filling: &Filling) -> Sheet {
    let mut sheet = Sheet::new(COVER, &[26, 80]);
    sheet.text(0, 0, Style::Title, &form.title);
    for (row, line) in (1..).zip(lines(form)) {
        let stamp = form.synthetic_example && row == 1;
        sheet.text(row, 0, if stamp { Style::Heading } else { Style::Line }, line);
    }
    let rows = [
        ("Force", form.force_name.clone()),
        (FORCE_CODE, form.force_code.clone()),
        (PERIOD, form.period.to_string()),
        ("Definition", form.agreed.title.clone()),
        ("How to fill it in", how(form)),
        ("State of the return", String::new()),
        ("Return to", form.return_to.clone()),
        ("Code of this template", Identity::of(form).to_string()),
    ];
    let state = header_row(form) + 6;
    let rows = rows.map(|(item, detail)| vec![item.to_owned(), detail]);
    sheet.table(header_row(form), "cover", &["Item", "Detail"], &rows);
    let formula = format!("{{'{CONTENTS}'!{}}}&\"\"", Range::cell(STATUS, 0).name());
    sheet.formula((state, 1), Style::Verdict, formula, Outcome::Text(status(form, filling)));
    sheet
}

fn how(form: &Form) -> String {
    let cases = if form.edge_cases.is_empty() { String::new() } else { format!(" and {CASES}") };
    let ready = format!(
        "Look at {CONTENTS}: the return is ready when it says so there, which is what reading it back will say."
    );
    match (form.sections.first(), form.sections.last()) {
        (Some(first), Some(last)) => {
            let choose = match form.chooses_definitions() {
                true => format!(" Choose the definition you counted under on {DEFINITIONS}."),
                false => String::new(),
            };
            let entry = match form.sections.len() {
                1 => format!("the sheet {}", first.sheet),
                _ => format!("the sheets {} to {}", first.sheet, last.sheet),
            };
            format!("Read {GUIDANCE}{cases}.{choose} Fill in {entry}. {ready}")
        }
        _ => format!("Read {GUIDANCE}{cases}. Fill in the sheet {ANSWERS}. {ready}"),
    }
}

/// A sheet in the contents.
struct Entry {
    sheet: String,
    holds: String,
    progress: String,
    /// What the progress is calculated by; nothing for a sheet in which nothing is entered.
    formula: Option<String>,
}

impl Entry {
    fn to_read(sheet: &str, holds: &str) -> Self {
        Self { sheet: sheet.to_owned(), holds: holds.to_owned(), progress: TO_READ.to_owned(), formula: None }
    }

    fn filled(sheet: &str, holds: &str, (progress, formula): (String, String)) -> Self {
        Self { sheet: sheet.to_owned(), holds: holds.to_owned(), progress, formula: Some(formula) }
    }
}

/// The sheets, in order.
fn entries(form: &Form, filling: &Filling) -> Vec<Entry> {
    let mut entries = before_sections(form);
    if !form.sections.is_empty() {
        let holds = "The definition each sheet was counted under";
        entries.push(Entry::filled(DEFINITIONS, holds, definitions::progress(form, filling)));
    }
    for section in &form.sections {
        entries.push(Entry::filled(&section.sheet, &section.title, section_progress(form, section, filling)));
    }
    if !form.questions.is_empty() {
        entries.push(Entry::filled(ANSWERS, "The questions of the return", answers::progress(form, filling)));
    }
    entries.push(Entry::to_read(NOTES, "Rules for special cases"));
    if form.chooses_definitions() {
        entries.push(Entry::to_read(LISTS, "The definitions to choose from"));
    }
    if form.questions.iter().any(|question| !question.choices().is_empty()) {
        entries.push(Entry::to_read(CHOICES, "What may be chosen as an answer"));
    }
    entries
}

fn before_sections(form: &Form) -> Vec<Entry> {
    let mut entries = vec![
        Entry::to_read(COVER, "Which return of which force this is"),
        Entry::to_read(GUIDANCE, "The definition, what is asked, and how to enter it"),
    ];
    if !form.edge_cases.is_empty() {
        entries.push(Entry::to_read(CASES, "Worked cases: what the definition counts, and why"));
    }
    entries
}

/// Where the contents say how far a section is filled.
pub(super) fn progress_cell(form: &Form, section: u32) -> Range {
    let before = u32::try_from(before_sections(form).len()).unwrap_or(0) + 1;
    Range::cell(HEADER + 1 + before + section, PROGRESS)
}

fn section_progress(form: &Form, section: &Section, filling: &Filling) -> (String, String) {
    let layout = Layout::new(form, section);
    let column = layout.check_column();
    let checks = Range::new((layout.first_row(), column), (layout.last_row(), column)).name();
    let complete = format!("SUMPRODUCT(--({{'{}'!{checks}}}=\"{COMPLETE}\"))", section.sheet);
    let all = section.categories.len();
    let mut formula = format!("IF({complete}={all},\"{COMPLETE}\",{complete}&\" of {all} rows complete\")");
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
        _ if done == all => COMPLETE.to_owned(),
        _ => format!("{done} of {all} rows complete"),
    };
    (progress, formula)
}

/// The state of the whole return.
pub(super) fn status(form: &Form, filling: &Filling) -> String {
    let entries = entries(form, filling);
    let open = entries.iter().filter(|entry| ![TO_READ, COMPLETE, NOT_DUE].contains(&entry.progress.as_str())).count();
    match open {
        0 => READY.to_owned(),
        _ => format!("{NOT_READY}{open}{SEE}"),
    }
}

const READY: &str = "Ready to send: nothing is open.";
const NOT_READY: &str = "Not ready: sheets with something open: ";
const SEE: &str = ". See the column Progress of the contents.";

/// The sheets, and how far each is filled.
pub(super) fn contents(form: &Form, filling: &Filling) -> Sheet {
    let mut sheet = Sheet::new(CONTENTS, &[32, 70, 26]);
    sheet.text(0, 0, Style::Title, "Contents");
    let due = if form.sections.iter().all(|section| section.due) {
        ""
    } else {
        " A sheet that is not due may be left empty."
    };
    sheet.text(1, 0, Style::Line, format!("The last column says how far each sheet is filled.{due}"));
    let entries = entries(form, filling);
    let last = HEADER + u32::try_from(entries.len()).unwrap_or(0);
    let progress = Range::new((HEADER + 1, PROGRESS), (last, PROGRESS)).name();
    let others = [TO_READ, COMPLETE, NOT_DUE].map(|word| format!("--({{{progress}}}<>\"{word}\")"));
    let open = format!("SUMPRODUCT({})", others.join(","));
    let formula = format!("IF({open}=0,\"{READY}\",\"{NOT_READY}\"&{open}&\"{SEE}\")");
    sheet.formula((STATUS, 0), Style::Heading, formula, Outcome::Text(status(form, filling)));
    let rows: Vec<Vec<String>> =
        entries.iter().map(|entry| vec![entry.sheet.clone(), entry.holds.clone(), entry.progress.clone()]).collect();
    sheet.table(HEADER, "contents", &["Sheet", "What it holds", "Progress"], &rows);
    for (row, entry) in (HEADER + 1..).zip(entries) {
        let link = Content::Link { words: entry.sheet.clone(), sheet: entry.sheet };
        sheet.put(row, 0, Style::Link, link);
        if let Some(formula) = entry.formula {
            sheet.formula((row, PROGRESS), Style::Verdict, formula, Outcome::Text(entry.progress));
        }
    }
    sheet.frozen = Some(HEADER + 1);
    sheet
}
