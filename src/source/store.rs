//! The content-addressed store: every vintage of every fetched file, named by its SHA-256, never changed, and removed by
//! `assess pull --purge` alone.
//!
//! In: bytes or a finished partial file. Out: bytes whose hash was checked. A file appears under its name only when it is
//! whole and flushed, so a process that is killed leaves at most a partial file, which the next pull goes on with. The
//! folder is not in version control; it can be emptied, and `assess pull` fills it again from the lock.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::hexadecimal;
use super::lock::{Locked, is_sha256};
use crate::fault::{Fault, Place};
use crate::writing::{self, Access, System};

/// Where the store stands without `--store`, relative to the project folder.
pub const STORE: &str = ".assess/store";

/// The store.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// What the store has of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The bytes, and they hash to their name.
    Whole,
    /// A file whose bytes do not hash to its name.
    Damaged,
    /// Nothing.
    Missing,
}

impl Store {
    /// The store in a folder, which need not exist yet.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the bytes of a hash stand: `<2>/<62 hexadecimal digits>`.
    pub fn path(&self, sha256: &str) -> PathBuf {
        // A hash that is none must not become a path of its own choosing.
        if !is_sha256(sha256) {
            return self.folder.join("invalid");
        }
        self.folder.join(&sha256[..2]).join(&sha256[2..])
    }

    /// What the store has, its bytes hashed again.
    pub fn held(&self, sha256: &str) -> Held {
        match File::open(self.path(sha256)).and_then(hash) {
            Ok((found, _)) if found == sha256 => Held::Whole,
            Err(error) if error.kind() == ErrorKind::NotFound => Held::Missing,
            _ => Held::Damaged,
        }
    }

    /// The hashes of everything in the store, sorted.
    pub fn hashes(&self) -> Vec<String> {
        let names = |folder: &Path| -> Vec<String> {
            let entries = fs::read_dir(folder).map(|entries| entries.flatten().collect::<Vec<_>>()).unwrap_or_default();
            entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        };
        let starts = names(&self.folder).into_iter().filter(|start| start.len() == 2);
        let of = |start: String| {
            let rest = names(&self.folder.join(&start));
            rest.into_iter().map(move |rest| format!("{start}{rest}"))
        };
        let mut found: Vec<String> = starts.flat_map(of).filter(|hash| is_sha256(hash)).collect();
        found.sort();
        found
    }

    /// The bytes of a pinned file, checked against the lock.
    pub fn bytes(&self, locked: &Locked) -> Result<Vec<u8>, Fault> {
        let remedy = format!("run `assess pull --only {}`, which fetches it again and checks it", locked.source());
        let place = Place::file(&locked.path);
        let bytes = fs::read(self.path(&locked.sha256)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Fault::new(
                "store-missing",
                place.clone(),
                format!("`{}` is pinned as {} and is not in the store", locked.key, short(&locked.sha256)),
                remedy.clone(),
            ),
            _ => Fault::new(
                "store-unreadable",
                place.clone(),
                format!("`{}` cannot be read from the store: {error}", locked.key),
                "check that you may read the store, or name another with --store",
            ),
        })?;
        if super::sha256(&bytes) != locked.sha256 {
            let what = format!("`{}` in the store is damaged: its bytes are not those the lock pins", locked.key);
            return Err(Fault::new("store-damaged", place, what, remedy));
        }
        Ok(bytes)
    }

    /// Puts bytes into the store; gives their hash.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Fault> {
        let sha256 = super::sha256(bytes);
        let path = self.path(&sha256);
        writing::whole(&System, &path, bytes, Access::Kept).map_err(|unwritten| self.refuse(&unwritten.error))?;
        Ok(sha256)
    }

    /// Takes a finished file that stands on the same disk into the store; gives its hash and length. The file is gone
    /// afterwards.
    pub fn adopt(&self, file: &Path) -> Result<(String, u64), Fault> {
        let refuse = |error: io::Error| self.refuse(&error);
        let (sha256, bytes) = File::open(file).and_then(hash).map_err(refuse)?;
        writing::adopt(&System, file, &self.path(&sha256), Access::Kept)
            .map_err(|unwritten| refuse(unwritten.error))?;
        Ok((sha256, bytes))
    }

    /// A folder of the store for what is not finished, made if it is not there.
    pub fn side(&self, name: &str) -> Result<PathBuf, Fault> {
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder).map_err(|error| self.refuse(&error))?;
        Ok(folder)
    }

    /// Why something could not be written there.
    pub fn refuse(&self, error: &io::Error) -> Fault {
        let place = Place::file(&self.folder.display().to_string());
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Fault::new(
                "disk-full",
                place,
                "the disk of the store is full; what is in the store is whole",
                "free some space, or name a store on another disk with --store, and pull again",
            ),
            _ => Fault::new(
                "store-unwritable",
                place,
                format!("the store cannot be written to: {error}"),
                "check that you may write there, or name another with --store",
            ),
        }
    }
}

/// The first digits of a hash, for messages.
pub fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

/// The SHA-256 of what can be read of it, in hexadecimal, and its length.
pub(crate) fn hash(mut file: impl Read) -> io::Result<(String, u64)> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                digest.update(buffer.get(..read).unwrap_or_default());
                bytes += read as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok((hexadecimal(&digest.finalize()), bytes))
}
