//! Returns: counts by force, period, measure and category, under any contract of that shape.
//!
//! In: records. Out: one row a cell. A category within a wider one (ethnic group in eighteen) is added to it, so that
//! forces that count more finely stand beside those that do not.

use std::collections::BTreeMap;

use super::TOTAL;
use super::findings::{Finding, Subject};
use super::format::model::RETURN_COLUMNS;
use super::format::{Measures, Record, Records};
use super::summed::Summed;
use crate::fault::{Fault, Faults, Place};
use crate::period::{FinancialYear, Part};

/// One cell of a force's return.
#[derive(Clone, Debug)]
pub struct AdrReturn {
    /// Where its value stands.
    pub place: Place,
    /// Line of its file, from 1.
    pub line: u64,
    /// Code of the force.
    pub force: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Whole year or a quarter.
    pub part: Part,
    /// Definition under which the force counted.
    pub definition: String,
    /// What was counted.
    pub measure: String,
    /// Breakdown; `total` for the whole.
    pub dimension: String,
    /// Category of the breakdown; `all` for the whole.
    pub category: String,
    /// The count; none where the marker says why.
    pub value: Option<i64>,
    /// Why there is no count.
    pub marker: Option<Marker>,
    /// Of a sum of finer categories, where each stands and what it is.
    pub parts: Vec<(Place, Option<i64>)>,
}

/// Why a cell has no count. Never read as zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// `[x]` not available.
    NotAvailable,
    /// `[z]` not applicable.
    NotApplicable,
}

impl Marker {
    pub(super) fn of(text: &str) -> Self {
        if text == "[z]" { Self::NotApplicable } else { Self::NotAvailable }
    }
}

/// What makes rows of finer categories one row.
type Block<'a> = (&'a str, FinancialYear, Part, &'a str, &'a str);

impl AdrReturn {
    /// The returns of a reading, in file order.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        if let Some(contract) = files.first().map(|records| &records.contract).filter(|contract| contract.is_summed()) {
            return Summed::read(contract, files).map(|summed| summed.returns());
        }
        let mut faults = Faults::new();
        let mut rows: Vec<Self> = Vec::new();
        // Where the wider category of a block stands in `rows`, and whether it is a sum of finer ones.
        let mut wider: BTreeMap<(Block<'_>, &str), (usize, bool)> = BTreeMap::new();
        for records in files {
            records.needs(&RETURN_COLUMNS.map(|(name, kind, _)| (name, kind)))?;
            for record in records.iter() {
                let Some(row) = Self::of(&record) else { continue };
                let Some(code) = record.code("category") else {
                    rows.push(row);
                    continue;
                };
                let block =
                    (record.text("force_code"), row.year, row.part, record.text("measure"), record.text("dimension"));
                let fine = !code.within.is_empty();
                let name = if fine { &code.within } else { &code.id };
                match wider.get(&(block, name.as_str())) {
                    None => {
                        wider.insert((block, name), (rows.len(), fine));
                        let parts = if fine { vec![(row.place.clone(), row.value)] } else { Vec::new() };
                        rows.push(Self { category: name.clone(), parts, ..row });
                    }
                    Some((_, other)) if !(fine && *other) => faults.push(mixed(&record, name)),
                    Some((at, _)) => {
                        if let Some(sum) = rows.get_mut(*at) {
                            faults.keep(sum.add(&row));
                        }
                    }
                }
            }
        }
        faults.into_result(rows)
    }

    fn of(record: &Record<'_>) -> Option<Self> {
        let text = |column| record.text(column).to_owned();
        Some(Self {
            place: record.place("value"),
            line: record.line(),
            force: text("force_code"),
            year: record.financial_year("period")?,
            part: record.part("quarter")?,
            definition: text("definition"),
            measure: text("measure"),
            dimension: text("dimension"),
            category: text("category"),
            value: record.number("value"),
            marker: record.marker("value").map(Marker::of),
            parts: Vec::new(),
        })
    }

    /// Adds a finer category. A sum of which a part is missing is missing.
    fn add(&mut self, finer: &Self) -> Result<(), Fault> {
        if self.definition != finer.definition {
            return Err(Fault::new(
                "category-mixed",
                finer.place.clone(),
                format!("one breakdown is counted under `{}` and `{}`", self.definition, finer.definition),
                "count every category of a breakdown under one definition",
            ));
        }
        self.marker = self.marker.or(finer.marker);
        self.parts.push((finer.place.clone(), finer.value));
        self.value = match (self.value, finer.value) {
            (Some(sum), Some(more)) => Some(sum.checked_add(more).ok_or_else(|| {
                let what = format!("the categories within `{}` have a sum that does not fit 64 bits", self.category);
                Fault::new("number-too-large", finer.place.clone(), what, "look for a misplaced number")
            })?),
            _ => None,
        };
        Ok(())
    }
}

fn mixed(record: &Record<'_>, wider: &str) -> Fault {
    Fault::new(
        "category-mixed",
        record.place("category"),
        format!("the breakdown has `{wider}` itself and a category within it, which would be counted twice"),
        "give the wider categories or the finer ones, not both",
    )
}

/// Holds every count against that of the measure it is part of. `returned` is what was read, by contract.
pub fn check_against_parents(measures: &Measures, returned: &BTreeMap<String, Vec<AdrReturn>>) -> Vec<Finding> {
    let whole = |row: &&AdrReturn| row.dimension == TOTAL;
    let key = |row: &AdrReturn| (row.force.clone(), row.year, row.part);
    let mut found = Vec::new();
    for (contract, rows) in returned {
        let mut ceilings: BTreeMap<&str, BTreeMap<_, &AdrReturn>> = BTreeMap::new();
        for measure in measures.of_contract(contract) {
            let parent = measure.part_of.as_ref().and_then(|parent| measures.get(parent));
            let Some((parent, parents)) = parent.and_then(|parent| Some((parent, returned.get(&parent.contract)?)))
            else {
                continue;
            };
            let of_parent = parents.iter().filter(whole).filter(|row| row.measure == parent.id);
            ceilings.insert(&measure.id, of_parent.map(|row| (key(row), row)).collect());
        }
        for row in rows.iter().filter(whole) {
            let ceiling = ceilings.get(row.measure.as_str()).and_then(|ceilings| ceilings.get(&key(row)));
            if let Some((ceiling, (count, most))) =
                ceiling.and_then(|ceiling| Some((ceiling, row.value.zip(ceiling.value)?)))
                && count > most
            {
                let subject = Subject {
                    contract: contract.clone(),
                    force: row.force.clone(),
                    period: row.part.of(row.year),
                    measure: row.measure.clone(),
                    ..Subject::default()
                };
                found.push(Finding::contradiction(subject, above(row, ceiling, (count, most))));
            }
        }
    }
    found
}

fn above(row: &AdrReturn, ceiling: &AdrReturn, (count, most): (i64, i64)) -> Fault {
    let what = format!(
        "the count of `{}`, {count}, is above the force's count of `{}`, which holds it, {most}, for {} {}",
        row.measure, ceiling.measure, row.year, row.part
    );
    let remedy = format!("one of the two is wrong; the other stands in {}", ceiling.place.in_words());
    Fault::new("count-above-parent", row.place.clone(), what, remedy)
}
