//! `assess schemas`: what is made of the program itself: the JSON Schemas by which an editor completes and checks the project's TOML
//! files, and the part of the documentation that the checks declare.

use std::process::ExitCode;

use super::{Folders, console, inside};
use crate::contract::checks;
use crate::fault::{Failure, Fault, Place};
use crate::{publish, schemas};

pub(super) fn run(folders: Folders<'_>) -> Result<ExitCode, Failure> {
    publish::writable(&inside(folders.root, schemas::FOLDER))?;
    for (path, bytes) in schemas::files() {
        let path = inside(folders.root, &path);
        publish::write(&path, &bytes)?;
        console::result(path.display());
    }
    // A project without the program's source has no such page.
    let path = inside(folders.root, checks::PAGE);
    if let Ok(page) = std::fs::read_to_string(&path) {
        let Some(page) = checks::fill(&page) else {
            let what = "the page has no place for what the checks declare".to_owned();
            let remedy = "put the two marks back that stand before and after it: version control has them";
            return Err(Fault::new("settings-invalid", Place::file(checks::PAGE), what, remedy).into());
        };
        publish::write(&path, page.as_bytes())?;
        console::result(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
