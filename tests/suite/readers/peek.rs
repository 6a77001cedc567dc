//! `assess peek` through the program.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::workbooks::{cells, ods, ods_of_xml};

fn peek(file: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_assess")).arg("peek").arg(file).args(more).output().unwrap()
}

fn shown(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

const ROWS: [&[&str]; 5] = [
    &["Table 1: Offences [note 1]"],
    &["Force [note 2]", "Offence code", "Count"],
    &["Kent", "71", "12"],
    &["Essex", "88A", "[c]"],
    &["Dorset", "71", "7"],
];

#[test]
fn peek_shows_header_types_markers_notes_and_first_rows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ods");
    fs::write(&file, ods("Table 1", &ROWS)).unwrap();
    let output = peek(&file, &[]);
    let text = shown(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    for words in
        ["ODS", "header  row 2", "rows    3", "code", "whole number", "[c] × 1", "footnote note 2", "1 row set aside"]
    {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    assert!(text.contains("Kent | 71 | 12"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&shown(&peek(&file, &["--json"]))).unwrap();
    let table = &json["sheets"][0]["table"];
    assert_eq!((&table["header"][0], &table["rows"]), (&2.into(), &3.into()));
    assert_eq!(table["columns"][2]["markers"]["[c]"], 1);
    assert_eq!(table["columns"][0]["name"], "Force");
}

#[test]
fn peek_reads_json_and_says_what_it_cannot_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    fs::write(
        &file,
        "{\"results\": [{\"force\": \"Kent\", \"count\": 12}, {\"force\": \"Essex\", \"count\": 3}], \"page\": 1}",
    )
    .unwrap();
    let text = shown(&peek(&file, &["--sheet", "results"]));
    assert!(text.contains("JSON") && text.contains("sheet `results`") && text.contains("whole number"), "{text}");
    let missing = peek(&file, &["--sheet", "result"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("did you mean `results`?"));
    fs::write(&file, "<!DOCTYPE html><html>").unwrap();
    let page = peek(&file, &[]);
    assert_eq!(page.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&page.stderr).contains("error[html-page]"));
}

/// A workbook with a cover of these lines and a table.
fn with_cover(lines: &[&str]) -> Vec<u8> {
    let row = |row: &[&str]| format!("<table:table-row>{}</table:table-row>", cells(row));
    let cover: String = lines.iter().map(|line| row(&[*line])).collect();
    let table: String = ROWS.iter().map(|cells| row(cells)).collect();
    ods_of_xml(&format!(
        "<table:table table:name=\"Cover\">{cover}</table:table><table:table table:name=\"Table 1\">{table}</table:table>"
    ))
}

#[test]
fn the_publishers_own_address_on_a_cover_is_no_data_on_persons_and_a_list_of_addresses_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ods");
    let cover = [
        "Police recorded crime",
        "Questions: ",
        "crimestats@example.gov.uk",
        "020 7946 0000",
        "Published 23 April 2026",
    ];
    fs::write(&file, with_cover(&cover)).unwrap();
    let output = peek(&file, &["--sheet", "Table 1"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let people = ["a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org", "f@example.org"];
    fs::write(&file, with_cover(&people)).unwrap();
    let text = shown(&peek(&file, &[])) + &shown(&peek(&file, &["--json"]));
    assert!(
        text.contains("Cover    withheld: the file may be about persons") && text.contains("Kent | 71 | 12"),
        "{text}"
    );
    assert!(!text.contains("@example"), "{text}");
    // Where that is all there is, it is refused.
    fs::write(&file, ods("People", &people.map(|person| vec![person]).each_ref().map(Vec::as_slice))).unwrap();
    let output = peek(&file, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[person-level]"));
    // In a table of text there is no cover.
    fs::write(&file, "who,note\na@example.org,x\nb@example.org,y\n").unwrap();
    assert_eq!(peek(&file, &[]).status.code(), Some(1));
}
