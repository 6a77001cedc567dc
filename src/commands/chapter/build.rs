//! `assess build`: everything of an edition, written at the end and at once.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::cache::{Cache, Said};
use super::progress::Progress;
use super::{Folders, console, inside, ordered, places};
use crate::cli::Build;
use crate::disclosure::release::{RECORD, Record};
use crate::edition::{Handling, Marking};
use crate::fault::Failure;
use crate::pipeline::{self, Built, Observer, Stage};
use crate::publish::comparison::{self, Side};
use crate::publish::{self, Manifest, provenance};
use crate::source::input;
use crate::writing::{self, Folder, Set, System};

pub(super) fn run(folders: Folders<'_>, options: &Build) -> Result<ExitCode, Failure> {
    let (mut project, order) = ordered(folders, options.edition, &options.handling)?;
    let (marking, layouts) = pipeline::settled(&mut project, order, &options.layouts)?;
    // The two markings of one edition never share a folder, and neither do its layouts.
    let year = match marking {
        Marking::Official => order.year.to_string(),
        Marking::OfficialSensitive => format!("{}-{}", order.year, marking.slug()),
    };
    let name = std::iter::once(year).chain(layouts.clone()).collect::<Vec<_>>().join("-");
    let folder = options.out.clone().unwrap_or_else(|| inside(folders.root, "out").join(&name));
    // Before the work, so that a folder that cannot be replaced costs no waiting; and nobody else replaces it meanwhile.
    let replaceable = |folder: &Path| publish::replaceable(folder, (order.year, marking));
    places::spare(folders, &folder)?;
    replaceable(&folder)?;
    let handling = Handling { marking, embargoed: !order.for_release };
    let packable = |place: &PathBuf| {
        places::spare(folders, place)?;
        publish::shareable(place, handling)
    };
    options.zip.as_ref().map_or(Ok(()), packable)?;
    options.run_record.as_ref().map_or(Ok(()), |path| outside(folders, path, &folder))?;
    let target = Folder::take(&System, &folder, publish::access(marking))?;
    let mut progress = Progress::new(options.quiet);
    let cache = Cache::open(folders.root, name, shut(options), said(options));
    let answered = cache.answer(&mut project, (order, &layouts), &folder, &mut progress);
    let built = match answered.inspect_err(|_| progress.finish())? {
        Some(built) => built,
        None => pipeline::build_as(&mut project, order, &layouts, &mut progress).inspect_err(|_| progress.finish())?,
    };
    if marking == Marking::Official {
        unreleased(folders, &built, replaceable(&folder)?).inspect_err(|_| progress.finish())?;
    }
    let before = last(&folder);
    progress.begin(Stage::Publish);
    let written = target.replace(&built.outputs, &|folder| replaceable(folder).map(drop))?;
    // Asked again: the folder of the archive must not be the release itself, which stands by now.
    let archive =
        options.zip.as_ref().map(|place| packable(place).and_then(|()| packed(place, order.year, handling, &built)));
    let archive = archive.transpose()?;
    progress.end(Stage::Publish, &format!("{} files, {written} of them changed", built.outputs.len()));
    progress.finish();
    cache.keep(&built, project.inputs());
    if let Some(path) = &options.run_record {
        writing::put(&System, path, &provenance::run(&built.manifest, &progress.observed()))?;
    }
    if options.timings {
        progress.print_timings();
    }
    if !options.quiet {
        if let Some(before) = before {
            let now =
                Side::of("this build".to_owned(), built.manifest.clone(), |path| Ok(built.outputs.get(path).cloned()))?;
            comparison::brief(&comparison::compared(&before, &now, None)).iter().for_each(console::note);
        }
        built.documents.iter().for_each(|document| console::result(folder.join(document).display()));
        archive.iter().for_each(|path| console::result(path.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Why nothing that an earlier build left is used, where it is not.
fn shut(options: &Build) -> Option<&'static str> {
    let for_release = options.handling.for_release.then_some("a build for release makes everything from the start");
    for_release.or_else(|| options.no_cache.then_some("it was not asked for"))
}

fn said(options: &Build) -> Said {
    match (options.quiet, options.verbose) {
        (true, _) => Said::Nothing,
        (false, false) => Said::Kept,
        (false, true) => Said::Why,
    }
}

/// Refuses a record of the run that would stand in the release: it is another each time.
fn outside(folders: Folders<'_>, path: &Path, folder: &Path) -> Result<(), Failure> {
    places::spare(folders, path)?;
    if writing::full(path).starts_with(writing::full(folder)) {
        let what = format!("`{}` would stand in the release", path.display());
        return Err(Failure::cannot_run(
            what,
            "name a place beside it: a release holds nothing that differs from run to run",
        ));
    }
    Ok(())
}

/// Writes the release as an archive into a folder; says where.
fn packed(folder: &Path, year: i16, handling: Handling, built: &Built) -> Result<PathBuf, Failure> {
    let (name, bytes) = publish::archive(year, handling, &built.outputs)?;
    let set = Set::take(&System, folder, publish::access(handling.marking))?;
    let path = folder.join(&name);
    set.write(&BTreeMap::from([(name, bytes)]))?;
    Ok(path)
}

/// The numbers of the build that stands in the folder; none where there is none whose files can be read.
fn last(folder: &Path) -> Option<Side> {
    let manifest = Manifest::read(&folder.join(publish::MANIFEST)).ok()?;
    Side::of("the last build".to_owned(), manifest, |path| Ok(input::read(&folder.join(path), input::MOST_BYTES).ok()))
        .ok()
}

/// Refuses to write other files in place of a release that was recorded, under its instant: both were published.
fn unreleased(folders: Folders<'_>, built: &Built, present: Option<Manifest>) -> Result<(), Failure> {
    let Some(instant) = built.manifest.release_instant() else { return Ok(()) };
    let path = Record::path_of(instant);
    let before = match input::read(&inside(folders.root, &path), input::MOST_BYTES) {
        Ok(before) => before,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            let what = format!("{path} cannot be read, so what was released at {instant} is not known: {error}");
            return Err(Failure::cannot_run(what, "restore it from version control"));
        }
    };
    // What is under embargo is not published; it only must not take the place of what was.
    let name = built.manifest.handling().filter(|handling| !handling.embargoed).map(|handling| handling.path(RECORD));
    let is_recorded = name.is_none_or(|name| built.outputs.get(&name) == Some(&before));
    let published = present.filter(|present| present.handling().is_some_and(|handling| !handling.embargoed));
    let replaced = published.is_some_and(|published| {
        published.release_instant() == Some(instant) && published.outputs != built.manifest.outputs
    });
    if is_recorded && !replaced {
        return Ok(());
    }
    let what =
        format!("the edition was released at {instant}, as {path} records, and this build differs from that release");
    let remedy = "give the corrected edition an instant of its own in edition.toml, as both were published; or name another folder \
                  with --out, if this is no release";
    Err(Failure::cannot_run(what, remedy))
}
