//! From the cells of a filled workbook to the rows of the return's long form, each with its sheet and cell.
//!
//! In: the grids of one file and the form it should be. Out: rows, or every fault with its cell. The form decides what must be
//! there; the workbook is not trusted to say so itself.

mod answers;
mod entry;
mod front;
mod sheet;
mod totals;
mod value;

use std::collections::{BTreeMap, BTreeSet};

pub use answers::{Answered, read_answers};

use super::form::Form;
use super::identity::Identity;
use super::layout::{Layout, plain};
use super::pages::{ANSWERS, DEFINITIONS, FIXED, TO_READ};
use crate::fault::{Fault, Faults, Place, nearest, shape};
use crate::period::{FinancialYear, Part};
use crate::source::person_level::person_level;
use crate::source::{Grid, Value};

/// One row of the long form, and the cell it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Code of the force.
    pub force_code: String,
    /// Financial year.
    pub period: FinancialYear,
    /// Quarter, or the whole year.
    pub part: Part,
    /// Definition under which it was counted.
    pub definition: String,
    /// What was counted.
    pub measure: String,
    /// The breakdown.
    pub dimension: String,
    /// Category of the breakdown.
    pub category: String,
    /// The count; none where the marker says why.
    pub value: Option<i64>,
    /// Why there is no count.
    pub marker: Option<String>,
    /// The cell.
    pub place: Place,
}

/// Finds out which return a workbook is. None: it is not one of these workbooks.
///
/// # Errors
/// A line on the cover that was changed so that it says nothing any more.
pub fn identify(grids: &[Grid]) -> Result<Option<Identity>, Fault> {
    let Some((place, text)) = code(grids) else { return Ok(None) };
    text.parse().map(Some).map_err(|()| {
        Fault::new(
            "template-code-changed",
            place,
            format!("the code of the template, {}, is not one that this program wrote", shape(&text)),
            "copy it from the template as it was sent out; do not edit it",
        )
    })
}

/// The cell with the template's code, and its text.
fn code(grids: &[Grid]) -> Option<(Place, String)> {
    let mut found = Vec::new();
    for grid in grids {
        for row in &grid.rows {
            for (column, value) in row.filled() {
                if let Value::Text(text) = value
                    && Identity::claimed(text)
                {
                    found.push((grid.place(row.number, column, ""), text.trim().to_owned()));
                }
            }
        }
    }
    found.into_iter().next().map(|(place, text)| (Place { column: None, ..place }, text))
}

/// Reads a filled workbook back. The rows stand in the order of the form.
///
/// # Errors
/// Everything that is wrong, each with its cell: nothing is read from a workbook that is wrong anywhere.
pub fn read_back(grids: &[Grid], form: &Form) -> Result<Vec<Filled>, Vec<Fault>> {
    persons(grids)?;
    let mut faults = Faults::new();
    if !front::check(grids, form, &mut faults) {
        return faults.into_result(Vec::new());
    }
    let sheets = sheets(grids, form, &mut faults);
    let mut read = Vec::new();
    let mut sums = BTreeMap::new();
    for section in &form.sections {
        let Some(grid) = sheets.get(section.sheet.as_str()) else { continue };
        let layout = Layout::new(form, section);
        let Some(entries) = entry::read(grid, form, &layout, &mut faults) else { continue };
        if let Some(sum) = totals::check(grid, &layout, &entries, &mut faults) {
            sums.insert(section.id.as_str(), sum);
        }
        if section.due || !entries.cells.is_empty() {
            read.push((section, entries.cells));
        }
    }
    // A sheet that was left empty, and may be, needs no definition.
    let needed: BTreeSet<&str> = read.iter().map(|(section, _)| section.id.as_str()).collect();
    let definitions =
        sheets.get(DEFINITIONS).map(|grid| front::definitions(grid, form, &needed, &mut faults)).unwrap_or_default();
    let mut rows = Vec::new();
    for (section, cells) in read {
        let Some(definition) = definitions.get(section.id.as_str()) else { continue };
        rows.extend(cells.into_iter().map(|cell| Filled {
            force_code: form.force_code.clone(),
            period: form.period,
            part: cell.part,
            definition: definition.clone(),
            measure: section.measure.clone(),
            dimension: section.dimension.clone(),
            category: cell.category,
            value: cell.value,
            marker: cell.marker,
            place: cell.place,
        }));
    }
    totals::compare(form, &sums, &mut faults);
    faults.into_result(rows)
}

/// Refuses a workbook with anything about a person in it, before a fault could repeat the cell. The sheets to read are left out:
/// nothing of them is repeated.
fn persons(grids: &[Grid]) -> Result<(), Vec<Fault>> {
    let to_read = |grid: &&Grid| grid.sheet.as_deref().is_some_and(|name| TO_READ.contains(&name));
    for grid in grids.iter().filter(|grid| !to_read(grid)) {
        let rows: Vec<Vec<String>> =
            grid.rows.iter().map(|row| row.cells.iter().map(|value| value.text().into_owned()).collect()).collect();
        if let Some(found) = person_level(&[], rows.iter().map(|row| row.iter().map(String::as_str))) {
            return Err(vec![Fault::new(
                "person-level",
                Place { column: None, ..grid.place(grid.rows.first().map_or(0, |row| row.number), 0, "") },
                format!("the sheet looks person-level: {found}; nothing of it is shown"),
                "send counts only, and delete this file from wherever it does not belong",
            )]);
        }
    }
    Ok(())
}

/// The sheets by name. One that is missing is a fault, and so is one that was added.
fn sheets<'a>(grids: &'a [Grid], form: &Form, faults: &mut Faults) -> BTreeMap<&'a str, &'a Grid> {
    let expected: Vec<&str> =
        FIXED.into_iter().chain(form.sections.iter().map(|section| section.sheet.as_str())).collect();
    let mut sheets: BTreeMap<&str, &Grid> = BTreeMap::new();
    for grid in grids {
        if let Some(name) = &grid.sheet {
            sheets.insert(name, grid);
        }
    }
    let added: Vec<&str> = sheets.keys().copied().filter(|name| !expected.contains(name)).collect();
    let of_entries = |name: &str| match name {
        DEFINITIONS => !form.sections.is_empty(),
        ANSWERS => !form.questions.is_empty(),
        name => form.sections.iter().any(|section| section.sheet == name),
    };
    let needed = |name: &&str| of_entries(name);
    let missing: Vec<&str> =
        expected.iter().copied().filter(needed).filter(|name| !sheets.contains_key(name)).collect();
    let file = grids.first().map_or("", |grid| grid.file.as_str());
    for name in &missing {
        let guess = nearest(&plain(name), added.iter().copied()).or(if missing.len() == 1 && added.len() == 1 {
            added.first().copied()
        } else {
            None
        });
        let hint = guess.map_or_else(String::new, |guess| format!("; was it renamed to `{guess}`?"));
        faults.push(Fault::new(
            "template-sheet-missing",
            Place::file(file),
            format!("the sheet `{name}` is missing{hint}"),
            "give the sheet its name back, or start again from the template: sheets are read by their names",
        ));
    }
    for name in sheets.iter().filter(|(name, grid)| grid.hidden && of_entries(name)).map(|(name, _)| *name) {
        faults.push(Fault::new(
            "sheet-hidden",
            Place::file(file),
            format!("the sheet `{name}` is hidden"),
            "look at it in its program; unhide it if it is meant, for a hidden sheet is never read",
        ));
    }
    for name in added {
        let Some(grid) = sheets.get(name) else { continue };
        // A blank sheet holds nothing that could be lost or seen.
        let Some((row, column)) = first_value(grid) else { continue };
        faults.push(Fault::new(
            "template-sheet-added",
            Place { column: None, ..grid.place(row, column, "") },
            format!("the sheet `{name}` is not part of the template"),
            "take it out before sending: a return holds counts only, and nothing else is read",
        ));
    }
    sheets
}

fn first_value(grid: &Grid) -> Option<(u32, usize)> {
    grid.rows.iter().find_map(|row| row.filled().next().map(|(column, _)| (row.number, column)))
}
