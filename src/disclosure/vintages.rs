//! What releases gave of each statistic: the revision triangle, statistic by period by release.
//!
//! In: the records of earlier releases, and the statistics as the OFFICIAL release shows them. Out: both side by side. It is made of what
//! was and is published, so nothing that is worked out from it tells more than the releases do; a number that was withheld is its marker.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::release::Record;
use super::statistics::Statistic;
use crate::contract::Measures;
use crate::lineage::Lineage;
use crate::national::registry::{Method, Value};

/// A statistic as a release gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Identifier of its entry in the registry.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Its area.
    pub area: String,
    /// Its period.
    pub period: String,
    /// Its unit.
    pub unit: String,
    /// How it was computed.
    pub method: String,
    /// Definition counted under, where only one was wanted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// The value to the digits that were printed; empty where there was none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Its lower limit, in the same way.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lower: String,
    /// Its upper limit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub upper: String,
    /// What stood in place of a value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub marker: String,
    /// Whether it rested on invented numbers; no release that does is ever recorded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub synthetic: bool,
}

/// Which statistic of which area and period.
pub type Which<'a> = (&'a str, &'a str, &'a str);

impl Told {
    fn of(statistic: &Statistic) -> Self {
        let number = |number: f64| digits(number, statistic.decimals);
        let limits = statistic.interval;
        Self {
            id: statistic.id.clone(),
            title: statistic.title.clone(),
            area: statistic.area.name.clone(),
            period: statistic.period.to_string(),
            unit: statistic.unit.clone(),
            method: statistic.method.name().to_owned(),
            definition: statistic.definition.clone().unwrap_or_default(),
            value: match &statistic.value {
                Value::Count(count) => count.to_string(),
                Value::Number(value) => number(*value),
                Value::Absent(_) => String::new(),
            },
            lower: limits.map(|limits| number(limits.lower)).unwrap_or_default(),
            upper: limits.and_then(|limits| limits.upper).map(number).unwrap_or_default(),
            marker: statistic.value_marker().unwrap_or_default().to_owned(),
            synthetic: statistic.lineage.synthetic(),
        }
    }

    /// Which it is.
    pub fn which(&self) -> Which<'_> {
        (&self.id, &self.area, &self.period)
    }

    /// Whether both were computed alike, of the same thing: else one less the other is no revision.
    pub fn is_alike(&self, other: &Self) -> bool {
        let how = |told: &Self| (told.method.clone(), told.definition.clone(), told.unit.clone());
        how(self) == how(other)
    }

    /// What is no printed number.
    pub(super) fn broken(&self) -> Option<&str> {
        let sound = |text: &str| text.is_empty() || (text.parse::<f64>().is_ok_and(f64::is_finite) && plain(text));
        [&self.value, &self.lower, &self.upper].into_iter().map(String::as_str).find(|text| !sound(text))
    }
}

/// Digits, a point and a minus, and nothing else that is taken for a number.
fn plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
}

/// A number to its decimals, nought without a minus; empty where it is none.
fn digits(number: f64, decimals: usize) -> String {
    let digits = format!("{number:.decimals$}");
    match digits.strip_prefix('-') {
        Some(nought) if !nought.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) => nought.to_owned(),
        _ if number.is_finite() => digits,
        _ => String::new(),
    }
}

/// A release, and what it gave.
#[derive(Clone, Debug)]
pub struct Vintage {
    /// Year of its edition.
    pub edition: i16,
    /// Its instant.
    pub release: String,
    /// The day of it.
    pub day: Option<Date>,
    /// What it gave; nothing where the program that made it kept no list.
    pub told: Vec<Told>,
}

/// A statistic of this edition.
#[derive(Clone, Debug)]
pub struct Now {
    /// As the OFFICIAL release gives it.
    pub told: Told,
    /// Whether its entry gives a value for each of several areas.
    pub several: bool,
    /// Whether it is of a measure that others publish, and not of the returns.
    pub is_published: bool,
    /// Whether it is a sum of counts, so that it changes with them alone.
    pub is_sum: bool,
    /// Why it has no value, where it has none.
    pub reason: String,
    /// What it rests on.
    pub lineage: Lineage,
}

/// The triangle.
#[derive(Clone, Debug, Default)]
pub struct Vintages {
    /// Earlier releases, in order.
    pub earlier: Vec<Vintage>,
    /// This edition; nothing where it cannot be made safe.
    pub now: Vec<Now>,
}

impl Vintages {
    pub(super) fn new(releases: &[(String, Record)], statistics: &[Statistic], measures: &Measures) -> Self {
        let vintage = |(_, record): &(String, Record)| Vintage {
            edition: record.edition,
            release: record.release.clone(),
            day: record.day(),
            told: record.statistics.clone(),
        };
        let now = |statistic: &Statistic| Now {
            told: Told::of(statistic),
            several: statistic.of_several,
            is_published: measures.get(&statistic.measure).is_some_and(crate::contract::Measure::is_published),
            is_sum: statistic.method == Method::Count,
            reason: match &statistic.value {
                Value::Absent(absence) => absence.reason().to_owned(),
                Value::Count(_) | Value::Number(_) => String::new(),
            },
            lineage: statistic.lineage.clone(),
        };
        Self { earlier: releases.iter().map(vintage).collect(), now: statistics.iter().map(now).collect() }
    }

    /// What each earlier release gave of a statistic, in order; one that did not give it is left out.
    pub fn published(&self) -> BTreeMap<Which<'_>, Vec<&Told>> {
        let mut published: BTreeMap<Which<'_>, Vec<&Told>> = BTreeMap::new();
        for told in self.earlier.iter().flat_map(|vintage| &vintage.told) {
            published.entry(told.which()).or_default().push(told);
        }
        published
    }
}

/// What a release gives of its statistics, for its record.
pub(super) fn told(statistics: &[Statistic]) -> Vec<Told> {
    statistics.iter().map(Told::of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_to_the_digits_that_are_printed_and_nought_has_no_sign() {
        for (number, decimals, kept) in
            [(962.0, 0, "962"), (0.75131, 2, "0.75"), (-0.04, 1, "0.0"), (-0.06, 1, "-0.1"), (f64::NAN, 2, "")]
        {
            assert_eq!(digits(number, decimals), kept);
        }
        let told = |value: &str| Told { value: value.to_owned(), ..Told::default() };
        for sound in ["", "962", "-0.1"] {
            assert_eq!(told(sound).broken(), None);
        }
        for broken in ["1,000", "inf", "1e3", "NaN", "-", "[c]", "1.2.3"] {
            assert_eq!(told(broken).broken(), Some(broken));
        }
    }
}
