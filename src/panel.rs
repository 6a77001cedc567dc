//! The one table all statistics start from: force × period × measure × category, integers only.
//!
//! It is the only home of polars. Sums are of integers, group-bys are stable, and every result is sorted on its full
//! key before it leaves, so thread count and row order change nothing. Floating point begins in `statistics`.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Column, DataFrame, IntoLazy, LazyFrame, PolarsError, col, lit};

use crate::contract::{Measure, Measures, Sum, Summed, TOTAL};
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::period::{FinancialYear, Part};

/// One cell on its way into the panel.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Code of the force.
    pub force: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Whole year or a quarter.
    pub part: Part,
    /// Definition counted under; empty where the measure has but one.
    pub definition: String,
    /// What is counted.
    pub measure: String,
    /// Breakdown; `total` for the whole.
    pub dimension: String,
    /// Category of the breakdown; `all` for the whole.
    pub category: String,
    /// The count; none where it is missing.
    pub value: Option<i64>,
    /// Quarters in the count, 1 to 4.
    pub quarters: i64,
}

/// What is asked of the panel.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// Measure.
    pub measure: &'a str,
    /// Breakdown; `total` for the whole.
    pub dimension: &'a str,
    /// One category of it; all of them where none is named.
    pub category: Option<&'a str>,
    /// One definition; all of them where none is named.
    pub definition: Option<&'a str>,
}

/// A count that a query found. Each stands once for its force, year, part, category and definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Code of the force.
    pub force: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Whole year or a quarter.
    pub part: Part,
    /// Category of the breakdown; `all` for the whole.
    pub category: String,
    /// Definition counted under.
    pub definition: String,
    /// The count; none where the force gave a marker instead.
    pub value: Option<i64>,
    /// Quarters in the count, 1 to 4.
    pub quarters: i64,
}

/// A force's total for a financial year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceTotal {
    /// Code of the force.
    pub force: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Definition counted under.
    pub definition: String,
    /// The count; none where the force gave a marker instead.
    pub value: Option<i64>,
    /// Quarters in the count, 1 to 4.
    pub quarters: i64,
}

/// What a force gave quarter by quarter in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarters {
    /// Quarters with a count, 1 to 4.
    pub returned: i64,
    /// Sum of their counts.
    pub sum: i64,
}

/// The panel: sorted by measure, breakdown, force, year, part, category and definition. Words stand as their numbers among all words of
/// their column in order, so that numbers sort as words do.
#[derive(Clone)]
pub struct Panel {
    frame: DataFrame,
    forces: Words,
    definitions: Words,
    categories: Words,
    /// Where the cells of each measure and breakdown begin, and how many they are.
    index: BTreeMap<(String, String), (i64, usize)>,
    lineages: BTreeMap<String, Lineage>,
    measures: Measures,
}

/// The words of a column, sorted.
#[derive(Clone, Debug, Default)]
struct Words(Vec<String>);

impl Words {
    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let all: BTreeSet<&str> = words.collect();
        Self(all.into_iter().map(str::to_owned).collect())
    }

    fn number(&self, word: &str) -> Option<u32> {
        let at = self.0.binary_search_by(|known| known.as_str().cmp(word)).ok()?;
        u32::try_from(at).ok()
    }

    fn word(&self, number: Option<u32>) -> &str {
        number.and_then(|number| self.0.get(number as usize)).map_or("", String::as_str)
    }
}

/// A cell as numbers, in the order in which cells are sorted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Packed {
    measure: u32,
    dimension: u32,
    force: u32,
    year: i16,
    part: u8,
    category: u32,
    definition: u32,
    quarters: i64,
    value: Option<i64>,
}

impl Panel {
    /// Makes the panel of single cells and of sums. Each measure has the lineage of the source it was read from, and is what its contract
    /// says.
    pub fn new<'a>(
        entries: &[Entry],
        summed: impl Iterator<Item = &'a Summed>,
        lineages: BTreeMap<String, Lineage>,
        measures: Measures,
    ) -> Result<Self, Failure> {
        let summed: Vec<&Summed> = summed.collect();
        let sums = || summed.iter().flat_map(|summed| summed.iter());
        let words = |of_entry: fn(&Entry) -> &str, of_sum: fn(&Sum<'a>) -> &'a str| {
            Words::of(entries.iter().map(of_entry).chain(sums().map(|sum| of_sum(&sum))))
        };
        let forces = words(|entry| &entry.force, |sum| sum.force);
        let definitions = words(|entry| &entry.definition, |sum| sum.definition);
        let categories = words(|entry| &entry.category, |sum| sum.category);
        let of_measures = words(|entry| &entry.measure, |sum| sum.measure);
        let dimensions = words(|entry| &entry.dimension, |sum| sum.dimension);
        let number = |words: &Words, word: &str| words.number(word).unwrap_or_default();
        let part = |part: Part| if let Part::Quarter(quarter) = part { quarter } else { 0 };
        let of_entries = entries.iter().map(|entry| Packed {
            measure: number(&of_measures, &entry.measure),
            dimension: number(&dimensions, &entry.dimension),
            force: number(&forces, &entry.force),
            year: entry.year.start(),
            part: part(entry.part),
            category: number(&categories, &entry.category),
            definition: number(&definitions, &entry.definition),
            quarters: entry.quarters,
            value: entry.value,
        });
        let of_sums = sums().map(|sum| Packed {
            measure: number(&of_measures, sum.measure),
            dimension: number(&dimensions, sum.dimension),
            force: number(&forces, sum.force),
            year: sum.year.start(),
            part: part(sum.part),
            category: number(&categories, sum.category),
            definition: number(&definitions, sum.definition),
            quarters: 4,
            value: sum.value,
        });
        let mut cells: Vec<Packed> = of_entries.chain(of_sums).collect();
        cells.sort_unstable();
        let mut index: BTreeMap<(String, String), (i64, usize)> = BTreeMap::new();
        for (at, cell) in (0_i64..).zip(&cells) {
            let words = (of_measures.word(Some(cell.measure)), dimensions.word(Some(cell.dimension)));
            let is_same = |earlier: &Packed| (earlier.measure, earlier.dimension) == (cell.measure, cell.dimension);
            let before = usize::try_from(at).ok().and_then(|at| cells.get(at.checked_sub(1)?));
            if !before.is_some_and(is_same) {
                let is_within = |later: &Packed| (later.measure, later.dimension) <= (cell.measure, cell.dimension);
                let end = cells.partition_point(is_within);
                let held = end - usize::try_from(at).unwrap_or(end);
                index.insert((words.0.to_owned(), words.1.to_owned()), (at, held));
            }
        }
        let text =
            |name: &str, of: fn(&Packed) -> u32| Column::new(name.into(), cells.iter().map(of).collect::<Vec<u32>>());
        let number =
            |name: &str, of: fn(&Packed) -> i32| Column::new(name.into(), cells.iter().map(of).collect::<Vec<i32>>());
        let columns = vec![
            text("force", |cell| cell.force),
            number("year", |cell| i32::from(cell.year)),
            number("part", |cell| i32::from(cell.part)),
            text("definition", |cell| cell.definition),
            text("category", |cell| cell.category),
            Column::new("value".into(), cells.iter().map(|cell| cell.value).collect::<Vec<Option<i64>>>()),
            number("quarters", |cell| i32::try_from(cell.quarters).unwrap_or_default()),
        ];
        let frame = DataFrame::new(cells.len(), columns).map_err(failed)?;
        Ok(Self { frame, forces, definitions, categories, index, lineages, measures })
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.frame.height()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the contract says of a measure.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.get(id)
    }

    /// Every measure of the contracts, whether the panel holds counts of it or not.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// Where the counts of a measure come from.
    pub fn lineage(&self, measure: &str) -> Lineage {
        self.lineages.get(measure).cloned().unwrap_or_default()
    }

    /// Measures it holds, each with its breakdowns, sorted; `total` is one of them where the whole was counted.
    pub fn breakdowns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.index.keys().map(|(measure, dimension)| (measure.as_str(), dimension.as_str()))
    }

    /// The cells that a query asks for, sorted by force, year, part, category and definition. They are added up by those
    /// who ask, with a check for overflow that polars does not make.
    pub fn cells(&self, query: &Query<'_>) -> Result<Vec<Cell>, Failure> {
        let mut frame = self.of(query.measure, query.dimension);
        let asked =
            [("category", query.category, &self.categories), ("definition", query.definition, &self.definitions)];
        for (column, word, words) in asked {
            let Some(word) = word else { continue };
            let Some(number) = words.number(word) else { return Ok(Vec::new()) };
            frame = frame.lazy().filter(col(column).eq(lit(number))).collect().map_err(failed)?;
        }
        let rows = || -> Result<Vec<Cell>, PolarsError> {
            let (force, category) = (frame.column("force")?.u32()?, frame.column("category")?.u32()?);
            let definition = frame.column("definition")?.u32()?;
            let (year, part) = (frame.column("year")?.i32()?, frame.column("part")?.i32()?);
            let (value, quarters) = (frame.column("value")?.i64()?, frame.column("quarters")?.i32()?);
            Ok((0..frame.height())
                .map(|row| Cell {
                    force: self.forces.word(force.get(row)).to_owned(),
                    year: financial_year(year.get(row)),
                    part: match part.get(row).and_then(|part| u8::try_from(part).ok()) {
                        None | Some(0) => Part::Year,
                        Some(quarter) => Part::Quarter(quarter),
                    },
                    category: self.categories.word(category.get(row)).to_owned(),
                    definition: self.definitions.word(definition.get(row)).to_owned(),
                    value: value.get(row),
                    quarters: quarters.get(row).unwrap_or_default().into(),
                })
                .collect())
        };
        rows().map_err(failed)
    }

    /// Yearly totals of a measure by force, sorted by force and year.
    pub fn force_totals(&self, measure: &str) -> Result<Vec<ForceTotal>, Failure> {
        let frame = self.totals(measure).filter(col("part").eq(lit(0))).collect().map_err(failed)?;
        let rows = || -> Result<Vec<ForceTotal>, PolarsError> {
            let (force, definition) = (frame.column("force")?.u32()?, frame.column("definition")?.u32()?);
            let (year, quarters) = (frame.column("year")?.i32()?, frame.column("quarters")?.i32()?);
            let value = frame.column("value")?.i64()?;
            Ok((0..frame.height())
                .map(|row| ForceTotal {
                    force: self.forces.word(force.get(row)).to_owned(),
                    year: financial_year(year.get(row)),
                    definition: self.definitions.word(definition.get(row)).to_owned(),
                    value: value.get(row),
                    quarters: quarters.get(row).unwrap_or_default().into(),
                })
                .collect())
        };
        rows().map_err(failed)
    }

    /// What a force gave of a measure quarter by quarter, by force and year. Years without any quarter are absent.
    pub fn quarters_returned(&self, measure: &str) -> Result<BTreeMap<(String, FinancialYear), Quarters>, Failure> {
        let frame = self
            .totals(measure)
            .filter(col("part").gt(lit(0)).and(col("value").is_not_null()))
            .group_by_stable([col("force"), col("year")])
            .agg([
                col("value").count().cast(polars::prelude::DataType::Int64).alias("returned"),
                col("value").sum().alias("sum"),
            ])
            .sort(["force", "year"], Default::default())
            .collect()
            .map_err(failed)?;
        let rows = || -> Result<_, PolarsError> {
            let (force, year) = (frame.column("force")?.u32()?, frame.column("year")?.i32()?);
            let (returned, sum) = (frame.column("returned")?.i64()?, frame.column("sum")?.i64()?);
            Ok((0..frame.height())
                .map(|row| {
                    let key = (self.forces.word(force.get(row)).to_owned(), financial_year(year.get(row)));
                    let quarters = Quarters {
                        returned: returned.get(row).unwrap_or_default(),
                        sum: sum.get(row).unwrap_or_default(),
                    };
                    (key, quarters)
                })
                .collect())
        };
        rows().map_err(failed)
    }

    /// The cells of a measure and breakdown.
    fn of(&self, measure: &str, dimension: &str) -> DataFrame {
        let held = self.index.get(&(measure.to_owned(), dimension.to_owned()));
        held.map_or_else(|| self.frame.clear(), |(first, held)| self.frame.slice(*first, *held))
    }

    fn totals(&self, measure: &str) -> LazyFrame {
        self.of(measure, TOTAL).lazy()
    }
}

fn financial_year(start: Option<i32>) -> FinancialYear {
    FinancialYear::starting(start.and_then(|start| i16::try_from(start).ok()).unwrap_or_default())
}

fn failed(error: PolarsError) -> Failure {
    Failure::cannot_run(
        format!("the panel could not be computed: {error}"),
        "this is a fault of the program; report it",
    )
}
