//! Workbooks of Excel, written by another library.

use assess::source::reader::{self, Sheet};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::{names, read, said};

#[test]
fn a_published_layout_is_read_with_merged_header_notes_and_markers() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Table P4  ").unwrap();
    let centred = Format::new();
    sheet.write(0, 0, "Table P4: Rates [note 1]").unwrap();
    sheet.merge_range(2, 2, 2, 3, "Rate per 1,000", &centred).unwrap();
    for (column, name) in ["Area code", "Area name", "Theft5", "Robbery"].into_iter().enumerate() {
        sheet.write(3, u16::try_from(column).unwrap(), name).unwrap();
    }
    for (row, (code, name, theft, robbery)) in (4..).zip([
        ("K04000001", "ENGLAND AND WALES7,8", 20.5, 1.25),
        ("E23000036", "Avon and Somerset8", 19.0, 0.5),
        ("W15000004", "Dyfed-Powys4", 8.0, 0.125),
    ]) {
        sheet.write(row, 0, code).unwrap();
        sheet.write(row, 1, name).unwrap();
        sheet.write(row, 2, theft).unwrap();
        sheet.write(row, 3, robbery).unwrap();
    }
    sheet.write(7, 0, "E23000039").unwrap();
    sheet.write(7, 1, "Dorset").unwrap();
    sheet.write(7, 2, "..").unwrap();
    sheet.write(7, 3, "[x]").unwrap();
    sheet.write(9, 0, "8. Excludes British Transport Police").unwrap();
    let reading = read(&workbook.save_to_buffer().unwrap());
    assert_eq!(reading.sheets[0].grid.sheet.as_deref(), Some("Table P4"));
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(names(&sheet), ["Area code", "Area name", "Rate per 1,000 - Theft", "Rate per 1,000 - Robbery"]);
    assert_eq!(sheet.columns()[2].footnotes, ["5"]);
    assert_eq!(said(&sheet, "Rate per 1,000 - Theft"), ["20.5", "19", "8", "marker .."]);
    assert_eq!(said(&sheet, "Rate per 1,000 - Robbery")[3], "marker [x]");
    assert_eq!((sheet.rows().len(), sheet.notes().len()), (4, 2));
    let rate = sheet.column("Rate per 1,000 - Theft").unwrap();
    assert_eq!(sheet.place(&sheet.rows()[0], rate).workbook.unwrap().cell, "C5");
}

#[test]
fn codes_dates_and_truths_keep_their_kind() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (column, name) in ["Offence code", "Day", "Agreed", "Count"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    for row in 1..4 {
        sheet.write_string(row, 0, "4.10").unwrap();
        sheet.write_datetime_with_format(row, 1, ExcelDateTime::from_ymd(2026, 3, 31).unwrap(), &day).unwrap();
        sheet.write_boolean(row, 2, true).unwrap();
        sheet.write_number(row, 3, f64::from(row)).unwrap();
    }
    let reading = read(&workbook.save_to_buffer().unwrap());
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    let kinds: Vec<&str> = sheet.columns().iter().map(|column| column.kind.word()).collect();
    assert_eq!(kinds, ["code", "date", "yes or no", "whole number"]);
    assert_eq!(said(&sheet, "Offence code")[0], "text 4.10");
    assert_eq!(said(&sheet, "Day")[0], "text 2026-03-31");
}

#[test]
fn a_value_in_the_last_cell_of_a_sheet_does_not_build_the_rows_before_it() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "Force").unwrap();
    sheet.write(1_048_575, 16_383, 1).unwrap();
    let reading = read(&workbook.save_to_buffer().unwrap());
    let rows = &reading.sheets[0].grid.rows;
    assert_eq!((rows.len(), rows[1].line()), (2, 1_048_576));
}

#[test]
fn a_workbook_of_nothing_but_formulas_that_nobody_calculated_is_named_at_the_first() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Return").unwrap();
    sheet.write(0, 0, "Force").unwrap();
    sheet.write(0, 1, "Count").unwrap();
    sheet.write(1, 0, "Kent").unwrap();
    sheet.write_formula(1, 1, Formula::new("=SUM(D1:D9)")).unwrap();
    let fault = reader::read(&workbook.save_to_buffer().unwrap(), "a.xlsx").unwrap_err();
    assert_eq!(fault.id, "workbook-uncalculated");
    assert_eq!(fault.place.workbook.as_ref().unwrap().cell, "B2");
    assert!(fault.remedy.contains("let it calculate"), "{fault}");
}

#[test]
fn a_hidden_sheet_is_read_and_named_as_hidden() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "Shown").unwrap();
    workbook.add_worksheet().set_hidden(true).write(0, 0, "Hidden").unwrap();
    let reading = read(&workbook.save_to_buffer().unwrap());
    assert_eq!(reading.sheets.iter().map(|sheet| sheet.grid.hidden).collect::<Vec<_>>(), [false, true]);
}
