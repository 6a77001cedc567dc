//! Holds a workbook of tables against what is published on accessible statistical spreadsheets: the checklist of the Government
//! Analysis Function, with its rules on marked tables, sheets, shorthand, notes and properties.
//!
//! In: the workbook as it will be written. Out: every rule that it breaks, with sheet and cell. It runs in each build, which a fault
//! stops; each rule has a workbook of the tests that breaks it and no other.

use std::collections::{BTreeMap, BTreeSet};

use super::sheets::{BLANK, CONTENTS, COVER, LONGEST_NAME, NOTES, ONE_TABLE};
use crate::wording::MARKERS;
use crate::workbook::{Cell, Content, Range, Sheet, Style, Table, Workbook, cell_name};

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// The rule, by the name that docs/open-data.md explains.
    pub(super) rule: &'static str,
    /// Sheet and cell; empty for the whole workbook.
    pub(super) place: String,
    pub(super) what: String,
}

/// Narrowest and widest column, in characters.
const WIDTHS: std::ops::RangeInclusive<u16> = 8..=110;

/// Signs that are taken for marks of footnotes, which a screen reader does not read out.
const FOOTNOTE_SIGNS: [char; 12] = ['*', '†', '‡', '§', '¶', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷'];

/// Every rule that the workbook breaks.
pub(super) fn broken(workbook: &Workbook) -> Vec<Broken> {
    let mut found = Found::default();
    properties(workbook, &mut found);
    order(workbook, &mut found);
    links(workbook, &mut found);
    marks(workbook, &mut found);
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut tables: BTreeSet<&str> = BTreeSet::new();
    for sheet in &workbook.sheets {
        let place = || sheet.name.clone();
        if !names.insert(sheet.name.to_lowercase()) {
            found.add("sheet-name", place(), "another sheet has the same name");
        }
        named(sheet, &mut found);
        let Some(table) = &sheet.table else {
            let what = if sheet.cells.is_empty() { "the sheet is blank" } else { "no table is marked" };
            found.add("table-marked", place(), what);
            continue;
        };
        if !word(&table.name) || !tables.insert(&table.name) {
            found.add("table-name", place(), format!("the table's name `{}` is no name of its own", table.name));
        }
        head(sheet, table, &mut found);
        outside(sheet, table, &mut found);
        header(sheet, table, &mut found);
        body(sheet, table, &mut found);
        furniture(sheet, table, &mut found);
    }
    found.0
}

#[derive(Default)]
struct Found(Vec<Broken>);

impl Found {
    fn add(&mut self, rule: &'static str, place: String, what: impl Into<String>) {
        self.0.push(Broken { rule, place, what: what.into() });
    }

    fn at(&mut self, rule: &'static str, sheet: &Sheet, (row, column): (u32, u16), what: impl Into<String>) {
        self.add(rule, format!("{}, {}", sheet.name, cell_name(row, column.into())), what);
    }
}

/// Title, organisation, subject and keywords, without which a reader cannot tell one document from another.
fn properties(workbook: &Workbook, found: &mut Found) {
    let texts = [("title", &workbook.title), ("author", &workbook.author), ("subject", &workbook.subject)];
    for (name, text) in texts {
        if text.trim().is_empty() {
            found.add("properties", String::new(), format!("the document has no {name}"));
        }
    }
    if workbook.keywords.iter().all(|keyword| keyword.trim().is_empty()) {
        found.add("properties", String::new(), "the document has no keyword");
    }
}

/// Cover, contents, notes, then the tables.
fn order(workbook: &Workbook, found: &mut Found) {
    let first: Vec<&str> = workbook.sheets.iter().take(3).map(|sheet| sheet.name.as_str()).collect();
    if first != [COVER, CONTENTS, NOTES] {
        let what = format!("the sheets begin with {}, not with {COVER}, {CONTENTS}, {NOTES}", first.join(", "));
        found.add("sheet-order", String::new(), what);
    }
}

/// The contents lead to every other sheet, and no link leads nowhere.
fn links(workbook: &Workbook, found: &mut Found) {
    let names: BTreeSet<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let mut listed: BTreeSet<&str> = BTreeSet::from([CONTENTS]);
    for sheet in &workbook.sheets {
        for (at, cell) in &sheet.cells {
            let Content::Link { sheet: target, .. } = &cell.content else { continue };
            if !names.contains(target.as_str()) {
                found.at("link", sheet, *at, format!("it leads to `{target}`, which is no sheet"));
            }
            if sheet.name == CONTENTS {
                listed.insert(target);
            }
        }
    }
    for name in names.difference(&listed) {
        found.add("contents", CONTENTS.to_owned(), format!("they do not lead to `{name}`"));
    }
}

/// Shorthand is listed with its meaning, and a reference to a note has its note, and the other way round.
fn marks(workbook: &Workbook, found: &mut Found) {
    let mut listed: BTreeSet<String> = BTreeSet::new();
    let mut used: BTreeMap<String, String> = BTreeMap::new();
    for sheet in &workbook.sheets {
        for ((row, column), cell) in &sheet.cells {
            let notes = sheet.name == NOTES && *column == 0;
            for mark in words_of(cell).into_iter().flat_map(bracketed) {
                if notes {
                    listed.insert(mark.to_owned());
                } else {
                    let place = format!("{}, {}", sheet.name, cell_name(*row, (*column).into()));
                    used.entry(mark.to_owned()).or_insert(place);
                }
            }
        }
    }
    for (mark, place) in &used {
        if !listed.contains(mark) {
            found.add("shorthand", place.clone(), format!("{mark} is not on the sheet {NOTES}"));
        }
    }
    for mark in listed.iter().filter(|mark| mark.starts_with("[note ") && !used.contains_key(*mark)) {
        found.add("note-unused", NOTES.to_owned(), format!("nothing refers to {mark}"));
    }
}

/// Shorthand and references to notes in some words.
fn bracketed(words: &str) -> Vec<&str> {
    let parts = words.match_indices('[').filter_map(|(from, _)| {
        let part = words.get(from..)?;
        part.find(']').and_then(|to| part.get(..=to))
    });
    let inside = |part: &&str| {
        let inside = part.trim_matches(['[', ']']);
        inside.starts_with("note ")
            || inside.chars().count() == 1 && inside.chars().all(|letter| letter.is_ascii_lowercase())
            || MARKERS.iter().any(|(marker, _)| marker == part)
    };
    parts.filter(inside).collect()
}

fn words_of(cell: &Cell) -> Option<&str> {
    match &cell.content {
        Content::Text(words) | Content::Link { words, .. } => Some(words),
        _ => None,
    }
}

fn word(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn named(sheet: &Sheet, found: &mut Found) {
    if !word(&sheet.name) || sheet.name.len() > LONGEST_NAME {
        let what =
            format!("a name has letters, digits and underscores, begins with a letter, and has at most {LONGEST_NAME}");
        found.add("sheet-name", sheet.name.clone(), what);
    }
}

/// A title in A1, and below it that there is one table.
fn head(sheet: &Sheet, table: &Table, found: &mut Found) {
    let title = sheet.cells.get(&(0, 0)).filter(|cell| cell.style == Style::Title);
    if title.and_then(words_of).is_none_or(|words| words.trim().is_empty()) {
        found.at("title", sheet, (0, 0), "there is no title");
    }
    let above = || sheet.cells.iter().filter(|((row, _), _)| *row < table.range.first.0);
    if !above().any(|(_, cell)| words_of(cell).is_some_and(|words| words.starts_with(ONE_TABLE))) {
        found.add("table-stated", sheet.name.clone(), "it does not say how many tables it has");
    }
}

/// The table stands at the left, nothing beside or below it, and above it in column A alone.
fn outside(sheet: &Sheet, table: &Table, found: &mut Found) {
    let Range { first, last } = table.range;
    if first.1 != 0 {
        found.at("table-place", sheet, first, "the table does not begin in column A");
    }
    for at in sheet.cells.keys() {
        let (row, column) = *at;
        if row < first.0 && column > 0 || row > last.0 || row >= first.0 && column > last.1 {
            found.at("outside", sheet, *at, "it stands beside or below the table");
        }
    }
    if let Some(blank) = (0..first.0).find(|row| !sheet.cells.contains_key(&(*row, 0))) {
        found.at("outside", sheet, (blank, 0), "a row above the table is blank");
    }
}

/// One header row, each header there and like no other.
fn header(sheet: &Sheet, table: &Table, found: &mut Found) {
    let Range { first, last } = table.range;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for column in first.1..=last.1 {
        let at = (first.0, column);
        let cell = sheet.cells.get(&at);
        match cell.and_then(words_of) {
            Some(words) if !words.trim().is_empty() => {
                if !seen.insert(words.to_lowercase()) {
                    found.at("header", sheet, at, format!("two columns are named `{words}`"));
                }
            }
            _ => found.at("header", sheet, at, "the column has no header"),
        }
        if !cell.is_some_and(|cell| matches!(cell.style, Style::Header | Style::NumberHeader)) {
            found.at("header", sheet, at, "the header does not look like one");
        }
    }
}

/// No blank row, blank cells only where the sheet says why, numbers as numbers, and one of them in a cell.
fn body(sheet: &Sheet, table: &Table, found: &mut Found) {
    let Range { first, last } = table.range;
    let stated = sheet.cells.values().filter_map(words_of).any(|words| words == BLANK);
    for row in first.0 + 1..=last.0 {
        let cells: Vec<(u16, Option<&Cell>)> =
            (first.1..=last.1).map(|column| (column, sheet.cells.get(&(row, column)))).collect();
        let blank = |cell: &Option<&Cell>| match cell.map(|cell| &cell.content) {
            None | Some(Content::Blank) => true,
            Some(Content::Text(words)) => words.trim().is_empty(),
            Some(_) => false,
        };
        if cells.iter().all(|(_, cell)| blank(cell)) {
            found.at("blank", sheet, (row, first.1), "the row is blank");
            continue;
        }
        for (column, cell) in cells {
            let at = (row, column);
            if blank(&cell) {
                if !stated {
                    found.at("blank", sheet, at, "the cell is blank, and the sheet does not say why");
                }
                continue;
            }
            let Some(cell) = cell else { continue };
            let numbers = sheet.cells.get(&(first.0, column)).is_some_and(|header| header.style == Style::NumberHeader);
            match &cell.content {
                Content::Text(words) if numbers && !shorthand(words) => {
                    found.at("number", sheet, at, format!("`{words}` stands in a column of numbers"));
                }
                Content::Number(_) | Content::Formatted(_) if !numbers => {
                    found.at("number", sheet, at, "a number stands in a column of words");
                }
                Content::Formula(..) => found.at("formula", sheet, at, "the cell computes what it shows"),
                Content::Text(words) if words.trim() != words || words.chars().any(char::is_control) => {
                    found.at(
                        "untidy",
                        sheet,
                        at,
                        "the words begin or end with a space, or hold a character that is none",
                    );
                }
                _ => {}
            }
        }
    }
    for (at, cell) in &sheet.cells {
        if let Some(sign) = words_of(cell).and_then(|words| words.chars().find(|sign| FOOTNOTE_SIGNS.contains(sign))) {
            found.at("footnote-sign", sheet, *at, format!("`{sign}` is taken for the mark of a footnote"));
        }
    }
}

/// Markers one after the other, and nothing else.
fn shorthand(words: &str) -> bool {
    let mut rest = words;
    while let Some((marker, _)) = MARKERS.iter().find(|(marker, _)| rest.starts_with(marker)) {
        rest = rest.get(marker.len()..).unwrap_or_default();
    }
    rest.is_empty() && !words.is_empty()
}

/// No frozen panes and no checks of entries; columns neither too narrow nor too wide to read.
fn furniture(sheet: &Sheet, table: &Table, found: &mut Found) {
    if sheet.frozen.is_some() || !sheet.validations.is_empty() {
        found.add("furniture", sheet.name.clone(), "it has frozen panes or checks of entries");
    }
    for column in table.range.first.1..=table.range.last.1 {
        if sheet.widths.get(usize::from(column)).is_none_or(|width| !WIDTHS.contains(width)) {
            found.at("width", sheet, (table.range.first.0, column), "the column is too narrow or too wide to read");
        }
    }
}
