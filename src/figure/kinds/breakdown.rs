//! Shares of a breakdown in which part is not recorded: what each share can be, from none of the unrecorded to all of them.
//!
//! Where little is known, the bars are wide: that is the finding. The share among the known is a mark inside the bar only
//! where enough is known for it to be published, "not recorded" is always a row of its own, and the coverage stands above.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::disclosure::WITHHELD;
use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::{Shown, check_number};
use crate::wording::format;

/// The name of the row of what is not recorded.
const NOT_RECORDED: &str = "Not recorded";

/// What shares printed as whole percentages may be off by together: half a point each, with a little to spare.
const ROUNDING: f64 = 0.016;

/// Shares of a breakdown. All shares are between 0 and 1, with their printed form ("33%") as label.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// Printed above the bars: "Ethnicity of suspects, share of all suspects".
    pub x_title: String,
    /// What is counted, in the plural: "suspects".
    pub unit: String,
    /// How many there are in all: 1566, "1,566".
    pub total: Shown,
    /// The share for which the category is known.
    pub coverage: Shown,
    /// The coverage from which shares among the known are shown.
    pub coverage_limit: Shown,
    /// The categories in the order of the chart.
    pub categories: Vec<BreakdownCategory>,
    /// The share for which the category is not recorded.
    pub not_recorded: Shown,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// A category of the breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakdownCategory {
    /// As printed: "Asian".
    pub name: String,
    /// The share if none of the unrecorded belong to the category.
    pub lower: Shown,
    /// The share if all of the unrecorded belong to it.
    pub upper: Shown,
    /// The share among the known; absent where it is not published.
    pub among_known: Shown,
}

impl Chart for Breakdown {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.categories.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "categories" });
        }
        let refused = |place: String, fault: String, remedy| {
            Err(FigureError::Inconsistent { figure: figure.to_owned(), place, fault, remedy })
        };
        self.total.check(figure, || "total".to_owned())?;
        let mut shares = vec![
            ("the coverage".to_owned(), &self.coverage),
            ("the limit of coverage".to_owned(), &self.coverage_limit),
            ("the share not recorded".to_owned(), &self.not_recorded),
        ];
        for category in &self.categories {
            shares.push((format!("the lower share of {:?}", category.name), &category.lower));
            shares.push((format!("the upper share of {:?}", category.name), &category.upper));
            shares.push((format!("the share among known of {:?}", category.name), &category.among_known));
        }
        for (place, share) in shares {
            check_number(figure, share.value, || place.clone())?;
            if share.value.is_some_and(|share| share > 1.0) {
                return refused(
                    place,
                    format!("is {}, more than all", share.printed()),
                    "give shares as fractions of 1",
                );
            }
        }
        if let (Some(known), Some(unknown)) = (self.coverage.value, self.not_recorded.value)
            && libm::fabs(known + unknown - 1.0) > ROUNDING
        {
            let fault = format!("and the share not recorded, {unknown}, do not add to 1");
            return refused(format!("the coverage, {known},"), fault, "count every record as known or not recorded");
        }
        for category in &self.categories {
            self.check_category(figure, category)?;
        }
        let identified: f64 = self.categories.iter().filter_map(|category| category.lower.value).sum();
        let spare = ROUNDING * (self.categories.len() + 1) as f64;
        if identified + self.not_recorded.value.unwrap_or(0.0) > 1.0 + spare {
            return refused(
                "the lower shares".to_owned(),
                format!("and the share not recorded add to {}", identified + self.not_recorded.value.unwrap_or(0.0)),
                "count every record in one category only",
            );
        }
        Ok(())
    }

    /// The chart's data: a row for each category and one for what is not recorded, shares as fractions, unrounded.
    fn table(&self) -> Table {
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

    fn describe(&self) -> String {
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

impl Breakdown {
    fn check_category(&self, figure: &str, category: &BreakdownCategory) -> Result<(), FigureError> {
        let refused = |fault: String, remedy| {
            let place = format!("the category {:?}", category.name);
            Err(FigureError::Inconsistent { figure: figure.to_owned(), place, fault, remedy })
        };
        if category.among_known.value.is_some() && !self.enough_known() {
            return refused(
                format!("has a share among known, but only {} is known", self.coverage.printed()),
                "mark it absent: the data do not support a figure",
            );
        }
        let (Some(lower), Some(upper)) = (category.lower.value, category.upper.value) else {
            return Ok(());
        };
        if lower > upper {
            return refused(format!("runs from {lower} to {upper}"), "give the smaller share first");
        }
        if category.among_known.value.is_some_and(|share| share < lower - ROUNDING || share > upper + ROUNDING) {
            return refused(
                "has a share among known outside its own range".to_owned(),
                "take all from the same counts",
            );
        }
        if self.not_recorded.value.is_some_and(|unknown| libm::fabs(upper - lower - unknown) > ROUNDING) {
            return refused(
                format!("is {} wide, not as wide as what is not recorded", upper - lower),
                "the upper share is the lower one and all that is not recorded",
            );
        }
        Ok(())
    }

    fn is_withheld(&self) -> bool {
        self.total.marker.as_deref() == Some(WITHHELD) || self.coverage.marker.as_deref() == Some(WITHHELD)
    }

    /// Whether enough is known for shares among the known.
    fn enough_known(&self) -> bool {
        match (self.coverage.value, self.coverage_limit.value) {
            (Some(coverage), Some(limit)) => coverage >= limit,
            _ => false,
        }
    }

    /// How much is known, in sentences.
    fn coverage_words(&self) -> Vec<String> {
        if self.total.value.is_none() && self.coverage.value.is_none() && !self.is_withheld() {
            return vec![format!("No {} were counted so, and there is no share to show.", self.unit)];
        }
        let mut sentences = vec![format!(
            "Known for {} of {} {}; shares among known are shown from {}.",
            self.coverage.printed(),
            self.total.printed(),
            self.unit,
            self.coverage_limit.printed()
        )];
        if !self.enough_known() {
            sentences.push("Too little is known to give a single share for any category.".to_owned());
        }
        sentences
    }
}

/// What stands in place of a category without a range.
fn absence(category: &BreakdownCategory) -> String {
    let absent = if category.lower.value.is_none() { &category.lower } else { &category.upper };
    match absent.label.as_str() {
        "" => absent.absence().to_owned(),
        reason => format!("{} {reason}", absent.absence()),
    }
}

fn marker(share: &Shown) -> String {
    if share.value.is_some() { mark(share.marker.as_deref()) } else { share.absence().to_owned() }
}
