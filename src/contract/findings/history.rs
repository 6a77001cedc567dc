//! The record of findings already seen, `data/findings.json`, so that a check can say what is new since it was written.
//!
//! It holds checks and subjects, never a value of a return. `assess check --record` writes it, usually after a pull.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Finding, Subject};
use crate::fault::{Fault, Place};
use crate::source::Project;

/// Where the record stands.
pub const RECORD: &str = "data/findings.json";

/// A finding of the record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Identifier of the check.
    pub check: String,
    /// What it was about.
    pub subject: Subject,
}

impl Known {
    fn of(finding: &Finding) -> Self {
        Self { check: finding.check.to_owned(), subject: finding.subject.clone() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    findings: BTreeSet<Known>,
}

/// Findings seen before.
#[derive(Clone, Debug, Default)]
pub struct History {
    known: BTreeSet<Known>,
}

impl History {
    /// Reads the record; a project without one has seen nothing.
    pub fn read(project: &mut Project) -> Result<Self, Fault> {
        if !project.root().join(RECORD).exists() {
            return Ok(Self::default());
        }
        let text = project.text(RECORD)?;
        let file: File = serde_json::from_str(&text).map_err(|error| {
            let place = Place::line(RECORD, error.line() as u64);
            let remedy =
                "restore it from version control, or delete it and write it again with `assess check --record`";
            Fault::new("settings-invalid", place, format!("not a record of findings: {error}"), remedy)
        })?;
        Ok(Self { known: file.findings })
    }

    /// The record of these findings, as the bytes of its file.
    pub fn record<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<u8> {
        let file = File { findings: findings.map(Known::of).collect() };
        // Strings and sets of strings always serialise.
        let mut bytes = serde_json::to_vec_pretty(&file).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Whether a finding was seen before.
    pub(super) fn knows(&self, finding: &Finding) -> bool {
        self.known.contains(&Known::of(finding))
    }

    /// What was seen before and is no longer found.
    pub(super) fn gone(&self, found: &[Finding]) -> Vec<Known> {
        let now: BTreeSet<Known> = found.iter().map(Known::of).collect();
        self.known.difference(&now).cloned().collect()
    }
}
