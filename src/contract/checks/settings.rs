//! What `data/checks.toml` decides: one rule a check, and what each measure must look like.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::contract::{self, Finding, Severity, Subject};
use crate::fault::Place;

/// What the returns on one measure must look like.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Name of the measure.
    pub name: String,
    /// Contract of the returns it stands in.
    pub contract: String,
    /// Whether there are totals, by quarter and for the year. Without, there are breakdowns of the year only.
    pub totals: bool,
    /// Whether every force owes it for every year. What is not owed is checked where it is given.
    #[serde(default = "yes")]
    pub due: bool,
    /// Breakdowns of the year.
    #[serde(default)]
    pub breakdowns: Vec<Breakdown>,
    /// Measure of the offences these people are suspected of; empty where none is.
    #[serde(default)]
    pub offences: String,
    /// Measure of the offences against these victims; empty where none is.
    #[serde(default)]
    pub victims_of: String,
}

/// A breakdown.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Name of the dimension.
    pub dimension: String,
    /// Whether a return without it is not complete.
    #[serde(default = "yes")]
    pub due: bool,
    /// Its categories, in the order of the form.
    pub categories: Vec<String>,
    /// From this share not recorded on there is a note, percent.
    pub note_percent: f64,
    /// From this share not recorded on there is a warning, percent.
    pub warning_percent: f64,
}

fn yes() -> bool {
    true
}

/// Which measures a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measures {
    /// Every measure that there are rows of.
    Every,
    /// Those that every force owes.
    Due,
    /// Those with breakdowns.
    WithBreakdowns,
    /// Those that are part of another.
    WithParent,
    /// Those of whose crimes another measure has a class.
    WithClass,
    /// Those of people who are suspected of the offences of another.
    OfSuspects,
    /// Those of victims of the offences of another.
    OfVictims,
    /// None: problem profiles.
    Profiles,
    /// None: public numbers.
    Public,
}

impl Measures {
    /// Whether a measure is one of them, as it is described, if it is, and as its contract has it.
    pub(super) fn include(self, id: &str, measure: Option<&Measure>, counted: &contract::Measures) -> bool {
        match self {
            Self::Every => true,
            Self::Due => measure.is_some_and(|one| one.due),
            Self::WithBreakdowns => measure.is_some_and(|one| !one.breakdowns.is_empty()),
            Self::WithParent => counted.get(id).is_some_and(|one| one.part_of.is_some()),
            Self::WithClass => counted.class_of(id).is_some(),
            Self::OfSuspects => measure.is_some_and(|one| !one.offences.is_empty()),
            Self::OfVictims => measure.is_some_and(|one| !one.victims_of.is_empty()),
            Self::Profiles | Self::Public => false,
        }
    }

    /// In words, as in the documentation.
    pub fn words(self) -> &'static str {
        match self {
            Self::Every => "every measure",
            Self::Due => "measures that every force owes",
            Self::WithBreakdowns => "measures with breakdowns",
            Self::WithParent => "measures that are part of another",
            Self::WithClass => "measures of whose crimes another has a class",
            Self::OfSuspects => "measures of suspects",
            Self::OfVictims => "measures of victims",
            Self::Profiles => "problem profiles",
            Self::Public => "public numbers",
        }
    }
}

/// What the file says of one check.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The check.
    pub id: &'static str,
    /// How bad what it finds is.
    pub severity: Severity,
    /// Why it is switched off, where it is.
    pub off: Option<String>,
    /// The measures that the check looks at.
    pub(super) measures: Measures,
    pub(super) thresholds: BTreeMap<&'static str, f64>,
}

impl Rule {
    /// A finding of this rule's severity.
    pub(super) fn found(
        &self,
        subject: Subject,
        places: Vec<Place>,
        what: String,
        remedy: impl Into<String>,
    ) -> Finding {
        self.found_as(self.severity, subject, places, what, remedy)
    }

    pub(super) fn found_as(
        &self,
        severity: Severity,
        subject: Subject,
        places: Vec<Place>,
        what: String,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { check: self.id, severity, subject, places, what, remedy: remedy.into() }
    }

    /// A threshold of the check. Reading the settings has made sure that it is there; NaN, with which no comparison
    /// holds, stands for one that the check does not declare.
    pub(super) fn threshold(&self, name: &str) -> f64 {
        self.thresholds.get(name).copied().unwrap_or(f64::NAN)
    }
}

/// The settings of all checks.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) rules: BTreeMap<&'static str, Rule>,
    pub(super) measures: Vec<Measure>,
}

impl Settings {
    /// What the file says of a check.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.get(id)
    }

    /// All measures, in the order of the file.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// One measure.
    pub fn measure(&self, name: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.name == name)
    }
}
