//! The police forces: the 43 territorial forces of England and Wales and British Transport Police.

use std::collections::BTreeMap;

use super::format::{Kind, Records};
use crate::fault::Fault;

/// A police force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Force {
    /// ONS police force area code, or `BTP`.
    pub code: String,
    /// Name of the force.
    pub name: String,
    /// Name short enough for a row of a chart.
    pub short_name: String,
    /// England, Wales or Great Britain.
    pub nation: String,
    /// Region or nation of ONS.
    pub region: String,
    /// Regional organised crime unit, or the London arrangement.
    pub rocu: String,
    /// Whether people live in its area: without residents there is no rate.
    pub has_residents: bool,
    /// Whether it is one of the 43 territorial forces.
    pub territorial: bool,
}

/// All forces, in ONS order with British Transport Police last.
#[derive(Clone, Debug)]
pub struct Forces {
    forces: Vec<Force>,
    index: BTreeMap<String, usize>,
}

impl Forces {
    /// The forces of a reading.
    pub fn read(files: &[Records]) -> Result<Self, Vec<Fault>> {
        let mut forces = Vec::new();
        for records in files {
            records.needs(&[
                ("force_code", Kind::Code),
                ("force_name", Kind::Text),
                ("short_name", Kind::Text),
                ("nation", Kind::Text),
                ("region", Kind::Text),
                ("rocu", Kind::Text),
                ("kind", Kind::Codelist),
                ("has_residents", Kind::YesNo),
            ])?;
            forces.extend(records.iter().map(|record| Force {
                code: record.text("force_code").to_owned(),
                name: record.text("force_name").to_owned(),
                short_name: record.text("short_name").to_owned(),
                nation: record.text("nation").to_owned(),
                region: record.text("region").to_owned(),
                rocu: record.text("rocu").to_owned(),
                has_residents: record.yes("has_residents") == Some(true),
                territorial: record.text("kind") == "territorial",
            }));
        }
        let index = forces.iter().enumerate().map(|(at, force)| (force.code.clone(), at)).collect();
        Ok(Self { forces, index })
    }

    /// The force of a code.
    pub fn get(&self, code: &str) -> Option<&Force> {
        self.index.get(code).and_then(|at| self.forces.get(*at))
    }

    /// All forces in ONS order.
    pub fn iter(&self) -> impl Iterator<Item = &Force> {
        self.forces.iter()
    }

    /// Number of forces.
    pub fn len(&self) -> usize {
        self.forces.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.forces.is_empty()
    }
}
