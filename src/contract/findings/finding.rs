//! What a check found: how bad it is, about what, where it stands, and how to mend it.
//!
//! A [`Fault`] stops the program from reading a file at all; a finding is a judgement on data that was read. Both carry a stable
//! identifier. The subject of a finding does not contain its values, so that a finding keeps its identity when a number moves
//! from one row to another, and an acceptance of it stays in force.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{Fault, Place};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably wrong, or weakens what can be said.
    Warning,
    /// Wrong: the value cannot be used.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What a finding is about. Empty parts do not apply.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Subject {
    /// Contract of the data set, such as `adr-group-based`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub contract: String,
    /// Code of the force.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub force: String,
    /// Period, such as `2025/26` or `2025/26 Q1`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub period: String,
    /// Measure.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub measure: String,
    /// Breakdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dimension: String,
    /// Category of the breakdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
}

/// Something a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable identifier of the check.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// Where it stands: the cell to look at first, then the others that take part in it.
    pub places: Vec<Place>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub remedy: String,
}

impl Finding {
    /// Two rows that contradict each other: nothing can be computed from them, and no reason makes it acceptable.
    pub(crate) fn contradiction(subject: Subject, fault: Fault) -> Self {
        Self { subject, ..fault.into() }
    }

    /// A contradiction as what stops a build.
    pub fn into_fault(self) -> Fault {
        let place = self.places.into_iter().next().unwrap_or_default();
        Fault::new(self.check, place, self.what, self.remedy)
    }
}

impl From<&Finding> for Fault {
    /// The finding as something that stops a build, at the first of its places.
    fn from(finding: &Finding) -> Self {
        Self {
            id: finding.check,
            place: finding.places.first().cloned().unwrap_or_default(),
            what: finding.what.clone(),
            remedy: format!("{}; or accept it with a reason in data/acceptances.toml", finding.remedy),
        }
    }
}

impl From<Fault> for Finding {
    fn from(fault: Fault) -> Self {
        Self {
            check: fault.id,
            severity: Severity::Error,
            subject: Subject::default(),
            places: vec![fault.place],
            what: fault.what,
            remedy: fault.remedy,
        }
    }
}
