use super::sentence::Sentence;
use super::{Check, Context, Find, Found, Pattern, pattern};
use crate::contract::Severity;

/// A share says what it is a share of, and of how many that is known.
pub(super) const CHECK: Check = Check { id: "share-bare", severity: Severity::Warning, find: Find::Sentence(find) };

static SHARE: Pattern = pattern(|| regex::Regex::new(r"^\d+(\.\d+)?%$").ok());
static WHOLE: Pattern =
    pattern(|| regex::Regex::new(r"(?i)\b(of|among|known|recorded|coverage|covers?|forces|whole)\b").ok());

fn find(sentence: &Sentence, context: &Context<'_>) -> Vec<Found> {
    let is = |pattern: &Pattern, words: &str| pattern.as_ref().is_some_and(|pattern| pattern.is_match(words));
    if is(&WHOLE, &sentence.typed) {
        return Vec::new();
    }
    let share = |id: &str| context.facts.get(id).is_some_and(|fact| is(&SHARE, &fact.text));
    let tell = |(at, id): &(usize, String)| {
        Found::new(
            *at,
            format!("`{id}` is a share, and the sentence does not say of what, and of how many that is known"),
            "say of which whole it is and how much of it is known, such as “of suspects whose age was known”",
        )
    };
    sentence.facts.iter().filter(|(_, id)| share(id)).map(tell).take(1).collect()
}
