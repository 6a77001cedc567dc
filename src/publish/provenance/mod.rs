//! What a release was made from and by whom it was decided, in the forms that others read: one model, several writers.
//!
//! In: the manifest of a release, and what the project has written down of its assumptions, decisions and sources. Out: an in-toto
//! statement with a SLSA provenance predicate, an RO-Crate, a bill of materials (CycloneDX), a run record in plain words, and the draft of an assurance statement. They
//! stand outside the release, so that nothing in it depends on them. No sign-off is made up: where nobody is written down, that is said.

mod assurance;
mod bill;
mod record;
mod research_object;
mod run;
mod statement;

pub use assurance::assurance;
pub use bill::bill;
pub use record::record;
pub use research_object::research_object;
pub use run::{Observed, run};
pub use statement::statement;

use jiff::civil::Date;

use super::manifest::Manifest;
use crate::contract::{Acceptances, checks};
use crate::edition::Edition;
use crate::edition::assumptions::{Assumption, Assumptions};
use crate::edition::decisions::{Decision, Decisions};
use crate::edition::judgements::{Judgement, Judgements};
use crate::edition::logs::Logs;
use crate::fault::Failure;
use crate::source::Project;
use crate::source::catalogue::{Catalogue, Source};

/// A release, and what its project has written down.
pub struct Run {
    /// The manifest of the release.
    pub manifest: Manifest,
    /// SHA-256 of that manifest.
    pub sha256: String,
    /// The sources that were read.
    pub sources: Vec<Source>,
    /// What a reader may grant.
    pub assumptions: Vec<Assumption>,
    /// What people must decide, and have decided.
    pub decisions: Vec<Decision>,
    /// The key judgements.
    pub judgements: Vec<Judgement>,
    /// What people have written down for its assurance.
    pub logs: Logs,
    /// Findings that somebody takes responsibility for: check, who, when and why.
    pub accepted: Vec<[String; 4]>,
}

impl Run {
    /// A release with what the project says of its edition.
    pub fn of(project: &mut Project, manifest: Manifest, sha256: String) -> Result<Self, Failure> {
        let year = Edition::known(project, manifest.year())?;
        let catalogue = Catalogue::read(project)?;
        let read = |source: &&Source| {
            let below = format!("{}/", source.path);
            manifest.inputs.keys().any(|path| *path == source.path || path.starts_with(&below))
        };
        let sources = catalogue.iter().filter(read).cloned().collect();
        let accepted = Acceptances::read(project, &checks::ids())?;
        let accepted = accepted
            .holding(Date::MIN)
            .map(|one| [one.check.clone(), one.by.clone(), one.on.to_string(), one.reason.clone()]);
        Ok(Self {
            sources,
            assumptions: Assumptions::read(project, year)?.rungs,
            decisions: Decisions::read(project, year)?.all,
            judgements: Judgements::read(project, year)?.key,
            logs: Logs::read(project)?.of(year),
            accepted: accepted.collect(),
            manifest,
            sha256,
        })
    }

    /// A text of the configuration.
    fn setting(&self, name: &str) -> &str {
        self.manifest.edition.get(name).and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    /// Whether the edition rests on invented numbers.
    fn demonstration(&self) -> bool {
        !self.manifest.synthetic_sources.is_empty()
    }
}
