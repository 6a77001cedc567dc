//! `assess release`: proves a release and keeps the record of what it printed, for the editions after it.

use std::process::ExitCode;

use super::{Folders, audit, console, inside};
use crate::cli::Release;
use crate::disclosure::release::{RECORD, Record};
use crate::edition::Marking;
use crate::fault::Failure;
use crate::pipeline::rebuild::{Other, Rebuild};
use crate::publish::{self, Manifest};
use crate::source::sha256;

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
    let name = handling.path(RECORD);
    let file = options.release.join(&name);
    let bytes = std::fs::read(&file).map_err(|error| {
        Failure::cannot_run(format!("{} cannot be read: {error}", file.display()), "build the release again")
    })?;
    if released.outputs.get(&name).is_none_or(|listed| listed.sha256 != sha256(&bytes)) {
        let what = format!("{} is not the file that the manifest lists", file.display());
        return Err(Failure::cannot_run(what, "build the release again; the record is never edited"));
    }
    let text = String::from_utf8_lossy(&bytes);
    let record = Record::read(&name, &text).map_err(|fault| Failure::Input(vec![fault]))?;
    let path = record.path();
    let kept = inside(folders.root, &path);
    if !kept.exists() {
        let mut project = folders.project()?;
        let rebuild = Rebuild::read(&mut project, released.year())?;
        if rebuild.with(&Other::new())?.parts().get(RECORD) != Some(&bytes) {
            let what = "the edition as it stands prints other numbers than this release".to_owned();
            return Err(Failure::cannot_run(what, "build it again for release, and give its folder"));
        }
        if !audit::proven(&rebuild, audit::effort())? {
            return Ok(ExitCode::from(1));
        }
    }
    match std::fs::read(&kept) {
        Ok(before) if before == bytes => console::result(format_args!("{path} holds it already")),
        Ok(_) => {
            let what = format!("{path} holds another record of a release at the same instant");
            let remedy = "give the corrected edition a release instant of its own in edition.toml: both were published";
            return Err(Failure::cannot_run(what, remedy));
        }
        Err(_) => {
            publish::write(&kept, &bytes)?;
            console::result(&path);
        }
    }
    Ok(ExitCode::SUCCESS)
}
