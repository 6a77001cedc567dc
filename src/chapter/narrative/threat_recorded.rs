use super::sentence::Sentence;
use super::{Check, Context, Find, Found, Pattern, pattern};
use crate::contract::Severity;

/// A count of records that moves says nothing of the threat.
pub(super) const CHECK: Check =
    Check { id: "threat-recorded", severity: Severity::Warning, find: Find::Sentence(find) };

static THREAT: Pattern = pattern(|| regex::Regex::new(r"(?i)\bthreats?\b").ok());
static MOVED: Pattern = pattern(|| {
    regex::Regex::new(
        r"(?i)\b(rose|risen|rising|fell|fallen|falling|increas(ed?|ing)|decreas(ed?|ing)|declin(ed?|ing)|grew|grown|growing|similar|no clear change|higher|lower)\b",
    )
    .ok()
});
static DENIED: Pattern =
    pattern(|| regex::Regex::new(r"(?i)\b(no|not|none|nor|neither|never|nothing|cannot|whether)\b").ok());

fn find(sentence: &Sentence, _: &Context<'_>) -> Vec<Found> {
    let is = |pattern: &Pattern, words: &str| pattern.as_ref().is_some_and(|pattern| pattern.is_match(words));
    if sentence.facts.is_empty() || !is(&MOVED, &sentence.words) || is(&DENIED, &sentence.typed) {
        return Vec::new();
    }
    let found = THREAT.as_ref().and_then(|threat| threat.find(&sentence.typed));
    let tell = |word: regex::Match<'_>| {
        Found::new(
            word.start(),
            "the sentence tells a change of what was recorded as one of the threat",
            "say what was recorded; how the threat moved is a judgement",
        )
    };
    found.map(tell).into_iter().collect()
}
