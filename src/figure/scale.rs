//! Ticks at round numbers from zero, in integer arithmetic: no logarithms, no powers, no float noise in the labels.

use super::format;

/// The most ticks an axis has, zero included.
const MOST: u64 = 6;

/// Ticks from zero upwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    pub values: Vec<f64>,
    pub labels: Vec<String>,
    /// The last tick: the end of the axis.
    pub top: f64,
}

impl Ticks {
    /// Ticks that cover `highest`, at multiples of 1, 2, 2.5 or 5 times a power of ten; `whole` keeps them integers.
    pub(super) fn covering(highest: f64, whole: bool) -> Self {
        let highest = if highest.is_finite() && highest > 0.0 { highest } else { 1.0 };
        let (mantissa, exponent) = step(highest, whole);
        let mut values = Vec::new();
        let mut labels = Vec::new();
        let mut index = 0_u64;
        loop {
            let value = scaled(index * mantissa, exponent);
            values.push(value);
            labels.push(format::decimal(value, usize::try_from(-exponent).unwrap_or(0)));
            if (value >= highest && index > 0) || index >= MOST {
                return Self { values, labels, top: value };
            }
            index += 1;
        }
    }
}

/// The smallest step, as mantissa and power of ten, that reaches `highest` within the ticks allowed.
fn step(highest: f64, whole: bool) -> (u64, i32) {
    let most = (MOST - 1) as f64;
    let lowest_exponent = if whole { 0 } else { -9 };
    for exponent in lowest_exponent..300 {
        for mantissa in [10_u64, 20, 25, 50] {
            // Mantissas carry one extra digit so that 2.5 is an integer; a whole axis takes it only from 25 upwards.
            let power = exponent - 1;
            let reduced = if mantissa == 25 { (25, power) } else { (mantissa / 10, exponent) };
            if whole && reduced.1 < 0 {
                continue;
            }
            if scaled(reduced.0, reduced.1) * most >= highest {
                return reduced;
            }
        }
    }
    (1, 300)
}

/// `number` times ten to the power `exponent`; a division for negative powers, which rounds once and correctly.
fn scaled(number: u64, exponent: i32) -> f64 {
    let mut power = 1.0_f64;
    for _ in 0..exponent.unsigned_abs() {
        power *= 10.0;
    }
    if exponent < 0 { number as f64 / power } else { number as f64 * power }
}
