//! What a check declares about itself, all of it in one place.
//!
//! Lists, the sections of `docs/checks.md`, the help of reports, what may be released and the faults of `data/checks.toml` are made
//! of these declarations. Severity and thresholds are decided by `data/checks.toml`; what is declared here is what the file is
//! shipped with, and the range in which it must stay.

use super::context::Context;
use super::settings::{Measures, Rule};
use crate::contract::{Finding, Severity};

/// One check.
pub struct Check {
    /// Stable identifier: the name in `data/checks.toml`, of its file, of its fixture, and of its anchor in `docs/checks.md`.
    pub id: &'static str,
    /// What it looks at.
    pub family: Family,
    /// How bad what it finds is, unless `data/checks.toml` says otherwise.
    pub severity: Severity,
    /// Whether it needs other forces.
    pub scope: Scope,
    /// The measures it looks at.
    pub measures: Measures,
    /// Whether it looks at counts, so that its finding something, or how often, tells of them. An OFFICIAL release leaves it out.
    pub tells_a_count: bool,
    /// The thresholds it needs.
    pub thresholds: &'static [Threshold],
    /// What it catches, in one line.
    pub catches: &'static str,
    /// The rest of its documentation.
    pub guide: Guide,
    pub(super) run: fn(&Context<'_>, &Rule) -> Vec<Finding>,
}

/// The documentation of a check, in Markdown.
pub struct Guide {
    /// Why it is looked for.
    pub why: &'static str,
    /// The rule it applies, with every threshold by name.
    pub method: &'static str,
    /// What to do about a finding.
    pub remedy: &'static str,
    /// What it finds where nothing is wrong, and how often.
    pub false_alarms: &'static str,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Columns, types, keys, code lists.
    Structure,
    /// Parts against wholes.
    Arithmetic,
    /// The grid of force, period and measure.
    Coverage,
    /// Slips of the hand: digits, units, rows.
    Entry,
    /// A force against its own history.
    Time,
    /// A force against the others.
    Space,
    /// What was counted.
    Definition,
    /// Values not recorded.
    Missingness,
    /// Problem profiles.
    Profile,
    /// Public numbers.
    Public,
}

impl Family {
    /// Its name: of its folder, and in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Arithmetic => "arithmetic",
            Self::Coverage => "coverage",
            Self::Entry => "entry",
            Self::Time => "time",
            Self::Space => "space",
            Self::Definition => "definition",
            Self::Missingness => "missingness",
            Self::Profile => "profile",
            Self::Public => "public",
        }
    }
}

/// What a check must see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One force: it can have this checked by itself before it sends its return.
    Force,
    /// The forces beside each other.
    Forces,
}

/// A number that a check needs, and the range it must lie in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// Its key in `data/checks.toml`.
    pub name: &'static str,
    /// Smallest value that makes sense.
    pub least: f64,
    /// Largest value that makes sense.
    pub most: f64,
}

impl Threshold {
    pub(super) const DEVIATES: Self = Self { name: "deviates", least: 2.0, most: 20.0 };
    pub(super) const LEAST_RATIO: Self = Self { name: "least_ratio", least: 1.0, most: 100.0 };
    pub(super) const LEAST_POINTS: Self = Self { name: "least_points", least: 4.0, most: 100.0 };
    pub(super) const LEAST_YEARS: Self = Self { name: "least_years", least: 2.0, most: 50.0 };
    pub(super) const LEAST_FORCES: Self = Self { name: "least_forces", least: 3.0, most: 100.0 };
}
