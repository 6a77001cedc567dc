//! The ladder of assumptions: one row a rung, each with the range that is left once it and those above it are granted.
//!
//! The first range is a hundred times as wide as the last, so that the axis is logarithmic, and the chart says so in words and by
//! gridlines that are each ten times the one before. It has no zero; a range from nothing begins at the edge with its number beside it.
//! A rung that failed its test has its row and no bar.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::Shown;
use crate::wording::format;

/// The ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// Printed above the rows: "Crimes under the agreed definition".
    pub x_title: String,
    /// The ladders, each of one period.
    pub groups: Vec<LadderGroup>,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// The ladder of one period.
#[derive(Debug, Clone, PartialEq)]
pub struct LadderGroup {
    /// The period: "2024".
    pub period: String,
    /// What stands under all rungs: "if the class counted is narrower …"; may be empty.
    pub condition: String,
    /// The rungs, in order.
    pub rungs: Vec<LadderRung>,
}

/// A rung.
#[derive(Debug, Clone, PartialEq)]
pub struct LadderRung {
    /// What is granted.
    pub words: String,
    /// How it fared: "held in 39 of 39 forces", "read at second hand"; may be empty.
    pub fared: String,
    /// What is left.
    pub left: RungLeft,
}

/// What is left of the range on a rung.
#[derive(Debug, Clone, PartialEq)]
pub enum RungLeft {
    /// A range.
    Range {
        /// Its lower end.
        lower: Shown,
        /// Its upper end.
        upper: Shown,
    },
    /// An estimate with its interval.
    Estimate {
        /// The estimate; the chart prints "[e]".
        value: Shown,
        /// Lower limit.
        lower: Shown,
        /// Upper limit.
        upper: Shown,
    },
    /// Nothing, with the reason: "failed: held in 20 of 39 forces".
    Nothing(String),
}

impl LadderRung {
    /// Everything that lies on the axis.
    fn numbers(&self) -> Vec<&Shown> {
        match &self.left {
            RungLeft::Range { lower, upper } => vec![lower, upper],
            RungLeft::Estimate { value, lower, upper } => vec![lower, value, upper],
            RungLeft::Nothing(_) => Vec::new(),
        }
    }

    /// What is left in words.
    fn said(&self) -> String {
        match &self.left {
            RungLeft::Range { lower, upper } => format!("{} to {}", lower.printed(), upper.printed()),
            RungLeft::Estimate { value, lower, upper } => {
                format!("about {} [e] ({} to {})", value.label, lower.label, upper.label)
            }
            RungLeft::Nothing(reason) => reason.clone(),
        }
    }
}

impl Chart for Ladder {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.groups.iter().all(|group| group.rungs.is_empty()) {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "rungs" });
        }
        for group in &self.groups {
            for rung in &group.rungs {
                let place = || format!("the rung “{}” of {}", rung.words, group.period);
                let numbers = rung.numbers();
                for number in &numbers {
                    number.check(figure, place)?;
                }
                let values: Vec<f64> = numbers.iter().filter_map(|number| number.value).collect();
                if values.windows(2).any(|pair| matches!(pair, [low, high] if low > high)) {
                    return Err(FigureError::Inconsistent {
                        figure: figure.to_owned(),
                        place: place(),
                        fault: format!("has its ends out of order ({})", rung.said()),
                        remedy: "give the smaller number first",
                    });
                }
            }
        }
        Ok(())
    }

    /// The chart's data: a row for each rung.
    fn table(&self) -> Table {
        let mut table = Table::new(&[
            "period",
            "rung",
            "granted",
            "fared",
            "lower",
            "lower_marker",
            "upper",
            "upper_marker",
            "estimate",
            "estimate_marker",
            "note",
        ]);
        let marker = |shown: &Shown| {
            if shown.value.is_some() { mark(shown.marker.as_deref()) } else { shown.absence().to_owned() }
        };
        for group in &self.groups {
            for (place, rung) in group.rungs.iter().enumerate() {
                let number = (place + 1).to_string();
                let mut row = vec![group.period.clone(), number, rung.words.clone(), rung.fared.clone()];
                let none = || "[x]".to_owned();
                row.extend(match &rung.left {
                    RungLeft::Range { lower, upper } => {
                        let ends = [cell(lower.value), marker(lower), cell(upper.value), marker(upper)];
                        ends.into_iter()
                            .chain([String::new(), "[z]".to_owned(), group.condition.clone()])
                            .collect::<Vec<_>>()
                    }
                    RungLeft::Estimate { value, lower, upper } => {
                        let ends = [cell(lower.value), marker(lower), cell(upper.value), marker(upper)];
                        let estimate = [cell(value.value), "[e]".to_owned(), "limits of the 95% interval".to_owned()];
                        ends.into_iter().chain(estimate).collect()
                    }
                    RungLeft::Nothing(reason) => {
                        vec![
                            String::new(),
                            none(),
                            String::new(),
                            none(),
                            String::new(),
                            "[z]".to_owned(),
                            reason.clone(),
                        ]
                    }
                });
                table.rows.push(row);
            }
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let mut text = format!(
            "Range bars on a logarithmic axis, one for each rung of a ladder of assumptions: {}.",
            self.x_title
        );
        for group in &self.groups {
            let condition = if group.condition.is_empty() { String::new() } else { format!(", {}", group.condition) };
            text.push_str(&format!(" In {}{condition}: ", group.period));
            let told = |rung: &LadderRung| {
                let fared = if rung.fared.is_empty() { String::new() } else { format!(" ({})", rung.fared) };
                format!("{}, {}{fared}", rung.words, rung.said())
            };
            text.push_str(&format::list(&group.rungs.iter().map(told).collect::<Vec<_>>()));
            text.push('.');
        }
        text
    }
}
