//! A folder held against the files that it must consist of.
//!
//! In: the folder, and every file of it by path and hash. Out: a line for every entry that is not so: added, missing, changed, renamed,
//! exchanged, or no plain file. No link is followed and no pipe opened.

use std::collections::BTreeMap;
use std::path::Path;

use crate::fault::Failure;
use crate::source::{input, sha256};
use crate::writing::{self, Kind};

/// What stands under a name, and the hash of a plain file.
type Found = (Kind, Option<String>);

/// Says where a folder differs from what it must hold.
pub fn held(folder: &Path, expected: &BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
    Ok(compared(&found(folder)?, expected))
}

fn found(folder: &Path) -> Result<BTreeMap<String, Found>, Failure> {
    let refuse = |path: &Path, error: std::io::Error| {
        Failure::cannot_run(format!("`{}` cannot be read: {error}", path.display()), "check that you may read it")
    };
    let entries = writing::entries(folder).map_err(|error| refuse(folder, error))?;
    let found = entries.into_iter().map(|(path, kind)| {
        let place = folder.join(&path);
        let bytes = (kind == Kind::File).then(|| input::read(&place, input::MOST_BYTES)).transpose();
        let bytes = bytes.map_err(|error| refuse(&place, error))?;
        Ok((path, (kind, bytes.map(|bytes| sha256(&bytes)))))
    });
    found.collect()
}

fn compared(found: &BTreeMap<String, Found>, expected: &BTreeMap<String, String>) -> Vec<String> {
    // The same bytes under another name: renamed, or exchanged.
    let whose = |hash: &str| {
        let other = expected.iter().find(|(_, expected)| *expected == hash).map(|(path, _)| path);
        other.map_or_else(String::new, |other| format!(" (it is {other})"))
    };
    let mut differences = Vec::new();
    for (path, hash) in expected {
        match found.get(path) {
            Some((_, Some(found))) if found == hash => {}
            Some((_, Some(found))) => differences.push(format!("differs: {path}{}", whose(found))),
            Some((kind, None)) => differences.push(format!("differs: {path} (it is {})", kind.name())),
            None => differences.push(format!("missing from the release: {path}")),
        }
    }
    for (path, (kind, hash)) in found.iter().filter(|(path, _)| !expected.contains_key(*path)) {
        let inside = format!("{path}/");
        match hash {
            _ if *kind == Kind::Folder && expected.keys().any(|expected| expected.starts_with(&inside)) => {}
            Some(hash) => differences.push(format!("does not belong: {path}{}", whose(hash))),
            None => differences.push(format!("does not belong: {path} ({})", kind.name())),
        }
    }
    differences
}
