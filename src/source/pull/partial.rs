//! A download that is not finished: its bytes, and beside them what the server called them and their hash, so that a later attempt, or a
//! later pull, can ask for the rest of the same bytes. Only bytes that still hash to what was noted are gone on with.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ask::Validators;
use crate::source::hexadecimal;
use crate::source::store::Store;
use crate::writing::{self, Access, System};

/// Folder of the store for what is not finished.
pub(super) const PARTIAL: &str = "partial";

/// How often the hash so far is noted, in bytes: a pull that is killed loses no more.
const NOTED_EVERY: u64 = 16 << 10;

/// An unfinished download.
pub(super) struct Partial {
    path: PathBuf,
    file: File,
    length: u64,
    digest: Sha256,
    note: Option<Note>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    url: String,
    /// Bytes of the file that the hash is of.
    length: u64,
    sha256: String,
    validators: Validators,
}

impl Partial {
    /// What an earlier attempt left of this address, as far as it is what was noted; else an empty file.
    pub(super) fn open(path: &Path, url: &str) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let note = fs::read_to_string(beside(path)).ok().and_then(|text| toml::from_str::<Note>(&text).ok());
        let mut partial = Self { path: path.to_owned(), file, length: 0, digest: Sha256::new(), note: None };
        if let Some(note) = note.filter(|note| note.url == url && note.length > 0) {
            let read = digested(&mut (&mut partial.file).take(note.length), &mut partial.digest)?;
            if read == note.length && so_far(&partial.digest) == note.sha256 {
                partial.length = note.length;
                partial.note = Some(note);
            }
        }
        if partial.note.is_none() {
            partial.digest = Sha256::new();
        }
        // A device is no file that can be cut; the first write to it says what is wrong.
        if partial.file.metadata()?.is_file() {
            partial.file.set_len(partial.length)?;
        }
        partial.file.seek(SeekFrom::Start(partial.length))?;
        Ok(partial)
    }

    /// Bytes that are there.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// What to name to the server so that it goes on only with the same bytes. Nothing where there is nothing to go on
    /// with, or where the server's validator is too weak to tell.
    pub(super) fn validator(&self) -> Option<&str> {
        let validators = &self.note.as_ref().filter(|_| self.length > 0)?.validators;
        let strong = !validators.etag.is_empty() && !validators.etag.starts_with("W/");
        let text = if strong { &validators.etag } else { &validators.last_modified };
        (!text.is_empty()).then_some(text)
    }

    /// What the server called the bytes that are there.
    pub(super) fn validators(&self) -> Validators {
        self.note.as_ref().map(|note| note.validators.clone()).unwrap_or_default()
    }

    /// Begins again, from nothing, with what the server calls these bytes.
    pub(super) fn restart(&mut self, url: &str, validators: &Validators) -> io::Result<()> {
        let _ = fs::remove_file(beside(&self.path));
        if self.length > 0 {
            self.file.set_len(0)?;
            self.file.seek(SeekFrom::Start(0))?;
            self.length = 0;
        }
        self.digest = Sha256::new();
        let (url, validators) = (url.to_owned(), validators.clone());
        self.note = Some(Note { url, length: 0, sha256: String::new(), validators });
        Ok(())
    }

    /// Notes what is there, so that it can be gone on with.
    pub(super) fn note(&mut self) -> io::Result<()> {
        let Some(note) = &mut self.note else { return Ok(()) };
        self.file.flush()?;
        (note.length, note.sha256) = (self.length, so_far(&self.digest));
        let text = toml::to_string(note).unwrap_or_default();
        writing::note(&System, &beside(&self.path), text.as_bytes(), Access::Open)
            .map(drop)
            .map_err(|unwritten| unwritten.error)
    }

    /// The finished file.
    pub(super) fn finish(self) -> io::Result<PathBuf> {
        let _ = fs::remove_file(beside(&self.path));
        Ok(self.path)
    }

    /// Takes it away.
    pub(super) fn remove(&self) -> io::Result<()> {
        let _ = fs::remove_file(beside(&self.path));
        fs::remove_file(&self.path)
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        let before = self.length / NOTED_EVERY;
        self.length += written as u64;
        let first = self.note.as_ref().is_some_and(|note| note.length == 0);
        if first || self.length / NOTED_EVERY > before {
            self.note()?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Reads to the end; gives the number of bytes.
fn digested(source: &mut dyn Read, digest: &mut Sha256) -> io::Result<u64> {
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return Ok(length),
            Ok(read) => {
                digest.update(buffer.get(..read).unwrap_or_default());
                length += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The hash of what came so far.
fn so_far(digest: &Sha256) -> String {
    hexadecimal(&digest.clone().finalize())
}

/// Takes away whatever is half fetched, but for the files of these names, without their endings.
pub(super) fn sweep(store: &Store, but: &std::collections::BTreeSet<String>) {
    let Ok(entries) = fs::read_dir(store.folder().join(PARTIAL)) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if !but.contains(&stem) {
            let _ = fs::remove_file(path);
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("toml")
}
