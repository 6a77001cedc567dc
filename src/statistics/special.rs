//! Special functions behind the intervals: normal, gamma (chi-square, Poisson) and beta (Student, binomial).
//!
//! Domains are the caller's duty and are stated on each function; within them results are finite and agree with
//! reference implementations to about twelve digits. Both tails of a distribution are always computed apart, so that
//! a small tail never comes from subtracting a number near 1. Inverses solve in the logarithm of the tail, which is
//! nearly straight, by Newton's method kept inside a bracket.

mod beta;
mod gamma;
mod normal;

pub use beta::{UnitPoint, beta_quantile, beta_tails, binomial_probability, student_quantile};
pub(in crate::statistics) use gamma::deviance_part;
pub use gamma::{
    chi_square_quantile, gamma_quantile, gamma_tails, poisson_probability, poisson_quantile, poisson_tails,
};
pub use normal::{normal_tails, normal_upper_quantile};

/// Lower and upper tail of a distribution at a point; they sum to 1 up to rounding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// Probability at or below the point.
    pub lower: f64,
    /// Probability above the point.
    pub upper: f64,
}

/// Which tail holds the probability that a quantile is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tail {
    /// This probability lies below the quantile.
    Lower(f64),
    /// This probability lies above the quantile.
    Upper(f64),
}

impl Tail {
    /// The standard normal quantile of the tail, where inversions start.
    fn normal(self) -> f64 {
        match self {
            Self::Lower(probability) => -normal_upper_quantile(probability),
            Self::Upper(probability) => normal_upper_quantile(probability),
        }
    }

    /// Signed distance of the tail from its target on the log scale, rising with the point, and its slope there.
    /// `density` is the derivative of the lower tail with respect to the solver's variable.
    fn residual(self, tails: Tails, density: f64) -> (f64, f64) {
        match self {
            Self::Lower(target) => (libm::log(tails.lower) - libm::log(target), density / tails.lower),
            Self::Upper(target) => (libm::log(target) - libm::log(tails.upper), density / tails.upper),
        }
    }
}

/// Root of a rising function by Newton's method, halving the bracket whenever a step leaves it or is not a number.
/// The function gives its value and slope.
pub(in crate::statistics) fn solve(
    mut lower: f64,
    mut upper: f64,
    start: f64,
    function: impl Fn(f64) -> (f64, f64),
) -> f64 {
    let mut point = start.clamp(lower, upper);
    for _ in 0..400 {
        let (value, slope) = function(point);
        if value == 0.0 {
            return point;
        }
        if value > 0.0 {
            upper = point;
        } else {
            lower = point;
        }
        let newton = point - value / slope;
        let next = if newton > lower && newton < upper { newton } else { 0.5 * (lower + upper) };
        if (next - point).abs() <= 2.0e-16 * point.abs().max(1.0) || next == point {
            return next;
        }
        point = next;
    }
    point
}
