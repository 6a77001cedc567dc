//! Some files in a folder that holds others too: all of them are on the disk before the first takes its place, and from then on the next
//! run there finishes what a killed one began.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::claim::Claim;
use super::file::replaces;
use super::folder::{clear, laid, leftover};
use super::{Access, Disk, Unwritten};

/// A folder in which files are about to be written.
pub struct Set<'a> {
    disk: &'a dyn Disk,
    folder: PathBuf,
    access: Access,
    claim: Claim<'a>,
}

impl<'a> Set<'a> {
    /// Makes the folder, makes sure that it can be written to and that nobody else does, and finishes what a killed run began.
    pub fn take(disk: &'a dyn Disk, folder: &Path, access: Access) -> Result<Self, Unwritten> {
        let at = || Unwritten::at(folder);
        fs::create_dir_all(folder).map_err(at())?;
        let claim = Claim::lock(disk, folder.join(".assess-lock")).map_err(at())?;
        let set = Self { disk, folder: folder.to_owned(), access, claim };
        set.take_up().map_err(at())?;
        Ok(set)
    }

    /// Writes files, by their names. Says how many changed.
    pub fn write(self, files: &BTreeMap<String, Vec<u8>>) -> Result<usize, Unwritten> {
        let mut changed = BTreeMap::new();
        for (name, bytes) in files {
            if replaces(&self.folder.join(name), bytes, self.access)? {
                changed.insert(name.as_str(), bytes.as_slice());
            }
        }
        if !changed.is_empty() {
            let done = self.settle(&changed);
            if done.is_err() {
                // Before the first file took its place nothing has happened; after it the next run goes on.
                let _ = leftover(&self.built())
                    .and_then(|there| if there { clear(self.disk, &self.built()) } else { Ok(()) });
            }
            done.map_err(Unwritten::at(&self.folder))?;
        }
        Ok(changed.len())
    }

    fn settle(&self, changed: &BTreeMap<&str, &[u8]>) -> io::Result<()> {
        let new = self.built();
        self.disk.make(&new, self.access.folder())?;
        laid(self.disk, &new, &BTreeSet::new(), changed.iter().map(|(name, bytes)| (*name, *bytes)), self.access)?;
        self.disk.rename(&new, &self.ready())?;
        self.disk.sync(&[&self.folder])?;
        self.finish()
    }

    /// Gives every file that is ready its place.
    fn finish(&self) -> io::Result<()> {
        let ready = self.ready();
        for entry in fs::read_dir(&ready)? {
            let entry = entry?;
            self.disk.rename(&entry.path(), &self.folder.join(entry.file_name()))?;
        }
        self.disk.sync(&[&self.folder])?;
        self.disk.remove_folder(&ready)
    }

    fn take_up(&self) -> io::Result<()> {
        if leftover(&self.ready())? {
            self.finish()?;
        }
        if leftover(&self.built())? { clear(self.disk, &self.built()) } else { Ok(()) }
    }

    fn built(&self) -> PathBuf {
        self.folder.join(".assess-new")
    }

    fn ready(&self) -> PathBuf {
        self.folder.join(".assess-ready")
    }
}

impl Drop for Set<'_> {
    fn drop(&mut self) {
        self.claim.release();
    }
}
