//! The beta family: regularised incomplete beta function, Student's t and binomial distributions.

use std::f64::consts::TAU;

use super::gamma::{deviance_part, stirling_error};
use super::normal::{normal_upper_quantile, polynomial};
use super::{Tail, Tails, solve};

/// A point of the unit interval with its complement, each to full precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitPoint {
    /// The point, in [0, 1].
    pub value: f64,
    /// One less the point.
    pub complement: f64,
}

impl UnitPoint {
    /// The point whose odds are e^`log_odds`.
    fn from_log_odds(log_odds: f64) -> Self {
        Self { value: 1.0 / (1.0 + libm::exp(-log_odds)), complement: 1.0 / (1.0 + libm::exp(log_odds)) }
    }

    /// value / complement; infinite only at the end of the interval.
    pub fn odds(self) -> f64 {
        self.value / self.complement
    }
}

/// x^a (1 − x)^b / B(a, b): the beta density on the log-odds scale.
fn log_odds_density(a: f64, b: f64, point: UnitPoint) -> f64 {
    let n = a + b;
    let log_part = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance_part(a, n * point.value)
        - deviance_part(b, n * point.complement);
    libm::sqrt(a * (b / n) / TAU) * libm::exp(log_part)
}

/// Regularised incomplete beta function I_x(a, b) below and its complement above, for a, b > 0 and 0 ≤ x ≤ 1.
pub fn beta_tails(a: f64, b: f64, value: f64) -> Tails {
    tails_at(a, b, UnitPoint { value, complement: 1.0 - value })
}

fn tails_at(a: f64, b: f64, point: UnitPoint) -> Tails {
    if point.value <= 0.0 {
        return Tails { lower: 0.0, upper: 1.0 };
    }
    if point.complement <= 0.0 {
        return Tails { lower: 1.0, upper: 0.0 };
    }
    let density = log_odds_density(a, b, point);
    if point.value < (a + 1.0) / (a + b + 2.0) {
        let lower = density * fraction(a, b, point.value) / a;
        Tails { lower, upper: (1.0 - lower).max(0.0) }
    } else {
        let upper = density * fraction(b, a, point.complement) / b;
        Tails { lower: (1.0 - upper).max(0.0), upper }
    }
}

/// The continued fraction of the incomplete beta function, by the modified Lentz method. It needs about the square
/// root of the larger parameter in steps.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let tiny = 1.0e-300;
    let guard = |value: f64| if value.abs() < tiny { tiny } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..2_000_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let factor = d * c;
        result *= factor;
        if (factor - 1.0).abs() < 2.0e-16 {
            break;
        }
    }
    result
}

/// Quantile of the beta distribution, for a, b > 0 and a tail probability strictly inside (0, 1).
pub fn beta_quantile(a: f64, b: f64, tail: Tail) -> UnitPoint {
    let start = libm::log(a / b) + tail.normal() * libm::sqrt(1.0 / a + 1.0 / b);
    let log_odds = solve(-740.0, 740.0, start, |log_odds| {
        let point = UnitPoint::from_log_odds(log_odds);
        tail.residual(tails_at(a, b, point), log_odds_density(a, b, point))
    });
    UnitPoint::from_log_odds(log_odds)
}

/// The value of Student's t above which the probability `tail` lies, for `tail` in (0, ½) and degrees of freedom
/// above 0.
pub fn student_quantile(tail: f64, degrees_of_freedom: f64) -> f64 {
    if degrees_of_freedom >= 10_000.0 {
        return nearly_normal_student_quantile(normal_upper_quantile(tail), 1.0 / degrees_of_freedom);
    }
    let point = beta_quantile(degrees_of_freedom / 2.0, 0.5, Tail::Lower(2.0 * tail));
    libm::sqrt(degrees_of_freedom * point.complement / point.value)
}

/// Fisher's expansion about the normal quantile z in powers of 1/ν (Abramowitz and Stegun 26.7.5). With 10,000 degrees
/// of freedom its error is below 1e-14, while the beta function has begun to lose digits.
fn nearly_normal_student_quantile(z: f64, inverse: f64) -> f64 {
    let square = z * z;
    let first = polynomial(&[1.0, 1.0], square) / 4.0;
    let second = polynomial(&[3.0, 16.0, 5.0], square) / 96.0;
    let third = polynomial(&[-15.0, 17.0, 19.0, 3.0], square) / 384.0;
    z * polynomial(&[1.0, first, second, third], inverse)
}

/// Probability of exactly `successes` out of `trials`, each with `probability` strictly inside (0, 1);
/// 0 ≤ successes ≤ trials. Loader (2000).
pub fn binomial_probability(successes: i64, trials: i64, probability: f64) -> f64 {
    let failure = 1.0 - probability;
    let (x, n) = (successes as f64, trials as f64);
    if successes <= 0 {
        return libm::exp(n * libm::log1p(-probability));
    }
    if successes >= trials {
        return libm::exp(n * libm::log(probability));
    }
    let log_part = stirling_error(n)
        - stirling_error(x)
        - stirling_error(n - x)
        - deviance_part(x, n * probability)
        - deviance_part(n - x, n * failure);
    libm::sqrt(n / (TAU * x * (n - x))) * libm::exp(log_part)
}
