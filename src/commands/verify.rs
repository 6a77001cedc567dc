//! `assess verify`: rebuild a release and name every file that differs, is missing or does not belong.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console};
use crate::cli::Verify;
use crate::fault::Failure;
use crate::pipeline::{self, Built, Order};
use crate::publish::{self, Manifest};
use crate::source::{input, sha256};

pub(super) fn run(folders: Folders<'_>, options: &Verify) -> Result<ExitCode, Failure> {
    let released = Manifest::read(&options.release.join(publish::MANIFEST))?;
    if options.hashes_only {
        return listed(&options.release, &released);
    }
    let (built, differences) = differences(folders, &options.release, &released)?;
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
fn listed(folder: &Path, released: &Manifest) -> Result<ExitCode, Failure> {
    let manifest = folder.join(publish::MANIFEST);
    let bytes = input::read(&manifest, input::MOST_BYTES).map_err(|error| {
        Failure::cannot_run(format!("`{}` cannot be read: {error}", manifest.display()), "check that you may read it")
    })?;
    let own = sha256(&bytes);
    let mut expected: BTreeMap<String, String> =
        released.outputs.iter().map(|(path, file)| (path.clone(), file.sha256.clone())).collect();
    expected.insert(publish::MANIFEST.to_owned(), own.clone());
    let differences = publish::held(folder, &expected)?;
    if differences.is_empty() {
        console::result(format_args!(
            "{} files as manifest.json lists them; its own SHA-256 is {own}",
            released.outputs.len()
        ));
        return Ok(ExitCode::SUCCESS);
    }
    differences.iter().for_each(console::result);
    console::note(format_args!("error: the release and its manifest differ in {} places", differences.len()));
    Ok(ExitCode::from(1))
}

/// Rebuilds a release, and says where the folder differs from it.
pub(super) fn differences(
    folders: Folders<'_>,
    folder: &Path,
    released: &Manifest,
) -> Result<(Built, Vec<String>), Failure> {
    let handling = released.handling();
    let order = Order {
        year: released.year(),
        marking: handling.map(|handling| handling.marking),
        for_release: handling.is_some_and(|handling| !handling.embargoed),
    };
    let mut project = folders.project()?;
    let built = pipeline::build(&mut project, order, &mut Progress::new(true))?;
    let mut differences = inputs(released, &built.manifest);
    if released.program != built.manifest.program {
        differences.push("built by another version of the program or its libraries".to_owned());
    }
    let hashes = built.outputs.iter().map(|(path, bytes)| (path.clone(), sha256(bytes))).collect();
    differences.extend(publish::held(folder, &hashes)?);
    for path in released.outputs.keys().filter(|path| !built.outputs.contains_key(*path)) {
        differences.push(format!("listed in the manifest, and not made any more: {path}"));
    }
    Ok((built, differences))
}

/// What the release read, and the project holds no more.
fn inputs(released: &Manifest, built: &Manifest) -> Vec<String> {
    let mut differences = Vec::new();
    for (path, input) in &released.inputs {
        match built.inputs.get(path) {
            Some(now) if now == input => {}
            Some(_) => differences.push(format!("input changed since the release: {path}")),
            None => differences.push(format!("input no longer used: {path}")),
        }
    }
    let added = built.inputs.keys().filter(|path| !released.inputs.contains_key(*path));
    differences.extend(added.map(|path| format!("input not used by the release: {path}")));
    differences
}
