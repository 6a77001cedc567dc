//! The interval of a chained index, whose links share the counts of the periods between them.
//!
//! In: for every link the counts of its matched units before and after. Out: the product of the links, 100 in the first
//! period, and an interval of its own. A count between two links enters both, once above and once below the line, so its
//! error mostly cancels; the variance of the log adds what is left, unit by unit (delta method, Poisson counts widened
//! by φ). The sizes that rates are taken over are known, and add nothing.

use std::collections::BTreeMap;

use super::error::StatisticsError;
use super::interval::{Confidence, Interval, count_as_number};
use super::widening::Widening;

/// Index of the first period.
pub const BASE: f64 = 100.0;

/// One matched unit of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched<'a> {
    /// What it is called; it stands once in a link.
    pub unit: &'a str,
    /// Its count before.
    pub before: i64,
    /// Its count after, which is its count before in the next link that it is matched in.
    pub after: i64,
}

/// A chained index of counts with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chained {
    /// 100 times the product of the links.
    pub index: f64,
    /// Variance of its logarithm.
    pub variance_of_log: f64,
    /// Its interval, in the same unit.
    pub interval: Interval,
}

impl Chained {
    /// The same index over sizes that changed by this factor, as when counts become rates.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { index: self.index * factor, interval: self.interval.scaled(factor), ..self }
    }
}

/// The index after the last of the links, which follow on each other in order.
///
/// # Errors
/// No link, or one without an event on either side; a count out of range; a unit whose count after one link is not its
/// count before the next.
pub fn chained_index(
    links: &[Vec<Matched<'_>>],
    widening: Widening,
    confidence: Confidence,
) -> Result<Chained, StatisticsError> {
    if links.is_empty() {
        return Err(StatisticsError::TooFew { have: 0, need: 1 });
    }
    let mut index = BASE;
    // By unit and period: its count, and what its logarithm is multiplied by.
    let mut terms: BTreeMap<(&str, usize), (i64, f64)> = BTreeMap::new();
    for (period, link) in links.iter().enumerate() {
        let before = sum(link.iter().map(|unit| unit.before))?;
        let after = sum(link.iter().map(|unit| unit.after))?;
        index *= after / before;
        for unit in link {
            for (period, count, weight) in [(period, unit.before, -1.0 / before), (period + 1, unit.after, 1.0 / after)]
            {
                let term = terms.entry((unit.unit, period)).or_insert((count, 0.0));
                if term.0 != count {
                    return Err(StatisticsError::Undefined { quantity: "an index whose links disagree on a count" });
                }
                term.1 += weight;
            }
        }
    }
    let chance: f64 = terms.values().map(|(count, weight)| *count as f64 * weight * weight).sum();
    let variance_of_log = widening.phi() * chance;
    let factor = libm::exp(widening.deviate(confidence) * libm::sqrt(variance_of_log));
    let interval = Interval::finite(index / factor, index * factor, "chained index")?;
    Ok(Chained { index, variance_of_log, interval })
}

/// Sum of the counts of a link, above 0.
fn sum(counts: impl Iterator<Item = i64>) -> Result<f64, StatisticsError> {
    let mut sum = 0_i64;
    for count in counts {
        count_as_number(count)?;
        sum = sum.checked_add(count).ok_or(StatisticsError::Overflow)?;
    }
    if sum == 0 { Err(StatisticsError::Undefined { quantity: "link without an event" }) } else { count_as_number(sum) }
}
