//! The sheets to read: the agreed definition, the worked cases, the notes; and the one on which definitions are chosen.

use super::super::filling::Filling;
use super::super::form::Form;
use super::super::layout::sentences;
use super::{CASES, DEFINITIONS, GUIDANCE, LISTS, NOTES, results};
use crate::workbook::{Content, Range, Rule, Sheet, Style, Validation};

/// Row of the header of the table of definitions used.
pub(super) const DEFINITIONS_HEADER: u32 = 2;

/// The agreed definition, and how to enter counts.
pub(super) fn guidance(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(GUIDANCE, &[30, 100]);
    sheet.text(0, 0, Style::Title, format!("Guidance: {}", form.agreed.title));
    sheet.text(1, 0, Style::Line, "The agreed definition, sentence by sentence, and how to enter counts.");
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut add = |part: &str, text: String| rows.push(vec![part.to_owned(), text]);
    add("Definition", format!("{}. Owner: {}.", form.agreed.title, form.agreed.owner));
    for sentence in sentences(&form.agreed.text) {
        add("Wording", sentence);
    }
    add("Step 1: definition", format!("On {DEFINITIONS}, choose the definition each sheet was counted under."));
    add(
        "Step 2: counts",
        "Enter a whole number in every cell with a thick border. Enter 0 where there were none.".to_owned(),
    );
    let markers: Vec<String> = form.markers.iter().map(|marker| format!("{} {}", marker.id, marker.title)).collect();
    add(
        "Step 3: no count",
        format!(
            "Where there is no count, say why: {}. Choose it under No count because for a whole row, or type it into one cell. \
             Never leave a cell empty, and never enter 0 for a count that is not known.",
            markers.join(", ")
        ),
    );
    add(
        "Step 4: checks",
        "The sheet adds up the year and the totals. The column Check says in words what is still to do.".to_owned(),
    );
    sheet.table(2, "guidance", &["Part", "Text"], &rows);
    sheet
}

/// What the agreed definition counts, and why.
pub(super) fn cases(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(CASES, &[60, 14, 80]);
    sheet.text(0, 0, Style::Title, format!("Worked cases: {}", form.agreed.title));
    sheet.text(1, 0, Style::Line, "Invented cases, each decided by the agreed definition.");
    let rows: Vec<Vec<String>> = form
        .edge_cases
        .iter()
        .map(|case| {
            let verdict = if case.count_it { "Count it" } else { "Do not count it" };
            vec![case.situation.clone(), verdict.to_owned(), case.why.clone()]
        })
        .collect();
    if rows.is_empty() {
        // A table without a row cannot be written as XLSX.
        sheet.text(2, 0, Style::Line, "There are none for this return.");
    } else {
        sheet.table(2, "worked_cases", &["Situation", "Decision", "Why"], &rows);
    }
    sheet
}

/// The definition each sheet was counted under.
pub(super) fn definitions_used(form: &Form, filling: &Filling) -> Sheet {
    let mut sheet = Sheet::new(DEFINITIONS, &[32, 60, 60]);
    sheet.text(0, 0, Style::Title, "Definitions used");
    sheet.text(1, 0, Style::Line, "Choose the definition you did count under, even where it is not the agreed one.");
    let rows: Vec<Vec<String>> =
        form.sections.iter().map(|section| vec![section.sheet.clone(), section.title.clone(), String::new()]).collect();
    sheet.table(DEFINITIONS_HEADER, "definitions_used", &["Sheet", "What it holds", "Counted under"], &rows);
    let list = Range::new((3, 0), (u32::try_from(form.definitions.len()).unwrap_or(1) + 2, 0));
    for (index, section) in (0..).zip(&form.sections) {
        let Range { first: (row, column), .. } = super::definition_cell(index);
        let shown = results::chosen(form, section, filling);
        // A definition that the contract fixes is not for the force to change.
        let style = if section.definition.is_some() { Style::Text } else { Style::Chosen };
        sheet.put(row, column, style, shown.map_or(Content::Blank, Content::Text));
        if section.definition.is_none() {
            sheet.validations.push(Validation {
                range: Range::cell(row, column),
                rule: Rule::OneOfCells(LISTS.to_owned(), list),
                title: "Definition".to_owned(),
                message: "Choose the definition you counted under.".to_owned(),
                firm: true,
                refusal: format!("Choose one of the list; the sheet {LISTS} shows them all."),
            });
        }
    }
    sheet
}

/// Rules for special cases.
pub(super) fn notes(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(NOTES, &[12, 110]);
    sheet.text(0, 0, Style::Title, "Notes");
    sheet.text(1, 0, Style::Line, "Rules for special cases.");
    let mut notes: Vec<String> = [
        "Enter counts only. A name, a date of birth, a crime number or a line about one case must not be entered anywhere in \
         this workbook; sheets and cells that were added are refused when the return is read.",
        "0 means that there were none. A cell without a count must say why.",
        "A count has no decimals, no estimate and no words beside it: 5, not about 5.",
        "A quarter may be below 0, where more crimes of earlier quarters were cancelled or transferred than were recorded. The \
         sheet warns; a year may not be below 0.",
        "The year is the sum of its quarters. If you know the year but not its quarters, enter the reason in the quarters, take \
         the sheet's protection off (there is no password) and type the year over its formula.",
        "Cells outside the entry cells are protected against slips only. Do not rename sheets, headers or categories: the \
         return is read by their names.",
        "Do not paste cells over entry cells from other programs unless as values: pasting takes away the drop-downs.",
    ]
    .map(str::to_owned)
    .to_vec();
    notes.extend(form.markers.iter().map(|marker| format!("{} means: {}.", marker.id, marker.title)));
    let rows: Vec<Vec<String>> =
        (1..).zip(notes).map(|(number, note): (usize, String)| vec![format!("Note {number}"), note]).collect();
    sheet.table(2, "notes", &["Note", "Text"], &rows);
    sheet
}

/// The definitions to choose from.
pub(super) fn definition_list(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(LISTS, &[80, 40]);
    sheet.text(0, 0, Style::Title, "Definition list");
    sheet.text(1, 0, Style::Line, format!("The choices on the sheet {DEFINITIONS}."));
    let rows: Vec<Vec<String>> =
        form.definitions.iter().map(|choice| vec![choice.shown(), choice.id.clone()]).collect();
    sheet.table(2, "definition_list", &["Definition", "Code"], &rows);
    sheet
}
