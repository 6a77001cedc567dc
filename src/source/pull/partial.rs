//! A download that is not finished: its bytes, and beside them what the server called them, so that a later attempt, or
//! a later pull, can ask for the rest of the same bytes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ask::Validators;

/// An unfinished download.
pub(super) struct Partial {
    path: PathBuf,
    file: File,
    length: u64,
    note: Option<Note>,
}

#[derive(Serialize, Deserialize)]
struct Note {
    url: String,
    validators: Validators,
}

impl Partial {
    /// What an earlier attempt left, or an empty file.
    pub(super) fn open(path: &Path, url: &str) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let length = file.seek(SeekFrom::End(0))?;
        let note = fs::read_to_string(beside(path)).ok().and_then(|text| toml::from_str::<Note>(&text).ok());
        Ok(Self { path: path.to_owned(), file, length, note: note.filter(|note| note.url == url) })
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

    /// Begins again, from nothing, with what the server calls these bytes.
    pub(super) fn restart(&mut self, url: &str, validators: &Validators) -> io::Result<()> {
        let _ = fs::remove_file(beside(&self.path));
        if self.length > 0 {
            self.file.set_len(0)?;
            self.file.seek(SeekFrom::Start(0))?;
            self.length = 0;
        }
        let note = Note { url: url.to_owned(), validators: validators.clone() };
        let text = toml::to_string(&note).unwrap_or_default();
        let mut file = File::create(beside(&self.path))?;
        io::Write::write_all(&mut file, text.as_bytes())?;
        self.note = Some(note);
        Ok(())
    }

    /// Where to write what comes next.
    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
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

fn beside(path: &Path) -> PathBuf {
    path.with_extension("toml")
}
