//! Analytical confidence in the headlines, proposed with its reasons; the analyst decides.
//!
//! In: the national picture and the edition's thresholds. Out: for each headline what each criterion supports, the
//! rating proposed (the lowest that any criterion supports) and the one an analyst set, which may stand above the
//! proposal only with a written reason. The criteria that bear on a headline differ: a count of one recorded offence
//! rests on no definition of ours, and problem profiles say how well forces know what they look for, which bears on the
//! national number alone. No term of the probability yardstick is made here or from this.

use super::agreed::{Agreed, Standing, Upper};
use super::change::ReturnsChange;
use super::number::{Count, Figure, Form, Public, Raw};
use super::profiles::Profiles;
use super::recorded::RecordedSeries;
use super::sum::Sum;
use crate::edition::confidence::{AnalystRating, Headline, Rating, Thresholds, is_sentence};
use crate::fault::Fault;
use crate::lineage::Lineage;
use crate::period::FinancialYear;

/// What is asked of a headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Share of resident children in the areas of forces in the figure.
    Coverage,
    /// Share of resident children in the areas of forces on the agreed definition.
    AgreedDefinition,
    /// Imputed part of the estimate; none where no estimate may be published.
    Imputed,
    /// Width of the identified range over its middle; none without an upper end.
    RangeWidth,
    /// Width of the 95 % interval over the figure.
    IntervalWidth,
    /// Share of territorial forces with a problem profile that is not out of date.
    CurrentProfiles,
    /// Findings on the data that are open and tell no count of a force; a number, not a share.
    OpenFindings,
}

/// What one criterion says of a headline.
#[derive(Clone, Debug)]
pub struct Reason<F: Form> {
    /// The criterion.
    pub criterion: Criterion,
    /// Its value, a share or a number; none where it cannot be had, which supports low confidence.
    pub value: Option<F::Figure<f64>>,
    /// The rating it supports.
    pub supports: Rating,
}

/// The confidence in one headline.
#[derive(Clone, Debug)]
pub struct Rated<F: Form> {
    /// The headline.
    pub headline: Headline,
    /// The year compared with, where it is a change.
    pub earlier: Option<FinancialYear>,
    /// Its year.
    pub year: FinancialYear,
    /// What each criterion says, in a fixed order.
    pub reasons: Vec<Reason<F>>,
    /// The rating proposed.
    pub proposed: Rating,
    /// The analyst's rating and reason, where there is one.
    pub set: Option<Public<(Rating, String)>>,
    /// Where the numbers behind it come from.
    pub lineage: Lineage,
}

impl<F: Form> Rated<F> {
    /// The rating: the analyst's, or else the one proposed.
    pub fn rating(&self) -> Rating {
        self.set.as_ref().map_or(self.proposed, |set| set.0)
    }

    /// The reasons that hold the proposal down; none where it is high.
    pub fn deciding(&self) -> impl Iterator<Item = &Reason<F>> {
        self.reasons.iter().filter(|reason| reason.supports == self.proposed && self.proposed < Rating::High)
    }
}

impl Criterion {
    /// The rating that a value supports, a share or a number; the lowest where there is none.
    pub fn supports(self, thresholds: &Thresholds, value: Option<f64>) -> Rating {
        // A share of so many hundredths is as many percent, whatever its last digit is.
        let percent = value.map(|value| (value * 1e11).round() / 1e9);
        let supports = match self {
            Self::Coverage => percent.map(|percent| thresholds.coverage_percent.at_least(percent)),
            Self::AgreedDefinition => percent.map(|percent| thresholds.agreed_percent.at_least(percent)),
            Self::Imputed => percent.map(|percent| thresholds.imputed_percent.at_most(percent)),
            Self::RangeWidth | Self::IntervalWidth => percent.map(|percent| thresholds.width_percent.at_most(percent)),
            Self::CurrentProfiles => percent.map(|percent| thresholds.current_profiles_percent.at_least(percent)),
            Self::OpenFindings => value.map(|value| thresholds.open_findings.at_most(value)),
        };
        supports.unwrap_or(Rating::Low)
    }
}

/// What a proposal is made from.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The edition's thresholds.
    pub thresholds: &'a Thresholds,
    /// The returns.
    pub agreed: &'a Agreed<Raw>,
    /// Their changes.
    pub changes: &'a [ReturnsChange<Raw>],
    /// Recorded offence 71.
    pub offence: Option<&'a RecordedSeries>,
    /// Problem profiles.
    pub profiles: &'a Profiles,
    /// Findings on the data that are open.
    pub open_findings: OpenFindings,
}

/// Errors and warnings that are open on the data behind each headline, of checks whose findings tell no count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenFindings {
    /// On the returns and the parent returns.
    pub national_number: u32,
    /// On the returns.
    pub like_for_like: u32,
    /// On recorded crime and the population.
    pub recorded_offence: u32,
}

/// Rates every headline there are data for. Faults: analyst's ratings above the proposal without a reason.
pub fn rate(given: &Given<'_>, ratings: &[AnalystRating]) -> Result<Vec<Rated<Raw>>, Vec<Fault>> {
    let proposals = [national_number(given), like_for_like(given), recorded_offence(given)];
    let mut faults = Vec::new();
    let mut rated = Vec::new();
    for mut proposal in proposals.into_iter().flatten() {
        if let Some(set) = ratings.iter().find(|set| set.headline == proposal.headline) {
            if set.rating > proposal.proposed && !is_sentence(&set.reason) {
                faults.push(unreasoned(set, proposal.proposed));
            }
            let reason = match set.carried {
                Some(year) => format!("{} Carried from edition {year}, and not decided anew.", set.reason),
                None => set.reason.clone(),
            };
            proposal.set = Some(Public::of((set.rating, reason.trim().to_owned())));
        }
        rated.push(proposal);
    }
    if faults.is_empty() { Ok(rated) } else { Err(faults) }
}

fn unreasoned(set: &AnalystRating, proposed: Rating) -> Fault {
    let wrong = if set.reason.is_empty() { "no reason is written" } else { "its reason is not a sentence" };
    Fault::new(
        "confidence-unreasoned",
        set.place.clone(),
        format!(
            "confidence in `{}` is set to {}, above the proposal, {proposed}, and {wrong}",
            set.headline.id(),
            set.rating
        ),
        "write reason = \"…\", which the annex prints, or take the rating proposed; `assess facts confidence` says why",
    )
}

fn national_number(given: &Given<'_>) -> Option<Rated<Raw>> {
    let last = given.agreed.years.last()?;
    let ends: Vec<&Sum> = [&last.lower].into_iter().chain(last.upper.count()).map(Count::sum).collect();
    let imputed = match last.outcome.value().estimate() {
        _ if *last.exact.value() => Some(0.0),
        estimate => estimate.map(|estimate| estimate.imputed_share),
    };
    let width = match &last.upper {
        Upper::NotIdentified => None,
        Upper::Count(upper) => {
            let (lower, upper) = (last.lower.value() as f64, upper.value() as f64);
            Some(if upper > 0.0 { 2.0 * (upper - lower) / (upper + lower) } else { 0.0 })
        }
    };
    let profiles = given.profiles;
    let current = (profiles.expected > 0).then(|| profiles.current as f64 / profiles.expected as f64);
    let reasons = vec![
        given.reason(Criterion::Coverage, *last.children_share(Standing::returned), &[]),
        given.reason(Criterion::AgreedDefinition, *last.children_share(Standing::agreed), &[]),
        given.reason(Criterion::Imputed, imputed, &ends),
        given.reason(Criterion::RangeWidth, width, &ends),
        given.reason(Criterion::CurrentProfiles, current, &[]),
        given.reason(Criterion::OpenFindings, Some(f64::from(given.open_findings.national_number)), &[]),
    ];
    let lineage = given.agreed.lineage.and(&profiles.lineage);
    Some(proposal(Headline::NationalNumber, (None, last.year), reasons, lineage))
}

fn like_for_like(given: &Given<'_>) -> Option<Rated<Raw>> {
    let last = given.changes.last()?;
    let width = last.compared.value().and_then(|change| {
        let ratio = change.ratio.filter(|ratio| *ratio > 0.0)?;
        Some((change.interval.upper? - change.interval.lower) / ratio)
    });
    let reasons = vec![
        given.reason(Criterion::Coverage, *last.matched_children, &[]),
        given.reason(Criterion::IntervalWidth, width, &last.compared.sums().iter().collect::<Vec<_>>()),
        given.reason(Criterion::OpenFindings, Some(f64::from(given.open_findings.like_for_like)), &[]),
    ];
    let years = (Some(last.earlier), last.later);
    Some(proposal(Headline::LikeForLike, years, reasons, given.agreed.lineage.clone()))
}

fn recorded_offence(given: &Given<'_>) -> Option<Rated<Raw>> {
    let series = given.offence?;
    let last = series.complete_years().last()?;
    // The population is there only if every force of the area is counted.
    let coverage = last.children.map(|_| 1.0);
    let width = last.rate.filter(|rate| rate.value > 0.0);
    let width = width.map(|rate| (rate.interval.upper - rate.interval.lower) / rate.value);
    let reasons = vec![
        given.reason(Criterion::Coverage, coverage, &[]),
        given.reason(Criterion::IntervalWidth, width, &[]),
        given.reason(Criterion::OpenFindings, Some(f64::from(given.open_findings.recorded_offence)), &[]),
    ];
    Some(proposal(Headline::RecordedOffence, (None, last.year), reasons, series.lineage.clone()))
}

fn proposal(
    headline: Headline,
    (earlier, year): (Option<FinancialYear>, FinancialYear),
    reasons: Vec<Reason<Raw>>,
    lineage: Lineage,
) -> Rated<Raw> {
    let proposed = reasons.iter().map(|reason| reason.supports).min().unwrap_or(Rating::Low);
    Rated { headline, earlier, year, reasons, proposed, set: None, lineage }
}

impl Given<'_> {
    /// What a criterion says by a value that is a function of these sums.
    fn reason(&self, criterion: Criterion, value: Option<f64>, of: &[&Sum]) -> Reason<Raw> {
        let supports = criterion.supports(self.thresholds, value);
        let value = value.map(|value| Figure::of(format!("confidence/{criterion:?}"), value, of.iter().copied()));
        Reason { criterion, value, supports }
    }
}
