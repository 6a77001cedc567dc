//! What a chart may be made of: the published picture, the published statistics of the registry, and the series that others count.
//!
//! A kind that draws numbers over periods or areas takes them by their id, as [`Strand`]s, so that a new figure of it needs no Rust.
//! All of it has passed disclosure control: nothing here can hold a raw count.

use std::collections::BTreeMap;
use std::fmt;

use super::kinds::{Break, Rate};
use super::value::Shown;
use crate::contract::{Series, SeriesPeriod};
use crate::disclosure::{Picture, Protected, Statistic};
use crate::lineage::Lineage;
use crate::national::registry::{Period, Value};
use crate::period::{CalendarQuarter, FinancialYear};
use crate::wording::{self, NOT_AVAILABLE};

/// Everything published that a chart may take.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The published picture.
    pub picture: &'a Picture,
    statistics: &'a [Statistic],
}

/// A number over periods, for one area.
#[derive(Clone, Debug)]
pub(super) struct Strand {
    /// What is counted, in words.
    pub title: String,
    /// Its unit, in words.
    pub unit: String,
    /// Decimals that are published.
    pub decimals: usize,
    /// The area, in words.
    pub area: String,
    /// Whether its entry gives a value for each of several areas.
    pub of_several: bool,
    /// The category, in words, of an entry that gives a value for each of several.
    pub category: Option<String>,
    /// Whether it counts what is not recorded.
    pub not_recorded: bool,
    /// The numbers, or why there is none.
    pub points: BTreeMap<Moment, Rate>,
    /// Where it breaks.
    pub breaks: Vec<Break>,
    /// What it rests on.
    pub lineage: Lineage,
}

/// A period on an axis of periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    /// A year to March.
    Year(FinancialYear),
    /// A calendar year.
    Calendar(i16),
    /// A quarter of a year to March, 1 for April to June.
    QuarterOfYear(FinancialYear, u8),
    /// A quarter of a calendar year.
    Quarter(CalendarQuarter),
    /// Several years together.
    Span(FinancialYear, FinancialYear),
}

impl Moment {
    /// The one after it; none where several years stand for one number.
    pub(super) fn next(self) -> Option<Self> {
        Some(match self {
            Self::Year(year) => Self::Year(FinancialYear::starting(year.start().checked_add(1)?)),
            Self::Calendar(year) => Self::Calendar(year.checked_add(1)?),
            Self::QuarterOfYear(year, 4) => {
                Self::QuarterOfYear(FinancialYear::starting(year.start().checked_add(1)?), 1)
            }
            Self::QuarterOfYear(year, number) => Self::QuarterOfYear(year, number + 1),
            Self::Quarter(CalendarQuarter { year, quarter: 4 }) => {
                Self::Quarter(CalendarQuarter { year: year.checked_add(1)?, quarter: 1 })
            }
            Self::Quarter(CalendarQuarter { year, quarter }) => {
                Self::Quarter(CalendarQuarter { year, quarter: quarter + 1 })
            }
            Self::Span(..) => return None,
        })
    }
}

impl Moment {
    /// Whether both are of one kind of period.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => year.fmt(f),
            Self::Calendar(year) => year.fmt(f),
            Self::QuarterOfYear(year, number) => write!(f, "{year} Q{number}"),
            Self::Quarter(quarter) => f.write_str(&quarter.in_words()),
            Self::Span(first, last) => write!(f, "{first} to {last}"),
        }
    }
}

impl<'a> Material<'a> {
    /// Of an edition after disclosure control.
    pub fn of(protected: &'a Protected) -> Self {
        Self { picture: &protected.picture, statistics: &protected.statistics }
    }

    /// The ids by which numbers may be asked for.
    pub fn ids(&self) -> impl Iterator<Item = &'a str> {
        let series = self.picture.series.iter().map(|series| series.id.as_str());
        self.statistics.iter().map(|statistic| statistic.id.as_str()).chain(series)
    }

    /// The numbers of an id: one strand for each area and category, in the order of the registry.
    pub(super) fn strands(&self, id: &str) -> Vec<Strand> {
        if let Some(series) = self.picture.series.iter().find(|series| series.id == id) {
            return vec![quoted(series)];
        }
        let mut strands: Vec<(&Statistic, Strand)> = Vec::new();
        for statistic in self.statistics.iter().filter(|statistic| statistic.id == id) {
            let alike = |(first, _): &(&Statistic, Strand)| {
                first.area.slug == statistic.area.slug && first.breakdown == statistic.breakdown
            };
            let at = match strands.iter().position(alike) {
                Some(at) => at,
                None => {
                    strands.push((statistic, self.begun(statistic)));
                    strands.len() - 1
                }
            };
            if let Some((_, strand)) = strands.get_mut(at) {
                strand.points.insert(moment(statistic.period), rate(statistic));
                strand.lineage = strand.lineage.and(&statistic.lineage);
            }
        }
        strands.into_iter().map(|(_, strand)| strand).collect()
    }

    fn begun(&self, statistic: &Statistic) -> Strand {
        let measure = self.picture.measures.get(&statistic.measure);
        let breaks = self.picture.edition.breaks_of(measure.and_then(|measure| measure.breaks.as_deref()));
        let breaks = breaks.filter_map(|one| Some(Break { before: one.at?.to_string(), label: one.reason.clone() }));
        let described = statistic.breakdown.as_ref().and_then(|wanted| {
            let breakdown = measure?.breakdown(&wanted.dimension)?;
            Some((breakdown, breakdown.categories.iter().find(|category| category.id == wanted.category)?))
        });
        Strand {
            category: described.map(|(_, category)| wording::capitalised(&category.short)),
            not_recorded: described.is_some_and(|(all, one)| all.not_recorded.as_ref() == Some(&one.id)),
            title: statistic.title.clone(),
            unit: statistic.unit.clone(),
            decimals: if matches!(statistic.value, Value::Count(_)) { 0 } else { statistic.decimals },
            area: statistic.area.name.clone(),
            of_several: statistic.of_several,
            points: BTreeMap::new(),
            breaks: breaks.collect(),
            lineage: statistic.lineage.clone(),
        }
    }
}

fn moment(period: Period) -> Moment {
    match period {
        Period::Year(year) => Moment::Year(year),
        Period::Calendar(year) => Moment::Calendar(year),
        Period::Quarter(quarter) => Moment::QuarterOfYear(quarter.year, quarter.number),
        Period::Span(first, last) => Moment::Span(first, last),
    }
}

/// A statistic as the text prints it, with its limits where it has a value between both.
fn rate(statistic: &Statistic) -> Rate {
    let printed = |number| wording::measured(number, &statistic.unit, statistic.decimals);
    let value = match &statistic.value {
        Value::Count(count) => Shown::public(*count as f64, wording::count(*count)),
        Value::Number(number) => Shown::public(*number, printed(*number)),
        Value::Absent(absence) => return absent(absence.marker(), absence.reason()),
    };
    let limits = statistic.interval.filter(|limits| limits.upper.is_some());
    Rate { value, lower: limits.map(|limits| limits.lower), upper: limits.and_then(|limits| limits.upper) }
}

fn absent(marker: &str, reason: &str) -> Rate {
    Rate { value: Shown::absent(marker, reason), ..Rate::default() }
}

fn quoted(series: &Series) -> Strand {
    let point = |(period, count): (&SeriesPeriod, &Option<i64>)| {
        let moment = match period {
            SeriesPeriod::Year(year) => Moment::Year(*year),
            SeriesPeriod::Quarter(quarter) => Moment::Quarter(*quarter),
        };
        let shown = |count: i64| Shown::public(count as f64, wording::count(count));
        let none = || absent(NOT_AVAILABLE, "not available");
        (moment, count.map_or_else(none, |count| Rate { value: shown(count), ..Rate::default() }))
    };
    Strand {
        title: series.title.clone(),
        unit: series.unit.clone(),
        decimals: 0,
        area: series.geography.clone(),
        of_several: false,
        category: None,
        not_recorded: false,
        points: series.points.iter().map(point).collect(),
        breaks: Vec::new(),
        lineage: series.lineage.clone(),
    }
}
