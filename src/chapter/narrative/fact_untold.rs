use super::sentence::Sentence;
use super::{Check, Context, Find, Found};
use crate::contract::Severity;
use crate::disclosure::WITHHELD;
use crate::wording::NOT_AVAILABLE;

/// A sentence cannot rest on what the edition does not tell.
pub(super) const CHECK: Check = Check { id: "fact-untold", severity: Severity::Warning, find: Find::Sentence(find) };

fn find(sentence: &Sentence, context: &Context<'_>) -> Vec<Found> {
    let untold = |id: &String| {
        let text = context.facts.get(id).map(|fact| fact.text.trim());
        text.filter(|text| [WITHHELD, NOT_AVAILABLE].contains(text))
    };
    let found = sentence.facts.iter().filter_map(|(at, id)| {
        let marker = untold(id)?;
        Some(Found::new(
            *at,
            format!("the sentence rests on `{id}`, which is {marker} in this edition"),
            "say that it is not told and why, or bind the sentence to what is: a fact that ends in `-said` does so by itself",
        ))
    });
    found.collect()
}
