//! `assess build`: everything of an edition, written at the end and at once.

use std::path::Path;
use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, inside, ordered};
use crate::cli::Build;
use crate::disclosure::release::{RECORD, Record};
use crate::edition::Marking;
use crate::fault::Failure;
use crate::pipeline::{self, Built, Observer, Stage};
use crate::publish::{self, Manifest};

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
    if order.for_release && marking == Marking::Official {
        unreleased(folders, &folder, &built).inspect_err(|_| progress.finish())?;
    }
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

/// Refuses to write other files in place of a release that was recorded: both were published.
fn unreleased(folders: Folders<'_>, folder: &Path, built: &Built) -> Result<(), Failure> {
    let handling = built.manifest.handling();
    let name = handling.map(|handling| handling.path(RECORD)).unwrap_or_default();
    let Some(bytes) = built.outputs.get(&name) else { return Ok(()) };
    let record = Record::read(&name, &String::from_utf8_lossy(bytes)).map_err(|fault| Failure::Input(vec![fault]))?;
    let kept = inside(folders.root, &record.path());
    let Ok(before) = std::fs::read(&kept) else { return Ok(()) };
    let released = Manifest::read(&folder.join(publish::MANIFEST)).ok();
    let other = released.is_some_and(|released| released.outputs != built.manifest.outputs);
    if before == *bytes && !other {
        return Ok(());
    }
    let what = format!(
        "the edition was released at {}, as {} records, and this build differs from that release",
        record.release,
        record.path()
    );
    let remedy = "give the corrected edition a release instant of its own in edition.toml: both were published";
    Err(Failure::cannot_run(what, remedy))
}
