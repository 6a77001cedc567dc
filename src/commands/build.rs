//! `assess build`: everything of an edition, written at the end and at once.

use std::path::Path;
use std::process::ExitCode;

use super::progress::Progress;
use super::{console, inside, open};
use crate::cli::Build;
use crate::fault::Failure;
use crate::pipeline::{self, Observer, Stage};
use crate::publish;

pub(super) fn run(root: &Path, options: &Build) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(root, options.edition)?;
    let folder = options.out.clone().unwrap_or_else(|| inside(root, "out").join(year.to_string()));
    // Before the work, so that a folder that cannot be written to costs no waiting.
    publish::writable(&folder)?;
    let mut progress = Progress::new(options.quiet);
    let built = pipeline::build(&mut project, year, &mut progress).inspect_err(|_| progress.finish())?;
    progress.begin(Stage::Publish);
    let written = publish::write_all(&folder, &built.outputs)?;
    progress.end(Stage::Publish, &format!("{} files, {written} of them changed", built.outputs.len()));
    progress.finish();
    if options.timings {
        progress.print_timings();
    }
    if !options.quiet {
        console::result(folder.join(pipeline::CHAPTER).display());
    }
    Ok(ExitCode::SUCCESS)
}
