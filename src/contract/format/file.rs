//! From a file of a source to the table that its contract is held against, whatever the file's format.
//!
//! Plain CSV in UTF-8 is read as it is. Anything else goes through the readers: a return workbook of our own is recognised by its
//! cover and unfolded into long form; of any other workbook the sheet is taken that has the contract's columns.

use crate::contract::format::model::Contract;
use crate::fault::{Fault, Place};
use crate::source::{Grid, Least, Project, Table, reader};

/// Knows our own return workbooks. The room that writes them comes after this one, so it is handed in.
pub trait Workbooks {
    /// The rows of a workbook in long form, with the contract it answers; nothing if it is not one of ours.
    fn unfold(&self, grids: &[Grid]) -> Option<Result<Unfolded, Vec<Fault>>>;
}

/// A return workbook in long form.
#[derive(Debug)]
pub struct Unfolded {
    /// Contract it answers.
    pub contract: String,
    /// Its rows, each with its cell.
    pub table: Table,
}

/// A file of a source.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceFile<'a> {
    /// Identifier of the source.
    pub(super) source: &'a str,
    /// Path of the file.
    pub(super) path: &'a str,
    /// Sheet of a workbook; found by its columns where none is named.
    pub(super) sheet: &'a str,
}

/// The table of a file.
pub(super) fn table(
    project: &mut Project,
    file: SourceFile<'_>,
    contract: &Contract,
    workbooks: Option<&dyn Workbooks>,
) -> Result<Table, Vec<Fault>> {
    let one = |fault| vec![fault];
    let path = file.path;
    let bytes = project.bytes(path).map_err(one)?;
    let least = if contract.may_have_no_rows { Least::Header } else { Least::OneRow };
    if bytes.is_empty() || path.ends_with(".csv") && std::str::from_utf8(&bytes).is_ok() {
        let text = project.text(path).map_err(one)?;
        return Table::read(path, &text, &contract.header(), least);
    }
    let grids = reader::sheets(&bytes, path).map_err(one)?;
    if let Some(unfolded) = workbooks.and_then(|workbooks| workbooks.unfold(&grids)) {
        let unfolded = unfolded?;
        if unfolded.contract == contract.id {
            return Ok(unfolded.table);
        }
        let what = format!("the workbook is a return of `{}`, and is read as `{}`", unfolded.contract, contract.id);
        let remedy = "put it with the returns it belongs to, or mend the contract of its source";
        return Err(vec![Fault::new("workbook-of-other-contract", Place::file(path), what, remedy)]);
    }
    of_columns(&grids, file, contract, least)
}

/// The named sheet, or the one that has the contract's columns; if none has, what is wrong with the nearest.
fn of_columns(grids: &[Grid], file: SourceFile<'_>, contract: &Contract, least: Least) -> Result<Table, Vec<Fault>> {
    let is_named = |grid: &&Grid| match &grid.sheet {
        Some(sheet) => file.sheet.is_empty() || sheet.trim() == file.sheet.trim(),
        None => true,
    };
    let mut best: Option<Vec<Fault>> = None;
    for grid in grids.iter().filter(is_named) {
        match Table::from_grid(grid, &contract.header(), least) {
            Ok(table) => return Ok(table),
            Err(faults) if faults.iter().any(|fault| fault.id == "person-level") => return Err(faults),
            Err(faults) => {
                if best.as_ref().is_none_or(|best| faults.len() < best.len()) {
                    best = Some(faults);
                }
            }
        }
    }
    Err(best.unwrap_or_else(|| {
        let names: Vec<&str> = grids.iter().filter_map(|grid| grid.sheet.as_deref()).collect();
        let what = format!("the file has no sheet `{}`; its sheets are {}", file.sheet, names.join(", "));
        vec![Fault::new("sheet-missing", Place::file(file.path), what, "mend sheet in data/sources.toml")]
    }))
}
