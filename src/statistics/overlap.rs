//! Two sensitivities that official statistics use: joining a series over an overlap, and ratio imputation.
//!
//! In: sums over the same units. Out: a factor. The chapter's index does not use them: it links matched forces and
//! draws nothing across a break. They exist so that a published series that was joined can be checked.

use super::error::StatisticsError;
use super::interval::{count_as_number, positive};

/// Link factor of a new series to an old one over the periods that both cover: Σ new / Σ old.
///
/// # Errors
/// No overlap, lists of different length, or a sum that is not positive.
pub fn link_factor(old: &[f64], new: &[f64]) -> Result<f64, StatisticsError> {
    if old.len() != new.len() {
        return Err(StatisticsError::LengthMismatch { left: old.len(), right: new.len() });
    }
    let old_sum = positive(old.iter().sum(), "old series over the overlap")?;
    let new_sum = positive(new.iter().sum(), "new series over the overlap")?;
    positive(new_sum / old_sum, "link factor")
}

/// Count imputed for a unit that did not respond: its earlier count times the growth of those that responded in both
/// periods. The total's growth is then theirs by construction.
///
/// # Errors
/// Counts out of range, or no earlier events among those that responded in both.
pub fn ratio_imputed(earlier: i64, matched_earlier: i64, matched_later: i64) -> Result<f64, StatisticsError> {
    let base = positive(count_as_number(matched_earlier)?, "earlier count of the matched units")?;
    Ok(count_as_number(earlier)? * (count_as_number(matched_later)? / base))
}
