//! The source cells that numbers are made of, as they may be shown.
//!
//! In: every cell that was read, with its place, what each force returned, and the marking. Out: the same with all it says for what is
//! public. At OFFICIAL nothing is kept of a cell of a return but its source and what was counted when: no file, row, force or value, and
//! not how many there are. So whatever explains a number cannot give one away.

use std::collections::{BTreeMap, BTreeSet};

use crate::edition::Marking;
use crate::fault::Place;
use crate::lineage::{self, Lineage};
use crate::national::calendar;
use crate::national::range::Relation;
use crate::national::registry;
use crate::national::returns::Returns;
use crate::national::sum::{Own, Sum, What};
use crate::period::{FinancialYear, Part};

/// When a cell was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// At no time that matters, or at one that is not known.
    Always,
    /// In a financial year, or a quarter of one.
    Financial(FinancialYear, Part),
    /// In a calendar year.
    Calendar(i16),
    /// In a quarter of a calendar year.
    CalendarQuarter(i16, u8),
    /// At the middle of a year.
    MidYear(i16),
}

impl When {
    /// Whether a number of a period, by its form in names, can be made of it.
    fn is_in(self, period: &str) -> bool {
        match self {
            Self::Always => true,
            Self::Financial(year, Part::Year) => period == year.slug(),
            Self::Financial(year, Part::Quarter(number)) => {
                let quarter = calendar::Quarter { year, number };
                let in_calendar_year = |year: i16| calendar::quarters(year).contains(&quarter);
                period == year.slug()
                    || period == format!("{}-q{number}", year.slug())
                    || period.parse().is_ok_and(in_calendar_year)
            }
            Self::Calendar(year) => period == year.to_string(),
            Self::CalendarQuarter(year, quarter) => period == format!("{year}-q{quarter}"),
            Self::MidYear(year) => period == year.to_string() || period == FinancialYear::starting(year).slug(),
        }
    }
}

/// A cell of a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Identifier of the source.
    pub source: String,
    /// Where it stands; nowhere, where that may not be said.
    pub place: Place,
    /// The rows it is of, as lineages name them: a measure, a breakdown of one, a series, a figure.
    pub part: String,
    /// When it was counted.
    pub when: When,
    /// Code of the force; empty where it is of none, or that may not be said.
    pub force: String,
    /// Category of the breakdown; empty for a whole.
    pub category: String,
    /// What stands in it; none where that may not be said, or a row is meant.
    pub value: Option<String>,
    /// Whether it is of what a force returned, or of a source with a marking of its own.
    pub closed: bool,
}

/// How a force counted in a year, and at OFFICIAL-SENSITIVE what.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Financial year.
    pub year: FinancialYear,
    /// The force, under the name that may stand beside its numbers.
    pub force: String,
    /// Definition it counted under; none without a return.
    pub definition: Option<String>,
    /// How that stands to the agreed definition.
    pub relation: Relation,
    /// Whether it gave only part of the year.
    pub partial: bool,
    /// What its count must lie in, where that may be said: its least and, if identified, its most.
    pub bounds: Option<(i64, Option<i64>)>,
}

/// What numbers are made of.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    cells: Vec<Cell>,
    counted: Vec<Counted>,
    /// Files that hold public cells alone.
    public: BTreeSet<String>,
    /// The counts of single forces in a statistic, by its name; at OFFICIAL-SENSITIVE alone.
    sums: BTreeMap<String, BTreeSet<Own>>,
}

impl Evidence {
    /// What may be shown of the cells that were read and of what the forces returned.
    pub fn shown(
        cells: Vec<Cell>,
        (returns, statistics): (&Returns, &[registry::Statistic]),
        marking: Marking,
    ) -> Self {
        let open = marking == Marking::OfficialSensitive;
        let closed: BTreeSet<String> =
            cells.iter().filter(|cell| cell.closed).map(|cell| cell.place.file.clone()).collect();
        let files = cells.iter().map(|cell| &cell.place.file).filter(|file| !closed.contains(*file));
        let public = files.cloned().collect();
        let mut kept: Vec<Cell> = cells
            .into_iter()
            .map(|cell| match open || !cell.closed {
                true => cell,
                false => {
                    Cell { place: Place::default(), force: String::new(), category: String::new(), value: None, ..cell }
                }
            })
            .collect();
        kept.sort();
        kept.dedup();
        let counted = returns.years.iter().flat_map(|year| {
            year.forces.iter().map(|force| {
                let (standing, bounds) = (&force.standing, &force.said.bounds);
                Counted {
                    year: year.year,
                    force: standing.force.name.clone(),
                    definition: standing.definition.clone(),
                    relation: standing.relation,
                    partial: standing.partial,
                    bounds: open.then(|| (bounds.lower, bounds.upper.count())),
                }
            })
        });
        let mut counted: Vec<Counted> = counted.collect();
        // By the names they go by: the order of the official list would tell who stands behind a made-up one.
        counted.sort_by(|one, other| (one.year, &one.force).cmp(&(other.year, &other.force)));
        let sums = statistics.iter().filter(|statistic| open && !statistic.sums.is_empty()).map(|statistic| {
            let owns = statistic.sums.iter().flat_map(Sum::terms).map(|(own, _)| own.clone());
            (name(statistic), owns.collect())
        });
        Self { cells: kept, counted, public, sums: sums.collect() }
    }

    /// The cells of a lineage in any of these periods, all where none is named, and of these forces, where they are told. A source of
    /// which nothing is of these periods is taken at `otherwise`, or else whole: a share of children is of one year for all.
    pub fn of(&self, lineage: &Lineage, periods: &[String], otherwise: &str, forces: Option<&[String]>) -> Vec<&Cell> {
        let of_force = |cell: &Cell| forces.is_none_or(|forces| cell.force.is_empty() || forces.contains(&cell.force));
        let mut by_source: BTreeMap<&str, Vec<&Cell>> = BTreeMap::new();
        for cell in self.cells.iter().filter(|cell| of_force(cell)) {
            let Some(parts) = lineage.parts(&cell.source) else { continue };
            if parts.is_empty() || parts.contains(&cell.part) {
                by_source.entry(&cell.source).or_default().push(cell);
            }
        }
        let chosen = by_source.into_values().flat_map(|cells| {
            let of = |wanted: &dyn Fn(&When) -> bool| -> Vec<&Cell> {
                cells.iter().copied().filter(|cell| wanted(&cell.when)).collect()
            };
            let mut found = of(&|when| periods.is_empty() || periods.iter().any(|period| when.is_in(period)));
            if found.is_empty() {
                found = of(&|when| when.is_in(otherwise));
            }
            if found.is_empty() { cells } else { found }
        });
        chosen.collect()
    }

    /// The very cells of a statistic of the returns, where they may be told.
    pub fn of_statistic(&self, statistic: &registry::Statistic) -> Option<Vec<&Cell>> {
        let owns = self.sums.get(&name(statistic))?;
        Some(self.cells.iter().filter(|cell| own(cell).is_some_and(|own| owns.contains(&own))).collect())
    }

    /// Whether all cells of a file are public.
    pub fn is_public(&self, file: &str) -> bool {
        self.public.contains(file)
    }

    /// How each force counted in a year.
    pub fn counted(&self, year: FinancialYear) -> impl Iterator<Item = &Counted> {
        self.counted.iter().filter(move |one| one.year == year)
    }
}

fn name(statistic: &registry::Statistic) -> String {
    format!("{}/{}/{}", statistic.id, statistic.period.slug(), statistic.area.slug)
}

/// The count of a force that a cell holds, where it is one.
fn own(cell: &Cell) -> Option<Own> {
    let When::Financial(year, part) = cell.when else { return None };
    let what = match cell.part.split_once('/') {
        Some((measure, dimension)) => What { part, ..What::category(measure, year, dimension, &cell.category) },
        None => What::part(&cell.part, year, part),
    };
    (!cell.force.is_empty()).then(|| Own { force: cell.force.clone(), what })
}

/// The rows of a breakdown, or of the whole.
pub fn part_of(measure: &str, dimension: &str) -> String {
    if dimension == crate::contract::TOTAL { measure.to_owned() } else { lineage::breakdown(measure, dimension) }
}
