//! Counts of one measure by force and time, and what is missing of them.
//!
//! In: cells of the panel. Out: for a list of forces and a time, the counts of those that have one, and for each of the
//! others why not. A count is one only over the whole of its time: a year of which three quarters are held is missing.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::calendar::{self, Quarter, QuartersMissing};
use super::super::sum::{Sum, What};
use super::{Absence, Denominator, Entry, Over, Period};
use crate::contract::TOTAL;
use crate::contract::format::Breakdown;
use crate::contract::{Forces, Measure};
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::panel::{Cell, Panel, Query};
use crate::period::{FinancialYear, Part};
use crate::statistics::StatisticsError;

/// Forces without a count that are named beside the first, whose reason is given.
const NAMED: usize = 3;

/// What the registry needs of the panel, asked for once: many entries share a measure.
pub(super) struct Store<'a> {
    panel: &'a Panel,
    measures: BTreeMap<String, Vec<String>>,
    cells: BTreeMap<(String, String), Vec<Cell>>,
}

impl<'a> Store<'a> {
    pub(super) fn load(panel: &'a Panel, entries: &[Entry]) -> Result<Self, Failure> {
        let mut measures: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (measure, dimension) in panel.breakdowns() {
            measures.entry(measure.to_owned()).or_default().push(dimension.to_owned());
        }
        let mut wanted: BTreeSet<(&str, &str)> = BTreeSet::new();
        for entry in entries {
            wanted.insert((&entry.measure, TOTAL));
            if let Some(breakdown) = &entry.breakdown {
                wanted.insert((&entry.measure, &breakdown.dimension));
            }
            if let Some(Denominator::Measure(measure)) = &entry.denominator {
                wanted.insert((measure, TOTAL));
            }
        }
        let mut cells = BTreeMap::new();
        for (measure, dimension) in wanted {
            let found = panel.cells(&Query { measure, dimension, category: None, definition: None })?;
            cells.insert((measure.to_owned(), dimension.to_owned()), found);
        }
        Ok(Self { panel, measures, cells })
    }

    pub(super) fn measures(&self) -> impl Iterator<Item = &str> {
        self.measures.keys().map(String::as_str)
    }

    /// What the contract says of a measure.
    pub(super) fn measure(&self, id: &str) -> Option<&'a Measure> {
        self.panel.measure(id)
    }

    /// Whether a measure is published by force. One of which no contract speaks is not.
    pub(super) fn is_published(&self, id: &str) -> bool {
        self.measure(id).is_some_and(Measure::is_published)
    }

    /// What the contract says of a breakdown of a measure.
    pub(super) fn breakdown(&self, id: &str, dimension: &str) -> Option<&'a Breakdown> {
        self.measure(id)?.breakdown(dimension)
    }

    /// Whether an entry is of a sensitive characteristic.
    pub(super) fn is_sensitive(&self, entry: &Entry) -> bool {
        let asked = entry.breakdown.as_ref();
        asked.and_then(|asked| self.breakdown(&entry.measure, &asked.dimension)).is_some_and(|found| found.sensitive)
    }

    /// Breakdowns of a measure; `total` is one of them where the whole was counted.
    pub(super) fn dimensions(&self, measure: &str) -> &[String] {
        self.measures.get(measure).map_or(&[], Vec::as_slice)
    }

    pub(super) fn cells(&self, measure: &str, dimension: &str) -> &[Cell] {
        self.cells.get(&(measure.to_owned(), dimension.to_owned())).map_or(&[], Vec::as_slice)
    }
}

/// By what counts are the same: measure, breakdown, category, definitions that count the same, and over what.
type Asked<'a> = (&'a str, &'a str, Option<&'a str>, Option<Alike<'a>>, Over);

/// Counts that were asked for: many entries ask for the same, and one asks several times.
pub(super) struct Made<'a> {
    store: &'a Store<'a>,
    made: RefCell<BTreeMap<Asked<'a>, Rc<Counts<'a>>>>,
}

impl<'a> Made<'a> {
    pub(super) fn of(store: &'a Store<'a>) -> Self {
        Self { store, made: RefCell::default() }
    }

    /// Counts of one category, or of all of them together.
    pub(super) fn counts(
        &self,
        (measure, dimension): (&'a str, &'a str),
        category: Option<&'a str>,
        (alike, over): (Option<&Alike<'a>>, Over),
    ) -> Rc<Counts<'a>> {
        let asked = (measure, dimension, category, alike.cloned(), over);
        let make = || {
            let of = Of { measure, dimension, published: self.store.is_published(measure) };
            Rc::new(Counts::of(of, self.store.cells(measure, dimension), category, (alike, over)))
        };
        Rc::clone(self.made.borrow_mut().entry(asked).or_insert_with(make))
    }
}

/// A point or stretch of time that is counted as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    Year(FinancialYear),
    Quarter(Quarter),
    Calendar(i16),
}

impl Time {
    pub(super) fn period(self) -> Period {
        match self {
            Self::Year(year) => Period::Year(year),
            Self::Quarter(quarter) => Period::Quarter(quarter),
            Self::Calendar(year) => Period::Calendar(year),
        }
    }

    /// The mid-year population estimate that serves as its denominator: the one within it.
    pub(super) fn mid_year(self) -> i16 {
        match self {
            Self::Year(year) => year.mid_year(),
            Self::Quarter(quarter) => quarter.year.mid_year(),
            Self::Calendar(year) => year,
        }
    }
}

/// Why a force has no count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    NoCount,
    Marked,
    Incomplete(i64),
    OtherDefinition,
    Quarters(QuartersMissing),
    TooLarge,
}

impl Why {
    /// As a clause whose subject is the force.
    fn said(&self, period: Period) -> String {
        match self {
            Self::NoCount => format!("gave no count for {period}"),
            Self::Marked => format!("marked its count for {period} as missing"),
            Self::Incomplete(1) => format!("has only one quarter of {period}"),
            Self::Incomplete(quarters) => format!("has only {quarters} quarters of {period}"),
            Self::OtherDefinition => format!("counted under another definition in {period}"),
            Self::Quarters(missing) => format!("has no count for {missing}"),
            Self::TooLarge => format!("has counts for {period} whose sum does not fit 64 bits"),
        }
    }
}

/// The definitions whose counts are taken: one, and those that count the same.
pub(super) type Alike<'a> = BTreeSet<&'a str>;

#[derive(Clone, Debug)]
struct Held<'a> {
    count: Result<i64, Why>,
    definition: &'a str,
    /// The categories in the count.
    categories: Vec<(&'a str, i64)>,
}

/// Measure and breakdown, and whether the measure is published by force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of<'a> {
    pub(super) measure: &'a str,
    pub(super) dimension: &'a str,
    pub(super) published: bool,
}

/// Counts of a measure, by force and part of a financial year.
#[derive(Clone, Debug)]
pub(super) struct Counts<'a> {
    of: Of<'a>,
    held: BTreeMap<(&'a str, FinancialYear, Part), Held<'a>>,
    /// Forces that count this at all: one without residents may or may not.
    counting: BTreeSet<&'a str>,
    quarterly: bool,
    /// Whether only one definition was wanted, so that all that is held counts the same.
    filtered: bool,
    over: Over,
}

impl<'a> Counts<'a> {
    /// Counts of one category, or of all of them together: of all that have a count, where what was reported is asked for.
    fn of(of: Of<'a>, cells: &'a [Cell], category: Option<&str>, (alike, over): (Option<&Alike<'_>>, Over)) -> Self {
        let mut held: BTreeMap<(&'a str, FinancialYear, Part), Held<'a>> = BTreeMap::new();
        let is_alike = |cell: &Cell| alike.is_none_or(|alike| alike.contains(cell.definition.as_str()));
        // Where a force counts one thing under several definitions, each is a count of its own.
        let key = |cell: &'a Cell| (cell.force.as_str(), cell.year, cell.part, cell.category.as_str());
        let of_category = |cell: &&Cell| category.is_none_or(|category| cell.category == category);
        let wanted = cells.iter().filter(of_category).filter(|cell| alike.is_some() && is_alike(cell));
        let wanted: BTreeSet<_> = wanted.map(key).collect();
        let is_beside = |cell: &&'a Cell| is_alike(cell) || !wanted.contains(&key(cell));
        for cell in cells.iter().filter(of_category).filter(is_beside) {
            let count = match cell.value {
                _ if alike.is_some_and(|alike| !alike.contains(cell.definition.as_str())) => Err(Why::OtherDefinition),
                None => Err(Why::Marked),
                Some(_) if cell.part == Part::Year && cell.quarters < 4 => Err(Why::Incomplete(cell.quarters)),
                Some(value) => Ok(value),
            };
            let key = (cell.force.as_str(), cell.year, cell.part);
            let one = cell.value.map(|value| (cell.category.as_str(), value));
            match held.get_mut(&key) {
                None => {
                    held.insert(
                        key,
                        Held { count, definition: &cell.definition, categories: one.into_iter().collect() },
                    );
                }
                Some(before) => {
                    before.categories.extend(one);
                    before.count = match (before.count.clone(), count) {
                        (Ok(sum), Ok(more)) => sum.checked_add(more).ok_or(Why::TooLarge),
                        (Ok(sum), Err(_)) | (Err(_), Ok(sum)) if over != Over::Complete => Ok(sum),
                        (Err(why), _) | (_, Err(why)) => Err(why),
                    };
                }
            }
        }
        let counting = cells.iter().map(|cell| cell.force.as_str()).collect();
        let quarterly = held.keys().any(|(_, _, part)| *part != Part::Year);
        let mut counts = Self { of, held, counting, quarterly, filtered: alike.is_some(), over };
        counts.doubt_years_of_few_quarters();
        counts
    }

    /// A year that came with its quarters, but not with all of them, does not cover the year whatever its own cell says.
    fn doubt_years_of_few_quarters(&mut self) {
        let mut quarters: BTreeMap<(&str, FinancialYear), (i64, i64)> = BTreeMap::new();
        for ((force, year, part), held) in &self.held {
            if *part != Part::Year {
                let (rows, counted) = quarters.entry((*force, *year)).or_default();
                *rows += 1;
                *counted += i64::from(held.count.is_ok());
            }
        }
        for ((force, year), (_, counted)) in quarters.into_iter().filter(|(_, (_, counted))| *counted < 4) {
            if let Some(held) = self.held.get_mut(&(force, year, Part::Year))
                && held.count.is_ok()
            {
                held.count = Err(Why::Incomplete(counted));
            }
        }
    }

    /// The forces of an area from which a count is expected: those with an area of their own, and any other that counts.
    pub(super) fn expected<'f>(&self, area: &'f [String], forces: &Forces) -> Vec<&'f str> {
        let territorial = |code: &str| forces.get(code).is_some_and(|force| force.territorial);
        area.iter().map(String::as_str).filter(|code| territorial(code) || self.counting.contains(*code)).collect()
    }

    /// What these forces counted at a time.
    pub(super) fn gather<'f>(&'f self, forces: &[&'f str], time: Time) -> Gathered<'f> {
        let (quarterly, filtered) = (self.quarterly, self.filtered);
        let of = self.of;
        let mut gathered = Gathered { of, time, counts: BTreeMap::new(), missing: Vec::new(), quarterly, filtered };
        for force in forces {
            match self.count(force, time) {
                Ok(counted) => {
                    gathered.counts.insert(force, counted);
                }
                Err(why) => gathered.missing.push((force, why)),
            }
        }
        gathered
    }

    /// Whether a force reported every quarter of these years.
    pub(super) fn is_whole(&self, force: &str, years: &[FinancialYear]) -> bool {
        years.iter().all(|year| self.count(force, Time::Year(*year)).is_ok_and(|counted| counted.quarters == 4))
    }

    fn count(&self, force: &str, time: Time) -> Result<Counted<'a>, Why> {
        let held = |year, part| self.held.get(&(force, year, part));
        let one = |year, part| {
            let held = held(year, part).ok_or(Why::NoCount)?;
            let definition = (!self.filtered).then_some(held.definition);
            let categories = held.categories.iter().map(|(category, value)| (year, part, *category, *value));
            Ok(Counted {
                count: held.count.clone()?,
                definitions: definition.into_iter().collect(),
                cells: categories.collect(),
                quarters: if part == Part::Year { 4 } else { 1 },
            })
        };
        match time {
            Time::Year(year) if self.over != Over::Complete => {
                let quarters = (1..=4).filter_map(|quarter| one(year, Part::Quarter(quarter)).ok());
                let add = |mut sum: Counted<'a>, more: Counted<'a>| {
                    sum.count = sum.count.checked_add(more.count)?;
                    sum.quarters += more.quarters;
                    sum.definitions.extend(more.definitions);
                    sum.cells.extend(more.cells);
                    Some(sum)
                };
                let mut quarters = quarters.collect::<Vec<_>>().into_iter();
                let first = quarters.next().ok_or(Why::NoCount)?;
                quarters.try_fold(first, add).ok_or(Why::TooLarge)
            }
            Time::Year(year) => one(year, Part::Year),
            Time::Quarter(quarter) => one(quarter.year, Part::Quarter(quarter.number)),
            Time::Calendar(year) => {
                let mut by_quarter = BTreeMap::new();
                let mut definitions = BTreeSet::new();
                let mut cells = Vec::new();
                for quarter in calendar::quarters(year) {
                    if let Ok(counted) = one(quarter.year, Part::Quarter(quarter.number)) {
                        by_quarter.insert(quarter, counted.count);
                        definitions.extend(counted.definitions);
                        cells.extend(counted.cells);
                    }
                }
                let count = calendar::count(&by_quarter, year).map_err(Why::Quarters)?.ok_or(Why::TooLarge)?;
                Ok(Counted { count, definitions, cells, quarters: 4 })
            }
        }
    }
}

/// A force's count, and the definitions it was made under; none are named where only one was wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted<'a> {
    pub(super) count: i64,
    pub(super) definitions: BTreeSet<&'a str>,
    /// How many quarters of its time it covers.
    pub(super) quarters: i64,
    /// The cells of the panel in it: year, part, category and value.
    cells: Vec<(FinancialYear, Part, &'a str, i64)>,
}

/// What the forces of an area counted at a time.
#[derive(Clone, Debug)]
pub(super) struct Gathered<'a> {
    of: Of<'a>,
    time: Time,
    pub(super) counts: BTreeMap<&'a str, Counted<'a>>,
    missing: Vec<(&'a str, Why)>,
    quarterly: bool,
    filtered: bool,
}

impl<'a> Gathered<'a> {
    /// The same, for these forces only.
    pub(super) fn only(mut self, keep: &BTreeSet<&str>) -> Self {
        self.counts.retain(|force, _| keep.contains(force));
        self
    }

    /// Forces with a count.
    pub(super) fn forces(&self) -> BTreeSet<&'a str> {
        self.counts.keys().copied().collect()
    }

    /// Definitions in use.
    pub(super) fn definitions(&self) -> BTreeSet<&'a str> {
        self.counts.values().flat_map(|counted| counted.definitions.iter().copied()).collect()
    }

    /// The counts of single forces in the sum; none for a measure that is published by force.
    pub(super) fn made_of(&self) -> Option<Sum> {
        let Of { measure, dimension, published } = self.of;
        let mut sum = Sum::default();
        for (force, counted) in &self.counts {
            for (year, part, category, value) in &counted.cells {
                let what = What { part: *part, ..What::category(measure, *year, dimension, category) };
                sum.add(force, what, 1, *value);
            }
        }
        (!published).then_some(sum)
    }

    /// The sum.
    pub(super) fn sum(&self) -> Result<i64, Absence> {
        self.counts
            .values()
            .try_fold(0_i64, |sum, counted| sum.checked_add(counted.count))
            .ok_or_else(|| StatisticsError::Overflow.into())
    }

    /// That every force has a count; else which have none, and why.
    pub(super) fn complete(&self, forces: &Forces, lineage: &Lineage) -> Result<(), Absence> {
        let Some((first, why)) = self.missing.first() else { return Ok(()) };
        let period = self.time.period();
        let source = match self.time {
            Time::Calendar(_) if !self.quarterly => "; the source holds financial years only",
            _ if self.filtered => "; only counts under the definition asked for are taken",
            _ => "",
        };
        let name = |code: &str| forces.get(code).map_or(code, |force| force.name_beside(lineage)).to_owned();
        if self.counts.is_empty() && self.missing.len() > 1 && self.missing.iter().all(|(_, other)| other == why) {
            return Err(Absence::NotAvailable(format!("every force {}{source}", why.said(period))));
        }
        let also: Vec<String> = self.missing.iter().skip(1).take(NAMED).map(|(code, _)| name(code)).collect();
        let more = match self.missing.len().saturating_sub(1 + NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let also =
            if also.is_empty() { String::new() } else { format!("; also without a count: {}{more}", also.join(", ")) };
        Err(Absence::NotAvailable(format!("{} {}{also}{source}", name(first), why.said(period))))
    }
}
