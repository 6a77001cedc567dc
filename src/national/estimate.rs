//! The estimate of the national count under the agreed definition: a stated sensitivity, never the headline.
//!
//! Forces that count under the agreed definition give a mean rate and its spread between forces (random effects,
//! DerSimonian and Laird 1986); forces with a bridge study are estimated from it; the others are imputed at the mean
//! rate, inside their own bounds. The interval uses Student's t and is cut to the identified range. It assumes that
//! the imputed forces do not differ from the others in a way tied to why they count otherwise. Whether it may be
//! published is a rule of the edition, and a refusal says why.

use super::error::{NationalError, total};
use super::range::{Bounds, BridgeStudy, ForceReturn, Relation, force_bounds, identified_range, sorted};
use crate::statistics::special::student_quantile;
use crate::statistics::{Confidence, Interval, StatisticsError};

/// What the rate is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auxiliary {
    /// The parent count, where every force has one.
    Parent,
    /// The child population.
    Population,
}

/// When an estimate may be published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublicationRule {
    /// Largest share of the estimate that may be imputed, in [0, 1].
    pub imputed_share_limit: f64,
    /// Fewest forces under the agreed definition.
    pub fewest_same: usize,
}

impl Default for PublicationRule {
    /// A quarter imputed at most, ten forces at least.
    fn default() -> Self {
        Self { imputed_share_limit: 0.25, fewest_same: 10 }
    }
}

/// Why there is no estimate. The range and the like-for-like trend then stand alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absence {
    /// Too few forces count under the agreed definition.
    TooFewForces {
        /// Forces that do.
        have: usize,
        /// Forces needed.
        need: usize,
    },
    /// Neither the parent count nor the child population is known for every force.
    NoAuxiliary,
    /// The forces under the agreed definition counted nothing. The model then gives zero without any doubt, which is more
    /// than a few zeros can show.
    NothingCounted,
    /// More of the estimate is imputed than the edition allows.
    ImputedShareAboveLimit {
        /// Share imputed.
        share: f64,
        /// Largest share allowed.
        limit: f64,
    },
}

/// The estimate of the national count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The identified range, which assumes nothing.
    pub range: Bounds,
    /// What the rate is taken over.
    pub auxiliary: Auxiliary,
    /// Forces counted under the agreed definition.
    pub same: usize,
    /// Forces estimated from a bridge study.
    pub bridged: usize,
    /// Forces imputed.
    pub imputed: usize,
    /// Plain rate of the forces under the agreed definition, r₀.
    pub crude_rate: f64,
    /// Variance of the rate between forces, τ², 0 or above.
    pub between_variance: f64,
    /// Mean rate, μ.
    pub mean_rate: f64,
    /// Estimated national count, T.
    pub total: f64,
    /// Variance of the estimate, V.
    pub variance: f64,
    /// Interval of the estimate, within the range.
    pub interval: Interval,
    /// Imputed part of the estimate, in [0, 1].
    pub imputed_share: f64,
}

/// What an estimate is rounded to where it is published.
const COARSE: f64 = 10.0;

impl Estimate {
    /// The same as it is published: to the nearest ten, its interval outwards, its imputed part to a hundredth.
    #[must_use]
    pub fn coarse(&self) -> Self {
        let total = (self.total / COARSE).round() * COARSE;
        let lower = ((self.interval.lower / COARSE).floor() * COARSE).max(0.0);
        let upper = (self.interval.upper / COARSE).ceil() * COARSE;
        let imputed_share = (self.imputed_share * 100.0).round() / 100.0;
        Self { total, interval: Interval { lower, upper }, imputed_share, ..*self }
    }
}

/// An estimate, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// The estimate.
    Estimated(Estimate),
    /// Why there is none.
    Absent(Absence),
}

impl Outcome {
    /// The same as it is published.
    #[must_use]
    pub fn coarse(&self) -> Self {
        match self {
            Self::Estimated(estimate) => Self::Estimated(estimate.coarse()),
            Self::Absent(Absence::ImputedShareAboveLimit { share, limit }) => {
                let share = (share * 100.0).round() / 100.0;
                Self::Absent(Absence::ImputedShareAboveLimit { share, limit: *limit })
            }
            Self::Absent(absence) => Self::Absent(*absence),
        }
    }

    /// The outcome under a publication rule: an estimate that the rule does not allow becomes its reason.
    #[must_use]
    pub fn under(self, rule: PublicationRule) -> Self {
        match self {
            Self::Absent(_) => self,
            Self::Estimated(estimate) if estimate.same < rule.fewest_same => {
                Self::Absent(Absence::TooFewForces { have: estimate.same, need: rule.fewest_same })
            }
            Self::Estimated(Estimate { crude_rate, .. }) if crude_rate <= 0.0 => Self::Absent(Absence::NothingCounted),
            Self::Estimated(Estimate { imputed_share: share, .. }) if share > rule.imputed_share_limit => {
                Self::Absent(Absence::ImputedShareAboveLimit { share, limit: rule.imputed_share_limit })
            }
            Self::Estimated(_) => self,
        }
    }

    /// The estimate, if there is one.
    pub fn estimate(self) -> Option<Estimate> {
        match self {
            Self::Estimated(estimate) => Some(estimate),
            Self::Absent(_) => None,
        }
    }
}

/// Mean rate over forces and its spread.
struct RateModel {
    crude_rate: f64,
    between_variance: f64,
    mean_rate: f64,
    /// Σ 1 / (v + τ²), the precision of the mean; `None` when the crude rate is zero and the mean is taken as exact.
    precision: Option<f64>,
    forces: usize,
}

/// The estimate of the national count with an interval of the given confidence.
///
/// # Errors
/// As [`identified_range`], and a bridge study that its records cannot hold.
pub fn estimate(rows: &[ForceReturn<'_>], confidence: Confidence) -> Result<Outcome, NationalError> {
    let range = identified_range(rows)?;
    let rows = sorted(rows)?;
    let Some((auxiliary, sizes)) = auxiliary(&rows) else {
        return Ok(Outcome::Absent(Absence::NoAuxiliary));
    };
    let mut same = Vec::new();
    let mut bridged = Vec::new();
    let mut imputed = Vec::new();
    for (row, size) in rows.iter().zip(sizes) {
        if let (Relation::Same, Some(count)) = (row.relation, row.count) {
            same.push((count, size));
        } else if let Some(estimate) = bridge_estimate(row)? {
            bridged.push(estimate);
        } else {
            imputed.push((force_bounds(row)?, size));
        }
    }
    let Some(model) = rate_model(&same)? else {
        return Ok(Outcome::Absent(Absence::TooFewForces { have: 0, need: 1 }));
    };
    let (imputed_total, imputed_variance) = impute(&imputed, &model);
    let counted = total(same.iter().map(|(count, _)| *count), "counted total")? as f64;
    let bridged_total = bridged.iter().map(|(value, _)| value).sum::<f64>();
    let total = counted + bridged_total + imputed_total;
    let variance = imputed_variance + bridged.iter().map(|(_, variance)| variance).sum::<f64>();
    let Some(half_width) = half_width(variance, model.forces, confidence) else {
        return Ok(Outcome::Absent(Absence::TooFewForces { have: model.forces, need: 2 }));
    };
    if !(total.is_finite() && half_width.is_finite()) {
        return Err(StatisticsError::NotFinite { quantity: "national estimate" }.into());
    }
    Ok(Outcome::Estimated(Estimate {
        range,
        auxiliary,
        same: same.len(),
        bridged: bridged.len(),
        imputed: imputed.len(),
        crude_rate: model.crude_rate,
        between_variance: model.between_variance,
        mean_rate: model.mean_rate,
        total,
        variance,
        interval: Interval { lower: range.clip(total - half_width), upper: range.clip(total + half_width) },
        imputed_share: if total > 0.0 { imputed_total / total } else { 0.0 },
    }))
}

/// The auxiliary that every force has, and its value for each.
fn auxiliary(rows: &[&ForceReturn<'_>]) -> Option<(Auxiliary, Vec<f64>)> {
    let all = |pick: fn(&ForceReturn<'_>) -> Option<i64>| {
        rows.iter().map(|row| pick(row).map(|value| value as f64)).collect::<Option<Vec<f64>>>()
    };
    if let Some(parents) = all(|row| row.parent) {
        return Some((Auxiliary::Parent, parents));
    }
    all(|row| row.population).map(|populations| (Auxiliary::Population, populations))
}

/// Random-effects mean rate of forces given as count and size. A force of size 0 has no rate and tells nothing of it.
fn rate_model(forces: &[(i64, f64)]) -> Result<Option<RateModel>, NationalError> {
    let informative: Vec<_> = forces.iter().filter(|(_, size)| *size > 0.0).collect();
    if informative.is_empty() {
        return Ok(None);
    }
    let counts = total(informative.iter().map(|(count, _)| *count), "counted total")? as f64;
    let crude_rate = counts / informative.iter().map(|(_, size)| size).sum::<f64>();
    let forces = informative.len();
    if crude_rate == 0.0 {
        // Nothing was counted anywhere: the model has no variance to give, and says zero.
        return Ok(Some(RateModel { crude_rate, between_variance: 0.0, mean_rate: 0.0, precision: None, forces }));
    }
    let observed = || informative.iter().map(|(count, size)| (*count as f64 / size, size / crude_rate));
    let (mut heterogeneity, mut weights, mut squares) = (0.0, 0.0, 0.0);
    for (rate, weight) in observed() {
        heterogeneity += weight * (rate - crude_rate) * (rate - crude_rate);
        weights += weight;
        squares += weight * weight;
    }
    let scale = weights - squares / weights;
    let excess = heterogeneity - (forces as f64 - 1.0);
    // A single force shows no spread; rounding could leave its scale a last digit from zero.
    let between_variance = if forces > 1 && scale > 0.0 { (excess / scale).max(0.0) } else { 0.0 };
    let (mut precision, mut weighted) = (0.0, 0.0);
    for (rate, weight) in observed() {
        let share = 1.0 / (1.0 / weight + between_variance);
        precision += share;
        weighted += share * rate;
    }
    let mean_rate = weighted / precision;
    Ok(Some(RateModel { crude_rate, between_variance, mean_rate, precision: Some(precision), forces }))
}

/// Imputed total, each force inside its own bounds, and its variance: the forces' own and that of the mean rate.
fn impute(forces: &[(Bounds, f64)], model: &RateModel) -> (f64, f64) {
    let total = forces.iter().map(|(bounds, size)| bounds.clip(model.mean_rate * size)).sum();
    let Some(precision) = model.precision else {
        return (total, 0.0);
    };
    let own = forces.iter().map(|(_, size)| model.mean_rate * size + model.between_variance * size * size).sum::<f64>();
    let size = forces.iter().map(|(_, size)| size).sum::<f64>();
    (total, own + size * size / precision)
}

/// Estimate and variance of a force from its bridge study; `None` where there is none or it lacks the counts that it
/// must be applied to.
fn bridge_estimate(row: &ForceReturn<'_>) -> Result<Option<(f64, f64)>, NationalError> {
    let counts_something = matches!(row.relation, Relation::Narrower | Relation::Broader | Relation::Overlapping);
    let (Some(study), Some(count), Some(parent), true) = (row.bridge, row.count, row.parent, counts_something) else {
        return Ok(None);
    };
    let bounds = force_bounds(row)?;
    let BridgeStudy { counted_sample, counted_found, other_sample, other_found } = study;
    let counted = stratum(row.force, counted_found, counted_sample, count)?;
    let other = stratum(row.force, other_found, other_sample, parent - count)?;
    Ok(Some((bounds.clip(counted.0 + other.0), counted.1 + other.1)))
}

/// Records of one stratum that meet the agreed definition, with variance: p N and N² p (1 − p) / (n + 2) times the
/// finite-population factor 1 − n / N, where p = (k + ½) / (n + 1).
fn stratum(force: &str, found: i64, sample: i64, records: i64) -> Result<(f64, f64), NationalError> {
    if found < 0 || found > sample || sample > records {
        return Err(NationalError::ImpossibleBridge { force: force.to_owned(), found, sample, records });
    }
    let (k, n, size) = (found as f64, sample as f64, records as f64);
    let share = (k + 0.5) / (n + 1.0);
    // N² (1 − n / N) written as N (N − n), which is also right for an empty stratum.
    Ok((share * size, size * (size - n) * share * (1.0 - share) / (n + 2.0)))
}

/// Half the width of the interval; `None` where one force alone cannot give one.
fn half_width(variance: f64, forces: usize, confidence: Confidence) -> Option<f64> {
    if variance <= 0.0 {
        return Some(0.0);
    }
    let degrees_of_freedom = forces.checked_sub(1).filter(|degrees| *degrees > 0)? as f64;
    Some(student_quantile(confidence.tail(), degrees_of_freedom) * libm::sqrt(variance))
}
