//! What is different from the assessment before, as the edition says it, each kind a fact. It may hold all facts of the picture.

use crate::chapter::facts::Facts;
use crate::chapter::placeholders::{Part, filled, parts};
use crate::disclosure::Picture;
use crate::fault::{Fault, Faults};
use crate::lineage::Lineage;

/// Adds them, or says which names in their words are no fact and which digits are typed there.
pub(super) fn add(facts: &mut Facts, picture: &Picture) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::new();
    for changed in &picture.edition.changed {
        let Some(parts) = faults.keep(parts(changed.words.trim(), facts, &changed.place)) else { continue };
        let named = parts.iter().filter_map(Part::fact).filter_map(|id| facts.get(id));
        let lineage = named.fold(Lineage::default(), |lineage, fact| lineage.and(&fact.lineage));
        let words = filled(parts, facts);
        facts.add(format!("changed.{}", changed.kind.id()), words, &lineage);
    }
    faults.into_result(())
}
