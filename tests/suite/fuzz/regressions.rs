//! Files that once made the program panic, hang or say too much, one test each, named for the fault.

use std::time::{Duration, Instant};

use assess::contract::role;

use super::Case;
use super::files::Kind;
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
