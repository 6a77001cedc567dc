//! `assess build`: everything of an edition, written at the end and at once.

use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, inside, ordered};
use crate::cli::Build;
use crate::edition::Marking;
use crate::fault::Failure;
use crate::pipeline::{self, Observer, Stage};
use crate::publish;

pub(super) fn run(folders: Folders<'_>, options: &Build) -> Result<ExitCode, Failure> {
    let (mut project, order) = ordered(folders, options.edition, &options.handling)?;
    let marking = pipeline::marking(&mut project, order)?;
    let folder = options.out.clone().unwrap_or_else(|| {
        // The two markings of one edition never share a folder.
        inside(folders.root, "out").join(match marking {
            Marking::Official => order.year.to_string(),
            Marking::OfficialSensitive => format!("{}-{}", order.year, marking.slug()),
        })
    });
    // Before the work, so that a folder that cannot be written to costs no waiting.
    publish::writable(&folder)?;
    publish::unmixed(&folder, marking)?;
    let mut progress = Progress::new(options.quiet);
    let built = pipeline::build(&mut project, order, &mut progress).inspect_err(|_| progress.finish())?;
    progress.begin(Stage::Publish);
    let written = publish::write_all(&folder, &built.outputs)?;
    progress.end(Stage::Publish, &format!("{} files, {written} of them changed", built.outputs.len()));
    progress.finish();
    if options.timings {
        progress.print_timings();
    }
    if !options.quiet {
        console::result(folder.join(&built.chapter).display());
    }
    Ok(ExitCode::SUCCESS)
}
