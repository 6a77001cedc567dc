//! How findings name things, so that every check says them alike.

use super::Context;
use super::book::Key;
use crate::period::{FinancialYear, Part};

impl Context<'_> {
    /// Short name of a force, or its code.
    pub(super) fn name(&self, code: &str) -> String {
        self.given.forces.get(code).map_or_else(|| code.to_owned(), |force| force.short_name.clone())
    }

    /// “Cumbria, `csae_crimes` for 2024/25”.
    pub(super) fn of(&self, key: &Key<'_>) -> String {
        format!("{}, `{}` for {}", self.name(key.force), key.measure, key.year)
    }

    /// Contract of a measure; empty for a measure that the settings do not describe.
    pub(super) fn contract(&self, measure: &str) -> &str {
        self.given.settings.measure(measure).map_or("", |measure| &measure.contract)
    }
}

/// `2024/25`, or `2024/25 Q3`.
pub(in crate::contract) fn period(year: FinancialYear, part: Part) -> String {
    match part {
        Part::Year => year.to_string(),
        Part::Quarter(_) => format!("{year} {part}"),
    }
}

/// A number with at most one decimal, as text.
pub(super) fn decimal(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
