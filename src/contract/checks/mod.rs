//! Checks on what was read: is it plausible, complete, and counted as it says?
//!
//! In: the typed rows of the returns, parents and problem profiles, what they are held against, and the settings of
//! `data/checks.toml`. Out: [`Finding`]s in a fixed order, each with a stable identifier, a subject, places and a remedy. A
//! [`crate::fault::Fault`] has stopped before what cannot be read at all. Each file here is one check or a close family; the
//! registry below lists them all, and `docs/checks.md` explains each under its identifier.

mod applied;
mod arithmetic;
mod book;
mod categories;
mod copied;
mod coverage;
mod definition;
mod digits;
mod jump;
mod level;
mod marker;
mod missingness;
mod profile;
pub mod settings;
mod space;
mod suspects;
mod victims;
pub(in crate::contract) mod wording;
mod zero;

use super::{AdrReturn, ChildPopulation, Finding, Forces, ProblemProfile, Severity, Subject};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::Place;

use book::Book;
use level::Segment;
pub use settings::{Rule, Settings};

/// What is checked, and what it is held against.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Returns on group-based offending, with the path of their file.
    pub returns: (&'a [AdrReturn], &'a str),
    /// Their parents, all crimes of child sexual abuse and exploitation, with the path of their file.
    pub parents: (&'a [AdrReturn], &'a str),
    /// Problem profiles, with the path of their file.
    pub profiles: (&'a [ProblemProfile], &'a str),
    /// Children by force and mid-year.
    pub population: &'a ChildPopulation,
    /// The forces.
    pub forces: &'a Forces,
    /// The definitions.
    pub definitions: &'a Definitions,
    /// The edition: years, cut-off, agreed definition, breaks, limits.
    pub edition: &'a Edition,
    /// Severities and thresholds.
    pub settings: &'a Settings,
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
    /// A force against its own history.
    Time,
    /// A force against the others.
    Space,
    /// What was counted.
    Definition,
    /// Values not recorded.
    Missingness,
    /// Slips of the hand: digits, units, rows.
    Entry,
    /// Problem profiles.
    Profile,
}

impl Family {
    /// Its name, as in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Arithmetic => "arithmetic",
            Self::Coverage => "coverage",
            Self::Time => "time",
            Self::Space => "space",
            Self::Definition => "definition",
            Self::Missingness => "missingness",
            Self::Entry => "entry",
            Self::Profile => "profile",
        }
    }
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

/// One check.
pub struct Check {
    /// Stable identifier: the name in `data/checks.toml`, of its fixture, and of its anchor in `docs/checks.md`.
    pub id: &'static str,
    /// Family.
    pub family: Family,
    /// What it catches, in one line.
    pub catches: &'static str,
    /// Thresholds it needs.
    pub thresholds: &'static [Threshold],
    run: fn(&Context<'_>, &Rule) -> Vec<Finding>,
}

/// Every check, in the order in which it is run and documented.
pub fn registry() -> impl Iterator<Item = &'static Check> {
    let files: [&'static [Check]; 15] = [
        arithmetic::CHECKS,
        suspects::CHECKS,
        victims::CHECKS,
        coverage::CHECKS,
        marker::CHECKS,
        jump::CHECKS,
        zero::CHECKS,
        copied::CHECKS,
        digits::CHECKS,
        categories::CHECKS,
        space::CHECKS,
        definition::CHECKS,
        applied::CHECKS,
        missingness::CHECKS,
        profile::CHECKS,
    ];
    files.into_iter().flatten()
}

/// Identifiers of every check.
pub fn ids() -> Vec<&'static str> {
    registry().map(|check| check.id).collect()
}

/// What every check sees: the rows in order, and what they are held against.
struct Context<'a> {
    given: Given<'a>,
    book: Book<'a>,
    segments: Vec<Segment<'a>>,
}

/// Checks beside those of [`Family::Space`] that hold a force against the others.
const AMONG_FORCES: [&str; 2] = ["same-as-other-force", "suspects-per-offence"];

/// Runs every check that is not switched off. Findings are sorted by place, then check, then subject.
pub fn run(given: Given<'_>) -> Vec<Finding> {
    run_those(given, |_| true)
}

/// Runs the checks that need no other force: what a force can have checked by itself before it sends its return.
pub fn run_alone(given: Given<'_>) -> Vec<Finding> {
    run_those(given, |check| check.family != Family::Space && !AMONG_FORCES.contains(&check.id))
}

fn run_those(given: Given<'_>, wanted: impl Fn(&Check) -> bool) -> Vec<Finding> {
    let book = Book::new(&given);
    let segments = level::segments(&given, &book);
    let context = Context { given, book, segments };
    let mut findings: Vec<Finding> = registry()
        .filter(|check| wanted(check))
        .filter_map(|check| Some((check, given.settings.rule(check.id)?)))
        .filter(|(_, rule)| rule.off.is_none())
        .flat_map(|(check, rule)| (check.run)(&context, rule))
        .collect();
    findings.sort_by(|left, right| {
        (&left.places, left.check, &left.subject).cmp(&(&right.places, right.check, &right.subject))
    });
    findings
}

impl Rule {
    /// A finding of this rule's severity.
    fn found(&self, subject: Subject, places: Vec<Place>, what: String, remedy: impl Into<String>) -> Finding {
        self.found_as(self.severity, subject, places, what, remedy)
    }

    fn found_as(
        &self,
        severity: Severity,
        subject: Subject,
        places: Vec<Place>,
        what: String,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { check: self.id, severity, subject, places, what, remedy: remedy.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::{AMONG_FORCES, registry};

    #[test]
    fn checks_that_need_other_forces_exist() {
        for id in AMONG_FORCES {
            assert!(registry().any(|check| check.id == id), "{id}");
        }
    }
}
