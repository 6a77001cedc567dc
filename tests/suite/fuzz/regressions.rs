//! Files that once made the program panic, hang or say too much, one test each, named for the fault.

use std::time::{Duration, Instant};

use assess::contract::role;

use super::Case;
use super::damage::{pack, parts};
use super::files::{Corpus, File, Kind};
use super::paths::Desk;

const HEADER: &str = "force_code,period,quarter,definition,measure,dimension,category,value,marker";

/// Each cell was compared with every known spelling, letter by letter: minutes for a file of a megabyte.
#[test]
fn a_cell_of_a_hundred_thousand_letters_is_refused_at_once() {
    let long = "E".repeat(100_000);
    let rows: String =
        (1..=4).map(|quarter| format!("{long},2024/25,Q{quarter},cocad,csae_crimes,total,all,1,\n")).collect();
    let bytes = format!("{HEADER}\n{rows}").into_bytes();
    let start = Instant::now();
    let said = Desk::new().read(&Case { kind: Kind::Table(role::PARENT), bytes });
    assert!(said.contains("error[force-unknown]"), "{}", &said[..said.len().min(300)]);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

/// The fault of a cell in a column without a name repeated the cell, which was not looked over for persons.
#[test]
fn a_value_about_a_person_in_a_column_without_a_name_is_not_repeated() {
    let row = "E23000005;2024/25;Q1;cocad;csae_crimes;total;all;1;";
    let bytes = format!("{}\n{row};AB123456C\n", HEADER.replace(',', ";")).into_bytes();
    let said = Desk::new().read(&Case { kind: Kind::Table(role::PARENT), bytes });
    assert!(said.contains("error[person-level]") && !said.contains("AB123456C"), "{said}");
}

/// The library for XLSX panicked where the digits of a cell's address did not fit its numbers.
#[test]
fn a_cell_address_of_too_many_digits_is_a_damaged_workbook() {
    let corpus = Corpus::new();
    let is = |file: &&File| file.kind == Kind::Table(role::PARENT) && file.bytes.starts_with(b"PK");
    let mut parts = parts(&corpus.files.iter().find(is).unwrap().bytes).unwrap();
    let (_, sheet) = parts.iter_mut().find(|(name, _)| name == "xl/worksheets/sheet1.xml").unwrap();
    let text = String::from_utf8(sheet.clone()).unwrap();
    assert!(text.contains("r=\"B2\""));
    *sheet = text.replace("r=\"B2\"", "r=\"ZZZZZZ99999999999999\"").into_bytes();
    let said = Desk::new().read(&Case { kind: Kind::Table(role::PARENT), bytes: pack(&parts) });
    assert!(said.contains("error["), "{said}");
}

/// The library for XLSX makes room at once for as many shared texts as the list claims to hold.
#[test]
fn a_list_of_more_shared_texts_than_bytes_is_a_damaged_workbook() {
    let corpus = Corpus::new();
    let is = |file: &&File| file.kind == Kind::Table(role::PARENT) && file.bytes.starts_with(b"PK");
    let mut parts = parts(&corpus.files.iter().find(is).unwrap().bytes).unwrap();
    let (_, list) = parts.iter_mut().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap();
    let text = String::from_utf8(list.clone()).unwrap();
    let (head, rest) = text.split_once("uniqueCount=\"").unwrap();
    let (_, tail) = rest.split_once('"').unwrap();
    *list = format!("{head}uniqueCount=\"99999999999\"{tail}").into_bytes();
    let said = Desk::new().read(&Case { kind: Kind::Table(role::PARENT), bytes: pack(&parts) });
    assert!(said.contains("error[workbook-damaged]") && said.contains("more texts"), "{said}");
}
