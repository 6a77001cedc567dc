//! One pull at a time, in a project and in a store. The system frees the guard when the process ends, however it ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;

use crate::fault::Failure;
use crate::source::Project;

/// Held while a pull runs.
#[derive(Debug)]
pub(super) struct Guard {
    files: Vec<File>,
}

/// A process that another thread starts meanwhile has a copy of the files until it runs; what is unlocked is free for all that.
impl Drop for Guard {
    fn drop(&mut self) {
        self.files.iter().for_each(|file| drop(file.unlock()));
    }
}

impl Guard {
    /// Takes the guard, or says that another pull runs.
    pub(super) fn take(project: &Project) -> Result<Self, Failure> {
        // A store can be shared by projects, and a project be pulled into two stores: both are guarded, in one order.
        let files = [project.root().join(".assess"), project.store().folder().to_owned()];
        let files: Result<Vec<File>, Failure> = files.iter().map(|folder| take(folder)).collect();
        Ok(Self { files: files? })
    }
}

fn take(folder: &Path) -> Result<File, Failure> {
    let path = folder.join("pull.guard");
    let refuse = |error: std::io::Error| {
        Failure::cannot_run(
            format!("`{}` cannot be written: {error}", path.display()),
            "check that you may write there and that the disk is not full, or name another store with --store",
        )
    };
    fs::create_dir_all(folder).map_err(refuse)?;
    let file = OpenOptions::new().create(true).write(true).truncate(false).open(&path).map_err(refuse)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::cannot_run(
            format!("another pull is at work in `{}`", folder.display()),
            "wait until it is done, and pull again; nothing was changed",
        )),
        Err(TryLockError::Error(error)) => Err(refuse(error)),
    }
}
