//! Periods as the registry asks for them, and as a statistic carries them.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::calendar::Quarter;
use crate::contract::Measure;
use crate::contract::format::DuePeriods;
use crate::edition::{self, Edition};
use crate::period::FinancialYear;

/// What a valid period looks like, for those who wrote another.
const FORMS: &str = "\"last-complete\", \"all\", \"calendar\", a financial year such as \"2024/25\", or \
                     { first = \"2017/18\", last = \"2024/25\" } where first may be \"first\", last may be \"last\" or \
                     \"last-complete\", and years = 8 may stand in place of first";

/// Periods asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Periods {
    /// The last financial year of which the source holds four quarters.
    LastComplete,
    /// Every financial year of the edition up to that one.
    All,
    /// Every calendar year that lies within the edition's financial years.
    Calendar,
    /// Financial years from first to last.
    Range {
        /// First year.
        first: First,
        /// Last year.
        last: Last,
    },
}

/// First year of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// This one.
    Year(FinancialYear),
    /// The first of the edition's.
    Edition,
    /// The one with which the range has this many years.
    Years(u8),
}

/// Last year of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    /// This one.
    Year(FinancialYear),
    /// The last of which the source holds four quarters.
    Complete,
    /// The last of the edition's, of which the source may hold less.
    Edition,
}

impl JsonSchema for Periods {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StatisticPeriods".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let range = generator.subschema_for::<Range>();
        schemars::json_schema!({ "description": FORMS, "anyOf": [{ "type": "string" }, range] })
    }
}

impl<'de> Deserialize<'de> for Periods {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Form)
    }
}

/// A word or a table; an untagged enum would answer a slip in either with one message that names neither.
struct Form;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Range {
    first: Option<String>,
    years: Option<u8>,
    last: String,
}

impl<'de> Visitor<'de> for Form {
    type Value = Periods;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FORMS)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Periods, E> {
        match text {
            "last-complete" => Ok(Periods::LastComplete),
            "all" => Ok(Periods::All),
            "calendar" => Ok(Periods::Calendar),
            _ => {
                let year = text.parse().map_err(|_| E::custom(format!("`{text}` is not a period; write {FORMS}")))?;
                Ok(Periods::Range { first: First::Year(year), last: Last::Year(year) })
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Periods, A::Error> {
        let Range { first, years, last } = Range::deserialize(MapAccessDeserializer::new(map))?;
        let first = match (first.as_deref(), years) {
            (Some("first"), None) => First::Edition,
            (Some(year), None) => First::Year(year.parse().map_err(A::Error::custom)?),
            (None, Some(years @ 1..)) => First::Years(years),
            _ => return Err(A::Error::custom(format!("a range needs first, or years of at least 1; write {FORMS}"))),
        };
        let last = match last.as_str() {
            "last-complete" => Last::Complete,
            "last" => Last::Edition,
            year => Last::Year(year.parse().map_err(A::Error::custom)?),
        };
        Ok(Periods::Range { first, last })
    }
}

/// Period of a statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// A financial year.
    Year(FinancialYear),
    /// A calendar year.
    Calendar(i16),
    /// A quarter of a financial year.
    Quarter(Quarter),
    /// From one financial year to a later one.
    Span(FinancialYear, FinancialYear),
}

impl Period {
    /// Form used in identifiers: `2024-25`, `2024`, `2024-25-q1`, `2017-18.2024-25`.
    pub fn slug(self) -> String {
        match self {
            Self::Year(year) => year.slug(),
            Self::Calendar(year) => year.to_string(),
            Self::Quarter(quarter) => format!("{}-q{}", quarter.year.slug(), quarter.number),
            Self::Span(first, last) => format!("{}.{}", first.slug(), last.slug()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Calendar(year) => write!(f, "{year}"),
            Self::Quarter(quarter) => write!(f, "{} Q{}", quarter.year, quarter.number),
            Self::Span(first, last) => write!(f, "{first} to {last}"),
        }
    }
}

/// The edition's years of a measure; those of the returns where no contract says otherwise.
pub(super) fn edition_years(edition: &Edition, measure: Option<&Measure>) -> edition::Periods {
    match measure.map(|measure| measure.periods) {
        Some(DuePeriods::RecordedCrime) => edition.recorded_crime,
        _ => edition.returns,
    }
}
