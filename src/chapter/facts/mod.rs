//! Facts: the statistics as the text may use them, each a short piece of text under a stable name.
//!
//! Facts have names and a lineage each; the subjects make them of the published picture, and `registry` of the statistics. Names
//! read `<measure>.<statistic>.<period>` and exist for every period there is data for, and again for those that have a name: `<measure>.<statistic>.last`. "Cannot say" is a fact too, so a sentence
//! reads right whatever the data say.

pub mod evidence;
pub(in crate::chapter) mod periods;
mod registry;
mod sources;

pub use registry::statistic_of;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::lineage::Lineage;
use crate::national::registry::Method;

/// A statistic as the text may use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The words, ready to stand in a sentence.
    pub text: String,
    /// What it rests on.
    pub lineage: Lineage,
    /// How it was computed, where it is a statistic of the registry.
    pub method: Option<Method>,
    /// Its name with the period itself, where this one has the name of a period.
    pub dated: Option<String>,
}

/// All facts of an edition, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// Adds a fact.
    pub(in crate::chapter) fn add(&mut self, id: impl Into<String>, text: impl Into<String>, lineage: &Lineage) {
        self.0.insert(id.into(), Fact { text: text.into(), lineage: lineage.clone(), method: None, dated: None });
    }

    /// A fact.
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.0.get(id)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Fact)> {
        self.0.iter()
    }

    /// Their names.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
