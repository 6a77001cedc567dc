//! The open side of a release: what the chapter prints in tables and the statistics, as an accessible spreadsheet and as CSV, with the
//! metadata of all files and an index of them.
//!
//! In: tables and statistics after disclosure control, typed. Out: `tables.ods`, a `data/<id>.csv` for each table of the chapter,
//! `statistics.csv`, `revisions.csv` where a release came before, three files of metadata and `README.html`. Nothing here computes a number: each is the one that is printed, so that the forms cannot say different things.

mod described;
mod guidance;
mod index;
mod metadata;
mod model;
mod sheets;
#[cfg(test)]
mod tests;
mod tidy;

use super::{Content, Files};
use crate::disclosure::Statistic;
use crate::fault::{Failure, Fault, Faults, Place};

use described::{CSVW, DATA_PACKAGE, DCAT, INDEX};
use guidance::Broken;
use model::OpenTable;
use tidy::Tidy;

/// Name of the spreadsheet, before its handling.
const SPREADSHEET: &str = "tables.ods";

/// Name of the statistics, before their handling.
pub const STATISTICS: &str = "statistics.csv";

/// Name of what each release gave, before its handling.
const REVISIONS: &str = "revisions.csv";

/// The files.
pub(super) fn exported(content: &Content<'_>) -> Result<Files, Failure> {
    let tables = model::gathered(content);
    let mut files = vec![(SPREADSHEET.to_owned(), spreadsheet(content, &tables)?)];
    files.push((STATISTICS.to_owned(), statistics(&content.protected.statistics)));
    files.extend(
        OpenTable::of_releases(&content.protected.picture).map(|table| (REVISIONS.to_owned(), Tidy::of(&table).csv())),
    );
    let described = described::described(content, &tables);
    files.extend([
        (DATA_PACKAGE.to_owned(), metadata::data_package(&described)),
        (CSVW.to_owned(), metadata::csvw(&described)),
        (DCAT.to_owned(), metadata::dcat(&described)),
        (INDEX.to_owned(), index::page(&described)),
    ]);
    Ok(files)
}

/// The CSV of each table of the chapter.
pub(super) fn of_tables(content: &Content<'_>) -> impl Iterator<Item = (String, Vec<u8>)> {
    content.tables.iter().map(OpenTable::of).map(|table| (path(&table.id), Tidy::of(&table).csv()))
}

/// The statistics as one tidy table: a row for every statistic, period and area asked for.
pub fn statistics(statistics: &[Statistic]) -> Vec<u8> {
    Tidy::of(&OpenTable::of_statistics(statistics)).csv()
}

/// Where the CSV of a table stands, before its handling.
fn path(id: &str) -> String {
    format!("data/{id}.csv")
}

fn spreadsheet(content: &Content<'_>, tables: &[OpenTable]) -> Result<Vec<u8>, Failure> {
    let workbook = sheets::workbook(&content.protected.picture, tables);
    let mut faults = Faults::new();
    for broken in guidance::broken(&workbook) {
        faults.push(fault(&broken));
    }
    faults.into_result(())?;
    workbook.ods().map_err(|error| Failure::cannot_run(error.to_string(), "report this fault"))
}

fn fault(Broken { rule, place, what }: &Broken) -> Fault {
    let of = if place.is_empty() { String::new() } else { format!("{place}: ") };
    let what = format!("the spreadsheet breaks the rule `{rule}` of accessible tables: {of}{what}");
    let remedy = "mend the title, note or cell that the place names in the text of the edition or its data; docs/open-data.md has the rule";
    Fault::new("output-invalid", Place::file(SPREADSHEET), what, remedy)
}
