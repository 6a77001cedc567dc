//! What releases have printed of the returns, so that a later edition does not give away by difference what this one hid.
//!
//! In: `data/releases/*.json`, each the record that the build of a release made of itself. Out: what it printed, in terms of counts
//! as they are now. A number that is still in the range that was printed counts as known to that range. One that was revised by no
//! more than the policy's width is printed as it was, marked as rounded, and known no better than that; one that was revised by
//! more is printed anew, and what was printed before says nothing of the counts as they are.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::control::{Before, Unseen};
use super::ledger::{Decision, Ledger, Terms};
use super::policy::Policy;
use super::statistics::Statistic;
use super::system::Status;
use super::vintages::{self, Told};
use crate::contract::Forces;
use crate::edition::Edition;
use crate::fault::{Failure, Fault, Place};
use crate::national::sum::{Own, Sum, What};
use crate::panel::{Panel, Query};
use crate::period::{FinancialYear, Part};
use crate::source::Project;

/// Folder of the records.
pub const RELEASES: &str = "data/releases";
/// Name of the record in the folder of a release, before its handling.
pub const RECORD: &str = "printed.json";

/// The record of a release.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Year of the edition.
    pub edition: i16,
    /// The release instant.
    pub release: String,
    /// The day of it, where it was released; none of a record that an earlier program wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Policy and its version.
    pub policy: (String, u32),
    /// What was printed of the returns; what was withheld is not in it.
    pub printed: Vec<Printed>,
    /// What the release gave of each statistic, markers too; nothing in a record that an earlier program wrote.
    #[serde(default)]
    pub statistics: Vec<Told>,
}

/// A number that was printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// What it is called.
    pub name: String,
    /// What was printed.
    pub shown: i64,
    /// Smallest value that what was printed allows.
    pub least: i64,
    /// Largest value that what was printed allows.
    pub most: i64,
    /// What it is a sum of.
    pub of: Vec<Counts>,
}

/// Counts in a sum that differ only in the force.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Measure, year, part of it, breakdown and category.
    pub what: String,
    /// How often each is counted.
    pub times: i64,
    /// Codes of the forces; made-up names in a demonstration, of which no release is ever recorded.
    pub forces: Vec<String>,
}

impl Record {
    /// The record of what was decided.
    pub(super) fn new(
        (edition, forces): (&Edition, &Forces),
        policy: &Policy,
        (ledger, printed): (&Ledger<'_>, &BTreeMap<Terms, Decision>),
        statistics: &[Statistic],
    ) -> Self {
        let owns = ledger.owns();
        let shown = ledger.entries().iter().filter_map(|(terms, entry)| {
            let decision = printed.get(terms)?;
            let (least, most) = match decision.status {
                Status::Exact => (entry.value, entry.value),
                Status::Rounded { least, most } => (least, most),
                Status::Suppressed { .. } => return None,
            };
            let shown = decision.shown(entry.value);
            Some(Printed {
                name: entry.name.clone(),
                shown,
                least,
                most,
                of: parts(terms, &owns, |force| forces.printed_code(force).to_owned()),
            })
        });
        Self {
            edition: edition.year,
            release: edition.release_instant.to_string(),
            day: Some(edition.release_local.date().to_string()),
            policy: (policy.id.clone(), policy.version),
            printed: shown.collect(),
            statistics: vintages::told(statistics),
        }
    }

    /// The record as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text.into_bytes()
    }

    /// What the first number is called that another record has otherwise, or not at all.
    pub fn differs<'a>(&'a self, other: &'a Self) -> Option<&'a str> {
        let lacks = |of: &'a Self, in_it: &Self| of.printed.iter().find(|one| !in_it.printed.contains(one));
        let number = lacks(self, other).or_else(|| lacks(other, self)).map(|one| one.name.as_str());
        let told = |of: &'a Self, in_it: &Self| of.statistics.iter().find(|one| !in_it.statistics.contains(one));
        number.or_else(|| told(self, other).or_else(|| told(other, self)).map(|one| one.id.as_str()))
    }

    /// The day of the release: that of its instant in universal time where the record names none.
    pub fn day(&self) -> Option<Date> {
        let named = self.day.as_deref().and_then(|day| day.parse().ok());
        named.or_else(|| self.release.split('T').next()?.parse().ok())
    }

    /// Reads a record.
    ///
    /// # Errors
    /// A file that is not one.
    pub fn read(file: &str, text: &str) -> Result<Self, Fault> {
        let record: Self = serde_json::from_str(text).map_err(|error| {
            let place = Place::line(file, u64::try_from(error.line()).unwrap_or(1));
            refused(place, format!("not a record of a release: {error}"))
        })?;
        let bad = record.printed.iter().flat_map(|printed| &printed.of).find(|part| what(&part.what).is_none());
        if let Some(number) = record.statistics.iter().find_map(Told::broken) {
            return Err(refused(Place::file(file), format!("`{number}` is no number as a release prints it")));
        }
        match bad {
            Some(part) => Err(refused(Place::file(file), format!("`{}` names no count of the returns", part.what))),
            None => Ok(record),
        }
    }

    /// Where the record of a release is kept: named after its instant, so that an edition can leave out what was released
    /// with it or after it without reading it.
    pub fn path(&self) -> String {
        Self::path_of(&self.release)
    }

    /// Where the record of a release at an instant is kept.
    pub fn path_of(release: impl fmt::Display) -> String {
        format!("{RELEASES}/{}.json", release.to_string().replace([':', '-'], ""))
    }

    /// The records of the releases before an instant, in order.
    ///
    /// # Errors
    /// A folder that cannot be listed, files that are not records, and records under another name than that of their instant: each could
    /// be one that is not looked at.
    pub fn before(project: &mut Project, release: jiff::Timestamp) -> Result<Vec<(String, Self)>, Vec<Fault>> {
        let mut records = Vec::new();
        let mut faults = Vec::new();
        let this = Self::path_of(release);
        let folder = Place::file(RELEASES);
        let present = crate::writing::kind(&project.root().join(RELEASES)).map_err(|error| {
            vec![refused(folder.clone(), format!("the records of earlier releases cannot be listed: {error}"))]
        })?;
        let paths =
            if present.is_some() { project.list(RELEASES, "").map_err(|fault| vec![fault])? } else { Vec::new() };
        // What a run that was killed while it recorded left is not yet a record.
        for path in paths.into_iter().filter(|path| !path.ends_with(".assess-new")) {
            if !is_named(&path) {
                let remedy = "move it out of the folder, which `assess release` alone writes to";
                let what = "no record of a release is called so";
                faults.push(Fault::new("release-invalid", Place::file(&path), what, remedy));
            } else if path < this {
                match project.text(&path).and_then(|text| Self::read(&path, &text)) {
                    Ok(record) if record.path() == path => records.push((path, record)),
                    Ok(record) => {
                        let what =
                            format!("the record of the release at {} belongs in {}", record.release, record.path());
                        faults.push(refused(Place::file(&path), what));
                    }
                    Err(fault) => faults.push(fault),
                }
            }
        }
        if faults.is_empty() { Ok(records) } else { Err(faults) }
    }
}

fn refused(place: Place, what: impl Into<String>) -> Fault {
    Fault::new("release-invalid", place, what, "restore the record from version control; it is never edited by hand")
}

/// Whether a path is that of a record: `data/releases/20270527T083000Z.json`.
fn is_named(path: &str) -> bool {
    let name = path.strip_prefix(RELEASES).and_then(|rest| rest.strip_prefix('/')?.strip_suffix(".json"));
    let day = |name: &str| name.len() == 16 && name.ends_with('Z') && name.parse::<jiff::Timestamp>().is_ok();
    name.is_some_and(day)
}

/// Sums that are not printed, by the codes of the forces; and the same with the values for which the same may be decided.
pub(super) fn unseen(ledger: &Ledger<'_>, unseen: &[Unseen]) -> [Vec<Printed>; 2] {
    let owns = ledger.owns();
    let one = |sum: &Unseen, (least, most): (i64, i64)| Printed {
        name: sum.name.clone(),
        shown: sum.value,
        least,
        most,
        of: parts(&sum.terms, &owns, str::to_owned),
    };
    let within = unseen.iter().map(|sum| one(sum, sum.within));
    [within.collect(), unseen.iter().map(|sum| one(sum, sum.perhaps)).collect()]
}

fn parts(terms: &Terms, owns: &[(&Own, i64)], name: impl Fn(&str) -> String) -> Vec<Counts> {
    let mut parts: BTreeMap<(String, i64), Vec<String>> = BTreeMap::new();
    for (own, times) in terms {
        if let Some((own, _)) = owns.get(*own) {
            parts.entry((own.what.to_string(), *times)).or_default().push(name(&own.force));
        }
    }
    let part = |((what, times), mut forces): ((String, i64), Vec<String>)| {
        forces.sort();
        Counts { what, times, forces }
    };
    parts.into_iter().map(part).collect()
}

/// What a record names.
fn what(text: &str) -> Option<What> {
    let mut words = text.split('/');
    let mut next = || words.next();
    let (measure, year, part, dimension, category) = (next()?, next()?, next()?, next()?, next()?);
    if words.next().is_some() {
        return None;
    }
    let year: FinancialYear = year.replacen('-', "/", 1).parse().ok()?;
    let part = match part {
        "year" => Part::Year,
        quarter => Part::Quarter(quarter.strip_prefix('Q')?.parse().ok().filter(|number| (1..=4).contains(number))?),
    };
    Some(What { part, ..What::category(measure, year, dimension, category) })
}

/// What earlier releases printed, in terms of counts as they are now.
pub(super) fn before(
    records: &[(String, Record)],
    panel: &Panel,
    ledger: &mut Ledger<'_>,
) -> Result<Vec<Before>, Failure> {
    let width = ledger.policy().protection.width;
    let mut counts: BTreeMap<(String, String), BTreeMap<Own, i64>> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, record) in records {
        for printed in &record.printed {
            let mut sum = Sum::default();
            for part in &printed.of {
                let Some(what) = what(&part.what) else { continue };
                let key = (what.measure.clone(), what.dimension.clone());
                if !counts.contains_key(&key) {
                    counts.insert(key.clone(), held(panel, &key.0, &key.1)?);
                }
                for force in &part.forces {
                    let own = Own { force: force.clone(), what: what.clone() };
                    // A part of a year is no cell of the panel. A count that is no longer held is thought to be known.
                    let held = || counts.get(&key).and_then(|counts| counts.get(&own)).copied();
                    if let Some(count) = ledger.own(&own).or_else(held) {
                        sum.add(force, what.clone(), part.times, count);
                    }
                }
            }
            let terms = ledger.terms(&sum);
            let Some(value) = sum.value().filter(|_| !terms.is_empty()) else { continue };
            let name = format!("{} in {path}", printed.name);
            let (least, most) = (printed.least, printed.most);
            let status = match (least..=most).contains(&value) {
                true if least < most => Status::Rounded { least, most },
                true => Status::Exact,
                // A revision smaller than the doubt that must be left: it is printed as before, marked, and says no more than this.
                false if (least.saturating_sub(width)..=most.saturating_add(width)).contains(&value) => {
                    Status::Rounded { least: least.saturating_sub(width), most: most.saturating_add(width) }
                }
                // What was printed is no longer so, and says nothing of the counts as they are.
                false => continue,
            };
            let revised = !(least..=most).contains(&value);
            found.push(Before { name, terms, value, status, shown: revised.then_some(printed.shown) });
        }
    }
    Ok(found)
}

/// The counts of single forces that the panel holds of a measure and breakdown.
fn held(panel: &Panel, measure: &str, dimension: &str) -> Result<BTreeMap<Own, i64>, Failure> {
    let cells = panel.cells(&Query { measure, dimension, category: None, definition: None })?;
    let own = |cell: crate::panel::Cell| {
        let what = What { part: cell.part, ..What::category(measure, cell.year, dimension, &cell.category) };
        Some((Own { force: cell.force, what }, cell.value?))
    };
    Ok(cells.into_iter().filter_map(own).collect())
}
