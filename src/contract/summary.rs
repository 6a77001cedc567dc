//! What may leave the program of what the checks found: how many, about what, and who accepted which.
//!
//! In: judged findings. Out: a summary that has no place for a message or a number of a return, so that none can be printed by
//! mistake. That a check found something at all can tell a count (`zero-where-never` does), and so can how often; whoever prints for
//! release leaves out all that a check of counts found ([`Open::tells_a_count`]).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::checks::{Family, check};
use super::findings::{Findings, Severity, Subject};
use super::role;

/// Contracts of figures that are public by force.
const PUBLIC: [&str; 4] = [role::CHILD_POPULATION, role::RECORDED_BY_FORCE, role::RECORDED_NATIONAL, role::PUBLISHED];

/// Findings on how something was written, on acceptances and on what is to be decided.
const OTHERS: [&str; 5] =
    ["acceptance-ended", "acceptance-unused", "decision-open", "name-for-code", "return-set-aside"];

/// Whether that something was found, or how often, tells of the counts of a force.
fn tells(id: &str, contract: &str) -> bool {
    let of_counts = check(id).map_or(!OTHERS.contains(&id), |check| check.tells_a_count);
    of_counts && !PUBLIC.contains(&contract)
}

/// How often a check found something that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Identifier of the check.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Contract of the data; empty for findings on no data set.
    pub contract: String,
    /// Findings.
    pub findings: usize,
    /// Forces they are about.
    pub forces: usize,
}

impl Open {
    /// Whether that it was found tells of a count.
    pub fn tells_a_count(&self) -> bool {
        tells(self.check, &self.contract)
    }
}

/// A finding that somebody accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Identifier of the check.
    pub check: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// Who accepted it.
    pub by: String,
    /// When.
    pub on: Date,
    /// Last data cut-off for which it holds.
    pub until: Date,
    /// Why the data stay as they are.
    pub reason: String,
}

impl Accepted {
    /// Whether that it was found tells of a count.
    pub fn tells_a_count(&self) -> bool {
        tells(self.check, &self.subject.contract)
    }
}

/// All findings of an edition, without what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Open ones, the worst first, then by check and contract.
    pub open: Vec<Open>,
    /// Accepted ones, by force and check.
    pub accepted: Vec<Accepted>,
}

impl Summary {
    /// The summary of judged findings.
    pub fn of(findings: &Findings) -> Self {
        // The worst first.
        type Key<'a> = (Reverse<Severity>, &'static str, &'a str);
        let mut open: BTreeMap<Key<'_>, (usize, BTreeSet<&str>)> = BTreeMap::new();
        for finding in findings.open() {
            let key = (Reverse(finding.severity), finding.check, finding.subject.contract.as_str());
            let (number, forces) = open.entry(key).or_default();
            *number += 1;
            forces.extend(Some(finding.subject.force.as_str()).filter(|force| !force.is_empty()));
        }
        let open = open.into_iter().map(|((severity, check, contract), (findings, forces))| Open {
            check,
            severity: severity.0,
            contract: contract.to_owned(),
            findings,
            forces: forces.len(),
        });
        let accepted = findings.accepted().map(|(finding, acceptance)| Accepted {
            check: finding.check,
            subject: finding.subject.clone(),
            by: acceptance.by.clone(),
            on: acceptance.on,
            until: acceptance.until,
            reason: acceptance.reason.clone(),
        });
        Self { open: open.collect(), accepted: accepted.collect() }
    }

    /// Open errors and warnings on what the data of these contracts say. A note asks for nothing to be done; what was not
    /// returned, and the state of problem profiles, bear on confidence by criteria of their own. What the checks of counts found is left
    /// to the analyst, who sees it: a rating by rule is published, and would tell of the counts.
    pub fn open_on(&self, contracts: &[&str]) -> u32 {
        let measured = |open: &Open| {
            check(open.check).is_some_and(|check| matches!(check.family, Family::Coverage | Family::Profile))
        };
        let concerned = self.open.iter().filter(|open| {
            open.severity > Severity::Note
                && contracts.contains(&open.contract.as_str())
                && !measured(open)
                && !open.tells_a_count()
        });
        u32::try_from(concerned.map(|open| open.findings).sum::<usize>()).unwrap_or(u32::MAX)
    }
}
