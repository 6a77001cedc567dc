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
