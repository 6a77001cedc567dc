//! Periods of the chapter: financial years (April to March) and their quarters.
//!
//! Police returns run by financial year, population estimates by mid-year, other national collections by calendar
//! year. They are separate types here so that one can never be put on the axis of another by accident.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A financial year, 1 April to 31 March, known by the calendar year in which it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct FinancialYear(i16);

impl FinancialYear {
    /// The financial year that starts on 1 April of `year`.
    pub fn starting(year: i16) -> Self {
        Self(year)
    }

    /// Calendar year in which it starts: 2024 for 2024/25.
    pub fn start(self) -> i16 {
        self.0
    }

    /// This many years earlier.
    pub fn back(self, years: i16) -> Self {
        Self(self.0 - years)
    }

    /// The mid-year population estimate that serves as its denominator: mid-2024 for 2024/25.
    pub fn mid_year(self) -> i16 {
        self.0
    }

    /// Form used in identifiers, where a slash would read as a folder: `2024-25`.
    pub fn slug(self) -> String {
        format!("{}-{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }

    /// Every financial year from `first` to `last`, both included.
    pub fn range(first: Self, last: Self) -> impl Iterator<Item = Self> {
        (first.0..=last.0).map(Self)
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

/// A text that is not a financial year.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a financial year; write it as 2024/25")]
pub struct NotAFinancialYear(String);

impl FromStr for FinancialYear {
    type Err = NotAFinancialYear;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || NotAFinancialYear(text.to_owned());
        let (start, end) = text.split_once('/').ok_or_else(refuse)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(start, 4) || !digits(end, 2) {
            return Err(refuse());
        }
        let start: i16 = start.parse().map_err(|_| refuse())?;
        let end: i16 = end.parse().map_err(|_| refuse())?;
        // 2024/26 is a slip of the pen, not a two-year period.
        if (start + 1).rem_euclid(100) != end || !(1990..=2100).contains(&start) {
            return Err(refuse());
        }
        Ok(Self(start))
    }
}

impl TryFrom<String> for FinancialYear {
    type Error = NotAFinancialYear;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<FinancialYear> for String {
    fn from(year: FinancialYear) -> Self {
        year.to_string()
    }
}

/// The part of a financial year a row covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The whole financial year.
    Year,
    /// One quarter, 1 (April to June) to 4 (January to March).
    Quarter(u8),
}

impl Part {
    /// The part of this year, as findings name it: `2024/25`, or `2024/25 Q3`.
    pub fn of(self, year: FinancialYear) -> String {
        match self {
            Self::Year => year.to_string(),
            Self::Quarter(_) => format!("{year} {self}"),
        }
    }
}

impl FromStr for Part {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "year" => Ok(Self::Year),
            "Q1" => Ok(Self::Quarter(1)),
            "Q2" => Ok(Self::Quarter(2)),
            "Q3" => Ok(Self::Quarter(3)),
            "Q4" => Ok(Self::Quarter(4)),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year => f.write_str("year"),
            Self::Quarter(number) => write!(f, "Q{number}"),
        }
    }
}

/// A quarter of a calendar year, 1 being January to March.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarQuarter {
    /// Calendar year.
    pub year: i16,
    /// 1 to 4.
    pub quarter: u8,
}

impl CalendarQuarter {
    /// `October to December 2023`.
    pub fn in_words(self) -> String {
        let months = match self.quarter {
            1 => "January to March",
            2 => "April to June",
            3 => "July to September",
            _ => "October to December",
        };
        format!("{months} {}", self.year)
    }
}

impl FromStr for CalendarQuarter {
    type Err = ();

    /// `2023 Q4`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, quarter) = text.split_once(" Q").ok_or(())?;
        let year = year.parse().ok().filter(|year| (1990..=2100).contains(year)).ok_or(())?;
        let quarter = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter)).ok_or(())?;
        Ok(Self { year, quarter })
    }
}

impl fmt::Display for CalendarQuarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Q{}", self.year, self.quarter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_financial_years() {
        let year: FinancialYear = "2024/25".parse().unwrap();
        assert_eq!(year.start(), 2024);
        assert_eq!(year.to_string(), "2024/25");
        assert_eq!(year.slug(), "2024-25");
        assert_eq!("1999/00".parse::<FinancialYear>().unwrap().to_string(), "1999/00");
    }

    #[test]
    fn refuses_what_only_looks_like_a_financial_year() {
        for text in ["2024", "2024/26", "2024-25", "24/25", "2024/2025", " 2024/25", "+024/25", "1066/67", ""] {
            assert!(text.parse::<FinancialYear>().is_err(), "{text} was accepted");
        }
    }
}
