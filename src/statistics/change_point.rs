//! A single change of level in a series, found by trying every split.
//!
//! In: values or counts in order of time. Out: the best split and how much it explains; none for a constant series.
//! Sources: least squares after Hinkley (1970), Poisson likelihood ratio after Worsley (1983). A split suggests where
//! to look for a change of recording; it is not evidence of one.

use super::error::StatisticsError;
use super::interval::count_as_number;
use super::special::deviance_part;

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

/// The best split of a series of counts, by likelihood ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct PoissonChange {
    /// Number of counts before the change.
    pub before: usize,
    /// Mean of the counts before.
    pub mean_before: f64,
    /// Mean of the counts after.
    pub mean_after: f64,
    /// Twice the log likelihood ratio of the split, above 0.
    pub likelihood_ratio: f64,
    /// The same for every split, after the first count, after the second, and so on.
    pub by_split: Vec<f64>,
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

/// Best split by Poisson likelihood ratio, the first of equals; `None` for a constant series.
///
/// # Errors
/// Fewer than two counts, or counts out of range.
pub fn poisson_change(counts: &[i64]) -> Result<Option<PoissonChange>, StatisticsError> {
    if counts.len() < 2 {
        return Err(StatisticsError::TooFew { have: counts.len(), need: 2 });
    }
    let mut all = 0_i64;
    for count in counts {
        count_as_number(*count)?;
        all = all.checked_add(*count).ok_or(StatisticsError::Overflow)?;
    }
    if counts.iter().zip(counts.iter().skip(1)).all(|(a, b)| a == b) {
        return Ok(None);
    }
    let mean = all as f64 / counts.len() as f64;
    let mut head = 0_i64;
    let mut by_split = Vec::new();
    let mut best: Option<(usize, i64, f64)> = None;
    for (place, count) in counts.iter().enumerate().take(counts.len() - 1) {
        head += count;
        let before = place + 1;
        let parts = [(head, before), (all - head, counts.len() - before)];
        // The linear parts of the two deviances cancel, which leaves twice the log likelihood ratio.
        let ratio = 2.0 * parts.iter().map(|(sum, n)| deviance_part(*sum as f64, *n as f64 * mean)).sum::<f64>();
        if best.is_none_or(|(_, _, best)| ratio > best) {
            best = Some((before, head, ratio));
        }
        by_split.push(ratio);
    }
    Ok(best.map(|(before, head, likelihood_ratio)| PoissonChange {
        before,
        mean_before: head as f64 / before as f64,
        mean_after: (all - head) as f64 / (counts.len() - before) as f64,
        likelihood_ratio,
        by_split,
    }))
}
