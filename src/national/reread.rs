//! The range where it is not taken for granted that forces applied the agreed definition: some of them have had samples of their
//! records read again.
//!
//! In: what each force on the agreed definition counted, with its parent count, and what the readers found in the samples, taken
//! together. Out: the ends between which the national number lies if the other forces on that definition err as the read ones do. Of
//! the counted records a share between Wilson's limits meets the definition, and of the others a share up to Wilson's upper limit
//! should have been counted. What other forces counted bounds them as before.

use super::coarse;
use super::error::{NationalError, total};
use super::range::{Bounds, BridgeStudy};
use crate::statistics::proportion::proportion;
use crate::statistics::{Confidence, Interval};

/// What a force on the agreed definition counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its count.
    pub count: i64,
    /// All crimes among which it counted, where it gave them.
    pub parent: Option<i64>,
    /// What readers found in samples of its records.
    pub study: Option<BridgeStudy>,
}

/// The range that samples read again leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reread {
    /// Forces whose records were read.
    pub forces: usize,
    /// The lower end.
    pub lower: f64,
    /// The upper end; none where some force gave no parent count.
    pub upper: Option<f64>,
}

impl Reread {
    /// The same as it is published where not every count may be seen.
    #[must_use]
    pub fn coarse(self) -> Self {
        let ends = coarse::outwards(self.lower, self.upper.unwrap_or(self.lower));
        Self { lower: ends.lower, upper: self.upper.map(|_| ends.upper), ..self }
    }
}

/// The range over the forces on the agreed definition and what bounds the others together; none where no records were read.
///
/// # Errors
/// More found than read, or counts out of range.
pub fn range(counted: &[Counted], others: Bounds, confidence: Confidence) -> Result<Option<Reread>, NationalError> {
    let studies: Vec<BridgeStudy> = counted.iter().filter_map(|one| one.study).collect();
    if studies.is_empty() {
        return Ok(None);
    }
    let sum = |of: fn(&BridgeStudy) -> i64| studies.iter().map(of).fold(0_i64, i64::saturating_add);
    let limits = |found: i64, read: i64| -> Result<Interval, NationalError> {
        // Nothing is known of records of which none was read.
        if read == 0 {
            Ok(Interval { lower: 0.0, upper: 1.0 })
        } else {
            Ok(proportion(found, read, confidence)?.interval)
        }
    };
    let meets = limits(sum(|study| study.counted_found), sum(|study| study.counted_sample))?;
    let missed = limits(sum(|study| study.other_found), sum(|study| study.other_sample))?;
    let count = total(counted.iter().map(|one| one.count), "counts under the agreed definition")? as f64;
    let rest: Option<Vec<i64>> = counted.iter().map(|one| Some(one.parent?.saturating_sub(one.count).max(0))).collect();
    let rest = rest.map(|rest| total(rest, "records that were not counted")).transpose()?;
    let upper = others.upper.count().zip(rest);
    Ok(Some(Reread {
        forces: studies.len(),
        lower: others.lower as f64 + meets.lower * count,
        upper: upper.map(|(others, rest)| others as f64 + meets.upper * count + missed.upper * rest as f64),
    }))
}
