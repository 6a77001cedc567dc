//! The areas a statistic can be given for, as lists of forces.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::contract::{Force, Forces};

/// The area or areas of a statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Geography {
    /// All forces, those without an area of their own included.
    EnglandAndWales,
    /// The forces of England.
    England,
    /// The forces of Wales.
    Wales,
    /// Each region of England, and Wales.
    Region,
    /// Each regional organised crime unit, and London.
    Rocu,
    /// Each force.
    Force,
}

impl Geography {
    /// Whether it gives one value an area.
    pub fn several(self) -> bool {
        matches!(self, Self::Region | Self::Rocu | Self::Force)
    }

    /// Its areas in ONS order of their first force, each with its forces.
    pub(super) fn areas(self, forces: &Forces) -> Vec<Area> {
        match self {
            Self::EnglandAndWales => vec![Area::of("England and Wales", forces.iter())],
            Self::England | Self::Wales => {
                let nation = if self == Self::England { "England" } else { "Wales" };
                vec![Area::of(nation, forces.iter().filter(|force| force.nation == nation))]
            }
            // A force without an area of its own belongs to none of a nation's parts.
            Self::Region => parts(forces, |force| force.territorial.then_some(&force.region)),
            Self::Rocu => parts(forces, |force| force.territorial.then_some(&force.rocu)),
            Self::Force => parts(forces, |force| Some(&force.short_name)),
        }
    }
}

/// An area with its forces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Name in identifiers: `yorkshire-and-the-humber`.
    pub slug: String,
    /// Name in words.
    pub name: String,
    /// Codes of its forces, in ONS order.
    pub forces: Vec<String>,
}

impl Area {
    fn of<'a>(name: &str, forces: impl Iterator<Item = &'a Force>) -> Self {
        Self { slug: slug(name), name: name.to_owned(), forces: forces.map(|force| force.code.clone()).collect() }
    }
}

/// Forces gathered by a name, in the order in which the names first come.
fn parts(forces: &Forces, name: impl Fn(&Force) -> Option<&String>) -> Vec<Area> {
    let mut names: Vec<&String> = Vec::new();
    for found in forces.iter().filter_map(&name) {
        if !names.contains(&found) {
            names.push(found);
        }
    }
    names
        .into_iter()
        .map(|wanted| Area::of(wanted, forces.iter().filter(|force| name(force) == Some(wanted))))
        .collect()
}

/// Lower-case words joined by hyphens.
fn slug(name: &str) -> String {
    let name = name.to_lowercase().replace('&', " and ");
    let words: Vec<&str> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}
