//! An entry sheet: one section of the return, with its validations, totals and checks.

use super::super::filling::{Entry, Filling};
use super::super::form::Form;
use super::super::layout::{Layout, NO_SUM, TO_FILL, TOTAL};
use super::results::{self, Row};
use super::{COMPLETE, DEFINITIONS, definitions, word};
use crate::period::Part;
use crate::workbook::{Content, Outcome, Range, Rule, Sheet, Style, Table, Validation};

/// What is said of a year typed over its formula.
const NOT_THE_SUM: &str = "Year is not the sum of its quarters";
/// What is said of a year below zero.
pub(super) const BELOW: &str = "A year cannot be below 0";

/// The sheet of a section.
pub(super) fn sheet(form: &Form, layout: &Layout<'_>, filling: &Filling) -> Sheet {
    let section = layout.section;
    let quarters = vec![16; layout.quarters.len()];
    let widths: Vec<u16> = [32].into_iter().chain(quarters).chain([18, 18, 36]).collect();
    let mut sheet = Sheet::new(&section.sheet, &widths);
    sheet.text(0, 0, Style::Title, &section.title);
    for (row, line) in (1..).zip(&layout.help) {
        sheet.text(row, 0, Style::Line, line);
    }
    let index = form.sections.iter().position(|other| other.id == section.id).unwrap_or(0);
    let chosen = definitions::formula(form, u32::try_from(index).unwrap_or(0));
    let counted = format!(
        "IF({chosen}=\"\",\"Counted under: not yet chosen, see the sheet {DEFINITIONS}.\",\"Counted under: \"&{chosen}&\".\")"
    );
    let shown = match results::chosen(form, section, filling) {
        Some(shown) => format!("Counted under: {shown}."),
        None => format!("Counted under: not yet chosen, see the sheet {DEFINITIONS}."),
    };
    sheet.formula((layout.header_row() - 1, 0), Style::Line, counted, Outcome::Text(shown));
    for (column, header) in (0..).zip(layout.headers()) {
        let number = column > 0 && column <= layout.year_column();
        sheet.text(layout.header_row(), column, if number { Style::NumberHeader } else { Style::Header }, header);
    }
    for (row, category) in (layout.first_row()..).zip(&section.categories) {
        sheet.text(row, 0, Style::Text, &category.title);
        entries(&mut sheet, form, layout, filling, (row, &category.id));
    }
    let last = if section.has_total_row() { totals(&mut sheet, form, layout, filling) } else { layout.last_row() };
    validations(&mut sheet, form, layout);
    sheet.table = Some(Table {
        name: format!("table_{}", word(&section.id)),
        range: Range::new((layout.header_row(), 0), (last, layout.check_column())),
    });
    sheet.frozen = Some(layout.first_row());
    sheet
}

/// The cells of one category.
fn entries(sheet: &mut Sheet, form: &Form, layout: &Layout<'_>, filling: &Filling, (row, category): (u32, &str)) {
    let section = layout.section;
    let (first, last) = layout.entry_columns();
    let entered = Row::of(section, category, filling);
    for (column, entry) in (first..).zip(&entered.cells) {
        let content = match entry {
            None => Content::Blank,
            Some(Entry::Count(count)) => Content::Number(*count),
            Some(Entry::Marker(marker)) => Content::Text(marker.clone()),
        };
        sheet.put(row, column, Style::Entry, content);
    }
    let reason = entered.reason.clone().map_or(Content::Blank, Content::Text);
    sheet.put(row, layout.reason_column(), Style::Chosen, reason);
    let cells = format!("{{{}}}", Range::new((row, first), (row, last)).name());
    let why = format!("{{{}}}", Range::cell(row, layout.reason_column()).name());
    let count = last - first + 1;
    if section.quarters {
        // The year of quarters that are not all known is not known: their sum would read as a whole year.
        let marked = form.markers.iter().rev().fold(format!("\"{NO_SUM}\""), |otherwise, marker| {
            format!("IF(SUMPRODUCT(--({cells}=\"{0}\"))>0,\"{0}\",{otherwise})", marker.id)
        });
        let year = format!(
            "IF({why}<>\"\",{why},IF(COUNT({cells})={count},SUM({cells}),IF(COUNTBLANK({cells})>0,\"{TO_FILL}\",{marked})))"
        );
        sheet.formula((row, layout.year_column()), Style::Computed, year, entered.year(form));
    }
    let marked: Vec<String> =
        form.markers.iter().map(|marker| format!("SUMPRODUCT(--({cells}=\"{}\"))", marker.id)).collect();
    let single = (first..=last).map(|column| format!("{{{}}}", Range::cell(row, column).name()));
    let decimal: Vec<String> = single.map(|cell| format!("IF(ISNUMBER({cell}),{cell}<>INT({cell}),FALSE)")).collect();
    // Only a row of which every part is known has a sum to be wrong.
    let mut sound = format!("\"{COMPLETE}\"");
    if section.quarters {
        let year = format!("{{{}}}", Range::cell(row, layout.year_column()).name());
        sound = format!("IF({year}=SUM({cells}),{sound},\"{NOT_THE_SUM}\")");
    }
    let known = format!("IF(COUNT({cells})={count},IF(SUM({cells})<0,\"{BELOW}\",{sound}),\"{COMPLETE}\")");
    let wrong = format!(
        "IF(COUNT({cells})+{}<{count},\"Not a count: see Notes\",IF(OR({}),\"Whole numbers only\",{known}))",
        marked.join("+"),
        decimal.join(","),
    );
    let reasons: Vec<String> = form.markers.iter().map(|marker| format!("TRIM({why})=\"{}\"", marker.id)).collect();
    let check = format!(
        "IF(TRIM({why})<>\"\",IF(OR({}),IF(COUNTBLANK({cells})+SUMPRODUCT(--({cells}=TRIM({why})))={count},\"{COMPLETE}\",\
         \"Count and reason: keep one\"),\"Not a reason\"),\
         IF(COUNTBLANK({cells})={count},\"{TO_FILL}\",IF(COUNTBLANK({cells})>0,\"Partly filled\",{wrong})))",
        reasons.join(",")
    );
    sheet.formula((row, layout.check_column()), Style::Verdict, check, Outcome::Text(entered.check().to_owned()));
}

/// The row of sums with its check; gives its row.
fn totals(sheet: &mut Sheet, form: &Form, layout: &Layout<'_>, filling: &Filling) -> u32 {
    let section = layout.section;
    let row = layout.last_row() + 1;
    sheet.text(row, 0, Style::TotalLabel, TOTAL);
    for column in 1..=layout.year_column() {
        let cells = Range::new((layout.first_row(), column), (layout.last_row(), column)).name();
        let all = layout.section.categories.len();
        let sum = format!("IF(COUNT({{{cells}}})={all},SUM({{{cells}}}),\"{NO_SUM}\")");
        let part =
            if column == layout.year_column() { Part::Year } else { Part::Quarter(u8::try_from(column).unwrap_or(0)) };
        let outcome = results::total(form, section, filling, part);
        let outcome = outcome.map_or_else(|| Outcome::Text(NO_SUM.to_owned()), Outcome::Number);
        sheet.formula((row, column), Style::Total, sum, outcome);
    }
    sheet.put(row, layout.reason_column(), Style::TotalLabel, Content::Blank);
    let total = format!("{{{}}}", Range::cell(row, layout.year_column()).name());
    let check = match form.reference(section) {
        None => format!("IF(ISNUMBER({total}),\"{COMPLETE}\",\"No total until every row has a count\")"),
        Some(reference) => {
            let (row, column) = Layout::new(form, reference).total_cell();
            let name = &reference.sheet;
            let other = format!("{{'{name}'!{}}}", Range::cell(row, column).name());
            format!(
                "IF(ISNUMBER({total}),IF(ISNUMBER({other}),IF({total}={other},\"Agrees with sheet {name}\",\
                 \"Differs from sheet {name}: \"&{other}),\"Waits for sheet {name}\"),\"No total until every row has a count\")"
            )
        }
    };
    let words = results::total_check(form, section, filling);
    sheet.formula((row, layout.check_column()), Style::Verdict, check, Outcome::Text(words));
    row
}

/// What may be entered.
fn validations(sheet: &mut Sheet, form: &Form, layout: &Layout<'_>) {
    let (first, last) = layout.entry_columns();
    let range = Range::new((layout.first_row(), first), (layout.last_row(), last));
    let cell = format!("{{{}}}", Range::cell(layout.first_row(), first).name());
    let markers: Vec<String> = form.markers.iter().map(|marker| marker.id.clone()).collect();
    let reasons: Vec<String> = markers.iter().map(|marker| format!("{cell}=\"{marker}\"")).collect();
    let listed = markers.join(" or ");
    let rule = format!("IF(ISNUMBER({cell}),AND({cell}>=0,INT({cell})={cell}),OR({}))", reasons.join(","));
    sheet.validations.push(Validation {
        range,
        rule: Rule::Formula(rule),
        firm: !layout.section.quarters,
        title: "Count".to_owned(),
        message: format!("Whole number, 0 if there were none. If there is no count: {listed}."),
        refusal: format!(
            "This is not a whole number of 0 or more, nor {listed}. A quarter may be below 0 only where more crimes were \
             cancelled or transferred than recorded: see the sheet Notes."
        ),
    });
    let column = layout.reason_column();
    let meanings: Vec<String> = form.markers.iter().map(|marker| format!("{} {}", marker.id, marker.title)).collect();
    sheet.validations.push(Validation {
        range: Range::new((layout.first_row(), column), (layout.last_row(), column)),
        rule: Rule::OneOf(markers),
        firm: true,
        title: "No count because".to_owned(),
        message: format!("Only where the whole row has no count: {}.", meanings.join(", ")),
        refusal: format!("Choose {listed}, or leave the cell empty and enter counts."),
    });
}
