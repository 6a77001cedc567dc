//! The national picture of an edition: every statistic the chapter draws on, computed once, in one of two forms.
//!
//! In: the panel, what else the edition gives, and the returns. Out: a [`Picture`] in which every number of the returns carries what it
//! is made of; disclosure control makes of it the same picture with numbers that may be shown, and nothing else makes one.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::agreed::Agreed;
use super::alike::{self, Alike};
use super::areas::{self, Area};
use super::asking::Asking;
use super::assumed::Ladder;
use super::breakdown::{self, Breakdown};
use super::change::{self, RecordedChange, ReturnsChange};
use super::completeness::{self, Completeness};
use super::confidence::{self, OpenFindings, Rated};
use super::funnel::{self, Funnel};
use super::index::Index;
use super::number::{Form, Public, Raw};
use super::profiles::Profiles;
use super::published_ladder::{self, Published};
use super::quarterly::{Quarterly, quarterly};
use super::reconciliation::{self, Against, Line};
use super::recorded::{self, RecordedSeries};
use super::regions::{self, Regions};
use super::returns::Returns;
use crate::contract::{
    BridgeStudy, ChildPopulation, Forces, Measures, NationalOffence, Offence, ProblemProfile, PublishedFigure,
    Recommendation, Series, Summary, role,
};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::edition::assumptions::Assumptions;
use crate::edition::confidence::AnalystRating;
use crate::edition::gaps::Gap;
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::panel::Panel;
use crate::period::FinancialYear;
use crate::statistics::Widening;

/// What stands in a picture as it is: the edition, and what is public.
#[derive(Clone, Debug)]
pub struct Known {
    /// The edition.
    pub edition: Edition,
    /// The forces.
    pub forces: Forces,
    /// The definitions.
    pub definitions: Definitions,
    /// Where the child population comes from.
    pub population_lineage: Lineage,
    /// Published national figures.
    pub published: Vec<PublishedFigure>,
    /// Where they come from.
    pub published_lineage: Lineage,
    /// Offences by code for the 43 forces together.
    pub national_offences: Vec<NationalOffence>,
    /// Where they come from.
    pub national_offences_lineage: Lineage,
    /// What the inspectorate recommended.
    pub recommendations: Vec<Recommendation>,
    /// Where that comes from.
    pub recommendations_lineage: Lineage,
    /// Series that others count, quoted and not computed with.
    pub series: Vec<Series>,
    /// What is not known, as the edition says it.
    pub gaps: Vec<Gap>,
    /// Offence codes and titles.
    pub offences: BTreeMap<String, Offence>,
    /// What the checks found, without what it says.
    pub findings: Summary,
    /// What is counted.
    pub measures: Measures,
}

/// What the picture is computed from, besides the panel.
#[derive(Clone, Debug)]
pub struct Given {
    /// What stands in it as it is.
    pub known: Known,
    /// Child population.
    pub population: ChildPopulation,
    /// What a reader may grant, one thing after another.
    pub assumptions: Assumptions,
    /// Bridge studies.
    pub bridges: Vec<BridgeStudy>,
    /// Where they come from.
    pub bridges_lineage: Lineage,
    /// Ratings of confidence that the analyst set.
    pub ratings: Vec<AnalystRating>,
    /// Problem-profile returns.
    pub profiles: Vec<ProblemProfile>,
    /// Where they come from.
    pub profiles_lineage: Lineage,
}

impl Deref for Given {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.known
    }
}

/// A recorded offence: its series for both areas and its changes from year to year.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// England and Wales.
    pub national: RecordedSeries,
    /// England.
    pub england: RecordedSeries,
    /// Change between neighbouring complete years, none across a break.
    pub changes: Vec<RecordedChange>,
    /// The highest year since the last break beside the next highest, which is called the earlier.
    pub peak: Option<RecordedChange>,
    /// Its quarters, where there are enough.
    pub quarterly: Option<Quarterly>,
}

/// The national picture, before or after disclosure control.
#[derive(Clone, Debug)]
pub struct Picture<F: Form> {
    /// What stands in it as it is.
    pub known: Known,
    /// Recorded offences, which are public by force.
    pub recorded: Public<Vec<Recorded>>,
    /// Forces compared by a recorded offence, in the last year that has a population for every force.
    pub funnel: Public<Option<Funnel>>,
    /// Regions by the same offence and by what others count, in the last year that has both.
    pub regions: Public<Option<Regions>>,
    /// The returns under the agreed definition.
    pub agreed: Agreed<F>,
    /// Series that all forces count alike.
    pub alike: Vec<Alike<F>>,
    /// How far assumptions narrow the ranges.
    pub ladder: Ladder<F>,
    /// Whom to ask first, for those who may see counts of forces.
    pub asking: Asking<F>,
    /// The same on published national figures.
    pub published_ladder: Public<Published>,
    /// Change in the returns between neighbouring years.
    pub agreed_changes: Vec<ReturnsChange<F>>,
    /// The like-for-like index over all years of the returns.
    pub index: Index<F>,
    /// Breakdowns of the last year of the returns.
    pub breakdowns: Vec<Breakdown<F>>,
    /// How much of each variable is recorded.
    pub completeness: Vec<Completeness<F>>,
    /// The last year by area: regions, each followed by its forces.
    pub areas: Vec<Area<F>>,
    /// The chapter's figures beside published totals.
    pub reconciliation: Vec<Line<F>>,
    /// How many forces hold which problem profile; no counts of crimes or people.
    pub profiles: Public<Profiles>,
    /// Analytical confidence in the headlines.
    pub confidence: Vec<Rated<F>>,
    /// Children in England and Wales by mid-year, where every force has an estimate.
    pub children: Public<BTreeMap<i16, i64>>,
}

impl<F: Form> Deref for Picture<F> {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.known
    }
}

impl<F: Form> Picture<F> {
    /// A recorded offence by its code.
    pub fn offence(&self, code: &str) -> Option<&Recorded> {
        self.recorded.iter().find(|recorded| recorded.national.offence == code)
    }
}

/// What of the national picture is made of what forces returned of the national number and of the counts that bound it.
#[derive(Clone, Debug)]
pub struct OfReturns<F: Form> {
    /// The returns under the agreed definition.
    pub agreed: Agreed<F>,
    /// Series that all forces count alike.
    pub alike: Vec<Alike<F>>,
    /// How far assumptions narrow the ranges.
    pub ladder: Ladder<F>,
    /// Whom to ask first, for those who may see counts of forces.
    pub asking: Asking<F>,
    /// Change in the returns between neighbouring years.
    pub agreed_changes: Vec<ReturnsChange<F>>,
    /// The like-for-like index over all years of the returns.
    pub index: Index<F>,
    /// The last year by area.
    pub areas: Vec<Area<F>>,
}

impl OfReturns<Raw> {
    /// Computes it.
    pub fn compute(given: &Given, returns: &Returns) -> Result<Self, Failure> {
        let edition = &given.edition;
        let (agreed_changes, basis) = change::of_returns(returns, &given.population, edition)?;
        let (ladder, granted) = Ladder::of(returns, &given.assumptions)?;
        Ok(Self {
            agreed: Agreed::of(returns, &edition.limits)?,
            alike: alike::series(returns, given)?,
            ladder,
            asking: Asking::of(returns, &granted, edition.limits.minimum_bridge_sample),
            index: Index::of(returns, &agreed_changes, basis),
            agreed_changes,
            areas: areas::areas(returns)?,
        })
    }
}

impl Picture<Raw> {
    /// Computes the picture.
    pub fn compute(panel: &Panel, given: &Given, returns: &Returns) -> Result<Self, Failure> {
        let Known { edition, forces, population_lineage, .. } = &given.known;
        let population = (&given.population, population_lineage);
        let mut recorded = Vec::new();
        for measure in panel.measures().of_contract(role::RECORDED_BY_FORCE) {
            let breaks: Vec<_> = edition.breaks_of(measure.breaks.as_deref()).cloned().collect();
            let quarterly = quarterly(panel, &measure.id, forces, &breaks, edition.quarters_from)?;
            let over_time = quarterly.as_ref().map_or(Widening::NONE, |found| found.over_time.widening);
            let series = |area| -> Result<RecordedSeries, Failure> {
                let with = (breaks.clone(), over_time);
                let mut series = recorded::series(panel, population, forces, measure, area, with)?;
                series.years.retain(|year| edition.recorded_crime.contains(year.year));
                Ok(series)
            };
            let national = series(recorded::Area::EnglandAndWales)?;
            let changes = change::between_years(panel, &national, forces)?;
            let peak = change::peak(panel, &national, forces)?;
            recorded.push(Recorded { peak, quarterly, england: series(recorded::Area::England)?, national, changes });
        }
        let funnel = last_funnel(panel, given, population)?;
        let regions = regions::beside(panel, given, population)?;
        let OfReturns { agreed, alike, ladder, asking, agreed_changes, index, areas } =
            OfReturns::compute(given, returns)?;
        let breakdowns = match returns.years.last() {
            Some(year) => breakdown::breakdowns(panel, year, given)?,
            None => Vec::new(),
        };
        let completeness = completeness::completeness(panel, edition.returns.last)?;
        let headed = |series: &&RecordedSeries| series.measure == edition.counted.recorded;
        let offence = recorded.iter().map(|one: &Recorded| &one.national).find(headed);
        let reconciliation = reconciliation::lines(&Against {
            panel,
            agreed: &agreed,
            national: &returns.measure,
            agreed_definition: &edition.agreed_definition,
            offence,
            published: (&given.published, &given.published_lineage),
        })?;
        let limit = (edition.cut_off, edition.limits.profile_age_days);
        let profiles =
            Profiles::count(&given.profiles, forces, limit, &edition.agreed_definition, given.profiles_lineage.clone());
        let confidence = confidence::rate(
            &confidence::Given {
                thresholds: &edition.confidence,
                agreed: &agreed,
                changes: &agreed_changes,
                offence,
                profiles: &profiles,
                open_findings: OpenFindings {
                    national_number: given.findings.open_on(&[role::GROUP_BASED, role::PARENT]),
                    like_for_like: given.findings.open_on(&[role::GROUP_BASED]),
                    recorded_offence: given.findings.open_on(&[role::RECORDED_BY_FORCE, role::CHILD_POPULATION]),
                },
            },
            &given.ratings,
        )?;
        let territorial: Vec<&str> = recorded::Area::EnglandAndWales.forces(forces).collect();
        let years = edition.recorded_crime.years().chain(edition.returns.years());
        let children = years
            .filter_map(|year| {
                let mid_year = year.mid_year();
                Some((mid_year, population.0.sum(territorial.iter().copied(), mid_year)?))
            })
            .collect();
        let published = (given.published.as_slice(), &given.published_lineage);
        let published_ladder = published_ladder::climb(&given.assumptions, published)?;
        Ok(Self {
            known: given.known.clone(),
            recorded: Public::of(recorded),
            funnel: Public::of(funnel),
            regions: Public::of(regions),
            alike,
            ladder,
            asking,
            published_ladder: Public::of(published_ladder.under(&given.definitions, &edition.agreed_definition)),
            agreed,
            agreed_changes,
            index,
            breakdowns,
            completeness,
            areas,
            reconciliation,
            profiles: Public::of(profiles),
            confidence,
            children: Public::of(children),
        })
    }
}

/// The funnel up to the latest year for which every force has a count of four quarters and a population.
fn last_funnel(
    panel: &Panel,
    given: &Given,
    population: (&ChildPopulation, &Lineage),
) -> Result<Option<Funnel>, Failure> {
    let limits = (given.edition.limits.minimum_rate_children, given.edition.limits.minimum_rate_count);
    let counted = &given.edition.counted;
    let years: Vec<FinancialYear> = given.edition.recorded_crime.years().collect();
    for years in years.windows(usize::from(counted.pooled_years)).rev() {
        let (Some(first), Some(last)) = (years.first(), years.last()) else { continue };
        let years = (*first, *last);
        if let Some(funnel) = funnel::funnel(panel, &counted.recorded, population, &given.forces, years, limits)? {
            return Ok(Some(funnel));
        }
    }
    // One year without a funnel is a gap of the data, which the text can tell; years to be added up that are not there are a
    // decision that cannot be kept.
    if counted.pooled_years > 1 {
        let what = format!("no {} years in a row have a count and a population for every force", counted.pooled_years);
        return Err(Failure::cannot_run(
            what,
            "set `pooled_years = 1` under [measures] of edition.toml, or add the years",
        ));
    }
    Ok(None)
}
