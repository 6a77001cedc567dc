//! Acceptances: a finding that is right, and that the data cannot be mended for. Somebody says so, why, and until when.

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Finding, Severity, Subject};
use crate::fault::{Fault, Faults, Place};
use crate::source::{Project, Settings, Spanned};

/// Where they stand.
pub const ACCEPTANCES: &str = "data/acceptances.toml";

const UNUSED: &str = "acceptance-unused";
const ENDED: &str = "acceptance-ended";

/// What is found on the acceptances themselves.
pub(super) const MADE_BY_JUDGING: [&str; 2] = [UNUSED, ENDED];

/// Fewer characters than this give no reason.
const LEAST_REASON: usize = 20;

/// One acceptance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Identifier of the check.
    pub check: String,
    /// What it is about; a part left out accepts every value of that part.
    pub subject: Subject,
    /// Who accepted it.
    pub by: String,
    /// When.
    pub on: Date,
    /// Last data cut-off for which it holds.
    pub until: Date,
    /// Why the data stay as they are.
    pub reason: String,
    /// Where it stands in the file.
    pub place: Place,
}

impl Acceptance {
    /// Whether it is about this finding, whatever the day.
    fn matches(&self, finding: &Finding) -> bool {
        let fits = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        let (wanted, found) = (&self.subject, &finding.subject);
        self.check == finding.check
            && fits(&wanted.contract, &found.contract)
            && fits(&wanted.force, &found.force)
            && fits(&wanted.period, &found.period)
            && fits(&wanted.measure, &found.measure)
            && fits(&wanted.dimension, &found.dimension)
            && fits(&wanted.category, &found.category)
    }

    /// Whether it holds for data cut off on this day.
    fn holds(&self, cut_off: Date) -> bool {
        cut_off <= self.until
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Findings that are right, and that the data cannot be mended for.
    #[serde(default, rename = "acceptance")]
    acceptances: Vec<Spanned<Entry>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Identifier of the check.
    check: Spanned<String>,
    /// What the finding is about; a part left out accepts every value of it.
    #[serde(default)]
    subject: Subject,
    /// Name and organisation of the person who takes responsibility.
    by: Spanned<String>,
    /// Day of the acceptance.
    on: Spanned<String>,
    /// Last data cut-off for which it holds.
    until: Spanned<String>,
    /// Why the data stay as they are; the annex prints it.
    reason: Spanned<String>,
}

/// All acceptances of the project.
#[derive(Clone, Debug, Default)]
pub struct Acceptances {
    entries: Vec<Acceptance>,
}

impl Acceptances {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads them. `checks` are the identifiers that exist; a project without the file accepts nothing.
    pub fn read(project: &mut Project, checks: &[&str]) -> Result<Self, Vec<Fault>> {
        if !project.root().join(ACCEPTANCES).exists() {
            return Ok(Self::default());
        }
        let one = |fault| vec![fault];
        let settings = Settings::new(ACCEPTANCES, project.text(ACCEPTANCES).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut faults = Faults::new();
        let mut entries = Vec::new();
        for entry in file.acceptances {
            entries.extend(faults.keep_all(entry_of(&settings, &entry.span(), entry.get_ref(), checks)));
        }
        faults.into_result(Self { entries })
    }

    /// Those in force for data cut off on this day.
    pub fn holding(&self, cut_off: Date) -> impl Iterator<Item = &Acceptance> {
        self.entries.iter().filter(move |entry| entry.holds(cut_off))
    }

    /// The acceptance in force that covers a finding, the first of several.
    pub(super) fn covering(&self, finding: &Finding, cut_off: Date) -> Option<&Acceptance> {
        self.entries.iter().find(|entry| entry.matches(finding) && entry.holds(cut_off))
    }

    /// Those that are about any of these findings.
    pub(super) fn concerning(&self, found: &[Finding]) -> Self {
        let concerns = |entry: &&Acceptance| found.iter().any(|finding| entry.matches(finding));
        Self { entries: self.entries.iter().filter(concerns).cloned().collect() }
    }

    /// What is wrong with the acceptances themselves, beside what the checks found.
    pub(super) fn findings(&self, found: &[Finding], cut_off: Date) -> Vec<Finding> {
        let of = |entry: &Acceptance, check, severity, what: String, remedy: &str| Finding {
            check,
            severity,
            subject: entry.subject.clone(),
            places: vec![entry.place.clone()],
            what,
            remedy: remedy.to_owned(),
        };
        let mut findings = Vec::new();
        for entry in &self.entries {
            let check = &entry.check;
            if !found.iter().any(|finding| entry.matches(finding)) {
                let what = format!("the acceptance of `{check}` by {} matches no finding", entry.by);
                let remedy = "delete it: what it accepted is gone, or its subject is misspelt";
                findings.push(of(entry, UNUSED, Severity::Note, what, remedy));
            } else if !entry.holds(cut_off) {
                let what = format!("the acceptance of `{check}` by {} ended on {}", entry.by, entry.until);
                let remedy =
                    "look at the finding again; accept it anew with a reason of today, or have the data mended";
                findings.push(of(entry, ENDED, Severity::Warning, what, remedy));
            }
        }
        findings
    }
}

fn entry_of(
    settings: &Settings,
    span: &Range<usize>,
    entry: &Entry,
    checks: &[&str],
) -> Result<Acceptance, Vec<Fault>> {
    let mut faults = Faults::new();
    let mut refuse = |span: &Range<usize>, what: String, remedy: &str| {
        faults.push(settings.fault("acceptance-invalid", span, what, remedy));
    };
    if !checks.contains(&entry.check.get_ref().as_str()) {
        let what = format!("`{}` is not a check whose finding can be accepted", entry.check.get_ref());
        let remedy = match crate::fault::nearest(entry.check.get_ref(), checks.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? docs/checks.md lists the checks"),
            None => "docs/checks.md lists the checks".to_owned(),
        };
        refuse(&entry.check.span(), what, &remedy);
    }
    if entry.subject == Subject::default() {
        let what = "it accepts the findings of every force and period".to_owned();
        refuse(span, what, "say which with subject = { force = \"…\", period = \"…\" }");
    }
    if entry.by.get_ref().trim().is_empty() {
        refuse(&entry.by.span(), "nobody has accepted it".to_owned(), "give the name and organisation of a person");
    }
    if entry.reason.get_ref().trim().chars().count() < LEAST_REASON {
        let what = "the reason is too short to be one".to_owned();
        refuse(&entry.reason.span(), what, "say why the data are right or cannot be mended; the annex prints it");
    }
    let mut date = |cell: &Spanned<String>| -> Date {
        cell.get_ref().parse().unwrap_or_else(|_| {
            let what = format!("`{}` is not a date", cell.get_ref());
            refuse(&cell.span(), what, "write it as 2026-11-24");
            Date::MIN
        })
    };
    let (on, until) = (date(&entry.on), date(&entry.until));
    if on > until {
        refuse(&entry.until.span(), "it ends before it begins".to_owned(), "give `until` a day after `on`");
    }
    faults.into_result(Acceptance {
        check: entry.check.get_ref().clone(),
        subject: entry.subject.clone(),
        by: entry.by.get_ref().trim().to_owned(),
        on,
        until,
        reason: entry.reason.get_ref().trim().to_owned(),
        place: settings.place(span),
    })
}
