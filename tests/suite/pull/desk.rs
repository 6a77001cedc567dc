//! A project folder for pulls: three forces, a catalogue that the test writes, and a patient clock.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assess::fault::{Failure, Fault, Place};
use assess::source::catalogue::{Catalogue, Source};
use assess::source::lock::{LOCK, Lock, Locked};
use assess::source::pull::change::TextTable;
use assess::source::pull::network::Network;
use assess::source::pull::{self, ByContract, Options, Outcome, Progress, Report, State};
use assess::source::{Columns, Project, check_names};
use tempfile::TempDir;

pub(crate) const NOW: &str = "2026-11-24T06:00:00Z";

const FORCES: &str = r#"
[[source]]
id = "forces"
title = "Forces"
publisher = "Nobody"
licence = "None"
path = "forces.csv"
synthetic = true
contract = "forces"
"#;

/// Options that a test changes.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) only: Vec<String>,
    pub(crate) update: Vec<String>,
    pub(crate) dry_run: bool,
    pub(crate) offline: bool,
    pub(crate) locked: bool,
    pub(crate) jobs: usize,
    pub(crate) now: String,
    pub(crate) network: Network,
    pub(crate) environment: BTreeMap<String, String>,
    /// Columns of the contract of every source.
    pub(crate) columns: Option<&'static [&'static str]>,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            update: Vec::new(),
            dry_run: false,
            offline: false,
            locked: false,
            jobs: 4,
            now: NOW.to_owned(),
            network: impatient(),
            environment: BTreeMap::new(),
            columns: None,
        }
    }
}

/// A contract that says which columns there are, and reads nothing.
struct Named(&'static [&'static str]);

impl ByContract for Named {
    fn read(&self, _: &Source, _: &str, _: &[u8]) -> Option<Result<TextTable, Vec<Fault>>> {
        None
    }

    fn header(&self, _: &Source, names: &[String]) -> Option<Vec<Fault>> {
        let columns: Columns<'_> = self.0.iter().copied().collect();
        Some(check_names(names, &columns, |_, _| Place::default()))
    }
}

/// A network in which everything happens within a second or two.
pub(crate) fn impatient() -> Network {
    Network {
        connect: Duration::from_secs(2),
        silence: Duration::from_millis(400),
        slowest: 2_000,
        attempts: 3,
        back_off: Duration::from_millis(20),
        longest_wait: Duration::from_secs(3),
        ..Network::default()
    }
}

pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A project with these sources besides the forces, which may ask this machine.
    pub(crate) fn new(sources: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir_all(desk.path("report")).unwrap();
        fs::create_dir_all(desk.path("data")).unwrap();
        desk.write("data/forces.csv", "force_code,force_name\nE23000001,One\nE23000002,Two\nBTP,Three\n");
        desk.catalogue(sources);
        desk
    }

    pub(crate) fn catalogue(&self, sources: &str) {
        let pull = "[pull]\nhosts = [\"127.0.0.1\", \"localhost\"]\nlargest_bytes = 2000000\nlongest_seconds = 20\n";
        // A source may bring its own [pull].
        let pull = if sources.contains("[pull]") { "" } else { pull };
        self.write("data/sources.toml", format!("{pull}{FORCES}{sources}"));
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(file), bytes).unwrap();
    }

    pub(crate) fn project(&self) -> Project {
        Project::open(self.root()).unwrap()
    }

    pub(crate) fn read_catalogue(&self) -> Result<Catalogue, Vec<Fault>> {
        Catalogue::read(&mut self.project())
    }

    pub(crate) fn try_pull(&self, wish: &Wish) -> Result<Report, Failure> {
        self.watched(wish, &Silent)
    }

    pub(crate) fn watched(&self, wish: &Wish, progress: &dyn Progress) -> Result<Report, Failure> {
        let mut project = self.project();
        let catalogue = Catalogue::read(&mut project)?;
        let environment = |name: &str| wish.environment.get(name).cloned();
        let wish = wish.clone();
        let named = wish.columns.map(Named);
        let options = Options {
            only: wish.only,
            update: wish.update,
            dry_run: wish.dry_run,
            offline: wish.offline,
            locked: wish.locked,
            jobs: wish.jobs,
            now: wish.now,
            network: wish.network,
            environment: &environment,
            contracts: named.as_ref().map(|named| named as &dyn ByContract),
        };
        pull::pull(&mut project, &catalogue, &options, progress)
    }

    pub(crate) fn pull(&self, wish: &Wish) -> Report {
        self.try_pull(wish).unwrap()
    }

    /// Pulls, and gives the one outcome there is.
    pub(crate) fn one(&self, wish: &Wish) -> Outcome {
        let report = self.pull(wish);
        assert_eq!(report.outcomes.len(), 1, "{report:?}");
        report.outcomes.into_iter().next().unwrap()
    }

    /// Pulls, and gives the fault of the one file there is.
    pub(crate) fn fault(&self, wish: &Wish) -> Fault {
        match self.one(wish).state {
            State::Failed(fault) => fault,
            other => panic!("no fault but {other:?}"),
        }
    }

    pub(crate) fn lock_text(&self) -> String {
        fs::read_to_string(self.path(LOCK)).unwrap_or_default()
    }

    pub(crate) fn pinned(&self, key: &str) -> Locked {
        Lock::read(self.root()).unwrap().get(key).unwrap().clone()
    }

    /// The bytes a build would read.
    pub(crate) fn built(&self, path: &str) -> Result<Vec<u8>, Fault> {
        self.project().bytes(path)
    }

    /// Files of the store that are not whole vintages.
    pub(crate) fn unfinished(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path(".assess/store/partial")).map(|entries| entries.flatten().collect());
        let entries: Vec<fs::DirEntry> = entries.unwrap_or_default();
        entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

struct Silent;

impl Progress for Silent {}

/// A source of kind `file`.
pub(crate) fn file(id: &str, url: &str, format: &str, more: &str) -> String {
    source(id, &format!("kind = \"file\"\nurl = \"{url}\"\nformat = \"{format}\"\n{more}"))
}

/// A source with these keys besides those every source has.
pub(crate) fn source(id: &str, more: &str) -> String {
    format!(
        "\n[[source]]\nid = \"{id}\"\ntitle = \"A title\"\npublisher = \"A publisher\"\nlicence = \"OGL v3.0\"\n\
         synthetic = false\n{more}\n"
    )
}
