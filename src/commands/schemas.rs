//! `assess schemas`: the JSON Schemas by which an editor completes and checks the project's TOML files.

use std::process::ExitCode;

use super::{Folders, console, inside};
use crate::fault::Failure;
use crate::{publish, schemas};

pub(super) fn run(folders: Folders<'_>) -> Result<ExitCode, Failure> {
    publish::writable(&inside(folders.root, schemas::FOLDER))?;
    for (path, bytes) in schemas::files() {
        let path = inside(folders.root, &path);
        publish::write(&path, &bytes)?;
        console::result(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
