//! Residents aged 0 to 17 by force and mid-year.

use std::collections::BTreeMap;

use super::format::{Kind, Records};
use crate::fault::{Fault, Place};

/// Children by force and mid-year.
#[derive(Clone, Debug, Default)]
pub struct ChildPopulation {
    children: BTreeMap<(String, i16), i64>,
    places: BTreeMap<(String, i16), Place>,
}

impl ChildPopulation {
    /// The mid-year estimates of a reading.
    pub fn read(files: &[Records]) -> Result<Self, Vec<Fault>> {
        let mut population = Self::default();
        for records in files {
            records.needs(&[("force_code", Kind::Codelist), ("mid_year", Kind::Year), ("children", Kind::Count)])?;
            for record in records.iter() {
                if let (Some(year), Some(children)) = (record.year("mid_year"), record.number("children")) {
                    let key = (record.text("force_code").to_owned(), year);
                    population.places.insert(key.clone(), record.place("children"));
                    population.children.insert(key, children);
                }
            }
        }
        Ok(population)
    }

    /// The same with another number of children in a force's area at mid-year.
    #[must_use]
    pub fn with(mut self, force: &str, mid_year: i16, children: i64) -> Self {
        self.children.insert((force.to_owned(), mid_year), children);
        self
    }

    /// The same without an estimate.
    #[must_use]
    pub fn without(mut self, force: &str, mid_year: i16) -> Self {
        self.children.remove(&(force.to_owned(), mid_year));
        self
    }

    /// Where an estimate stands.
    pub fn place(&self, force: &str, mid_year: i16) -> Option<&Place> {
        self.places.get(&(force.to_owned(), mid_year))
    }

    /// The mid-years for which a force has an estimate, in order.
    pub fn years(&self, force: &str) -> impl Iterator<Item = i16> {
        let (first, last) = ((force.to_owned(), i16::MIN), (force.to_owned(), i16::MAX));
        self.children.range(first..=last).map(|((_, year), _)| *year)
    }

    /// Every estimate: force, mid-year and children.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i16, i64)> {
        self.children.iter().map(|((force, year), children)| (force.as_str(), *year, *children))
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
