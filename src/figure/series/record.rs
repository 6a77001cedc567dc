//! The series as a table and as sentences.

use super::{OtherPoint, Rate, Series, SeriesYear};
use crate::figure::format;
use crate::figure::table::{Table, cell, mark};

impl Series {
    /// The chart's data in long form: a row for each year and measure, numbers unrounded.
    #[must_use]
    pub fn table(&self) -> Table {
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

    /// A plain description from the chart's own data: a first draft of the text alternative.
    #[must_use]
    pub fn describe(&self) -> String {
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

fn rate_row(year: &str, measure: &str, geography: &str, rate: &Rate) -> Vec<String> {
    let note = if rate.value.value.is_none() { rate.value.label.clone() } else { String::new() };
    vec![
        year.to_owned(),
        measure.to_owned(),
        geography.to_owned(),
        cell(rate.value.value),
        cell(rate.lower),
        cell(rate.upper),
        mark(rate.value.marker.as_deref()),
        note,
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
