//! Residents aged 0 to 17 by force and mid-year.

use std::collections::BTreeMap;

use super::{Forces, Keys, table};
use crate::fault::{Fault, Faults};
use crate::source::Project;

/// Children by force and mid-year.
#[derive(Clone, Debug, Default)]
pub struct ChildPopulation {
    children: BTreeMap<(String, i16), i64>,
}

impl ChildPopulation {
    /// Reads the mid-year estimates.
    pub fn read(project: &mut Project, path: &str, forces: &Forces) -> Result<Self, Vec<Fault>> {
        let table = table(project, path, &["force_code", "mid_year", "children"])?;
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut children = BTreeMap::new();
        for row in table.rows() {
            let force = faults.keep(forces.code(&row.cell("force_code")));
            let year = faults.keep(
                row.cell("mid_year").parse::<i16>("period-unknown", "a year such as 2024").and_then(|year| {
                    if (1990..=2100).contains(&year) {
                        Ok(year)
                    } else {
                        Err(row.cell("mid_year").fault(
                            "period-unknown",
                            format!("`{year}` is not a year of this chapter"),
                            "write a year such as 2024",
                        ))
                    }
                }),
            );
            let cell = row.cell("children");
            let count = faults.keep(cell.count().and_then(|count| match count {
                0 => Err(cell.fault(
                    "population-zero",
                    "the population is 0, and nothing can be divided by it",
                    "leave the row out where there is no estimate",
                )),
                count => Ok(count),
            }));
            if let (Some(force), Some(year), Some(count)) = (force, year, count) {
                faults.keep(keys.check(&row, (force.clone(), year)));
                children.insert((force, year), count);
            }
        }
        faults.into_result(Self { children })
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
