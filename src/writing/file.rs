//! One file, whole or not at all: filled beside its place under a name of its own, synced, then renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::time::Duration;

use super::claim::Claim;
use super::{Access, Disk, Kind, Unwritten, beside, kind, parent};

/// How long a reader of a pipe may read nothing: ten seconds.
const SILENT: u32 = 1_000;
const MOMENT: Duration = Duration::from_millis(10);
/// What the system says of a pipe that nobody has opened to read.
#[cfg(unix)]
const NOBODY: i32 = libc::ENXIO;
#[cfg(not(unix))]
const NOBODY: i32 = i32::MIN;

/// Writes a file if its bytes changed, over a plain file or where nothing stands. Says whether they did.
pub fn whole(disk: &dyn Disk, path: &Path, bytes: &[u8], access: Access) -> Result<bool, Unwritten> {
    written(disk, path, bytes, access, true)
}

/// Writes a file that may be lost with the power, as it can be made again: it is not waited for.
pub fn note(disk: &dyn Disk, path: &Path, bytes: &[u8], access: Access) -> Result<bool, Unwritten> {
    written(disk, path, bytes, access, false)
}

/// Writes to a path that a person named: into a device or a pipe, and a plain file whole.
pub fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<bool, Unwritten> {
    if fs::metadata(path).is_ok_and(|data| flows(&data)) {
        return through(path, bytes).map(|()| true).map_err(Unwritten::at(path));
    }
    whole(disk, path, bytes, Access::Open)
}

/// Writes a file where none stands. Says whether it did; one that stands there is left as it is.
pub fn fresh(disk: &dyn Disk, path: &Path, bytes: &[u8], access: Access) -> Result<bool, Unwritten> {
    filled(disk, path, bytes, access, true, |new| {
        let linked = match disk.link(new, path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return disk.remove(new).map(|()| false),
            // A disk without second names leaves a moment between the look and the move.
            Err(_) if kind(path)?.is_none() => return disk.rename(new, path).map(|()| true),
            linked => linked,
        };
        linked?;
        // The first name is not taken away before the second is on the disk.
        disk.sync(&[parent(path)])?;
        disk.remove(new).map(|()| true)
    })
}

/// Moves a finished file of the same disk to its place.
pub fn adopt(disk: &dyn Disk, from: &Path, to: &Path, access: Access) -> Result<(), Unwritten> {
    let moved = || {
        disk.permit(from, &fs::metadata(from)?, access.file())?;
        disk.sync(&[from])?;
        fs::create_dir_all(parent(to))?;
        disk.rename(from, to)?;
        disk.sync(&[parent(to)])
    };
    moved().map_err(Unwritten::at(to))
}

fn written(disk: &dyn Disk, path: &Path, bytes: &[u8], access: Access, lasting: bool) -> Result<bool, Unwritten> {
    if !replaces(path, bytes, access)? {
        return Ok(false);
    }
    filled(disk, path, bytes, access, lasting, |new| disk.rename(new, path).map(|()| true))
}

/// Fills the file beside its place, and has it named.
fn filled(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    access: Access,
    lasting: bool,
    name: impl FnOnce(&Path) -> io::Result<bool>,
) -> Result<bool, Unwritten> {
    fs::create_dir_all(parent(path)).map_err(Unwritten::at(path))?;
    let mut claim = Claim::take(disk, beside(path, "new"), access.file())?;
    let new = claim.path.clone();
    let done = disk.fill(&new, &mut claim.file, bytes).and_then(|()| {
        if lasting {
            disk.sync(&[&new])?;
        }
        let named = name(&new)?;
        if lasting {
            disk.sync(&[parent(path)])?;
        }
        Ok(named)
    });
    if done.is_err() {
        claim.release();
    }
    done.map_err(Unwritten::at(path))
}

/// Whether bytes would change what stands at a path. What is no plain file is never replaced.
pub(super) fn replaces(path: &Path, bytes: &[u8], access: Access) -> Result<bool, Unwritten> {
    match kind(path).map_err(Unwritten::at(path))? {
        None => Ok(true),
        // An untouched file keeps its time stamp, so that nothing downstream rebuilds for nothing.
        Some(Kind::File) => Ok(!is_as(path, bytes, access).map_err(Unwritten::at(path))?),
        Some(Kind::Link) => Err(Unwritten::refused(path, "it is a link; what it leads to is not replaced")),
        Some(other) => Err(Unwritten::refused(path, &format!("it is {}, which is not replaced", other.name()))),
    }
}

/// Whether a plain file holds these bytes, and nobody has access who must not.
fn is_as(path: &Path, bytes: &[u8], access: Access) -> io::Result<bool> {
    let data = fs::metadata(path)?;
    if data.len() != bytes.len() as u64 || is_wider(&data, access) {
        return Ok(false);
    }
    let mut present = Vec::new();
    File::open(path)?.take(data.len() + 1).read_to_end(&mut present)?;
    Ok(present == bytes)
}

#[cfg(unix)]
fn is_wider(data: &fs::Metadata, access: Access) -> bool {
    let others = if access == Access::Own { 0o077 } else { 0o7 };
    std::os::unix::fs::MetadataExt::mode(data) & others & !access.file() != 0
}

#[cfg(not(unix))]
fn is_wider(_: &fs::Metadata, _: Access) -> bool {
    false
}

/// Writes into what is there. A pipe that nobody reads, or has stopped reading, is not waited for.
fn through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let mut file = options.open(path).map_err(|error| match error.raw_os_error() {
        Some(NOBODY) => io::Error::new(ErrorKind::InvalidInput, "nobody reads it"),
        _ => error,
    })?;
    let (mut rest, mut silent) = (bytes, 0);
    while !rest.is_empty() {
        match file.write(rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(taken) => (rest, silent) = (rest.get(taken..).unwrap_or_default(), 0),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock && silent < SILENT => {
                silent += 1;
                std::thread::sleep(MOMENT);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                return Err(io::Error::new(ErrorKind::TimedOut, "whoever reads it has stopped"));
            }
            // Who reads has had enough, as in `| head`.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    file.flush()
}

/// Whether bytes written there go somewhere, and nothing is lost that was there.
#[cfg(unix)]
fn flows(data: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = data.file_type();
    kind.is_char_device() || kind.is_fifo() || kind.is_socket()
}

#[cfg(not(unix))]
fn flows(_: &fs::Metadata) -> bool {
    false
}
