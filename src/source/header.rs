//! The header of a table held against the columns that its contract knows.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Columns;
use crate::fault::{Fault, Faults, Place, nearest, shape};

/// Unknown columns that are told one by one; of a table with more, another sheet or file is meant.
const MOST_TOLD: usize = 20;

/// The columns that the contract does not know, where it lets them stand.
pub(super) fn unread(header: &[String], columns: &Columns<'_>) -> Vec<String> {
    let other = |name: &&String| !name.is_empty() && !columns.names().contains(&name.as_str());
    if columns.may_have_others() { header.iter().filter(other).cloned().collect() } else { Vec::new() }
}

/// What is wrong with names of columns that no file holds yet.
pub fn check_names(names: &[String], columns: &Columns<'_>, place: impl Fn(usize, &str) -> Place) -> Vec<Fault> {
    let header: Vec<String> = names.iter().map(|name| columns.resolve(name).to_owned()).collect();
    let mut faults = Faults::new();
    check_header(names, &header, columns, &mut faults, place);
    faults.into_result(()).err().unwrap_or_default()
}

pub(super) fn check_header(
    written: &[String],
    header: &[String],
    columns: &Columns<'_>,
    faults: &mut Faults,
    place: impl Fn(usize, &str) -> Place,
) {
    let all = columns.names().join(",");
    let known: BTreeSet<&str> = columns.names().iter().copied().collect();
    let held: BTreeSet<&str> = header.iter().map(String::as_str).collect();
    let absent: Vec<&str> = columns.names().iter().copied().filter(|name| !held.contains(name)).collect();
    let mut first_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut untold = 0_usize;
    for (index, (name, as_written)) in header.iter().zip(written).enumerate() {
        let first = *first_of.entry(name).or_insert(index);
        let is_known = known.contains(name.as_str());
        // What is nearly the name of a column that is not there is that column misspelt.
        if !is_known && columns.may_have_others() && nearest(name, absent.iter().copied()).is_none() {
            continue;
        }
        if (first == index && is_known) || (first < index && !is_known && name.is_empty()) {
            continue;
        }
        if faults.len() >= MOST_TOLD {
            untold += 1;
            continue;
        }
        let said = |at: usize| shape_of_name(written.get(at).map_or("", String::as_str), &known);
        // A name that is not known may be a cell of a file without a header, so its place is told and its shape.
        let at = if is_known { place(index, as_written) } else { Place { column: None, ..place(index, "") } };
        if first < index {
            let what = if written.get(first) == Some(as_written) || !is_known {
                format!(
                    "the column {} stands twice in the header, as columns {} and {}",
                    said(index),
                    first + 1,
                    index + 1
                )
            } else {
                format!("the column `{name}` stands twice in the header: as {} and as {}", said(first), said(index))
            };
            faults.push(Fault::new("column-duplicate", at, what, "remove one of them"));
        } else {
            let remedy = match nearest(name, absent.iter().copied()) {
                Some(known) => format!("did you mean `{known}`? The columns are: {all}"),
                None => format!("remove it; the columns are: {all}"),
            };
            let what = format!("column {} is not known: its name is {}", index + 1, shape(as_written));
            faults.push(Fault::new("column-unknown", at, what, remedy));
        }
    }
    if untold > 0 {
        let what = format!("{untold} more columns are not known, or stand twice");
        let remedy = format!("look whether it is the right sheet and file; the columns are: {all}");
        faults.push(Fault::new("column-unknown", Place { column: None, ..place(0, "") }, what, remedy));
    }
    // A misspelt column is reported once, as unknown, not a second time as missing.
    if !faults.any() {
        for column in absent.into_iter().filter(|column| !columns.may_be_left_out(column)) {
            faults.push(Fault::new(
                "column-missing",
                place(0, column),
                format!("the column `{column}` is missing"),
                format!("the columns are: {all}"),
            ));
        }
    }
}

/// A name of the contract as it is; of any other its shape.
fn shape_of_name(written: &str, known: &BTreeSet<&str>) -> String {
    if known.contains(written) { format!("`{written}`") } else { shape(written) }
}
