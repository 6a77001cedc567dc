//! The police forces: the 43 territorial forces of England and Wales and British Transport Police.
//!
//! No name of a force, a region or a unit stands beside an invented number: [`Forces::beside`] gives the forces under the names
//! that may stand beside a number, by its lineage and not by choice.

use std::collections::BTreeMap;

use super::format::{Kind, Records};
use crate::fault::{Fault, column_letters};
use crate::lineage::Lineage;
use crate::source::sha256;

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
    /// Code of that region or nation; empty where there is none.
    pub region_code: String,
    /// Regional organised crime unit, or the London arrangement.
    pub rocu: String,
    /// Whether people live in its area: without residents there is no rate.
    pub has_residents: bool,
    /// Whether it is one of the 43 territorial forces.
    pub territorial: bool,
    /// What stands for it, its region and its unit beside an invented number.
    stand_in: StandIn,
}

/// Made-up names: `Force 01` of `Region A`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct StandIn {
    force: String,
    region: String,
    rocu: String,
}

impl Force {
    /// Its name beside a number of this lineage.
    pub fn name_beside(&self, lineage: &Lineage) -> &str {
        if lineage.synthetic() { &self.stand_in.force } else { &self.name }
    }

    /// The force under made-up names. Its code stays, to look it up by.
    fn masked(&self) -> Self {
        let StandIn { force, region, rocu } = self.stand_in.clone();
        Self { name: force.clone(), short_name: force, region, rocu, ..self.clone() }
    }
}

/// All forces, in ONS order with British Transport Police last.
#[derive(Clone, Debug)]
pub struct Forces {
    forces: Vec<Force>,
    index: BTreeMap<String, usize>,
    masked: bool,
}

impl Forces {
    /// The forces of a reading.
    pub fn read(files: &[Records]) -> Result<Self, Vec<Fault>> {
        let mut forces: Vec<Force> = Vec::new();
        for records in files {
            records.needs(&[
                ("force_code", Kind::Code),
                ("force_name", Kind::Text),
                ("short_name", Kind::Text),
                ("nation", Kind::Text),
                ("region", Kind::Text),
                ("region_code", Kind::Code),
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
                region_code: record.text("region_code").to_owned(),
                rocu: record.text("rocu").to_owned(),
                has_residents: record.yes("has_residents") == Some(true),
                territorial: record.text("kind") == "territorial",
                stand_in: StandIn::default(),
            }));
        }
        give_stand_ins(&mut forces);
        Ok(Self::of(forces, false))
    }

    fn of(forces: Vec<Force>, masked: bool) -> Self {
        let index = forces.iter().enumerate().map(|(at, force)| (force.code.clone(), at)).collect();
        Self { forces, index, masked }
    }

    /// The forces under the names that may stand beside a number of this lineage: their own, or where the number is invented
    /// made-up ones, in the order of these. Codes stay, to look forces up by; what is printed of one is [`Self::printed_code`].
    #[must_use]
    pub fn beside(&self, lineage: &Lineage) -> Self {
        if !lineage.synthetic() || self.masked {
            return self.clone();
        }
        let mut masked: Vec<Force> = self.forces.iter().map(Force::masked).collect();
        masked.sort_by(|left, right| left.name.cmp(&right.name));
        Self::of(masked, true)
    }

    /// What may be printed in place of a code: the code, or the made-up name.
    pub fn printed_code<'a>(&'a self, code: &'a str) -> &'a str {
        match self.get(code) {
            Some(force) if self.masked => &force.name,
            _ => code,
        }
    }

    /// Some of them, by code.
    #[must_use]
    pub fn only(&self, codes: &[&str]) -> Self {
        let some = self.iter().filter(|force| codes.contains(&force.code.as_str())).cloned().collect();
        Self::of(some, self.masked)
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

/// Gives every force its made-up names. The order is drawn, so that it says nothing; it is the same in every edition.
fn give_stand_ins(forces: &mut [Force]) {
    let drawn = |name: &str| sha256(format!("stand-in {name}").as_bytes());
    let letters = |name: fn(&Force) -> &String, noun: &str| -> BTreeMap<String, String> {
        let mut names: Vec<&String> = forces.iter().map(name).collect();
        names.sort_by_cached_key(|name| drawn(name));
        names.dedup();
        (0..).zip(names).map(|(at, name)| (name.clone(), format!("{noun} {}", column_letters(at)))).collect()
    };
    let regions = letters(|force| &force.region, "Region");
    let units = letters(|force| &force.rocu, "Unit");
    let of = |names: &BTreeMap<String, String>, name: &str| names.get(name).cloned().unwrap_or_default();
    let digits = forces.len().to_string().len();
    let mut order: Vec<usize> = (0..forces.len()).collect();
    order.sort_by_cached_key(|at| forces.get(*at).map(|force| (of(&regions, &force.region), drawn(&force.code))));
    for (number, at) in (1..).zip(order) {
        let Some(force) = forces.get_mut(at) else { continue };
        force.stand_in = StandIn {
            force: format!("Force {number:0digits$}"),
            region: of(&regions, &force.region),
            rocu: of(&units, &force.rocu),
        };
    }
}
