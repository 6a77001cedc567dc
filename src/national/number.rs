//! Numbers of the returns with what they are made of, and the two forms in which a picture of them stands.
//!
//! A [`Count`] is a sum of counts of single forces; a [`Figure`] is a function of such sums. Both carry what they are made of from
//! where they are computed, and disclosure control alone turns them into what may be shown. What is made of public sources, or of
//! who counted what, is [`Public`] by its type and crosses as it is. A picture is written once, for either [`Form`].

use std::fmt::{self, Debug, Display, Formatter};
use std::ops::Deref;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error::NationalError;
use super::estimate::Estimate;
use super::sum::Sum;

/// The form of a picture: how the numbers stand in it.
pub trait Form: Clone + Debug {
    /// A count.
    type Count: Clone + Debug;
    /// A function of counts.
    type Figure<T: Clone + Debug>: Clone + Debug;
    /// What there is of an estimate.
    type Estimate: Clone + Debug;
}

/// Before disclosure control: numbers as they are.
#[derive(Clone, Debug)]
pub struct Raw;

impl Form for Raw {
    type Count = Count;
    type Figure<T: Clone + Debug> = Figure<T>;
    type Estimate = Estimate;
}

/// A level of area, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// England and Wales.
    National,
    /// A region, or the forces of a regional organised crime unit.
    Region,
    /// One police force.
    Force,
}

impl Level {
    /// All levels, the widest first.
    pub const ALL: [Self; 3] = [Self::National, Self::Region, Self::Force];

    /// As it stands in a policy.
    pub fn name(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Region => "region",
            Self::Force => "force",
        }
    }
}

/// How much a reader loses where a count is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// One part of a whole.
    Part,
    /// A whole.
    Total,
    /// What stands at the head of the chapter.
    Headline,
}

/// A sum of counts of single forces.
#[derive(Clone, Debug)]
pub struct Count {
    /// What it is called in reports.
    pub name: String,
    /// The area it is of.
    pub level: Level,
    /// How much depends on it.
    pub rank: Rank,
    sum: Sum,
    value: i64,
}

impl Count {
    /// A national count.
    ///
    /// # Errors
    /// A sum that does not fit 64 bits.
    pub fn of(name: impl Into<String>, rank: Rank, sum: Sum) -> Result<Self, NationalError> {
        let value = sum.value().ok_or(NationalError::Overflow { quantity: "sum of the forces' counts" })?;
        Ok(Self { name: name.into(), level: Level::National, rank, sum, value })
    }

    /// The same count, of another level of area.
    #[must_use]
    pub fn at(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// The number.
    pub fn value(&self) -> i64 {
        self.value
    }

    /// What it is a sum of.
    pub fn sum(&self) -> &Sum {
        &self.sum
    }
}

/// A whole that a percentage is taken of.
#[derive(Clone, Debug)]
pub struct Base {
    /// Whether it is a percentage by a sensitive characteristic.
    pub sensitive: bool,
    /// The whole.
    pub whole: i64,
}

/// A function of sums of counts of single forces; of none where it is made of public data.
#[derive(Clone, Debug)]
pub struct Figure<T> {
    /// What it is called in reports.
    pub name: String,
    /// The area it is of.
    pub level: Level,
    /// The whole that it is a percentage of, where it is one.
    pub base: Option<Base>,
    /// Whether it says something of each force that is in it, and not of their sums alone.
    pub each: bool,
    value: T,
    sums: Vec<Sum>,
}

impl<T> Figure<T> {
    /// A national figure and the sums it is a function of.
    pub fn of<'a>(name: impl Into<String>, value: T, sums: impl IntoIterator<Item = &'a Sum>) -> Self {
        let sums = sums.into_iter().cloned().collect();
        Self { name: name.into(), level: Level::National, base: None, each: false, value, sums }
    }

    /// The same figure as a percentage of a whole.
    #[must_use]
    pub fn out_of(self, sensitive: bool, whole: i64) -> Self {
        Self { base: Some(Base { sensitive, whole }), ..self }
    }

    /// The same figure, which says something of each force.
    #[must_use]
    pub fn of_each(self) -> Self {
        Self { each: true, ..self }
    }

    /// The same figure, of another level of area.
    #[must_use]
    pub fn at(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The sums it is a function of.
    pub fn sums(&self) -> &[Sum] {
        &self.sums
    }
}

/// A value made of public sources, or of who counted what: it may be shown as it is. Only the picture's makers say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Public<T>(T);

impl<T> Public<T> {
    pub(super) fn of(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Public<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Display> Display for Public<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
