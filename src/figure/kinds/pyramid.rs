//! Two sides of one count back to back, such as girls and boys by age: bars from nought on one scale, the names between them.
//!
//! What is not recorded is a row of its own, the lowest, and drawn empty.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cells};
use crate::figure::value::Shown;

/// A pyramid.
#[derive(Debug, Clone, PartialEq)]
pub struct Pyramid {
    /// Printed above: what is counted, and when.
    pub x_title: String,
    /// The sides, left and right.
    pub sides: [PyramidSide; 2],
    /// The rows, from the top.
    pub rows: Vec<PyramidRow>,
    /// Decimals of the numbers.
    pub decimals: usize,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// A side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PyramidSide {
    /// Its name, such as a sex.
    pub name: String,
    /// Its unit; both have one.
    pub unit: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct PyramidRow {
    /// Its name, such as an age band.
    pub name: String,
    /// Whether it holds what is not recorded.
    pub not_recorded: bool,
    /// A number for either side, or why there is none.
    pub values: [Shown; 2],
}

impl Chart for Pyramid {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.rows.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "rows" });
        }
        let [left, right] = &self.sides;
        if left.unit != right.unit {
            return Err(FigureError::Inconsistent {
                figure: figure.to_owned(),
                place: format!("the side {:?}", right.name),
                fault: format!("counts {}, and the other {}: one scale cannot hold both", right.unit, left.unit),
                remedy: "draw what has another unit in a figure of its own",
            });
        }
        for row in &self.rows {
            for (value, side) in row.values.iter().zip(&self.sides) {
                value.check(figure, || format!("{} of {}", side.name, row.name))?;
            }
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["row", "side", "value", "unit", "marker", "note"]);
        for row in &self.rows {
            for (value, side) in row.values.iter().zip(&self.sides) {
                let names = [row.name.clone(), side.name.clone()];
                table.rows.push(names.into_iter().chain(cells(value, &side.unit, self.decimals)).collect());
            }
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let [left, right] = &self.sides;
        let told = self.rows.iter().map(|row| {
            let [one, other] = &row.values;
            format!("{}: {} {}, {} {}", row.name, left.name, one.printed(), right.name, other.printed())
        });
        let told: Vec<String> = told.collect();
        format!(
            "Bars back to back on one scale, {} and {}: {}. {}. {}",
            left.name,
            right.name,
            self.x_title,
            told.join("; "),
            self.highest()
        )
    }

    fn finding(&self) -> Option<String> {
        Some(self.highest())
    }
}

impl Pyramid {
    /// Where either side is highest, the first of several and what is not recorded left aside, and how many numbers are not given.
    fn highest(&self) -> String {
        let sides = self.sides.iter().enumerate().map(|(side, PyramidSide { name, .. })| {
            let rows = self.rows.iter().filter(|row| !row.not_recorded);
            let held = rows.filter_map(|row| row.values.get(side).and_then(|value| Some((value.value?, row, value))));
            match held.reduce(|high, next| if next.0 > high.0 { next } else { high }) {
                Some((_, row, value)) => format!("{name} is highest at {} ({})", value.printed(), row.name),
                None => format!("{name} has no number"),
            }
        });
        let sides = sides.collect::<Vec<_>>().join(", ");
        let values = || self.rows.iter().flat_map(|row| &row.values);
        match values().filter(|value| value.value.is_none()).count() {
            0 => format!("{sides}."),
            none => format!("{sides}; {none} of {} numbers are not given.", values().count()),
        }
    }
}
