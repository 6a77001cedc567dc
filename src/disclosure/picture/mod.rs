//! The national picture as it may be shown: the same years, changes and breakdowns, each number of the returns a published value.
//!
//! In: the raw picture and the ledger. Out: a [`Picture`] that nothing outside this room can make, so that charts, tables and
//! sentences cannot be given a raw one. What comes from public figures (recorded crime, population, what others published) is
//! taken over as it is. The walk is done twice, so it asks the ledger for the same numbers both times.

mod agreed;
mod areas;
mod breakdowns;
mod changes;
mod completeness;
mod lines;

pub use agreed::{Agreed, AgreedYear, Outcome, Upper};
pub use areas::{Area, Areas};
pub use breakdowns::{Breakdown, Category};
pub use changes::{Change, Index, IndexLink, IndexPoint, Parts};
pub use completeness::Completeness;
pub use lines::Line;

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::policy::Policy;
use crate::contract::{Forces, NationalOffence, Offence, PublishedFigure, Summary};
use crate::definition::Definitions;
use crate::edition::{Edition, Marking};
use crate::lineage::Lineage;
use crate::national::confidence::{Criterion, Rated};
use crate::national::funnel::Funnel;
use crate::national::picture::{self, Recorded};
use crate::national::profiles::Profiles;

/// The national picture as it may be shown.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The edition.
    pub edition: Edition,
    /// The policy it is shown under.
    pub policy: Policy,
    /// The forces.
    pub forces: Forces,
    /// The definitions.
    pub definitions: Definitions,
    /// Offence codes and titles.
    pub offences: BTreeMap<String, Offence>,
    /// Offences by code for the 43 forces together; public.
    pub national_offences: Vec<NationalOffence>,
    /// Where they come from.
    pub national_offences_lineage: Lineage,
    /// Figures published by others.
    pub published: Vec<PublishedFigure>,
    /// Where they come from.
    pub published_lineage: Lineage,
    /// Where the child population comes from.
    pub population_lineage: Lineage,
    /// Children in England and Wales by mid-year; public.
    pub children: BTreeMap<i16, i64>,
    /// Recorded offences; public by force.
    pub recorded: Vec<Recorded>,
    /// Forces compared by a recorded offence; public.
    pub funnel: Option<Funnel>,
    /// How many forces hold which problem profile; no counts of crimes or people.
    pub profiles: Profiles,
    /// The returns under the agreed definition.
    pub agreed: Agreed,
    /// Change in the returns between neighbouring years.
    pub agreed_changes: Vec<Change>,
    /// The like-for-like index.
    pub index: Index,
    /// Breakdowns of the last year.
    pub breakdowns: Vec<Breakdown>,
    /// How much of each variable is recorded.
    pub completeness: Vec<Completeness>,
    /// Variables that the returns ask for.
    pub variables: usize,
    /// What the checks found, without what it says.
    pub findings: Summary,
    /// The last year by area.
    pub areas: Areas,
    /// Figures of the chapter beside published ones.
    pub reconciliation: Vec<Line>,
    /// Analytical confidence.
    pub confidence: Vec<Rated>,
    _sealed: Sealed,
}

/// Nobody else makes a picture.
#[derive(Clone, Debug)]
struct Sealed;

impl Picture {
    /// A recorded offence by its code.
    pub fn offence(&self, code: &str) -> Option<&Recorded> {
        self.recorded.iter().find(|recorded| recorded.national.offence == code)
    }
}

/// Puts the picture together from what the ledger hands out.
pub(super) fn walk(raw: &picture::Picture, marking: Marking, ledger: &mut Ledger<'_>) -> Picture {
    let agreed = Agreed::of(&raw.agreed, ledger);
    let agreed_changes: Vec<Change> =
        raw.agreed_changes.iter().map(|change| Change::of(change, &raw.agreed, ledger)).collect();
    let index = Index::of(&raw.index, &raw.agreed_changes, ledger);
    let breakdowns = raw.breakdowns.iter().map(|breakdown| Breakdown::of(breakdown, ledger)).collect();
    let completeness = raw.completeness.iter().map(|one| Completeness::of(one, marking, ledger)).collect();
    let areas = Areas::of(&raw.agreed, marking, ledger);
    let reconciliation = raw.reconciliation.iter().map(|line| Line::of(line, &raw.agreed, ledger)).collect();
    let confidence = raw.confidence.iter().map(|rated| shown(rated, &agreed, &agreed_changes)).collect();
    Picture {
        edition: raw.edition.clone(),
        policy: ledger.policy().clone(),
        forces: raw.forces.clone(),
        definitions: raw.definitions.clone(),
        offences: raw.offences.clone(),
        national_offences: raw.national_offences.clone(),
        national_offences_lineage: raw.national_offences_lineage.clone(),
        published: raw.published.clone(),
        published_lineage: raw.published_lineage.clone(),
        population_lineage: raw.population_lineage.clone(),
        children: raw.children.clone(),
        recorded: raw.recorded.clone(),
        funnel: raw.funnel.clone(),
        profiles: raw.profiles.clone(),
        agreed,
        agreed_changes,
        index,
        breakdowns,
        completeness,
        variables: raw.variables.len(),
        findings: raw.findings.clone(),
        areas,
        reconciliation,
        confidence,
        _sealed: Sealed,
    }
}

/// A rating without the values that rest on what is withheld; what each supports stays.
fn shown(rated: &Rated, agreed: &Agreed, changes: &[Change]) -> Rated {
    let range = agreed.years.iter().find(|year| year.year == rated.year).is_none_or(AgreedYear::is_shown);
    let change = changes.iter().find(|change| change.later == rated.year);
    let ratio = change.is_none_or(|change| !change.compared.is_withheld());
    let mut rated = rated.clone();
    for reason in &mut rated.reasons {
        let shown = match reason.criterion {
            Criterion::RangeWidth | Criterion::Imputed => range,
            Criterion::IntervalWidth => rated.earlier.is_none() || ratio,
            Criterion::Coverage
            | Criterion::AgreedDefinition
            | Criterion::CurrentProfiles
            | Criterion::OpenFindings => true,
        };
        if !shown {
            reason.value = None;
        }
    }
    rated
}
