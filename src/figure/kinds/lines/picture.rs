//! What figures.toml may say of lines, and what the chart takes from statistics and quoted series.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::Rate;
use super::{Line, Lines};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::{Material, Moment, Strand};
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::wording::{self, NOT_AVAILABLE};

/// Numbers over periods as lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Ids of statistics or of quoted series, of one unit; one of several areas gives a line for each.
    of: Vec<String>,
    /// Whether each line stands in a panel of its own; all have one scale.
    #[serde(default)]
    panels: bool,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "lines"
    }

    fn ids(&self) -> Vec<&str> {
        self.of.iter().map(String::as_str).collect()
    }

    fn chart(&self, shown: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let strands: Vec<Strand> = self.of.iter().flat_map(|id| shown.strands(id)).collect();
        let lineage = Strand::lineage(&strands)?;
        let moments = every(&strands);
        let lines = strands.iter().map(|strand| Line {
            name: Strand::name(&strands, strand),
            unit: strand.unit.clone(),
            points: moments.iter().map(|moment| strand.points.get(moment).cloned().unwrap_or_else(none)).collect(),
            breaks: strand.breaks.clone(),
        });
        let chart = Lines {
            y_title: Strand::axis(&strands),
            periods: moments.iter().map(Moment::to_string).collect(),
            lines: lines.collect(),
            panels: self.panels,
            decimals: strands.iter().map(|strand| strand.decimals).max().unwrap_or(0),
            synthetic: lineage.synthetic(),
        };
        Some((Box::new(chart), lineage))
    }
}

fn none() -> Rate {
    Rate { value: Shown::absent(NOT_AVAILABLE, "not available"), ..Rate::default() }
}

/// The most periods that are put between two that are held.
const MOST_BETWEEN: usize = 200;

/// Every period from the first to the last that any strand has.
fn every(strands: &[Strand]) -> Vec<Moment> {
    let held: BTreeSet<Moment> = strands.iter().flat_map(|strand| strand.points.keys().copied()).collect();
    let mut all = held.clone();
    for (one, after) in held.iter().zip(held.iter().skip(1)) {
        let mut at = *one;
        for _ in 0..MOST_BETWEEN {
            match at.next().filter(|next| next < after && next.is_like(one)) {
                Some(next) => at = next,
                None => break,
            }
            all.insert(at);
        }
    }
    all.into_iter().collect()
}

impl Strand {
    /// What strands rest on together; none without any.
    pub(in crate::figure) fn lineage(strands: &[Self]) -> Option<Lineage> {
        let (first, others) = strands.split_first()?;
        Some(others.iter().fold(first.lineage.clone(), |all, strand| all.and(&strand.lineage)))
    }

    /// What tells a strand from the others: its category or its area where they count one thing, else what it counts.
    pub(in crate::figure) fn name(strands: &[Self], strand: &Self) -> String {
        let one_thing = strands.len() > 1 && strands.iter().all(|other| other.title == strand.title);
        match &strand.category {
            Some(category) if one_thing => category.clone(),
            _ if one_thing || strand.of_several => strand.area.clone(),
            _ => strand.title.clone(),
        }
    }

    /// What an axis of strands shows: what they count where that is one thing, else their unit, and the place where it is one.
    pub(in crate::figure) fn axis(strands: &[Self]) -> String {
        let Some(first) = strands.first() else { return String::new() };
        let one = |of: fn(&Self) -> &str| strands.iter().all(|strand| of(strand) == of(first));
        let what = if one(|strand| &strand.title) && !first.title.is_empty() { &first.title } else { &first.unit };
        let place = if one(|strand| &strand.area) { format!(", {}", first.area) } else { String::new() };
        wording::capitalised(&format!("{what}{place}"))
    }
}
