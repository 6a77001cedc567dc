//! How a number came about, for a reader who doubts it: the method in words, the formula in symbols, and the formula with its numbers.
//!
//! In: a fact by its name, and the others beside it; or the method of a statistic of the registry. Out: what the page says under the number, and
//! `explain` too: both have it from here. The method of a statistic is the one of its entry; that of any other fact follows from its
//! name, `<family>.<statistic>.<period>`.

mod methods;
mod rules;
mod tables;

use super::{Fact, Facts};
use crate::disclosure::Statistic;
use crate::national::registry::{Method, Over};

use methods as by;

pub use tables::of_table;

/// What a number rests on besides its sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct How {
    /// The method, in words without a full stop.
    pub method: &'static str,
    /// The formula in symbols; empty where none is needed.
    pub formula: &'static str,
    /// How it is made, as a text with places for its numbers; empty where the method says it. `{sum}` is the sum of the cells, `{children}` that
    /// of resident children, `{cells}` the cells, `{name.@}` the fact of that name with the rest of this one, `{name}` any other fact; of a
    /// statistic `{value}` is the value and `{per}` what it is given for.
    pub numbers: &'static str,
}

impl How {
    const fn new(method: &'static str, formula: &'static str) -> Self {
        Self { method, formula, numbers: "" }
    }

    /// The same with places for its numbers.
    const fn with(self, numbers: &'static str) -> Self {
        Self { numbers, ..self }
    }
}

/// How a statistic of the registry is made.
pub fn of_statistic(statistic: &Statistic) -> How {
    match statistic.method {
        Method::Rate if statistic.over != Over::Complete => by::RATE.with(
            "{per} × {sum} over the children of the forces in it, each for the share of the year that was reported, = {value}",
        ),
        method => of_method(method),
    }
}

/// The same as far as its method says it.
fn of_method(method: Method) -> How {
    match method {
        Method::QuartersReported => by::TALLY.with("the number of quarters of the year with a count"),
        Method::Count => by::SUM.with("the sum of the counts of the forces of the area: {sum}"),
        Method::Rate => by::RATE.with("{per} × {sum} ÷ {children} = {value}"),
        Method::Proportion => by::PROPORTION.with("the part over the whole, over the forces that gave both"),
        Method::ShareBounds => {
            by::SHARE.with("from the count over the total, to the count and what is not recorded over the total")
        }
        Method::Range => {
            by::RANGE.with("from the sum of the least to the sum of the most that each force’s counts allow")
        }
        Method::Rung => by::RUNG,
        Method::Estimate => by::ESTIMATE,
        Method::Sensitivity => by::ESTIMATE.with("the estimate if the imputed forces recorded so many percent more"),
        Method::Index => {
            by::LIKE_FOR_LIKE.with("the chain of like-for-like ratios, 100 in the first year of the returns")
        }
        Method::Change => {
            by::CHANGE.with("the count over that of the year before, over the forces that counted alike in both")
        }
        Method::Dispersion => by::DISPERSION,
        Method::AverageAnnualChange => by::TREND,
        Method::MonotoneTrend => by::MONOTONE,
        Method::ControlChart => by::CONTROL,
        Method::FunnelInner | Method::FunnelOuter => by::CHANCE.with(
            "the counts of all forces over their children, and exact limits of chance for the children of the area",
        ),
    }
}

/// What of a name a text with places for numbers leaves open: all after the statistic.
pub fn rest(id: &str) -> &str {
    id.splitn(3, '.').nth(2).unwrap_or_default()
}

impl Facts {
    /// How a fact came about; none where the edition set it, or where nothing is known of it.
    pub fn how(&self, id: &str) -> Option<How> {
        let fact = self.get(id)?;
        match fact.method {
            Some(method) => Some(of_method(method)),
            None => fact.lineage.sources().next().and_then(|_| rules::how(fact.dated.as_deref().unwrap_or(id))),
        }
    }

    /// The interval of a fact: the fact beside it that says so in its name.
    pub fn interval(&self, id: &str) -> Option<&Fact> {
        let parts: Vec<&str> = id.split('.').collect();
        (0..parts.len()).find_map(|at| {
            let named = parts
                .iter()
                .enumerate()
                .map(|(index, part)| if index == at { format!("{part}-interval") } else { (*part).to_owned() });
            self.get(&named.collect::<Vec<_>>().join("."))
        })
    }
}
