//! The last system that was protected and what was chosen for it, for a program that makes an edition again and again: where an edit leaves
//! every number of the returns as it was, the search for what to withhold would come to the same.
//!
//! In: a system and the policy. Out: what is chosen for exactly these. Nothing is remembered of a system that could not be made safe.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::super::audit::Audit;
use super::super::policy::Policy;
use super::super::suppress::Report;
use super::super::system::System;
use crate::fault::Fault;

/// What was chosen for a system.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    /// With what is printed of each cell.
    pub(super) system: System,
    pub(super) report: Report,
    /// What each cell is rounded to that is rounded in place.
    pub(super) coarser: BTreeMap<usize, i64>,
    pub(super) audit: Audit,
}

/// The last system with its policy, and what was chosen for it.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Option<(System, Policy, Chosen)>>);

impl Memory {
    /// What is chosen for a system: what was chosen for the very same, or else what `choose` comes to.
    pub(super) fn chosen(
        &self,
        system: System,
        policy: &Policy,
        choose: impl FnOnce(System, &Policy) -> Result<Chosen, Vec<Fault>>,
    ) -> Result<Chosen, Vec<Fault>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, _, chosen)) = last.as_ref().filter(|(of, by, _)| *of == system && by == policy) {
            return Ok(chosen.clone());
        }
        let chosen = choose(system.clone(), policy)?;
        *last = Some((system, policy.clone(), chosen.clone()));
        Ok(chosen)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::disclosure::system::{Cell, Status};
    use crate::fault::Place;
    use crate::source::Project;

    #[test]
    fn only_what_was_chosen_for_the_very_same_numbers_under_the_same_policy_is_taken_again() {
        let mut project = Project::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let path = project.list("data/policies", ".toml").unwrap().swap_remove(0);
        let id = path.trim_start_matches("data/policies/").trim_end_matches(".toml").to_owned();
        let policy = Policy::read(&mut project, &id, &Place::file("edition.toml")).unwrap();
        let mut wider = policy.clone();
        wider.protection.width += 1;
        let system = |value| {
            let cell = Cell {
                id: "a".to_owned(),
                value,
                least: 0,
                most: None,
                status: Status::Exact,
                cost: 1,
                fixed: false,
                required: None,
                insiders: Vec::new(),
                floors: Vec::new(),
            };
            System { cells: vec![cell], equations: Vec::new() }
        };
        let memory = Memory::default();
        let searched = |value, policy: &Policy| {
            let mut searches = 0;
            let chosen = memory.chosen(system(value), policy, |system, policy| {
                searches += 1;
                super::super::chosen(system, policy)
            });
            assert_eq!(chosen.unwrap().system, system(value));
            searches
        };
        let asked = [(9, &policy), (9, &policy), (10, &policy), (9, &policy), (9, &wider), (9, &wider)];
        assert_eq!(asked.map(|(value, policy)| searched(value, policy)), [1, 0, 1, 1, 1, 0]);
        let refused = memory.chosen(system(1), &policy, |_, _| Err(Vec::new()));
        assert!(refused.is_err() && searched(1, &policy) == 1, "what could not be made safe is searched again");
    }
}
