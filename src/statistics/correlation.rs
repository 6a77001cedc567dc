//! How closely two numbers of the same areas go together: Pearson's coefficient, with Fisher's interval.
//!
//! With few areas the interval is wide, and a coefficient near 0 then says that no link is seen, not that there is none.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval};

/// Fewest pairs for which Fisher's interval exists.
pub const FEWEST_PAIRS: usize = 4;

/// A coefficient of correlation with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// Pearson's coefficient, in [−1, 1].
    pub coefficient: f64,
    /// Its interval: tanh(artanh r ± z / √(n − 3)) (Fisher 1921).
    pub interval: Interval,
}

/// Pearson's coefficient of pairs of numbers.
///
/// # Errors
/// Fewer than four pairs, a number that is not finite, or numbers of one side that are all alike.
pub fn correlation(pairs: &[(f64, f64)], confidence: Confidence) -> Result<Correlation, StatisticsError> {
    if pairs.len() < FEWEST_PAIRS {
        return Err(StatisticsError::TooFew { have: pairs.len(), need: FEWEST_PAIRS });
    }
    if pairs.iter().any(|(x, y)| !(x.is_finite() && y.is_finite())) {
        return Err(StatisticsError::NotFinite { quantity: "number to correlate" });
    }
    let number = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / number;
    let (mean_x, mean_y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(x, y)| of(x - mean_x, y - mean_y)).sum::<f64>();
    let (across, along, together) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
    let scale = libm::sqrt(across) * libm::sqrt(along);
    if !(scale.is_finite() && scale > 0.0) {
        return Err(StatisticsError::Undefined { quantity: "the correlation of numbers that are all alike" });
    }
    let coefficient = (together / scale).clamp(-1.0, 1.0);
    let half = confidence.normal_deviate() / libm::sqrt(number - 3.0);
    let end = |shift: f64| libm::tanh(libm::atanh(coefficient) + shift);
    Ok(Correlation { coefficient, interval: Interval { lower: end(-half), upper: end(half) } })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Anscombe (1973), table 1, set I; the interval is that of `cor.test` in R 4.3.
    #[test]
    fn agrees_with_published_values() {
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let pairs: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
        let found = correlation(&pairs, Confidence::NINETY_FIVE).unwrap();
        for (value, wanted) in
            [(found.coefficient, 0.816_420_5), (found.interval.lower, 0.424_391_2), (found.interval.upper, 0.950_693_3)]
        {
            assert!((value - wanted).abs() < 5e-8, "{value} is not {wanted}");
        }
    }

    #[test]
    fn is_refused_where_it_does_not_exist() {
        let alike = [(1.0, 2.0), (1.0, 3.0), (1.0, 4.0), (1.0, 5.0)];
        assert!(matches!(correlation(&alike, Confidence::NINETY_FIVE), Err(StatisticsError::Undefined { .. })));
        assert!(matches!(correlation(&alike[..3], Confidence::NINETY_FIVE), Err(StatisticsError::TooFew { .. })));
        let line = [(1.0, 2.0), (2.0, 4.0), (3.0, 6.0), (4.0, 8.0)];
        let found = correlation(&line, Confidence::NINETY_FIVE).unwrap();
        assert!(found.coefficient > 1.0 - 1e-12 && found.interval.upper <= 1.0);
    }
}
