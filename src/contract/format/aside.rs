//! Leaves out of a table what the edition sets aside, before anything is held against the contract: a bad return stops nothing.

use std::cell::Cell;

use super::model::{Contract, Kind};
use super::reader::Lists;
use crate::edition::SetAside;
use crate::fault::{Fault, nearest};
use crate::source::{Row, Table};

/// What is set aside of one contract, and how many rows it met.
#[derive(Debug)]
pub(super) struct Aside<'a> {
    entry: &'a SetAside,
    met: Cell<usize>,
}

impl<'a> Aside<'a> {
    pub(super) fn new(entry: &'a SetAside) -> Self {
        Self { entry, met: Cell::new(0) }
    }

    /// Whether a whole file, which the lock says is of one force, is set aside unread.
    pub(super) fn takes_file(&self, force: Option<&str>) -> bool {
        let takes = self.entry.period.is_none() && force == Some(self.entry.force.as_str());
        self.met.set(self.met.get() + usize::from(takes));
        takes
    }

    /// The same for a file that cannot be read: there is no year to tell in it.
    pub(super) fn excuses_file(&self, force: Option<&str>) -> bool {
        let excuses = force == Some(self.entry.force.as_str());
        self.met.set(self.met.get() + usize::from(excuses));
        excuses
    }

    /// A force that sent nothing has nothing that could be set aside: its code or the contract is another.
    pub(super) fn needless(&self, forces: impl Iterator<Item = String>) -> Option<Fault> {
        let SetAside { force, contract, period, place, .. } = self.entry;
        if self.met.get() > 0 {
            return None;
        }
        let of = period.map_or_else(String::new, |period| format!(" for {period}"));
        let what = format!("`{force}` is set aside, and sent nothing under `{contract}`{of}");
        let forces: Vec<String> = forces.collect();
        let remedy = match nearest(force, forces.iter().map(String::as_str)) {
            Some(near) if near != force => format!("did you mean `{near}`?"),
            _ => "take the entry out: a force that sent nothing is missing as it is".to_owned(),
        };
        Some(Fault::new("set-aside-needless", place.clone(), what, remedy))
    }

    fn takes(&self, row: &Row<'_>, contract: &Contract, lists: Lists<'_>) -> bool {
        let force = contract.columns.iter().find(|column| column.codelist == "forces");
        let is_of_force = force.is_some_and(|column| {
            let written = row.cell(&column.name);
            let code = lists.get("forces").and_then(|list| list.find(written.text()));
            code.map_or(written.text() == self.entry.force, |found| found.code.id == self.entry.force)
        });
        let year = contract.columns.iter().find(|column| column.kind == Kind::FinancialYear);
        let is_of_year = self
            .entry
            .period
            .is_none_or(|period| year.is_some_and(|column| row.cell(&column.name).text().parse() == Ok(period)));
        let takes = is_of_force && is_of_year;
        self.met.set(self.met.get() + usize::from(takes));
        takes
    }
}

/// The table without the rows that are set aside.
pub(super) fn without(table: Table, contract: &Contract, lists: Lists<'_>, aside: &[Aside<'_>]) -> Table {
    if aside.is_empty() {
        return table;
    }
    table.keep(|row| !aside.iter().any(|one| one.takes(row, contract, lists)))
}
