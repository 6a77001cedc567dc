//! What is different from the assessment before: its definition, its data, its methods, its judgements, each in a sentence or two.
//!
//! In: the `[[changed]]` entries of `edition.toml`. Out: one entry a kind. Their words may hold facts, which the chapter binds; the next
//! edition is made with a decision to say them anew.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::Check;
use crate::fault::Place;
use crate::source::Spanned;

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// What is counted.
    Definition,
    /// What it rests on.
    Data,
    /// How numbers are made.
    Methods,
    /// What is judged.
    Judgements,
}

impl Kind {
    /// Its name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Data => "data",
            Self::Methods => "methods",
            Self::Judgements => "judgements",
        }
    }
}

/// Something that is different from the assessment before.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// What has changed.
    pub kind: Kind,
    /// How, without the last full stop; `{fact.name}` stands for a fact.
    pub words: String,
    /// Where it is said.
    #[serde(skip)]
    pub place: Place,
}

impl Check<'_> {
    /// What has changed: each kind once, and in words.
    pub(super) fn changed(&mut self, entries: Vec<Spanned<Changed>>) -> Vec<Changed> {
        let mut read: Vec<Changed> = Vec::new();
        for entry in entries {
            let span = entry.span();
            let entry = Changed { place: self.settings.place(&span), ..entry.into_inner() };
            let kind = entry.kind.id();
            if entry.words.trim().is_empty() {
                let what = format!("what has changed of `{kind}` is empty");
                self.refuse(&span, what, "say what is different from the assessment before, or take the entry out");
            }
            if read.iter().any(|other| other.kind == entry.kind) {
                let what = format!("what has changed of `{kind}` is said twice");
                self.refuse(&span, what, "say it in one entry");
            }
            read.push(entry);
        }
        read
    }
}
