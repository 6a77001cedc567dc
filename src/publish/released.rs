//! A release as it was given: the files of a folder, or of a zip of one.
//!
//! In: the folder or the archive. Out: every entry with what it is, and the bytes of plain files, all in memory. No link is followed and
//! no pipe opened. An archive is unpacked nowhere: names that lead outside it, links, passwords and more bytes than a release has are
//! refused.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use super::manifest::{MANIFEST, Manifest};
use crate::fault::Failure;
use crate::source::{input, sha256};
use crate::writing::{self, Kind};

/// Bytes that an archive of a release may unpack to: a release has some ten megabytes.
const MOST_BYTES: u64 = 512 << 20;

/// How many times its size an archive may unpack to. Text packs to a tenth, so a release stays far under it.
const MOST_TIMES: u64 = 100;

/// Below this an archive may be packed as tightly as it likes.
const SMALL: u64 = 16 << 20;

/// Entries that an archive of a release may have.
const MOST_ENTRIES: usize = 2_000;

/// What stands under a name, and the bytes of a plain file.
type Found = (Kind, Option<Vec<u8>>);

/// A release that is looked at.
#[derive(Debug)]
pub struct Released {
    name: String,
    files: BTreeMap<String, Found>,
}

impl Released {
    /// What stands in a folder, or in a zip.
    ///
    /// # Errors
    /// What cannot be read, or an archive that is none or is packed as no release is.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let files = if path.is_file() { unpacked(path)? } else { in_folder(path)? };
        Ok(Self { name, files })
    }

    /// The bytes of a plain file of it.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path)?.1.as_deref()
    }

    /// Its manifest.
    pub fn manifest(&self) -> Result<Manifest, Failure> {
        let remedy =
            "name the folder of a release, the one that `assess build` wrote, or a zip of it; it holds manifest.json";
        let bytes = self.bytes(MANIFEST).ok_or_else(|| {
            Failure::cannot_run(format!("`{}` holds no {MANIFEST} that can be read", self.name), remedy)
        })?;
        serde_json::from_slice(bytes).map_err(|error| {
            Failure::cannot_run(format!("`{MANIFEST}` in `{}` is no manifest: {error}", self.name), remedy)
        })
    }

    /// Says where it differs from what it must hold: files by path and hash.
    pub fn held(&self, expected: &BTreeMap<String, String>) -> Vec<String> {
        let found = self.files.iter().map(|(path, (kind, bytes))| (path, *kind, bytes.as_deref().map(sha256)));
        let found: BTreeMap<&String, (Kind, Option<String>)> =
            found.map(|(path, kind, hash)| (path, (kind, hash))).collect();
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
        for (path, (kind, hash)) in found.iter().filter(|(path, _)| !expected.contains_key(**path)) {
            let inside = format!("{path}/");
            match hash {
                _ if *kind == Kind::Folder && expected.keys().any(|expected| expected.starts_with(&inside)) => {}
                Some(hash) => differences.push(format!("does not belong: {path}{}", whose(hash))),
                None => differences.push(format!("does not belong: {path} ({})", kind.name())),
            }
        }
        differences
    }

    /// Says where it differs from what its own manifest lists, and gives the hash of that manifest.
    pub fn held_by_itself(&self, manifest: &Manifest) -> (Vec<String>, String) {
        let own = self.bytes(MANIFEST).map(sha256).unwrap_or_default();
        let listed = manifest.outputs.iter().map(|(path, file)| (path.clone(), file.sha256.clone()));
        let mut expected: BTreeMap<String, String> = listed.collect();
        expected.insert(MANIFEST.to_owned(), own.clone());
        (self.held(&expected), own)
    }
}

fn in_folder(folder: &Path) -> Result<BTreeMap<String, Found>, Failure> {
    let refuse = |path: &Path, error: std::io::Error| {
        let remedy = "name the folder of a release, the one that `assess build` wrote, and check that you may read it";
        Failure::cannot_run(format!("`{}` cannot be read: {error}", path.display()), remedy)
    };
    let entries = writing::entries(folder).map_err(|error| refuse(folder, error))?;
    // A folder of anything else is not read whole only to say so.
    if !entries.contains_key(MANIFEST) {
        return Ok(BTreeMap::new());
    }
    let found = entries.into_iter().map(|(path, kind)| {
        let place = folder.join(&path);
        let bytes = (kind == Kind::File).then(|| input::read(&place, input::MOST_BYTES)).transpose();
        Ok((path, (kind, bytes.map_err(|error| refuse(&place, error))?)))
    });
    found.collect()
}

/// The entries of an archive, below the one folder that holds all of them where there is one.
fn unpacked(path: &Path) -> Result<BTreeMap<String, Found>, Failure> {
    let shown = path.display();
    let refuse = |why: String| {
        let remedy = "name the folder of a release, or a zip of one; fetch it again from who published it";
        Failure::cannot_run(format!("`{shown}` is not unpacked: {why}"), remedy)
    };
    let bytes = input::read(path, MOST_BYTES).map_err(|error| refuse(error.to_string()))?;
    let most = (bytes.len() as u64).saturating_mul(MOST_TIMES).clamp(SMALL, MOST_BYTES);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refuse(format!("it is no zip: {error}")))?;
    if archive.len() > MOST_ENTRIES {
        return Err(refuse(format!("it has {} entries, and a release a few dozen", archive.len())));
    }
    let mut left = most;
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| refuse(format!("it is damaged: {error}")))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let inside = !name.starts_with('/')
            && !name.contains('\\')
            && !name.contains(':')
            && name.split('/').all(|part| part != ".." && part != ".")
            && entry.enclosed_name().is_some();
        if !inside {
            return Err(refuse("one of its entries has a name that leads outside it".to_owned()));
        }
        if entry.encrypted() {
            return Err(refuse("it needs a password".to_owned()));
        }
        let (is_folder, is_link) = (entry.is_dir(), entry.is_symlink());
        drop(entry);
        let name = name.trim_end_matches('/').to_owned();
        let found = if is_folder {
            (Kind::Folder, None)
        } else if is_link {
            (Kind::Link, None)
        } else {
            let entry = archive.by_index(index).map_err(|error| refuse(format!("it is damaged: {error}")))?;
            let mut bytes = Vec::new();
            let read = entry.take(left + 1).read_to_end(&mut bytes);
            read.map_err(|error| refuse(format!("it is damaged: {error}")))?;
            left = left
                .checked_sub(bytes.len() as u64)
                .ok_or_else(|| refuse(format!("it unpacks to more than {most} bytes, which no release does")))?;
            (Kind::File, Some(bytes))
        };
        if files.insert(name, found).is_some() {
            return Err(refuse("two of its entries have one name".to_owned()));
        }
    }
    Ok(below_one_folder(files))
}

/// The entries without the name of the one folder in which all of them are, if the manifest is there.
fn below_one_folder(files: BTreeMap<String, Found>) -> BTreeMap<String, Found> {
    let Some(top) = files.keys().next().and_then(|first| first.split('/').next()).map(|top| format!("{top}/")) else {
        return files;
    };
    let all_below = files.keys().all(|path| path.starts_with(&top) || format!("{path}/") == top);
    if !all_below || !files.contains_key(&format!("{top}{MANIFEST}")) {
        return files;
    }
    let below = files.into_iter().filter_map(|(path, found)| Some((path.strip_prefix(&top)?.to_owned(), found)));
    below.collect()
}
