//! Where a command may write: never among what a project is made of, nor over what it was given to read.

use std::path::{Path, PathBuf};

use super::Folders;
use crate::fault::Failure;
use crate::source::store::STORE;
use crate::writing::full;

/// The folders that a project is made of.
pub(super) const ROOMS: [&str; 2] = ["data", "report"];

/// Refuses a place among the data and the text of the project, or in its store.
pub(super) fn spare(folders: Folders<'_>, place: &Path) -> Result<(), Failure> {
    let target = full(place);
    let store = folders.store.map_or_else(|| folders.root.join(STORE), Path::to_owned);
    let rooms = ROOMS.iter().map(|room| folders.root.join(room)).chain([store]);
    match rooms.into_iter().find(|room| target.starts_with(full(room))) {
        None => Ok(()),
        Some(room) => Err(Failure::cannot_run(
            format!("`{}` is in `{}`, which the project is made of", place.display(), room.display()),
            "name another place with --out: what is read is never written over",
        )),
    }
}

/// Refuses a place that is one of the files given.
pub(super) fn other_than(place: &Path, given: &[PathBuf]) -> Result<(), Failure> {
    match given.iter().find(|given| same(place, given)) {
        None => Ok(()),
        Some(given) => Err(Failure::cannot_run(
            format!("`{}` is the file that is to be read", given.display()),
            "name another file with --out",
        )),
    }
}

/// Whether two paths lead to one place.
pub(super) fn same(one: &Path, other: &Path) -> bool {
    full(one) == full(other)
}
