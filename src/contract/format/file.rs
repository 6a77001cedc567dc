//! From a file of a source to the table that its contract is held against, whatever the file's format.
//!
//! Plain CSV in UTF-8 is read as it is. Anything else goes through the readers: a return workbook of our own is recognised by its
//! cover and unfolded into long form; of any other workbook the sheet is taken that has the contract's columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::aside::Aside;
use super::model::{Contract, Shape};
use super::publisher::Sheets;
use super::reader::Lists;
use crate::fault::{Fault, Place};
use crate::source::person_level::Answer;
use crate::source::reader::{self, Opened};
use crate::source::{Columns, Grid, Least, NotPlain, Plain, Project, Table, refuse_persons};

/// How the name of a plain file ends.
const ENDING: &str = ".csv";

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
    /// Its name in messages.
    pub(super) name: &'a str,
    /// Sheet of a workbook; found by its columns where none is named.
    pub(super) sheet: &'a str,
    /// Columns whose one value the file says in its title only.
    pub(super) fill: Option<&'a BTreeMap<String, String>>,
    /// What an analyst has said of what only looks like persons in it.
    pub(super) answers: &'a [Answer],
    /// What the edition sets aside of the contract.
    pub(super) aside: &'a [Aside<'a>],
}

/// A file that is no source of the project: a force's own, before it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Loose<'a> {
    /// Its name in messages.
    pub name: &'a str,
    /// What a reader made of it.
    pub opened: &'a Opened,
    /// What an analyst has said of what only looks like persons in it.
    pub answers: &'a [Answer],
    /// The contract it is held against; found by its cover or its columns without this.
    pub contract: Option<&'a Arc<Contract>>,
}

/// The tables of a file: one, or one a sheet where the contract says so, with what the file says outside its cells filled in.
pub(super) fn tables(
    project: &mut Project,
    file: SourceFile<'_>,
    contract: &Contract,
    workbooks: Option<&dyn Workbooks>,
) -> Result<Vec<Table>, Vec<Fault>> {
    let filled = |table: Table| {
        let fill = file.fill.into_iter().flatten();
        let table = fill.fold(table, |table, (column, text)| table.filled(column, text));
        let sheet = table.sheet().map(|sheet| sheet.trim().replace(['_', '-'], "/"));
        match sheet.filter(|_| !contract.sheet_holds.is_empty()) {
            Some(sheet) => table.filled(&contract.sheet_holds, &sheet),
            None => table,
        }
    };
    Ok(read(project, file, contract, workbooks)?.into_iter().map(filled).collect())
}

fn read(
    project: &mut Project,
    file: SourceFile<'_>,
    contract: &Contract,
    workbooks: Option<&dyn Workbooks>,
) -> Result<Vec<Table>, Vec<Fault>> {
    let one = |fault| vec![fault];
    let (path, name) = (file.path, file.name);
    if path.ends_with(ENDING) {
        match project.streamed(path, |bytes| Plain::read(name, bytes)).map_err(one)? {
            Ok(plain) => {
                refuse_persons(name, &plain, file.answers)?;
                return Ok(vec![Table::of_plain(name, plain, &header(contract, file), least(contract))?]);
            }
            Err(NotPlain::Fault(fault)) => return Err(vec![fault]),
            Err(NotPlain::Empty | NotPlain::OtherForm) => {}
        }
    }
    let bytes = project.bytes(path).map_err(one)?;
    if bytes.is_empty() {
        project.text(path).map_err(one)?;
    }
    let grids = reader::sheets(&bytes, name, file.answers).map_err(one)?;
    match workbooks.and_then(|workbooks| workbooks.unfold(&grids)) {
        Some(unfolded) => Ok(vec![answering(unfolded?, name, contract)?]),
        None => of_columns(&grids, file, contract),
    }
}

/// The columns of a contract; those that are filled may be left out.
fn header<'a>(contract: &'a Contract, file: SourceFile<'a>) -> Columns<'a> {
    let mut columns = contract.header();
    for column in file.fill.into_iter().flat_map(BTreeMap::keys) {
        columns.optional(column);
    }
    columns
}

/// The table of a loose file, with its contract: the one asked for, that of its cover, or the one its columns and measures fit.
pub(super) fn loose<'a>(
    file: Loose<'_>,
    contracts: impl Iterator<Item = &'a Arc<Contract>>,
    lists: impl Fn(&'a Contract) -> Lists<'a>,
    workbooks: Option<&dyn Workbooks>,
) -> Result<(Arc<Contract>, Table), Vec<Fault>> {
    let contracts: Vec<&Arc<Contract>> = contracts.collect();
    if let Some(unfolded) = workbooks.and_then(|workbooks| workbooks.unfold(file.opened.sheets())) {
        let unfolded = unfolded?;
        let answered = contracts.iter().find(|contract| contract.id == unfolded.contract);
        return match file.contract.or(answered.copied()) {
            Some(contract) => Ok((Arc::clone(contract), answering(unfolded, file.name, contract)?)),
            None => Err(vec![unknown(file.name, &contracts)]),
        };
    }
    if let Opened::Plain(plain) = file.opened {
        refuse_persons(file.name, plain, file.answers)?;
    }
    // The cells of a plain file are shared by all contracts that are tried.
    let read = |contract: &Contract| match file.opened {
        Opened::Plain(plain) => Table::of_plain(file.name, plain.clone(), &contract.header(), least(contract)),
        Opened::Sheets(grids) => {
            let file = SourceFile {
                source: "",
                path: file.name,
                name: file.name,
                sheet: "",
                fill: None,
                answers: &[],
                aside: &[],
            };
            // A file of several sheets that all fit is no return.
            of_columns(grids, file, contract).map(|mut tables| tables.swap_remove(0))
        }
    };
    if let Some(contract) = file.contract {
        return Ok((Arc::clone(contract), read(contract)?));
    }
    let mut fitting: Vec<(usize, &Arc<Contract>, Table)> = Vec::new();
    let mut nearest: Option<Vec<Fault>> = None;
    for contract in contracts.iter().copied() {
        match read(contract) {
            Ok(table) => fitting.push((known_measures(&table, contract, lists(contract)), contract, table)),
            Err(faults) if faults.iter().any(|fault| fault.id == "person-level") => return Err(faults),
            Err(faults) if contract.shape == Shape::Returns => {
                if nearest.as_ref().is_none_or(|nearest| faults.len() < nearest.len()) {
                    nearest = Some(faults);
                }
            }
            Err(_) => {}
        }
    }
    let best = fitting.iter().map(|(known, _, _)| *known).max();
    let mut fitting = fitting.into_iter().filter(|(known, _, _)| Some(*known) == best);
    match (fitting.next(), fitting.next()) {
        (Some((_, contract, table)), None) => Ok((Arc::clone(contract), table)),
        (None, _) => Err(nearest.unwrap_or_else(|| vec![unknown(file.name, &contracts)])),
        (Some(_), Some(_)) => Err(vec![unknown(file.name, &contracts)]),
    }
}

/// How many cells name a measure of the contract. Returns share their columns; what they count tells them apart.
fn known_measures(table: &Table, contract: &Contract, lists: Lists<'_>) -> usize {
    let column = contract.columns.iter().find(|column| column.codelist == "measures");
    let Some((column, list)) = column.zip(lists.get("measures")) else { return 0 };
    let Some((_, cells)) = table.column(&column.name) else { return 0 };
    let times = cells.numbers().times(cells.texts().len());
    cells.texts().iter().zip(times).filter(|(text, _)| list.find(text).is_some()).map(|(_, times)| times).sum()
}

fn unknown(file: &str, contracts: &[&Arc<Contract>]) -> Fault {
    let known: Vec<&str> = contracts.iter().map(|contract| contract.id.as_str()).collect();
    Fault::new(
        "contract-not-found",
        Place::file(file),
        "neither a cover nor its columns and measures say which return the file is",
        format!("name it with --contract; the contracts are {}", known.join(", ")),
    )
}

fn least(contract: &Contract) -> Least {
    if contract.may_have_no_rows { Least::Header } else { Least::OneRow }
}

/// The rows of a workbook of ours, if it answers the contract.
fn answering(unfolded: Unfolded, path: &str, contract: &Contract) -> Result<Table, Vec<Fault>> {
    if unfolded.contract == contract.id {
        return Ok(unfolded.table);
    }
    let what = format!("the workbook is a return of `{}`, and is read as `{}`", unfolded.contract, contract.id);
    let remedy = "put it with the returns it belongs to, or mend the contract of its source";
    Err(vec![Fault::new("workbook-of-other-contract", Place::file(path), what, remedy)])
}

/// The named sheet, or the one that has the contract's columns; if none has, what is wrong with the nearest. A hidden sheet is never
/// taken, and of two that fit neither.
fn of_columns(grids: &[Grid], file: SourceFile<'_>, contract: &Contract) -> Result<Vec<Table>, Vec<Fault>> {
    let is_named = |grid: &&Grid| match &grid.sheet {
        Some(sheet) => file.sheet.is_empty() || sheet.trim() == file.sheet.trim(),
        None => true,
    };
    let (mut fitting, mut hidden): (Vec<(&Grid, Table)>, Vec<&Grid>) = (Vec::new(), Vec::new());
    let mut best: Option<Vec<Fault>> = None;
    for grid in grids.iter().filter(is_named) {
        match Table::from_grid(grid, &header(contract, file), least(contract)) {
            Ok(_) if grid.hidden => hidden.push(grid),
            Ok(table) => fitting.push((grid, table)),
            Err(_) if grid.hidden => {}
            Err(faults) => {
                if best.as_ref().is_none_or(|best| faults.len() < best.len()) {
                    best = Some(faults);
                }
            }
        }
    }
    let names =
        |grids: &[&Grid]| grids.iter().filter_map(|grid| grid.sheet.as_deref()).collect::<Vec<_>>().join("`, `");
    if contract.sheets == Sheets::Each && !fitting.is_empty() {
        if hidden.is_empty() {
            return Ok(fitting.into_iter().map(|(_, table)| table).collect());
        }
        let what = format!("a sheet with the columns of `{}` is hidden: `{}`", contract.id, names(&hidden));
        let remedy = "each sheet is a part of the series; look why it is hidden, and unhide it or take it out";
        return Err(vec![Fault::new("sheet-hidden", Place::file(file.path), what, remedy)]);
    }
    if fitting.len() > 1 {
        let fitting: Vec<&Grid> = fitting.iter().map(|(grid, _)| *grid).collect();
        let what = format!("{} sheets have the columns of `{}`: `{}`", fitting.len(), contract.id, names(&fitting));
        let remedy =
            "leave the one that is meant, or name it with sheet in data/sources.toml; the others may be drafts";
        return Err(vec![Fault::new("sheet-ambiguous", Place::file(file.name), what, remedy)]);
    }
    if let Some((_, table)) = fitting.pop() {
        return Ok(vec![table]);
    }
    if !hidden.is_empty() {
        let what = format!("only a hidden sheet has the columns of `{}`: `{}`", contract.id, names(&hidden));
        let remedy = "look at it in its program; unhide it if it is what is meant, for a hidden sheet is never read";
        return Err(vec![Fault::new("sheet-hidden", Place::file(file.name), what, remedy)]);
    }
    Err(best.unwrap_or_else(|| {
        let seen: Vec<&Grid> = grids.iter().filter(|grid| !grid.hidden).collect();
        let what = match file.sheet {
            "" => format!("no sheet has the columns of `{}`", contract.id),
            sheet => format!("the file has no sheet `{sheet}` that is not hidden; its sheets are `{}`", names(&seen)),
        };
        vec![Fault::new("sheet-missing", Place::file(file.name), what, "mend sheet in data/sources.toml")]
    }))
}
