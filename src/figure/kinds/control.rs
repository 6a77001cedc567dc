//! A control chart: counts of quarters in order of time, with their centre and the natural limits of their variation.
//!
//! The limits come from how much neighbours differ, and the rules that mark a signal are stated beside the chart: a quarter within the
//! limits that meets no rule is no news. Signals are told by shape and words, not by colour alone.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::Shown;
use crate::wording::format;

/// A control chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Printed above the axis: "Offences recorded in a quarter, England and Wales".
    pub title: String,
    /// The quarters, in order.
    pub points: Vec<ControlPoint>,
    /// Centre, lower and upper natural limit.
    pub limits: ControlLimits,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// Centre and natural limits.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlLimits {
    /// Lower limit, not below 0 for counts.
    pub lower: Shown,
    /// Centre.
    pub centre: Shown,
    /// Upper limit.
    pub upper: Shown,
    /// Whether they rest on too few quarters for more than a trial.
    pub provisional: bool,
}

/// One quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlPoint {
    /// Financial year, as printed: "2024/25".
    pub year: String,
    /// The quarter in words: "April to June 2024".
    pub months: String,
    /// The count.
    pub value: Shown,
    /// The rules that it meets, in words; none where it is no signal.
    pub signals: Vec<&'static str>,
}

impl Control {
    fn signals(&self) -> impl Iterator<Item = &ControlPoint> {
        self.points.iter().filter(|point| !point.signals.is_empty())
    }
}

impl Chart for Control {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.points.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "quarters" });
        }
        let ControlLimits { lower, centre, upper, .. } = &self.limits;
        for (name, limit) in [("lower limit", lower), ("centre", centre), ("upper limit", upper)] {
            limit.check(figure, || format!("the {name}"))?;
        }
        if lower.value > centre.value || centre.value > upper.value {
            return Err(FigureError::Inconsistent {
                figure: figure.to_owned(),
                place: "the limits".to_owned(),
                fault: format!("{} to {} do not hold the centre, {}", lower.label, upper.label, centre.label),
                remedy: "give centre and limits of the same quarters",
            });
        }
        for (index, point) in self.points.iter().enumerate() {
            point.value.check(figure, || format!("the count of {}", point.months))?;
            if self.points.iter().take(index).any(|earlier| earlier.months == point.months) {
                return Err(FigureError::Inconsistent {
                    figure: figure.to_owned(),
                    place: point.months.clone(),
                    fault: "appears twice".to_owned(),
                    remedy: "give every quarter once",
                });
            }
        }
        Ok(())
    }

    /// The chart's data: a row for each quarter, numbers unrounded.
    fn table(&self) -> Table {
        let mut table = Table::new(&[
            "financial_year",
            "quarter",
            "value",
            "centre",
            "lower_limit",
            "upper_limit",
            "signals",
            "marker",
        ]);
        let ControlLimits { lower, centre, upper, .. } = &self.limits;
        for point in &self.points {
            table.rows.push(vec![
                point.year.clone(),
                point.months.clone(),
                cell(point.value.value),
                cell(centre.value),
                cell(lower.value),
                cell(upper.value),
                point.signals.join("; "),
                mark(point.value.marker.as_deref()),
            ]);
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let span = match self.points.as_slice() {
            [first, .., last] => format!("from {} to {}", first.months, last.months),
            [only] => only.months.clone(),
            [] => "without a quarter".to_owned(),
        };
        let ControlLimits { lower, centre, upper, .. } = &self.limits;
        let signals: Vec<String> = self
            .signals()
            .map(|point| format!("{}, {} ({})", point.months, point.value.printed(), point.signals.join(", ")))
            .collect();
        let signals = if signals.is_empty() {
            "No quarter is a signal".to_owned()
        } else {
            format!("Signals: {}", format::list(&signals))
        };
        format!(
            "Control chart of quarters {span}. {}: centre {}, limits {} to {}. {signals}.",
            self.title,
            centre.printed(),
            lower.printed(),
            upper.printed()
        )
    }
}
