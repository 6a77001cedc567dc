//! A publisher's table in its own shape: what a contract says so that it is read as published.
//!
//! In: what the contract says, and a table of addressed cells. Out: which rows are read, what a name with a footnote glued to it stands
//! for, and notes on what was not read. Nothing is left out that the contract does not name.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::codelist::{Codelist, Found, alike};
use super::model::Contract;
use super::reader::Lists;
use crate::contract::{Finding, Severity, Subject};
use crate::fault::{Place, shape};
use crate::source::{Row, Table};

/// Rows of a publisher's table that are not read. Which they are is said here, so that none is lost silently.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveOut {
    /// Column that tells them.
    pub column: String,
    /// What stands in it in these rows; case, spaces, commas and footnote marks do not matter.
    #[serde(default)]
    pub values: Vec<String>,
    /// What stands in it in the only rows that are read.
    #[serde(default)]
    pub except: Vec<String>,
    /// Whether all rows are left out whose cell is not on the column's code list.
    #[serde(default)]
    pub unlisted: bool,
    /// Why they are left out.
    pub reason: String,
}

/// A table with measures in columns, read as if each stood in a row of its own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wide {
    /// Column of the contract that says which it is.
    pub name: String,
    /// Column of the contract that has the value.
    pub value: String,
    /// The publisher's columns, each with what the first of these says of it.
    pub columns: BTreeMap<String, String>,
}

/// Which sheets of a workbook are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sheets {
    /// One, that has the columns.
    #[default]
    One,
    /// Every one that has the columns, such as one a year. A hidden one is refused: it would be a year that is missing.
    Each,
}

/// What is done about columns of a publisher that the contract does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NewColumns {
    /// The file is refused.
    #[default]
    Refused,
    /// They are not read, and told.
    Noted,
}

/// A series that others count, made of the rows of a table: facts and rows of tables, and no part of the panel.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesOf {
    /// Stable identifier, with which its facts begin.
    pub id: String,
    /// What is counted, in words, as the head of a column.
    pub title: String,
    /// Unit. Series of different units are never added, compared or drawn on one axis.
    pub unit: String,
    /// Area.
    pub geography: String,
    /// What stands in columns of its rows: of a code list, a code or the wider one that holds it.
    #[serde(rename = "where")]
    pub only: BTreeMap<String, String>,
    /// What stands in columns of the rows that are its parts, and sum to it; of none without this.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    /// Whether the rows of a period are added: each is a part of what is counted, such as a referrer's, and no total is among them.
    #[serde(default)]
    pub added: bool,
    /// Column of the area of each of its parts, for what compares areas.
    pub area: Option<String>,
    /// The step to which its counts are rounded, each by itself.
    #[serde(default)]
    pub rounded_to: u16,
    /// Column of the counts.
    pub value: String,
    /// Column of the periods, of the type `march-year` or `calendar-quarter`.
    pub period: String,
    /// What a reader must know of it, as a sentence.
    pub note: String,
    /// Who published it and where, as the source line of its table.
    pub source: String,
}

/// Tells of a row whether the contract says that it is not read. What was said of a spelling is not asked again.
pub(super) fn left_out<'a>(contract: &'a Contract, lists: Lists<'a>) -> impl FnMut(&Row<'_>) -> bool + 'a {
    let mut said: Vec<BTreeMap<String, bool>> = vec![BTreeMap::new(); contract.leave_out.len()];
    move |row: &Row<'_>| {
        contract.leave_out.iter().zip(&mut said).any(|(leave_out, said)| {
            let text = row.cell(&leave_out.column).text();
            said.get(text).copied().unwrap_or_else(|| {
                let is_out = is_left_out(text, leave_out, contract, lists);
                said.insert(text.to_owned(), is_out);
                is_out
            })
        })
    }
}

fn is_left_out(text: &str, leave_out: &LeaveOut, contract: &Contract, lists: Lists<'_>) -> bool {
    let column = contract.columns.iter().find(|column| column.name == leave_out.column);
    let list = column.and_then(|column| lists.get(&column.codelist));
    let unlisted = || !text.is_empty() && list.is_some_and(|list| named_in(list, text).is_none());
    let same = |value: &String| [text, without_digits(text)].iter().any(|text| alike(value) == alike(text));
    let excepted = || leave_out.except.is_empty() || leave_out.except.iter().any(same);
    leave_out.values.iter().any(same) || (leave_out.unlisted && unlisted()) || !excepted()
}

/// A code by a name to which the digits of footnotes are glued, as in `Dyfed-Powys4` and `Sussex7,8`, if no name has them.
pub(super) fn named_in(list: &Codelist, text: &str) -> Option<Found> {
    list.find(text).or_else(|| list.find(without_digits(text)))
}

/// A name without the digits at its end; all of it where nothing but a sign stands before them.
fn without_digits(text: &str) -> &str {
    let shorter = text.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ',');
    if shorter.chars().last().is_some_and(char::is_alphabetic) && shorter.chars().count() > 2 { shorter } else { text }
}

/// Columns that the publisher added, or that the contract never named: one may part the rows further, or change what they count.
pub(super) fn unread(table: &Table, contract: &Contract) -> Option<Finding> {
    let [first, ..] = table.unread() else { return None };
    let (number, columns) = match table.unread().len() {
        1 => ("one".to_owned(), "column is"),
        many => (many.to_string(), "columns are"),
    };
    Some(Finding {
        check: "columns-unread",
        severity: Severity::Note,
        subject: Subject { contract: contract.id.clone(), ..Subject::default() },
        places: vec![Place::file(table.file())],
        what: format!("{number} {columns} not named by the contract and not read, the first {}", shape(first)),
        remedy: format!("look whether it changes what is counted; name it under `unread` in {} if not", contract.file),
    })
}

/// What a program hides of a table is read all the same, and told: it may have been left out on purpose.
pub(super) fn hidden(table: &Table, contract: &Contract) -> Option<Finding> {
    let (rows, columns) = table.hidden();
    (rows + columns > 0).then(|| Finding {
        check: "rows-hidden",
        severity: Severity::Warning,
        subject: Subject { contract: contract.id.clone(), ..Subject::default() },
        places: vec![table.row(0).map_or_else(|| Place::file(table.file()), |row| row.place())],
        what: format!(
            "{rows} rows and {columns} columns that hold values are hidden in the sheet, and were read like the others"
        ),
        remedy: "ask the sender whether they are meant to count; unhide them, or take them out".to_owned(),
    })
}
