//! How the sources stand, without a network: the catalogue, the lock and the store held against each other.

use super::items::{self, Item};
use super::seen;
use crate::fault::Failure;
use crate::source::Project;
use crate::source::catalogue::{Catalogue, Kind};
use crate::source::lock::{Lock, Locked};
use crate::source::store::Held;

/// How one file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Pinned, and whole in the store.
    Pinned,
    /// Pinned and held; the last pull was offered another vintage, which waits for `--update`.
    Changed,
    /// In the catalogue and never pulled.
    New,
    /// Pinned, and not in the store.
    Missing,
    /// Pinned, and in the store with other bytes.
    Damaged,
    /// Pinned for an address that the catalogue no longer gives, or for a source it no longer names.
    Stale,
    /// A return that the force has not sent.
    Awaited,
}

impl Standing {
    /// Every standing, in the order of the summary.
    pub const ALL: [Self; 7] =
        [Self::Pinned, Self::Changed, Self::New, Self::Missing, Self::Damaged, Self::Stale, Self::Awaited];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::Stale => "stale",
            Self::Awaited => "awaited",
        }
    }
}

/// One line of the status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Key in the lock.
    pub key: String,
    /// How it stands.
    pub standing: Standing,
    /// What is pinned, where something is.
    pub pinned: Option<Locked>,
    /// What was offered and not adopted.
    pub offered: Option<Locked>,
}

/// The status of every fetched file, sorted by key.
pub fn status(project: &mut Project, catalogue: &Catalogue, only: &[String]) -> Result<Vec<Line>, Failure> {
    let items = items::items(project, catalogue, only)?;
    let lock = Lock::read(project.root())?;
    let mut lines: Vec<Line> = items.iter().map(|item| line(project, &lock, item)).collect();
    for locked in lock.iter() {
        let named = items.iter().any(|item| item.key == locked.key);
        let chosen = only.is_empty() || only.iter().any(|name| name == locked.source() || *name == locked.key);
        if !named && chosen {
            let standing = Standing::Stale;
            lines.push(Line { key: locked.key.clone(), standing, pinned: Some(locked.clone()), offered: None });
        }
    }
    lines.sort_by(|left, right| left.key.cmp(&right.key));
    Ok(lines)
}

fn line(project: &Project, lock: &Lock, item: &Item) -> Line {
    let pinned = lock.get(&item.key).cloned();
    let offered = seen::get(project.store(), &item.key);
    let offered = offered.filter(|offered| pinned.as_ref().is_some_and(|pinned| pinned.sha256 != offered.sha256));
    let standing = match &pinned {
        None if item.source.kind == Kind::Inbox => Standing::Awaited,
        None => Standing::New,
        Some(pinned) => match project.store().held(&pinned.sha256) {
            Held::Missing => Standing::Missing,
            Held::Damaged => Standing::Damaged,
            Held::Whole if pinned.url != item.asked() => Standing::Stale,
            Held::Whole if offered.is_some() => Standing::Changed,
            Held::Whole => Standing::Pinned,
        },
    };
    Line { key: item.key.clone(), standing, pinned, offered }
}
