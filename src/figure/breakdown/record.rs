//! The breakdown as a table and as sentences.

use super::{Breakdown, BreakdownCategory};
use crate::figure::format;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::Shown;

/// The name of the row of what is not recorded.
pub(super) const NOT_RECORDED: &str = "Not recorded";

impl Breakdown {
    /// The chart's data: a row for each category and one for what is not recorded, shares as fractions, unrounded.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new(&[
            "category",
            "lower_share",
            "lower_share_marker",
            "upper_share",
            "upper_share_marker",
            "share_among_known",
            "share_among_known_marker",
            "coverage",
            "total",
        ]);
        let shared = [cell(self.coverage.value), cell(self.total.value)];
        for category in &self.categories {
            let mut row = vec![category.name.clone()];
            for share in [&category.lower, &category.upper, &category.among_known] {
                row.extend([cell(share.value), marker(share)]);
            }
            row.extend(shared.clone());
            table.rows.push(row);
        }
        let mut row = vec![NOT_RECORDED.to_owned()];
        for _ in 0..2 {
            row.extend([cell(self.not_recorded.value), marker(&self.not_recorded)]);
        }
        row.extend([String::new(), "[z]".to_owned()]);
        row.extend(shared);
        table.rows.push(row);
        table.stamped(self.synthetic)
    }

    /// A plain description from the chart's own data: a first draft of the text alternative.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut text = format!("Bar chart of the range each share can lie in: {}. ", self.x_title);
        text.push_str(&self.coverage_words().join(" "));
        text.push(' ');
        let told = |category: &BreakdownCategory| match (category.lower.value, category.upper.value) {
            (Some(_), Some(_)) => {
                let known = match category.among_known.value {
                    Some(_) => format!(" ({} among known)", category.among_known.printed()),
                    None => String::new(),
                };
                format!("{} {} to {}{known}", category.name, category.lower.label, category.upper.label)
            }
            _ => format!("{} {}", category.name, absence(category)),
        };
        let shown: Vec<String> = self.categories.iter().take(8).map(told).collect();
        text.push_str(&format!("The shares can be: {}", format::list(&shown)));
        match self.categories.len().saturating_sub(8) {
            0 => text.push('.'),
            more => text.push_str(&format!("; {} more are in the table.", format::count(more as u64))),
        }
        text.push_str(&format!(" Not recorded: {}.", self.not_recorded.printed()));
        text
    }
}

/// What stands in place of a category without a range.
pub(super) fn absence(category: &BreakdownCategory) -> String {
    let absent = if category.lower.value.is_none() { &category.lower } else { &category.upper };
    match absent.label.as_str() {
        "" => absent.absence().to_owned(),
        reason => format!("{} {reason}", absent.absence()),
    }
}

fn marker(share: &Shown) -> String {
    if share.value.is_some() { mark(share.marker.as_deref()) } else { share.absence().to_owned() }
}
