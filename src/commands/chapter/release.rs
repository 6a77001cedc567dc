//! `assess release`: proves a release, but for counts that its edition names as unproven, and keeps the record of what it printed,
//! for the editions after it. The folder is verified first.

use std::process::ExitCode;

use super::{Folders, audit, console, inside, verify};
use crate::cli::Release;
use crate::disclosure::proof::accepted::Accepted;
use crate::disclosure::release::{RECORD, Record};
use crate::edition::Marking;
use crate::fault::Failure;
use crate::pipeline::rebuild::{Other, Rebuild};
use crate::publish::{self, Manifest};
use crate::source::input;
use crate::writing::{self, Access, System};

/// Status 0: recorded, or recorded before; 1: not proven; 2: the folder holds no release that can be.
pub(super) fn run(folders: Folders<'_>, options: &Release) -> Result<ExitCode, Failure> {
    let released = Manifest::read(&options.release.join(publish::MANIFEST))?;
    let refuse = |what: &str, remedy: &str| Failure::cannot_run(what.to_owned(), remedy.to_owned());
    let handling = released
        .handling()
        .ok_or_else(|| refuse("the manifest does not say how the release is handled", "build the release again"))?;
    if handling.marking != Marking::Official {
        return Err(refuse(
            "an OFFICIAL-SENSITIVE release is not published, so nothing of it is recorded",
            "give the folder of the OFFICIAL release",
        ));
    }
    if handling.embargoed {
        return Err(refuse(
            "this build is under embargo: it is not what is published",
            "build the one for release with `assess build --for-release`, and give its folder",
        ));
    }
    // What does not belong to the release, or is not what it was made from, is not recorded as it.
    let (built, differences) = verify::differences(folders, &options.release, &released)?;
    if !differences.is_empty() {
        verify::told(&differences);
        let what = format!(
            "`{}` is not the release that its project makes, so nothing was recorded",
            options.release.display()
        );
        return Err(refuse(&what, "build it again for release, and give its folder; what is published is that folder"));
    }
    let name = handling.path(RECORD);
    let bytes = built.outputs.get(&name).ok_or_else(|| {
        refuse("the release prints no record of itself", "give the folder of an OFFICIAL release with returns in it")
    })?;
    let record = Record::read(&name, &String::from_utf8_lossy(bytes)).map_err(|fault| Failure::Input(vec![fault]))?;
    let path = record.path();
    let kept = inside(folders.root, &path);
    if writing::kind(&kept).ok().flatten().is_none() {
        let mut project = folders.project()?;
        let rebuild = Rebuild::read(&mut project, released.year())?;
        if rebuild.with(&Other::new())?.parts().get(RECORD) != Some(bytes) {
            let what = "the edition as it stands prints other numbers than this release";
            return Err(refuse(what, "build it again for release, and give its folder"));
        }
        let accepted = Accepted::read(&mut project, released.year())?;
        if !audit::proven(&rebuild, released.year(), &accepted, audit::effort(), None)? {
            return Ok(ExitCode::from(1));
        }
        if writing::fresh(&System, &kept, bytes, Access::Open)? {
            console::result(&path);
            return Ok(ExitCode::SUCCESS);
        }
    }
    let before = input::read(&kept, input::MOST_BYTES)
        .map_err(|error| refuse(&format!("{path} cannot be read: {error}"), "restore it from version control"))?;
    if before != *bytes {
        let what = format!("{path} holds another record of a release at the same instant");
        let remedy = "give the corrected edition a release instant of its own in edition.toml: both were published";
        return Err(refuse(&what, remedy));
    }
    console::result(format_args!("{path} holds it already"));
    Ok(ExitCode::SUCCESS)
}
