//! The subjects of the chapter, each in one file: the facts and the tables of one thing, made of the same phrases.
//!
//! In: the published picture. Out: the facts that the text may use, and the tables. What a chart says in the same words stands
//! in `wording::phrases`. A subject is a file here and a line in [`SUBJECTS`]; docs/extending.md has the recipe.

mod alike;
mod areas;
mod asking;
mod breakdowns;
mod change;
mod changed;
mod confidence;
mod funnel;
mod gaps;
mod index;
mod ladder;
mod profiles;
mod published;
mod quality;
mod quarters;
mod range;
mod recommendations;
mod reconciliation;
mod recorded;
mod regions;
mod returns;
mod revised;
mod series;
mod settings;
#[cfg(test)]
mod tests;

use super::facts::Facts;
use super::tables::DataTable;
use crate::disclosure::Picture;
use crate::fault::Fault;

/// A subject: what the text may say of it, and its tables.
struct Subject {
    facts: fn(&mut Facts, &Picture),
    tables: fn(&Picture, &Facts) -> Vec<DataTable>,
}

/// Every subject.
const SUBJECTS: &[Subject] = &[
    alike::SUBJECT,
    areas::SUBJECT,
    asking::SUBJECT,
    breakdowns::SUBJECT,
    change::SUBJECT,
    confidence::SUBJECT,
    funnel::SUBJECT,
    gaps::SUBJECT,
    index::SUBJECT,
    ladder::SUBJECT,
    profiles::SUBJECT,
    published::SUBJECT,
    quality::SUBJECT,
    quarters::SUBJECT,
    range::SUBJECT,
    recommendations::SUBJECT,
    reconciliation::SUBJECT,
    recorded::SUBJECT,
    regions::SUBJECT,
    returns::SUBJECT,
    revised::SUBJECT,
    series::SUBJECT,
    settings::SUBJECT,
];

/// The facts of the published picture.
pub fn facts(picture: &Picture) -> Facts {
    let mut facts = Facts::default();
    for subject in SUBJECTS {
        (subject.facts)(&mut facts, picture);
    }
    facts
}

/// The facts with what the edition itself says in words that hold some.
pub fn with_words(mut facts: Facts, picture: &Picture) -> Result<Facts, Vec<Fault>> {
    changed::add(&mut facts, picture)?;
    Ok(facts)
}

/// What is wrong with words of the edition that tables hold and that name facts.
pub fn unbound(picture: &Picture, facts: &Facts) -> Result<(), Vec<Fault>> {
    gaps::unbound(picture, facts)
}

/// Every table of the chapter; a source line names the release that a fact tells.
pub fn tables(picture: &Picture, facts: &Facts) -> Vec<DataTable> {
    SUBJECTS.iter().flat_map(|subject| (subject.tables)(picture, facts)).collect()
}
