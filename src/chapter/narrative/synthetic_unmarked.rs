use super::sentence::Sentence;
use super::{Check, Context, Find, Found};
use crate::contract::Severity;

/// Where real and invented numbers stand in one section, each invented one has its mark; a section that is invented as a whole says so
/// once, in the notice at its head.
pub(super) const CHECK: Check =
    Check { id: "synthetic-unmarked", severity: Severity::Warning, find: Find::Sentence(find) };

fn find(sentence: &Sentence, context: &Context<'_>) -> Vec<Found> {
    if sentence.noticed {
        return Vec::new();
    }
    let invented = |id: &String| {
        let fact = context.facts.get(id);
        fact.is_some_and(|fact| fact.lineage.synthetic() && fact.text.contains(|letter: char| letter.is_ascii_digit()))
    };
    // The years and the size of what was asked are no numbers of the returns.
    let told = |id: &String| {
        let settled = ["returns.year.", "returns.expected", "policy."].iter().any(|family| id.starts_with(family));
        !settled && invented(id) && !sentence.marked.contains(id)
    };
    let tell = |(at, id): &(usize, String)| {
        Found::new(
            *at,
            format!(
                "`{id}` rests on invented returns, and stands without its mark in a section that real numbers stand in too"
            ),
            "write #n(\"…\", marked: true), or #synthetic-mark(\"…\") behind the sentence",
        )
    };
    sentence.facts.iter().filter(|(_, id)| told(id)).map(tell).collect()
}
