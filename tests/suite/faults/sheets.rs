//! Which sheet of a workbook is read: of two that fit neither, a hidden one never; and what is hidden in the one that is read is told.

use assess::contract::role;
use assess::source::catalogue::Catalogue;
use assess::source::{Project, reader};
use rust_xlsxwriter::Workbook;

use crate::project::{Project as Copy, assess, said};

const HEADER: [&str; 3] = ["force_code", "mid_year", "children"];

/// A workbook of the child population with these sheets: name, children in the first row, whether it is hidden.
fn workbook(sheets: &[(&str, u32, bool)]) -> Workbook {
    let mut book = Workbook::new();
    // The first sheet may not be hidden.
    book.add_worksheet().set_name("Cover").unwrap().write(0, 0, "Child population").unwrap();
    for (name, children, hidden) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (column, title) in (0..).zip(HEADER) {
            sheet.write(0, column, title).unwrap();
        }
        for (row, year) in (1..).zip(2012..2025) {
            sheet.write(row, 0, "E23000001").unwrap();
            sheet.write(row, 1, year).unwrap();
            sheet.write(row, 2, children + row).unwrap();
        }
        sheet.set_hidden(*hidden);
    }
    book
}

/// What a build says to it.
fn read(book: &mut Workbook, sheet: &str) -> String {
    let copy = Copy::copy();
    let sheet = if sheet.is_empty() { String::new() } else { format!("\nsheet = \"{sheet}\"") };
    copy.replace(
        "data/sources.toml",
        "path = \"public/child_population.csv\"",
        &format!("path = \"public/given.xlsx\"{sheet}"),
    );
    copy.write("data/public/given.xlsx", book.save_to_buffer().unwrap());
    let mut project = Project::open(copy.root()).unwrap();
    let catalogue = Catalogue::read(&mut project).unwrap();
    let definitions = assess::definition::Definitions::read(&mut project).unwrap();
    let contracts = assess::contract::Contracts::read(&mut project, &definitions).unwrap();
    let sources = assess::contract::Sources::of_catalogue(&contracts, &catalogue);
    match sources.read(&mut project, role::CHILD_POPULATION) {
        Ok(reading) => {
            let first = reading.records[0].iter().next().unwrap().number("children");
            format!(
                "read {first:?} {}",
                reading.notes.iter().map(|note| format!("{} {}", note.check, note.what)).collect::<String>()
            )
        }
        Err(faults) => faults.iter().map(|fault| format!("{fault}\n")).collect(),
    }
}

#[test]
fn of_two_sheets_that_fit_neither_is_taken_and_both_are_named() {
    let said = read(&mut workbook(&[("Draft", 100, false), ("Final", 200, false)]), "");
    assert!(said.starts_with("error[sheet-ambiguous]") && said.contains("`Draft`, `Final`"), "{said}");
    let said = read(&mut workbook(&[("Draft", 100, false), ("Final", 200, false)]), "Final");
    assert!(said.starts_with("read Some(201)"), "{said}");
}

#[test]
fn a_hidden_sheet_is_never_taken() {
    let said = read(&mut workbook(&[("Draft", 100, true), ("Final", 200, false)]), "");
    assert!(said.starts_with("read Some(201)"), "{said}");
    for sheet in ["", "Draft"] {
        let said = read(&mut workbook(&[("Draft", 100, true)]), sheet);
        assert!(said.starts_with("error[sheet-hidden]") && said.contains("`Draft`"), "{said}");
    }
}

#[test]
fn hidden_rows_and_columns_are_told() {
    let mut book = workbook(&[("Final", 200, false)]);
    let sheet = book.worksheet_from_name("Final").unwrap();
    sheet.set_row_hidden(3).unwrap().set_row_hidden(4).unwrap().set_column_hidden(1).unwrap();
    let said = read(&mut book, "");
    assert!(said.contains("rows-hidden 2 rows and 1 columns"), "{said}");
    let rows = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell></table:table-row>";
    let hidden = rows.replacen("<table:table-row>", "<table:table-row table:visibility=\"filter\">", 1);
    let ods =
        crate::workbooks::ods_of_xml(&format!("<table:table table:name=\"T\">{rows}{hidden}{rows}</table:table>"));
    assert_eq!(reader::sheets(&ods, "given", &[]).unwrap()[0].hidden_rows, [1]);
}

#[test]
fn two_lists_in_json_that_fit_are_refused_by_their_names() {
    let list =
        |children: u32| format!("[{{\"force_code\": \"E23000001\", \"mid_year\": 2024, \"children\": {children}}}]");
    let copy = Copy::copy();
    copy.replace("data/sources.toml", "path = \"public/child_population.csv\"", "path = \"public/given.json\"");
    copy.write("data/public/given.json", format!("{{\"draft\": {}, \"final\": {}}}", list(1), list(2)));
    let output = assess(copy.root(), &["build", "--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("error[sheet-ambiguous]") && said(&output).contains("`draft`, `final`"),
        "{}",
        said(&output)
    );
}
