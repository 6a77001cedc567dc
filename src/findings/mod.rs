//! Findings as people and programs want them: text grouped by force, JSON, SARIF and an HTML page.
//!
//! In: judged findings, with the names of forces and checks. Out: bytes. These are working papers: unlike anything that is
//! released, they repeat counts of single forces, so each says so at its head.

mod guide;
mod html;
mod human;
mod json;
mod sarif;

use std::collections::BTreeMap;

use crate::contract::{Findings, Judged, Severity, State};

pub use guide::rules;
pub use html::html;
pub use human::human;
pub use json::json;
pub use sarif::sarif;

/// What every report says first.
pub const HANDLING: &str = "Working paper: may hold counts of single forces. OFFICIAL-SENSITIVE; not for release.";

/// What a report on synthetic returns says. It names the force of each row all the same: it is there to lead to the row.
const INVENTED: &str = "Rests on synthetic returns: no number says anything about a force.";

/// What a report says where checks did not run.
const STOPPED: &str =
    "Data cannot be read, so the checks on what they say did not run: mend these errors first, then check again.";

/// A check, as a report names it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable identifier.
    pub id: String,
    /// What it looks for, in a few words.
    pub title: String,
    /// Why, how, and what to do, in Markdown.
    pub help: String,
    /// How bad what it finds is, where one severity holds for all of it.
    pub severity: Option<Severity>,
}

impl Rule {
    /// Where the documentation describes it.
    fn anchor(&self) -> String {
        format!("docs/checks.md#{}", self.id)
    }
}

/// A file that was checked by itself.
#[derive(Clone, Debug)]
pub struct Loose {
    /// Its name.
    pub name: String,
    /// What it was found to be, in words.
    pub what: String,
}

/// A force to ask, with what it adds to the width of the national range.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it counted under; none without a return.
    pub definition: Option<String>,
    /// What would take its width away.
    pub remedy: &'static str,
    /// Width, where it is bounded, and records to read, where they are known: of the range, then on each rung.
    pub added: Vec<(Option<i64>, Option<i64>)>,
}

/// Whom to ask first.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// Year of the returns.
    pub year: String,
    /// What the rungs in use assume, in order.
    pub rungs: Vec<String>,
    /// The forces, those that add most first.
    pub forces: Vec<Asked>,
}

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Edition, such as 2027.
    pub edition: i16,
    /// Day of the data cut-off, in words.
    pub cut_off: &'a str,
    /// Whether returns are synthetic.
    pub synthetic: bool,
    /// Names of forces by code, in the order of the report.
    pub forces: &'a [(String, String)],
    /// The checks that were run.
    pub rules: &'a [Rule],
    /// The files, where files were checked by themselves and not the edition.
    pub files: &'a [Loose],
    /// Whom to ask first; nobody where the edition could not be computed.
    pub asking: &'a Asking,
    /// Whether checks did not run, because data cannot be read.
    pub stopped: bool,
    /// What they found.
    pub findings: &'a Findings,
}

/// Findings of one force; those of no force stand under the edition.
struct Group<'a> {
    code: &'a str,
    name: &'a str,
    judged: Vec<&'a Judged>,
}

impl<'a> Report<'a> {
    /// Findings by force, in the order of the forces, those about no single force first.
    fn groups(&self) -> Vec<Group<'a>> {
        let mut by_force: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
        for judged in &self.findings.judged {
            by_force.entry(&judged.finding.subject.force).or_default().push(judged);
        }
        let mut groups = Vec::new();
        if let Some(judged) = by_force.remove("") {
            let name = if self.files.is_empty() { "The edition as a whole" } else { "The files as a whole" };
            groups.push(Group { code: "", name, judged });
        }
        for (code, name) in self.forces {
            if let Some(judged) = by_force.remove(code.as_str()) {
                groups.push(Group { code, name, judged });
            }
        }
        // A code that is not a force's is itself a finding; it must not vanish from the report.
        groups.extend(by_force.into_iter().map(|(code, judged)| Group { code, name: code, judged }));
        groups
    }

    fn title(&self, check: &str) -> &'a str {
        self.rules.iter().find(|rule| rule.id == check).map_or("", |rule| &rule.title)
    }

    /// The rule of a check, where there is one.
    fn rule(&self, check: &str) -> Option<&'a Rule> {
        self.rules.iter().find(|rule| rule.id == check)
    }

    /// What the report is about.
    fn heading(&self) -> String {
        match self.files.len() {
            0 => format!("Findings on the data of edition {}", self.edition),
            1 => "Findings on one return, checked by itself".to_owned(),
            many => format!("Findings on {many} returns, checked by themselves"),
        }
    }

    /// `2 errors, 1 warning and no notes` of the open findings.
    fn tally(&self) -> String {
        let of = |severity| counted(self.findings.count(severity), severity);
        format!("{}, {} and {}", of(Severity::Error), of(Severity::Warning), of(Severity::Note))
    }
}

fn counted(count: usize, severity: Severity) -> String {
    match count {
        0 => format!("no {severity}s"),
        1 => format!("1 {severity}"),
        _ => format!("{count} {severity}s"),
    }
}

/// The state in one word.
fn state(state: &State) -> &'static str {
    match state {
        State::Open => "open",
        State::New => "new",
        State::Accepted(_) => "accepted",
    }
}
