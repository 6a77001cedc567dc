//! What a count under the agreed definition must lie in, and a sample of records read against that definition.
//!
//! Nothing is estimated (Manski 2003, worst-case bounds). A parent count that is missing leaves the upper end "not identified"; it is
//! never guessed. What a force's counts say is found in [`super::bounds`], and the nation's range is the sum of its forces' bounds.

pub use crate::definition::Relation;

/// A sample of a force's records, read against the agreed definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BridgeStudy {
    /// Records sampled among those the force counted.
    pub counted_sample: i64,
    /// Of these, records that meet the agreed definition.
    pub counted_found: i64,
    /// Records sampled among the other records of the parent count.
    pub other_sample: i64,
    /// Of these, records that meet the agreed definition.
    pub other_found: i64,
}

/// Upper end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpperBound {
    /// At most this count.
    Count(i64),
    /// A parent count is missing, so nothing bounds it.
    NotIdentified,
}

impl UpperBound {
    /// The count, where there is one.
    pub fn count(self) -> Option<i64> {
        match self {
            Self::Count(count) => Some(count),
            Self::NotIdentified => None,
        }
    }
}

/// What a count under the agreed definition must lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// At least this count.
    pub lower: i64,
    /// At most this count, if that is known.
    pub upper: UpperBound,
}

impl Bounds {
    /// Nearest value within the bounds.
    pub fn clip(self, value: f64) -> f64 {
        let raised = value.max(self.lower as f64);
        self.upper.count().map_or(raised, |upper| raised.min(upper as f64))
    }

    /// Whether the bounds are one number.
    pub fn is_exact(self) -> bool {
        self.upper == UpperBound::Count(self.lower)
    }
}
