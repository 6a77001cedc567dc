//! A statistic: a value with all that must travel with it, or the reason why there is none.

use super::super::calendar::Quarter;
use super::{Area, Breakdown, Method, Over, Period};
use crate::fault::Place;
use crate::lineage::Lineage;
use crate::national::coarse;
use crate::national::sum::Sum;
use crate::statistics::change::Direction;
use crate::statistics::{Interval, RatioInterval, StatisticsError};

/// A statistic of the registry.
#[derive(Clone, Debug)]
pub struct Statistic {
    /// Identifier of its entry.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Measure of the panel.
    pub measure: String,
    /// Definition counted under, where only one was wanted.
    pub definition: Option<String>,
    /// Category, where only one was wanted.
    pub breakdown: Option<Breakdown>,
    /// Over what it is taken.
    pub over: Over,
    /// Its area.
    pub area: Area,
    /// Whether its entry gives a value for each of several areas.
    pub of_several: bool,
    /// Its period.
    pub period: Period,
    /// The value in its unit, or why there is none.
    pub value: Value,
    /// Interval in the unit of the value; what it means depends on the method. For share bounds it exists without a value.
    pub interval: Option<Limits>,
    /// Unit of the value.
    pub unit: String,
    /// A rate is for every so many.
    pub per: f64,
    /// The assumption that is granted, of a rung.
    pub assumption: Option<String>,
    /// Decimals that are published.
    pub decimals: usize,
    /// How it was computed.
    pub method: Method,
    /// What else the method gives.
    pub detail: Detail,
    /// How much of it is kept where not every count may be seen.
    pub coarse: Coarse,
    /// The sums it rests on, of a measure that is not public by force.
    pub sums: Vec<Sum>,
    /// What a reader must be told beside it.
    pub caveat: Option<String>,
    /// What it rests on.
    pub lineage: Lineage,
    /// Where its entry stands in the file.
    pub place: Place,
}

impl Statistic {
    /// The marker in place of the value, where there is none.
    pub fn value_marker(&self) -> Option<&'static str> {
        match &self.value {
            Value::Absent(absence) => Some(absence.marker()),
            Value::Count(_) | Value::Number(_) => None,
        }
    }

    /// The same as it is published where not every count may be seen.
    #[must_use]
    pub fn coarsened(mut self) -> Self {
        match std::mem::replace(&mut self.coarse, Coarse::AsItIs) {
            Coarse::AsItIs => {}
            Coarse::Estimate => {
                if let Value::Number(value) = &mut self.value {
                    *value = coarse::TOTAL.printed(*value);
                }
                self.interval = self.interval.map(|limits| {
                    let outwards = coarse::outwards(limits.lower, limits.upper.unwrap_or(f64::INFINITY));
                    Limits { lower: outwards.lower, upper: limits.upper.map(|_| outwards.upper) }
                });
            }
            Coarse::Upper(published) => {
                self.interval = self.interval.map(|limits| Limits { upper: Some(published as f64), ..limits });
            }
        }
        self
    }
}

/// A value, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A count.
    Count(i64),
    /// Any other number, in the unit of its statistic.
    Number(f64),
    /// None, with the reason.
    Absent(Absence),
}

/// Limits in the unit of the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit; none where the interval is unbounded above.
    pub upper: Option<f64>,
}

impl Limits {
    /// Both limits multiplied by a positive number.
    pub(super) fn scaled(self, factor: f64) -> Self {
        Self { lower: self.lower * factor, upper: self.upper.map(|upper| upper * factor) }
    }
}

impl From<Interval> for Limits {
    fn from(interval: Interval) -> Self {
        Self { lower: interval.lower, upper: Some(interval.upper) }
    }
}

impl From<RatioInterval> for Limits {
    fn from(interval: RatioInterval) -> Self {
        Self { lower: interval.lower, upper: interval.upper }
    }
}

/// How a number that says much of each force, to the last digit, is rounded where not every count may be seen: as the same number
/// is wherever else it is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coarse {
    /// As it is.
    #[default]
    AsItIs,
    /// As an estimate and its interval are.
    Estimate,
    /// This upper limit in place of its own.
    Upper(i64),
}

/// What some methods give besides a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    /// What may be said of a change.
    pub direction: Option<Direction>,
    /// Known part of the total, in [0, 1], for share bounds.
    pub coverage: Option<f64>,
    /// Forces it rests on, of those expected, where it need not rest on all.
    pub forces: Option<(usize, usize)>,
    /// Two-sided probability of the test, for a monotone trend.
    pub probability: Option<f64>,
    /// Quarters that meet a rule, for a control chart.
    pub signals: Option<Vec<Quarter>>,
    /// Whether the limits of a control chart rest on too few points for more than a trial.
    pub provisional: bool,
}

/// Why there is no value. Each holds the reason as a clause without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Something that is needed is not held.
    NotAvailable(String),
    /// It would cross a break.
    Break(String),
    /// It would rest on too few.
    BaseUnderMinimum(String),
    /// The data are there and do not support a figure.
    CannotSay(String),
    /// It could give away the count of a force.
    Withheld(String),
}

impl Absence {
    /// The marker that stands in place of the value.
    pub fn marker(&self) -> &'static str {
        match self {
            Self::NotAvailable(_) | Self::CannotSay(_) => "[x]",
            Self::Break(_) => "[b]",
            Self::BaseUnderMinimum(_) => "[u]",
            Self::Withheld(_) => "[c]",
        }
    }

    /// The reason.
    pub fn reason(&self) -> &str {
        match self {
            Self::NotAvailable(reason)
            | Self::Break(reason)
            | Self::BaseUnderMinimum(reason)
            | Self::CannotSay(reason)
            | Self::Withheld(reason) => reason,
        }
    }
}

impl From<StatisticsError> for Absence {
    fn from(error: StatisticsError) -> Self {
        Self::CannotSay(error.to_string())
    }
}
