//! Values by financial year: counts with direct labels and, beneath on the same years, a rate with its interval.
//!
//! A line is cut at every break and at every absent year. A year that is not complete is a tinted slot with words, never a
//! point at a lower level; years without a rate are a tinted slot too, never interpolated.

pub(super) mod marks;
mod paint;
mod record;

use super::error::FigureError;
use super::frame::{self, Dress, Svg};
use super::value::{Shown, check_number};
use super::words::Words;

/// Values by financial year.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What is counted: "Offences recorded". Printed above the axis with the place: "Offences recorded, England and Wales".
    pub count_title: String,
    /// The place the counts are for: "England and Wales".
    pub geography: String,
    /// The years in order, without gaps.
    pub years: Vec<SeriesYear>,
    /// Where the series breaks.
    pub breaks: Vec<Break>,
    /// The second panel, if there is one.
    pub rate: Option<RateAxis>,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One financial year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SeriesYear {
    /// As printed: "2024/25".
    pub year: String,
    /// The count.
    pub count: Shown,
    /// Why the year is not complete: "April to December only: 3 of 4 quarters, not comparable". The count is then not drawn.
    pub partial: Option<String>,
    /// The rate; left at its default when there is none or no second panel.
    pub rate: Rate,
}

/// A rate with its interval, in the unit of the rate axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rate {
    /// The rate, or the words of its absence ("no population for every force").
    pub value: Shown,
    /// The lower limit of the interval.
    pub lower: Option<f64>,
    /// The upper limit of the interval.
    pub upper: Option<f64>,
}

/// A break in the series: no line is drawn across it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The first year after the break, as printed.
    pub before: String,
    /// What changed: "new offence name"; printed as "break: new offence name".
    pub label: String,
}

/// The second panel.
#[derive(Debug, Clone, PartialEq)]
pub struct RateAxis {
    /// Printed above the axis: "Rate per 10,000 children, with 95% confidence interval".
    pub title: String,
    /// The place the line is for, written beside it: "England".
    pub geography: String,
    /// Single rates of other places, each with another mark and its own label.
    pub others: Vec<OtherPoint>,
}

/// One rate of another place.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherPoint {
    /// The year it belongs to, as printed.
    pub year: String,
    /// The place: "England and Wales".
    pub geography: String,
    /// The rate.
    pub rate: Rate,
}

impl Series {
    /// Draws the chart.
    ///
    /// # Errors
    ///
    /// A [`FigureError`] for missing words, unusable numbers, or breaks and points in years the chart does not have.
    pub fn draw(&self, words: &Words, dress: Dress) -> Result<Svg, FigureError> {
        words.check()?;
        self.check(&words.id)?;
        frame::compose(words, dress, self)
    }

    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.years.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "years" });
        }
        let unknown = |place: String, year: &str| FigureError::Inconsistent {
            figure: figure.to_owned(),
            place,
            fault: format!("names the year {year:?}, which the chart does not have"),
            remedy: "write the year as the chart does, or take it out",
        };
        for (index, year) in self.years.iter().enumerate() {
            if self.years.iter().take(index).any(|earlier| earlier.year == year.year) {
                return Err(FigureError::Inconsistent {
                    figure: figure.to_owned(),
                    place: format!("the year {:?}", year.year),
                    fault: "appears twice".to_owned(),
                    remedy: "give every year once",
                });
            }
            year.count.check(figure, || format!("count of {}", year.year))?;
            check_rate(figure, &year.rate, &format!("rate of {}", year.year))?;
        }
        for cut in &self.breaks {
            if self.position(&cut.before).is_none() {
                return Err(unknown(format!("the break {:?}", cut.label), &cut.before));
            }
        }
        for other in self.rate.iter().flat_map(|rate| &rate.others) {
            if self.position(&other.year).is_none() {
                return Err(unknown(format!("the rate of {}", other.geography), &other.year));
            }
            check_rate(figure, &other.rate, &format!("rate of {} in {}", other.geography, other.year))?;
        }
        Ok(())
    }

    fn position(&self, year: &str) -> Option<usize> {
        self.years.iter().position(|candidate| candidate.year == year)
    }

    /// Whether the series breaks just before the year at `index`.
    fn breaks_before(&self, index: usize) -> bool {
        self.years.get(index).is_some_and(|year| self.breaks.iter().any(|cut| cut.before == year.year))
    }
}

fn check_rate(figure: &str, rate: &Rate, place: &str) -> Result<(), FigureError> {
    rate.value.check(figure, || place.to_owned())?;
    check_number(figure, rate.lower, || format!("lower limit of the {place}"))?;
    check_number(figure, rate.upper, || format!("upper limit of the {place}"))?;
    let (Some(value), lower, upper) = (rate.value.value, rate.lower, rate.upper) else {
        return Ok(());
    };
    if lower.is_some_and(|lower| lower > value) || upper.is_some_and(|upper| upper < value) {
        return Err(FigureError::Inconsistent {
            figure: figure.to_owned(),
            place: place.to_owned(),
            fault: "lies outside its own interval".to_owned(),
            remedy: "check the order of the limits and that they belong to this rate",
        });
    }
    Ok(())
}
