use super::sentence::Sentence;
use super::{Check, Context, Find, Found};
use crate::contract::Severity;
use crate::edition::judgements::Term;

/// How likely something is and how far the evidence bears it are two things, and never stand in one sentence.
pub(super) const CHECK: Check =
    Check { id: "likelihood-welded", severity: Severity::Warning, find: Find::Sentence(find) };

fn find(sentence: &Sentence, _: &Context<'_>) -> Vec<Found> {
    let confident = sentence.typed.to_lowercase().find("confiden");
    let tell = |at: usize| {
        Found::new(
            at,
            "the sentence welds a likelihood to the confidence in it",
            "say the one in the judgement and the other beside it, in two sentences",
        )
    };
    confident.filter(|_| !Term::said(&sentence.typed).is_empty()).map(tell).into_iter().collect()
}
