use super::sentence::Sentence;
use super::{Check, Context, Find, Found};
use crate::contract::Severity;

/// A reader holds so many words at once; facts count with theirs.
pub(super) const CHECK: Check = Check { id: "sentence-long", severity: Severity::Note, find: Find::Sentence(find) };

/// Most words of a sentence: half as many again as the style guides of government take for the most.
const MOST: usize = 38;

fn find(sentence: &Sentence, _: &Context<'_>) -> Vec<Found> {
    // What a fact says in whole sentences is not this sentence's.
    let words = sentence.typed.split_whitespace().count() + sentence.facts.len();
    let tell = || {
        Found::new(
            sentence.start(),
            format!("a sentence of {words} words, beside those of its facts"),
            format!("make two of it: {MOST} words are the most that are read at once"),
        )
    };
    (words > MOST).then(tell).into_iter().collect()
}
