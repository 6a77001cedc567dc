use super::sentence::Sentence;
use super::{Check, Context, Find, Found, Pattern, pattern};
use crate::contract::Severity;

/// A change beside a number is a claim of statistics, and its word must follow from the interval.
pub(super) const CHECK: Check = Check { id: "change-typed", severity: Severity::Warning, find: Find::Sentence(find) };

static CHANGED: Pattern = pattern(|| {
    regex::Regex::new(
        r"(?i)\b(rose|risen|fell|fallen|increased|decreased|declined|grew|grown|dropped|doubled|tripled|halved|surged|soared|peaked|plummeted|worsened|improved)\b",
    )
    .ok()
});

fn find(sentence: &Sentence, _: &Context<'_>) -> Vec<Found> {
    if sentence.facts.is_empty() {
        return Vec::new();
    }
    let found = CHANGED.as_ref().and_then(|changed| changed.find(&sentence.typed));
    let tell = |word: regex::Match<'_>| {
        Found::new(
            word.start(),
            format!("“{}” is typed beside a number, and no statistic decides it", word.as_str()),
            "bind the word to the fact of the change, such as #n(\"….direction.previous.last\"), which follows the interval",
        )
    };
    found.map(tell).into_iter().collect()
}
