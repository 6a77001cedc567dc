//! The police forces: the 43 territorial forces of England and Wales and British Transport Police.

use std::collections::BTreeMap;

use super::{Keys, table};
use crate::fault::{Fault, Faults, nearest};
use crate::source::{Cell, Project};

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

const COLUMNS: [&str; 11] = [
    "force_code",
    "force_name",
    "short_name",
    "nation",
    "region",
    "region_code",
    "rocu",
    "kind",
    "has_residents",
    "aliases",
    "note",
];

impl Forces {
    /// Reads the list of forces.
    pub fn read(project: &mut Project, path: &str) -> Result<Self, Vec<Fault>> {
        let table = table(project, path, &COLUMNS)?;
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut forces = Vec::new();
        for row in table.rows() {
            let code = row.cell("force_code").text().to_owned();
            faults.keep(keys.check(&row, code.clone()));
            let kind = faults.keep(row.cell("kind").one_of("word-unknown", &["territorial", "special"]));
            let residents = faults.keep(row.cell("has_residents").one_of("word-unknown", &["yes", "no"]));
            forces.push(Force {
                code,
                name: row.cell("force_name").text().to_owned(),
                short_name: row.cell("short_name").text().to_owned(),
                nation: row.cell("nation").text().to_owned(),
                region: row.cell("region").text().to_owned(),
                rocu: row.cell("rocu").text().to_owned(),
                has_residents: residents == Some("yes"),
                territorial: kind == Some("territorial"),
            });
        }
        let index = forces.iter().enumerate().map(|(at, force)| (force.code.clone(), at)).collect();
        faults.into_result(Self { forces, index })
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

    /// The code in a cell, if it is a force's.
    pub fn code(&self, cell: &Cell<'_>) -> Result<String, Fault> {
        let text = cell.text();
        if self.index.contains_key(text) {
            return Ok(text.to_owned());
        }
        let by_name = self.iter().find(|force| force.name == text || force.short_name == text);
        let remedy = match (by_name, nearest(text, self.index.keys().map(String::as_str))) {
            (Some(force), _) => format!("give the code, not the name: `{}`", force.code),
            (None, Some(code)) => format!("did you mean `{code}`? The codes are in data/reference/forces.csv"),
            (None, None) => "the codes are in data/reference/forces.csv".to_owned(),
        };
        Err(cell.fault("force-unknown", format!("`{text}` is not the code of a force"), remedy))
    }
}
