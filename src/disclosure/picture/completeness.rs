//! How much of each variable is recorded: nationally as a share; by force as a band, where the marking shows forces.

use std::collections::BTreeMap;

use crate::disclosure::ledger::Ledger;
use crate::disclosure::policy::Level;
use crate::disclosure::published::Published;
use crate::edition::Marking;
use crate::national::completeness::{self, Band, Variable};

/// A variable, and how much of it is recorded.
#[derive(Clone, Debug)]
pub struct Completeness {
    /// The variable.
    pub variable: Variable,
    /// Recorded part over all forces that gave it, in [0, 1].
    pub recorded: Published<f64>,
    /// Number of forces that gave it.
    pub forces: usize,
    /// Band of each force that gave it, where the marking shows forces.
    pub by_force: BTreeMap<String, Band>,
    bands: BTreeMap<Band, usize>,
}

impl Completeness {
    pub(super) fn of(raw: &completeness::Completeness, marking: Marking, ledger: &mut Ledger<'_>) -> Self {
        let Variable { measure, dimension, .. } = &raw.variable;
        let name = format!("{measure}/{}/{dimension}/recorded", raw.year.slug());
        let shows_forces = ledger.policy().shows(marking, Level::Force);
        Self {
            variable: raw.variable.clone(),
            recorded: ledger.resting(&name, raw.recorded, &raw.sums),
            forces: raw.forces.len(),
            by_force: if shows_forces { raw.forces.clone() } else { BTreeMap::new() },
            bands: Band::ALL.into_iter().map(|band| (band, raw.count(band))).collect(),
        }
    }

    /// Number of forces in a band.
    pub fn count(&self, band: Band) -> usize {
        self.bands.get(&band).copied().unwrap_or_default()
    }
}
