//! The identified range by year: what the number must lie between, given what forces counted, and an estimate where published.
//!
//! The range is drawn to scale on an axis from zero. Where the recorded lower bound is too small to be read there, it is
//! drawn again beneath on an axis of its own, also from zero: nothing is broken, bent or logarithmic.

mod marks;
mod paint;
mod record;

use super::error::FigureError;
use super::frame::{self, Dress, Svg};
use super::value::{Shown, check_number};
use super::words::Words;

/// The identified range by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// Printed above the axis: "Offences that can lie under the agreed definition".
    pub y_title: String,
    /// Printed above the second panel: "The same lower bound and estimate, enlarged".
    pub enlarged_title: String,
    /// Heading of the row of estimates: "Estimate [e], with 95% interval".
    pub estimate_title: String,
    /// Heading of the row of forces: "Forces that count under the agreed definition".
    pub forces_title: String,
    /// The years in order.
    pub years: Vec<RangeYear>,
    /// How many forces there are in all.
    pub forces_in_all: u32,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One year.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeYear {
    /// As printed: "2024/25".
    pub year: String,
    /// The lower bound: what was recorded under the agreed definition or a narrower one, as the range defines it.
    pub lower: Shown,
    /// The upper bound.
    pub upper: Upper,
    /// The estimate, or why there is none.
    pub estimate: Estimate,
    /// How many forces count under the agreed definition.
    pub forces_agreed: u32,
}

/// The upper end of the range.
#[derive(Debug, Clone, PartialEq)]
pub enum Upper {
    /// An upper bound.
    Identified(Shown),
    /// No upper bound: the bar stays open, with these words over it ("not identified").
    NotIdentified(String),
}

/// An estimate inside the range.
#[derive(Debug, Clone, PartialEq)]
pub enum Estimate {
    /// A published estimate with the lower and upper limit of its interval.
    Published {
        /// The estimate and its label without the marker; the chart prints "[e]".
        value: Shown,
        /// The lower limit.
        lower: Shown,
        /// The upper limit.
        upper: Shown,
    },
    /// Why there is none: "no estimate: 41% would be imputed, limit 25%".
    Absent(String),
}

impl Range {
    /// Draws the chart.
    ///
    /// # Errors
    ///
    /// A [`FigureError`] for missing words, no years, unusable numbers or bounds in the wrong order.
    pub fn draw(&self, words: &Words, dress: Dress) -> Result<Svg, FigureError> {
        words.check()?;
        self.check(&words.id)?;
        frame::compose(words, dress, self)
    }

    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.years.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "years" });
        }
        for year in &self.years {
            year.lower.check(figure, || format!("lower bound of {}", year.year))?;
            let upper = year.upper_value();
            check_number(figure, upper, || format!("upper bound of {}", year.year))?;
            let mut ordered = vec![("the bounds", year.lower.value, upper)];
            if let Estimate::Published { value, lower, upper } = &year.estimate {
                for part in [value, lower, upper] {
                    part.check(figure, || format!("estimate of {}", year.year))?;
                }
                ordered.push(("the estimate and its lower limit", lower.value, value.value));
                ordered.push(("the estimate and its upper limit", value.value, upper.value));
            }
            for (what, low, high) in ordered {
                if let (Some(low), Some(high)) = (low, high)
                    && low > high
                {
                    return Err(FigureError::Inconsistent {
                        figure: figure.to_owned(),
                        place: format!("{what} of {}", year.year),
                        fault: format!("are out of order ({low} and {high})"),
                        remedy: "give the smaller number first",
                    });
                }
            }
            if year.forces_agreed > self.forces_in_all {
                return Err(FigureError::Inconsistent {
                    figure: figure.to_owned(),
                    place: format!("the forces of {}", year.year),
                    fault: format!("are {} of {}", year.forces_agreed, self.forces_in_all),
                    remedy: "count each force once",
                });
            }
        }
        Ok(())
    }
}

impl RangeYear {
    fn upper_value(&self) -> Option<f64> {
        match &self.upper {
            Upper::Identified(shown) => shown.value,
            Upper::NotIdentified(_) => None,
        }
    }

    /// The words over the bar.
    fn upper_words(&self) -> String {
        match &self.upper {
            Upper::Identified(shown) => shown.printed(),
            Upper::NotIdentified(words) => words.clone(),
        }
    }
}
