//! A file that one process has for itself: the system frees it when the process ends, however it ends, and whoever comes next takes what
//! was left away. It is a lock, and a temporary file under a name that is known.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Access, Disk, Kind, Unwritten, kind};

/// How long and how often a file is waited for that another process has: a second in all.
const WAIT: Duration = Duration::from_millis(20);
const TRIES: u32 = 50;

/// A claimed file.
pub(super) struct Claim<'a> {
    disk: &'a dyn Disk,
    pub(super) path: PathBuf,
    pub(super) file: File,
}

impl<'a> Claim<'a> {
    /// Makes the file, empty. Where another process has it and does not let go soon, says which.
    pub(super) fn take(disk: &'a dyn Disk, path: PathBuf, mode: u32) -> Result<Self, Unwritten> {
        let mut left = TRIES;
        loop {
            match claim(disk, &path, mode) {
                Ok(Some(file)) => return Ok(Self { disk, path, file }),
                Ok(None) => {}
                Err(error) if error.kind() == ErrorKind::ResourceBusy && left > 0 => {
                    left -= 1;
                    std::thread::sleep(WAIT);
                }
                Err(error) => return Err(Unwritten { path, error }),
            }
        }
    }

    /// Makes the file as a lock, which says who holds it.
    pub(super) fn lock(disk: &'a dyn Disk, path: PathBuf) -> io::Result<Self> {
        let mut claim = Self::take(disk, path, Access::Open.file()).map_err(|Unwritten { error, .. }| error)?;
        let told = disk.fill(&claim.path, &mut claim.file, who().as_bytes());
        if told.is_err() {
            claim.release();
        }
        told.map(|()| claim)
    }

    /// Takes the file away.
    pub(super) fn release(&self) {
        let _ = self.disk.remove(&self.path);
    }
}

/// Nothing where it is to be tried again at once.
fn claim(disk: &dyn Disk, path: &Path, mode: u32) -> io::Result<Option<File>> {
    match disk.create(path, mode) {
        Ok(file) => match file.lock() {
            // Between the two calls another process may have taken it for one that was left.
            Ok(()) => Ok(is_at(&file, path).then_some(file)),
            Err(error) if error.kind() == ErrorKind::Unsupported => Ok(Some(file)),
            Err(error) => Err(error),
        },
        Err(error) if error.kind() == ErrorKind::AlreadyExists => left(disk, path),
        Err(error) => Err(error),
    }
}

/// A file that is there already: a process has it, or one that ended has left it.
fn left(disk: &dyn Disk, path: &Path) -> io::Result<Option<File>> {
    match kind(path)? {
        None => return Ok(None),
        Some(Kind::File) => {}
        Some(other) => {
            let what = format!("`{}` is {} that this program did not make", path.display(), other.name());
            return Err(io::Error::new(ErrorKind::InvalidInput, what));
        }
    }
    let file = match OpenOptions::new().read(true).open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    match file.try_lock() {
        Ok(()) if is_at(&file, path) => disk.remove(path).map(|()| None),
        Ok(()) => Ok(None),
        Err(TryLockError::WouldBlock) => {
            let who = std::fs::read_to_string(path).unwrap_or_default();
            let who = if who.is_empty() { "another process" } else { who.trim() };
            Err(io::Error::new(ErrorKind::ResourceBusy, format!("{who} is writing it")))
        }
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
            let what = format!("`{}` is there; if no other process writes, remove it", path.display());
            Err(io::Error::new(ErrorKind::ResourceBusy, what))
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the path still leads to the file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |one: std::fs::Metadata, other: std::fs::Metadata| (one.dev(), one.ino()) == (other.dev(), other.ino());
    file.metadata().ok().zip(path.symlink_metadata().ok()).is_some_and(|(one, other)| same(one, other))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Who holds a lock.
fn who() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = if host.trim().is_empty() { String::new() } else { format!(" on {}", host.trim()) };
    format!("process {}{host}\n", std::process::id())
}
