//! Faults by kind, and what comes of them: the table of docs/reliability.md is made here. A fault may be refused, or put as a question and
//! passed once that is answered, or do no harm; it may never end in success with something wrong, nor in a panic.

#[path = "faults/aggregates.rs"]
mod aggregates;
#[path = "faults/bombs.rs"]
mod bombs;
#[path = "faults/commands.rs"]
mod commands;
#[path = "faults/configurations.rs"]
mod configurations;
#[path = "faults/covers.rs"]
mod covers;
#[path = "faults/disguises.rs"]
mod disguises;
#[path = "faults/disk.rs"]
mod disk;
#[path = "faults/finished.rs"]
mod finished;
#[path = "faults/limits.rs"]
mod limits;
#[path = "faults/places.rs"]
mod places;
#[path = "faults/server.rs"]
mod server;
#[path = "faults/sheets.rs"]
mod sheets;
#[path = "faults/small.rs"]
mod small;
#[path = "faults/writing.rs"]
mod writing;

use std::collections::BTreeMap;

/// What came of the faults of one kind.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Kind, then outcome.
    counts: BTreeMap<String, BTreeMap<String, usize>>,
    /// Faults that ended as they must not, in words.
    wrong: Vec<String>,
}

impl Tally {
    pub(crate) fn count(&mut self, kind: &str, outcome: &str) {
        *self.counts.entry(kind.to_owned()).or_default().entry(outcome.to_owned()).or_default() += 1;
    }

    /// Notes what may not be.
    pub(crate) fn wrong(&mut self, kind: &str, what: String) {
        self.wrong.push(format!("{kind}: {what}"));
    }

    pub(crate) fn total(&self) -> usize {
        self.counts.values().flat_map(BTreeMap::values).sum()
    }

    /// Prints the table and holds that nothing went wrong, and that the page says how many were tried.
    pub(crate) fn hold(&self, title: &str) {
        for (kind, outcomes) in &self.counts {
            println!("| {title} | {kind} | {outcomes:?} |");
        }
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
        let page = std::fs::read_to_string(crate::project::repository().join("docs/reliability.md")).unwrap();
        let line = page.lines().find(|line| line.starts_with(&format!("| {title} |")));
        let line = line.unwrap_or_else(|| panic!("docs/reliability.md has no line for {title}"));
        let tried = line.split('|').nth(2).unwrap().trim().replace(',', "");
        assert_eq!(tried, self.total().to_string(), "docs/reliability.md: {line}");
    }
}
