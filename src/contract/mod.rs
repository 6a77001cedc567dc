//! What each data set must look like: its columns, types, keys and the checks on its cells.
//!
//! In: tables of addressed cells. Out: typed rows, or every fault found with its cell and remedy. One file a data set.

mod adr_return;
mod breakdown;
mod bridge_study;
pub mod checks;
mod child_population;
mod findings;
mod forces;
mod problem_profile;
mod published_figures;
mod recorded_crime;

pub use adr_return::{AdrReturn, MEASURES, Marker, check_against_parents};
pub use breakdown::check_breakdowns;
pub use bridge_study::{BridgeStudy, Returned, Sample, check_bridges};
pub use child_population::ChildPopulation;
pub use findings::{
    ACCEPTANCES, Acceptance, Acceptances, Finding, Findings, History, Judged, Known, RECORD, Severity, State, Subject,
};
pub use forces::{Force, Forces};
pub use problem_profile::ProblemProfile;
pub use published_figures::PublishedFigure;
pub use recorded_crime::{NationalOffence, Offence, RecordedOffence};

use std::collections::BTreeMap;

use crate::fault::{Fault, Place};
use crate::source::{Least, Project, Row, Table};

/// Reads a CSV file of the project as a table with exactly these columns.
fn table(project: &mut Project, path: &str, columns: &[&'static str]) -> Result<Table, Vec<Fault>> {
    let text = project.text(path).map_err(|fault| vec![fault])?;
    Table::read(path, &text, columns, Least::OneRow)
}

/// The same for a file that may have nothing to tell.
fn table_or_nothing(project: &mut Project, path: &str, columns: &[&'static str]) -> Result<Table, Vec<Fault>> {
    let text = project.text(path).map_err(|fault| vec![fault])?;
    Table::read(path, &text, columns, Least::Header)
}

/// Finds rows that repeat the key of an earlier row.
#[derive(Debug)]
struct Keys<K> {
    seen: BTreeMap<K, u64>,
}

impl<K: Ord> Keys<K> {
    fn new() -> Self {
        Self { seen: BTreeMap::new() }
    }

    /// Notes the key of a row; a fault if an earlier row has it.
    fn check(&mut self, row: &Row<'_>, key: K) -> Result<(), Fault> {
        match self.seen.insert(key, row.line()) {
            None => Ok(()),
            Some(earlier) => Err(row_duplicate(row.place(), earlier)),
        }
    }
}

fn row_duplicate(place: Place, earlier: u64) -> Fault {
    Fault::new(
        "row-duplicate",
        place,
        format!("the row repeats the key of line {earlier}"),
        "keep the row that is right and delete the other; two rows would be added together",
    )
}
