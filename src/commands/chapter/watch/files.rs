//! What stands in the folders of a project, and what changed in it.
//!
//! In: the folders `report` and `data`. Out: whether a change is one of the text alone or of more. The folders are looked at many times a
//! second, which takes a part of a millisecond and finds changes on a share too, where the system tells of none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::super::rooms;

/// Time between two looks.
const LOOK: Duration = Duration::from_millis(25);

/// Time in which nothing more must happen before a change counts as whole, and how often it is waited for. It is longer than a tick of the
/// clock of files, so that what is read after it is what was looked at.
const SETTLED: Duration = Duration::from_millis(15);
const MOST_WAITS: usize = 40;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changed {
    /// Words of texts that were there before, and nothing else.
    Text,
    /// Anything else.
    More,
}

/// By what a file is known to be another: when it was written, and how long it is.
type Mark = (Option<SystemTime>, u64);

/// The files, as they were seen last.
pub(super) struct Files {
    root: PathBuf,
    seen: BTreeMap<PathBuf, Mark>,
}

impl Files {
    /// Looks for the first time.
    pub(super) fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), seen: look(root) }
    }

    /// Waits for a change.
    pub(super) fn changed(&mut self) -> Changed {
        loop {
            let mut now = look(&self.root);
            if now == self.seen {
                thread::sleep(LOOK);
                continue;
            }
            for _ in 0..MOST_WAITS {
                thread::sleep(SETTLED);
                let later = look(&self.root);
                if later == now {
                    break;
                }
                now = later;
            }
            let changed = between(&self.seen, &now);
            self.seen = now;
            if let Some(changed) = changed {
                return changed;
            }
        }
    }
}

/// What cannot be listed or read counts as not there; the build says what is wrong with it.
fn look(root: &Path) -> BTreeMap<PathBuf, Mark> {
    let mut files = BTreeMap::new();
    rooms::walk(root, &mut |path, found| {
        let below = path.strip_prefix(root).unwrap_or(path);
        let passing = below.iter().any(|name| is_passing(&name.to_string_lossy()));
        if let Some(data) = found.ok().filter(|_| !passing) {
            files.insert(path.to_owned(), (data.modified().ok(), data.len()));
        }
    });
    files
}

/// Whether a file is one that an editor keeps for itself while another is open or saved.
fn is_passing(name: &str) -> bool {
    name.starts_with(['.', '#', '~'])
        || name.ends_with(['~', '#'])
        || [".swp", ".tmp"].iter().any(|end| name.ends_with(end))
        || name == "4913"
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "typ")
}

/// What changed from one look to another; nothing where they are alike.
fn between(before: &BTreeMap<PathBuf, Mark>, now: &BTreeMap<PathBuf, Mark>) -> Option<Changed> {
    if before == now {
        return None;
    }
    let same_files = before.keys().eq(now.keys());
    let mut others = before.iter().filter(|(path, mark)| now.get(*path) != Some(mark));
    Some(if same_files && others.all(|(path, _)| is_text(path)) { Changed::Text } else { Changed::More })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_editor_keeps_for_itself_is_no_change() {
        for name in
            [".20-forces.typ.swp", "20-forces.typ~", "#20-forces.typ#", ".#20-forces.typ", "~$returns.xlsx", "4913"]
        {
            assert!(is_passing(name), "{name}");
        }
        assert!(["20-forces.typ", "edition.toml", "returns.xlsx", "a.csv"].iter().all(|name| !is_passing(name)));
    }

    #[test]
    fn words_of_a_text_are_text_and_all_else_is_more() {
        let at = |text: u64, data: u64| {
            BTreeMap::from([(PathBuf::from("report/a.typ"), (None, text)), (PathBuf::from("data/b.csv"), (None, data))])
        };
        let before = at(1, 1);
        assert_eq!(between(&before, &before), None);
        assert_eq!(between(&before, &at(2, 1)), Some(Changed::Text));
        assert_eq!(between(&before, &at(2, 2)), Some(Changed::More));
        let mut fewer = before.clone();
        fewer.remove(Path::new("report/a.typ"));
        assert_eq!(between(&before, &fewer), Some(Changed::More), "a manifest names each text");
        assert_eq!(between(&fewer, &before), Some(Changed::More));
    }
}
