//! What a build leaves for the next, so that only what changed is made again. A wrong entry can cost time, and never a byte.
//!
//! In: what is asked for, and the release that stands in its folder. Out: the whole release where nothing changed, one with its text made
//! again where the text alone did, or the reason why all of it is to be made. Files that are taken over come from the release itself, each
//! by the hash that its manifest has, and the manifest by the hash that was kept; what is kept is sealed (`room`) and found by a key of
//! program, order and all inputs (`key`).

mod key;
mod room;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::console;
use crate::fault::Failure;
use crate::pipeline::{self, Built, Observer, Order};
use crate::publish::{Base, MANIFEST, Manifest};
use crate::source::{InputFile, Project, input, sha256};
use key::{Changed, Key};
use room::Room;

/// The cache of one build.
pub(super) struct Cache<'a> {
    root: &'a Path,
    /// What is asked for, which names the entries.
    name: String,
    /// None where nothing is kept, with the reason.
    open: Result<(Room, Key), String>,
    said: Said,
}

/// What is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    Nothing,
    /// What is kept.
    Kept,
    /// And why all else is not.
    Why,
}

/// What is known of the last build.
#[derive(Serialize, Deserialize)]
struct Last {
    key: Key,
    /// SHA-256 of its manifest, which has the hash of every other file.
    manifest: String,
    /// Paths of its documents.
    documents: Vec<String>,
}

/// All of the last build that no word of the text changes.
#[derive(Serialize, Deserialize)]
struct Kept<B> {
    /// Hash of the key but the text.
    of: String,
    base: B,
}

impl<'a> Cache<'a> {
    /// Opens the cache for what is asked for by this name; a reason why not to leaves it shut.
    pub(super) fn open(root: &'a Path, name: String, why_not: Option<&str>, said: Said) -> Self {
        let opened = || Ok((Room::open(root)?, Key::of(root, name.clone())?));
        let open = why_not.map_or_else(opened, |why| Err(why.to_owned()));
        Self { root, name, open, said }
    }

    /// The release, as far as it need not be made from the start; nothing where all of it must be.
    pub(super) fn answer(
        &self,
        project: &mut Project,
        (order, layouts): (Order, &[String]),
        folder: &Path,
        observer: &mut dyn Observer,
    ) -> Result<Option<Built>, Failure> {
        let (room, key) = match &self.open {
            Ok(open) => open,
            Err(why) => return Ok(self.nothing(why)),
        };
        let Some(last) = self.entry::<Last>(room, "last") else {
            return Ok(self.nothing("nothing is kept of a build before, or it is not as it was left"));
        };
        let changed = key.since(&last.key);
        if let Some(Changed::All(why)) = &changed {
            return Ok(self.nothing(why));
        }
        let Some((manifest, mut files)) = standing(folder, &last.manifest) else {
            return Ok(self.nothing(&format!("what stands in `{}` is not what was built last", folder.display())));
        };
        let Some(Changed::Text(why)) = changed else {
            self.says(Said::Kept, "everything: nothing changed since the last build");
            return Ok(Some(Built { outputs: files, manifest, documents: last.documents, base: None }));
        };
        let kept = self.entry::<Kept<Base>>(room, "base").filter(|kept| kept.of == key.but_text());
        let Some(base) = kept.map(|kept| kept.base) else {
            return Ok(self.nothing("nothing is kept of what the text rests on"));
        };
        self.says(Said::Kept, &format!("all but the text: {why}"));
        files.retain(|path, _| base.files().contains(path));
        let built = pipeline::retell(project, (order, layouts), (base, files), observer)?;
        if !key.holds(project.inputs()) {
            return Ok(self.nothing("files were written to meanwhile"));
        }
        Ok(Some(built))
    }

    /// Leaves for the next build what this one made.
    pub(super) fn keep(&self, built: &Built, inputs: &BTreeMap<String, InputFile>) {
        let Ok((room, key)) = &self.open else { return };
        // What changed while it was read may be in the release as it was before or after.
        let still = key.holds(inputs) && Key::of(self.root, self.name.clone()).is_ok_and(|now| now == *key);
        let kept = match (still, built.outputs.get(MANIFEST)) {
            (true, Some(manifest)) => {
                let base = built.base.as_ref().map(|base| Kept { of: key.but_text(), base });
                let documents = built.documents.clone();
                let last = Last { key: key.clone(), manifest: sha256(manifest), documents };
                base.map_or(Ok(()), |base| self.put(room, "base", &base)).and_then(|()| self.put(room, "last", &last))
            }
            _ => Err("files were written to meanwhile".to_owned()),
        };
        if let Err(why) = kept {
            self.says(Said::Why, &format!("nothing for the next build: {why}"));
        }
    }

    fn entry<T: for<'d> Deserialize<'d>>(&self, room: &Room, what: &str) -> Option<T> {
        serde_json::from_slice(&room.get(&format!("{}.{what}", self.name))?).ok()
    }

    fn put(&self, room: &Room, what: &str, entry: &impl Serialize) -> Result<(), String> {
        let bytes = serde_json::to_vec(entry).map_err(|error| error.to_string())?;
        room.put(&format!("{}.{what}", self.name), &bytes)
    }

    fn nothing(&self, why: &str) -> Option<Built> {
        self.says(Said::Why, &format!("nothing: {why}"));
        None
    }

    fn says(&self, of: Said, what: &str) {
        if of <= self.said {
            console::note(format_args!("{:<12}{what}", "kept"));
        }
    }
}

/// The files of a release that stands in a folder, each as its manifest lists it, and the manifest as it was left.
fn standing(folder: &Path, manifest: &str) -> Option<(Manifest, BTreeMap<String, Vec<u8>>)> {
    let bytes = |path: &str| input::read(&folder.join(path), input::MOST_BYTES).ok();
    let own = bytes(MANIFEST).filter(|own| sha256(own) == manifest)?;
    let listed: Manifest = serde_json::from_slice(&own).ok()?;
    let file = |(path, file): (&String, &InputFile)| {
        Some((path.clone(), bytes(path).filter(|bytes| sha256(bytes) == file.sha256)?))
    };
    let mut files: BTreeMap<String, Vec<u8>> = listed.outputs.iter().map(file).collect::<Option<_>>()?;
    files.insert(MANIFEST.to_owned(), own);
    Some((listed, files))
}
