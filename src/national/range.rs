//! The identified range: what the national count under the agreed definition must lie in, whatever one assumes.
//!
//! In: one row a force, with its count, the parent count that contains it, and the relation of its definition to the
//! agreed one. Out: both ends for every force, each with the number of the force that it is, and their sum. Nothing is estimated
//! (Manski 2003, worst-case bounds). A parent count that is missing leaves the upper end "not identified"; it is never guessed.

use super::error::{NationalError, total};
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

/// What one force returned for one period and measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForceReturn<'a> {
    /// Code of the force; each stands once.
    pub force: &'a str,
    /// Relation of its definition to the agreed one.
    pub relation: Relation,
    /// Its count under its own definition; needed unless the relation is [`Relation::NoReturn`].
    pub count: Option<i64>,
    /// All recorded crimes among which the count was made, for the same period and measure.
    pub parent: Option<i64>,
    /// Child population of the force area; `None` where it has none.
    pub population: Option<i64>,
    /// A bridge study of its records, if there is one.
    pub bridge: Option<BridgeStudy>,
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

/// One end of what a force's count must lie in: which of its numbers it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// None of what it counted need be under the agreed definition.
    Zero,
    /// Its own count.
    Count(i64),
    /// Its parent count.
    Parent(i64),
    /// Its parent count, which is missing.
    NotIdentified,
}

impl End {
    /// The number; none where it is not identified.
    pub fn value(self) -> Option<i64> {
        match self {
            Self::Zero => Some(0),
            Self::Count(value) | Self::Parent(value) => Some(value),
            Self::NotIdentified => None,
        }
    }
}

/// Both ends of what one force's count must lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// At least this.
    pub lower: End,
    /// At most this.
    pub upper: End,
}

impl Ends {
    fn bounds(self) -> Bounds {
        let upper = self.upper.value().map_or(UpperBound::NotIdentified, UpperBound::Count);
        Bounds { lower: self.lower.value().unwrap_or(0), upper }
    }
}

/// Bounds for one force.
///
/// # Errors
/// As [`ends`].
pub fn force_bounds(row: &ForceReturn<'_>) -> Result<Bounds, NationalError> {
    ends(row).map(Ends::bounds)
}

/// The ends for one force: the one place that says what a definition bounds.
///
/// # Errors
/// A number below zero, a count that is missing although the relation says the force counted, or a count above its
/// parent count.
pub fn ends(row: &ForceReturn<'_>) -> Result<Ends, NationalError> {
    check(row)?;
    let ceiling = row.parent.map_or(End::NotIdentified, End::Parent);
    if matches!(row.relation, Relation::DifferentUnit | Relation::NoReturn) {
        return Ok(Ends { lower: End::Zero, upper: ceiling });
    }
    let count = row.count.ok_or_else(|| NationalError::MissingCount { force: row.force.to_owned() })?;
    if let Some(parent) = row.parent
        && count > parent
    {
        return Err(NationalError::CountAboveParent { force: row.force.to_owned(), count, parent });
    }
    Ok(match row.relation {
        Relation::Same => Ends { lower: End::Count(count), upper: End::Count(count) },
        Relation::Narrower => Ends { lower: End::Count(count), upper: ceiling },
        Relation::Broader => Ends { lower: End::Zero, upper: End::Count(count) },
        Relation::Overlapping | Relation::DifferentUnit | Relation::NoReturn => {
            Ends { lower: End::Zero, upper: ceiling }
        }
    })
}

fn check(row: &ForceReturn<'_>) -> Result<(), NationalError> {
    let numbers = [("count", row.count), ("parent count", row.parent)];
    for (quantity, number) in numbers {
        if let Some(value) = number
            && value < 0
        {
            return Err(NationalError::Negative { force: row.force.to_owned(), quantity, value });
        }
    }
    match row.population {
        Some(value) if value <= 0 => Err(NationalError::PopulationNotPositive { force: row.force.to_owned(), value }),
        _ => Ok(()),
    }
}

/// The rows sorted by force, once every force is known to stand only once.
pub(super) fn sorted<'rows, 'a>(rows: &'rows [ForceReturn<'a>]) -> Result<Vec<&'rows ForceReturn<'a>>, NationalError> {
    let mut sorted: Vec<_> = rows.iter().collect();
    sorted.sort_by_key(|row| row.force);
    if let Some(pair) = sorted.windows(2).find(|pair| pair.first().map(|r| r.force) == pair.last().map(|r| r.force))
        && let Some(row) = pair.first()
    {
        return Err(NationalError::DuplicateForce { force: row.force.to_owned() });
    }
    Ok(sorted)
}

/// The identified range of the national count: the sums of the forces' lower and upper bounds.
///
/// # Errors
/// As [`force_bounds`]; a force that stands twice; a sum that does not fit.
pub fn identified_range(rows: &[ForceReturn<'_>]) -> Result<Bounds, NationalError> {
    let bounds = sorted(rows)?.into_iter().map(force_bounds).collect::<Result<Vec<_>, _>>()?;
    let lower = total(bounds.iter().map(|one| one.lower), "lower end of the range")?;
    let uppers: Option<Vec<i64>> = bounds.iter().map(|one| one.upper.count()).collect();
    let upper = match uppers {
        Some(counts) => UpperBound::Count(total(counts, "upper end of the range")?),
        None => UpperBound::NotIdentified,
    };
    Ok(Bounds { lower, upper })
}
