use super::sentence::Sentence;
use super::{Check, Context, Find, Found, Pattern, pattern};
use crate::contract::Severity;

/// A year or a name stands bare, but a count does not, whatever it looks like: “2025 crimes”, `#lit("44") forces`.
pub(super) const CHECK: Check = Check { id: "number-counted", severity: Severity::Warning, find: Find::Sentence(find) };

/// In digits or in words.
const NUMBER: &str = r"\d+(?:,\d{3})*|(?i:(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w{3,5})?|hundred|hundreds of|thousands?|thousands of|dozens?|dozens of|scores of|millions?|millions of))";

static COUNTED: Pattern = pattern(|| regex::Regex::new(&format!(r"\b({NUMBER})[\s\u{{a0}}]({})\b", super::UNITS)).ok());

fn find(sentence: &Sentence, _: &Context<'_>) -> Vec<Found> {
    let Some(counted) = COUNTED.as_ref() else { return Vec::new() };
    // A threshold or the base of a rate is a convention: “for every 10,000 children”, “below 10 crimes”.
    let convention = |at: usize| {
        let before = sentence.words.get(..at).unwrap_or_default().trim_end();
        ["every", "below", "under", "least", "than"].iter().any(|word| before.ends_with(word))
    };
    let is_loose = |number: &regex::Match<'_>| !sentence.is_in_fact(number.start()) && !convention(number.start());
    let loose = counted.find_iter(&sentence.words).filter(is_loose);
    let tell = |number: regex::Match<'_>| {
        Found::new(
            number.start(),
            format!("“{}” is a count that no statistic decides", number.as_str()),
            "bind it to a fact with #n(\"…\"); a year stands bare and #lit holds a name only where nothing is counted by it",
        )
    };
    loose.map(tell).take(1).collect()
}
