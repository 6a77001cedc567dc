//! Values by financial year: counts with direct labels and, beneath on the same years, a rate with its interval.
//!
//! A line is cut at every break and at every absent year. A year that is not complete is a tinted slot with words, never a
//! point at a lower level; years without a rate are a tinted slot too, never interpolated.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell, mark, printed};
use crate::figure::value::{Shown, check_number};
use crate::wording::format;

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

impl Rate {
    /// The columns of a table that hold a rate.
    pub(in crate::figure) const COLUMNS: [&'static str; 6] =
        ["value", "lower_limit", "upper_limit", "unit", "marker", "note"];

    /// Its cells in those columns: the numbers as printed, and the reason where there is none.
    pub(in crate::figure) fn cells(&self, unit: &str, decimals: usize) -> [String; 6] {
        [
            printed(self.value.value, decimals),
            printed(self.lower, decimals),
            printed(self.upper, decimals),
            unit.to_owned(),
            mark(self.value.marker.as_deref()),
            self.value.reason(),
        ]
    }
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

impl Chart for Series {
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

    /// The chart's data in long form: a row for each year and measure, numbers unrounded.
    fn table(&self) -> Table {
        let mut table = Table::new(&[
            "financial_year",
            "measure",
            "geography",
            "value",
            "lower_limit",
            "upper_limit",
            "marker",
            "note",
        ]);
        for (index, year) in self.years.iter().enumerate() {
            let mut notes: Vec<String> = Vec::new();
            notes.extend(year.partial.clone());
            if year.count.value.is_none() && year.partial.is_none() {
                notes.push(year.count.label.clone());
            }
            if self.breaks_before(index) {
                let cuts = self.breaks.iter().filter(|cut| cut.before == year.year);
                notes.extend(cuts.map(|cut| format!("break before this year: {}", cut.label)));
            }
            table.rows.push(vec![
                year.year.clone(),
                self.count_title.clone(),
                self.geography.clone(),
                cell(year.count.value),
                String::new(),
                String::new(),
                mark(year.count.marker.as_deref()),
                notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; "),
            ]);
        }
        if let Some(axis) = &self.rate {
            for year in &self.years {
                table.rows.push(rate_row(&year.year, &axis.title, &axis.geography, &year.rate));
            }
            for other in &axis.others {
                table.rows.push(rate_row(&other.year, &axis.title, &other.geography, &other.rate));
            }
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let panels = if self.rate.is_some() { "Line chart in two panels over" } else { "Line chart over" };
        let span = match (self.years.first(), self.years.last()) {
            (Some(first), Some(last)) if first.year != last.year => format!("{} to {}", first.year, last.year),
            (Some(only), _) => only.year.clone(),
            _ => "no years".to_owned(),
        };
        let mut sentences =
            vec![format!("{panels} the financial years {span}: {}, {}.", self.count_title, self.geography)];
        let whole = |year: &&SeriesYear| year.count.value.is_some() && year.partial.is_none();
        let drawn: Vec<(&str, f64, &str)> = self
            .years
            .iter()
            .filter(whole)
            .filter_map(|year| year.count.value.map(|value| (year.year.as_str(), value, year.count.label.as_str())))
            .collect();
        sentences.extend(extremes(&drawn));
        let mut remarks: Vec<String> =
            self.breaks.iter().map(|cut| format!("the series breaks before {} ({})", cut.before, cut.label)).collect();
        remarks.extend(self.years.iter().filter_map(|year| {
            year.partial.as_ref().map(|words| format!("{} is not drawn as a point ({})", year.year, lower_first(words)))
        }));
        let absent: Vec<String> = self
            .years
            .iter()
            .filter(|year| year.count.value.is_none() && year.partial.is_none())
            .map(|year| year.year.clone())
            .collect();
        if !absent.is_empty() {
            remarks.push(format!("there is no value for {}", format::list(&absent)));
        }
        if !remarks.is_empty() {
            sentences.push(sentence(&remarks.join("; ")));
        }
        sentences.extend(self.rate_sentence());
        sentences.join(" ")
    }
}

impl Series {
    fn position(&self, year: &str) -> Option<usize> {
        self.years.iter().position(|candidate| candidate.year == year)
    }

    /// Whether the series breaks just before the year at `index`.
    fn breaks_before(&self, index: usize) -> bool {
        self.years.get(index).is_some_and(|year| self.breaks.iter().any(|cut| cut.before == year.year))
    }

    fn rate_sentence(&self) -> Option<String> {
        let axis = self.rate.as_ref()?;
        let drawn: Vec<&SeriesYear> = self.years.iter().filter(|year| year.rate.value.value.is_some()).collect();
        let told = |year: &SeriesYear| format!("{}{} in {}", year.rate.value.label, interval(&year.rate), year.year);
        let main = match drawn.as_slice() {
            [] => format!("no rate for {} in any year", axis.geography),
            [only] => format!("{}, {}", axis.geography, told(only)),
            [first, .., last] => format!("{}, from {} to {}", axis.geography, told(first), told(last)),
        };
        let mut text = format!("Lower panel, {}: {main}", lower_first(&axis.title));
        let absent =
            self.years.iter().find(|year| year.rate.value.value.is_none() && !year.rate.value.label.is_empty());
        if let (Some(year), false) = (absent, drawn.is_empty()) {
            text.push_str(&format!("; some years have no rate ({})", year.rate.value.label));
        }
        for OtherPoint { year, geography, rate } in &axis.others {
            if rate.value.value.is_some() {
                text.push_str(&format!("; {geography}, {}{} in {year}", rate.value.label, interval(rate)));
            }
        }
        text.push('.');
        Some(text)
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

fn rate_row(year: &str, measure: &str, geography: &str, rate: &Rate) -> Vec<String> {
    vec![
        year.to_owned(),
        measure.to_owned(),
        geography.to_owned(),
        cell(rate.value.value),
        cell(rate.lower),
        cell(rate.upper),
        mark(rate.value.marker.as_deref()),
        rate.value.reason(),
    ]
}

fn interval(rate: &Rate) -> String {
    match (rate.lower, rate.upper) {
        (Some(lower), Some(upper)) => {
            format!(" (interval {} to {})", format::decimal(lower, 2), format::decimal(upper, 2))
        }
        _ => String::new(),
    }
}

/// First, last, highest and lowest of the drawn values.
fn extremes(drawn: &[(&str, f64, &str)]) -> Option<String> {
    let (first, last) = (drawn.first()?, drawn.last()?);
    if drawn.len() == 1 {
        return Some(format!("The only value is {} in {}.", first.2, first.0));
    }
    // The first of several equal values is named, whichever way the comparison runs.
    let highest = drawn.iter().fold(first, |best, next| if next.1 > best.1 { next } else { best });
    let lowest = drawn.iter().fold(first, |best, next| if next.1 < best.1 { next } else { best });
    if highest.1 == lowest.1 {
        return Some(format!("Every year drawn has the value {}.", first.2));
    }
    Some(format!(
        "The first value is {} ({}) and the last {} ({}); the highest is {} ({}) and the lowest {} ({}).",
        first.2, first.0, last.2, last.0, highest.2, highest.0, lowest.2, lowest.0
    ))
}

fn lower_first(text: &str) -> String {
    // Names of months and places keep their capital; only an ordinary opening word loses it.
    let opening = ["Rate", "Offences", "Number", "Provisional", "Only", "No"];
    match opening.iter().find(|word| text.starts_with(*word)) {
        Some(_) => {
            let mut letters = text.chars();
            letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
        }
        None => text.to_owned(),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let capital: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{capital}{}.", letters.as_str())
}
