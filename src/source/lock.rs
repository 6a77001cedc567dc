//! The lock, `data/sources.lock`: which bytes each fetched source was pinned to, and where they came from.
//!
//! It is sorted by key, one block a file, so that a change shows in a diff as what it is, and it is written only when
//! bytes changed. Local sources, which stand in version control, are not in it. It never holds a token.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::fault::{Fault, Place};
use crate::writing::{self, Access, System};

/// Where the lock stands, relative to the project folder.
pub const LOCK: &str = "data/sources.lock";

const HEADER: &str = "# What `assess pull` pinned. Written by the program: review it, do not edit it.\n";

/// One pinned file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locked {
    /// Identifier of the source; for one of many files of a source, `id/part`, as in `id/E23000001` or `id/2024-25`.
    pub key: String,
    /// Path under which the program reads it, below no folder that exists: `fetched/<key>.<format>`.
    pub path: String,
    /// Address asked, without secrets.
    pub url: String,
    /// Address that gave the bytes, after redirects and what a page named; without secrets.
    pub reached: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
    /// Media type the server stated; empty where it stated none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub media_type: String,
    /// The server's validator of these bytes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub etag: String,
    /// When the server says they last changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub last_modified: String,
    /// Date of release the publisher states.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub released: String,
    /// SHA-256 of the vintage in whose place it was adopted; empty for the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub replaced: String,
    /// When these bytes were first pulled, in UTC.
    pub first_seen: String,
    /// What the publisher says of their standing: withdrawn, superseded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notice: String,
}

impl Locked {
    /// The file that whoever sent it knows: that of the folder where it was found, or else the path under which it is read.
    pub fn named(&self) -> &str {
        if self.reached.contains("://") { &self.path } else { &self.reached }
    }

    /// Identifier of the source.
    pub fn source(&self) -> &str {
        self.key.split('/').next().unwrap_or(&self.key)
    }
}

/// The pinned files, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    files: BTreeMap<String, Locked>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    file: Vec<toml::Spanned<Locked>>,
}

#[derive(Serialize)]
struct Written<'a> {
    file: Vec<&'a Locked>,
}

impl Lock {
    /// Reads the lock of a project; a project without one has pinned nothing.
    pub fn read(root: &Path) -> Result<Self, Fault> {
        match fs::read_to_string(root.join(LOCK)) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Fault::new(
                "file-unreadable",
                Place::file(LOCK),
                format!("the lock cannot be read: {error}"),
                "check that it is a text file and that you may read it",
            )),
        }
    }

    /// The lock written in a text. A damaged one is refused whole: half a lock would pin nothing.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let settings = Settings::new(LOCK, text.to_owned());
        let remedy = "restore data/sources.lock from version control, then run `assess pull --status`";
        if text.trim().is_empty() {
            let what = "the lock is there and empty: what was pinned is not known any more";
            return Err(Fault::new("lock-invalid", Place::file(LOCK), what, remedy));
        }
        let file: File =
            settings.parse().map_err(|fault| Fault::new("lock-invalid", fault.place, fault.what, remedy))?;
        let mut files = BTreeMap::new();
        for entry in file.file {
            let (span, locked) = (entry.span(), entry.into_inner());
            let fault = |what: String| Err(settings.fault("lock-invalid", &span, what, remedy));
            if !is_sha256(&locked.sha256) {
                return fault(format!("the sha256 of `{}` is not 64 hexadecimal digits", locked.key));
            }
            if !locked.path.starts_with(&format!("fetched/{}.", locked.key)) {
                return fault(format!("the path of `{}` is not `fetched/{}` with an ending", locked.key, locked.key));
            }
            if locked.first_seen.parse::<jiff::Timestamp>().is_err() {
                return fault(format!("`{}` was first seen at no time that can be read", locked.key));
            }
            if locked.bytes == 0 || locked.url.is_empty() || locked.reached.is_empty() {
                return fault(format!("`{}` lacks its length or its address", locked.key));
            }
            if files.contains_key(&locked.key) {
                return fault(format!("`{}` is pinned twice", locked.key));
            }
            files.insert(locked.key.clone(), locked);
        }
        Ok(Self { files })
    }

    /// The text of the lock, sorted by key.
    pub fn text(&self) -> String {
        let body = toml::to_string(&Written { file: self.files.values().collect() }).unwrap_or_default();
        format!("{HEADER}\n{body}")
    }

    /// Writes it whole or not at all, and only if it changed. Says whether it did.
    pub fn write(&self, root: &Path) -> Result<bool, Fault> {
        writing::whole(&System, &root.join(LOCK), self.text().as_bytes(), Access::Open).map_err(|unwritten| {
            Fault::new(
                "lock-unwritable",
                Place::file(LOCK),
                format!("the lock cannot be written: {}", unwritten.error),
                "check that you may write in `data` and that the disk is not full; nothing that was pinned is lost",
            )
        })
    }

    /// What is pinned under a key.
    pub fn get(&self, key: &str) -> Option<&Locked> {
        self.files.get(key)
    }

    /// What is pinned under the path the program reads it by.
    pub fn by_path(&self, path: &str) -> Option<&Locked> {
        self.files.values().find(|locked| locked.path == path)
    }

    /// The files of a source, sorted by key.
    pub fn of_source<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Locked> {
        self.files.values().filter(move |locked| locked.source() == id)
    }

    /// All of them, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = &Locked> {
        self.files.values()
    }

    /// Takes away the pin of a key; gives it.
    pub fn withdraw(&mut self, key: &str) -> Option<Locked> {
        self.files.remove(key)
    }

    /// Takes away every pin of these bytes; gives their keys.
    pub fn unpin(&mut self, sha256: &str) -> Vec<String> {
        let keys: Vec<String> =
            self.iter().filter(|locked| locked.sha256 == sha256).map(|locked| locked.key.clone()).collect();
        keys.iter().for_each(|key| drop(self.files.remove(key)));
        keys
    }

    /// Pins a file, in place of what was pinned under its key.
    pub fn pin(&mut self, locked: Locked) {
        self.files.insert(locked.key.clone(), locked);
    }
}

/// Whether a text is a SHA-256 in lower-case hexadecimal.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
