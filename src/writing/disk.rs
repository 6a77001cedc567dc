//! What writing asks of the disk, one call a step, so that a test can stop the program at each, fill the disk or cut the power.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Files synced at a time: a disk takes many together in the time of one.
const AT_ONCE: usize = 16;

/// The steps.
pub trait Disk: Sync {
    /// Makes a folder that is not there, of a mode within umask.
    fn make(&self, folder: &Path, mode: u32) -> io::Result<()>;
    /// Makes an empty file that is not there, of a mode within umask.
    fn create(&self, file: &Path, mode: u32) -> io::Result<File>;
    /// Fills a file that was made.
    fn fill(&self, path: &Path, file: &mut File, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file or folder the group and mode of another, as far as `mask` lets it.
    fn permit(&self, path: &Path, like: &Metadata, mask: u32) -> io::Result<()>;
    /// Waits until files and folders are on the disk.
    fn sync(&self, paths: &[&Path]) -> io::Result<()>;
    /// Gives a file a second name, where none stands.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file over another, or a folder where none stands.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two folders in one step; unsupported where the system has none.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Takes away a file.
    fn remove(&self, file: &Path) -> io::Result<()>;
    /// Takes away an empty folder.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of the system.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl Disk for System {
    fn make(&self, folder: &Path, mode: u32) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode);
        #[cfg(not(unix))]
        let _ = mode;
        builder.create(folder)
    }

    fn create(&self, file: &Path, mode: u32) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        #[cfg(not(unix))]
        let _ = mode;
        options.open(file)
    }

    fn fill(&self, _: &Path, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    #[cfg(unix)]
    fn permit(&self, path: &Path, like: &Metadata, mask: u32) -> io::Result<()> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
        let mut mode = like.mode() & mask;
        // Another group than the one that was let in is not let in instead.
        if fs::metadata(path)?.gid() != like.gid() && chown(path, None, Some(like.gid())).is_err() {
            mode &= !0o2070;
        }
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    #[cfg(not(unix))]
    fn permit(&self, _: &Path, _: &Metadata, _: u32) -> io::Result<()> {
        Ok(())
    }

    fn sync(&self, paths: &[&Path]) -> io::Result<()> {
        if let [one] = paths {
            return sync(one);
        }
        let share = paths.len().div_ceil(AT_ONCE).max(1);
        std::thread::scope(|scope| {
            let running: Vec<_> =
                paths.chunks(share).map(|share| scope.spawn(|| share.iter().try_for_each(|path| sync(path)))).collect();
            let ended =
                running.into_iter().map(|one| one.join().unwrap_or_else(|_| Err(io::Error::other("a thread ended"))));
            ended.fold(Ok(()), Result::and)
        })
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(target_os = "linux")]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use std::ffi::CString;
        use std::os::unix::ffi::OsStrExt;
        let path = |path: &Path| CString::new(path.as_os_str().as_bytes()).map_err(io::Error::from);
        let (one, other) = (path(one)?, path(other)?);
        // SAFETY: both are strings that end in a zero and live until the call returns; the kernel only reads them.
        let done = unsafe {
            libc::syscall(
                libc::SYS_renameat2,
                libc::AT_FDCWD,
                one.as_ptr(),
                libc::AT_FDCWD,
                other.as_ptr(),
                libc::RENAME_EXCHANGE,
            )
        };
        if done == 0 {
            return Ok(());
        }
        let error = io::Error::last_os_error();
        // A share, an older kernel or a filter of system calls has none.
        match error.raw_os_error() {
            Some(libc::EINVAL | libc::ENOSYS | libc::EOPNOTSUPP | libc::EPERM) => Err(ErrorKind::Unsupported.into()),
            _ => Err(error),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }
}

#[cfg(unix)]
fn sync(path: &Path) -> io::Result<()> {
    match File::open(path)?.sync_all() {
        // Some shares cannot sync a folder: they do it of themselves, or not at all.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) && path.is_dir() => {
            Ok(())
        }
        done => done,
    }
}

#[cfg(not(unix))]
fn sync(path: &Path) -> io::Result<()> {
    if path.is_dir() { Ok(()) } else { OpenOptions::new().write(true).open(path)?.sync_all() }
}
