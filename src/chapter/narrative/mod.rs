//! What is wrong with the words of a chapter, though each of its numbers is bound: likelihoods loosely said, recording called threat,
//! changes typed that a statistic should say, words that blame a child.
//!
//! In: the text, its facts, and the terms to avoid. Out: what was found, each with its place and remedy; `assess check` reports it, and
//! no build stops for it. A check is one file with its declaration and its line in [`CHECKS`]. Quotations are exempt from all.

mod alternative_stale;
mod change_typed;
mod compared_unlike;
mod fact_retold;
mod fact_untold;
mod fraction_typed;
mod language;
mod likelihood_loose;
mod likelihood_outside;
mod likelihood_welded;
mod number_counted;
mod reading_age;
mod sentence;
mod sentence_long;
mod share_bare;
mod synthetic_unmarked;
#[cfg(test)]
mod tests;
mod threat_recorded;
mod unused;

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::Text;
use super::facts::Facts;
use super::figures::Figure;
use crate::contract::{LanguageTerm, Severity};
use crate::fault::Place;
use sentence::Sentence;

/// A check of the text.
pub struct Check {
    /// Stable identifier, and its anchor in `docs/checks.md`.
    pub id: &'static str,
    /// How bad what it finds is.
    pub severity: Severity,
    find: Find,
}

enum Find {
    /// In each sentence by itself.
    Sentence(fn(&Sentence, &Context<'_>) -> Vec<Found>),
    /// In the whole text.
    Whole(fn(&Context<'_>) -> Vec<(Place, Found)>),
}

/// What a check knows.
pub struct Context<'a> {
    /// The text.
    pub text: &'a Text,
    /// The facts.
    pub facts: &'a Facts,
    /// The figures.
    pub figures: &'a [Figure],
    /// Terms to avoid.
    pub terms: &'a [LanguageTerm],
    /// Files of the text that no layout takes in.
    pub orphans: &'a [String],
}

/// What a check found: where in the sentence, what, and the remedy.
struct Found {
    at: usize,
    what: String,
    remedy: String,
}

impl Found {
    fn new(at: usize, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { at, what: what.into(), remedy: remedy.into() }
    }
}

/// What was found, in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The check.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// What is counted, as a pattern of words.
const UNITS: &str = "crimes?|offences?|suspects?|victims?|children|forces?|cases?|assessments?|referrals?|investigations?|recommendations?|\
                     people|persons|girls|boys|offenders|perpetrators|records|reports|incidents|groups|arrests|charges|convictions|findings|\
                     profiles|regions|visits|times|of them";

/// Every check.
pub const CHECKS: &[&Check] = &[
    &alternative_stale::CHECK,
    &change_typed::CHECK,
    &compared_unlike::CHECK,
    &fact_retold::CHECK,
    &fact_untold::CHECK,
    &fraction_typed::CHECK,
    &language::CHECK,
    &likelihood_loose::CHECK,
    &likelihood_outside::CHECK,
    &likelihood_welded::CHECK,
    &number_counted::CHECK,
    &reading_age::CHECK,
    &sentence_long::CHECK,
    &share_bare::CHECK,
    &synthetic_unmarked::CHECK,
    &threat_recorded::CHECK,
    &unused::FIGURE,
    &unused::SECTION,
];

/// A sentence of the chapter and the facts in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// File of its section.
    pub section: String,
    /// As a reader meets it; an ellipsis stands for a reference, and for what another said.
    pub words: String,
    /// As it was typed, without what its facts say.
    pub typed: String,
    /// Names of the facts in it, in order.
    pub facts: Vec<String>,
}

/// The sentences of a text, in order.
pub fn said(text: &Text, facts: &Facts) -> Vec<Said> {
    let plain = |words: &str| {
        let words = words.replace(sentence::MARK, "…");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let of_file = |(file, text): (&String, &String)| {
        let sentences = sentence::sentences(text, facts).into_iter().map(|one| Said {
            section: file.clone(),
            words: plain(&one.words),
            typed: plain(&one.typed),
            facts: one.facts.into_iter().map(|(_, id)| id).collect(),
        });
        sentences.collect::<Vec<_>>()
    };
    text.own().flat_map(of_file).collect()
}

/// What all checks find in a text, in the order of its files and places.
pub fn told(context: &Context<'_>) -> Vec<Told> {
    let mut all = Vec::new();
    for (file, text) in context.text.own() {
        let sentences = sentence::sentences(text, context.facts);
        for check in CHECKS {
            let Find::Sentence(find) = check.find else { continue };
            for sentence in &sentences {
                let tell = |found: Found| Told {
                    check: check.id,
                    severity: check.severity,
                    place: Place::offset(file, text, sentence.origin(found.at)),
                    what: found.what,
                    remedy: found.remedy,
                };
                all.extend(find(sentence, context).into_iter().map(tell));
            }
        }
    }
    for check in CHECKS {
        let Find::Whole(find) = check.find else { continue };
        all.extend(find(context).into_iter().map(|(place, found)| Told {
            check: check.id,
            severity: check.severity,
            place,
            what: found.what,
            remedy: found.remedy,
        }));
    }
    all.sort_by(|one, other| (&one.place, one.check).cmp(&(&other.place, other.check)));
    all
}

/// A pattern of this room, each of which a test compiles; without one nothing is found.
type Pattern = LazyLock<Option<Regex>>;

const fn pattern(make: fn() -> Option<Regex>) -> Pattern {
    LazyLock::new(make)
}
