//! A whole folder in place of another: built beside it, synced, and exchanged with it in one step. Where the system cannot exchange two
//! folders the old one is moved aside first, and a run that is killed between the two moves is finished by the next.
//!
//! In: files by path, and a word on whether what stands there may be replaced. Out: exactly these files. A file that did not change
//! keeps its time. No link is followed, and nothing is taken away that the word was not given for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::claim::Claim;
use super::file::replaces;
use super::{Access, Disk, Kind, Unwritten, beside, entries, kind, parent};
use crate::fault::Failure;

/// A folder that is about to be replaced, and that no other process replaces meanwhile.
pub struct Folder<'a> {
    disk: &'a dyn Disk,
    target: PathBuf,
    access: Access,
    claim: Claim<'a>,
}

impl<'a> Folder<'a> {
    /// Makes sure that the folder can be replaced and that nobody else is at it, and takes up or away what a killed run left.
    pub fn take(disk: &'a dyn Disk, target: &Path, access: Access) -> Result<Self, Unwritten> {
        let at = || Unwritten::at(target);
        let place = place(target)?;
        fs::create_dir_all(parent(&place)).map_err(at())?;
        let claim = Claim::lock(disk, beside(&place, "lock")).map_err(at())?;
        let folder = Self { disk, target: place, access, claim };
        folder.take_up().map_err(at())?;
        Ok(folder)
    }

    /// Puts the files in place of what is there, if `admitted` lets that be replaced; it is asked again of what was taken away. Says how
    /// many files changed.
    pub fn replace(
        self,
        files: &BTreeMap<String, Vec<u8>>,
        admitted: &dyn Fn(&Path) -> Result<(), Failure>,
    ) -> Result<usize, Failure> {
        let at = || Unwritten::at(&self.target);
        admitted(&self.target)?;
        let present = match kind(&self.target).map_err(at())? {
            None => None,
            Some(_) => Some(entries(&self.target).map_err(at())?),
        };
        let mut changed = BTreeSet::new();
        for (path, bytes) in files {
            if replaces(&self.target.join(path), bytes, self.access)? {
                changed.insert(path.as_str());
            }
        }
        let kept = |present: &BTreeMap<String, Kind>| {
            present.iter().all(|(path, kind)| *kind == Kind::Folder || files.contains_key(path))
        };
        if changed.is_empty() && present.as_ref().is_some_and(kept) {
            return Ok(0);
        }
        let old = self.stage(files, &changed).and_then(|()| self.swap(present.is_some()));
        let old = old.inspect_err(|_| self.give_up()).map_err(at())?;
        if let Some(old) = old {
            if let Err(refusal) = admitted(&old) {
                // Something was put there in the last moment: it is put back with it.
                self.swap_back(&old).map_err(at())?;
                return Err(refusal);
            }
            clear(self.disk, &old).map_err(Unwritten::at(&old))?;
        }
        Ok(changed.len())
    }

    /// Builds the folder beside its place; what did not change is the same file under a second name.
    fn stage(&self, files: &BTreeMap<String, Vec<u8>>, changed: &BTreeSet<&str>) -> io::Result<()> {
        let new = self.built();
        self.disk.make(&new, self.access.folder())?;
        if let Ok(present) = fs::symlink_metadata(&self.target) {
            self.disk.permit(&new, &present, if self.access == Access::Restricted { 0o7770 } else { 0o7777 })?;
        }
        let folders: BTreeSet<&Path> = files
            .keys()
            .flat_map(|path| Path::new(path).ancestors().skip(1))
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        for folder in &folders {
            self.disk.make(&new.join(folder), self.access.folder())?;
        }
        let linked =
            |path: &str| !changed.contains(path) && self.disk.link(&self.target.join(path), &new.join(path)).is_ok();
        let written =
            files.iter().filter(|(path, _)| !linked(path)).map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        laid(self.disk, &new, &folders, written, self.access)?;
        self.disk.sync(&[parent(&self.target)])
    }

    /// Exchanges the folders; gives where the old one is now.
    fn swap(&self, present: bool) -> io::Result<Option<PathBuf>> {
        let (new, old) = (self.built(), self.old());
        let there = match present.then(|| self.disk.exchange(&new, &self.target)) {
            None => self.disk.rename(&new, &self.target).map(|()| None),
            Some(Ok(())) => Ok(Some(new)),
            Some(Err(error)) if error.kind() == ErrorKind::Unsupported => {
                self.disk.rename(&self.target, &old)?;
                let moved = self.disk.rename(&new, &self.target);
                if moved.is_err() {
                    self.disk.rename(&old, &self.target)?;
                }
                moved.map(|()| Some(old))
            }
            Some(Err(error)) => Err(error),
        };
        let there = there?;
        self.disk.sync(&[parent(&self.target)])?;
        Ok(there)
    }

    fn swap_back(&self, old: &Path) -> io::Result<()> {
        let new = self.built();
        if old != new {
            self.disk.rename(&self.target, &new)?;
            self.disk.rename(old, &self.target)?;
        } else {
            self.disk.exchange(&new, &self.target)?;
        }
        self.disk.sync(&[parent(&self.target)])?;
        clear(self.disk, &new)
    }

    /// Finishes or takes away what a killed run left: once the old folder is aside, the new one is whole.
    fn take_up(&self) -> io::Result<()> {
        let (new, old) = (self.built(), self.old());
        if leftover(&old)? && kind(&self.target)?.is_none() {
            self.disk.rename(if leftover(&new)? { &new } else { &old }, &self.target)?;
            self.disk.sync(&[parent(&self.target)])?;
        }
        for left in [old, new] {
            if leftover(&left)? {
                // A run that was killed may have exchanged the folders and not waited until the disk had it.
                self.disk.sync(&[parent(&self.target)])?;
                clear(self.disk, &left)?;
            }
        }
        Ok(())
    }

    /// Takes away what was built and did not come into its place.
    fn give_up(&self) {
        let _ = self.take_up();
    }

    fn built(&self) -> PathBuf {
        beside(&self.target, "new")
    }

    fn old(&self) -> PathBuf {
        beside(&self.target, "old")
    }
}

impl Drop for Folder<'_> {
    fn drop(&mut self) {
        self.claim.release();
    }
}

/// Where a folder stands, by a name that can be exchanged: no link, and none that somebody works in.
fn place(target: &Path) -> Result<PathBuf, Unwritten> {
    let at = || Unwritten::at(target);
    let place =
        if target.file_name().is_some() { target.to_owned() } else { std::path::absolute(target).map_err(at())? };
    if place.file_name().is_none() {
        return Err(Unwritten::refused(target, "the folder has no name of its own"));
    }
    match kind(&place).map_err(at())? {
        None => return Ok(place),
        Some(Kind::Folder) => {}
        Some(other) => return Err(Unwritten::refused(target, &format!("it is {}, not a folder", other.name()))),
    }
    let full = place.canonicalize().map_err(at())?;
    if std::env::current_dir().and_then(|folder| folder.canonicalize()).is_ok_and(|folder| folder.starts_with(&full)) {
        return Err(Unwritten::refused(target, "it is the folder you stand in, which is replaced as a whole"));
    }
    Ok(place)
}

/// Makes files in a folder of their own, and waits until they and all the folders in it are on the disk.
pub(super) fn laid<'f>(
    disk: &dyn Disk,
    folder: &Path,
    folders: &BTreeSet<&Path>,
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
    access: Access,
) -> io::Result<()> {
    let mut made: Vec<PathBuf> = folders.iter().map(|inner| folder.join(inner)).collect();
    for (name, bytes) in files {
        let path = folder.join(name);
        let mut file = disk.create(&path, access.file())?;
        disk.fill(&path, &mut file, bytes)?;
        made.push(path);
    }
    made.push(folder.to_owned());
    let made: Vec<&Path> = made.iter().map(PathBuf::as_path).collect();
    disk.sync(&made)
}

/// Whether a run that was killed left this folder. Something else under its name is refused.
pub(super) fn leftover(path: &Path) -> io::Result<bool> {
    match kind(path)? {
        None => Ok(false),
        Some(Kind::Folder) => Ok(true),
        Some(other) => {
            let what = format!("`{}` is {} that this program did not make", path.display(), other.name());
            Err(io::Error::new(ErrorKind::InvalidInput, what))
        }
    }
}

/// Takes a folder away that this program made, or was let take away: plain files and folders, and nothing else.
pub(super) fn clear(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let found = entries(folder)?;
    if let Some((name, other)) = found.iter().find(|(_, kind)| !matches!(kind, Kind::File | Kind::Folder)) {
        let what = format!("`{}` is {} that this program did not make", folder.join(name).display(), other.name());
        return Err(io::Error::new(ErrorKind::InvalidInput, what));
    }
    // What is in a folder comes after it in the order of names.
    for (name, kind) in found.iter().rev() {
        let path = folder.join(name);
        if *kind == Kind::Folder { disk.remove_folder(&path)? } else { disk.remove(&path)? }
    }
    disk.remove_folder(folder)
}
