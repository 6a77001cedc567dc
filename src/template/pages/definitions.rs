//! The definition each sheet was counted under: chosen once for all sheets, or for one.

use super::super::filling::Filling;
use super::super::form::{Choice, Form, Section};
use super::front::{self, NOT_DUE};
use super::{COMPLETE, CONTENTS, DEFINITIONS, LISTS, MAY_STAY, NOT_LISTED, results};
use crate::workbook::{Content, Outcome, Range, Rule, Sheet, Style, Validation};

/// Label of the row whose definition holds for every sheet that names no other.
pub(crate) const ALL_SHEETS: &str = "All sheets";

/// Row of the header of the table.
const HEADER: u32 = 2;
/// Column of the choice, and of the check.
const CHOSEN: u16 = 2;
const CHECKED: u16 = 3;

const TO_CHOOSE: &str = "To choose";
/// What is counted under two definitions on two sheets would be added up all the same.
const DIFFERS: &str = "Not as its other sheets";

/// Where the definition of a section is chosen.
pub(super) fn cell(form: &Form, section: u32) -> Range {
    Range::cell(HEADER + 1 + u32::from(form.chooses_definitions()) + section, CHOSEN)
}

/// Where the definition of all sheets is chosen.
fn cell_of_all() -> Range {
    Range::cell(HEADER + 1, CHOSEN)
}

/// A formula for the definition of a section: its own, or that of all.
pub(super) fn formula(form: &Form, section: u32) -> String {
    let own = format!("{{'{DEFINITIONS}'!{}}}", cell(form, section).name());
    if !form.chooses_definitions() {
        return own;
    }
    format!("IF(TRIM({own})<>\"\",{own},{{'{DEFINITIONS}'!{}}}&\"\")", cell_of_all().name())
}

/// The sheet.
pub(super) fn used(form: &Form, filling: &Filling) -> Sheet {
    let mut sheet = Sheet::new(DEFINITIONS, &[32, 60, 60, 22]);
    sheet.text(0, 0, Style::Title, "Definitions used");
    let what = if form.chooses_definitions() {
        "Choose the definition you did count under, even where it is not the agreed one: once for all sheets, and again only for a sheet \
         that was counted under another."
    } else {
        "Every force counts this return under one definition: nothing is to be chosen."
    };
    sheet.text(1, 0, Style::Line, what);
    let mut rows: Vec<Vec<String>> = Vec::new();
    if form.chooses_definitions() {
        let what = "Every sheet below for which no other definition is chosen";
        rows.push(vec![ALL_SHEETS.to_owned(), what.to_owned()]);
    }
    rows.extend(form.sections.iter().map(|section| vec![section.sheet.clone(), section.title.clone()]));
    rows.iter_mut().for_each(|row| row.extend([String::new(), String::new()]));
    sheet.table(HEADER, "definitions_used", &["Sheet", "What it holds", "Counted under", "Check"], &rows);
    let shown = |id: Option<&String>| {
        let choice = id.and_then(|id| form.definitions.iter().find(|choice| choice.id == *id));
        choice.map_or(Content::Blank, |choice| Content::Text(choice.shown()))
    };
    if form.chooses_definitions() {
        let Range { first: (row, column), .. } = cell_of_all();
        choose(&mut sheet, form, (row, column), shown(filling.definition_of_all.as_ref()));
        let chosen = format!("{{{}}}", cell_of_all().name());
        let formula = format!(
            "IF(TRIM({chosen})=\"\",\"{MAY_STAY}\",IF({},\"{COMPLETE}\",\"{NOT_LISTED}\"))",
            listed(form, &chosen)
        );
        let words = if filling.definition_of_all.is_some() { COMPLETE } else { MAY_STAY };
        sheet.formula((row, CHECKED), Style::Verdict, formula, Outcome::Text(words.to_owned()));
    }
    for (index, section) in (0..).zip(&form.sections) {
        let Range { first: (row, column), .. } = cell(form, index);
        if let Some(fixed) = &section.definition {
            // A definition that the contract fixes is not for the force to change.
            sheet.put(row, column, Style::Text, shown(Some(fixed)));
            sheet.text(row, CHECKED, Style::Verdict, COMPLETE);
            continue;
        }
        choose(&mut sheet, form, (row, column), shown(filling.definitions.get(&section.id)));
        let own = format!("{{{}}}", cell(form, index).name());
        let progress = format!("{{'{CONTENTS}'!{}}}", front::progress_cell(form, index).name());
        let differs = differing(form, index, section);
        let formula = format!(
            "IF({progress}=\"{NOT_DUE}\",\"Not needed\",IF({differs},\"{DIFFERS}\",IF(TRIM({own})<>\"\",\
             IF({},\"{COMPLETE}\",\"{NOT_LISTED}\"),IF(TRIM({{{}}})<>\"\",\"As all sheets\",\"{TO_CHOOSE}\"))))",
            listed(form, &own),
            cell_of_all().name()
        );
        let words = check(form, section, filling).to_owned();
        sheet.formula((row, CHECKED), Style::Verdict, formula, Outcome::Text(words));
    }
    sheet.frozen = Some(HEADER + 1);
    sheet
}

/// The sections of the same measure, by their numbers.
fn others<'a>(form: &'a Form, section: &'a Section) -> impl Iterator<Item = (u32, &'a Section)> {
    let all = (0..).zip(&form.sections);
    all.filter(move |(_, other)| {
        other.measure == section.measure && other.id != section.id && other.definition.is_none()
    })
}

/// Whether another sheet of the same measure is counted under another definition, as a formula.
fn differing(form: &Form, index: u32, section: &Section) -> String {
    let own = formula(form, index);
    let differs = |(other, _): (u32, &Section)| {
        let progress = format!("{{'{CONTENTS}'!{}}}", front::progress_cell(form, other).name());
        let other = formula(form, other);
        format!("IF({progress}=\"{NOT_DUE}\",FALSE,IF(TRIM({other})=\"\",FALSE,TRIM({other})<>TRIM({own})))")
    };
    let any: Vec<String> = others(form, section).map(differs).collect();
    match any.as_slice() {
        [] => "FALSE".to_owned(),
        any => format!("IF(TRIM({own})=\"\",FALSE,OR({}))", any.join(",")),
    }
}

/// What the check of a section's row says.
fn check(form: &Form, section: &Section, filling: &Filling) -> &'static str {
    let needed = |section: &Section| section.due || !results::untouched(section, filling);
    let chosen = results::chosen(form, section, filling);
    let differs = |(_, other): (u32, &Section)| {
        let other = Some(other).filter(|other| needed(other)).and_then(|other| results::chosen(form, other, filling));
        chosen.is_some() && other.is_some() && other != chosen
    };
    match section {
        section if !needed(section) => "Not needed",
        section if others(form, section).any(differs) => DIFFERS,
        section if filling.definitions.contains_key(&section.id) => COMPLETE,
        _ if filling.definition_of_all.is_some() => "As all sheets",
        _ => TO_CHOOSE,
    }
}

/// How far the sheet is filled: its words, and the formula for them.
pub(super) fn progress(form: &Form, filling: &Filling) -> (String, String) {
    let last = cell(form, u32::try_from(form.sections.len()).unwrap_or(1).saturating_sub(1)).last.0;
    let checks = format!("{{'{DEFINITIONS}'!{}}}", Range::new((HEADER + 1, CHECKED), (last, CHECKED)).name());
    let open = [TO_CHOOSE, NOT_LISTED, DIFFERS].map(|word| format!("SUMPRODUCT(--({checks}=\"{word}\"))"));
    let open = format!("({})", open.join("+"));
    let formula = format!("IF({open}=0,\"{COMPLETE}\",{open}&\" to choose\")");
    let chosen = form.sections.iter().filter(|section| section.definition.is_none());
    let open = chosen.filter(|section| [TO_CHOOSE, DIFFERS].contains(&check(form, section, filling))).count();
    (if open == 0 { COMPLETE.to_owned() } else { format!("{open} to choose") }, formula)
}

/// Whether a cell holds one of the list, as a formula.
fn listed(form: &Form, cell: &str) -> String {
    let range = Range::new((list_first(), 0), (list_last(form), 0)).name();
    format!("SUMPRODUCT(--({{'{LISTS}'!{range}}}=TRIM({cell})))>0")
}

fn choose(sheet: &mut Sheet, form: &Form, (row, column): (u32, u16), content: Content) {
    sheet.put(row, column, Style::Chosen, content);
    let list = Range::new((list_first(), 0), (list_last(form), 0));
    sheet.validations.push(Validation {
        range: Range::cell(row, column),
        rule: Rule::OneOfCells(LISTS.to_owned(), list),
        title: "Definition".to_owned(),
        message: "Choose the definition you counted under.".to_owned(),
        firm: true,
        refusal: format!("Choose one of the list; the sheet {LISTS} shows them all."),
    });
}

fn list_first() -> u32 {
    3
}

fn list_last(form: &Form) -> u32 {
    u32::try_from(form.definitions.len()).unwrap_or(1) + list_first() - 1
}

/// The definitions to choose from.
pub(super) fn list(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(LISTS, &[80, 40]);
    sheet.text(0, 0, Style::Title, "Definition list");
    sheet.text(1, 0, Style::Line, format!("The choices on the sheet {DEFINITIONS}."));
    let row = |choice: &Choice| vec![choice.shown(), choice.id.clone()];
    let rows: Vec<Vec<String>> = form.definitions.iter().map(row).collect();
    sheet.table(list_first() - 1, "definition_list", &["Definition", "Code"], &rows);
    sheet
}
