//! What a project is made of, file by file.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use super::places::ROOMS;

/// Folders in one another; a link may lead in a circle.
const DEEPEST: usize = 12;

/// Every file of those folders, or why nothing is known of it, links followed as reading follows them. Whether that was all: what lies deeper
/// than any project goes is left out.
pub(super) fn walk(root: &Path, found: &mut dyn FnMut(&Path, io::Result<Metadata>)) -> bool {
    // Both are walked, whatever the first comes to.
    !ROOMS.map(|room| walk_in(&root.join(room), 0, found)).contains(&false)
}

fn walk_in(folder: &Path, depth: usize, found: &mut dyn FnMut(&Path, io::Result<Metadata>)) -> bool {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            found(folder, Err(error));
            return true;
        }
    };
    let mut whole = true;
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => {
                found(folder, Err(error));
                continue;
            }
        };
        match fs::metadata(&path) {
            Ok(data) if data.is_dir() => whole &= depth < DEEPEST && walk_in(&path, depth + 1, found),
            data => found(&path, data),
        }
    }
    whole
}
