//! The folder in which something is left for the next build: nobody else's, and each file under a seal.
//!
//! In: bytes under a name. Out: the same bytes, or nothing. A file that was damaged, cut short, put under another name, or written by anyone
//! without the key of the seal counts as not there. What is kept may be of any marking, so the folder is the owner's alone.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::disclosure::commitment::hmac;
use crate::source::{hexadecimal, input};
use crate::writing::{self, Access, Disk, Kind, System};

/// Where it stands in a project folder.
const ROOM: &str = ".assess/cache";

/// The key of the seals, beside what it seals. Whoever may read it is the owner, who may change this program too.
const SEAL: &str = "seal";

/// Files that stay besides the key, and bytes of one: what was not used longest goes first.
const MOST_FILES: usize = 12;
const MOST_BYTES: usize = 32 << 20;

/// The folder, opened.
pub(super) struct Room {
    folder: PathBuf,
    /// None where nothing is there yet: a build that ends in an error leaves nothing behind.
    seal: Option<String>,
}

impl Room {
    /// Opens the folder, where it is there.
    ///
    /// # Errors
    /// Why nothing can be kept there, in words.
    pub(super) fn open(root: &Path) -> Result<Self, String> {
        let folder = root.join(ROOM);
        let shown = folder.display();
        let kind = writing::kind(&folder).map_err(|error| format!("`{shown}` cannot be looked at: {error}"))?;
        if kind.is_none() {
            return Ok(Self { folder, seal: None });
        }
        alone(&folder)?;
        let seal = private(&folder.join(SEAL)).ok().and_then(key_of);
        Ok(Self { folder, seal })
    }

    /// What is kept under a name, as it was put there.
    pub(super) fn get(&self, name: &str) -> Option<Vec<u8>> {
        let seal = self.seal.as_deref()?;
        let mut bytes = private(&self.folder.join(name)).ok()?;
        let at = bytes.iter().position(|byte| *byte == b'\n')?;
        let kept = bytes.split_off(at + 1);
        bytes.pop();
        (bytes == sealed(seal, name, &kept).into_bytes()).then_some(kept)
    }

    /// Keeps bytes under a name. What cannot be kept is not: it can be made again.
    ///
    /// # Errors
    /// Why it cannot, in words.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        if bytes.len() > MOST_BYTES {
            return Err("there is too much of it".to_owned());
        }
        let shown = self.folder.display();
        made(&self.folder).map_err(|error| format!("`{shown}` cannot be made: {error}"))?;
        alone(&self.folder)?;
        let seal =
            seal(&self.folder.join(SEAL)).map_err(|error| format!("the key in `{shown}` cannot be had: {error}"))?;
        let bytes = [sealed(&seal, name, bytes).as_bytes(), b"\n", bytes].concat();
        let noted = writing::note(&System, &self.folder.join(name), &bytes, Access::Own);
        noted.map_err(|unwritten| unwritten.error.to_string())?;
        self.tidy();
        Ok(())
    }

    /// Takes away what was written longest ago, where there is too much.
    fn tidy(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let files = entries.flatten().filter(|entry| entry.file_name() != SEAL);
        let mut files: Vec<_> =
            files.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
        files.sort();
        let over = files.len().saturating_sub(MOST_FILES);
        files.iter().take(over).for_each(|(_, path)| drop(System.remove(path)));
    }
}

/// Makes the folder, unless it is there.
fn made(folder: &Path) -> io::Result<()> {
    if writing::kind(folder)?.is_some() {
        return Ok(());
    }
    folder.parent().map_or(Ok(()), fs::create_dir_all)?;
    // Another build may have been first.
    System
        .make(folder, 0o700)
        .or_else(|error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
}

/// Refuses a folder that others may enter.
fn alone(folder: &Path) -> Result<(), String> {
    let shown = folder.display();
    let own = fs::symlink_metadata(folder).map_err(|error| format!("`{shown}` cannot be looked at: {error}"))?;
    if own.is_dir() && is_own(&own) { Ok(()) } else { Err(format!("`{shown}` is no folder of yours alone")) }
}

fn sealed(seal: &str, name: &str, bytes: &[u8]) -> String {
    hexadecimal(&hmac(seal.as_bytes(), &[name.as_bytes(), b"\n", bytes].concat()))
}

fn key_of(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| text.len() == 64)
}

/// The key: the one that is there, or else a new one, under which nothing is kept yet.
fn seal(path: &Path) -> io::Result<String> {
    if let Some(seal) = private(path).ok().and_then(key_of) {
        return Ok(seal);
    }
    if writing::kind(path)? == Some(Kind::File) {
        System.remove(path)?;
    }
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    writing::fresh(&System, path, hexadecimal(&random).as_bytes(), Access::Own).map_err(|unwritten| unwritten.error)?;
    // Another build may have been first.
    private(path).ok().and_then(key_of).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// The bytes of a plain file that is the owner's alone.
fn private(path: &Path) -> io::Result<Vec<u8>> {
    let data = fs::symlink_metadata(path)?;
    if !data.is_file() || !is_own(&data) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    input::read(path, 2 * MOST_BYTES as u64)
}

/// Whether something is this user's, and nobody else has access to it.
#[cfg(unix)]
fn is_own(data: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    // SAFETY: the call takes nothing and cannot fail.
    data.uid() == unsafe { libc::geteuid() } && data.mode() & 0o077 == 0
}

/// Elsewhere it cannot be known by these means, so nothing is kept.
#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn open_to(path: &Path, mode: u32) {
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_is_kept_comes_back_under_its_name_and_key_alone() {
        let project = tempfile::tempdir().unwrap();
        let open = || Room::open(project.path()).unwrap();
        assert_eq!(open().get("a"), None);
        assert!(!project.path().join(".assess").exists(), "whoever only looks leaves nothing");
        open().put("a", b"one\ntwo").unwrap();
        let room = open();
        assert_eq!(Room::open(project.path()).unwrap().get("a").as_deref(), Some(b"one\ntwo".as_slice()));
        let path = |name: &str| project.path().join(ROOM).join(name);
        let sealed = fs::read(path("a")).unwrap();
        // Each byte of it counts, and so does its end.
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            fs::OpenOptions::new()
                .write(true)
                .truncate(true)
                .open(path("a"))
                .and_then(|mut file| io::Write::write_all(&mut file, &damaged))
                .unwrap();
            assert_eq!(room.get("a"), None, "byte {at}");
        }
        for end in 0..sealed.len() {
            System.remove(&path("a")).unwrap();
            let mut file = System.create(&path("a"), 0o600).unwrap();
            io::Write::write_all(&mut file, &sealed[..end]).unwrap();
            assert_eq!(room.get("a"), None, "cut at {end}");
        }
        room.put("a", b"one\ntwo").unwrap();
        fs::copy(path("a"), path("b")).unwrap();
        assert_eq!((room.get("b"), room.get("a").is_some()), (None, true), "under another name");
        // With another key nothing of before is there, and a key that is none is replaced.
        System.remove(&path(SEAL)).unwrap();
        System.create(&path(SEAL), 0o600).unwrap();
        let other = Room::open(project.path()).unwrap();
        assert_eq!(other.get("a"), None);
        other.put("a", b"three").unwrap();
        assert_eq!((room.get("a"), open().get("a").as_deref()), (None, Some(b"three".as_slice())));
    }

    #[cfg(unix)]
    #[test]
    fn a_room_or_a_file_that_others_may_enter_is_none() {
        let project = tempfile::tempdir().unwrap();
        let folder = project.path().join(ROOM);
        let mode = |path: &Path| std::os::unix::fs::MetadataExt::mode(&fs::metadata(path).unwrap()) & 0o777;
        Room::open(project.path()).unwrap().put("a", b"one").unwrap();
        let room = Room::open(project.path()).unwrap();
        assert_eq!((mode(&folder), mode(&folder.join("a")), mode(&folder.join(SEAL))), (0o700, 0o600, 0o600));
        open_to(&folder.join("a"), 0o640);
        assert_eq!(room.get("a"), None);
        open_to(&folder, 0o750);
        assert!(Room::open(project.path()).is_err_and(|why| why.contains("yours alone")));
        // Nor is a link to another folder, whoever it belongs to.
        let linked = tempfile::tempdir().unwrap();
        fs::create_dir(linked.path().join(".assess")).unwrap();
        open_to(&folder, 0o700);
        std::os::unix::fs::symlink(&folder, linked.path().join(ROOM)).unwrap();
        assert!(Room::open(linked.path()).is_err());
    }

    #[test]
    fn the_room_is_bounded_in_files_and_bytes() {
        let project = tempfile::tempdir().unwrap();
        for at in 0..=MOST_FILES {
            Room::open(project.path()).unwrap().put(&format!("{at:02}"), b"x").unwrap();
            // So that each has another time.
            std::thread::sleep(std::time::Duration::from_millis(15));
        }
        let room = Room::open(project.path()).unwrap();
        assert_eq!((room.get("00"), room.get("01").is_some(), room.get("12").is_some()), (None, true, true));
        assert!(room.put("large", &vec![0; MOST_BYTES + 1]).is_err());
    }
}
