use super::sentence::Sentence;
use super::{Check, Context, Find, Found};
use crate::contract::Severity;

/// Terms that blame a child, make less of abuse or are out of date (`data/reference/language_terms.csv`).
pub(super) const CHECK: Check = Check { id: "language", severity: Severity::Warning, find: Find::Sentence(find) };

fn find(sentence: &Sentence, context: &Context<'_>) -> Vec<Found> {
    let found = context.terms.iter().filter_map(|term| {
        let words = term.pattern.find(&sentence.typed)?;
        Some(Found::new(
            words.start(),
            format!("“{}”: a term to avoid ({}), as it {}", words.as_str(), term.category, term.reason),
            format!(
                "write instead, as it fits: {}; another’s words stand in quotation marks",
                term.alternatives.join("; ")
            ),
        ))
    });
    found.collect()
}
