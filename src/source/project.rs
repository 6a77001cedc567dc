//! The project folder, and the files read from it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use super::input;
use super::lock::{LOCK, Lock, Locked};
use super::store::{STORE, Store};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fault::{Failure, Fault, Place};

/// How the paths of fetched sources begin. There is no such folder.
const FETCHED: &str = "fetched/";

/// What a check of a return needs, as it was when the program was made: paths and bytes, sorted by path.
static BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// Stands for the folder of what is built in; nothing can be there.
const NOWHERE: &str = "/dev/null/built-in";

/// The folder that holds `data/` and `report/`, with a record of everything read from it.
#[derive(Debug)]
pub struct Project {
    root: PathBuf,
    /// Whether its files are those in the program and not those of a folder.
    built_in: bool,
    inputs: BTreeMap<String, InputFile>,
    store: Store,
    lock: Option<Lock>,
}

/// What the manifest says of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
}

impl Project {
    /// The project at `root`.
    pub fn open(root: &Path) -> Result<Self, Failure> {
        if root.join("report").is_dir() && root.join("data").is_dir() {
            let store = Store::at(&root.join(STORE));
            return Ok(Self { root: root.to_owned(), built_in: false, inputs: BTreeMap::new(), store, lock: None });
        }
        Err(Failure::cannot_run(
            format!("`{}` is not a project folder: it has no `data` and `report` folders", root.display()),
            "run `assess` in the folder that holds `data` and `report`, or name it with `--root`",
        ))
    }

    /// What is in the program of a project: enough to check a return where there is no folder. It has no returns, no text and no store.
    pub fn built_in() -> Self {
        let root = PathBuf::from(NOWHERE);
        let store = Store::at(&root.join(STORE));
        Self { root, built_in: true, inputs: BTreeMap::new(), store, lock: None }
    }

    /// Whether it is what is in the program.
    pub fn is_built_in(&self) -> bool {
        self.built_in
    }

    /// The same project with its store elsewhere.
    #[must_use]
    pub fn with_store(self, folder: &Path) -> Self {
        Self { store: Store::at(folder), ..self }
    }

    /// The store of fetched sources.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The lock, read when it is first asked for and noted as an input.
    pub fn lock(&mut self) -> Result<&Lock, Fault> {
        let lock = match self.lock.take() {
            Some(lock) => lock,
            None if self.root.join(LOCK).exists() => Lock::parse(&self.text(LOCK)?)?,
            None => Lock::default(),
        };
        Ok(self.lock.insert(lock))
    }

    /// The bytes of a pinned file, checked against the lock, and a note of its hash under its path.
    pub fn stored(&mut self, locked: &Locked) -> Result<Vec<u8>, Fault> {
        let bytes = self.store.bytes(locked)?;
        let noted = InputFile { sha256: locked.sha256.clone(), bytes: bytes.len() as u64 };
        self.inputs.insert(locked.path.clone(), noted);
        Ok(bytes)
    }

    /// A fetched file, by the path the catalogue gives it.
    fn fetched(&mut self, path: &str) -> Result<Vec<u8>, Fault> {
        if let Some(locked) = self.lock()?.by_path(path).cloned() {
            return self.stored(&locked);
        }
        let name = path.trim_start_matches(FETCHED);
        let source = name.split(['/', '.']).next().unwrap_or(name);
        Err(Fault::new(
            "source-unpinned",
            Place::file(LOCK),
            format!("`{path}` has not been pulled: nothing is pinned for it"),
            format!("run `assess pull --only {source}`, and keep data/sources.lock in version control"),
        ))
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file read so far, by path.
    pub fn inputs(&self) -> &BTreeMap<String, InputFile> {
        &self.inputs
    }

    /// Whether there is a file, or a fetched one was pulled.
    pub fn holds(&mut self, path: &str) -> Result<bool, Fault> {
        if path.starts_with(FETCHED) {
            return Ok(self.lock()?.by_path(path).is_some());
        }
        if self.built_in {
            return Ok(BUILT_IN.iter().any(|(known, _)| *known == path));
        }
        Ok(self.inside(path)?.exists())
    }

    /// The bytes of a file, and a note of its hash. A fetched one comes from the store.
    pub fn bytes(&mut self, path: &str) -> Result<Vec<u8>, Fault> {
        if path.starts_with(FETCHED) {
            return self.fetched(path);
        }
        if self.built_in {
            let found = BUILT_IN.iter().find(|(known, _)| *known == path);
            return found.map(|(_, bytes)| bytes.to_vec()).ok_or_else(|| missing(path));
        }
        let place = self.inside(path)?;
        let bytes = input::read(&place, input::MOST_BYTES).map_err(|error| unreadable(path, &error))?;
        self.inputs.insert(path.to_owned(), InputFile { sha256: sha256(&bytes), bytes: bytes.len() as u64 });
        Ok(bytes)
    }

    /// Reads a file as it streams by, to its end, and notes its hash: it need not fit into memory. One that was fetched does, and is
    /// checked against the lock before anything of it is read.
    pub fn streamed<T>(&mut self, path: &str, read: impl FnOnce(&mut dyn Read) -> T) -> Result<T, Fault> {
        if path.starts_with(FETCHED) || self.built_in {
            return Ok(read(&mut self.bytes(path)?.as_slice()));
        }
        let file = input::open(&self.inside(path)?, input::MOST_BYTES).map_err(|error| unreadable(path, &error))?;
        let mut hashed = Hashed { file, digest: Sha256::new(), bytes: 0, failed: None };
        let done = read(&mut hashed);
        // What was left unread is part of the file too.
        let rest = io::copy(&mut hashed, &mut io::sink());
        if let Some(error) = hashed.failed.or(rest.err()) {
            return Err(unreadable(path, &error));
        }
        let sha256 = hexadecimal(&hashed.digest.finalize());
        self.inputs.insert(path.to_owned(), InputFile { sha256, bytes: hashed.bytes });
        Ok(done)
    }

    /// Where a path of the project stands. One that leads out of it, by its steps or by a link, is refused: a configuration may come from
    /// elsewhere, and what it names is repeated in messages.
    fn inside(&self, path: &str) -> Result<PathBuf, Fault> {
        let outside = || {
            let what = "the path leads out of the project folder";
            let remedy =
                "copy the file into `data`, and name it by its path from there, without `..` and without a link to it";
            Fault::new("path-outside", Place::file(path), what, remedy)
        };
        let mut steps = Path::new(path).components();
        if !steps.all(|step| matches!(step, Component::Normal(_) | Component::CurDir)) {
            return Err(outside());
        }
        let place = self.root.join(path);
        // `data` may itself be a link, to a share: whoever set the project up chose that.
        let top = Path::new(path).iter().next().map_or_else(|| self.root.clone(), |first| self.root.join(first));
        let within = |folder: &Path, file: &Path| folder.canonicalize().is_ok_and(|folder| file.starts_with(folder));
        match place.canonicalize() {
            Ok(file) if !within(&self.root, &file) && !within(&top, &file) => Err(outside()),
            _ => Ok(place),
        }
    }

    /// The text of a file in UTF-8, without a byte order mark.
    pub fn text(&mut self, path: &str) -> Result<String, Fault> {
        let bytes = self.bytes(path)?;
        if bytes.is_empty() {
            return Err(Fault::new(
                "file-empty",
                Place::file(path),
                "the file has 0 bytes",
                "the copy or download was cut short; fetch the file again",
            ));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
            Fault::new(
                "not-utf8",
                Place::line(path, line),
                "the file is not UTF-8 text",
                "save it as “CSV UTF-8”; it is probably Windows-1252 or a workbook with the wrong ending",
            )
        })?;
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })
    }

    /// Paths of the files in a folder whose names end so, sorted; sub-folders included.
    pub fn list(&self, folder: &str, ending: &str) -> Result<Vec<String>, Fault> {
        let mut found = Vec::new();
        if self.built_in {
            let within = |path: &&str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            let paths = BUILT_IN.iter().map(|(path, _)| *path);
            found.extend(paths.filter(within).filter(|path| path.ends_with(ending)).map(str::to_owned));
            return Ok(found);
        }
        self.walk(folder, ending, &mut found)?;
        found.sort();
        Ok(found)
    }

    fn walk(&self, folder: &str, ending: &str, found: &mut Vec<String>) -> Result<(), Fault> {
        let unreadable = |error: std::io::Error| {
            Fault::new(
                "file-missing",
                Place::file(folder),
                format!("the folder cannot be listed: {error}"),
                "restore it from version control",
            )
        };
        for entry in fs::read_dir(self.root.join(folder)).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}/{name}");
            if entry.path().is_dir() {
                self.walk(&path, ending, found)?;
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
        Ok(())
    }
}

/// A file whose bytes are hashed as they are read. An error of reading is kept: whoever reads may take it for one of the content.
struct Hashed {
    file: input::Bounded,
    digest: Sha256,
    bytes: u64,
    failed: Option<io::Error>,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.file.read(buffer) {
            Ok(read) => {
                self.digest.update(buffer.get(..read).unwrap_or_default());
                self.bytes += read as u64;
                Ok(read)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let kind = error.kind();
                self.failed.get_or_insert(error);
                Err(kind.into())
            }
        }
    }
}

fn unreadable(path: &str, error: &io::Error) -> Fault {
    match error.kind() {
        ErrorKind::NotFound => missing(path),
        _ => Fault::new(
            "file-unreadable",
            Place::file(path),
            format!("the file cannot be read: {}", said(error)),
            "check that it is a file and that you may read it",
        ),
    }
}

fn missing(path: &str) -> Fault {
    Fault::new(
        "file-missing",
        Place::file(path),
        "the file does not exist",
        "restore it from version control, or mend the path in the file that names it",
    )
}

/// Why something cannot be read, in words: a missing permission is not a file that someone holds open.
pub(crate) fn said(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "you may not read it (permission denied)".to_owned(),
        _ => error.to_string(),
    }
}

/// SHA-256 of the bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes as two digits each.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
