//! Log-linear trend of counts that vary more than chance, by negative binomial (NB2) maximum likelihood.
//!
//! In: counts with their times. Out: intercept, slope and α, where the variance is μ + α μ², with standard errors from
//! the observed information. Source: Lawless (1987). A check on the quasi-Poisson trend, which is what the chapter
//! reports. Series that do not vary more than chance have no α above 0 and are refused. The order of the points is of
//! no account.

use super::error::StatisticsError;
use super::special::log_gamma;
use super::trend::{CountPoint, log_linear_trend};

/// Largest total count: the likelihood is a sum over single events.
pub const MOST_EVENTS: i64 = 10_000_000;

/// A fitted negative binomial trend, ln(rate) = intercept + slope · time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomialTrend {
    /// Log rate at time 0.
    pub intercept: f64,
    /// Change of the log rate a unit of time.
    pub slope: f64,
    /// Extra variance α, above 0: the variance is μ + α μ².
    pub alpha: f64,
    /// Standard error of the intercept.
    pub intercept_error: f64,
    /// Standard error of the slope.
    pub slope_error: f64,
    /// Log likelihood at the fit.
    pub log_likelihood: f64,
}

/// Intercept (at the centre of time), slope and ln α.
type Parameters = [f64; 3];

/// Log likelihood with its gradient and the negative of its second derivatives.
struct Likelihood {
    value: f64,
    gradient: Parameters,
    information: [Parameters; 3],
}

impl Likelihood {
    fn add(&mut self, gradient: Parameters, information: [Parameters; 3]) {
        for (sum, part) in self.gradient.iter_mut().zip(gradient) {
            *sum += part;
        }
        for (sum, part) in self.information.as_flattened_mut().iter_mut().zip(information.as_flattened()) {
            *sum += part;
        }
    }
}

/// Negative binomial trend by Newton's method, from the Poisson fit.
///
/// # Errors
/// As [`log_linear_trend`]; counts that do not vary more than chance, or more than [`MOST_EVENTS`] of them.
pub fn negative_binomial_trend(points: &[CountPoint]) -> Result<NegativeBinomialTrend, StatisticsError> {
    let start = log_linear_trend(points)?;
    let events = points.iter().try_fold(0_i64, |sum, point| sum.checked_add(point.count));
    let events = events.ok_or(StatisticsError::Overflow)?;
    if events > MOST_EVENTS {
        return Err(StatisticsError::CountTooLarge { count: events, limit: MOST_EVENTS });
    }
    let mut points = points.to_vec();
    points
        .sort_by(|a, b| a.time.total_cmp(&b.time).then(a.count.cmp(&b.count)).then(a.exposure.total_cmp(&b.exposure)));
    let times = points.iter().map(|point| point.time);
    let centre = times.sum::<f64>() / points.len() as f64;
    for point in &mut points {
        point.time -= centre;
    }
    let mean = events as f64 / points.len() as f64;
    let first_alpha = ((start.dispersion - 1.0) / mean).max(1.0e-3 / mean);
    let begin = [start.intercept + start.slope * centre, start.slope, libm::log(first_alpha)];
    if excess(&points, begin) <= 0.0 {
        return Err(StatisticsError::Undefined { quantity: "extra variance of counts without any" });
    }
    let (fit, likelihood) = maximise(&points, begin)?;
    let [[a, b, _], [_, d, _], _] = inverse(likelihood.information).ok_or(NO_FIT)?;
    // The intercept moves from the centre to time 0, and its error with it.
    let intercept_variance = a - 2.0 * centre * b + centre * centre * d;
    let trend = NegativeBinomialTrend {
        intercept: fit[0] - fit[1] * centre,
        slope: fit[1],
        alpha: libm::exp(fit[2]),
        intercept_error: libm::sqrt(intercept_variance),
        slope_error: libm::sqrt(d),
        log_likelihood: likelihood.value,
    };
    let sound = trend.intercept_error.is_finite() && trend.slope_error.is_finite();
    if sound { Ok(trend) } else { Err(NO_FIT) }
}

const NO_FIT: StatisticsError = StatisticsError::NoConvergence { quantity: "negative binomial fit" };

/// Twice the slope of the log likelihood in α at α = 0, Σ (y − μ)² − y. Where it is not above 0 the likelihood has no
/// peak with α above 0.
fn excess(points: &[CountPoint], [intercept, slope, _]: Parameters) -> f64 {
    let parts = points.iter().map(|point| {
        let residual = point.count as f64 - point.exposure * libm::exp(intercept + slope * point.time);
        residual * residual - point.count as f64
    });
    parts.sum()
}

fn maximise(points: &[CountPoint], mut at: Parameters) -> Result<(Parameters, Likelihood), StatisticsError> {
    let mut here = likelihood(points, at);
    for _ in 0..200 {
        let step = ascent(&here);
        let mut scale = 1.0;
        let (next, there) = loop {
            let next = std::array::from_fn(|i| at[i] + scale * step[i]);
            let there = likelihood(points, next);
            // A step that loses ground is halved; one that loses less than rounding is taken.
            if there.value >= here.value - 1.0e-12 * here.value.abs() {
                break (next, there);
            }
            scale *= 0.5;
            if scale < 1.0e-12 {
                return Err(NO_FIT);
            }
        };
        // Without extra variance the likelihood rises for ever as α falls to 0.
        if next[2] < -40.0 || !there.value.is_finite() {
            return Err(StatisticsError::Undefined { quantity: "extra variance of counts without any" });
        }
        let moved = step.iter().fold(0.0_f64, |most, part| most.max((scale * part).abs()));
        (at, here) = (next, there);
        if moved < 1.0e-13 {
            return Ok((at, here));
        }
    }
    // Rounding may keep the last digits moving; the gradient then decides.
    let settled = ascent(&here).iter().all(|part| part.abs() < 1.0e-9);
    if settled { Ok((at, here)) } else { Err(NO_FIT) }
}

/// Newton's step where the information is positive definite, else a bounded step along the gradient.
fn ascent(here: &Likelihood) -> Parameters {
    let newton = inverse(here.information).map(|inverse| -> Parameters {
        std::array::from_fn(|row| (0..3).map(|column| inverse[row][column] * here.gradient[column]).sum())
    });
    let rises = |step: &Parameters| step.iter().zip(here.gradient).map(|(s, g)| s * g).sum::<f64>() > 0.0;
    match newton {
        Some(step) if rises(&step) => step.map(|part| part.clamp(-2.0, 2.0)),
        _ => here.gradient.map(|part| 0.1 * part / (1.0 + part.abs())),
    }
}

/// Σ [Σ_{j<y} ln(1 + α j) − (y + 1/α) ln(1 + α μ) + y ln μ − ln y!], and its derivatives in (intercept, slope, ln α).
fn likelihood(points: &[CountPoint], [intercept, slope, log_alpha]: Parameters) -> Likelihood {
    let alpha = libm::exp(log_alpha);
    let mut all = Likelihood { value: 0.0, gradient: [0.0; 3], information: [[0.0; 3]; 3] };
    for point in points {
        let y = point.count as f64;
        let linear = intercept + slope * point.time;
        let mu = point.exposure * libm::exp(linear);
        let grown = 1.0 + alpha * mu;
        let log_grown = libm::log1p(alpha * mu);
        let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
        for event in 0..point.count {
            let j = event as f64;
            let share = alpha * j / (1.0 + alpha * j);
            sum += libm::log1p(alpha * j);
            first += share;
            second += share * (1.0 - share);
        }
        all.value += sum - (y + 1.0 / alpha) * log_grown + y * libm::log(mu) - log_gamma(y + 1.0);
        let rest = (y - mu) / grown;
        // First and second derivatives in ln α; the mixed one is −α μ (y − μ) / (1 + α μ)².
        let by_alpha = first - (y + 1.0 / alpha) * alpha * mu / grown + log_grown / alpha;
        let by_alpha_twice = second - y * alpha * mu / (grown * grown) - log_grown / alpha
            + mu / grown
            + alpha * mu * mu / (grown * grown);
        let curvature = mu * (1.0 + alpha * y) / (grown * grown);
        let mixed = alpha * mu * (y - mu) / (grown * grown);
        let t = point.time;
        let gradient = [rest, t * rest, by_alpha];
        let information = [
            [curvature, t * curvature, mixed],
            [t * curvature, t * t * curvature, t * mixed],
            [mixed, t * mixed, -by_alpha_twice],
        ];
        all.add(gradient, information);
    }
    all
}

/// Inverse of a symmetric matrix by cofactors; `None` if it is singular.
fn inverse(m: [[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let cofactor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let determinant: f64 = (0..3).map(|c| m[0][c] * cofactor(0, c)).sum();
    (determinant.is_finite() && determinant != 0.0)
        .then(|| std::array::from_fn(|r| std::array::from_fn(|c| cofactor(c, r) / determinant)))
}
