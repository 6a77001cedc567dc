//! `assess verify`: rebuild a release and name every input, setting, number and file that differs, is missing or does not belong.

use std::path::Path;
use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console};
use crate::cli::Verify;
use crate::edition::Edition;
use crate::fault::Failure;
use crate::pipeline::{self, Built, Order};
use crate::publish::{self, Manifest, Released};

pub(super) fn run(folders: Folders<'_>, options: &Verify) -> Result<ExitCode, Failure> {
    let given = Released::open(&options.release)?;
    let manifest = given.manifest()?;
    if options.hashes_only {
        return Ok(listed(&given, &manifest));
    }
    let built = rebuilt(folders, &manifest)?;
    let differences = publish::verified(&given, &manifest, (&built.manifest, &built.outputs));
    if differences.is_empty() {
        console::result(format_args!("{} files, all equal to the rebuild", built.outputs.len()));
        return Ok(ExitCode::SUCCESS);
    }
    told(&differences);
    Ok(ExitCode::from(1))
}

/// Names the differences.
pub(super) fn told(differences: &[String]) {
    differences.iter().for_each(console::result);
    console::note(format_args!("error: the release and the rebuild differ in {} places", differences.len()));
}

/// Holds the files against what the manifest lists. Whether the manifest is the one that was published, its own hash tells.
fn listed(given: &Released, manifest: &Manifest) -> ExitCode {
    let (differences, own) = given.held_by_itself(manifest);
    if differences.is_empty() {
        console::result(format_args!(
            "{} files as manifest.json lists them; its own SHA-256 is {own}",
            manifest.outputs.len()
        ));
        return ExitCode::SUCCESS;
    }
    differences.iter().for_each(console::result);
    console::note(format_args!("error: the release and its manifest differ in {} places", differences.len()));
    ExitCode::from(1)
}

/// The release made again, from the project as it stands.
fn rebuilt(folders: Folders<'_>, released: &Manifest) -> Result<Built, Failure> {
    let mut project = folders.project()?;
    let year = Edition::known(&project, released.year())?;
    let handling = released.handling();
    let order = Order {
        year,
        marking: handling.map(|handling| handling.marking),
        for_release: handling.is_some_and(|handling| !handling.embargoed),
    };
    pipeline::build_as(&mut project, order, &released.layouts, &mut Progress::new(true))
}

/// Rebuilds a release, and says where the folder differs from it.
pub(super) fn differences(
    folders: Folders<'_>,
    folder: &Path,
    released: &Manifest,
) -> Result<(Built, Vec<String>), Failure> {
    let built = rebuilt(folders, released)?;
    let differences = publish::verified(&Released::open(folder)?, released, (&built.manifest, &built.outputs));
    Ok((built, differences))
}
