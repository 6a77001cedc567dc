//! Filled workbooks among the files of a source: recognised by their cover, held against the form of their contract, and
//! unfolded into the rows that the contract's reader takes.
//!
//! In: the grids of a file, which is known to be about no person. Out: a table whose every row knows its sheet and cell, or every
//! fault of the workbook.

use super::asked::Asked;
use super::form::{Choice, Form};
use super::guidance::Guidance;
use super::identity::Identity;
use super::layout::plain;
use super::pages::SYNTHETIC_EXAMPLE;
use super::read::{Answered, Filled, identify, read_answers, read_back};
use crate::contract::Contracts;
use crate::contract::format::{Contract, Unfolded, Workbooks};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::{Fault, Place, nearest};
use crate::lineage::{STATUS, SYNTHETIC};
use crate::source::{Grid, Table};

/// Unfolds the workbooks that `assess template` makes.
#[derive(Clone, Copy)]
pub struct ReturnWorkbooks<'a> {
    /// All contracts, for the form that a workbook should be.
    pub contracts: &'a Contracts,
    /// Definitions a force may have counted under.
    pub definitions: &'a Definitions,
    /// The edition, for its agreed definition.
    pub edition: &'a Edition,
}

impl Workbooks for ReturnWorkbooks<'_> {
    fn unfold(&self, grids: &[Grid]) -> Option<Result<Unfolded, Vec<Fault>>> {
        match identify(grids) {
            Ok(None) => None,
            Ok(Some(identity)) => Some(self.read(grids, &identity)),
            Err(fault) => Some(Err(vec![fault])),
        }
    }
}

impl ReturnWorkbooks<'_> {
    fn read(&self, grids: &[Grid], identity: &Identity) -> Result<Unfolded, Vec<Fault>> {
        let file = grids.first().map_or("", |grid| grid.file.as_str());
        let Some(contract) = self.contracts.get(&identity.contract) else {
            let known: Vec<&str> = self.contracts.iter().map(|contract| contract.id.as_str()).collect();
            let remedy = match nearest(&identity.contract, known) {
                Some(near) => format!("the nearest is `{near}`; make the template again with `assess template`"),
                None => "make the template again with `assess template`".to_owned(),
            };
            let what = format!("the workbook answers the contract `{}`, which is not there", identity.contract);
            return Err(vec![Fault::new("template-outdated", Place::file(file), what, remedy)]);
        };
        let form = self.form(file, contract, identity).map_err(|fault| vec![*fault])?;
        let mut columns: Vec<&str> = contract.columns.iter().map(|column| column.name.as_str()).collect();
        let status = if is_example(grids) { SYNTHETIC } else { "" };
        let hidden = |of: fn(&Grid) -> usize| -> usize { grids.iter().map(of).sum() };
        let (hidden_rows, hidden_columns) =
            (hidden(|grid| grid.hidden_rows.len()), hidden(|grid| grid.hidden_columns.len()));
        if !form.questions.is_empty() {
            let answers = read_answers(grids, &form)?;
            let table =
                Table::answered(file, row_of(&columns, &form, answers, status)).hiding(hidden_rows, hidden_columns);
            return Ok(Unfolded { contract: contract.id.clone(), table });
        }
        let rows = read_back(grids, &form)?;
        let row = |row: &Filled| {
            let cells = cells(row, &columns).into_iter().chain([status.to_owned()]).collect();
            (row.place.clone(), cells)
        };
        let rows = rows.iter().map(row).collect();
        columns.push(STATUS);
        let table = Table::listed(file, &columns, rows).hiding(hidden_rows, hidden_columns);
        Ok(Unfolded { contract: contract.id.clone(), table })
    }

    /// The form that the workbook should be.
    fn form(&self, file: &str, contract: &Contract, identity: &Identity) -> Result<Form, Box<Fault>> {
        let forces = self.contracts.codelist("forces");
        let force = forces.and_then(|list| list.codes().find(|code| code.id == identity.force)).ok_or_else(|| {
            let what = format!("the workbook is of the force `{}`, which is not one of the list", identity.force);
            let remedy = "make the template again with `assess template`, with a code of data/reference/forces.csv";
            Box::new(Fault::new("force-unknown", Place::file(file), what, remedy))
        })?;
        let of = |optional| {
            Form::of(Asked {
                contract,
                contracts: self.contracts,
                definitions: self.definitions,
                edition: self.edition,
                force: &Choice { id: force.id.clone(), title: force.title.clone() },
                period: identity.period,
                guidance: &Guidance::default(),
                optional,
                synthetic_example: false,
            })
        };
        // The workbook says by its version whether it has the sheets that no force owes.
        of(false).and_then(|form| if form.contract_version == identity.version { Ok(form) } else { of(true) }).map_err(
            |error| {
                let what = format!("no template can be made of the contract: {error}");
                Box::new(Fault::new("contract-invalid", Place::file(&contract.file), what, "mend the contract"))
            },
        )
    }
}

/// The one row of a return that is answered, in the columns of the contract.
fn row_of(columns: &[&str], form: &Form, answers: Vec<Answered>, status: &str) -> Vec<(String, String, Place)> {
    let first = answers.first().map(|answer| Place { column: None, ..answer.place.clone() }).unwrap_or_default();
    let known = [("force_code", form.force_code.clone()), ("period", form.period.to_string())];
    let known = known.into_iter().filter(|(column, _)| columns.contains(column));
    let known =
        known.chain([(STATUS, status.to_owned())]).map(|(column, text)| (column.to_owned(), text, first.clone()));
    let answers = answers.into_iter().map(|Answered { column, text, place }| (column, text, place));
    known.chain(answers).collect()
}

/// Whether the cover says that every count is invented.
fn is_example(grids: &[Grid]) -> bool {
    let mut cells = grids.iter().flat_map(|grid| &grid.rows).flat_map(|row| row.filled());
    cells.any(|(_, value)| plain(&value.text()) == plain(SYNTHETIC_EXAMPLE))
}

/// A row of the long form in the columns of the contract; a column that is not of the long form stays empty.
fn cells(row: &Filled, columns: &[&str]) -> Vec<String> {
    let cell = |column: &&str| match *column {
        "force_code" => row.force_code.clone(),
        "period" => row.period.to_string(),
        "quarter" => row.part.to_string(),
        "definition" => row.definition.clone(),
        "measure" => row.measure.clone(),
        "dimension" => row.dimension.clone(),
        "category" => row.category.clone(),
        "value" => row.value.map(|value| value.to_string()).unwrap_or_default(),
        "marker" => row.marker.clone().unwrap_or_default(),
        _ => String::new(),
    };
    columns.iter().map(cell).collect()
}
