//! Facts: the statistics as the text may use them, each a short piece of text under a stable name.
//!
//! In: the national picture. Out: facts by name, each with its lineage. Names read `<measure>.<statistic>.<period>` and
//! exist for every period there is data for, and again for those that have a name: `<measure>.<statistic>.last`. "Cannot say" is a fact too, so a sentence reads right whatever the data say.

pub(in crate::chapter) mod agreed;
pub(in crate::chapter) mod breakdowns;
pub(in crate::chapter) mod confidence;
pub(in crate::chapter) mod index;
pub(in crate::chapter) mod periods;
mod published;
mod quality;
mod reconciliation;
mod recorded;
mod registry;
mod sources;

use std::collections::BTreeMap;

use super::wording;
use crate::disclosure::Picture;
use crate::lineage::Lineage;
use crate::statistics::change::Change;

/// A statistic as the text may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The words, ready to stand in a sentence.
    pub text: String,
    /// What it rests on.
    pub lineage: Lineage,
}

/// All facts of an edition, by name.
#[derive(Clone, Debug, Default)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// The facts of a national picture.
    pub fn of(picture: &Picture) -> Self {
        let mut facts = Self::default();
        recorded::add(&mut facts, picture);
        published::add(&mut facts, picture);
        agreed::add(&mut facts, picture);
        index::add(&mut facts, picture);
        breakdowns::add(&mut facts, picture);
        reconciliation::add(&mut facts, picture);
        confidence::add(&mut facts, picture);
        quality::add(&mut facts, picture);
        facts
    }

    fn add(&mut self, id: impl Into<String>, text: impl Into<String>, lineage: &Lineage) {
        self.0.insert(id.into(), Fact { text: text.into(), lineage: lineage.clone() });
    }

    #[cfg(test)]
    pub(in crate::chapter) fn insert_for_tests(&mut self, id: &str, text: &str, lineage: &Lineage) {
        self.add(id, text, lineage);
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

/// A ratio with two decimals, or that there is none.
fn ratio(change: &Change) -> String {
    change.ratio.map_or_else(|| "[x]".to_owned(), |ratio| wording::decimal(ratio, 2))
}

/// The interval of a ratio.
fn ratio_interval(change: &Change) -> String {
    match change.interval.upper {
        Some(upper) => wording::interval(change.interval.lower, upper, 2),
        None => format!("at least {}", wording::decimal(change.interval.lower, 2)),
    }
}
