//! Counts or shares as bars from nought: beside each other, or one after another where together they are a whole.
//!
//! What is not recorded is a part of its own, the last, and drawn empty, so that no reader takes it for nought or for one of the others.

mod paint;
mod picture;

pub(super) use paint::fill;
pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cells};
use crate::figure::value::Shown;

/// The most parts that a reader can tell apart, what is not recorded left aside.
pub(super) const MOST: usize = 4;

/// Bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// Printed above the axis.
    pub x_title: String,
    /// What each row holds.
    pub parts: Vec<BarPart>,
    /// The rows, from the top.
    pub rows: Vec<BarRow>,
    /// Whether the parts of a row stand one after another, as parts of a whole.
    pub stacked: bool,
    /// Decimals of the numbers.
    pub decimals: usize,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// A part of every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarPart {
    /// Its name.
    pub name: String,
    /// Its unit; all have one.
    pub unit: String,
    /// Whether it holds what is not recorded.
    pub not_recorded: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// Its name, such as a period.
    pub name: String,
    /// A number for every part, or why there is none.
    pub values: Vec<Shown>,
}

impl Chart for Bars {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.parts.is_empty() || self.rows.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "bars" });
        }
        let refused = |place: String, fault: String, remedy| {
            Err(FigureError::Inconsistent { figure: figure.to_owned(), place, fault, remedy })
        };
        let told = self.parts.iter().filter(|part| !part.not_recorded).count();
        if told > MOST {
            let fault = format!("have {told} parts, which nobody can tell apart");
            return refused("the bars".to_owned(), fault, "draw four at most, beside what is not recorded");
        }
        let unit = self.parts.first().map_or("", |part| &part.unit);
        if let Some(part) = self.parts.iter().find(|part| part.unit != unit) {
            let fault = format!("counts {}, and another {unit}: one axis cannot hold both", part.unit);
            return refused(
                format!("the part {:?}", part.name),
                fault,
                "draw what has another unit in a figure of its own",
            );
        }
        for row in &self.rows {
            if row.values.len() != self.parts.len() {
                let fault = format!("has {} numbers for {} parts", row.values.len(), self.parts.len());
                return refused(format!("the row {:?}", row.name), fault, "give every part a number, absent or not");
            }
            for (value, part) in row.values.iter().zip(&self.parts) {
                value.check(figure, || format!("{} of {}", part.name, row.name))?;
            }
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["row", "part", "value", "unit", "marker", "note"]);
        for row in &self.rows {
            for (value, part) in row.values.iter().zip(&self.parts) {
                let names = [row.name.clone(), part.name.clone()];
                table.rows.push(names.into_iter().chain(cells(value, &part.unit, self.decimals)).collect());
            }
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let told = self.rows.iter().map(|row| {
            let parts = row.values.iter().zip(&self.parts);
            let parts: Vec<String> = parts.map(|(value, part)| format!("{} {}", part.name, value.printed())).collect();
            format!("{}: {}", row.name, parts.join(", "))
        });
        let form = if self.stacked { "Bars of parts one after another" } else { "Bars beside each other" };
        format!("{form}, from nought: {}. {}.", self.x_title, told.collect::<Vec<_>>().join("; "))
    }
}
