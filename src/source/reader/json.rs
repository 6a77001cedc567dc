//! JSON: a list of records, or an answer of an interface that holds such lists.
//!
//! Each list of objects is a table with the names in its first row, addressed as a sheet that is called by its path: `results`,
//! `details.attachments`; `records` where the file itself is the list. Objects in objects are flattened, `timePeriod.code`; a list inside a
//! record stays as it is written. What is in no list is a table of one row. Text stays text and `null` is an empty cell.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::SheetCells;
use super::cells::{Budget, Cells};
use super::persons::{Aside, NAMED};
use crate::fault::{Fault, Place};
use crate::source::grid::{Grid, Value};

/// Values that a file may hold: each takes some fifty bytes before it is a cell.
const MOST_ITEMS: usize = 10_000_000;

thread_local! {
    /// How many more values may be read. The library hands nothing through to what it reads.
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

/// What the one table of a file is called that names none.
pub(super) const RECORDS: &str = "records";

/// What the values are called that stand beside the lists of an answer.
const REST: &str = "other values";

/// What the text of a list in a record is.
const LISTED: &str = "a list in a record";

/// Texts of lists in records that are looked through.
const MOST_BESIDE: usize = 1_000_000;

/// Different members that the records of a list may have: as many as a sheet has columns.
const MOST_COLUMNS: usize = 16_384;

/// Reads every table.
pub(super) fn read(bytes: &[u8], file: &str, asides: &mut Vec<Aside>) -> Result<Vec<SheetCells>, Fault> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut values = Vec::new();
    LEFT.set(MOST_ITEMS);
    // Some interfaces write one object a line and no list around them.
    for value in serde_json::Deserializer::from_slice(text).into_iter::<Json>() {
        let value = value.map_err(|error| if LEFT.get() == 0 { too_many(file) } else { not_json(file, &error) });
        values.push(value?);
    }
    let mut found = Tables { file, budget: Budget::new(), sheets: Vec::new(), asides };
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

fn too_many(file: &str) -> Fault {
    Fault::new(
        "workbook-too-large",
        Place::file(file),
        format!("the JSON holds more than {} million values", MOST_ITEMS / 1_000_000),
        "send the table that is needed in a file of its own",
    )
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
    asides: &'a mut Vec<Aside>,
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
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut cells = Cells::default();
        for (row, record) in (1..).zip(list) {
            let mut values = Vec::new();
            flatten("", record, &mut values, self.asides);
            let mut expected = 0;
            for (name, value) in values {
                // Records mostly have their members in one order.
                let column = match names.get(expected) {
                    Some(known) if *known == name => expected,
                    _ => *places.entry(name).or_insert_with_key(|name| {
                        names.push(name.clone());
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
        let grid = Grid {
            file: self.file.to_owned(),
            sheet: Some(name.to_owned()),
            rows: cells.into_rows(),
            ..Grid::default()
        };
        self.sheets.push(SheetCells { grid, named: true, ..SheetCells::default() });
        Ok(())
    }
}

/// The values of a record, each with its path.
fn flatten(path: &str, json: Json, values: &mut Vec<(String, Value)>, asides: &mut Vec<Aside>) {
    let value = match json {
        Json::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() { name } else { format!("{path}.{name}") };
                flatten(&path, member, values, asides);
            }
            return;
        }
        Json::List(_) => {
            beside(path, &json, asides);
            Value::from_text(&json.to_string())
        }
        Json::Text(text) => Value::from_text(&text),
        Json::Integer(number) => Value::Integer(number),
        Json::Number(number) => Value::from_float(number),
        Json::Boolean(yes) => Value::Boolean(yes),
        Json::Null => Value::Empty,
    };
    values.push((path.to_owned(), value));
}

/// What a list inside a record says, member by member: its objects have names of columns too.
fn beside(path: &str, json: &Json, asides: &mut Vec<Aside>) {
    let mut say = |what, text: String| {
        if text.len() > 2 && asides.len() < MOST_BESIDE {
            asides.push(Aside { what, at: path.chars().take(40).collect(), text });
        }
    };
    match json {
        Json::Object(members) => {
            for (name, member) in members {
                if name.len() > 2 && asides.len() < MOST_BESIDE {
                    asides.push(Aside { what: NAMED, at: String::new(), text: name.clone() });
                }
                beside(path, member, asides);
            }
        }
        Json::List(list) => list.iter().for_each(|member| beside(path, member, asides)),
        Json::Text(text) => say(LISTED, text.clone()),
        Json::Integer(number) => say(LISTED, number.to_string()),
        Json::Null | Json::Boolean(_) | Json::Number(_) => {}
    }
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
        match LEFT.get().checked_sub(1) {
            Some(left) if left > 0 => LEFT.set(left),
            _ => {
                LEFT.set(0);
                return Err(serde::de::Error::custom("too many values"));
            }
        }
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
