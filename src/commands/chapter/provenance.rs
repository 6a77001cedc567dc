//! `assess provenance`: what a release was made from and who decided, in the forms that others read.

use std::process::ExitCode;

use super::{Folders, console};
use crate::cli::{Provenance, ProvenanceForm};
use crate::fault::Failure;
use crate::publish::provenance::{self, Run};
use crate::publish::{MANIFEST, Released};
use crate::source::sha256;

/// Status 0, or 2 for what is no release as its manifest says.
pub(super) fn run(folders: Folders<'_>, options: &Provenance) -> Result<ExitCode, Failure> {
    let given = Released::open(&options.release)?;
    let manifest = given.manifest()?;
    if let Some(first) = given.held_by_itself(&manifest).0.first() {
        let what = format!("`{}` is not as its manifest says: {first}", options.release.display());
        return Err(Failure::cannot_run(
            what,
            "look at it with `assess verify --hashes-only`, and fetch the release again",
        ));
    }
    let hash = given.bytes(MANIFEST).map(sha256).unwrap_or_default();
    let run = Run::of(&mut folders.project()?, manifest, hash)?;
    console::bytes(&match options.format {
        ProvenanceForm::Record => provenance::record(&run),
        ProvenanceForm::InToto => provenance::statement(&run),
        ProvenanceForm::RoCrate => provenance::research_object(&run),
        ProvenanceForm::CycloneDx => provenance::bill(&run)?,
        ProvenanceForm::Assurance => provenance::assurance(&run),
    });
    Ok(ExitCode::SUCCESS)
}
