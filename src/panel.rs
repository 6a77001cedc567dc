//! The one table all statistics start from: force × period × measure × category, integers only.
//!
//! It is the only home of polars. Sums are of integers, group-bys are stable, and every result is sorted on its full
//! key before it leaves, so thread count and row order change nothing. Floating point begins in `statistics`.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Column, DataFrame, IntoLazy, LazyFrame, PolarsError, col, lit};

use crate::contract::TOTAL;
use crate::contract::{Measure, Measures};
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

/// The panel.
#[derive(Clone)]
pub struct Panel {
    frame: DataFrame,
    lineages: BTreeMap<String, Lineage>,
    measures: Measures,
}

impl Panel {
    /// Makes the panel. Each measure has the lineage of the source it was read from, and is what its contract says.
    pub fn new(entries: &[Entry], lineages: BTreeMap<String, Lineage>, measures: Measures) -> Result<Self, Failure> {
        let text = |name: &str, of: fn(&Entry) -> &str| {
            Column::new(name.into(), entries.iter().map(of).collect::<Vec<&str>>())
        };
        let number =
            |name: &str, of: fn(&Entry) -> i64| Column::new(name.into(), entries.iter().map(of).collect::<Vec<i64>>());
        let values: Vec<Option<i64>> = entries.iter().map(|entry| entry.value).collect();
        let columns = vec![
            text("force", |entry| &entry.force),
            number("year", |entry| i64::from(entry.year.start())),
            number("part", |entry| match entry.part {
                Part::Year => 0,
                Part::Quarter(quarter) => i64::from(quarter),
            }),
            text("definition", |entry| &entry.definition),
            text("measure", |entry| &entry.measure),
            text("dimension", |entry| &entry.dimension),
            text("category", |entry| &entry.category),
            Column::new("value".into(), values),
            number("quarters", |entry| entry.quarters),
        ];
        let frame = DataFrame::new(entries.len(), columns).map_err(failed)?;
        Ok(Self { frame, lineages, measures })
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
    pub fn breakdowns(&self) -> Result<BTreeSet<(String, String)>, Failure> {
        let found = || -> Result<BTreeSet<(String, String)>, PolarsError> {
            let (measure, dimension) = (self.frame.column("measure")?.str()?, self.frame.column("dimension")?.str()?);
            let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
            pairs.extend((0..self.frame.height()).filter_map(|row| Some((measure.get(row)?, dimension.get(row)?))));
            Ok(pairs.into_iter().map(|(measure, dimension)| (measure.to_owned(), dimension.to_owned())).collect())
        };
        found().map_err(failed)
    }

    /// The cells that a query asks for, sorted by force, year, part, category and definition. They are added up by those
    /// who ask, with a check for overflow that polars does not make.
    pub fn cells(&self, query: &Query<'_>) -> Result<Vec<Cell>, Failure> {
        let mut wanted = col("measure").eq(lit(query.measure)).and(col("dimension").eq(lit(query.dimension)));
        for (column, word) in [("category", query.category), ("definition", query.definition)] {
            if let Some(word) = word {
                wanted = wanted.and(col(column).eq(lit(word)));
            }
        }
        let key = ["force", "year", "part", "category", "definition"];
        let frame = self.frame.clone().lazy().filter(wanted).sort(key, Default::default()).collect().map_err(failed)?;
        let rows = || -> Result<Vec<Cell>, PolarsError> {
            let (force, category) = (frame.column("force")?.str()?, frame.column("category")?.str()?);
            let definition = frame.column("definition")?.str()?;
            let (year, part) = (frame.column("year")?.i64()?, frame.column("part")?.i64()?);
            let (value, quarters) = (frame.column("value")?.i64()?, frame.column("quarters")?.i64()?);
            let owned = |word: Option<&str>| word.unwrap_or_default().to_owned();
            Ok((0..frame.height())
                .map(|row| Cell {
                    force: owned(force.get(row)),
                    year: financial_year(year.get(row)),
                    part: match part.get(row).and_then(|part| u8::try_from(part).ok()) {
                        None | Some(0) => Part::Year,
                        Some(quarter) => Part::Quarter(quarter),
                    },
                    category: owned(category.get(row)),
                    definition: owned(definition.get(row)),
                    value: value.get(row),
                    quarters: quarters.get(row).unwrap_or_default(),
                })
                .collect())
        };
        rows().map_err(failed)
    }

    /// Yearly totals of a measure by force, sorted by force and year.
    pub fn force_totals(&self, measure: &str) -> Result<Vec<ForceTotal>, Failure> {
        let frame = self
            .totals(measure)
            .filter(col("part").eq(lit(0)))
            .sort(["force", "year", "definition"], Default::default())
            .collect()
            .map_err(failed)?;
        let rows = || -> Result<Vec<ForceTotal>, PolarsError> {
            let (force, definition) = (frame.column("force")?.str()?, frame.column("definition")?.str()?);
            let (year, quarters) = (frame.column("year")?.i64()?, frame.column("quarters")?.i64()?);
            let value = frame.column("value")?.i64()?;
            Ok((0..frame.height())
                .map(|row| ForceTotal {
                    force: force.get(row).unwrap_or_default().to_owned(),
                    year: financial_year(year.get(row)),
                    definition: definition.get(row).unwrap_or_default().to_owned(),
                    value: value.get(row),
                    quarters: quarters.get(row).unwrap_or_default(),
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
            let (force, year) = (frame.column("force")?.str()?, frame.column("year")?.i64()?);
            let (returned, sum) = (frame.column("returned")?.i64()?, frame.column("sum")?.i64()?);
            Ok((0..frame.height())
                .map(|row| {
                    let key = (force.get(row).unwrap_or_default().to_owned(), financial_year(year.get(row)));
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

    fn totals(&self, measure: &str) -> LazyFrame {
        self.frame.clone().lazy().filter(col("measure").eq(lit(measure)).and(col("dimension").eq(lit(TOTAL))))
    }
}

fn financial_year(start: Option<i64>) -> FinancialYear {
    FinancialYear::starting(start.and_then(|start| i16::try_from(start).ok()).unwrap_or_default())
}

fn failed(error: PolarsError) -> Failure {
    Failure::cannot_run(
        format!("the panel could not be computed: {error}"),
        "this is a fault of the program; report it",
    )
}
