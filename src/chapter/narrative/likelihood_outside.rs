use super::sentence::Sentence;
use super::{Check, Context, Find, Found};
use crate::contract::Severity;
use crate::edition::judgements::Term;

/// A term of the yardstick is a judgement, and judgements have evidence, confidence and people: they stand in their own file.
pub(super) const CHECK: Check =
    Check { id: "likelihood-outside", severity: Severity::Warning, find: Find::Sentence(find) };

fn find(sentence: &Sentence, _: &Context<'_>) -> Vec<Found> {
    let said = Term::said(&sentence.typed);
    let tell = |term: &Term| {
        Found::new(
            sentence.start(),
            format!("the sentence says “{term}”, a term of the yardstick, outside the key judgements"),
            "make it a [[judgement]] of judgements.toml, or say it without the term",
        )
    };
    said.first().map(tell).into_iter().collect()
}
