//! `assess demo`: the synthetic returns.

use std::path::Path;
use std::process::ExitCode;

use super::{console, inside};
use crate::cli::Demo;
use crate::fault::Failure;
use crate::source::Project;
use crate::{pipeline, publish};

pub(super) fn run(root: &Path, options: &Demo) -> Result<ExitCode, Failure> {
    let mut project = Project::open(root)?;
    let folder = options.out.clone().unwrap_or_else(|| inside(root, "data").join("demo"));
    publish::writable(&folder)?;
    for (name, bytes) in pipeline::demo(&mut project, options.seed)? {
        let path = folder.join(name);
        publish::write(&path, &bytes)?;
        console::result(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
