//! OpenDocument spreadsheets, made to the tag.

use std::time::{Duration, Instant};

use assess::source::reader::{self, Sheet};

use super::{names, read, said};
use crate::workbooks::{cells, ods, ods_of_xml};

fn row(cells_of: &[&str]) -> String {
    format!("<table:table-row>{}</table:table-row>", cells(cells_of))
}

#[test]
fn a_million_repeated_blank_rows_cost_nothing() {
    // As every published ODS ends: blank rows of blank cells to the last row and column.
    let blank = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let rows = row(&["Force", "Count", "Rate"]) + &row(&["Kent", "12", "1.5"]) + &row(&["Essex", "[c]", ".."]) + blank;
    let began = Instant::now();
    let reading = read(&ods_of_xml(&format!("<table:table table:name=\"Table 1  \">{rows}</table:table>")));
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    let grid = &reading.sheets[0].grid;
    assert_eq!((grid.sheet.as_deref(), grid.rows.len(), grid.width()), (Some("Table 1"), 3, 3));
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(said(&sheet, "Count"), ["12", "marker [c]"]);
    assert_eq!(said(&sheet, "Rate"), ["1.5", "marker .."]);
    // Rows after the blanks keep their number.
    let last = blank.replace("1048570", "1048560") + &row(&["Note", "1"]);
    let reading = read(&ods_of_xml(&format!("<table:table table:name=\"T\">{}{last}</table:table>", row(&["A", "B"]))));
    assert_eq!(reading.sheets[0].grid.rows[1].line(), 1_048_562);
}

#[test]
fn a_filled_row_that_is_repeated_without_end_is_refused() {
    let rows =
        "<table:table-row table:number-rows-repeated=\"1048570\">".to_owned() + &cells(&["x"]) + "</table:table-row>";
    let bytes = ods_of_xml(&format!("<table:table table:name=\"T\">{rows}</table:table>"));
    assert_eq!(reader::read(&bytes, "a.ods").unwrap_err().id, "workbook-damaged");
}

#[test]
fn a_long_text_repeated_in_many_cells_is_refused_before_it_fills_the_memory() {
    // 16 kB a cell, 16,000 cells a row, 99,999 rows: a file of a few hundred bytes that claims 26 terabytes.
    let cell = format!(
        "<table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
        "long ".repeat(3_200)
    );
    let rows = format!("<table:table-row table:number-rows-repeated=\"99999\">{cell}</table:table-row>");
    let bytes = ods_of_xml(&format!("<table:table table:name=\"T\">{rows}</table:table>"));
    assert!(bytes.len() < 5_000, "{}", bytes.len());
    assert_eq!(reader::read(&bytes, "a.ods").unwrap_err().id, "workbook-too-large");
}

#[test]
fn a_header_merged_over_columns_and_split_over_rows_is_joined() {
    let merged = "<table:table-row><table:table-cell/><table:table-cell/>\
        <table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"1\" office:value-type=\"string\"><text:p>Victim-based crime3</text:p></table:table-cell>\
        <table:covered-table-cell/></table:table-row>";
    let rows = [
        row(&["Table P1: Police recorded crime"]),
        "<table:table-row><table:table-cell/></table:table-row>".to_owned(),
        merged.to_owned(),
        row(&["Area code", "Area name", "Robbery", "Theft\noffences4"]),
        row(&["K04000001", "ENGLAND AND WALES7,8", "85,736", "1999"]),
        row(&["E23000036", "Avon and Somerset8", "1,500", "-"]),
        row(&["E23000038", "Wiltshire ", "200", "300"]),
        "<table:table-row><table:table-cell/></table:table-row>".to_owned(),
        row(&["7. Excludes British Transport Police."]),
    ];
    let reading = read(&ods_of_xml(&format!("<table:table table:name=\"Table P1\">{}</table:table>", rows.concat())));
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    let found = names(&sheet);
    assert_eq!(found[..3], ["Area code", "Area name", "Victim-based crime - Robbery"]);
    assert_eq!(found[3], "Victim-based crime - Theft offences");
    assert_eq!(said(&sheet, "Victim-based crime - Robbery"), ["85736", "1500", "200"]);
    assert_eq!(said(&sheet, "Victim-based crime - Theft offences"), ["1999", "marker -", "300"]);
    assert_eq!(sheet.notes().len(), 2);
    // The name of a place without its footnote is its name.
    let place = sheet.rows()[1].cell(1).text().into_owned();
    assert_eq!(reader::without_footnotes(&place), ("Avon and Somerset".to_owned(), vec!["8".to_owned()]));
}

#[test]
fn codes_written_as_text_stay_text_and_lines_in_a_cell_stay_in_it() {
    let text = "<table:table-cell office:value-type=\"string\"><text:p>4.10</text:p></table:table-cell>";
    let lines = "<table:table-cell office:value-type=\"string\"><text:p>one &amp; two</text:p><text:p>three<text:s text:c=\"2\"/>four</text:p></table:table-cell>";
    let rows = row(&["Offence code", "Words"])
        + &format!("<table:table-row>{text}{lines}</table:table-row>")
        + &row(&["4.1", "x"]);
    let reading = read(&ods_of_xml(&format!("<table:table table:name=\"T\">{rows}</table:table>")));
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(said(&sheet, "Offence code"), ["text 4.10", "text 4.1"]);
    assert_eq!(said(&sheet, "Words")[0], "text one & two\nthree  four");
}

#[test]
fn a_formula_without_a_result_is_an_error_and_never_zero() {
    let formula = "<table:table-cell table:formula=\"of:=SUM([.B1:.B2])\"/>";
    let rows = row(&["Force", "Count"])
        + &row(&["Kent", "12"])
        + &format!("<table:table-row>{}{formula}</table:table-row>", cells(&["All"]));
    let reading = read(&ods_of_xml(&format!("<table:table table:name=\"T\">{rows}</table:table>")));
    assert_eq!((reading.sheets[0].formulas, reading.sheets[0].uncalculated), (1, 1));
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(said(&sheet, "Count")[1], format!("text {}", reader::UNCALCULATED));
    let count = sheet.column("Count").unwrap();
    let fault = sheet.integer(&sheet.rows()[1], count).unwrap_err();
    assert_eq!(fault.place.workbook.unwrap().cell, "B3");
}

#[test]
fn a_hidden_sheet_is_named_as_hidden() {
    let styles = "<office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>";
    let sheet = |style: &str| {
        format!("<table:table table:name=\"{style}\" table:style-name=\"{style}\">{}</table:table>", row(&["A", "B"]))
    };
    let whole =
        String::from_utf8_lossy(&crate::workbooks::content(&format!("{}{}", sheet("ta1"), sheet("ta2")))).into_owned();
    let content = whole.replace("<office:body>", &format!("{styles}<office:body>"));
    let reading = read(&crate::workbooks::archive(&[("content.xml", content.as_bytes())]));
    assert_eq!(reading.sheets.iter().map(|sheet| sheet.grid.hidden).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_sheet_without_a_table_has_none() {
    let reading = read(&ods("Cover", &[&["A return"], &["From a force"]]));
    assert!(Sheet::find(&reading.sheets[0], &[]).is_none());
}
