//! Reads `data/checks.toml`.
//!
//! In: the file and the declarations of the checks. Out: the settings. Every check must stand there with every threshold it needs, so
//! that nothing is decided by a number hidden in the program; a check that is switched off says why.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::declaration::Check;
use super::registry;
use super::settings::{Measure, Rule, Settings};
use crate::contract::Severity;
use crate::fault::{Fault, Faults, nearest};
use crate::source::{self, Project, Spanned};

/// Where the settings stand.
const PATH: &str = "data/checks.toml";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// What each measure must look like.
    measure: Vec<Spanned<Measure>>,
    /// Severity and thresholds of every check.
    check: Vec<Spanned<FileCheck>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileCheck {
    /// Identifier of the check, as in docs/checks.md.
    id: String,
    /// How bad what it finds is.
    severity: Severity,
    /// Why the check is switched off.
    off: Option<String>,
    /// Its thresholds, every one of them.
    #[serde(default)]
    thresholds: BTreeMap<String, Spanned<f64>>,
}

impl Settings {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads the settings of a project.
    ///
    /// # Errors
    /// Faults at their lines: a check or threshold that is unknown, missing, given twice or out of range, a check switched
    /// off without a reason, a measure described twice.
    pub fn read(project: &mut Project) -> Result<Self, Vec<Fault>> {
        let text = project.text(PATH).map_err(|fault| vec![fault])?;
        Self::parse(text)
    }

    /// Reads settings from the text of the file.
    ///
    /// # Errors
    /// As [`Settings::read`].
    pub fn parse(text: String) -> Result<Self, Vec<Fault>> {
        Self::parse_for(&registry().collect::<Vec<_>>(), text)
    }

    /// The same, for these checks.
    pub(super) fn parse_for(checks: &[&'static Check], text: String) -> Result<Self, Vec<Fault>> {
        let end = text.len();
        let settings = source::Settings::new(PATH, text);
        let file: File = settings.parse().map_err(|fault| vec![fault])?;
        let mut faults = Faults::new();
        let mut refuse = |at: usize, what: String, remedy: &str| {
            faults.push(settings.fault("checks-invalid", &(at..at), what, remedy));
        };
        let mut rules: BTreeMap<&'static str, Rule> = BTreeMap::new();
        for entry in file.check {
            let at = entry.span().start;
            let entry = entry.into_inner();
            let Some(check) = checks.iter().find(|check| check.id == entry.id) else {
                let near = nearest(&entry.id, checks.iter().map(|check| check.id));
                let remedy = near.map_or_else(
                    || "remove it; docs/checks.md lists the checks".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                refuse(at, format!("there is no check `{}`", entry.id), &remedy);
                continue;
            };
            if entry.off.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
                let what = format!("the check `{}` is switched off without a reason", check.id);
                refuse(at, what, "say why in `off`, or remove the line to switch it on");
            }
            let thresholds = thresholds(check, &entry.thresholds, at, &mut refuse);
            let (id, severity, off, measures) = (check.id, entry.severity, entry.off, check.measures);
            let rule = Rule { id, severity, off, measures, thresholds };
            if rules.insert(check.id, rule).is_some() {
                refuse(at, format!("the check `{}` stands twice", check.id), "keep one of the two");
            }
        }
        for check in checks.iter().filter(|check| !rules.contains_key(check.id)) {
            let what = format!("the check `{}` is missing", check.id);
            let remedy = format!(
                "add a [[check]] with its id, severity (it is meant to be \"{}\") and thresholds; to switch it off, say why in `off`",
                check.severity
            );
            refuse(end, what, &remedy);
        }
        let mut measures: Vec<Measure> = Vec::new();
        for entry in file.measure {
            let at = entry.span().start;
            let measure = entry.into_inner();
            if measures.iter().any(|other| other.name == measure.name) {
                refuse(at, format!("the measure `{}` stands twice", measure.name), "keep one of the two");
            }
            measure.check(at, &mut refuse);
            measures.push(measure);
        }
        faults.into_result(Self { rules, measures })
    }
}

fn thresholds(
    check: &Check,
    given: &BTreeMap<String, Spanned<f64>>,
    at: usize,
    refuse: &mut impl FnMut(usize, String, &str),
) -> BTreeMap<&'static str, f64> {
    for (name, value) in given {
        if !check.thresholds.iter().any(|threshold| threshold.name == name) {
            let known: Vec<&str> = check.thresholds.iter().map(|threshold| threshold.name).collect();
            let remedy = match known.is_empty() {
                true => "remove it; the check has none".to_owned(),
                false => format!("its thresholds are: {}", known.join(", ")),
            };
            refuse(value.span().start, format!("the check `{}` has no threshold `{name}`", check.id), &remedy);
        }
    }
    let mut found = BTreeMap::new();
    for threshold in check.thresholds {
        let range = format!("give a number from {} to {}", threshold.least, threshold.most);
        match given.get(threshold.name) {
            Some(value) if (threshold.least..=threshold.most).contains(value.get_ref()) => {
                found.insert(threshold.name, *value.get_ref());
            }
            Some(value) => {
                let what = format!("`{}` of the check `{}` is out of range", threshold.name, check.id);
                refuse(value.span().start, what, &range);
            }
            None => refuse(at, format!("the check `{}` needs the threshold `{}`", check.id, threshold.name), &range),
        }
    }
    found
}

impl Measure {
    fn check(&self, at: usize, refuse: &mut impl FnMut(usize, String, &str)) {
        for breakdown in &self.breakdowns {
            let name = &breakdown.dimension;
            let percent = 0.0..=100.0;
            if !(percent.contains(&breakdown.note_percent) && percent.contains(&breakdown.warning_percent)) {
                refuse(at, format!("a share of `{name}` is not a percentage"), "give numbers from 0 to 100");
            }
        }
    }
}
