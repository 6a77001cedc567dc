//! How a number is made, in words that hold the numbers it is made of.
//!
//! In: the name of a fact, or a statistic, how it is made by the rules that the page has too, and what it is made of. Out: a sentence. Numbers
//! in it are cells that may be shown, or other facts, which have crossed disclosure control; so a formula says no more than the edition
//! does.

use super::made_of::Made;
use super::{Book, MadeOf};
use crate::chapter::facts::evidence::{How, of_statistic, rest};
use crate::disclosure::Statistic;
use crate::national::registry::Value;
use crate::wording;

/// Of a judgement.
pub(super) const JUDGED: &str =
    "chosen by a person on the evidence named; the program makes no judgement and no likelihood";

impl Book<'_> {
    /// How a fact of the picture is made, with its numbers.
    pub(super) fn formula(&self, name: &str, made: &Made) -> String {
        match self.parts.0.how(name) {
            Some(How { method, numbers: "", .. }) => method.to_owned(),
            Some(How { numbers, .. }) => self.filled(numbers, rest(name), made),
            None => reason(name).to_owned(),
        }
    }

    /// How a statistic is made, with its numbers.
    pub(super) fn statistic_formula(&self, statistic: &Statistic, made: &Made) -> String {
        let value = match &statistic.value {
            Value::Absent(absence) => return format!("no value is given: {}", absence.reason()),
            Value::Count(_) | Value::Number(_) => super::said::value(statistic),
        };
        let How { method, numbers, .. } = of_statistic(statistic);
        let words = if numbers.is_empty() { method } else { numbers };
        let words = words.replace("{per}", &wording::quantity(statistic.per, 0)).replace("{value}", &value);
        let filled = self.filled(&words, "", made);
        if filled.contains(&value) { filled } else { format!("{filled}; {value}") }
    }

    fn filled(&self, words: &str, rest: &str, made: &Made) -> String {
        let mut text = String::new();
        let mut left = words;
        while let Some((before, after)) = left.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            text.push_str(before);
            text.push_str(&match name {
                "sum" => sum(made.sources.iter().filter(|source| !is_children(source)).chain(alone(made))),
                "children" => sum(made.sources.iter().filter(|source| is_children(source))),
                "cells" => cells(made),
                name => {
                    let fact = self.parts.0.get(&name.replace('@', rest));
                    fact.map_or_else(|| wording::NOT_AVAILABLE.to_owned(), |fact| fact.text.clone())
                }
            });
            left = after;
        }
        text + left
    }
}

/// Whether a source is that of resident children.
fn is_children(source: &MadeOf) -> bool {
    source.cells.iter().any(|cell| cell.part == "children")
}

/// The children, where nothing else is counted.
fn alone(made: &Made) -> impl Iterator<Item = &MadeOf> {
    made.sources.iter().filter(|source| is_children(source) && made.sources.len() == 1)
}

/// The sum of the cells of some sources, where all of them may be shown.
fn sum<'a>(sources: impl Iterator<Item = &'a MadeOf>) -> String {
    let cells: Vec<_> = sources.flat_map(|source| &source.cells).collect();
    let values: Option<Vec<i64>> = cells.iter().map(|cell| cell.value.as_ref()?.parse().ok()).collect();
    match values.filter(|values| !values.is_empty()) {
        Some(values) => {
            let sum = values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
            format!("{} ({} cells)", wording::count(sum), values.len())
        }
        None => "a sum whose parts are not shown".to_owned(),
    }
}

/// The few cells of a quoted number.
fn cells(made: &Made) -> String {
    let cells = made.sources.iter().flat_map(|source| &source.cells).take(4);
    let quoted = cells.map(|cell| format!("{} ({})", cell.value.as_deref().unwrap_or_default(), cell.part));
    quoted.collect::<Vec<_>>().join(", ")
}

/// Why a number comes of no cell.
pub(super) fn reason(name: &str) -> &'static str {
    let begins = |text: &str| name.starts_with(text);
    if begins("limits.") || begins("policy.minimum") {
        "set by the edition, in the limits of edition.toml"
    } else if begins("policy.") {
        "set by the disclosure policy that the edition names"
    } else if name == "known-breaks" {
        "set by the edition, in the breaks of edition.toml"
    } else if name == "ladder-evidence" {
        "written by people, in assumptions.toml"
    } else if begins("source.") {
        "stated by the catalogue of sources, data/sources.toml"
    } else if begins("forces.") || begins("returns.expected") {
        "counted over the list of forces, data/reference/forces.csv"
    } else if begins("revised.") {
        "told by the records of earlier releases in data/releases: none holds a number to compare"
    } else if name.contains(".year.") {
        "a period: the data held and the edition’s periods make it what it is"
    } else {
        "set by the edition, and not made of data"
    }
}
