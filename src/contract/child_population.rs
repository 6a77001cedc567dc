//! Residents aged 0 to 17 by force and mid-year.

use std::collections::BTreeMap;

use super::format::{Kind, Records};
use crate::fault::Fault;

/// Children by force and mid-year.
#[derive(Clone, Debug, Default)]
pub struct ChildPopulation {
    children: BTreeMap<(String, i16), i64>,
}

impl ChildPopulation {
    /// The mid-year estimates of a reading.
    pub fn read(files: &[Records]) -> Result<Self, Vec<Fault>> {
        let mut children = BTreeMap::new();
        for records in files {
            records.needs(&[("force_code", Kind::Codelist), ("mid_year", Kind::Year), ("children", Kind::Count)])?;
            children.extend(records.iter().filter_map(|record| {
                let key = (record.text("force_code").to_owned(), record.year("mid_year")?);
                Some((key, record.number("children")?))
            }));
        }
        Ok(Self { children })
    }

    /// Children resident in a force's area at mid-year, where an estimate exists.
    pub fn of(&self, force: &str, mid_year: i16) -> Option<i64> {
        self.children.get(&(force.to_owned(), mid_year)).copied()
    }

    /// Sum over forces, only if every one of them has an estimate: a rate over part of a population is no rate.
    pub fn sum<'a>(&self, forces: impl IntoIterator<Item = &'a str>, mid_year: i16) -> Option<i64> {
        let mut sum = 0_i64;
        for force in forces {
            sum = sum.checked_add(self.of(force, mid_year)?)?;
        }
        Some(sum)
    }

    /// The last mid-year for which any force has an estimate.
    pub fn last_year(&self) -> Option<i16> {
        self.children.keys().map(|(_, year)| *year).max()
    }
}
