//! Definitions of group-based exploitation as data, and how each stands to the agreed one.
//!
//! In: `data/definitions/*.toml`. Out: definitions by identifier, and the relation of any to any other, derived from their
//! criteria. A file may override a derived relation, with a written reason, where the criteria cannot show what is known
//! otherwise; the other direction then follows from it. Nothing depends on which definition is the agreed one.

pub mod cases;
pub mod criteria;
mod reading;
pub mod relation;
pub mod values;
mod wording;

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use criteria::{Criteria, Criterion};
pub use relation::{Derived, Difference, Relation};
pub use values::Unit;
pub use wording::{Quoted, Wording};

use crate::fault::Fault;
use crate::source::Project;

/// Folder of the definitions.
pub const FOLDER: &str = "data/definitions";

/// A definition: what is counted, in words and in criteria.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Stable identifier, also the name of its file.
    pub id: String,
    /// Number in the table of README.md, such as D7; none for a definition outside it.
    pub number: Option<String>,
    /// Version of the file: it rises whenever the wording or a criterion changes.
    pub version: NonZeroU32,
    /// Title, without the owner.
    pub title: String,
    /// Who owns it.
    pub owner: String,
    /// When it began, in words: few days are known. Empty where nothing is known.
    pub date: String,
    /// How far its wording was seen.
    pub verified: Verified,
    /// Criteria whose values were not checked against a source.
    pub unverified: Vec<Criterion>,
    /// Where it stands.
    pub source: Reference,
    /// What is counted.
    pub unit: Unit,
    /// Whose words `text` is in.
    pub wording: Wording,
    /// Where in the source the definition stands; empty where it is not known.
    pub place: String,
    /// Words of its owner within `text`, which stand in quotation marks there.
    pub quoted: Vec<Quoted>,
    /// What it says.
    pub text: String,
    /// What can be compared by machine.
    pub criteria: Criteria,
}

impl Definition {
    /// Whose words its text is in, as a sentence that stands before it.
    pub fn whose_words(&self) -> String {
        wording::said(self.wording, self.verified, &self.quoted, &self.place)
    }
}

/// How far a wording was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verified {
    /// Read in the source itself.
    Found,
    /// Read in reports or mirrors of it.
    SecondHand,
    /// Neither.
    Unverified,
}

/// Where a definition was published.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Title of the publication.
    pub title: String,
    /// Its address; empty where none is known.
    #[serde(default)]
    pub url: String,
}

/// A relation that was stated and not derived.
#[derive(Clone, Debug)]
struct Override {
    relation: Relation,
    reason: String,
}

/// All definitions, by identifier.
#[derive(Clone, Debug)]
pub struct Definitions {
    definitions: BTreeMap<String, Definition>,
    /// Stated relations of the first named to the second. A pair stands here in one direction only.
    overrides: BTreeMap<(String, String), Override>,
}

impl Definitions {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<reading::File>()
    }

    /// Reads every definition and checks what they say of one another.
    pub fn read(project: &mut Project) -> Result<Self, Vec<Fault>> {
        reading::read(project)
    }

    /// A definition.
    pub fn get(&self, id: &str) -> Option<&Definition> {
        self.definitions.get(id)
    }

    /// Their identifiers, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.definitions.keys().map(String::as_str)
    }

    /// All of them, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.values()
    }

    /// How a count under `counted` stands to a count under `agreed`. Of a definition that is not known nothing may be
    /// assumed, so it counts as overlapping: the bounds of that relation hold for any definition.
    pub fn relation(&self, counted: &str, agreed: &str) -> Relation {
        if counted == agreed {
            return Relation::Same;
        }
        if let Some((relation, _)) = self.stated(counted, agreed) {
            return relation;
        }
        match (self.get(counted), self.get(agreed)) {
            (Some(one), Some(other)) => relation::derive(one, other),
            _ => Relation::Overlapping,
        }
    }

    /// The relation that the criteria alone show, whatever is stated.
    pub fn derived(&self, counted: &str, agreed: &str) -> Relation {
        match (self.get(counted), self.get(agreed)) {
            _ if counted == agreed => Relation::Same,
            (Some(one), Some(other)) => relation::derive(one, other),
            _ => Relation::Overlapping,
        }
    }

    /// The relation of `counted` to `agreed` with its reasons.
    pub fn explain(&self, counted: &str, agreed: &str) -> Derived {
        let differences = match (self.get(counted), self.get(agreed)) {
            (Some(one), Some(other)) if counted != agreed => relation::differences(one, other),
            _ => Vec::new(),
        };
        let both = [counted, agreed].into_iter().filter_map(|id| self.get(id));
        let mut unverified: Vec<Criterion> =
            both.flat_map(|definition| definition.unverified.iter().copied()).collect();
        unverified.retain(|criterion| differences.iter().any(|difference| difference.criterion == *criterion));
        unverified.sort_unstable();
        unverified.dedup();
        Derived {
            relation: self.relation(counted, agreed),
            overridden: self.stated(counted, agreed).map(|(_, reason)| reason.to_owned()),
            differences,
            unverified,
            itself: counted == agreed,
        }
    }

    /// What a file states of the pair, in whichever direction it stands there.
    fn stated(&self, counted: &str, agreed: &str) -> Option<(Relation, &str)> {
        let find = |one: &str, other: &str| self.overrides.get(&(one.to_owned(), other.to_owned()));
        if let Some(stated) = find(counted, agreed) {
            return Some((stated.relation, &stated.reason));
        }
        find(agreed, counted).map(|stated| (relation::inverse(stated.relation), stated.reason.as_str()))
    }
}
