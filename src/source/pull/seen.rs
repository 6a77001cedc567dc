//! Vintages that were offered and not adopted: noted beside the store, so that `--status` can show them without a
//! network, and so that they can be adopted without one.

use std::fs;
use std::path::PathBuf;

use crate::fault::Fault;
use crate::source::lock::Locked;
use crate::source::sha256;
use crate::source::store::Store;
use crate::writing::{self, Access, System};

fn file(store: &Store, key: &str) -> PathBuf {
    store.folder().join("seen").join(format!("{}.toml", sha256(key.as_bytes())))
}

/// The vintage offered under a key, if it is not the pinned one.
pub(super) fn get(store: &Store, key: &str) -> Option<Locked> {
    let text = fs::read_to_string(file(store, key)).ok()?;
    toml::from_str::<Locked>(&text).ok().filter(|locked| locked.key == key)
}

/// Notes one.
pub(super) fn note(store: &Store, locked: &Locked) -> Result<(), Fault> {
    let text = toml::to_string(locked).unwrap_or_default();
    let noted = writing::whole(&System, &file(store, &locked.key), text.as_bytes(), Access::Open);
    noted.map(drop).map_err(|unwritten| store.refuse(&unwritten.error))
}

/// Forgets every vintage of these bytes.
pub(super) fn forget_hash(store: &Store, sha256: &str) {
    let Ok(entries) = fs::read_dir(store.folder().join("seen")) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let noted = fs::read_to_string(&path).ok().and_then(|text| toml::from_str::<Locked>(&text).ok());
        if noted.is_none_or(|locked| locked.sha256 == sha256) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Forgets it: it was adopted, or the publisher went back.
pub(super) fn forget(store: &Store, key: &str) {
    let _ = fs::remove_file(file(store, key));
}
