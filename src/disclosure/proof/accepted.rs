//! Counts that an edition is released with though nobody has proven that they cannot be worked out: each by its name, with a reason.
//!
//! In: `report/<year>/unproven.toml`, which is under version control and which no build reads, so that no release tells which counts
//! they are. Without a line in it a count that is not proven stops a release.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::edition::Edition;
use crate::edition::confidence::is_sentence;
use crate::edition::decisions::UNPROVEN;
use crate::fault::{Fault, Faults, Place};
use crate::source::{Project, Settings, Spanned};

/// A count that is released unproven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The count, as `assess audit` names it.
    pub count: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Counts that are released though they are not proven.
    #[serde(default)]
    unproven: Vec<Spanned<FileAccepted>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileAccepted {
    /// The count, as `assess audit` names it.
    count: Spanned<String>,
    /// Why it is released all the same: a sentence.
    reason: Spanned<String>,
}

impl Accepted {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads those of an edition, none where it has no such file.
    ///
    /// # Errors
    /// Lines without a reason, and counts named twice.
    pub fn read(project: &mut Project, year: i16) -> Result<Vec<Self>, Vec<Fault>> {
        let one = |fault| vec![fault];
        let path = format!("{}/{UNPROVEN}", Edition::folder(year));
        if !project.list(&Edition::folder(year), UNPROVEN).map_err(one)?.contains(&path) {
            return Ok(Vec::new());
        }
        let settings = Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut faults = Faults::new();
        let mut all: Vec<Self> = Vec::new();
        for entry in file.unproven {
            let FileAccepted { count, reason } = entry.into_inner();
            if !is_sentence(reason.get_ref()) {
                let what = format!("no sentence says why `{}` is released unproven", count.get_ref());
                faults.push(settings.fault("settings-invalid", &reason.span(), what, "write the reason as a sentence"));
            }
            if all.iter().any(|other| other.count == *count.get_ref()) {
                let what = format!("`{}` is named twice", count.get_ref());
                faults.push(settings.fault("settings-invalid", &count.span(), what, "keep one of the two"));
            }
            let place = settings.place(&count.span());
            all.push(Self { count: count.into_inner(), reason: reason.into_inner(), place });
        }
        faults.into_result(all)
    }

    /// Faults of lines that name none of these counts.
    ///
    /// # Errors
    /// Such lines: a slip of the pen would leave a count out that is meant.
    pub fn held_against(accepted: &[Self], counts: impl Iterator<Item = String>) -> Result<(), Vec<Fault>> {
        let known: std::collections::BTreeSet<String> = counts.collect();
        let unknown = accepted.iter().filter(|one| !known.contains(&one.count)).map(|one| {
            let what = format!("`{}` is no count of the returns", one.count);
            Fault::new("settings-invalid", one.place.clone(), what, "copy the line that `assess audit` prints")
        });
        let faults: Vec<Fault> = unknown.collect();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}
