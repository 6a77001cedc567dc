//! `assess schemas`: what is made of the program itself: the JSON Schemas by which an editor completes and checks the project's TOML
//! files, the part of the documentation that the checks declare, and the reference of the commands.

use std::collections::BTreeMap;
use std::process::ExitCode;

use super::{Folders, console, inside};
use crate::cli;
use crate::contract::checks;
use crate::fault::{Failure, Fault, Place};
use crate::schemas;
use crate::writing::{self, Access, Set, System};

pub(super) fn run(folders: Folders<'_>) -> Result<ExitCode, Failure> {
    let folder = inside(folders.root, schemas::FOLDER);
    let set = Set::take(&System, &folder, Access::Open)?;
    let named = |(path, bytes): (String, Vec<u8>)| {
        Some((path.strip_prefix(schemas::FOLDER)?.strip_prefix('/')?.to_owned(), bytes))
    };
    let files: BTreeMap<String, Vec<u8>> = schemas::files().into_iter().filter_map(named).collect();
    set.write(&files)?;
    files.keys().for_each(|name| console::result(folder.join(name).display()));
    // A project without the program's source has no such page.
    let path = inside(folders.root, checks::PAGE);
    if let Ok(page) = std::fs::read_to_string(&path) {
        let Some(page) = checks::fill(&page) else {
            let what = "the page has no place for what the checks declare".to_owned();
            let remedy = "put the two marks back that stand before and after it: version control has them";
            return Err(Fault::new("settings-invalid", Place::file(checks::PAGE), what, remedy).into());
        };
        writing::whole(&System, &path, page.as_bytes(), Access::Open)?;
        console::result(path.display());
    }
    let path = inside(folders.root, cli::PAGE);
    if path.is_file() {
        writing::whole(&System, &path, cli::reference().as_bytes(), Access::Open)?;
        console::result(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
