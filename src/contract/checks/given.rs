//! What is checked, and what it is held against.

use super::settings::Settings;
use crate::contract::{AdrReturn, ChildPopulation, Forces, Measures, ProblemProfile, PublicNumbers};
use crate::definition::Definitions;
use crate::edition::Edition;

/// What is checked, and what it is held against.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Returns on group-based offending, with the path of their file.
    pub returns: (&'a [AdrReturn], &'a str),
    /// Their parents, all crimes of child sexual abuse and exploitation, with the path of their file.
    pub parents: (&'a [AdrReturn], &'a str),
    /// Problem profiles, with the path of their file.
    pub profiles: (&'a [ProblemProfile], &'a str),
    /// Children by force and mid-year.
    pub population: &'a ChildPopulation,
    /// Public numbers besides.
    pub public: PublicNumbers<'a>,
    /// The forces.
    pub forces: &'a Forces,
    /// The definitions.
    pub definitions: &'a Definitions,
    /// The edition: years, cut-off, agreed definition, breaks, limits.
    pub edition: &'a Edition,
    /// What is counted.
    pub measures: &'a Measures,
    /// Severities and thresholds.
    pub settings: &'a Settings,
}
