//! The exporters on tables made by hand, which are as bad as tables get, and the rules on workbooks that break each of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;

use super::guidance::broken;
use super::model::{Column, Kind, OpenTable};
use super::sheets::{CONTENTS, NOTES, workbook};
use super::tidy::Tidy;
use crate::figure::Table;
use crate::lineage::Lineage;
use crate::pipeline::tests::prepared;
use crate::source::reader;
use crate::wording::Cell;
use crate::workbook::{Content, Outcome, Range, Sheet, Style, Workbook};

fn table(id: &str, columns: &[(&str, Option<&str>)], rows: Vec<Vec<Cell>>) -> OpenTable {
    let column = |(at, (title, unit)): (usize, &(&str, Option<&str>))| Column {
        id: format!("column_{at}"),
        title: (*title).to_owned(),
        kind: unit.map_or(Kind::Words, |unit| Kind::Numbers(unit.to_owned())),
    };
    OpenTable {
        id: id.to_owned(),
        title: format!("A table of {id}"),
        subtitle: "Counts".to_owned(),
        columns: columns.iter().enumerate().map(column).collect(),
        rows,
        tidy: false,
        source: "A source.".to_owned(),
        notes: vec!["A note.".to_owned()],
        lineage: Lineage::of("source", false),
    }
}

fn made(tables: &[OpenTable]) -> Workbook {
    workbook(&prepared().protected.picture, tables)
}

fn records(table: &OpenTable) -> Vec<Vec<String>> {
    let csv = Tidy::of(table).csv();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_slice());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Every cell of a sheet of an ODS, as the reader of the program reads it.
fn read(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let reading = reader::read(bytes, "tables.ods").unwrap_or_else(|fault| panic!("{fault:?}"));
    let found = reading.sheets.iter().find(|cells| cells.grid.sheet.as_deref() == Some(sheet)).unwrap();
    let cells = |row: &crate::source::grid::GridRow| row.cells.iter().map(|cell| cell.text().into_owned()).collect();
    found.grid.rows.iter().map(cells).collect()
}

#[test]
fn sixty_columns_and_five_thousand_rows_are_one_table_in_both_forms() {
    let columns: Vec<(String, Option<&str>)> =
        (0..60).map(|at| (format!("Title {at}"), (at > 0).then_some("crimes"))).collect();
    let columns: Vec<(&str, Option<&str>)> = columns.iter().map(|(title, unit)| (title.as_str(), *unit)).collect();
    let row = |row: i64| {
        std::iter::once(Cell::words(format!("Row {row}"))).chain((1..60).map(|at| Cell::count(row * 60 + at))).collect()
    };
    let wide = table("wide", &columns, (0..5).map(row).collect());
    let long = table("long", &columns[..3], (0..5_000).map(row).collect());
    let workbook = made(&[wide.clone(), long.clone()]);
    assert_eq!(broken(&workbook), []);
    let bytes = workbook.ods().unwrap();
    assert_eq!(bytes, made(&[wide.clone(), long.clone()]).ods().unwrap(), "the same tables give the same bytes");
    let rows = read(&bytes, "Wide");
    assert_eq!((rows.last().unwrap().len(), rows.last().unwrap()[59].as_str()), (60, "299"));
    let rows = read(&bytes, "Long");
    assert_eq!(rows.last().unwrap(), &["Row 4999", "299941", "299942"]);
    assert_eq!(records(&wide).len(), 1 + 5 * 59);
    assert_eq!(records(&long).len(), 1 + 5_000 * 2);
    assert_eq!(records(&long).last().unwrap(), &["5000", "Row 4999", "column_2", "299942", "crimes", "", "", "real"]);
}

#[test]
fn names_of_any_letters_and_what_looks_like_a_formula_stay_the_words_they_are() {
    let names =
        ["A & B <C> \"D\" 'E'", "ملخص الأرقام", "=1+1", "+1", "-1", "@SUM(A1)", "Ünï, cödé\u{a0}\u{200f}", "a;b,c"];
    let rows = names.iter().map(|name| vec![Cell::words(*name), Cell::count(7)]).collect();
    let odd = table("odd", &[("Name", None), ("Crimes", Some("crimes"))], rows);
    let workbook = made(std::slice::from_ref(&odd));
    assert_eq!(broken(&workbook), []);
    let bytes = workbook.ods().unwrap();
    let reading = reader::read(&bytes, "tables.ods").unwrap();
    assert!(reading.sheets.iter().all(|sheet| sheet.formulas == 0 && sheet.merged.is_empty()));
    let read = read(&bytes, "Odd");
    for (row, name) in read[read.len() - names.len()..].iter().zip(names) {
        assert_eq!((row[0].trim(), row[1].as_str()), (name.trim(), "7"), "{name}");
    }
    for (record, name) in records(&odd)[1..].iter().zip(names) {
        let guarded = if name.starts_with(['=', '+', '-', '@']) { format!("'{name}") } else { name.to_owned() };
        assert_eq!((record[1].as_str(), record[3].as_str()), (guarded.as_str(), "7"));
    }
}

#[test]
fn markers_stand_alone_in_both_forms_and_what_is_said_of_a_number_beside_it() {
    let rows = vec![
        vec![Cell::words("2025/26").marked("[p]"), Cell::count(1_200).marked("[e]"), Cell::percent(0.625, 0)],
        vec![Cell::words("2024/25"), Cell::instead("not identified", "[x]"), Cell::marker("[c]")],
        vec![Cell::words("2023/24"), Cell::count(117_000).about_if(true), Cell::decimal(-0.5, 2)],
    ];
    let marked = table("marked", &[("Year", None), ("Number", Some("crimes")), ("Share", Some("percent"))], rows);
    let found: Vec<String> = records(&marked)[1..].iter().map(|record| record[1..].join("|")).collect();
    assert_eq!(
        found,
        [
            "2025/26|column_1|1200|crimes|[p][e]||real",
            "2025/26|column_2|63|percent|[p]||real",
            "2024/25|column_1||crimes|[x]|not identified|real",
            "2024/25|column_2||percent|[c]||real",
            "2023/24|column_1|117000|crimes||about|real",
            "2023/24|column_2|-0.50|percent|||real",
        ]
    );
    let workbook = made(std::slice::from_ref(&marked));
    assert_eq!(broken(&workbook), []);
    let read = read(&workbook.ods().unwrap(), "Marked");
    assert_eq!(read[read.len() - 4], ["Year", "Number (crimes)", "Share (percent)", "Beside the numbers"]);
    assert_eq!(read[read.len() - 3], ["2025/26 [p]", "1200", "0.63", "Number: [e]"]);
    assert_eq!(read[read.len() - 2], ["2024/25", "[x]", "[c]", "Number: not identified"]);
    assert_eq!(read[read.len() - 1], ["2023/24", "117000", "-0.5", "Number: about"]);
}

#[test]
fn a_table_of_words_and_one_without_rows_are_tables_too() {
    let words = table("words", &[("What", None), ("Due", None)], vec![vec![Cell::words("All"), Cell::marker("[z]")]]);
    let none = table("none", &[("What", None), ("Crimes", Some("crimes"))], Vec::new());
    assert_eq!(broken(&made(&[words.clone(), none.clone()])), []);
    assert_eq!(records(&words)[1], ["1", "All", "[z]", "real"]);
    assert_eq!(records(&none).len(), 1);
}

#[test]
fn tables_of_one_name_or_of_none_have_sheets_of_their_own() {
    let long = "a-very-long-name-of-a-table-that-no-sheet-can-have";
    let tables: Vec<OpenTable> =
        [long, long, "71", "cover", "Notes"].iter().map(|id| table(id, &[("What", None)], Vec::new())).collect();
    let workbook = made(&tables);
    assert_eq!(broken(&workbook), []);
    let names: BTreeSet<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names.len(), 8);
}

#[test]
fn the_data_of_each_figure_are_a_sheet_and_the_bytes_of_its_file() {
    let figures = &prepared().figures;
    let tables: Vec<OpenTable> = figures.iter().filter_map(OpenTable::of_figure).collect();
    assert_eq!(tables.len(), figures.len());
    assert_eq!(broken(&made(&tables)), []);
    for (figure, table) in figures.iter().zip(&tables) {
        assert!(Tidy::of(table).csv() == figure.csv(), "{}", figure.id());
        // What each force counted and how far a recommendation has come are words.
        let of_words = ["coverage", "recommendations"].contains(&figure.id());
        assert!(of_words || table.has_numbers(), "{}", figure.id());
    }
}

#[test]
fn a_figure_without_a_table_has_no_sheet_and_no_schema_and_the_others_keep_theirs() {
    assert!(OpenTable::of_data(&Table::default()).is_none());
    let odd = Table {
        columns: vec!["name".to_owned(), "crimes".to_owned()],
        rows: vec![vec!["=1+1".to_owned(), String::new()]],
    };
    let odd = OpenTable::of_data(&odd)
        .map(|odd| OpenTable { id: "figure-odd".to_owned(), title: "Odd".to_owned(), ..odd })
        .unwrap();
    // A column without a number holds none.
    assert!(!odd.has_numbers());
    assert_eq!(broken(&made(std::slice::from_ref(&odd))), []);
    assert_eq!(records(&odd), [["name", "crimes"], ["'=1+1", ""]]);
}

/// A workbook that breaks nothing.
fn sound() -> Workbook {
    let rows = vec![vec![Cell::words("2025/26"), Cell::count(7)], vec![Cell::words("2024/25"), Cell::marker("[c]")]];
    made(&[table("sound", &[("Year", None), ("Crimes", Some("crimes"))], rows)])
}

fn sheet(workbook: &mut Workbook) -> &mut Sheet {
    workbook.sheets.last_mut().unwrap()
}

/// Row of the header of the last sheet.
fn header(workbook: &Workbook) -> u32 {
    workbook.sheets.last().unwrap().table.as_ref().unwrap().range.first.0
}

#[test]
fn each_rule_is_broken_by_a_workbook_that_breaks_no_other() {
    type Break = fn(&mut Workbook, u32);
    let rules: [(&str, Break); 26] = [
        ("properties", |workbook, _| workbook.title.clear()),
        ("properties", |workbook, _| workbook.author = " ".to_owned()),
        ("properties", |workbook, _| workbook.keywords.clear()),
        ("sheet-order", |workbook, _| workbook.sheets.swap(0, 1)),
        ("contents", |workbook, _| drop(workbook.sheets[1].cells.insert((5, 0), cell(Style::Link, link(NOTES))))),
        ("link", |workbook, row| sheet(workbook).put(row - 1, 0, Style::Link, link("Nowhere"))),
        ("shorthand", |workbook, row| sheet(workbook).text(row + 1, 0, Style::Text, "2025/26 [y]")),
        ("shorthand", |workbook, _| sheet(workbook).text(0, 0, Style::Title, "A table [note 1][note 9]")),
        ("note-unused", |workbook, _| sheet(workbook).text(0, 0, Style::Title, "A table")),
        ("table-marked", |workbook, _| sheet(workbook).table = None),
        ("table-name", |workbook, _| sheet(workbook).table.as_mut().unwrap().name = "1 table".to_owned()),
        ("table-name", |workbook, _| sheet(workbook).table.as_mut().unwrap().name = "list_of_tables".to_owned()),
        ("title", |workbook, _| sheet(workbook).text(0, 0, Style::Line, "A table [note 1]")),
        ("table-stated", |workbook, _| sheet(workbook).text(2, 0, Style::Line, "Two tables.")),
        ("table-place", |workbook, row| {
            sheet(workbook).table.as_mut().unwrap().range = Range::new((row, 1), (row + 2, 1));
        }),
        ("outside", |workbook, row| sheet(workbook).text(row + 4, 0, Style::Line, "Below.")),
        ("outside", |workbook, row| sheet(workbook).text(row + 1, 5, Style::Line, "Beside.")),
        ("outside", |workbook, _| drop(sheet(workbook).cells.remove(&(1, 0)))),
        ("header", |workbook, row| sheet(workbook).text(row, 1, Style::NumberHeader, "year")),
        ("header", |workbook, row| sheet(workbook).text(row, 0, Style::Header, " ")),
        ("header", |workbook, row| sheet(workbook).text(row, 0, Style::Text, "Year")),
        ("blank", |workbook, row| sheet(workbook).put(row + 1, 0, Style::Text, Content::Blank)),
        ("blank", |workbook, row| (0..2).for_each(|at| sheet(workbook).put(row + 2, at, Style::Text, Content::Blank))),
        ("number", |workbook, row| sheet(workbook).text(row + 1, 1, Style::Number, "7 [e]")),
        ("number", |workbook, row| sheet(workbook).put(row + 1, 0, Style::Text, Content::Number(2025))),
        ("formula", |workbook, row| {
            sheet(workbook).formula((row + 1, 1), Style::Number, "1+1".to_owned(), Outcome::Number(2));
        }),
    ];
    let further: [(&str, Break); 6] = [
        ("untidy", |workbook, row| sheet(workbook).text(row + 1, 0, Style::Text, "2025/26 ")),
        ("footnote-sign", |workbook, row| sheet(workbook).text(row + 1, 0, Style::Text, "2025/26*")),
        ("furniture", |workbook, row| sheet(workbook).frozen = Some(row)),
        ("width", |workbook, _| sheet(workbook).widths[1] = 3),
        ("sheet-name", |workbook, _| renamed(workbook, "2 Sound")),
        ("sheet-name", |workbook, _| renamed(workbook, "A_name_of_more_letters_than_a_sheet_has")),
    ];
    assert_eq!(broken(&sound()), []);
    for (at, (rule, spoil)) in rules.into_iter().chain(further).enumerate() {
        let mut workbook = sound();
        let row = header(&workbook);
        spoil(&mut workbook, row);
        let found: BTreeSet<&str> = broken(&workbook).iter().map(|broken| broken.rule).collect();
        assert_eq!(found, BTreeSet::from([rule]), "spoilt workbook {at}: {:?}", broken(&workbook));
    }
}

fn cell(style: Style, content: Content) -> crate::workbook::Cell {
    crate::workbook::Cell { content, style }
}

fn link(sheet: &str) -> Content {
    Content::Link { words: "There".to_owned(), sheet: sheet.to_owned() }
}

/// The last sheet and the links to it under another name.
fn renamed(workbook: &mut Workbook, name: &str) {
    let before = std::mem::replace(&mut sheet(workbook).name, name.to_owned());
    for cell in workbook.sheets.iter_mut().flat_map(|sheet| sheet.cells.values_mut()) {
        if let Content::Link { sheet, .. } = &mut cell.content
            && *sheet == before
        {
            name.clone_into(sheet);
        }
    }
}

#[test]
fn the_tables_of_the_edition_are_sound_and_say_what_the_chapter_prints() {
    let tables: Vec<OpenTable> = prepared().tables.iter().map(OpenTable::of).collect();
    let workbook = made(&tables);
    assert_eq!(broken(&workbook), []);
    assert_eq!(workbook.sheets.len(), tables.len() + 3);
    assert_eq!(workbook.sheets[1].name, CONTENTS);
    for table in &tables {
        let (of_words, tidy) = (!table.has_numbers(), Tidy::of(table));
        let numbers = table.columns.iter().filter(|column| column.unit().is_some()).count();
        let expected = if of_words { table.rows.len() } else { table.rows.len() * numbers };
        assert_eq!(tidy.records.len(), expected, "{}", table.id);
        let mut keys = BTreeSet::new();
        let key: Vec<usize> =
            tidy.key.iter().map(|name| tidy.fields.iter().position(|field| field.name == *name).unwrap()).collect();
        for record in &tidy.records {
            assert!(keys.insert(key.iter().map(|at| record[*at].clone()).collect::<Vec<_>>()), "{}", table.id);
        }
    }
}
