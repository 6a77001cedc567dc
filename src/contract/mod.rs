//! What each data set must look like, and what the program makes of it.
//!
//! In: contracts (`format`) and files. Out: typed rows, or every fault found with its cell and remedy. A data set is
//! described in `data/contracts`; the files here only turn its records into what the program computes with.

mod adr_return;
mod breakdown;
mod bridge_study;
pub mod checks;
mod child_population;
mod edition;
mod findings;
mod forces;
pub mod format;
mod language;
mod problem_profile;
mod public;
mod published_figures;
mod recommendation;
mod recorded_crime;
mod series;
mod summary;
mod summed;

pub use adr_return::{AdrReturn, Marker, check_against_parents};
pub use breakdown::{check_breakdowns, check_summed_breakdowns};
pub use bridge_study::{BridgeStudy, Returned, Sample, check_bridges};
pub use child_population::ChildPopulation;
pub use edition::check_edition;
pub use findings::{
    ACCEPTANCES, Acceptance, Acceptances, Finding, Findings, History, Judged, Known, RECORD, Severity, State, Subject,
};
pub use forces::{Force, Forces};
pub use format::{ALL, Contract, Contracts, Measure, Measures, Sources, TOTAL};
pub use language::LanguageTerm;
pub use problem_profile::{NOT_BEFORE, PARTS, ProblemProfile, STEPS};
pub use public::PublicNumbers;
pub use published_figures::PublishedFigure;
pub use recommendation::{Progress, Recommendation};
pub use recorded_crime::{NationalOffence, Offence, RecordedOffence, RecordedTotal};
pub use series::{Series, SeriesPeriod};
pub use summary::{Accepted, Open, Summary};
pub use summed::{Sum, Summed};

/// Contracts that the chapter needs, by what they hold. Returns under any other contract go into the panel as well.
pub mod role {
    /// The police forces.
    pub const FORCES: &str = "forces";
    /// Home Office offence codes.
    pub const OFFENCES: &str = "offences";
    /// Children by force and mid-year.
    pub const CHILD_POPULATION: &str = "child-population";
    /// Police recorded crime by force and quarter.
    pub const RECORDED_BY_FORCE: &str = "recorded-crime-by-force";
    /// Police recorded crime by offence code, nationally.
    pub const RECORDED_NATIONAL: &str = "recorded-crime-national";
    /// Published national figures.
    pub const PUBLISHED: &str = "published-figures";
    /// Terms that a chapter avoids.
    pub const LANGUAGE: &str = "language-terms";
    /// What the inspectorate recommended.
    pub const RECOMMENDATIONS: &str = "recommendations";
    /// Returns on group-based offending.
    pub const GROUP_BASED: &str = "adr-group-based";
    /// Returns on all child sexual abuse and exploitation, which contain them.
    pub const PARENT: &str = "adr-csae-parent";
    /// Bridge studies.
    pub const BRIDGES: &str = "bridge-studies";
    /// Problem profiles.
    pub const PROFILES: &str = "problem-profiles";
}
