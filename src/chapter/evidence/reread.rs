//! The range of records read again: its ends, and the samples it is made of.

use std::collections::{BTreeMap, BTreeSet};

use super::made_of::Made;
use super::{Book, in_name};
use crate::contract::role;
use crate::disclosure::picture::AgreedYear;
use crate::national::range::Relation;
use crate::national::reread::Reread;
use crate::wording;

impl Book<'_> {
    /// The year of which a fact is such a range, by its name with the period itself.
    pub(super) fn reread(&self, dated: &str) -> Option<&AgreedYear> {
        let periods = in_name(dated);
        let of = |year: &&AgreedYear| periods.contains(&year.year.slug());
        dated.split('.').any(|part| part == "reread").then(|| self.picture.agreed.years.iter().find(of))?
    }

    /// The samples of forces on the agreed definition, where there are any and they may be told; else all that were looked through.
    pub(super) fn samples_of_agreed(&self, year: &AgreedYear, made: &mut Made) {
        let agreed = year.forces.iter().filter(|force| force.relation == Relation::Same);
        let agreed: BTreeSet<&str> =
            agreed.map(|standing| self.picture.forces.printed_code(&standing.force.code)).collect();
        for source in &mut made.sources {
            let of_agreed = |part: &str, force: &str| part == role::BRIDGES && agreed.contains(force);
            if source.cells.iter().any(|cell| of_agreed(&cell.part, &cell.force)) {
                source.cells.retain(|cell| of_agreed(&cell.part, &cell.force));
            }
        }
    }
}

/// The ends, and how many forces have had records read, as they may be told.
pub(super) fn ends(year: &AgreedYear) -> BTreeMap<&'static str, String> {
    let Some(Some(Reread { forces, lower, upper })) = year.reread.value() else { return BTreeMap::new() };
    let upper = upper.map(|upper| wording::rounded(upper.ceil()));
    BTreeMap::from([
        ("forces whose records were read again", forces.to_string()),
        ("lower end", wording::rounded(lower.floor())),
        ("upper end", upper.unwrap_or_else(|| "none: some force gave no count of all its crimes".to_owned())),
    ])
}
