//! The estimate of the national count under the agreed definition: a stated sensitivity, never the headline.
//!
//! Forces that count under the agreed definition give a mean rate and its spread between forces; forces with a bridge study
//! are estimated from it; the others are imputed at the mean rate, inside their own bounds. The rate is taken over the
//! size, among those that every force has, which best tells each of the counted forces from the others. The interval uses
//! Student's t and is cut to the identified range. It assumes that the imputed forces do not differ from the others in a
//! way tied to why they count otherwise. Whether it may be published is a rule of the edition, and a refusal says why.

use super::bounds::Said;
use super::coarse;
use super::error::{NationalError, total};
use super::ladder;
use super::range::{Bounds, BridgeStudy};
use crate::statistics::comparison::Exposed;
use crate::statistics::random_effects::{MeanRate, leave_one_out_error, mean_rate};
use crate::statistics::special::student_quantile;
use crate::statistics::{Confidence, Interval, StatisticsError};

/// A bridge study with the counts that it is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// The samples.
    pub study: BridgeStudy,
    /// Records that the force counted.
    pub count: i64,
    /// All records among which it counted.
    pub parent: i64,
}

/// One force as the estimate takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Code of the force; each stands once.
    pub force: &'a str,
    /// What its counts say.
    pub said: Said,
    /// Counts that its rate may be taken over, in the same order for every force; none where the force has no such count.
    pub sizes: Vec<Option<i64>>,
    /// Its resident children, which stand in where no count is known for every force.
    pub children: Option<i64>,
    /// A bridge study of a force that counted something else.
    pub bridge: Option<Bridge>,
}

/// How well a size tells each force that counted under the agreed definition from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit {
    /// The leave-one-out error, over the forces where every size that may be used is above 0.
    Error(f64),
    /// The size may be used, and too few forces counted to put it to the test.
    Untested,
    /// Some force has no such number.
    NotEveryForce,
}

/// When an estimate may be published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublicationRule {
    /// Largest share of the estimate that may rest on forces that did not count under the agreed definition, in [0, 1].
    pub imputed_share_limit: f64,
    /// Fewest forces under the agreed definition.
    pub fewest_same: usize,
}

impl Default for PublicationRule {
    /// A quarter estimated at most, ten forces at least.
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
    /// No size is known for every force.
    NoAuxiliary,
    /// The forces under the agreed definition counted nothing. The model then gives zero without any doubt, which is more
    /// than a few zeros can show.
    NothingCounted,
    /// More of the estimate rests on forces that did not count under the agreed definition than the edition allows.
    ImputedShareAboveLimit {
        /// Share imputed or estimated from samples; none as it is published, where the limit says enough.
        share: Option<f64>,
        /// Largest share allowed.
        limit: f64,
    },
}

impl Absence {
    /// The reason as a clause.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::TooFewForces { .. } => "too few forces counted the agreed definition",
            Self::NoAuxiliary => "neither a count nor a child population is known for every force",
            Self::NothingCounted => "the forces on the agreed definition counted nothing",
            Self::ImputedShareAboveLimit { .. } => {
                "too much of it would rest on forces that did not count the agreed definition"
            }
        }
    }
}

/// The estimate of the national count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The identified range.
    pub range: Bounds,
    /// Place of the size that the rate is taken over; after the last of them, the children.
    pub auxiliary: usize,
    /// Forces counted under the agreed definition.
    pub same: usize,
    /// Forces estimated from a bridge study.
    pub bridged: usize,
    /// Forces imputed.
    pub imputed: usize,
    /// What the forces under the agreed definition counted.
    pub counted_total: i64,
    /// What bridge studies give.
    pub bridged_total: f64,
    /// What is imputed.
    pub imputed_total: f64,
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
    /// Part of the estimate that was not counted under the agreed definition, in [0, 1].
    pub estimated_share: f64,
}

/// What is printed of an estimate, and no more: the model behind it says much of each force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brief {
    /// Estimated national count.
    pub total: f64,
    /// Its interval.
    pub interval: Interval,
    /// Imputed part of it, in [0, 1].
    pub imputed_share: f64,
    /// Forces estimated from a bridge study.
    pub bridged: usize,
}

impl Brief {
    /// The same as it is published where not every count may be seen.
    fn coarse(self) -> Self {
        let Self { total, interval, imputed_share, bridged } = self;
        Self {
            total: coarse::TOTAL.printed(total),
            interval: coarse::outwards(interval.lower, interval.upper),
            imputed_share: coarse::SHARE.printed(imputed_share),
            bridged,
        }
    }
}

/// An estimate, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome<E = Estimate> {
    /// The estimate.
    Estimated(E),
    /// Why there is none.
    Absent(Absence),
}

impl Outcome {
    /// What is printed of it where every count may be seen.
    pub fn brief(&self) -> Outcome<Brief> {
        match *self {
            Self::Estimated(Estimate { total, interval, imputed_share, bridged, .. }) => {
                Outcome::Estimated(Brief { total, interval, imputed_share, bridged })
            }
            Self::Absent(absence) => Outcome::Absent(absence),
        }
    }

    /// What is printed of it where not every count may be seen.
    pub fn coarse(&self) -> Outcome<Brief> {
        match self.brief() {
            Outcome::Estimated(brief) => Outcome::Estimated(brief.coarse()),
            Outcome::Absent(Absence::ImputedShareAboveLimit { limit, .. }) => {
                Outcome::Absent(Absence::ImputedShareAboveLimit { share: None, limit })
            }
            absent @ Outcome::Absent(_) => absent,
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
            Self::Estimated(Estimate { estimated_share: share, .. }) if share > rule.imputed_share_limit => {
                Self::Absent(Absence::ImputedShareAboveLimit { share: Some(share), limit: rule.imputed_share_limit })
            }
            Self::Estimated(_) => self,
        }
    }
}

impl<E> Outcome<E> {
    /// The estimate, if there is one.
    pub fn estimate(self) -> Option<E> {
        match self {
            Self::Estimated(estimate) => Some(estimate),
            Self::Absent(_) => None,
        }
    }
}

/// How well each size tells the forces that counted under the agreed definition: in the order of the sizes, and last the
/// children.
///
/// # Errors
/// A number out of range.
pub fn fits(lines: &[Line<'_>]) -> Result<Vec<Fit>, NationalError> {
    let Some(width) = lines.iter().map(|line| line.sizes.len() + 1).max() else { return Ok(Vec::new()) };
    let usable: Vec<bool> = (0..width).map(|place| lines.iter().all(|line| size(line, place).is_some())).collect();
    // A size that is nought for a force tells nothing of it; each size is tried on the same forces.
    let counted = lines.iter().filter_map(|line| Some((line, line.said.exact_count()?)));
    let tested: Vec<_> = counted
        .filter(|(line, _)| (0..width).all(|place| usable.get(place) != Some(&true) || size(line, place) > Some(0.0)))
        .collect();
    let fit = |(place, usable): (usize, &bool)| -> Result<Fit, NationalError> {
        if !usable {
            return Ok(Fit::NotEveryForce);
        }
        let exposed = |(line, count): &(&Line<'_>, i64)| Some(Exposed { count: *count, exposure: size(line, place)? });
        match leave_one_out_error(&tested.iter().filter_map(exposed).collect::<Vec<_>>()) {
            Ok(error) => Ok(Fit::Error(error)),
            Err(StatisticsError::TooFew { .. } | StatisticsError::Undefined { .. }) => Ok(Fit::Untested),
            Err(error) => Err(error.into()),
        }
    };
    usable.iter().enumerate().map(fit).collect()
}

fn size(line: &Line<'_>, place: usize) -> Option<f64> {
    let size = if place == line.sizes.len() { line.children } else { line.sizes.get(place).copied().flatten() };
    size.map(|size| size as f64)
}

/// Errors no further apart than this are alike.
const ALIKE: f64 = 1e-9;

/// The count of least error; of those alike, the earliest. Children stand in where no count is known for every force.
fn best(fits: &[Fit]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (place, fit) in fits.iter().take(fits.len().saturating_sub(1)).enumerate() {
        let error = match fit {
            Fit::Error(error) => *error,
            Fit::Untested => f64::INFINITY,
            Fit::NotEveryForce => continue,
        };
        if best.is_none_or(|(_, least)| error < least - ALIKE) {
            best = Some((place, error));
        }
    }
    best.map(|(place, _)| place)
        .or(fits.len().checked_sub(1).filter(|last| fits.get(*last) != Some(&Fit::NotEveryForce)))
}

/// How far the error of the size that is taken lies below that of the next best count; none where only one can be tested.
pub fn lead(fits: &[Fit]) -> Option<f64> {
    let taken = best(fits)?;
    let counts = fits.iter().take(fits.len().saturating_sub(1)).enumerate();
    let error = |(place, fit): (usize, &Fit)| if let Fit::Error(error) = fit { Some((place, *error)) } else { None };
    let errors: Vec<(usize, f64)> = counts.filter_map(error).collect();
    let (_, least) = errors.iter().find(|(place, _)| *place == taken)?;
    let others = errors.iter().filter(|(place, _)| *place != taken).map(|(_, error)| error - least);
    others.min_by(f64::total_cmp)
}

/// Forces by where their part of the estimate comes from, and the model that imputes.
struct Parts {
    auxiliary: usize,
    model: MeanRate,
    same: Vec<Exposed>,
    /// Estimate and variance of every force with a bridge study.
    bridged: Vec<(f64, f64)>,
    imputed: Vec<(Bounds, f64)>,
}

/// The parts, or why there are none.
fn parts(lines: &[Line<'_>]) -> Result<Result<Parts, Absence>, NationalError> {
    // By force, so that the order in which forces are given changes no last digit of a sum.
    let mut lines = lines.to_vec();
    lines.sort_by_key(|line| line.force);
    let Some(auxiliary) = best(&fits(&lines)?) else {
        let nobody = lines.is_empty();
        return Ok(Err(if nobody { Absence::TooFewForces { have: 0, need: 1 } } else { Absence::NoAuxiliary }));
    };
    let (mut same, mut bridged, mut imputed) = (Vec::new(), Vec::new(), Vec::new());
    for line in &lines {
        let size = size(line, auxiliary).unwrap_or(0.0);
        if let Some(count) = line.said.exact_count() {
            same.push(Exposed { count, exposure: size });
        } else if let Some(bridge) = line.bridge {
            bridged.push(of_bridge(line, bridge)?);
        } else {
            imputed.push((line.said.bounds, size));
        }
    }
    let model = mean_rate(&same)?;
    let parts = model.map(|model| Parts { auxiliary, model, same, bridged, imputed });
    Ok(parts.ok_or(Absence::TooFewForces { have: 0, need: 1 }))
}

/// The estimate of the national count with an interval of the given confidence.
///
/// # Errors
/// A number out of range, a sum that does not fit, or a bridge study that its records cannot hold.
pub fn of_lines(lines: &[Line<'_>], confidence: Confidence) -> Result<Outcome, NationalError> {
    let range = ladder::range(&lines.iter().map(|line| line.said.bounds).collect::<Vec<_>>())?;
    let Parts { auxiliary, model, same, bridged, imputed } = match parts(lines)? {
        Ok(parts) => parts,
        Err(absence) => return Ok(Outcome::Absent(absence)),
    };
    let (imputed_total, imputed_variance) = impute(&imputed, &model);
    let counted_total = total(same.iter().map(|force| force.count), "counted total")?;
    let bridged_total = bridged.iter().map(|(value, _)| value).sum::<f64>();
    let total = counted_total as f64 + bridged_total + imputed_total;
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
        counted_total,
        bridged_total,
        imputed_total,
        crude_rate: model.crude,
        between_variance: model.between_variance,
        mean_rate: model.mean,
        total,
        variance,
        interval: Interval { lower: range.clip(total - half_width), upper: range.clip(total + half_width) },
        imputed_share: if total > 0.0 { imputed_total / total } else { 0.0 },
        estimated_share: if total > 0.0 { (imputed_total + bridged_total) / total } else { 0.0 },
    }))
}

/// What the estimate would be if the imputed forces recorded so much more, as a share: 0.2 is a fifth more. None where
/// there is no estimate.
///
/// # Errors
/// As [`of_lines`].
pub fn if_imputed_differ(lines: &[Line<'_>], by: f64) -> Result<Option<f64>, NationalError> {
    let Ok(Parts { model, same, bridged, imputed, .. }) = parts(lines)? else { return Ok(None) };
    let counted = total(same.iter().map(|force| force.count), "counted total")? as f64;
    let bridged = bridged.iter().map(|(value, _)| value).sum::<f64>();
    let imputed = imputed.iter().map(|(bounds, size)| bounds.clip((1.0 + by) * model.mean * size)).sum::<f64>();
    Ok(Some(counted + bridged + imputed))
}

/// Imputed total, each force inside its own bounds, and its variance: the forces' own and that of the mean rate.
fn impute(forces: &[(Bounds, f64)], model: &MeanRate) -> (f64, f64) {
    let total = forces.iter().map(|(bounds, size)| bounds.clip(model.mean * size)).sum();
    let Some(precision) = model.precision else {
        return (total, 0.0);
    };
    let own = forces.iter().map(|(_, size)| model.mean * size + model.between_variance * size * size).sum::<f64>();
    let size = forces.iter().map(|(_, size)| size).sum::<f64>();
    (total, own + size * size / precision)
}

/// Estimate, within the force's bounds, and variance of a force from its bridge study.
fn of_bridge(line: &Line<'_>, bridge: Bridge) -> Result<(f64, f64), NationalError> {
    let Bridge { study, count, parent } = bridge;
    let BridgeStudy { counted_sample, counted_found, other_sample, other_found } = study;
    let counted = stratum(line.force, counted_found, counted_sample, count)?;
    let other = stratum(line.force, other_found, other_sample, parent - count)?;
    Ok((line.said.bounds.clip(counted.0 + other.0), counted.1 + other.1))
}

/// Records of one stratum that meet the agreed definition, with variance: N k / n, which is without bias, and
/// N² q (1 − q) / n times the finite-population factor 1 − n / N, where q = (k + 1) / (n + 2) keeps a finding of none or
/// all from claiming certainty.
fn stratum(force: &str, found: i64, sample: i64, records: i64) -> Result<(f64, f64), NationalError> {
    if found < 0 || found > sample || sample > records || (sample == 0 && records > 0) {
        return Err(NationalError::ImpossibleBridge { force: force.to_owned(), found, sample, records });
    }
    if records == 0 {
        return Ok((0.0, 0.0));
    }
    let (k, n, size) = (found as f64, sample as f64, records as f64);
    let share = (k + 1.0) / (n + 2.0);
    // N² (1 − n / N) written as N (N − n).
    Ok((k / n * size, size * (size - n) * share * (1.0 - share) / n))
}

/// Half the width of the interval; `None` where one force alone cannot give one.
fn half_width(variance: f64, forces: usize, confidence: Confidence) -> Option<f64> {
    if variance <= 0.0 {
        return Some(0.0);
    }
    let degrees_of_freedom = forces.checked_sub(1).filter(|degrees| *degrees > 0)? as f64;
    Some(student_quantile(confidence.tail(), degrees_of_freedom) * libm::sqrt(variance))
}
