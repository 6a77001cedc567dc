//! A number of every area as a map of boundaries, shaded in steps, with small areas drawn again, larger, where the file of boundaries says so.
//!
//! A large area weighs more than a small one whatever its number, so `tiles` is the better map of what happens to people. Each number
//! stands in its area or, where it has no room there, beside its name under the map, so that nothing is told by shade alone.

mod paint;
mod picture;
mod shape;

pub(super) use picture::Settings;

use super::Rate;
use crate::figure::boundaries::Boundaries;
use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::spread::spread;
use crate::figure::table::Table;
use crate::figure::value::check_number;

/// A map.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaMap {
    /// Printed above: what is counted, and when.
    pub title: String,
    /// The areas.
    pub areas: Vec<MapArea>,
    /// Where they lie.
    pub boundaries: Boundaries,
    /// The unit of the numbers.
    pub unit: String,
    /// Decimals of the numbers.
    pub decimals: usize,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct MapArea {
    /// Its name.
    pub name: String,
    /// Its name in the boundaries.
    pub outline: String,
    /// Its number, or why there is none.
    pub rate: Rate,
}

impl Chart for AreaMap {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.areas.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "areas" });
        }
        let refused = |place: String, fault: &str, remedy| {
            Err(FigureError::Inconsistent { figure: figure.to_owned(), place, fault: fault.to_owned(), remedy })
        };
        let mut bare = self.boundaries.areas();
        for area in &self.areas {
            if !bare.remove(area.outline.as_str()) {
                let remedy = "give every area of the statistic boundaries under its name, once";
                return refused(format!("{:?}", area.name), "has no boundaries, or stands twice", remedy);
            }
            for number in [area.rate.value.value, area.rate.lower, area.rate.upper] {
                check_number(figure, number, || area.name.clone())?;
            }
        }
        match bare.first() {
            None => Ok(()),
            Some(outline) => {
                let remedy = "take a statistic of all areas of the map, absent or not";
                refused(format!("{outline:?}"), "has boundaries and no number, nor a reason for none", remedy)
            }
        }
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&[&["area"], Rate::COLUMNS.as_slice()].concat());
        for area in &self.areas {
            let cells = area.rate.cells(&self.unit, self.decimals);
            table.rows.push(std::iter::once(area.name.clone()).chain(cells).collect());
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        format!(
            "Map of {} areas by their boundaries, shaded by number, the larger the darker: {}. {}",
            self.areas.len(),
            self.title,
            self.spread()
        )
    }

    fn finding(&self) -> Option<String> {
        Some(self.spread())
    }
}

impl AreaMap {
    fn spread(&self) -> String {
        spread(self.areas.iter().map(|area| (area.name.as_str(), &area.rate)), "areas")
    }
}
