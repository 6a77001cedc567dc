//! The force's template: its structure, its bytes, what reading it back gives, and every fault of a workbook filled by hand.
//!
//! Filled counts are those of the demonstration data, so that reading back has something from outside to agree with.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod asked;
mod faults;
mod hands;
mod libreoffice;
mod returned;
mod returns;
mod structure;
mod timing;

use std::collections::BTreeMap;
use std::io::Cursor;

use assess::fault::Fault;
use assess::period::{FinancialYear, Part};
use assess::source::{Grid, GridRow, Value};
use assess::template::{
    Agreed, Choice, EdgeCase, Entry, Filled, Filling, Form, Format, Section, identify, read_back, write,
};
use calamine::{Data, Reader, Sheets};
use jiff::Timestamp;

const DEMO: &str = include_str!("../../data/demo/adr_group_based.csv");
const FORMATS: [(Format, &str); 2] = [(Format::Xlsx, "return.xlsx"), (Format::Ods, "return.ods")];

fn choice(id: &str, title: &str) -> Choice {
    Choice { id: id.to_owned(), title: title.to_owned() }
}

fn section(id: &str, sheet: &str, measure: &str, dimension: &str, categories: &[(&str, &str)]) -> Section {
    let unit = if measure.ends_with("suspects") { "suspects" } else { "crimes" };
    Section {
        id: id.to_owned(),
        sheet: sheet.to_owned(),
        title: format!("{sheet}: recorded {unit}"),
        help: "Enter what was recorded in the period. Count each of them once.".to_owned(),
        measure: measure.to_owned(),
        unit: unit.to_owned(),
        dimension: dimension.to_owned(),
        categories: categories.iter().map(|(id, title)| choice(id, title)).collect(),
        sums_to_total: dimension != "total",
        quarters: dimension == "total",
        due: true,
        definition: (measure == "group_based_csae_crimes").then(|| "cocad".to_owned()),
    }
}

/// The return on group-based offending, for one force and year of the demonstration data.
fn form(force: &str, period: &str) -> Form {
    let all = [("all", "All crimes")];
    let contexts = [
        ("cse", "Child sexual exploitation"),
        ("familial", "Familial"),
        ("institutional", "Institutional"),
        ("ritualistic", "Ritualistic"),
        ("other", "Other"),
        ("unknown", "Unknown"),
    ];
    let ages = [("under_18", "Under 18"), ("18_and_over", "18 and over"), ("not_recorded", "Not recorded")];
    let sexes = [("female", "Female"), ("male", "Male"), ("not_recorded", "Not recorded")];
    let ethnicities = [
        ("asian", "Asian"),
        ("black", "Black"),
        ("mixed", "Mixed"),
        ("other", "Other"),
        ("white", "White"),
        ("not_recorded", "Not recorded"),
    ];
    let (csae, cse, suspects) = ("group_based_csae_crimes", "group_based_cse_crimes", "group_based_cse_suspects");
    Form {
        contract: "adr-group-based".to_owned(),
        contract_version: 1,
        title: "Group-based child sexual abuse and exploitation: annual return".to_owned(),
        organisation: "National Crime Agency".to_owned(),
        return_to: "The address of the agency".to_owned(),
        force_code: force.to_owned(),
        force_name: "A force".to_owned(),
        period: period.parse().unwrap(),
        definitions: vec![
            choice("iicsa-organised-network", "Organised network"),
            choice("cocad", "Group-based abuse and exploitation (COCAD)"),
            choice("cocad-cse", "Group-based exploitation (COCAD, exploitation criterion)"),
            choice("cse-flag", "Exploitation flag, two or more suspects"),
        ],
        agreed: Agreed {
            id: "iicsa-organised-network".to_owned(),
            title: "Organised network".to_owned(),
            text: "Two or more people, identified or not. Loose links are enough.".to_owned(),
            owner: "Independent Inquiry into Child Sexual Abuse".to_owned(),
        },
        asked: vec![("Group-based crimes".to_owned(), "Count each crime once.".to_owned())],
        questions: Vec::new(),
        edge_cases: vec![EdgeCase {
            situation: "Two people who know one another exploit a child.".to_owned(),
            count_it: true,
            why: "Two are enough.".to_owned(),
        }],
        sections: vec![
            section("abuse", "All group-based crimes", csae, "total", &all),
            section("context", "Context", csae, "context", &contexts),
            section("exploitation", "Exploitation crimes", cse, "total", &all),
            section("age", "Age of suspects", suspects, "suspect_age_band", &ages),
            section("sex", "Sex of suspects", suspects, "suspect_sex", &sexes),
            section("ethnicity", "Ethnicity of suspects", suspects, "suspect_ethnicity", &ethnicities),
        ],
        markers: vec![choice("[x]", "not available"), choice("[z]", "not applicable")],
        synthetic_example: true,
    }
}

/// A row of the long form without its place: quarter, definition, measure, dimension, category, value and marker.
type Line = (String, String, String, String, String, String, String);

fn line(row: &Filled) -> Line {
    let value = row.value.map_or_else(String::new, |value| value.to_string());
    let marker = row.marker.clone().unwrap_or_default();
    let (definition, measure) = (row.definition.clone(), row.measure.clone());
    (row.part.to_string(), definition, measure, row.dimension.clone(), row.category.clone(), value, marker)
}

fn lines(rows: &[Filled]) -> Vec<Line> {
    let mut lines: Vec<Line> = rows.iter().map(line).collect();
    lines.sort();
    lines
}

/// The demonstration's rows of one force and year.
fn demo(force: &str, period: &str) -> Vec<Line> {
    let rows = DEMO.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let rows = rows.filter(|row| row[0] == force && row[1] == period);
    let mut lines: Vec<Line> = rows
        .map(|row| match &row[2..] {
            [a, b, c, d, e, f, g, _status] => {
                (a.clone(), b.clone(), c.clone(), d.clone(), e.clone(), f.clone(), g.clone())
            }
            other => panic!("{} columns", other.len()),
        })
        .collect();
    lines.sort();
    lines
}

/// The filling that the demonstration's rows amount to; years that are sums of quarters are left to the sheet.
fn filling(form: &Form, lines: &[Line]) -> Filling {
    let mut filling = Filling::default();
    for (part, definition, measure, dimension, category, value, marker) in lines {
        let section =
            form.sections.iter().find(|section| section.measure == *measure && section.dimension == *dimension);
        let section = section.unwrap();
        let part: Part = part.parse().unwrap();
        if section.quarters && part == Part::Year {
            continue;
        }
        let entry =
            if marker.is_empty() { Entry::Count(value.parse().unwrap()) } else { Entry::Marker(marker.clone()) };
        filling.entries.insert((section.id.clone(), category.clone(), part), entry);
        filling.definitions.insert(section.id.clone(), definition.clone());
    }
    filling
}

fn created() -> Timestamp {
    "2026-11-05T09:30:00Z".parse().unwrap()
}

fn bytes(form: &Form, filling: &Filling, format: Format) -> Vec<u8> {
    write(form, filling, format, created()).unwrap()
}

/// Cells of a workbook as calamine sees them.
fn grids(bytes: &[u8], file: &str) -> Vec<Grid> {
    let mut workbook: Sheets<_> = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names();
    let mut grids = Vec::new();
    for name in names {
        let range = workbook.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Vec::new();
        for (number, cells) in (top..).zip(range.rows()) {
            let mut values = vec![Value::Empty; left as usize];
            values.extend(cells.iter().map(value));
            if values.iter().any(|value| !value.is_empty()) {
                rows.push(GridRow { number, cells: values });
            }
        }
        grids.push(Grid { file: file.to_owned(), sheet: Some(name), rows, ..Grid::default() });
    }
    grids
}

/// Cells of a workbook as the program's own reader sees them.
fn own(bytes: &[u8], file: &str) -> Vec<Grid> {
    assess::source::reader::sheets(bytes, file, &[]).unwrap()
}

fn value(data: &Data) -> Value {
    match data {
        Data::Empty => Value::Empty,
        Data::Int(number) => Value::Integer(*number),
        Data::Float(number) => Value::from_float(*number),
        Data::String(text) => Value::from_text(text),
        Data::Bool(yes) => Value::Boolean(*yes),
        other => Value::Error(other.to_string()),
    }
}

/// A complete workbook of the demonstration's first force, as grids to damage.
fn filled() -> (Form, Vec<Grid>) {
    let form = form("BTP", "2021/22");
    let filling = filling(&form, &demo("BTP", "2021/22"));
    let grids = grids(&bytes(&form, &filling, Format::Xlsx), "return.xlsx");
    (form, grids)
}

#[test]
fn a_filled_workbook_reads_back_as_the_rows_it_was_filled_with() {
    for (force, period) in [("BTP", "2021/22"), ("BTP", "2025/26"), ("E23000005", "2024/25"), ("E23000001", "2023/24")]
    {
        let form = form(force, period);
        let expected = demo(force, period);
        assert!(!expected.is_empty(), "{force} {period}");
        for (format, file) in FORMATS {
            let bytes = bytes(&form, &filling(&form, &expected), format);
            for grids in [grids(&bytes, file), own(&bytes, file)] {
                let rows = read_back(&grids, &form).map_err(print).unwrap();
                assert_eq!(lines(&rows), expected, "{force} {period} {file}");
            }
        }
    }
}

#[test]
fn a_row_knows_the_sheet_and_the_cell_it_came_from() {
    let (form, grids) = filled();
    let rows = read_back(&grids, &form).map_err(print).unwrap();
    let familial = rows.iter().find(|row| row.category == "familial").unwrap();
    assert_eq!(familial.value, Some(3));
    let place = "return.xlsx, sheet `Context`, cell B7, column `Year 2021/22 (crimes)`";
    assert_eq!(familial.place.to_string(), place);
}

#[test]
fn both_formats_give_the_same_rows_and_the_same_cells() {
    let form = form("E23000005", "2025/26");
    let filling = filling(&form, &demo("E23000005", "2025/26"));
    let read = FORMATS.map(|(format, _)| {
        let grids = own(&bytes(&form, &filling, format), "return");
        read_back(&grids, &form).map_err(print).unwrap()
    });
    assert_eq!(read[0], read[1]);
}

#[test]
fn rows_that_were_read_back_fill_the_same_workbook_again() {
    let (form, grids) = filled();
    let rows = read_back(&grids, &form).map_err(print).unwrap();
    let again = Filling::from_rows(&form, &rows);
    let first = filling(&form, &demo("BTP", "2021/22"));
    let year = |filling: &Filling| bytes(&form, filling, Format::Xlsx);
    assert_eq!(year(&again), year(&first));
}

#[test]
fn a_reason_for_a_row_stands_for_each_of_its_cells() {
    let form = form("BTP", "2021/22");
    let mut filling = filling(&form, &demo("BTP", "2021/22"));
    for quarter in 1..=4 {
        let key = ("exploitation".to_owned(), "all".to_owned(), Part::Quarter(quarter));
        filling.entries.insert(key, Entry::Marker("[x]".to_owned()));
    }
    for format in [Format::Xlsx, Format::Ods] {
        let rows = read_back(&own(&bytes(&form, &filling, format), "a"), &form).map_err(print).unwrap();
        let marked = rows.iter().filter(|row| row.measure == "group_based_cse_crimes");
        let marked: Vec<_> = marked.map(|row| (row.part.to_string(), row.value, row.marker.as_deref())).collect();
        let parts = ["Q1", "Q2", "Q3", "Q4", "year"];
        assert_eq!(marked, parts.map(|part| (part.to_owned(), None, Some("[x]"))));
    }
}

#[test]
fn a_sheet_that_is_not_due_may_stay_empty_and_is_held_to_the_rules_once_it_is_begun() {
    let mut form = form("BTP", "2021/22");
    let ethnicity = form.sections.iter_mut().find(|section| section.id == "ethnicity").unwrap();
    ethnicity.due = false;
    let mut filling = filling(&form, &demo("BTP", "2021/22"));
    filling.definitions.remove("ethnicity");
    filling.entries.retain(|(section, _, _), _| section != "ethnicity");
    for (format, file) in FORMATS {
        let workbook = own(&bytes(&form, &filling, format), file);
        let rows = read_back(&workbook, &form).map_err(print).unwrap();
        let due = demo("BTP", "2021/22").into_iter().filter(|line| line.3 != "suspect_ethnicity");
        assert_eq!(lines(&rows), due.collect::<Vec<_>>(), "{file}");
        let progress: Vec<String> = workbook[1].rows.iter().map(|row| row.cell(2).text().into_owned()).collect();
        assert!(progress.contains(&"Not due, empty".to_owned()), "{file}: {progress:?}");
    }
    let key = ("ethnicity".to_owned(), "asian".to_owned(), Part::Year);
    filling.entries.insert(key, Entry::Count(0));
    let faults = read_back(&own(&bytes(&form, &filling, Format::Xlsx), "a.xlsx"), &form).unwrap_err();
    let ids: Vec<&str> = faults.iter().map(|fault| fault.id).collect();
    assert_eq!(ids, ["template-cells-empty", "template-definition-missing"]);
}

#[test]
fn the_cover_says_which_return_it_is_and_another_workbook_does_not() {
    let (form, grids) = filled();
    let identity = identify(&grids).unwrap().unwrap();
    assert_eq!((identity.contract.as_str(), identity.version), ("adr-group-based", 1));
    assert_eq!((identity.force.as_str(), identity.period), ("BTP", FinancialYear::starting(2021)));
    assert_eq!(form.period, identity.period);
    assert_eq!(identify(&grids[2..]).unwrap(), None);
}

fn print(faults: Vec<Fault>) -> String {
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

/// Every count of the workbook's formulas and entries by cell, for comparing two workbooks.
fn counts(grids: &[Grid]) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for grid in grids {
        for row in &grid.rows {
            for (column, value) in row.filled() {
                if let Value::Integer(count) = value {
                    counts.insert(grid.place(row.number, column, "").to_string(), *count);
                }
            }
        }
    }
    counts
}
