//! `assess pull`: fetches what the catalogue names, checks it, keeps it in the store, and pins it in the lock.
//!
//! In: the catalogue, the lock, the network. Out: files in the store and a lock that changed only where bytes did. A file
//! that is new is pinned; one that changed is kept beside, told, and pinned only when asked for by name. The lock is
//! written after every file, so a pull that is killed loses nothing; two pulls never run in one project or store at once.
//! This is the only room that knows the network and the time of day.

mod admitted;
pub mod ask;
mod body;
pub mod change;
mod clock;
mod content;
#[cfg(feature = "sql")]
mod database;
mod fetch;
mod guard;
pub mod items;
pub mod kinds;
pub mod network;
mod one;
mod partial;
pub mod purge;
mod range;
pub mod secret;
mod seen;
pub mod status;
mod trouble;
pub mod withdraw;

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use super::Project;
use super::catalogue::{Catalogue, Source};
use super::lock::Lock;
use crate::fault::{Failure, Fault};
use change::{Changes, TextTable};
use items::Item;
use network::{Clients, Network};

/// Reads a file by the contract of its source. The room of the contracts comes after this one, so it is handed in.
pub trait ByContract: Sync {
    /// The rows as the contract has them, or what it refuses; nothing where there is no such contract. `name` is the file that whoever
    /// sent it knows.
    fn read(&self, source: &Source, name: &str, bytes: &[u8]) -> Option<Result<TextTable, Vec<Fault>>>;

    /// What is wrong with the names of columns before any row is there: columns that it does not know, or that are missing. Nothing where there is no
    /// such contract.
    fn header(&self, source: &Source, names: &[String]) -> Option<Vec<Fault>>;
}

/// What is asked of a pull.
pub struct Options<'a> {
    /// Sources to pull; all without any.
    pub only: Vec<String>,
    /// Sources, or single files by their keys, that are adopted where they changed.
    pub update: Vec<String>,
    /// Say what would be asked; ask and write nothing.
    pub dry_run: bool,
    /// Ask nothing: hold the store against the lock.
    pub offline: bool,
    /// Fail where the lock would change.
    pub locked: bool,
    /// Files fetched at once.
    pub jobs: usize,
    /// This instant in UTC, ISO 8601: written as `first_seen` of what is new.
    pub now: String,
    /// How to reach servers.
    pub network: Network,
    /// Environment variables, for tokens.
    pub environment: &'a (dyn Fn(&str) -> Option<String> + Sync),
    /// The contracts, where the project has them.
    pub contracts: Option<&'a dyn ByContract>,
}

/// Told how a pull goes, from several threads. `key` is that of the lock.
pub trait Progress: Sync {
    /// A file is begun.
    fn begin(&self, _key: &str) {}
    /// Bytes so far, and in all where the server says.
    fn bytes(&self, _key: &str, _got: u64, _of: Option<u64>) {}
    /// Something worth knowing, such as a wait.
    fn note(&self, _key: &str, _said: &str) {}
    /// A file is done.
    fn end(&self, _outcome: &Outcome) {}
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is the one that is pinned.
    Pinned,
    /// It is the one that is pinned; the store had lost it, and has it again.
    Restored,
    /// It was not pinned before, and is now.
    New,
    /// It is not the one that is pinned. Kept in the store, not adopted.
    Changed(Difference),
    /// It was not the one that was pinned, and is pinned now, because it was asked for.
    Updated(Difference),
    /// The force has sent nothing yet.
    Absent,
    /// What a dry run would ask.
    Planned(String),
    /// It could not be had.
    Failed(Fault),
}

/// Two vintages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// SHA-256 and length of the pinned one.
    pub before: (String, u64),
    /// SHA-256 and length of the one offered.
    pub after: (String, u64),
    /// What changed in the table; nothing where it could not be compared.
    pub changes: Option<Changes>,
}

/// A file and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Key in the lock.
    pub key: String,
    /// What became of it.
    pub state: State,
    /// What the publisher says of its standing; empty where nothing is said.
    pub notice: String,
    /// What its contract refuses of what is offered, or of what is pinned now: the build will too.
    pub refused: Vec<Fault>,
}

/// What a pull did, sorted by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The files.
    pub outcomes: Vec<Outcome>,
}

impl Report {
    /// The faults of files that could not be had.
    pub fn faults(&self) -> Vec<Fault> {
        let fault = |outcome: &Outcome| match &outcome.state {
            State::Failed(fault) => Some(fault.clone()),
            _ => None,
        };
        self.outcomes.iter().filter_map(fault).collect()
    }

    /// Files that are pinned now and that their contracts refuse, with the first of what is wrong.
    pub fn refused(&self) -> impl Iterator<Item = (&str, &Fault)> {
        let pinned = |outcome: &&Outcome| !matches!(outcome.state, State::Changed(_));
        self.outcomes.iter().filter(pinned).filter_map(|outcome| Some((outcome.key.as_str(), outcome.refused.first()?)))
    }

    /// Keys of changed files that were not adopted.
    pub fn changed(&self) -> Vec<&str> {
        let changed = self.outcomes.iter().filter(|outcome| matches!(outcome.state, State::Changed(_)));
        changed.map(|outcome| outcome.key.as_str()).collect()
    }
}

/// What all files of a pull share.
struct Shared<'a> {
    root: &'a std::path::Path,
    store: &'a super::store::Store,
    catalogue: &'a Catalogue,
    options: &'a Options<'a>,
    clients: Clients,
    lock: Mutex<Lock>,
    parts: Mutex<BTreeSet<String>>,
    progress: &'a dyn Progress,
}

/// Pulls. A file that fails does not keep the others from being pulled; the report names every one.
pub fn pull(
    project: &mut Project,
    catalogue: &Catalogue,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Result<Report, Failure> {
    let mut only = options.only.clone();
    // An update of a source that is not named with --only would never be reached.
    only.extend(options.update.iter().filter(|id| !options.only.is_empty() && !options.only.contains(id)).cloned());
    items::items(project, catalogue, &options.update)?;
    let items = items::items(project, catalogue, &only)?;
    let _guard = if options.dry_run { None } else { Some(guard::Guard::take(project)?) };
    let shared = Shared {
        root: project.root(),
        store: project.store(),
        catalogue,
        options,
        clients: Clients::new(options.network.clone()),
        lock: Mutex::new(Lock::read(project.root())?),
        parts: Mutex::new(BTreeSet::new()),
        progress,
    };
    let mut outcomes = at_once(&shared, items);
    // What is half fetched of a file that is pulled no more is kept for nobody.
    if only.is_empty() && !options.dry_run && !options.offline {
        partial::sweep(shared.store, &shared.parts.lock().unwrap_or_else(PoisonError::into_inner));
    }
    outcomes.sort_by(|left, right| left.key.cmp(&right.key));
    Ok(Report { outcomes })
}

/// Works the files off, a bounded number at a time.
fn at_once(shared: &Shared<'_>, items: Vec<Item>) -> Vec<Outcome> {
    let threads = shared.options.jobs.clamp(1, 32).min(items.len().max(1));
    let queue = Mutex::new(VecDeque::from(items));
    let done = Mutex::new(Vec::new());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(item) = next() {
                    shared.progress.begin(&item.key);
                    let outcome = one::pull(shared, &item);
                    shared.progress.end(&outcome);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push(outcome);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}
