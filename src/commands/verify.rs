//! `assess verify`: rebuild a release and name every file that differs.

use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console};
use crate::cli::Verify;
use crate::fault::Failure;
use crate::pipeline::{self, Order};
use crate::publish::{self, Manifest};
use crate::source::sha256;

pub(super) fn run(folders: Folders<'_>, options: &Verify) -> Result<ExitCode, Failure> {
    let released = Manifest::read(&options.release.join(publish::MANIFEST))?;
    let handling = released.handling();
    let order = Order {
        year: released.year(),
        marking: handling.map(|handling| handling.marking),
        for_release: handling.is_some_and(|handling| !handling.embargoed),
    };
    let mut project = folders.project()?;
    let built = pipeline::build(&mut project, order, &mut Progress::new(true))?;
    let mut differences = Vec::new();

    for (path, input) in &released.inputs {
        match built.manifest.inputs.get(path) {
            Some(now) if now == input => {}
            Some(_) => differences.push(format!("input changed since the release: {path}")),
            None => differences.push(format!("input no longer used: {path}")),
        }
    }
    for path in built.manifest.inputs.keys().filter(|path| !released.inputs.contains_key(*path)) {
        differences.push(format!("input not used by the release: {path}"));
    }
    if released.program != built.manifest.program {
        differences.push("built by another version of the program or its libraries".to_owned());
    }
    for (path, bytes) in &built.outputs {
        let rebuilt = sha256(bytes);
        match std::fs::read(options.release.join(path)) {
            Err(_) => differences.push(format!("missing from the release: {path}")),
            Ok(found) if sha256(&found) != rebuilt => differences.push(format!("differs: {path}")),
            Ok(_) => {}
        }
    }
    for path in released.outputs.keys().filter(|path| !built.outputs.contains_key(*path)) {
        differences.push(format!("in the release only: {path}"));
    }

    if differences.is_empty() {
        console::result(format_args!("{} files, all equal to the rebuild", built.outputs.len()));
        return Ok(ExitCode::SUCCESS);
    }
    for difference in &differences {
        console::result(difference);
    }
    console::note(format_args!("error: the release and the rebuild differ in {} places", differences.len()));
    Ok(ExitCode::from(1))
}
