//! A single change of level in a series, found by trying every split.
//!
//! In: values in order of time. Out: the best split and how much it explains; none for a constant series. Source: least
//! squares after Hinkley (1970). A split suggests where to look for a change of recording; it is not evidence of one.

use super::error::StatisticsError;

/// The best split of a series of values, by least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanChange {
    /// Number of values before the change.
    pub before: usize,
    /// Mean of the values before.
    pub mean_before: f64,
    /// Mean of the values after.
    pub mean_after: f64,
    /// Sum of squares about one mean.
    pub squares_together: f64,
    /// Sum of squares about the two means.
    pub squares_apart: f64,
}

/// Best split by least squares, the first of equals; `None` for a constant series.
///
/// # Errors
/// Fewer than two values, or values that are not finite.
pub fn mean_change(values: &[f64]) -> Result<Option<MeanChange>, StatisticsError> {
    if values.len() < 2 {
        return Err(StatisticsError::TooFew { have: values.len(), need: 2 });
    }
    let (_, squares_together) = mean_and_squares(values);
    if !squares_together.is_finite() {
        return Err(StatisticsError::NotFinite { quantity: "sum of squares" });
    }
    if values.iter().zip(values.iter().skip(1)).all(|(a, b)| a == b) {
        return Ok(None);
    }
    let mut best: Option<MeanChange> = None;
    for before in 1..values.len() {
        let (head, tail) = values.split_at(before);
        let (mean_before, squares_before) = mean_and_squares(head);
        let (mean_after, squares_after) = mean_and_squares(tail);
        let squares_apart = squares_before + squares_after;
        if best.is_none_or(|best| squares_apart < best.squares_apart) {
            best = Some(MeanChange { before, mean_before, mean_after, squares_together, squares_apart });
        }
    }
    Ok(best)
}

fn mean_and_squares(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (mean, values.iter().map(|value| (value - mean) * (value - mean)).sum())
}
