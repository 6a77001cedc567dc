//! Persons are kept out: tables about people are refused, whatever their columns are called, and no cell of them is repeated;
//! aggregated tables pass.

use assess::fault::Fault;
use assess::source::{Least, Table};
use proptest::prelude::*;

use super::world::root;

const COLUMNS: [&str; 3] = ["force_code", "mid_year", "children"];

fn read(text: &str) -> Vec<Fault> {
    Table::read("data/given.csv", text, &COLUMNS.into_iter().collect(), Least::OneRow).map(drop).unwrap_err()
}

/// Whether the table is refused as person-level, and no long word of it is in the answer.
fn is_refused(text: &str, secrets: &[&str]) {
    let faults = read(text);
    assert_eq!(faults.len(), 1, "{text}");
    assert_eq!(faults[0].id, "person-level", "{text}\n{}", faults[0]);
    let said = format!("{} {:?}", faults[0], faults[0]);
    for secret in secrets {
        assert!(!said.contains(secret), "{said} repeats {secret}");
    }
}

const FORENAMES: [&str; 6] = ["Daniel", "Sophie", "Mohammed", "Agnieszka", "Gareth", "Ayesha"];
const FAMILY: [&str; 6] = ["Smith", "Khan", "Nowak", "Evans", "Patel", "O'Neill"];

#[test]
fn a_table_is_refused_by_the_name_of_a_column() {
    for name in
        ["surname", "Date of Birth", "victim_name", "Home Postcode", "Crime No.", "PNC ID", "NHS Number", "e-mail"]
    {
        is_refused(&format!("force_code,{name}\nE23000001,zzqq\n"), &["zzqq"]);
    }
}

#[test]
fn a_single_cell_about_a_person_is_enough_wherever_it_stands() {
    for secret in
        ["LS1 4AP", "13/1234/24", "06XX/12345/25", "2001/0123456X", "AB123456C", "j.bloggs@example.org", "07700 900123"]
    {
        let mut text = "force_code,mid_year,children\n".to_owned();
        for row in 0..400 {
            let cell = if row == 333 { secret } else { "E23000001" };
            text.push_str(&format!("{cell},2024,{row}\n"));
        }
        is_refused(&text, &[secret]);
    }
    is_refused("force_code,mid_year,children\nE23000001,2024,Sarah Jones\n", &["Sarah", "Jones"]);
    // The header of a file without one is data.
    is_refused("Sarah Jones,LS1 4AP,1\nE23000001,2024,2\n", &["Sarah", "LS1"]);
    is_refused("force_code,mid_year,children\n\"in town, LS1 4AP, seen\",2024,2\n", &["LS1"]);
}

#[test]
fn a_list_of_people_is_refused_by_its_shape() {
    let mut text = "ref,sex,age,ethnicity,outcome\n".to_owned();
    for row in 0..30 {
        let sex = ["female", "male"][row % 2];
        text.push_str(&format!("A{row},{sex},{},{},charged\n", 8 + row % 10, ["white", "asian", "black"][row % 3]));
    }
    is_refused(&text, &["A17"]);
    // The same with a count of one in every row.
    let counted: String =
        text.lines().map(|line| format!("{line},{}\n", if line.starts_with("ref") { "count" } else { "1" })).collect();
    is_refused(&counted, &["A17"]);
}

#[test]
fn counts_by_attributes_of_people_are_not_a_list_of_people() {
    let mut text = "sex,age,ethnicity,count\n".to_owned();
    for row in 0..30 {
        text.push_str(&format!("{},{},white,{}\n", ["female", "male"][row % 2], 8 + row / 2, row * 7 % 13));
    }
    assert!(read(&text).iter().all(|fault| fault.id == "column-unknown"), "{text}");
}

#[test]
fn days_of_birth_are_told_from_days_of_publication() {
    let table = |days: &[String]| {
        let rows: String = days.iter().map(|day| format!("E23000001,{day},3\n")).collect();
        format!("force_code,mid_year,children\n{rows}")
    };
    let births: Vec<String> =
        (0..40).map(|n| format!("{}-{:02}-{:02}", 2005 + n * 7 % 13, 1 + n * 5 % 12, 1 + n * 11 % 28)).collect();
    is_refused(&table(&births), &[&births[7]]);
    let british: Vec<String> =
        (0..40).map(|n| format!("{:02}/{:02}/{}", 1 + n * 11 % 28, 1 + n * 5 % 12, 1960 + n * 17 % 41)).collect();
    is_refused(&table(&british), &[&british[7]]);
    let signed: Vec<String> =
        (0..40).map(|n| format!("{}-{:02}-{:02}", 2023 + n % 4, 1 + n * 5 % 12, 1 + n * 11 % 28)).collect();
    let ends: Vec<String> = (0..40).map(|n| format!("{}-03-31", 1980 + n * 7 % 41)).collect();
    for days in [signed, ends] {
        let table = Table::read("data/given.csv", &table(&days), &COLUMNS.into_iter().collect(), Least::OneRow);
        assert!(table.is_ok(), "{table:?}");
    }
}

#[test]
fn no_table_of_this_repository_is_refused() {
    let mut folders = vec![root().join("data")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "csv") {
                let text = std::fs::read_to_string(&path).unwrap();
                let faults = Table::read("given.csv", &text, &["no_such_column"].into_iter().collect(), Least::OneRow)
                    .map(drop)
                    .unwrap_err();
                assert!(faults.iter().all(|fault| fault.id != "person-level"), "{}: {}", path.display(), faults[0]);
                seen += 1;
            }
        }
    }
    assert!(seen >= 6, "{seen}");
}

proptest! {
    /// Lists of people with columns that hide what they are: names in one column or two, a reference, a day of birth.
    #[test]
    fn generated_lists_of_people_are_refused(
        rows in prop::collection::vec((0..6usize, 0..6usize, 1u8..29, 1u8..13, 1970i32..2018, 10_000u32..99_999), 5..40),
        way in 0..5,
    ) {
        let mut text = "a,b,c\n".to_owned();
        for (first, last, day, month, year, number) in &rows {
            let (first, last) = (FORENAMES[*first], FAMILY[*last]);
            text.push_str(&match way {
                0 => format!("{first} {last},x,{number}\n"),
                1 => format!("\"{}, {first}\",x,{number}\n", last.to_uppercase()),
                2 => format!("06AB/{number}/24,x,{day}\n"),
                3 => format!("x,{number},LS{day} 4AP\n"),
                _ => format!("{year}/{number}{day:02}X,{month},x\n"),
            });
        }
        let faults = Table::read("given.csv", &text, &COLUMNS.into_iter().collect(), Least::OneRow).map(drop).unwrap_err();
        prop_assert_eq!(faults[0].id, "person-level", "{}", text);
        let said = faults[0].to_string();
        prop_assert!(!FORENAMES.iter().chain(&FAMILY).any(|name| said.contains(name)), "{}", said);
    }

    /// Aggregated tables: codes, years, places and counts.
    #[test]
    fn generated_tables_of_counts_pass(
        rows in prop::collection::vec((1u32..44, 2012i32..2026, 0i64..3_000_000), 1..60),
    ) {
        let mut text = "force_code,mid_year,children\n".to_owned();
        for (force, year, count) in &rows {
            text.push_str(&format!("E230000{force:02},{year},{count}\n"));
        }
        prop_assert!(Table::read("given.csv", &text, &COLUMNS.into_iter().collect(), Least::OneRow).is_ok());
    }
}
