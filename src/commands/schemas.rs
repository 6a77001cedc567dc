//! `assess schemas`: the JSON Schemas by which an editor completes and checks the project's TOML files.

use std::path::Path;
use std::process::ExitCode;

use super::{console, inside};
use crate::fault::Failure;
use crate::{publish, schemas};

pub(super) fn run(root: &Path) -> Result<ExitCode, Failure> {
    publish::writable(&inside(root, schemas::FOLDER))?;
    for (path, bytes) in schemas::files() {
        let path = inside(root, &path);
        publish::write(&path, &bytes)?;
        console::result(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
