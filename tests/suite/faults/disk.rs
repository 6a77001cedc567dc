//! A disk that fails at a step: the program is killed there, the power is cut, or there is no space left. From a kill on nothing it asks for
//! happens any more, cleaning up included; with the power goes whatever was not synced.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use assess::writing::{Disk, System};

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The program ends.
    Kill,
    /// The machine ends.
    Power,
    /// There is no space from then on.
    Full,
}

impl Fault {
    pub(crate) const ALL: [Self; 3] = [Self::Kill, Self::Power, Self::Full];
}

/// A disk that fails at the step `at`, counted from 0.
pub(crate) struct Failing {
    fault: Fault,
    at: usize,
    exchanges: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    steps: usize,
    dead: bool,
    /// Files whose bytes, and entries whose names, are not yet on the disk.
    bytes: BTreeSet<PathBuf>,
    names: BTreeSet<PathBuf>,
    /// Folders in which a rename is not yet on the disk.
    moved: BTreeSet<PathBuf>,
    /// Files with a second name that is not yet on the disk, and the folder of that name.
    linked: BTreeSet<(PathBuf, PathBuf)>,
    wrong: Vec<String>,
}

impl Failing {
    pub(crate) fn new(fault: Fault, at: usize, exchanges: bool) -> Self {
        Self { fault, at, exchanges, state: Mutex::default() }
    }

    /// Whether the step was reached.
    pub(crate) fn failed(&self) -> bool {
        self.state.lock().unwrap().steps > self.at
    }

    /// What was asked in an order that loses something with the power.
    pub(crate) fn wrong(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().wrong)
    }

    /// Counts a step. `takes` says whether it takes space.
    fn step(&self, takes: bool) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        let at = state.steps;
        state.steps += 1;
        if self.fault == Fault::Full {
            let full = at == self.at || (at > self.at && takes);
            return if full { Err(ErrorKind::StorageFull.into()) } else { Ok(()) };
        }
        if at == self.at {
            state.dead = true;
            if self.fault == Fault::Power {
                state.lose();
            }
        }
        if state.dead { Err(io::Error::other("the program has ended")) } else { Ok(()) }
    }

    fn noting(&self, note: impl FnOnce(&mut State)) {
        note(&mut self.state.lock().unwrap());
    }
}

impl State {
    fn lose(&mut self) {
        for path in &self.bytes {
            if let Ok(file) = fs::OpenOptions::new().write(true).open(path) {
                file.set_len(file.metadata().unwrap().len() / 2).unwrap();
            }
        }
        for path in self.names.iter().rev() {
            match path.symlink_metadata() {
                Ok(data) if data.is_dir() => fs::remove_dir_all(path).unwrap(),
                Ok(_) => fs::remove_file(path).unwrap(),
                Err(_) => {}
            }
        }
    }

    /// What is below one path is below another now.
    fn follow(&mut self, from: &Path, to: &Path) {
        let follow = |path: &PathBuf| match path.strip_prefix(from) {
            Ok(rest) if rest.as_os_str().is_empty() => to.to_owned(),
            Ok(rest) => to.join(rest),
            Err(_) => path.clone(),
        };
        for paths in [&mut self.bytes, &mut self.names, &mut self.moved] {
            *paths = paths.iter().map(follow).collect();
        }
        self.linked = self.linked.iter().map(|(file, folder)| (follow(file), follow(folder))).collect();
    }

    fn taken(&mut self, path: &Path) {
        let is_only_name = !self.moved.is_empty() || self.linked.iter().any(|(file, _)| file == path);
        if is_only_name && !path.to_string_lossy().ends_with("-lock") {
            self.wrong.push(format!("{} is taken away before what replaces it is on the disk", path.display()));
        }
        self.bytes.remove(path);
        self.names.remove(path);
    }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap().to_owned()
}

impl Disk for Failing {
    fn make(&self, folder: &Path, mode: u32) -> io::Result<()> {
        self.step(true)?;
        System.make(folder, mode)?;
        self.noting(|state| {
            state.names.insert(folder.to_owned());
        });
        Ok(())
    }

    fn create(&self, file: &Path, mode: u32) -> io::Result<File> {
        // A look at what is there changes nothing, and may be taken more than once.
        if !self.state.lock().unwrap().dead && file.symlink_metadata().is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.step(true)?;
        let made = System.create(file, mode)?;
        self.noting(|state| {
            state.names.insert(file.to_owned());
        });
        Ok(made)
    }

    fn fill(&self, path: &Path, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        self.noting(|state| {
            state.bytes.insert(path.to_owned());
        });
        // Half of it is written before the fault is met.
        if let Err(error) = self.step(true) {
            if self.fault != Fault::Power && self.state.lock().unwrap().steps == self.at + 1 {
                file.write_all(&bytes[..bytes.len() / 2])?;
            }
            return Err(error);
        }
        file.write_all(bytes)
    }

    fn permit(&self, path: &Path, like: &Metadata, mask: u32) -> io::Result<()> {
        self.step(false)?;
        System.permit(path, like, mask)
    }

    fn sync(&self, paths: &[&Path]) -> io::Result<()> {
        for path in paths {
            self.step(false)?;
            self.noting(|state| {
                state.bytes.remove(*path);
                state.moved.remove(*path);
                state.linked.retain(|(_, folder)| folder != path);
                state.names.retain(|name| name.parent() != Some(path));
            });
        }
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(true)?;
        System.link(from, to)?;
        self.noting(|state| {
            state.names.insert(to.to_owned());
            state.linked.insert((from.to_owned(), parent(to)));
        });
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(false)?;
        let stood = to.symlink_metadata().is_ok();
        System.rename(from, to)?;
        self.noting(|state| {
            state.follow(from, to);
            // Where a file stood, one or the other does.
            if stood {
                state.names.remove(to);
            }
            state.moved.insert(parent(to));
        });
        Ok(())
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.exchanges {
            return Err(ErrorKind::Unsupported.into());
        }
        self.step(false)?;
        // In one step, on whatever disk the tests run.
        let aside = other.with_extension("aside");
        System.rename(one, &aside)?;
        System.rename(other, one)?;
        System.rename(&aside, other)?;
        self.noting(|state| {
            state.follow(one, &aside);
            state.follow(other, one);
            state.follow(&aside, other);
            state.moved.insert(parent(other));
        });
        Ok(())
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.step(false)?;
        System.remove(file)?;
        self.noting(|state| state.taken(file));
        Ok(())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(false)?;
        System.remove_folder(folder)?;
        self.noting(|state| state.taken(folder));
        Ok(())
    }
}
