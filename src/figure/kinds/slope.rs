//! Two periods of several numbers, each pair tied by a line: what rose, what fell, and from where. No colour tells which is good.

mod paint;
mod picture;

pub(super) use picture::Settings;

use super::Rate;
use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, mark, printed};
use crate::figure::value::check_number;

/// The most lines whose names have room beside each other.
pub(super) const MOST: usize = 15;

/// Two periods of several numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Slope {
    /// Printed above: what is counted.
    pub y_title: String,
    /// The earlier and the later period, as printed.
    pub periods: [String; 2],
    /// The lines.
    pub lines: Vec<SlopeLine>,
    /// Decimals of the numbers.
    pub decimals: usize,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct SlopeLine {
    /// Its name.
    pub name: String,
    /// Its unit; all have one.
    pub unit: String,
    /// Its numbers in both periods, or why there is none.
    pub ends: [Rate; 2],
    /// Why no line may tie them, where a break lies between.
    pub cut: Option<String>,
}

impl Chart for Slope {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.lines.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "lines" });
        }
        let refused = |place: String, fault: String, remedy| {
            Err(FigureError::Inconsistent { figure: figure.to_owned(), place, fault, remedy })
        };
        if self.lines.len() > MOST {
            let fault = format!("has {} lines, whose names have no room", self.lines.len());
            return refused("the chart".to_owned(), fault, "draw fewer, or panels of the kind `lines`");
        }
        let unit = self.lines.first().map_or("", |line| &line.unit);
        for line in &self.lines {
            if line.unit != unit {
                let fault = format!("counts {}, and another {unit}: one scale cannot hold both", line.unit);
                return refused(
                    format!("the line {:?}", line.name),
                    fault,
                    "draw what has another unit in a figure of its own",
                );
            }
            for rate in &line.ends {
                check_number(figure, rate.value.value, || line.name.clone())?;
            }
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["name", "period", "value", "unit", "marker", "note"]);
        for line in &self.lines {
            for (rate, period) in line.ends.iter().zip(&self.periods) {
                let mut notes: Vec<String> =
                    line.cut.iter().map(|cut| format!("break between the periods: {cut}")).collect();
                if rate.value.value.is_none() {
                    notes.push(rate.value.label.clone());
                }
                table.rows.push(vec![
                    line.name.clone(),
                    period.clone(),
                    printed(rate.value.value, self.decimals),
                    line.unit.clone(),
                    mark(rate.value.marker.as_deref()),
                    notes.join("; "),
                ]);
            }
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let [from, to] = &self.periods;
        let told = self.lines.iter().map(|line| {
            let [first, last] = &line.ends;
            format!("{} {} and {}", line.name, first.value.printed(), last.value.printed())
        });
        let told: Vec<String> = told.collect();
        format!("Lines from {from} to {to}: {}. In the order of the two periods: {}.", self.y_title, told.join("; "))
    }
}
