//! Definitions of group-based exploitation as data, and how each stands to the agreed one.
//!
//! In: `data/definitions/*.toml`. Out: definitions by identifier, each with its relation to every other. Relations are
//! stated with a reason; deriving them from the criteria comes later.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, Faults, Place};
use crate::national::range::Relation;
use crate::source::{Project, Settings};

/// Folder of the definitions.
pub const FOLDER: &str = "data/definitions";

/// A definition: what is counted, in words and in criteria.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Stable identifier, also the name of its file.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who owns it.
    pub owner: String,
    /// When it began, in words: few days are known.
    pub date: String,
    /// Whether its wording was read in the source: found, second-hand or unverified.
    pub verified: String,
    /// Where it stands.
    pub source: Reference,
    /// What is counted.
    pub unit: String,
    /// Wording, or our own words where the wording was not found.
    pub text: String,
    /// What can be compared by machine.
    pub criteria: Criteria,
    /// How it stands to other definitions.
    #[serde(default)]
    pub relations: BTreeMap<String, Stated>,
}

/// Where a definition was published.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Title of the publication.
    pub title: String,
    /// Its address.
    #[serde(default)]
    pub url: String,
}

/// The criteria of a definition.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// Smallest number of people who offend.
    pub minimum_people: u32,
    /// What links them.
    pub link: String,
    /// The conduct.
    pub conduct: String,
    /// People who only make it easier for others.
    pub facilitation: String,
    /// Age of the victim.
    pub victim_age: String,
    /// Abuse inside a family.
    pub family: String,
    /// Abuse inside an institution.
    pub institution: String,
    /// Exploitation by people under 18.
    pub peer: String,
    /// Exploitation online.
    pub online: String,
}

/// A stated relation with its reason. Read: "this definition is `relation` than (or to) the one named".
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// The relation.
    pub relation: String,
    /// Why.
    pub reason: String,
}

/// All definitions, by identifier.
#[derive(Clone, Debug)]
pub struct Definitions(BTreeMap<String, Definition>);

const RELATIONS: [&str; 5] = ["same", "narrower", "broader", "overlapping", "different-unit"];

impl Definitions {
    /// Reads every definition.
    pub fn read(project: &mut Project) -> Result<Self, Vec<Fault>> {
        let mut definitions = BTreeMap::new();
        let mut faults = Faults::new();
        for path in project.list(FOLDER, ".toml").map_err(|fault| vec![fault])? {
            let read = project.text(&path).and_then(|text| Settings::new(&path, text).parse::<Definition>());
            let Some(definition) = faults.keep(read) else { continue };
            if path != format!("{FOLDER}/{}.toml", definition.id) {
                faults.push(Fault::new(
                    "definition-misnamed",
                    Place::file(&path),
                    format!("the file holds the definition `{}`", definition.id),
                    "name the file after the definition it holds",
                ));
            }
            for (other, stated) in &definition.relations {
                if !RELATIONS.contains(&stated.relation.as_str()) || stated.reason.trim().is_empty() {
                    faults.push(Fault::new(
                        "relation-invalid",
                        Place::file(&path),
                        format!(
                            "the relation to `{other}` is `{}`, with the reason “{}”",
                            stated.relation, stated.reason
                        ),
                        format!("give one of {} and a reason", RELATIONS.join(", ")),
                    ));
                }
            }
            definitions.insert(definition.id.clone(), definition);
        }
        faults.into_result(Self(definitions))
    }

    /// A definition.
    pub fn get(&self, id: &str) -> Option<&Definition> {
        self.0.get(id)
    }

    /// Their identifiers, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// All of them, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.0.values()
    }

    /// How a count under `counted` stands to a count under `agreed`. Where no relation is stated nothing may be assumed,
    /// so it counts as overlapping: the bounds of that relation hold for any definition of the same unit.
    pub fn relation(&self, counted: &str, agreed: &str) -> Relation {
        if counted == agreed {
            return Relation::Same;
        }
        let stated = self.get(counted).and_then(|definition| definition.relations.get(agreed));
        match stated.map(|stated| stated.relation.as_str()) {
            Some("same") => Relation::Same,
            Some("narrower") => Relation::Narrower,
            Some("broader") => Relation::Broader,
            Some("different-unit") => Relation::DifferentUnit,
            _ => Relation::Overlapping,
        }
    }
}
