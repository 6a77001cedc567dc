//! Series that others count: children's services, the National Referral Mechanism. They are quoted beside the chapter's own and
//! never added to them, compared with them or drawn on one axis with them.
//!
//! In: the rows of a table whose contract says which of them are a series. Out: counts by period, those that its publisher marks as
//! missing included.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::format::{Reading, Value};
use crate::fault::{Fault, Faults, Place};
use crate::lineage::Lineage;
use crate::period::{CalendarQuarter, FinancialYear};

/// A period of a series. Those of one series are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeriesPeriod {
    /// A year to 31 March.
    Year(FinancialYear),
    /// A quarter of a calendar year.
    Quarter(CalendarQuarter),
}

impl SeriesPeriod {
    /// As it stands in names of facts.
    pub fn slug(self) -> String {
        match self {
            Self::Year(year) => year.slug(),
            Self::Quarter(quarter) => format!("{}-q{}", quarter.year, quarter.quarter),
        }
    }

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::FinancialYear(year) => Some(Self::Year(*year)),
            Value::CalendarQuarter(quarter) => Some(Self::Quarter(*quarter)),
            _ => None,
        }
    }
}

impl fmt::Display for SeriesPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => year.fmt(f),
            Self::Quarter(quarter) => f.write_str(&quarter.in_words()),
        }
    }
}

/// A series.
#[derive(Clone, Debug)]
pub struct Series {
    /// Stable identifier.
    pub id: String,
    /// Contract of its table.
    pub contract: String,
    /// What is counted, as the head of a column.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Area.
    pub geography: String,
    /// What a reader must know of it.
    pub note: String,
    /// Who published it and where.
    pub source: String,
    /// Counts by period; none where the publisher gives a marker.
    pub points: BTreeMap<SeriesPeriod, Option<i64>>,
    /// Where each count stands.
    pub places: BTreeMap<SeriesPeriod, Place>,
    /// Sum and number of its parts, of periods in which every one of them has a count.
    pub parts: BTreeMap<SeriesPeriod, (i64, usize)>,
    /// Counts of its parts by code of their area, where the contract says in which column it stands.
    pub areas: BTreeMap<SeriesPeriod, BTreeMap<String, i64>>,
    /// The step to which each count is rounded.
    pub rounded_to: i64,
    /// Where they come from.
    pub lineage: Lineage,
}

impl Series {
    /// The series of a reading, in the order of the contract.
    pub fn read(reading: &Reading) -> Result<Vec<Self>, Vec<Fault>> {
        let mut faults = Faults::new();
        let mut all: Vec<Self> = Vec::new();
        let Some(contract) = reading.records.first().map(|records| &records.contract) else { return Ok(all) };
        for described in &contract.series {
            let mut series = Self {
                id: described.id.clone(),
                contract: contract.asked_as().to_owned(),
                title: described.title.clone(),
                unit: described.unit.clone(),
                geography: described.geography.clone(),
                note: described.note.clone(),
                source: described.source.clone(),
                points: BTreeMap::new(),
                places: BTreeMap::new(),
                parts: BTreeMap::new(),
                areas: BTreeMap::new(),
                rounded_to: i64::from(described.rounded_to),
                lineage: reading.lineage.only(&described.id),
            };
            let mut incomplete = BTreeSet::new();
            // Files of one series may have two shapes: its publisher's own, and sums of it.
            let files = reading.records.iter().filter_map(|records| {
                let described = records.contract.series.iter().find(|one| one.id == described.id)?;
                Some(records.iter().map(move |record| (described, record)))
            });
            for (described, record) in files.flatten() {
                let Some(period) = SeriesPeriod::of(record.value(&described.period)) else { continue };
                let stands = |(column, text): (&String, &String)| {
                    record.text(column) == text || record.code(column).is_some_and(|code| code.within == *text)
                };
                let is = |wanted: &BTreeMap<String, String>| wanted.iter().all(stands);
                if !described.parts.is_empty() && is(&described.parts) {
                    match record.number(&described.value) {
                        Some(count) => {
                            let (sum, parts) = series.parts.entry(period).or_default();
                            *sum = sum.saturating_add(count);
                            *parts += 1;
                            if let Some(area) = &described.area {
                                series.areas.entry(period).or_default().insert(record.text(area).to_owned(), count);
                            }
                        }
                        None => {
                            incomplete.insert(period);
                        }
                    }
                }
                if !is(&described.only) {
                    continue;
                }
                let (place, count) = (record.place(&described.value), record.number(&described.value));
                let earlier = series.places.get(&period);
                if described.added && earlier.is_none_or(|earlier| earlier.file == place.file) {
                    series.places.entry(period).or_insert(place);
                    let sum = series.points.entry(period).or_insert(Some(0));
                    *sum = sum.zip(count).and_then(|(sum, count)| sum.checked_add(count));
                    continue;
                }
                if let Some(earlier) = series.places.insert(period, place.clone()) {
                    faults.push(Fault::new(
                        "row-duplicate",
                        place,
                        format!("two rows are `{}` of {period}, the other in {}", described.id, earlier.in_words()),
                        format!("say under `where` of the series in {} which of them is meant", contract.file),
                    ));
                }
                series.points.insert(period, count);
            }
            series.parts.retain(|period, _| !incomplete.contains(period));
            series.areas.retain(|period, _| !incomplete.contains(period));
            if series.points.is_empty() {
                faults.push(Fault::new(
                    "series-empty",
                    Place::file(reading.records.first().map_or("", |records| records.file())),
                    format!("no row of the file is of the series `{}`", described.id),
                    format!("look at `where`, `value` and `period` of the series in {}", contract.file),
                ));
            }
            all.push(series);
        }
        faults.into_result(all)
    }

    /// The periods with a count, in order.
    pub fn counted(&self) -> impl DoubleEndedIterator<Item = (SeriesPeriod, i64)> {
        self.points.iter().filter_map(|(period, count)| Some((*period, (*count)?)))
    }
}
