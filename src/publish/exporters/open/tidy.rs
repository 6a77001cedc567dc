//! The CSV of an open table: UTF-8, one row an observation, with its unit, marker and status in columns of their own.
//!
//! In: an open table. Out: typed columns, from which the metadata speak too, and records. Numbers stand as they are printed, without
//! separators; words that a spreadsheet would take for a formula are kept from it.

use super::model::{Column, Kind, OpenTable};
use crate::wording::{self, Cell};

/// A CSV before it is bytes.
pub(super) struct Tidy {
    pub(super) fields: Vec<Field>,
    pub(super) records: Vec<Vec<String>>,
    /// Names of the fields that tell one record from another; none where nothing does.
    pub(super) key: Vec<String>,
}

/// A field of a CSV.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) says: String,
    pub(super) kind: FieldKind,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Words,
    Integer,
    Number,
}

fn field(name: &str, title: &str, says: &str, kind: FieldKind) -> Field {
    Field { name: name.to_owned(), title: title.to_owned(), says: says.to_owned(), kind }
}

impl Tidy {
    pub(super) fn of(table: &OpenTable) -> Self {
        if table.tidy {
            Self::as_it_is(table)
        } else if table.has_numbers() {
            Self::observations(table)
        } else {
            Self::of_words(table)
        }
    }

    /// As bytes, with a header and lines ended by LF.
    pub(super) fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header: Vec<&str> = self.fields.iter().map(|field| field.name.as_str()).collect();
        // Writing to memory cannot fail, and a record is as long as the header by construction.
        let _ = writer.write_record(header);
        for record in &self.records {
            let _ = writer.write_record(record);
        }
        writer.into_inner().unwrap_or_default()
    }

    /// One record for each number, or what stands in its place: what the row is about, which column, and the number.
    fn observations(table: &OpenTable) -> Self {
        let mut fields = vec![row_field()];
        fields.extend(words(table).map(|(_, column)| words_field(column)));
        fields.extend([
            field("measure", "Measure", "Which column of the table the number stands in", FieldKind::Words),
            field("value", "Value", "The number as it is published; empty where there is none", FieldKind::Number),
            field("unit", "Unit", "What the number is in", FieldKind::Words),
            field("marker", "Marker", "Why there is no number, or what must be said beside it", FieldKind::Words),
            field("note", "Note", "Words that stand beside the number or in its place", FieldKind::Words),
            status_field(),
        ]);
        let mut records = Vec::new();
        for (number, row) in (1..).zip(&table.rows) {
            let about: Vec<String> =
                words(table).map(|(at, _)| row.get(at).map_or_else(String::new, guarded)).collect();
            let markers: String = words(table)
                .filter_map(|(at, _)| row.get(at))
                .filter(|cell| !cell.said().is_empty())
                .map(Cell::markers)
                .collect();
            for (column, cell) in table.columns.iter().zip(row) {
                let Some(unit) = column.unit() else { continue };
                let mut record = vec![number.to_string()];
                record.extend(about.iter().cloned());
                record.extend([
                    column.id.clone(),
                    cell.value().map_or_else(String::new, |number| number.machine()),
                    unit.to_owned(),
                    format!("{markers}{}", cell.markers()),
                    if cell.is_about() { "about".to_owned() } else { guard(cell.said()) },
                    table.status().to_owned(),
                ]);
                records.push(record);
            }
        }
        Self { fields, records, key: vec!["row".to_owned(), "measure".to_owned()] }
    }

    /// A table of words: its rows as they are.
    fn of_words(table: &OpenTable) -> Self {
        let fields =
            std::iter::once(row_field()).chain(table.columns.iter().map(words_field)).chain([status_field()]).collect();
        let record = |(number, row): (usize, &Vec<Cell>)| {
            let status = table.status().to_owned();
            std::iter::once(number.to_string()).chain(row.iter().map(guarded)).chain([status]).collect()
        };
        Self { fields, records: (1..).zip(&table.rows).map(record).collect(), key: vec!["row".to_owned()] }
    }

    /// A table that has one row an observation already.
    fn as_it_is(table: &OpenTable) -> Self {
        let of_column = |column: &Column| match column.kind {
            Kind::Words => words_field(column),
            Kind::Numbers(_) => field(&column.id, &column.title, "A number as it is published", FieldKind::Number),
        };
        let cell = |cell: &Cell| match cell.value() {
            Some(number) => number.machine(),
            None => guarded(cell),
        };
        let records = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        Self { fields: table.columns.iter().map(of_column).collect(), records, key: Vec::new() }
    }
}

fn words(table: &OpenTable) -> impl Iterator<Item = (usize, &Column)> {
    table.columns.iter().enumerate().filter(|(_, column)| column.unit().is_none())
}

fn row_field() -> Field {
    field("row", "Row", "Row of the table, from 1", FieldKind::Integer)
}

fn words_field(column: &Column) -> Field {
    field(&column.id, &column.title, &column.title, FieldKind::Words)
}

fn status_field() -> Field {
    field("data_status", "Data status", "Whether it rests on invented numbers: real or synthetic", FieldKind::Words)
}

/// The words of a cell, or the marker in their place.
fn guarded(cell: &Cell) -> String {
    if cell.said().is_empty() { cell.markers().to_owned() } else { guard(cell.said()) }
}

/// Words as a spreadsheet takes them for words: an apostrophe before what it would take for a formula.
fn guard(words: &str) -> String {
    match words.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{words}"),
        _ => words.to_owned(),
    }
}

/// Markers that can stand in a field of words in place of them, with what they mean.
pub(super) fn missing() -> impl Iterator<Item = (&'static str, &'static str)> {
    wording::MARKERS
        .into_iter()
        .filter(|(marker, _)| [wording::NOT_AVAILABLE, wording::NOT_APPLICABLE].contains(marker))
}
