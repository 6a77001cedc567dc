//! `assess demo`: the synthetic returns.

use std::process::ExitCode;

use super::{Folders, console, inside};
use crate::cli::Demo;
use crate::fault::Failure;
use crate::{pipeline, publish};

pub(super) fn run(folders: Folders<'_>, options: &Demo) -> Result<ExitCode, Failure> {
    let mut project = folders.project()?;
    let folder = options.out.clone().unwrap_or_else(|| inside(folders.root, "data").join("demo"));
    publish::writable(&folder)?;
    for (name, bytes) in pipeline::demo(&mut project, options.seed)? {
        let path = folder.join(name);
        publish::write(&path, &bytes)?;
        console::result(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
