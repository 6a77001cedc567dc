//! Police recorded crime: offences by force and financial year, and by offence code nationally.
//!
//! Offence codes stay text: `19D` is not a number, and `71` must never be added to anything.

use std::collections::BTreeMap;

use super::{Forces, Keys, table};
use crate::fault::{Fault, Faults};
use crate::period::FinancialYear;
use crate::source::{Project, Row};

/// An offence of the counting rules.
#[derive(Clone, Debug)]
pub struct Offence {
    /// Home Office offence code.
    pub code: String,
    /// Title in the counting rules.
    pub title: String,
    /// Whether its victim must be a child, on the Home Office's list of 2016.
    pub child_specific: String,
}

impl Offence {
    /// Reads the list of offence codes.
    pub fn read(project: &mut Project, path: &str) -> Result<BTreeMap<String, Self>, Vec<Fault>> {
        let table = table(project, path, &["offence_code", "title", "child_specific", "note"])?;
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut offences = BTreeMap::new();
        for row in table.rows() {
            let code = row.cell("offence_code").text().to_owned();
            faults.keep(keys.check(&row, code.clone()));
            let child_specific = row.cell("child_specific").text().to_owned();
            offences.insert(code.clone(), Self { code, title: row.cell("title").text().to_owned(), child_specific });
        }
        faults.into_result(offences)
    }
}

/// Offences recorded by one force in one financial year.
#[derive(Clone, Debug)]
pub struct RecordedOffence {
    /// Code of the force.
    pub force: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Home Office offence code.
    pub offence: String,
    /// Offences recorded.
    pub offences: i64,
    /// Quarters in the sum, 1 to 4.
    pub quarters: i64,
}

impl RecordedOffence {
    /// Reads offences by force.
    pub fn read(
        project: &mut Project,
        path: &str,
        forces: &Forces,
        known: &BTreeMap<String, Offence>,
    ) -> Result<Vec<Self>, Vec<Fault>> {
        let columns = ["force_code", "financial_year", "offence_code", "offences", "quarters"];
        let table = table(project, path, &columns)?;
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut rows = Vec::with_capacity(table.len());
        for row in table.rows() {
            let force = faults.keep(forces.code(&row.cell("force_code")));
            let common = common(&row, known, &mut faults);
            if let (Some(force), Some((year, offence, offences, quarters))) = (force, common) {
                faults.keep(keys.check(&row, (force.clone(), year, offence.clone())));
                rows.push(Self { force, year, offence, offences, quarters });
            }
        }
        faults.into_result(rows)
    }
}

/// Offences of one code recorded by the 43 forces together in one financial year.
#[derive(Clone, Debug)]
pub struct NationalOffence {
    /// Financial year.
    pub year: FinancialYear,
    /// Home Office offence code.
    pub offence: String,
    /// Offences recorded.
    pub offences: i64,
    /// Quarters in the sum, 1 to 4.
    pub quarters: i64,
}

impl NationalOffence {
    /// Reads offences by code.
    pub fn read(project: &mut Project, path: &str, known: &BTreeMap<String, Offence>) -> Result<Vec<Self>, Vec<Fault>> {
        let table = table(project, path, &["financial_year", "offence_code", "offences", "quarters"])?;
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut rows = Vec::with_capacity(table.len());
        for row in table.rows() {
            if let Some((year, offence, offences, quarters)) = common(&row, known, &mut faults) {
                faults.keep(keys.check(&row, (year, offence.clone())));
                rows.push(Self { year, offence, offences, quarters });
            }
        }
        faults.into_result(rows)
    }
}

type Common = (FinancialYear, String, i64, i64);

fn common(row: &Row<'_>, known: &BTreeMap<String, Offence>, faults: &mut Faults) -> Option<Common> {
    let year = row.cell("financial_year").parse("period-unknown", "a financial year such as 2024/25");
    let code = row.cell("offence_code");
    let codes: Vec<&str> = known.keys().map(String::as_str).collect();
    let offence = code.one_of("offence-unknown", &codes);
    let quarters = row.cell("quarters");
    let quarter_count = quarters.count().and_then(|count| match count {
        1..=4 => Ok(count),
        other => Err(quarters.fault(
            "quarters-invalid",
            format!("a financial year has one to four quarters, not {other}"),
            "give the number of quarters the publisher has released",
        )),
    });
    let offences = row.cell("offences").count();
    let (year, offence) = (faults.keep(year), faults.keep(offence));
    let (offences, quarter_count) = (faults.keep(offences), faults.keep(quarter_count));
    Some((year?, offence?.to_owned(), offences?, quarter_count?))
}
