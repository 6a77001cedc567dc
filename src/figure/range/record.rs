//! The range as a table and as sentences.

use super::{Estimate, Range, RangeYear, Upper};
use crate::figure::format;
use crate::figure::table::{Table, cell, mark};

impl Range {
    /// The chart's data: a row for each year, numbers unrounded.
    #[must_use]
    pub fn table(&self) -> Table {
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
                    [String::new(), String::new(), String::new(), "[x]".to_owned(), words.clone()]
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

    /// A plain description from the chart's own data: a first draft of the text alternative.
    #[must_use]
    pub fn describe(&self) -> String {
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

fn opening(year: &RangeYear) -> String {
    format!("In {} the number", year.year)
}

fn closing(year: &RangeYear) -> String {
    format!("in {} it", year.year)
}

fn bounds(year: &RangeYear) -> String {
    match (&year.lower.value, &year.upper) {
        (None, _) => format!("has no published lower bound ({})", year.lower.absence()),
        (Some(_), Upper::Identified(upper)) if upper.value.is_some() => {
            format!("lies between {} and {}", year.lower.label, upper.label)
        }
        (Some(_), _) => format!("is at least {}, with no upper bound identified", year.lower.label),
    }
}
