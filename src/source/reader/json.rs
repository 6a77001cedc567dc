//! JSON: a list of records, or an answer of an interface that holds such lists.
//!
//! Each list of objects is a table with the names in its first row, addressed as a sheet that is called by its path: `results`,
//! `details.attachments`; `records` where the file itself is the list. Objects in objects are flattened, `timePeriod.code`; a list inside a
//! record stays as it is written. What is in no list is a table of one row. Text stays text and `null` is an empty cell.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::SheetCells;
use super::cells::{Budget, Cells};
use crate::fault::{Fault, Place};
use crate::source::grid::{Grid, Value};

/// What the one table of a file is called that names none.
pub(super) const RECORDS: &str = "records";

/// What the values are called that stand beside the lists of an answer.
const REST: &str = "other values";

/// Different members that the records of a list may have: as many as a sheet has columns.
const MOST_COLUMNS: usize = 16_384;

/// Reads every table.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Vec<SheetCells>, Fault> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut values = Vec::new();
    // Some interfaces write one object a line and no list around them.
    for value in serde_json::Deserializer::from_slice(text).into_iter::<Json>() {
        values.push(value.map_err(|error| not_json(file, &error))?);
    }
    let mut found = Tables { file, budget: Budget::new(), sheets: Vec::new() };
    match (values.pop(), values.is_empty()) {
        (Some(Json::Object(members)), true) => found.of_object(members)?,
        (Some(Json::List(list)), true) => found.table(RECORDS, list)?,
        (Some(last), false) => {
            values.push(last);
            found.table(RECORDS, values)?;
        }
        _ => {}
    }
    if found.sheets.is_empty() {
        return Err(Fault::new(
            "json-without-table",
            Place::file(file),
            "the JSON holds no list of records",
            "give a list of objects, one a row: [{\"force_code\": \"E23000001\", \"value\": 12}, …]",
        ));
    }
    Ok(found.sheets)
}

fn not_json(file: &str, error: &serde_json::Error) -> Fault {
    let place = Place::line(file, error.line() as u64);
    if error.is_eof() {
        return Fault::new(
            "not-json",
            place,
            "the JSON ends before it is closed",
            "the copy or download was cut short: fetch it again",
        );
    }
    // The words of the library may repeat a cell, so only the place is told.
    let what = format!("the file is not JSON from character {} of this line on", error.column());
    Fault::new("not-json", place, what, "have it written again by the program that made it")
}

fn too_wide(file: &str) -> Fault {
    Fault::new(
        "workbook-too-large",
        Place::file(file),
        format!("the records have more than {MOST_COLUMNS} different members"),
        "names of members are names of columns; put what differs from record to record into values",
    )
}

/// The tables while they are gathered.
struct Tables<'a> {
    file: &'a str,
    budget: Budget,
    sheets: Vec<SheetCells>,
}

impl Tables<'_> {
    /// An answer: its lists of objects, wherever they stand, and the rest in one row.
    fn of_object(&mut self, members: Vec<(String, Json)>) -> Result<(), Fault> {
        let mut rest = Vec::new();
        self.lists("", members, &mut rest)?;
        if rest.is_empty() {
            return Ok(());
        }
        let name = if self.sheets.is_empty() { RECORDS } else { REST };
        self.table(name, vec![Json::Object(rest)])
    }

    fn lists(&mut self, path: &str, members: Vec<(String, Json)>, rest: &mut Vec<(String, Json)>) -> Result<(), Fault> {
        for (name, value) in members {
            let path = if path.is_empty() { name } else { format!("{path}.{name}") };
            match value {
                Json::Object(members) => self.lists(&path, members, rest)?,
                Json::List(list) if !list.is_empty() && list.iter().all(Json::is_object) => self.table(&path, list)?,
                value => rest.push((path, value)),
            }
        }
        Ok(())
    }

    /// A list of records as a table. A list of anything else is none.
    fn table(&mut self, name: &str, list: Vec<Json>) -> Result<(), Fault> {
        if list.is_empty() || !list.iter().all(Json::is_object) {
            return Ok(());
        }
        let mut names: Vec<String> = Vec::new();
        let mut cells = Cells::default();
        for (row, record) in (1..).zip(list) {
            let mut values = Vec::new();
            flatten("", record, &mut values);
            let mut expected = 0;
            for (name, value) in values {
                // Records mostly have their members in one order.
                let column = match names.get(expected) {
                    Some(known) if *known == name => expected,
                    _ => names.iter().position(|known| *known == name).unwrap_or_else(|| {
                        names.push(name);
                        names.len() - 1
                    }),
                };
                expected = column + 1;
                if column >= MOST_COLUMNS {
                    return Err(too_wide(self.file));
                }
                let column = u32::try_from(column).unwrap_or(u32::MAX);
                cells.put((row, column), value, (&mut self.budget, self.file))?;
            }
        }
        for (column, name) in (0..).zip(&names) {
            cells.put((0, column), Value::from_text(name), (&mut self.budget, self.file))?;
        }
        let grid = Grid { file: self.file.to_owned(), sheet: Some(name.to_owned()), rows: cells.into_rows() };
        self.sheets.push(SheetCells { grid, named: true, ..SheetCells::default() });
        Ok(())
    }
}

/// The values of a record, each with its path.
fn flatten(path: &str, json: Json, values: &mut Vec<(String, Value)>) {
    let value = match json {
        Json::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() { name } else { format!("{path}.{name}") };
                flatten(&path, member, values);
            }
            return;
        }
        Json::List(_) => Value::from_text(&json.to_string()),
        Json::Text(text) => Value::from_text(&text),
        Json::Integer(number) => Value::Integer(number),
        Json::Number(number) => Value::from_float(number),
        Json::Boolean(yes) => Value::Boolean(yes),
        Json::Null => Value::Empty,
    };
    values.push((path.to_owned(), value));
}

/// A JSON value that keeps the order of its members, whatever features other crates ask of `serde_json`.
enum Json {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(yes) => write!(f, "{yes}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::List(list) => {
                for (at, value) in list.iter().enumerate() {
                    write!(f, "{}{value}", if at == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
            Self::Object(members) => {
                for (at, (name, value)) in members.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if at == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Json, E> {
        Ok(Json::Boolean(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        // Beyond the range of counts, and told as such by whoever asks for one.
        Ok(i64::try_from(number).map_or(Json::Number(number as f64), Json::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Json::Object(members))
    }
}
