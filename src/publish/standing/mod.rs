//! How the year stands, as people and programs want it: text, JSON and an HTML page.
//!
//! In: how it stands, and a day. Out: bytes. A working paper, as it names forces: it says so at its head.

mod html;
mod human;
mod json;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::contract::{Findings, Severity};
use crate::edition::SetAside;

pub use html::html;
pub use human::human;
pub use json::json;

/// What every form says first.
pub const HANDLING: &str = "Working paper: names forces and what they sent. OFFICIAL-SENSITIVE; not for release.";

/// What has come of one return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// Contract of the return.
    pub contract: String,
    /// Its title.
    pub title: String,
    /// Codes of the forces that sent it.
    pub sent: BTreeSet<String>,
    /// Codes of those among them of whose return a part is missing, or was not available.
    pub in_part: BTreeSet<String>,
    /// Codes of the forces whose return is set aside.
    pub aside: BTreeSet<String>,
    /// Codes of the forces from which nothing has come.
    pub awaited: BTreeSet<String>,
    /// Whether its files cannot be read.
    pub unreadable: bool,
}

/// How the year stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Year of the edition.
    pub edition: i16,
    /// Last year of the returns.
    pub year: &'a str,
    /// The day on which it stands so.
    pub on: Date,
    /// Data cut-off.
    pub cut_off: Date,
    /// Day of release.
    pub release: Date,
    /// Codes and names of forces, in their order.
    pub forces: &'a [(String, String)],
    /// The returns.
    pub returns: &'a [Return],
    /// What is set aside.
    pub aside: &'a [SetAside],
    /// Decisions that nobody has taken.
    pub decisions: usize,
    /// Whether any return is synthetic.
    pub synthetic: bool,
    /// Whether checks did not run, because data cannot be read.
    pub stopped: bool,
    /// What the checks found.
    pub findings: &'a Findings,
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

impl Standing<'_> {
    /// Days from its day to another; below zero where that is past.
    fn days_to(&self, day: Date) -> i32 {
        self.on.until(day).map_or(0, |span| span.get_days())
    }

    /// `in 12 days`, `today`, `12 days ago`.
    fn when(&self, day: Date) -> String {
        let days = self.days_to(day);
        let counted = |days: i32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        match days {
            0 => "today".to_owned(),
            1.. => format!("in {}", counted(days)),
            _ => format!("{} ago", counted(-days)),
        }
    }

    /// What a return is called that has not come: late once the cut-off is past.
    fn missing(&self) -> &'static str {
        if self.days_to(self.cut_off) < 0 { "late" } else { "awaited" }
    }

    fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.forces.iter().find(|(known, _)| known == code).map_or(code, |(_, name)| name)
    }

    /// Open findings by force and severity, those of no force under an empty code.
    fn open(&self) -> BTreeMap<&str, [usize; 3]> {
        let mut open: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        for finding in self.findings.open() {
            let at = SEVERITIES.iter().position(|severity| *severity == finding.severity);
            let counts = open.entry(&finding.subject.force).or_default();
            if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
        open
    }

    /// What has come of a return from a force, in a word.
    fn of_force(&self, one: &Return, code: &str) -> &'static str {
        let has = |codes: &BTreeSet<String>| codes.contains(code);
        match () {
            () if has(&one.aside) => "set aside",
            () if has(&one.in_part) => "sent in part",
            () if has(&one.sent) => "sent",
            () if one.unreadable => "not read",
            () => self.missing(),
        }
    }
}
