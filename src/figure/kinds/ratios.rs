//! Yearly ratios around 1, each with its own interval: how a count changed from one year to the next, series by series.
//!
//! A ratio and its inverse lie equally far from 1: the axis is logarithmic, and says so. The band around 1 is where a whole interval
//! must lie for a count to be called similar; a line at 1 is no change. Each row says what it rests on and what may be said of it.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell};
use crate::figure::value::Shown;
use crate::wording::format;

/// Yearly ratios of several series.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratios {
    /// Printed above the rows: "Ratio to the year before, with its 95% interval".
    pub x_title: String,
    /// The band of ratios that are called similar: 0.9 to 1.11.
    pub similar: (f64, f64),
    /// The series.
    pub series: Vec<RatioSeries>,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// The steps of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct RatioSeries {
    /// What is compared.
    pub name: String,
    /// The steps, in order.
    pub steps: Vec<RatioStep>,
}

/// A step from one year to a later one.
#[derive(Debug, Clone, PartialEq)]
pub struct RatioStep {
    /// The years: "2024/25 to 2025/26".
    pub years: String,
    /// What it rests on: "34 forces, 81% of children".
    pub rests_on: String,
    /// The ratio, or why there is none.
    pub ratio: Result<Ratio, String>,
}

/// A ratio with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: Shown,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit; none where nothing bounds it.
    pub upper: Option<f64>,
    /// What may be said: "showed no clear change".
    pub verdict: String,
}

impl Ratio {
    fn printed(&self) -> String {
        let upper = self.upper.map_or_else(|| "no limit".to_owned(), |upper| format::decimal(upper, 2));
        format!("{} ({} to {upper})", self.value.printed(), format::decimal(self.lower, 2))
    }
}

impl Chart for Ratios {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.series.iter().all(|series| series.steps.is_empty()) {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "steps" });
        }
        for series in &self.series {
            for step in &series.steps {
                let Ok(ratio) = &step.ratio else { continue };
                let place = || format!("the ratio of {}, {}", series.name, step.years);
                ratio.value.check(figure, place)?;
                let numbers = [Some(ratio.lower), ratio.value.value, ratio.upper];
                let known: Vec<f64> = numbers.into_iter().flatten().collect();
                if known.iter().any(|number| !number.is_finite() || *number < 0.0) {
                    let found = ratio.printed();
                    return Err(FigureError::BadNumber { figure: figure.to_owned(), place: place(), found });
                }
                if known.windows(2).any(|pair| matches!(pair, [low, high] if low > high)) {
                    return Err(FigureError::Inconsistent {
                        figure: figure.to_owned(),
                        place: place(),
                        fault: format!("lies outside its own interval: {}", ratio.printed()),
                        remedy: "give the limits of the ratio itself",
                    });
                }
            }
        }
        Ok(())
    }

    /// The chart's data: a row for each step.
    fn table(&self) -> Table {
        let mut table =
            Table::new(&["series", "years", "rests_on", "ratio", "lower_limit", "upper_limit", "marker", "verdict"]);
        for series in &self.series {
            for step in &series.steps {
                let mut row = vec![series.name.clone(), step.years.clone(), step.rests_on.clone()];
                row.extend(match &step.ratio {
                    Ok(ratio) => [
                        cell(ratio.value.value),
                        cell(Some(ratio.lower)),
                        cell(ratio.upper),
                        String::new(),
                        ratio.verdict.clone(),
                    ],
                    Err(reason) => [String::new(), String::new(), String::new(), "[x]".to_owned(), reason.clone()],
                });
                table.rows.push(row);
            }
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let mut text = format!("Ratios around 1 on a logarithmic axis, one for each step: {}.", self.x_title);
        for series in &self.series {
            let told = |step: &RatioStep| match &step.ratio {
                Ok(ratio) => format!("{} {}, {}", step.years, ratio.printed(), ratio.verdict),
                Err(reason) => format!("{} none, as {reason}", step.years),
            };
            let steps: Vec<String> = series.steps.iter().map(told).collect();
            text.push_str(&format!(" {}: {}.", series.name, format::list(&steps)));
        }
        text
    }
}
