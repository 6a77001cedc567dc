//! A number of each of several areas, or several numbers of one: a dot with its interval on one axis, beside a line of reference.
//!
//! Rows stand in the order of the registry or of the figure; by value only where the figure says so.

mod paint;
mod picture;

pub(super) use picture::Settings;

use super::Rate;
use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::spread::spread;
use crate::figure::table::Table;
use crate::figure::value::check_number;
use crate::wording::format;

/// Numbers with their intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Dots {
    /// Printed above the axis.
    pub x_title: String,
    /// The rows, from the top.
    pub rows: Vec<Dot>,
    /// What the rows are held against, drawn as a line: its name and its number.
    pub reference: Option<(String, Rate)>,
    /// The one unit of all.
    pub unit: String,
    /// Decimals of the numbers.
    pub decimals: usize,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its number, or why there is none.
    pub rate: Rate,
}

impl Chart for Dots {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.rows.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "rows" });
        }
        for row in &self.rows {
            if row.unit != self.unit {
                return Err(FigureError::Inconsistent {
                    figure: figure.to_owned(),
                    place: format!("the row {:?}", row.name),
                    fault: format!("counts {}, and the axis {}: one axis cannot hold both", row.unit, self.unit),
                    remedy: "draw what has another unit in a figure of its own",
                });
            }
        }
        let reference = self.reference.iter().map(|(name, rate)| (name, rate));
        for (name, rate) in self.rows.iter().map(|row| (&row.name, &row.rate)).chain(reference) {
            for number in [rate.value.value, rate.lower, rate.upper] {
                check_number(figure, number, || name.clone())?;
            }
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&[&["name"], Rate::COLUMNS.as_slice()].concat());
        for row in &self.rows {
            let cells = row.rate.cells(&self.unit, self.decimals);
            table.rows.push(std::iter::once(row.name.clone()).chain(cells).collect());
        }
        if let Some((name, rate)) = &self.reference {
            let mut cells = rate.cells(&self.unit, self.decimals);
            if rate.value.value.is_some() {
                cells[5] = "line of reference".to_owned();
            }
            table.rows.push(std::iter::once(name.clone()).chain(cells).collect());
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let told: Vec<String> = self.rows.iter().map(|row| format!("{} {}", row.name, self.said(&row.rate))).collect();
        let mut text = format!("Dots with intervals: {}. {}.", self.x_title, format::list(&told));
        if let Some((name, rate)) = &self.reference {
            text.push_str(&format!(" The line of reference is {name}, {}.", self.said(rate)));
        }
        text
    }

    fn finding(&self) -> Option<String> {
        Some(spread(self.rows.iter().map(|row| (row.name.as_str(), &row.rate)), "rows"))
    }
}

impl Dots {
    /// A number with its interval, or what stands in its place.
    fn said(&self, rate: &Rate) -> String {
        match (rate.value.value, rate.lower, rate.upper) {
            (Some(_), Some(lower), Some(upper)) => {
                let ends = [lower, upper].map(|end| crate::wording::quantity(end, self.decimals));
                format!("{} ({} to {})", rate.value.printed(), ends[0], ends[1])
            }
            _ => rate.value.printed(),
        }
    }
}
