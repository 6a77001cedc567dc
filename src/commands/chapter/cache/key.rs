//! By what it is known that nothing changed: the program, what is asked of it, and every file of the project by its hash, all in plain words.
//!
//! In: a project folder. Out: a key that can be printed, and in words what differs from an earlier one. A file is known by its bytes and not
//! by its time. More files may be in it than a build reads: a change of one of those costs time, and no byte.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::super::rooms;
use crate::source::{InputFile, input, sha256, store};

/// Stands for the hash of what cannot be read.
const UNREADABLE: &str = "cannot be read";

/// How the paths of what was fetched begin: the lock pins it by hash, and is a file of the key.
const FETCHED: &str = "fetched/";

/// Names of changed files that are said; the others are counted.
const SAID: usize = 3;

/// What a build rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Key {
    /// The program: another may make other bytes of the same files.
    program: String,
    /// What was asked of it.
    asked: String,
    /// The hash of every file but the text, by path.
    data: BTreeMap<String, String>,
    /// The hash of every text, by path.
    text: BTreeMap<String, String>,
}

impl Key {
    /// The key of a project folder at present; none where it cannot be known, with the reason.
    pub(super) fn of(root: &Path, asked: String) -> Result<Self, &'static str> {
        let program = program().ok_or("the file of this program is not where it was started from")?;
        let (mut data, mut text) = (BTreeMap::new(), BTreeMap::new());
        let whole = rooms::walk(root, &mut |path, found| {
            let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
            let hash = found.and_then(|_| hash(path)).unwrap_or_else(|_| UNREADABLE.to_owned());
            let is_text = name.starts_with("report/") && name.ends_with(".typ");
            if is_text { &mut text } else { &mut data }.insert(name, hash);
        });
        if whole {
            Ok(Self { program, asked, data, text })
        } else {
            Err("folders of the project lie in one another too deep")
        }
    }

    /// A hash of all but the text.
    pub(super) fn but_text(&self) -> String {
        let Self { program, asked, data, .. } = self;
        sha256(&serde_json::to_vec(&(program, asked, data)).unwrap_or_default())
    }

    /// Whether the files that a build read are those of the key.
    pub(super) fn holds(&self, read: &BTreeMap<String, InputFile>) -> bool {
        let hash = |path: &String| self.data.get(path).or_else(|| self.text.get(path));
        read.iter().all(|(path, file)| path.starts_with(FETCHED) || hash(path) == Some(&file.sha256))
    }

    /// What differs from an earlier key; nothing where both are equal.
    pub(super) fn since(&self, before: &Self) -> Option<Changed> {
        if self.program != before.program {
            return Some(Changed::All(format!("the program was {}, and is {}", before.program, self.program)));
        }
        if self.asked != before.asked {
            return Some(Changed::All(format!("{} was asked for, and not {}", before.asked, self.asked)));
        }
        let data = between(&before.data, &self.data);
        let text = between(&before.text, &self.text);
        match (data.is_empty(), text.is_empty()) {
            (true, true) => None,
            (true, false) => Some(Changed::Text(several(&text))),
            (false, _) => Some(Changed::All(several(&data))),
        }
    }
}

/// What changed since an earlier build, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Changed {
    /// Texts and nothing else.
    Text(String),
    /// More than that.
    All(String),
}

/// Paths that are new, gone or of another hash.
fn between<'a>(before: &'a BTreeMap<String, String>, now: &'a BTreeMap<String, String>) -> Vec<&'a str> {
    let here = now.iter().filter(|(path, hash)| before.get(*path) != Some(hash)).map(|(path, _)| path.as_str());
    let mut paths: Vec<&str> =
        here.chain(before.keys().map(String::as_str).filter(|path| !now.contains_key(*path))).collect();
    paths.sort_unstable();
    paths
}

fn several(paths: &[&str]) -> String {
    let first = paths.iter().take(SAID).copied().collect::<Vec<_>>().join(", ");
    let more = paths.len().saturating_sub(SAID);
    if more > 0 { format!("{first} and {more} more changed") } else { format!("{first} changed") }
}

/// The hash of a plain file. What is none, such as a pipe, is not waited for.
fn hash(path: &Path) -> io::Result<String> {
    store::hash(input::open(path, u64::MAX)?).map(|(sha256, _)| sha256)
}

/// The program by its sources, and by its own file: one that was linked otherwise is another.
fn program() -> Option<String> {
    let own = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let written = own.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let code = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), ", code ", env!("ASSESS_CODE"));
    Some(format!("{code}, {} bytes of {}.{:09}", own.len(), written.as_secs(), written.subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(program: &str, data: &[(&str, &str)], text: &[(&str, &str)]) -> Key {
        let map = |files: &[(&str, &str)]| {
            files.iter().map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned())).collect()
        };
        Key { program: program.to_owned(), asked: "2027".to_owned(), data: map(data), text: map(text) }
    }

    #[test]
    fn what_changed_is_said_and_a_text_is_told_from_data_and_program() {
        let before = key("a", &[("data/a.csv", "1"), ("data/b.csv", "1")], &[("report/a.typ", "1")]);
        assert_eq!(before.since(&before), None);
        let changed = |now: &Key| now.since(&before).unwrap();
        let text =
            key("a", &[("data/a.csv", "1"), ("data/b.csv", "1")], &[("report/a.typ", "2"), ("report/b.typ", "1")]);
        assert_eq!(changed(&text), Changed::Text("report/a.typ, report/b.typ changed".to_owned()));
        assert_eq!(text.but_text(), before.but_text());
        // A file less is a change too, and of a text beside it nothing is said.
        let data = key("a", &[("data/a.csv", "1")], &[("report/a.typ", "2")]);
        assert_eq!(changed(&data), Changed::All("data/b.csv changed".to_owned()));
        assert_ne!(data.but_text(), before.but_text());
        let other = key("b", &[("data/a.csv", "1"), ("data/b.csv", "1")], &[("report/a.typ", "1")]);
        assert!(matches!(changed(&other), Changed::All(why) if why.contains("program")));
        assert_ne!(other.but_text(), before.but_text());
    }

    #[test]
    fn a_build_that_read_what_is_not_in_the_key_is_not_of_it() {
        let key = key("a", &[("data/a.csv", "1")], &[]);
        let read = |path: &str, sha256: &str| {
            BTreeMap::from([(path.to_owned(), InputFile { sha256: sha256.to_owned(), bytes: 1 })])
        };
        assert!(key.holds(&read("data/a.csv", "1")) && key.holds(&read("fetched/a.csv", "9")));
        assert!(!key.holds(&read("data/a.csv", "2")), "written to while it was built");
        assert!(!key.holds(&read("elsewhere/a.csv", "1")), "of a folder that the key does not look into");
    }
}
