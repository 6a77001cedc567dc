//! The one place that writes: a file, a set of files among others, or a whole folder, each all new or all old whatever stops the program.
//!
//! In: bytes and where they go. Out: what is on the disk, synced, under the modes that umask and marking allow. What a killed run left is
//! taken up or taken away by the next one that writes there. Every step passes through [`Disk`], so that a test can stop at each.

mod claim;
mod disk;
mod file;
mod folder;
mod set;

pub use disk::{Disk, System};
pub use file::{adopt, fresh, note, put, whole};
pub use folder::Folder;
pub use set::Set;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use crate::fault::Failure;

/// Who may read what is written, within what umask allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Open,
    /// Nobody but the owner and the group.
    Restricted,
    /// Nobody but the owner.
    Own,
    /// Everyone, and nobody may change it.
    Kept,
}

impl Access {
    fn file(self) -> u32 {
        match self {
            Self::Open => 0o666,
            Self::Restricted => 0o660,
            Self::Own => 0o600,
            Self::Kept => 0o444,
        }
    }

    fn folder(self) -> u32 {
        match self {
            Self::Restricted => 0o770,
            Self::Own => 0o700,
            Self::Open | Self::Kept => 0o777,
        }
    }
}

/// What could not be written, and why.
#[derive(Debug)]
pub struct Unwritten {
    /// Where.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl Unwritten {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { path: path.to_owned(), error }
    }

    /// What stands there already must not be replaced.
    fn refused(path: &Path, what: &str) -> Self {
        Self { path: path.to_owned(), error: io::Error::new(ErrorKind::InvalidInput, what) }
    }
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot be written: {}", self.path.display(), self.error)
    }
}

impl From<Unwritten> for Failure {
    fn from(unwritten: Unwritten) -> Self {
        let remedy = match unwritten.error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                "free some space, or name a place on another disk, and run this again; nothing is half written"
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "name another place with --out, or ask for the right to write there; nothing was changed"
            }
            ErrorKind::ResourceBusy => "wait until it is done, and run this again; nothing was changed",
            ErrorKind::InvalidInput => "name another place; nothing was changed",
            _ => "see what stands there and whether it is held open, and run this again",
        };
        Self::cannot_run(unwritten.to_string(), remedy)
    }
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A link, to whatever.
    Link,
    /// A device, a pipe or a socket.
    Device,
}

impl Kind {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Link => "a link",
            Self::Device => "a device or a pipe",
        }
    }

    fn of(data: &std::fs::Metadata) -> Self {
        if data.is_file() {
            Self::File
        } else if data.is_dir() {
            Self::Folder
        } else if data.is_symlink() {
            Self::Link
        } else {
            Self::Device
        }
    }
}

/// What stands at a path, no link followed; nothing where nothing does.
pub fn kind(path: &Path) -> io::Result<Option<Kind>> {
    match std::fs::symlink_metadata(path) {
        Ok(data) => Ok(Some(Kind::of(&data))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Everything below a folder, by its path from there with `/`; no link is followed.
pub fn entries(folder: &Path) -> io::Result<BTreeMap<String, Kind>> {
    let mut found = BTreeMap::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, before)) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{before}{}", entry.file_name().to_string_lossy());
            let kind = Kind::of(&entry.path().symlink_metadata()?);
            if kind == Kind::Folder {
                open.push((entry.path(), format!("{name}/")));
            }
            found.insert(name, kind);
        }
    }
    Ok(found)
}

/// A path from the top: as far as it exists without links, and from there without `..`.
pub fn full(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = path.ancestors().find_map(|known| Some((known, known.canonicalize().ok()?)));
    let Some((known, mut full)) = known else { return path };
    for step in path.strip_prefix(known).unwrap_or(&path).components() {
        match step {
            Component::ParentDir => {
                full.pop();
            }
            step => full.push(step),
        }
    }
    full
}

/// The folder that a path stands in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A hidden name beside a file or folder, which tells whose it is.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    parent(path).join(format!(".{name}.assess-{ending}"))
}
