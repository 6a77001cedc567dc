//! `assess pull --purge`: takes a file out of the store for good, and its pin out of the lock. For what should never have been kept.
//!
//! In: keys of the lock, or hashes. Out: what was removed: the bytes, those that were offered under the same key, what was half
//! fetched, and the pins. The hash stays in the history of the lock; of the bytes nothing stays here.

use std::collections::BTreeSet;
use std::fs;

use super::guard::Guard;
use super::seen;
use crate::fault::{Failure, nearest};
use crate::source::Project;
use crate::source::lock::Lock;

/// Digits of a hash that name it.
const LEAST_DIGITS: usize = 12;

/// What was taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purged {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Whether the store had them.
    pub held: bool,
    /// Keys that were pinned to them.
    pub keys: Vec<String>,
}

/// Takes them out. A name that is nothing is an error before anything is removed.
pub fn purge(project: &Project, names: &[String]) -> Result<Vec<Purged>, Failure> {
    let _guard = Guard::take(project)?;
    let store = project.store();
    let mut lock = Lock::read(project.root())?;
    let mut hashes = BTreeSet::new();
    for name in names {
        let found = named(project, &lock, name)?;
        if found.is_empty() {
            let keys = lock.iter().map(|locked| locked.key.as_str());
            let remedy = match nearest(name, keys) {
                Some(near) => format!("did you mean `{near}`? `assess pull --status` lists the keys"),
                None => "name a key as `assess pull --status` lists it, or the first 12 digits of a hash".to_owned(),
            };
            return Err(Failure::cannot_run(
                format!("neither lock nor store has `{name}`; nothing was removed"),
                remedy,
            ));
        }
        hashes.extend(found);
    }
    let mut purged = Vec::new();
    for sha256 in hashes {
        // The bytes first: whatever stops this, they are gone, and the lock says of them that they are missing.
        let path = store.path(&sha256);
        let held = path.exists();
        if held {
            fs::remove_file(&path).map_err(|error| store.refuse(&error))?;
        }
        seen::forget_hash(store, &sha256);
        let keys = lock.unpin(&sha256);
        purged.push(Purged { sha256, held, keys });
    }
    // What is half fetched may be the beginning of the same file.
    super::partial::sweep(store, &BTreeSet::new());
    lock.write(project.root())?;
    Ok(purged)
}

/// The hashes that a name stands for: those pinned and offered under a key, or the one that begins so.
fn named(project: &Project, lock: &Lock, name: &str) -> Result<Vec<String>, Failure> {
    let offered = seen::get(project.store(), name).map(|locked| locked.sha256);
    let of_key: Vec<String> = lock.get(name).map(|locked| locked.sha256.clone()).into_iter().chain(offered).collect();
    let is_hash = name.len() >= LEAST_DIGITS && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !of_key.is_empty() || !is_hash {
        return Ok(of_key);
    }
    let start = name.to_ascii_lowercase();
    let pinned = lock.iter().map(|locked| locked.sha256.clone());
    let all: BTreeSet<String> =
        pinned.chain(project.store().hashes()).filter(|hash| hash.starts_with(&start)).collect();
    if all.len() > 1 {
        let what = format!("`{name}` begins {} hashes; nothing was removed", all.len());
        return Err(Failure::cannot_run(what, "give more digits"));
    }
    Ok(all.into_iter().collect())
}
