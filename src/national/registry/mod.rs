//! The registry of statistics: what an edition wants computed, described in `statistics.toml` and not in Rust.
//!
//! In: the edition's file, the panel and what the picture is computed from. Out: statistics in the order of the file,
//! each a value with interval, unit, method and lineage, or the reason why there is none. `read` refuses what can be
//! refused from the file alone (`combination` holds the rules), `resolve` what only the edition and the data show; `evaluate`,
//! `funnel` and `series` are the methods, on what `work` and `counts` hold ready, and `of_picture` those that the picture has the numbers of. Nothing is ever left out in silence: every period and area that was asked for has a row.

mod areas;
mod combination;
mod counts;
mod evaluate;
mod funnel;
mod of_picture;
mod periods;
mod read;
mod resolve;
mod series;
mod statistic;
mod work;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use areas::{Area, Geography};
pub use periods::{First, Last, Period, Periods};
pub use statistic::{Absence, Coarse, Detail, Limits, Statistic, Value};

use super::number::Raw;
use super::picture::{Given, Picture};
use crate::fault::{Failure, Faults, Place};
use crate::panel::Panel;
use crate::statistics::{monotone, trend};

/// How a statistic is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// A sum of counts.
    Count,
    /// A count for every so many children, or of another measure; Byar's interval, exact below ten.
    Rate,
    /// A part of a whole, with Wilson's interval.
    Proportion,
    /// A share of which part is not recorded: the identified share, and the share among the known where enough is known.
    ShareBounds,
    /// What the national count under the agreed definition must lie in, whatever forces counted.
    Range,
    /// The same once an assumption of the edition, and all before it that may be used, is granted.
    Rung,
    /// The estimate of the national count, by the edition's rule of publication.
    Estimate,
    /// What the estimate would be if the imputed forces recorded so many percent more.
    Sensitivity,
    /// The chained like-for-like index, 100 in the first year of the returns.
    Index,
    /// Ratio to the year before, over the forces that counted alike in both.
    Change,
    /// How much more the counts of a change vary than chance allows, as its interval carries it.
    Dispersion,
    /// Average change a year, quasi-Poisson, over the forces that counted alike in every year.
    AverageAnnualChange,
    /// Mann–Kendall test and Theil–Sen slope.
    MonotoneTrend,
    /// XmR chart of the quarters.
    ControlChart,
    /// How many quarters were reported, of the four of a year.
    QuartersReported,
    /// The rate of all forces, with the 95% limits of chance for an area of as many children.
    FunnelInner,
    /// The same with the 99.8% limits.
    FunnelOuter,
}

/// Over what a count is taken, where not every force reported every quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// Every force and the whole of its time; without one of them there is no value.
    #[default]
    Complete,
    /// The quarters that were reported; children count for the share of the year that was.
    Reported,
    /// The forces that reported every quarter of all years asked for.
    Matched,
}

impl Method {
    /// Its name in the file and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Rate => "rate",
            Self::Proportion => "proportion",
            Self::ShareBounds => "share-bounds",
            Self::Range => "range",
            Self::Rung => "rung",
            Self::Estimate => "estimate",
            Self::Sensitivity => "sensitivity",
            Self::Index => "index",
            Self::Change => "change",
            Self::Dispersion => "dispersion",
            Self::AverageAnnualChange => "average-annual-change",
            Self::MonotoneTrend => "monotone-trend",
            Self::ControlChart => "control-chart",
            Self::QuartersReported => "quarters-reported",
            Self::FunnelInner => "funnel-inner",
            Self::FunnelOuter => "funnel-outer",
        }
    }

    /// Whether the national picture holds its numbers: of the national measure under the agreed definition, and of nothing else.
    fn is_of_picture(self) -> bool {
        matches!(self, Self::Range | Self::Rung | Self::Estimate | Self::Sensitivity | Self::Index)
    }

    /// Whether it is a limit of chance around the rate of all forces.
    fn is_funnel(self) -> bool {
        matches!(self, Self::FunnelInner | Self::FunnelOuter)
    }

    /// Whether it is made of a year and the one before.
    pub fn is_change(self) -> bool {
        self == Self::Change
    }

    /// Whether one value rests on several years, so that a break among them forbids it.
    fn over_years(self) -> bool {
        matches!(self, Self::AverageAnnualChange | Self::MonotoneTrend | Self::ControlChart)
    }

    /// Fewest financial years for which it is published. A chart of fewer than eight quarters shows no process.
    fn fewest_years(self) -> usize {
        match self {
            Self::AverageAnnualChange => trend::FEWEST_POINTS,
            Self::MonotoneTrend => monotone::FEWEST_POINTS,
            Self::ControlChart => 2,
            _ => 1,
        }
    }
}

/// What a count is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denominator {
    /// Resident children.
    Children,
    /// Another measure of the panel.
    Measure(String),
}

/// A category of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Breakdown, such as `suspect_sex`.
    pub dimension: String,
    /// Category of it, such as `male`.
    pub category: String,
}

/// One entry of the file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Stable identifier, the name of its facts.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Measure of the panel.
    pub measure: String,
    /// Only counts under this definition, or one that counts the same.
    pub definition: Option<String>,
    /// What the count is held against.
    pub denominator: Option<Denominator>,
    /// Only this category.
    pub breakdown: Option<Breakdown>,
    /// The assumption of a rung.
    pub assumption: Option<String>,
    /// By how many percent more the imputed forces are tried to record.
    pub percent: Option<i32>,
    /// Over what it is taken.
    pub over: Over,
    /// Area or areas.
    pub geography: Geography,
    /// Period or periods.
    pub periods: Periods,
    /// How it is computed.
    pub method: Method,
    /// Unit of the value.
    pub unit: String,
    /// A rate is for every so many.
    pub per: f64,
    /// Decimals that are published.
    pub decimals: usize,
    /// What a reader must be told beside it.
    pub caveat: Option<String>,
    places: Places,
}

/// Where the parts of an entry stand in the file.
#[derive(Clone, Debug)]
struct Places {
    entry: Place,
    measure: Place,
    denominator: Place,
    breakdown: Place,
    assumption: Place,
    periods: Place,
}

/// The smallest wholes that a percentage may be taken of, as the disclosure policy has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bases {
    /// Of most.
    pub least: i64,
    /// By a sensitive characteristic.
    pub sensitive: i64,
}

impl Bases {
    fn of(self, sensitive: bool) -> i64 {
        if sensitive { self.sensitive } else { self.least }
    }
}

/// The statistics of an edition, as its file describes them.
#[derive(Clone, Debug)]
pub struct Registry {
    entries: Vec<Entry>,
}

impl Registry {
    /// The entries, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries whose measures, breakdowns and periods the data hold.
    ///
    /// # Errors
    /// Data that cannot be asked.
    pub fn held(&self, panel: &Panel, given: &Given, bases: Bases) -> Result<Self, Failure> {
        let store = counts::Store::load(panel, &self.entries)?;
        let made = counts::Made::of(&store);
        let held = self.entries.iter().filter(|entry| resolve::resolve(entry, (&store, &made), given, bases).is_ok());
        Ok(Self { entries: held.cloned().collect() })
    }

    /// Computes every statistic: in the order of the file, then of the areas, then of the periods.
    pub fn evaluate(
        &self,
        panel: &Panel,
        given: &Given,
        picture: &Picture<Raw>,
        bases: Bases,
    ) -> Result<Vec<Statistic>, Failure> {
        let store = counts::Store::load(panel, &self.entries)?;
        let made = counts::Made::of(&store);
        let mut faults = Faults::new();
        let resolved: Vec<_> = self
            .entries
            .iter()
            .filter_map(|entry| faults.keep_all(resolve::resolve(entry, (&store, &made), given, bases)))
            .collect();
        faults.into_result(())?;
        Ok(resolved.iter().flat_map(|resolved| evaluate::evaluate(resolved, panel, given, picture)).collect())
    }
}
