//! The sheets to read: the agreed definition, the worked cases, the notes; and the one on which definitions are chosen.

use super::super::form::Form;
use super::super::layout::sentences;
use super::{ANSWERS, CASES, DEFINITIONS, GUIDANCE, NOTES};
use crate::workbook::{Sheet, Style};

/// The agreed definition, and how to enter counts.
pub(super) fn guidance(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(GUIDANCE, &[30, 100]);
    sheet.text(0, 0, Style::Title, format!("Guidance: {}", form.agreed.title));
    sheet.text(1, 0, Style::Line, "The definition, sentence by sentence, what is asked, and how to enter it.");
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut add = |part: &str, text: String| rows.push(vec![part.to_owned(), text]);
    add("Definition", format!("{}. Owner: {}.", form.agreed.title, form.agreed.owner));
    for sentence in sentences(&form.agreed.text) {
        add("Wording", sentence);
    }
    for (title, text) in &form.asked {
        for sentence in sentences(text) {
            add(title, sentence);
        }
    }
    let markers: Vec<String> = form.markers.iter().map(|marker| format!("{} {}", marker.id, marker.title)).collect();
    let markers = markers.join(", ");
    if form.questions.is_empty() {
        if form.chooses_definitions() {
            add(
                "Definition used",
                format!(
                    "On {DEFINITIONS}, choose once the definition all sheets were counted under; for a sheet with another, that one."
                ),
            );
        }
        add(
            "Counts",
            "Enter a whole number in every shaded cell with a thick border. Enter 0 where there were none.".to_owned(),
        );
        add(
            "No count",
            format!(
                "Where there is no count, say why: {markers}. Choose it under No count because for a whole row, or type it into one \
                 cell. Never leave a cell empty, and never enter 0 for a count that is not known."
            ),
        );
        add(
            "Checks",
            "The sheet adds up the year and the totals. The column Check says in words what is still to do.".to_owned(),
        );
    } else {
        add(
            "Answers",
            format!("On {ANSWERS}, answer in the shaded cells with a thick border. What is meant stands beside each."),
        );
        add(
            "No answer",
            format!("Where there is no answer, say why: {markers}. A row says in Check whether it may stay empty."),
        );
    }
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
    sheet.table(2, "worked_cases", &["Situation", "Decision", "Why"], &rows);
    sheet.frozen = Some(3);
    sheet
}

/// Rules of a return of counts.
const OF_COUNTS: [&str; 6] = [
    "0 means that there were none. A cell without a count must say why.",
    "A count has no decimals, no estimate and no words beside it: 5, not about 5.",
    "A quarter may be below 0, where more crimes of earlier quarters were cancelled or transferred than were recorded. The sheet warns; a \
     year may not be below 0.",
    "The year is the sum of its quarters. If you know the year but not its quarters, enter the reason in the quarters, take the sheet's \
     protection off (there is no password) and type the year over its formula.",
    "Cells outside the entry cells are protected against slips only. Do not rename sheets, headers or categories: the return is read by \
     their names.",
    "Do not paste cells over entry cells from other programs unless as values: pasting takes away the drop-downs.",
];

/// Rules of a return of answers.
const OF_ANSWERS: [&str; 3] = [
    "0 means that there were none. A number has no decimals, no estimate and no words beside it.",
    "Cells outside the entry cells are protected against slips only. Do not rename sheets, headers or questions: the return is read by \
     their names.",
    "Do not paste cells over entry cells from other programs unless as values: pasting takes away the drop-downs.",
];

/// Rules for special cases.
pub(super) fn notes(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(NOTES, &[12, 110]);
    sheet.text(0, 0, Style::Title, "Notes");
    sheet.text(1, 0, Style::Line, "Rules for special cases.");
    let mut notes = vec![
        "Enter nothing about a person: a name, a date of birth, a crime number or a line about one case must not stand anywhere in this \
         workbook. Sheets and cells that were added are refused when the return is read.",
    ];
    notes.extend(if form.questions.is_empty() { OF_COUNTS.iter() } else { OF_ANSWERS.iter() });
    let mut notes: Vec<String> = notes.into_iter().map(str::to_owned).collect();
    notes.extend(form.markers.iter().map(|marker| format!("{} means: {}.", marker.id, marker.title)));
    let rows: Vec<Vec<String>> =
        (1..).zip(notes).map(|(number, note): (usize, String)| vec![format!("Note {number}"), note]).collect();
    sheet.table(2, "notes", &["Note", "Text"], &rows);
    sheet
}
