//! What the inspectorate recommended, and how far each recommendation has come: a row each.

use jiff::civil::Date;

use super::format::{Kind, Records};
use crate::fault::Fault;

/// How far a recommendation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Done.
    Complete,
    /// Begun.
    InProgress,
    /// Open, its day not long past.
    Open,
    /// Reported as not done.
    Incomplete,
    /// Nothing was seen that says so.
    NotKnown,
}

impl Progress {
    /// All, in the order in which a sentence lists them.
    pub const ALL: [Self; 5] = [Self::Complete, Self::InProgress, Self::Open, Self::Incomplete, Self::NotKnown];
}

/// A recommendation, or an area for improvement.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// Its number; empty for an area for improvement.
    pub number: String,
    /// What it is about.
    pub subject: String,
    /// Of whom it is asked.
    pub owner: String,
    /// Day by which it was to be done.
    pub due: Option<Date>,
    /// What it asks, as a clause.
    pub asks: String,
    /// How far it has come.
    pub progress: Progress,
    /// Day of that status.
    pub as_of: Option<Date>,
    /// Where it was read; empty where nothing was seen.
    pub source: String,
    /// What was reported since, as a clause.
    pub later: String,
}

impl Recommendation {
    /// The recommendations of a reading, in the order of the file.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut all = Vec::new();
        for records in files {
            for column in ["subject", "owner", "asks", "status_source", "later"] {
                records.needs(&[(column, Kind::Text)])?;
            }
            records.needs(&[
                ("number", Kind::Code),
                ("due", Kind::Date),
                ("status", Kind::Codelist),
                ("status_date", Kind::Date),
            ])?;
            all.extend(records.iter().map(|record| {
                let text = |column| record.text(column).to_owned();
                Self {
                    number: text("number"),
                    subject: text("subject"),
                    owner: text("owner"),
                    due: record.date("due"),
                    asks: text("asks"),
                    progress: match record.text("status") {
                        "complete" => Progress::Complete,
                        "in-progress" => Progress::InProgress,
                        "open" => Progress::Open,
                        "incomplete" => Progress::Incomplete,
                        _ => Progress::NotKnown,
                    },
                    as_of: record.date("status_date"),
                    source: text("status_source"),
                    later: text("later"),
                }
            }));
        }
        Ok(all)
    }

    /// Whether its day had passed at a date and it was not reported as done.
    pub fn is_overdue(&self, at: Date) -> bool {
        self.progress != Progress::Complete && self.due.is_some_and(|due| due < at)
    }
}
