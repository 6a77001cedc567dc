use super::sentence::Sentence;
use super::{Check, Context, Find, Found, Pattern, pattern};
use crate::contract::Severity;
use crate::edition::judgements;

/// Words that say a likelihood and mean none. The month has a capital.
pub(super) const CHECK: Check =
    Check { id: "likelihood-loose", severity: Severity::Warning, find: Find::Sentence(find) };

static LOOSE: Pattern = pattern(|| {
    let words = judgements::LOOSE.map(|word| if word == "may" { word.to_owned() } else { format!("(?i:{word})") });
    regex::Regex::new(&format!(r"\b({})\b", words.join("|"))).ok()
});

fn find(sentence: &Sentence, _: &Context<'_>) -> Vec<Found> {
    let found = LOOSE.as_ref().and_then(|loose| loose.find(&sentence.typed));
    let tell = |word: regex::Match<'_>| {
        Found::new(
            word.start(),
            format!("“{}” says a likelihood and means none", word.as_str()),
            "say what is known as a fact, say “can” for what is allowed, or make it a judgement with a term of the yardstick",
        )
    };
    found.map(tell).into_iter().collect()
}
