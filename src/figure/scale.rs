//! Ticks at round numbers, from zero or between two numbers, in integer arithmetic: no logarithms, no powers, no float noise in the labels.

use crate::wording::format;

/// The most ticks an axis has, zero included.
const MOST: u64 = 6;

/// Ticks from zero upwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    pub values: Vec<f64>,
    pub labels: Vec<String>,
    /// The end of the axis: the last tick, unless the axis was shortened.
    pub top: f64,
}

impl Ticks {
    /// Ticks that cover `highest`, at multiples of 1, 2, 2.5 or 5 times a power of ten; `whole` keeps them integers.
    pub(super) fn covering(highest: f64, whole: bool) -> Self {
        let highest = if highest.is_finite() && highest > 0.0 { highest } else { 1.0 };
        let (mantissa, exponent) = step(highest, whole, MOST - 1);
        let mut values = Vec::new();
        let mut labels = Vec::new();
        let mut index = 0_u64;
        loop {
            let value = scaled(index * mantissa, exponent);
            values.push(value);
            labels.push(written(value, exponent));
            if (value >= highest && index > 0) || index >= MOST {
                return Self { values, labels, top: value };
            }
            index += 1;
        }
    }
}

impl Ticks {
    /// Ticks on an axis that ends a little over `highest` instead of at a tick, for plots that need the room.
    pub(super) fn under(highest: f64) -> Self {
        let highest = if highest.is_finite() && highest > 0.0 { highest } else { 1.0 };
        let top = highest * 1.05;
        let (mantissa, exponent) = step(top, false, MOST);
        let values: Vec<f64> =
            (0..MOST).map(|index| scaled(index * mantissa, exponent)).take_while(|value| *value <= top).collect();
        let labels = values.iter().map(|value| written(*value, exponent)).collect();
        Self { values, labels, top }
    }
}

impl Ticks {
    /// Ticks that cover `low..high` in at most `steps` steps, or one more where the ends do not meet a tick; labels carry a
    /// sign where `signed` says so. The axis runs from the first tick to the last.
    pub(super) fn between(low: f64, high: f64, steps: u64, signed: bool) -> Self {
        let finite = low.is_finite() && high.is_finite() && low < high;
        let (low, high) = if finite { (low, high) } else { (0.0, 1.0) };
        let (mantissa, exponent) = step(high - low, true, steps.max(1));
        let width = scaled(mantissa, exponent);
        let (first, last) = (libm::floor(low / width), libm::ceil(high / width));
        let (mut values, mut labels) = (Vec::new(), Vec::new());
        let mut index = first;
        while index <= last {
            // The negative zero that a negative floor can give must not be seen.
            let value = index * width + 0.0;
            values.push(value);
            let sign = match value {
                value if value < 0.0 => "\u{2212}",
                value if value > 0.0 && signed => "+",
                _ => "",
            };
            labels.push(format!("{sign}{}", written(libm::fabs(value), exponent)));
            index += 1.0;
        }
        Self { values, labels, top: last * width }
    }
}

/// A tick with as many decimals as its step has.
fn written(value: f64, exponent: i32) -> String {
    format::decimal(value, usize::try_from(-exponent).unwrap_or(0))
}

/// The smallest step, as mantissa and power of ten, that reaches `highest` in `most` steps.
fn step(highest: f64, whole: bool, most: u64) -> (u64, i32) {
    let most = most as f64;
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

#[cfg(test)]
mod tests {
    use super::Ticks;

    #[test]
    fn ticks_are_round_and_few() {
        let labels = |highest, whole| Ticks::covering(highest, whole).labels.join(" ");
        assert_eq!(labels(1163.0, true), "0 250 500 750 1,000 1,250");
        assert_eq!(labels(58_000.0, true), "0 20,000 40,000 60,000");
        assert_eq!(labels(3.0, true), "0 1 2 3");
        assert_eq!(labels(0.0, true), "0 1");
        assert_eq!(labels(0.96, false), "0.0 0.2 0.4 0.6 0.8 1.0");
        assert_eq!(labels(f64::NAN, false), labels(1.0, false));
    }

    #[test]
    fn ticks_between_two_numbers_cover_both() {
        let labels = |low, high| Ticks::between(low, high, 5, true).labels.join(" ");
        assert_eq!(labels(-130.0, 210.0), "\u{2212}200 \u{2212}100 0 +100 +200 +300");
        assert_eq!(labels(0.0, 4.0), "0 +1 +2 +3 +4");
        assert_eq!(labels(-3.0, -1.0), "\u{2212}3 \u{2212}2 \u{2212}1");
        assert_eq!(labels(f64::NAN, 1.0), "0 +1");
        let ticks = Ticks::between(81.0, 117.0, 5, false);
        assert_eq!((ticks.values[0], ticks.top, ticks.labels.len()), (80.0, 120.0, 5));
        for exponent in 0..12 {
            for tenth in 10..100 {
                let high = f64::from(tenth) * libm::pow(10.0, f64::from(exponent));
                let ticks = Ticks::between(-high / 3.0, high, 5, true);
                assert!(ticks.values[0] <= -high / 3.0 && ticks.top >= high, "{high}: {ticks:?}");
                assert!((2..=7).contains(&ticks.values.len()) && ticks.values.contains(&0.0), "{high}: {ticks:?}");
            }
        }
    }

    #[test]
    fn every_height_is_covered_with_at_most_six_ticks() {
        for exponent in -6..12 {
            for tenth in 10..100 {
                let highest = f64::from(tenth) * libm::pow(10.0, f64::from(exponent));
                for ticks in [Ticks::covering(highest, false), Ticks::under(highest)] {
                    assert!(ticks.top >= highest && ticks.top <= 3.0 * highest, "{highest}: {ticks:?}");
                    assert!((2..=6).contains(&ticks.values.len()), "{highest}: {ticks:?}");
                    assert!(ticks.values.windows(2).all(|pair| pair[0] < pair[1]), "{highest}: {ticks:?}");
                    assert_eq!(ticks.values.len(), ticks.labels.len());
                }
            }
        }
    }
}
