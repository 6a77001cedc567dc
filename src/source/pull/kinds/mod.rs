//! The kinds of source, one file each: what to ask for, given what was answered so far.
//!
//! A kind is a plan and makes no request itself, so that it can be tested on samples. It ends with a file to download, the
//! bytes it put together, a file of a folder, or nothing where a force has sent nothing yet. To add a kind: a file here,
//! a name in `catalogue::Kind`, a line in [`plan`].

mod dfe;
mod file;
mod govuk;
mod inbox;
mod json;
mod nomis;
mod ons;
mod sql;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::ask::{Answer, Request};
use super::items::{Item, Statement};
use crate::fault::Fault;
use crate::source::catalogue::{Format, Kind};

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask for a short answer, and call again with it.
    Ask(Request),
    /// Download the file: the end.
    Download(Request),
    /// The file, put together from the answers: the end.
    Made(Vec<u8>),
    /// Read the file of a folder: the end.
    Read(PathBuf),
    /// What a database gives, row by row: the end.
    Query(Statement),
    /// There is none yet: the end.
    Absent,
}

/// What the publisher says about the file, apart from its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Date of release, ISO 8601; empty where none is stated.
    pub released: String,
    /// Withdrawn, superseded and the like; empty where nothing is said.
    pub notice: String,
}

/// A plan of requests.
pub trait Plan {
    /// The next step; `answer` is that to the last, nothing at first.
    fn next(&mut self, answer: Option<&Answer>) -> Result<Step, Fault>;

    /// What is known about the file so far.
    fn about(&self) -> About {
        About::default()
    }
}

/// The plan of a file.
pub fn plan(item: &Item) -> Box<dyn Plan> {
    match item.source.kind {
        Kind::Inbox => Box::new(inbox::Inbox::new(item)),
        Kind::Govuk => Box::new(govuk::StatisticsPage::new(item)),
        Kind::DfeCsv => Box::new(dfe::DataSet::whole(item)),
        Kind::DfeQuery => Box::new(dfe::DataSet::queried(item)),
        Kind::Nomis => Box::new(nomis::Table::new(item)),
        Kind::Sql => Box::new(sql::Table::new(item)),
        Kind::Ons => Box::new(ons::DataSet::new(item)),
        Kind::Local | Kind::File => Box::new(file::PlainFile::new(item)),
    }
}

/// The form that the file name in an address promises.
pub fn format_of_address(url: &str) -> Option<Format> {
    Format::of_name(file_name(url))
}

/// The file name in an address, without what is asked of it.
fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}
