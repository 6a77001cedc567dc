//! The gamma family: regularised incomplete gamma function, chi-square and Poisson distributions.

use std::f64::consts::TAU;

use super::normal::polynomial;
use super::{Tail, Tails, solve};

/// Shapes from here up use Temme's uniform expansion, whose error is below 1e-15 there; the series and the
/// continued fraction need about the square root of the shape in terms.
const LARGE_SHAPE: f64 = 100_000.0;

/// What Stirling's formula leaves out of ln Γ(argument + 1): ln Γ(a + 1) − (a + ½) ln a + a − ½ ln 2π, for a > 0.
/// Kept apart from the main term so that probabilities of large counts do not lose digits (Loader 2000).
pub(super) fn stirling_error(argument: f64) -> f64 {
    if argument <= 15.0 {
        return libm::lgamma(argument + 1.0) - (argument + 0.5) * libm::log(argument) + argument - 0.5 * libm::log(TAU);
    }
    let inverse = 1.0 / argument;
    inverse * polynomial(&STIRLING, inverse * inverse)
}

const STIRLING: [f64; 6] = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];

/// Deviance part x ln(x / m) + m − x for x ≥ 0, m > 0, exact to the last digits where x is near m (Loader 2000).
pub(in crate::statistics) fn deviance_part(value: f64, mean: f64) -> f64 {
    if value <= 0.0 {
        return mean;
    }
    let difference = value - mean;
    if difference.abs() >= 0.1 * (value + mean) {
        return value * libm::log(value / mean) - difference;
    }
    let ratio = difference / (value + mean);
    let mut sum = difference * ratio;
    let mut term = 2.0 * value * ratio;
    let mut odd = 3.0;
    loop {
        term *= ratio * ratio;
        let next = sum + term / odd;
        if next == sum || odd > 2_000.0 {
            return next;
        }
        sum = next;
        odd += 2.0;
    }
}

/// x^a e^(−x) / Γ(a): the gamma density times x, which is its density on the log scale.
fn log_scale_density(shape: f64, point: f64) -> f64 {
    libm::sqrt(shape / TAU) * libm::exp(-stirling_error(shape) - deviance_part(shape, point))
}

/// Regularised incomplete gamma function: P(shape, point) below and Q(shape, point) above, for shape > 0, point ≥ 0.
pub fn gamma_tails(shape: f64, point: f64) -> Tails {
    if point <= 0.0 {
        return Tails { lower: 0.0, upper: 1.0 };
    }
    if shape >= LARGE_SHAPE {
        return large_shape_tails(shape, point);
    }
    let density = log_scale_density(shape, point);
    if point < shape + 1.0 {
        let lower = density * lower_series(shape, point);
        Tails { lower, upper: (1.0 - lower).max(0.0) }
    } else {
        let upper = density * upper_fraction(shape, point);
        Tails { lower: (1.0 - upper).max(0.0), upper }
    }
}

/// Σ xⁿ / (a (a + 1) … (a + n)).
fn lower_series(shape: f64, point: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    let mut denominator = shape;
    for _ in 0..100_000 {
        denominator += 1.0;
        term *= point / denominator;
        sum += term;
        if term < sum * 1.0e-17 {
            break;
        }
    }
    sum
}

/// Legendre's continued fraction for the upper tail, by the modified Lentz method.
fn upper_fraction(shape: f64, point: f64) -> f64 {
    let tiny = 1.0e-300;
    let mut b = point + 1.0 - shape;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut result = d;
    for step in 1..100_000 {
        let n = f64::from(step);
        let a = -n * (n - shape);
        b += 2.0;
        d = a * d + b;
        if d.abs() < tiny {
            d = tiny;
        }
        c = b + a / c;
        if c.abs() < tiny {
            c = tiny;
        }
        d = 1.0 / d;
        let factor = d * c;
        result *= factor;
        if (factor - 1.0).abs() < 2.0e-16 {
            break;
        }
    }
    result
}

/// Temme's uniform asymptotic expansion (1979), coefficients after DiDonato and Morris (1986).
fn large_shape_tails(shape: f64, point: f64) -> Tails {
    let half_square = deviance_part(shape, point) / shape;
    let sign = if point < shape { -1.0 } else { 1.0 };
    let eta = sign * libm::sqrt(2.0 * half_square);
    let scaled = eta * libm::sqrt(shape / 2.0);
    if scaled.abs() > 27.5 {
        // Beyond here the smaller tail is below the least positive number.
        return if scaled < 0.0 { Tails { lower: 0.0, upper: 1.0 } } else { Tails { lower: 1.0, upper: 0.0 } };
    }
    let inverse = 1.0 / shape;
    let series =
        polynomial(&TEMME_0, eta) + inverse * (polynomial(&TEMME_1, eta) + inverse * polynomial(&TEMME_2, eta));
    let rest = libm::exp(-scaled * scaled) / libm::sqrt(TAU * shape) * series;
    Tails {
        lower: (0.5 * libm::erfc(-scaled) - rest).clamp(0.0, 1.0),
        upper: (0.5 * libm::erfc(scaled) + rest).clamp(0.0, 1.0),
    }
}

const TEMME_0: [f64; 6] = [-1.0 / 3.0, 1.0 / 12.0, -2.0 / 135.0, 1.0 / 864.0, 1.0 / 2835.0, -139.0 / 777_600.0];
const TEMME_1: [f64; 4] = [-1.0 / 540.0, -1.0 / 288.0, 1.0 / 378.0, -77.0 / 77_760.0];
const TEMME_2: [f64; 2] = [25.0 / 6048.0, -139.0 / 51_840.0];

/// Quantile of the gamma distribution with unit scale, for shape > 0 and a tail probability strictly inside (0, 1).
pub fn gamma_quantile(shape: f64, tail: Tail) -> f64 {
    // Wilson and Hilferty (1931): the cube root of a gamma variable is nearly normal.
    let spread = 1.0 / (9.0 * shape);
    let root = 1.0 - spread + tail.normal() * libm::sqrt(spread);
    let start = if root > 0.1 { shape * root * root * root } else { 0.001 * shape };
    let log_point = solve(-740.0, 700.0, libm::log(start), |log_point| {
        let point = libm::exp(log_point);
        tail.residual(gamma_tails(shape, point), log_scale_density(shape, point))
    });
    libm::exp(log_point)
}

/// Quantile of the chi-square distribution, for degrees of freedom above 0.
pub fn chi_square_quantile(degrees_of_freedom: f64, tail: Tail) -> f64 {
    2.0 * gamma_quantile(degrees_of_freedom / 2.0, tail)
}

/// Probability of exactly `count` events when `mean` > 0 are expected; `count` ≥ 0.
pub fn poisson_probability(count: i64, mean: f64) -> f64 {
    if count <= 0 {
        return if count == 0 { libm::exp(-mean) } else { 0.0 };
    }
    let events = count as f64;
    libm::exp(-stirling_error(events) - deviance_part(events, mean)) / libm::sqrt(TAU * events)
}

/// Probability of at most `count` events, and of more, when `mean` > 0 are expected.
pub fn poisson_tails(count: i64, mean: f64) -> Tails {
    if count < 0 {
        return Tails { lower: 0.0, upper: 1.0 };
    }
    let gamma = gamma_tails(count as f64 + 1.0, mean);
    Tails { lower: gamma.upper, upper: gamma.lower }
}

/// Smallest count with at least `probability` of the Poisson distribution at or below it, for `probability` strictly
/// inside (0, 1) and `mean` > 0. `None` if the search does not settle, which no mean below 10^10 was seen to cause.
pub fn poisson_quantile(probability: f64, mean: f64) -> Option<i64> {
    let deviate = -super::normal_upper_quantile(probability);
    let start = mean + deviate * libm::sqrt(mean) + (deviate * deviate - 1.0) / 6.0;
    let mut count = libm::floor(start.max(0.0)) as i64;
    for _ in 0..10_000 {
        if poisson_tails(count, mean).lower < probability {
            count += 1;
        } else if count > 0 && poisson_tails(count - 1, mean).lower >= probability {
            count -= 1;
        } else {
            return Some(count);
        }
    }
    None
}
