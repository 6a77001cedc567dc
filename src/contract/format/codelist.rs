//! Code lists: the words a column may hold, each with the other spellings under which it comes.
//!
//! In: entries of a TOML file, or rows of a reference table. Out: the code for a cell, and whether the cell had it by another
//! name. Names match whole, after case, spaces, hyphens, commas, `&` and footnote marks are made alike; nothing is guessed.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::fault::{nearest, shape};

/// A code list as its file has it: entries, or the columns of a reference table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileCodelist {
    /// Stable identifier.
    pub id: String,
    /// What it lists.
    pub title: String,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// How a code of it is called in a message: `the code or name of a force`.
    #[serde(default)]
    pub noun: String,
    /// Entries.
    #[serde(default)]
    pub entry: Vec<Entry>,
    /// A table that holds the entries instead.
    pub table: Option<Reference>,
}

/// One entry.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The code.
    pub id: String,
    /// What it means.
    pub title: String,
    /// The same in a few words, as they stand after a colon in a chart or table; the title with a small letter without it.
    #[serde(default)]
    pub short: String,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The wider code that holds it: counts of this one are added to those of the wider.
    #[serde(default)]
    pub within: String,
    /// What to know about it.
    #[serde(default)]
    pub note: String,
}

/// A reference table of the project whose rows are entries.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Path relative to the project folder.
    pub file: String,
    /// Contract of the table.
    pub contract: String,
    /// Column of the codes.
    pub code: String,
    /// Columns of names.
    #[serde(default)]
    pub names: Vec<String>,
    /// Column of further spellings, with `|` between them; empty where there is none.
    #[serde(default)]
    pub aliases: String,
    /// Whether it may be missing until somebody pulls it or puts it there. Nothing is read by the list before.
    #[serde(default)]
    pub may_be_missing: bool,
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// The code itself.
    pub id: String,
    /// What it means.
    pub title: String,
    /// The same in a few words; empty where the title is short enough.
    pub short: String,
    /// The wider code that holds it; empty where none does.
    pub within: String,
    /// How many other names it has: of a look-up, how many areas it is made of.
    pub names: usize,
}

/// A code list.
#[derive(Clone, Debug)]
pub struct Codelist {
    /// Stable identifier.
    pub id: String,
    /// How a code of it is called in a message; empty for a plain word.
    pub noun: String,
    /// Where it stands, for messages about long lists.
    pub file: String,
    codes: Vec<Arc<Code>>,
    exact: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    /// Spellings as written, for “did you mean”.
    spellings: Vec<(String, usize)>,
}

/// Longest list that a message names in full.
const NAMED: usize = 20;

/// A code found for a cell.
#[derive(Clone, Debug)]
pub struct Found {
    /// The code.
    pub code: Arc<Code>,
    /// Whether the cell had another name of it.
    pub by_name: bool,
}

impl Codelist {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<FileCodelist>()
    }

    /// A list of entries. Two entries of one name make it impossible to say which is meant; the name is given back.
    pub fn new(id: &str, noun: &str, file: &str, entries: Vec<Entry>) -> Result<Self, String> {
        let mut list = Self { id: id.to_owned(), noun: noun.to_owned(), file: file.to_owned(), ..Self::empty() };
        for (at, entry) in entries.into_iter().enumerate() {
            if list.exact.insert(entry.id.clone(), at).is_some() {
                return Err(entry.id);
            }
            for name in [&entry.id, &entry.title].into_iter().chain(&entry.aliases) {
                if name.is_empty() {
                    continue;
                }
                if list.names.insert(alike(name), at).is_some_and(|other| other != at) {
                    return Err(name.clone());
                }
                list.spellings.push((name.clone(), at));
            }
            list.codes.push(Arc::new(Code {
                id: entry.id,
                title: entry.title,
                short: entry.short,
                within: entry.within,
                names: entry.aliases.len(),
            }));
        }
        Ok(list)
    }

    /// A list of nothing.
    pub(super) fn empty() -> Self {
        Self {
            id: String::new(),
            noun: String::new(),
            file: String::new(),
            codes: Vec::new(),
            exact: BTreeMap::new(),
            names: BTreeMap::new(),
            spellings: Vec::new(),
        }
    }

    /// The code for a cell's text.
    pub fn find(&self, text: &str) -> Option<Found> {
        let (at, by_name) = match self.exact.get(text) {
            Some(at) => (*at, false),
            None => (*self.names.get(&alike(text))?, true),
        };
        self.codes.get(at).map(|code| Found { code: Arc::clone(code), by_name })
    }

    /// Whether it has no code: its table is not there yet.
    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The codes, in order.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().map(Arc::as_ref)
    }

    /// What is wrong with a text that is no code, and how to mend it.
    pub fn refusal(&self, text: &str, may_be_empty: bool) -> (String, String) {
        let what = match self.noun.as_str() {
            "" => format!("{} is not known here", shape(text)),
            noun => format!("{} is not {noun}", shape(text)),
        };
        let codes: Vec<&str> = self.codes().map(|code| code.id.as_str()).collect();
        let allowed = if codes.len() > NAMED {
            format!("the codes are in {}", self.file)
        } else {
            format!("allowed: {}{}", codes.join(", "), if may_be_empty { ", or nothing" } else { "" })
        };
        let near = nearest(text, self.spellings.iter().map(|(name, _)| name.as_str()));
        let code = near.and_then(|near| {
            let (_, at) = self.spellings.iter().find(|(name, _)| name == near)?;
            Some((near, self.codes.get(*at)?))
        });
        let remedy = match code {
            Some((near, code)) => {
                let meant =
                    if near == code.id { format!("`{near}`") } else { format!("`{near}`, which is `{}`", code.id) };
                format!("did you mean {meant}? {}{}", allowed[..1].to_uppercase(), &allowed[1..])
            }
            None => allowed,
        };
        (what, remedy)
    }
}

/// A name without what does not matter in it: case, spaces, hyphens, commas, `&` for “and”, footnote marks at its end.
pub fn alike(name: &str) -> String {
    let lower = without_footnote(name.trim()).to_lowercase().replace('&', " and ");
    let spaced: String = lower.chars().map(|letter| if is_space(letter) { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_space(letter: char) -> bool {
    matches!(letter, '-' | '_' | '–' | '—' | ',' | '\u{a0}') || letter.is_whitespace()
}

/// Cuts `[2]`, `[note 2]`, `(2)`, `*`, `†`, `‡` and raised digits from the end.
fn without_footnote(name: &str) -> &str {
    let mut rest = name.trim_end();
    loop {
        let shorter = rest.trim_end_matches(|mark| "*†‡¹²³⁴⁵⁶⁷⁸⁹⁰".contains(mark)).trim_end();
        let shorter = bracketed(shorter, '[', ']').or_else(|| bracketed(shorter, '(', ')')).unwrap_or(shorter);
        if shorter == rest || shorter.is_empty() {
            return rest;
        }
        rest = shorter;
    }
}

/// What stands before a number, or “note” and a number, in brackets.
fn bracketed(name: &str, open: char, close: char) -> Option<&str> {
    let (before, inside) = name.strip_suffix(close)?.rsplit_once(open)?;
    let number = inside.trim().to_lowercase();
    let number = number.strip_prefix("note").unwrap_or(&number).trim();
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| before.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, title: &str, aliases: &[&str]) -> Entry {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        Entry { id: id.to_owned(), title: title.to_owned(), aliases, ..Entry::default() }
    }

    fn list() -> Codelist {
        let entries =
            vec![entry("E1", "Devon and Cornwall Police", &["Devon & Cornwall"]), entry("E2", "Dyfed-Powys", &[])];
        Codelist::new("forces", "the code or name of a force", "forces.csv", entries).unwrap()
    }

    #[test]
    fn a_name_matches_whole_whatever_its_case_spaces_and_footnotes() {
        let list = list();
        for name in
            ["devon and  CORNWALL police", "Devon & Cornwall [note 3]", "Devon&Cornwall*", "Devon-and-Cornwall (2)"]
        {
            let found = list.find(name).unwrap();
            assert_eq!((found.code.id.as_str(), found.by_name), ("E1", true), "{name}");
        }
        assert_eq!(list.find("Dyfed Powys").unwrap().code.id, "E2");
        assert!(!list.find("E1").unwrap().by_name);
        for name in ["Devon", "Cornwall Police", "Devon and Cornwall Police Force", "[1]", "*", ""] {
            assert!(list.find(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_name_of_two_codes_is_refused() {
        let twice = vec![entry("E1", "London", &[]), entry("E2", "City", &["LONDON"])];
        assert_eq!(Codelist::new("forces", "", "", twice).unwrap_err(), "LONDON");
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let (what, remedy) = list().refusal("Dyfed-Powis", false);
        assert_eq!(what, "a text of 10 letters and 1 sign is not the code or name of a force");
        assert_eq!(remedy, "did you mean `Dyfed-Powys`, which is `E2`? Allowed: E1, E2");
    }
}
