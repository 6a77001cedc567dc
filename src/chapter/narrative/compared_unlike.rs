use std::collections::BTreeSet;

use super::sentence::Sentence;
use super::{Check, Context, Find, Found, Pattern, pattern};
use crate::contract::Severity;

/// Counts of two collections, or from either side of a break, are not compared in a sentence: a fact that says how they stand to one another
/// has looked at that first.
pub(super) const CHECK: Check =
    Check { id: "compared-unlike", severity: Severity::Warning, find: Find::Sentence(find) };

static COMPARED: Pattern = pattern(|| {
    regex::Regex::new(
        r"(?i)\b(more than|fewer than|less than|higher than|lower than|larger than|smaller than|as many as|compared with|against|outnumber(ed|s)?|exceed(ed|s)?|up from|down from|from\b.*\bto)\b",
    )
    .ok()
});

fn find(sentence: &Sentence, context: &Context<'_>) -> Vec<Found> {
    let Some(compared) = COMPARED.as_ref().and_then(|compared| compared.find(&sentence.typed)) else {
        return Vec::new();
    };
    let counts = || sentence.facts.iter().filter(|(_, id)| is_count(context, id)).map(|(_, id)| id.as_str());
    let families: BTreeSet<&str> = counts().filter_map(|id| Some(id.rsplit_once('.')?.0)).collect();
    let crosses = |id: &str| counts().any(|other| other == id.replace(".before-break", ".break"));
    let broken = counts().any(|id| id.ends_with(".before-break") && crosses(id));
    let what = match (families.len() > 1, broken) {
        (_, true) => "the sentence compares counts across a break",
        (true, false) => "the sentence compares counts of two collections",
        (false, false) => return Vec::new(),
    };
    let remedy =
        "tell them in two sentences, each with what it counts; or bind a fact that holds the two against each other";
    vec![Found::new(compared.start(), what, remedy)]
}

/// Whether a fact is a bare count: digits with their separators.
fn is_count(context: &Context<'_>, id: &str) -> bool {
    let count = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || c == ',')
    };
    // A year, a population, a threshold or the number of forces there are is nothing that was counted.
    let named = ["year", "mid-year", "children", "policy", "limits", "territorial"];
    context.facts.get(id).is_some_and(|fact| count(&fact.text)) && !id.split('.').any(|part| named.contains(&part))
}
