//! The funnel as a table and as sentences.

use super::{Funnel, Standing};
use crate::figure::format;
use crate::figure::table::{Table, cell, mark};

/// Marker of a rate that rests on too few events.
const UNRELIABLE: &str = "[u]";

impl Standing {
    fn words(self) -> &'static str {
        match self {
            Self::AboveOuter => "above the outer limit",
            Self::AboveInner => "above the inner limit",
            Self::Within => "within the limits",
            Self::BelowInner => "below the inner limit",
            Self::BelowOuter => "below the outer limit",
        }
    }
}

impl Funnel {
    /// The chart's data: a row for each force, then the national rate, then a row for each point of the limit curves.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new(&[
            "row_type",
            "name",
            "children",
            "count",
            "rate",
            "marker",
            "standing",
            "inner_lower_limit",
            "inner_upper_limit",
            "outer_lower_limit",
            "outer_upper_limit",
        ]);
        let blank = String::new;
        for force in &self.forces {
            let standing = if force.rate.value.is_some() { force.standing.words() } else { "" };
            table.rows.push(vec![
                "force".to_owned(),
                force.name.clone(),
                cell(Some(force.children)),
                force.count.to_string(),
                cell(force.rate.value.filter(|_| force.rate.marker.as_deref() != Some(UNRELIABLE))),
                mark(force.rate.marker.as_deref()),
                standing.to_owned(),
                blank(),
                blank(),
                blank(),
                blank(),
            ]);
        }
        table.rows.push(vec![
            "national".to_owned(),
            self.national_name.clone(),
            blank(),
            blank(),
            cell(self.national.value),
            mark(self.national.marker.as_deref()),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
        ]);
        for point in &self.limits {
            table.rows.push(vec![
                "limits".to_owned(),
                blank(),
                cell(Some(point.children)),
                blank(),
                blank(),
                blank(),
                blank(),
                cell(Some(point.inner.0)),
                cell(Some(point.inner.1)),
                cell(Some(point.outer.0)),
                cell(Some(point.outer.1)),
            ]);
        }
        table.stamped(self.synthetic)
    }

    /// A plain description from the chart's own data: a first draft of the text alternative.
    #[must_use]
    pub fn describe(&self) -> String {
        let drawn = self.forces.iter().filter(|force| force.rate.value.is_some());
        let named = |standing: Standing| -> Vec<String> {
            drawn.clone().filter(|force| force.standing == standing).map(|force| force.name.clone()).collect()
        };
        let told = |names: Vec<String>, side: &str| {
            if names.is_empty() {
                format!("none lies {side} it")
            } else {
                let verb = if names.len() == 1 { "lies" } else { "lie" };
                format!(
                    "{} {verb} {side} it ({})",
                    format::counted(names.len(), "force", "forces"),
                    format::list(&names)
                )
            }
        };
        let count = drawn.clone().count();
        let mut text = format!(
            "Funnel plot of {}: {} by child population, around the rate of {}{}. ",
            format::counted(count, "force", "forces"),
            lower_first(&self.y_title),
            self.national_name,
            if self.national.value.is_some() { format!(", {}", self.national.label) } else { String::new() },
        );
        let [_, outer] = &self.limit_names;
        text.push_str(&format!(
            "Against the upper {outer}, {}; against the lower, {}. ",
            told(named(Standing::AboveOuter), "above"),
            told(named(Standing::BelowOuter), "below"),
        ));
        text.push_str(
            "The limits are wide where few children live and narrow where many do; the forces are not ranked.",
        );
        let absent: Vec<String> =
            self.forces.iter().filter(|force| force.rate.value.is_none()).map(|force| force.name.clone()).collect();
        if !absent.is_empty() {
            text.push_str(&format!(" No rate is drawn for {}.", format::list(&absent)));
        }
        text
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
