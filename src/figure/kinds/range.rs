//! The identified range by year: what the number must lie between, given what forces counted, and an estimate where published.
//!
//! The range is drawn to scale on an axis from zero. Where the recorded lower bound is too small to be read there, it is
//! drawn again beneath on an axis of its own, also from zero: nothing is broken, bent or logarithmic.

mod marks;
mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::{Shown, check_number};
use crate::wording::NOT_AVAILABLE;
use crate::wording::format;

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

impl Chart for Range {
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

    /// The chart's data: a row for each year, numbers unrounded.
    fn table(&self) -> Table {
        let mut table = Table::new(&[
            "financial_year",
            "lower_bound",
            "lower_bound_marker",
            "upper_bound",
            "upper_bound_marker",
            "estimate",
            "estimate_lower_limit",
            "estimate_upper_limit",
            "estimate_marker",
            "estimate_note",
            "forces_under_agreed_definition",
            "forces",
        ]);
        for year in &self.years {
            let upper_marker = match &year.upper {
                Upper::Identified(shown) => mark(shown.marker.as_deref()),
                Upper::NotIdentified(words) => words.clone(),
            };
            let estimate = match &year.estimate {
                Estimate::Published { value, lower, upper } => [
                    cell(value.value),
                    cell(lower.value),
                    cell(upper.value),
                    format!("[e]{}", mark(value.marker.as_deref()).replace("[e]", "")),
                    String::new(),
                ],
                Estimate::Absent(words) => {
                    [String::new(), String::new(), String::new(), NOT_AVAILABLE.to_owned(), words.clone()]
                }
            };
            let mut row = vec![
                year.year.clone(),
                cell(year.lower.value),
                mark(year.lower.marker.as_deref()),
                cell(year.upper_value()),
                upper_marker,
            ];
            row.extend(estimate);
            row.push(year.forces_agreed.to_string());
            row.push(self.forces_in_all.to_string());
            table.rows.push(row);
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else {
            return String::new();
        };
        let mut text = format!("Range bars on an axis from zero, one for each year: {}. ", self.y_title);
        if self.years.len() == 1 {
            text.push_str(&format!("{} {}. ", opening(first), bounds(first)));
        } else {
            text.push_str(&format!("{} {}; {} {}. ", opening(first), bounds(first), closing(last), bounds(last)));
        }
        text.push_str(&self.estimate_sentence());
        let count = |year: &RangeYear| format!("{} of {} in {}", year.forces_agreed, self.forces_in_all, year.year);
        if self.years.len() == 1 {
            text.push_str(&format!(" {}: {}.", self.forces_title, count(first)));
        } else {
            text.push_str(&format!(" {}: {}, {}.", self.forces_title, count(first), count(last)));
        }
        text
    }
}

impl Range {
    fn estimate_sentence(&self) -> String {
        let mut published = Vec::new();
        let mut absent = Vec::new();
        for year in &self.years {
            match &year.estimate {
                Estimate::Published { value, lower, upper } => {
                    published.push(format!("{} ({} to {}) in {}", value.label, lower.label, upper.label, year.year))
                }
                Estimate::Absent(_) => absent.push(year.year.clone()),
            }
        }
        match (published.is_empty(), absent.is_empty()) {
            (true, _) => "No estimate is published for any year.".to_owned(),
            (false, true) => format!("The estimate is {}.", format::list(&published)),
            (false, false) => {
                format!(
                    "The estimate is {}; none is published for {}.",
                    format::list(&published),
                    format::list(&absent)
                )
            }
        }
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

fn opening(year: &RangeYear) -> String {
    format!("In {} the number", year.year)
}

fn closing(year: &RangeYear) -> String {
    format!("in {} it", year.year)
}

fn bounds(year: &RangeYear) -> String {
    match (&year.lower.value, &year.upper) {
        (None, _) => format!("has no published lower bound ({})", year.lower.absence()),
        (Some(lower), Upper::Identified(upper)) if upper.value == Some(*lower) => format!("is {}", upper.label),
        (Some(_), Upper::Identified(upper)) if upper.value.is_some() => {
            format!("lies between {} and {}", year.lower.label, upper.label)
        }
        (Some(_), _) => format!("is at least {}, with no upper bound identified", year.lower.label),
    }
}
