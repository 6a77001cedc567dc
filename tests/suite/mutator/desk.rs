//! Reads returns as a build does: a file of a project, through the catalogue and its contract.

use std::cell::RefCell;

use assess::contract::{AdrReturn, Contracts, Finding, Marker, Sources, check_against_parents, check_breakdowns, role};
use assess::definition::Definitions;
use assess::fault::Fault;
use assess::source::Project;
use assess::source::catalogue::Catalogue;

use crate::checks::world::{World, root};
use crate::project;

/// Path of the returns in the project.
pub(super) const RETURNS: &str = "data/demo/adr_group_based.csv";
/// Path of the parents in the project.
pub(super) const PARENTS: &str = "data/demo/adr_parent.csv";

const HEADER: &str = "force_code,period,quarter,definition,measure,dimension,category,value,marker";

/// What every reading needs.
pub(super) struct Desk {
    catalogue: Catalogue,
    contracts: Contracts,
}

thread_local! {
    /// A project folder for each thread.
    static COPY: RefCell<Option<project::Project>> = const { RefCell::new(None) };
}

impl Desk {
    pub(super) fn new() -> Self {
        let mut project = Project::open(root()).unwrap();
        let definitions = Definitions::read(&mut project).unwrap();
        let catalogue = Catalogue::read(&mut project).unwrap();
        Self { catalogue, contracts: Contracts::read(&mut project, &definitions).unwrap() }
    }

    pub(super) fn contracts(&self) -> &Contracts {
        &self.contracts
    }

    /// The bytes of a file as a build reads them.
    pub(super) fn read(&self, role: &str, bytes: &[u8]) -> Result<Vec<AdrReturn>, Vec<Fault>> {
        COPY.with_borrow_mut(|slot| {
            let copy = slot.get_or_insert_with(project::Project::copy);
            copy.write(if role == role::PARENT { PARENTS } else { RETURNS }, bytes);
            let mut project = Project::open(copy.root()).unwrap();
            let sources = Sources::of_catalogue(&self.contracts, &self.catalogue);
            AdrReturn::read(&sources.read(&mut project, role)?.records)
        })
    }

    /// Writes the rows of some forces and reads them again. Each keeps the place it had.
    pub(super) fn reread(&self, world: &mut World, forces: &dyn Fn(&str) -> bool) -> Result<(), Vec<Fault>> {
        for (rows, role) in [(&mut world.returns, role::GROUP_BASED), (&mut world.parents, role::PARENT)] {
            let (theirs, others): (Vec<AdrReturn>, Vec<AdrReturn>) =
                std::mem::take(rows).into_iter().partition(|row| forces(&row.force));
            *rows = others;
            if theirs.is_empty() {
                continue;
            }
            let read = self.read(role, written(&theirs).as_bytes())?;
            assert_eq!(read.len(), theirs.len());
            rows.extend(read.into_iter().zip(theirs).map(|(read, AdrReturn { place, line, .. })| AdrReturn {
                place,
                line,
                ..read
            }));
        }
        Ok(())
    }

    /// The faults of what was read: breakdowns against totals, counts against parents.
    pub(super) fn faults(&self, world: &World) -> Vec<Finding> {
        let used: Vec<_> = [role::GROUP_BASED, role::PARENT].iter().filter_map(|id| self.contracts.get(id)).collect();
        let parents = (role::PARENT.to_owned(), world.parents.clone());
        let returned = [(role::GROUP_BASED.to_owned(), world.returns.clone()), parents].into_iter().collect();
        let mut faults = check_against_parents(self.contracts.measures(), &returned);
        faults.extend(check_breakdowns(used[0], &world.returns));
        faults.extend(check_breakdowns(used[1], &world.parents));
        faults
    }
}

/// Rows as CSV.
pub(super) fn written(rows: &[AdrReturn]) -> String {
    let mut text = format!("{HEADER}\n");
    for row in rows {
        let value = row.value.map(|value| value.to_string()).unwrap_or_default();
        let marker = match row.marker {
            None => "",
            Some(Marker::NotAvailable) => "[x]",
            Some(Marker::NotApplicable) => "[z]",
        };
        text.push_str(&format!(
            "{},{},{},{},{},{},{},{value},{marker}\n",
            row.force, row.year, row.part, row.definition, row.measure, row.dimension, row.category
        ));
    }
    text
}
