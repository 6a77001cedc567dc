//! Returns to the Annual Data Requirement: the new one on group-based offending, and its parent on all child sexual
//! abuse and exploitation crimes. Both have the same columns.

use std::collections::{BTreeMap, BTreeSet};

use super::{Forces, Keys, table};
use crate::fault::{Fault, Faults, Place};
use crate::period::{FinancialYear, Part};
use crate::source::{Project, Row};

/// One cell of a force's return.
#[derive(Clone, Debug)]
pub struct AdrReturn {
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
}

/// Why a cell has no count. Never read as zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// `[x]` not available.
    NotAvailable,
    /// `[z]` not applicable.
    NotApplicable,
}

const COLUMNS: [&str; 9] =
    ["force_code", "period", "quarter", "definition", "measure", "dimension", "category", "value", "marker"];

/// Measures of the two returns. Group-based abuse and exploitation, and group-based exploitation alone, are six times
/// apart, so they are two measures and nothing adds or compares them.
pub const MEASURES: [&str; 4] =
    ["group_based_csae_crimes", "group_based_cse_crimes", "group_based_cse_suspects", "csae_crimes"];

impl AdrReturn {
    /// Reads a file of returns. `definitions` are those known to the project.
    pub fn read(
        project: &mut Project,
        path: &str,
        forces: &Forces,
        definitions: &BTreeSet<String>,
    ) -> Result<Vec<Self>, Vec<Fault>> {
        let table = table(project, path, &COLUMNS)?;
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut rows = Vec::with_capacity(table.len());
        for row in table.rows() {
            if let Some(cell) = Self::from_row(&row, forces, definitions, &mut faults) {
                let key = (
                    cell.force.clone(),
                    cell.year,
                    cell.part,
                    cell.measure.clone(),
                    cell.dimension.clone(),
                    cell.category.clone(),
                );
                faults.keep(keys.check(&row, key));
                rows.push(cell);
            }
        }
        faults.into_result(rows)
    }

    fn from_row(row: &Row<'_>, forces: &Forces, definitions: &BTreeSet<String>, faults: &mut Faults) -> Option<Self> {
        let known: Vec<&str> = definitions.iter().map(String::as_str).collect();
        let force = faults.keep(forces.code(&row.cell("force_code")));
        let year = faults.keep(row.cell("period").parse("period-unknown", "a financial year such as 2024/25"));
        let part: Option<Part> = faults.keep(row.cell("quarter").parse("period-unknown", "Q1, Q2, Q3, Q4 or year"));
        let definition = faults.keep(row.cell("definition").one_of("definition-unknown", &known));
        let measure = faults.keep(row.cell("measure").one_of("measure-unknown", &MEASURES));
        let marker = faults.keep(marker(row))?;
        let value = row.cell("value");
        let value = match (value.text().is_empty(), marker) {
            (true, Some(_)) => None,
            (true, None) => {
                faults.push(value.fault(
                    "value-missing",
                    "the cell is empty and no marker says why",
                    "give the count (0 if there were none), or the marker [x] not available or [z] not applicable",
                ));
                return None;
            }
            (false, Some(_)) => {
                faults.push(value.fault(
                    "value-and-marker",
                    "the cell has a count and a marker for no count",
                    "keep one of the two",
                ));
                return None;
            }
            // A quarter can be negative, when crimes are transferred or cancelled; a year cannot.
            (false, None) => Some(faults.keep(match part {
                Some(Part::Quarter(_)) => value.integer(),
                _ => value.count(),
            })?),
        };
        Some(Self {
            line: row.line(),
            force: force?,
            year: year?,
            part: part?,
            definition: definition?.to_owned(),
            measure: measure?.to_owned(),
            dimension: row.cell("dimension").text().to_owned(),
            category: row.cell("category").text().to_owned(),
            value,
            marker,
        })
    }
}

/// Holds every count of group-based crimes against the force's count of all crimes of child sexual abuse and exploitation,
/// which contains it. Each file is given with its path.
pub fn check_against_parents(returns: (&[AdrReturn], &str), parents: (&[AdrReturn], &str)) -> Vec<Fault> {
    let whole = |row: &&AdrReturn| row.dimension == "total";
    let ceilings: BTreeMap<(&str, FinancialYear, Part), &AdrReturn> =
        parents.0.iter().filter(whole).map(|row| ((row.force.as_str(), row.year, row.part), row)).collect();
    let mut faults = Vec::new();
    for row in returns.0.iter().filter(whole).filter(|row| row.measure.ends_with("_crimes")) {
        let Some(parent) = ceilings.get(&(row.force.as_str(), row.year, row.part)) else { continue };
        if let (Some(count), Some(ceiling)) = (row.value, parent.value)
            && count > ceiling
        {
            faults.push(Fault::new(
                "count-above-parent",
                Place::cell(returns.1, row.line, "value"),
                format!(
                    "the count of group-based crimes, {count}, is above the force's count of crimes of all kinds, {ceiling}, \
                     for {} {}",
                    row.year, row.part
                ),
                format!("one of the two is wrong; the other stands in {}, line {}", parents.1, parent.line),
            ));
        }
    }
    faults
}

fn marker(row: &Row<'_>) -> Result<Option<Marker>, Fault> {
    match row.cell("marker").one_of("marker-unknown", &["", "[x]", "[z]"])? {
        "[x]" => Ok(Some(Marker::NotAvailable)),
        "[z]" => Ok(Some(Marker::NotApplicable)),
        _ => Ok(None),
    }
}
