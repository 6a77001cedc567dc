//! Residents aged 0 to 17 by force and mid-year.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{Code, Kind, Records, row_duplicate};
use crate::fault::{Fault, Faults, Place};

/// Children of a force at mid-year while rows are added, with the areas that they are of.
struct Estimate<'a> {
    force: &'a Code,
    children: i64,
    areas: BTreeSet<&'a str>,
    place: Place,
}

impl Estimate<'_> {
    fn uneven(&self, year: i16) -> Fault {
        let what = format!(
            "the children of {} at mid-{year} are a sum of {} areas, and the look-up has {} for it",
            self.force.id,
            self.areas.len(),
            self.force.names
        );
        let remedy = "take the look-up of the areas in use at that mid-year: a sum without an area is too small";
        Fault::new("summed-uneven", self.place.clone(), what, remedy)
    }
}

fn overflow(place: Place) -> Fault {
    let what = "the children that are summed to this force's do not fit 64 bits";
    Fault::new("number-too-large", place, what, "look for a misplaced number")
}

/// Children by force and mid-year.
#[derive(Clone, Debug, Default)]
pub struct ChildPopulation {
    children: BTreeMap<(String, i16), i64>,
    places: BTreeMap<(String, i16), Place>,
}

impl ChildPopulation {
    /// The mid-year estimates of a reading. Rows of areas and ages are summed to their force.
    pub fn read(files: &[Records]) -> Result<Self, Vec<Fault>> {
        let mut population = Self::default();
        let mut faults = Faults::new();
        for records in files {
            records.needs(&[("force_code", Kind::Codelist), ("mid_year", Kind::Year), ("children", Kind::Count)])?;
            let areas = records.contract.summed.iter().find(|summed| summed.all);
            let mut of_file: BTreeMap<(String, i16), Estimate<'_>> = BTreeMap::new();
            for record in records.iter() {
                let (Some(force), Some(year), Some(children)) =
                    (record.code("force_code"), record.year("mid_year"), record.number("children"))
                else {
                    continue;
                };
                let place = record.place("children");
                let estimate = of_file.entry((force.id.clone(), year)).or_insert_with(|| Estimate {
                    force,
                    children: 0,
                    areas: BTreeSet::new(),
                    place: place.clone(),
                });
                match estimate.children.checked_add(children) {
                    Some(sum) => estimate.children = sum,
                    None => faults.push(overflow(place)),
                }
                estimate.areas.extend(areas.map(|areas| record.text(&areas.column)));
            }
            for (key, estimate) in of_file {
                if areas.is_some() && estimate.areas.len() != estimate.force.names {
                    faults.push(estimate.uneven(key.1));
                }
                if let Some(earlier) = population.places.get(&key) {
                    faults.push(row_duplicate(estimate.place.clone(), &earlier.in_words()));
                }
                population.places.insert(key.clone(), estimate.place);
                population.children.insert(key, estimate.children);
            }
        }
        faults.into_result(population)
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
