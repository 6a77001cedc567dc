//! What the readers make of files as publishers and forces make them, and what they refuse.

#[path = "readers/bad.rs"]
mod bad;
#[path = "readers/json.rs"]
mod json;
#[path = "readers/ods.rs"]
mod ods;
#[cfg(feature = "parquet")]
#[path = "readers/parquet.rs"]
mod parquet;
#[path = "readers/peek.rs"]
mod peek;
#[path = "readers/text.rs"]
mod text;
#[path = "readers/xls.rs"]
mod xls;
#[path = "readers/xlsx.rs"]
mod xlsx;

use assess::source::reader::{self, Meaning, Reading, Sheet};

fn read(bytes: &[u8]) -> Reading {
    reader::read(bytes, "a file").unwrap_or_else(|fault| panic!("{fault}"))
}

/// The names of the columns of the first table.
fn names(sheet: &Sheet<'_>) -> Vec<String> {
    sheet.columns().iter().map(|column| column.name.clone()).collect()
}

/// What every cell of a column says, in words.
fn said(sheet: &Sheet<'_>, column: &str) -> Vec<String> {
    let column = sheet.column(column).unwrap();
    sheet
        .rows()
        .iter()
        .map(|row| match sheet.meaning(row, column) {
            Meaning::Empty => "nothing".to_owned(),
            Meaning::Marker(marker) => format!("marker {marker}"),
            Meaning::Integer(number) => format!("{number}"),
            Meaning::Number(number) => format!("{number}"),
            Meaning::Other(value) => format!("text {}", value.text()),
        })
        .collect()
}
