//! Findings and what became of them: open, new since they were last recorded, or accepted by somebody for a reason.
//!
//! In: what the checks found, `data/acceptances.toml` and the record of findings seen before. Out: every finding with its
//! state, in one fixed order. Nothing is ever dropped: an accepted finding stays on the list.

mod acceptance;
mod finding;
mod history;

pub use acceptance::{ACCEPTANCES, Acceptance, Acceptances};
pub use finding::{Finding, Severity, Subject};
pub use history::{History, Known, RECORD};

use jiff::civil::Date;

/// What became of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Seen before, and still there.
    Open,
    /// Not in the record of findings.
    New,
    /// Somebody takes responsibility for it, for a stated reason and time.
    Accepted(Box<Acceptance>),
}

/// A finding with its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What was found.
    pub finding: Finding,
    /// What became of it.
    pub state: State,
}

impl Judged {
    /// Whether somebody has still to do something about it.
    pub fn open(&self) -> bool {
        !matches!(self.state, State::Accepted(_))
    }
}

/// Everything found, with its state, sorted by force, severity, check and subject.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What was found.
    pub judged: Vec<Judged>,
    /// What the record knows and the checks no longer find.
    pub gone: Vec<Known>,
}

impl Findings {
    /// Judges what the checks found. Acceptances that are out of time or match nothing become findings themselves.
    pub fn judge(found: Vec<Finding>, acceptances: &Acceptances, history: &History, cut_off: Date) -> Self {
        let mut found = found;
        found.extend(acceptances.findings(&found, cut_off));
        let gone = history.gone(&found);
        let mut judged: Vec<Judged> = found
            .into_iter()
            .map(|finding| {
                let state = match acceptances.covering(&finding, cut_off) {
                    Some(acceptance) => State::Accepted(Box::new(acceptance.clone())),
                    None if history.knows(&finding) => State::Open,
                    None => State::New,
                };
                Judged { finding, state }
            })
            .collect();
        judged.sort_by(|left, right| key(&left.finding).cmp(&key(&right.finding)));
        Self { judged, gone }
    }

    /// The same for a part of the data, such as one force's file: acceptances of other findings are not looked at, and what the
    /// record knows of other data is not gone.
    pub fn judge_part(found: Vec<Finding>, acceptances: &Acceptances, history: &History, cut_off: Date) -> Self {
        let concerned = acceptances.concerning(&found);
        Self { gone: Vec::new(), ..Self::judge(found, &concerned, history, cut_off) }
    }

    /// What was found, without its state.
    pub fn into_found(self) -> Vec<Finding> {
        let found = self.judged.into_iter().map(|judged| judged.finding);
        found.filter(|finding| !acceptance::MADE_BY_JUDGING.contains(&finding.check)).collect()
    }

    /// Findings somebody has still to do something about.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.judged.iter().filter(|judged| judged.open()).map(|judged| &judged.finding)
    }

    /// Accepted findings, each with its acceptance.
    pub fn accepted(&self) -> impl Iterator<Item = (&Finding, &Acceptance)> {
        self.judged.iter().filter_map(|judged| match &judged.state {
            State::Accepted(acceptance) => Some((&judged.finding, acceptance.as_ref())),
            State::Open | State::New => None,
        })
    }

    /// The worst severity among the open ones.
    pub fn worst(&self) -> Option<Severity> {
        self.open().map(|finding| finding.severity).max()
    }

    /// How many open ones have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.open().filter(|finding| finding.severity == severity).count()
    }
}

fn key(finding: &Finding) -> (&str, std::cmp::Reverse<Severity>, &str, &Subject, &[crate::fault::Place]) {
    let Finding { check, severity, subject, places, .. } = finding;
    (&subject.force, std::cmp::Reverse(*severity), check, subject, places)
}
