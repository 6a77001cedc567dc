//! Police recorded crime: offences by force and financial year, and by offence code nationally.
//!
//! Offence codes stay text: `19D` is not a number, and `71` must never be added to anything.

use std::collections::BTreeMap;

use super::format::{Kind, Records};
use crate::fault::{Fault, Place};
use crate::period::FinancialYear;

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
    /// The offence codes of a reading.
    pub fn read(files: &[Records]) -> Result<BTreeMap<String, Self>, Vec<Fault>> {
        let mut offences = BTreeMap::new();
        for records in files {
            records.needs(&[
                ("offence_code", Kind::Code),
                ("title", Kind::Text),
                ("child_specific", Kind::Codelist),
            ])?;
            for record in records.iter() {
                let text = |column| record.text(column).to_owned();
                let offence =
                    Self { code: text("offence_code"), title: text("title"), child_specific: text("child_specific") };
                offences.insert(offence.code.clone(), offence);
            }
        }
        Ok(offences)
    }
}

/// Columns of both tables.
const COMMON: [(&str, Kind); 4] = [
    ("financial_year", Kind::FinancialYear),
    ("offence_code", Kind::Codelist),
    ("offences", Kind::Count),
    ("quarters", Kind::Count),
];

/// Offences recorded by one force in one financial year.
#[derive(Clone, Debug)]
pub struct RecordedOffence {
    /// Where its offence code stands.
    pub place: Place,
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
    /// Offences by force of a reading.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut rows = Vec::new();
        for records in files {
            records.needs(&COMMON)?;
            records.needs(&[("force_code", Kind::Codelist)])?;
            rows.extend(records.iter().filter_map(|record| {
                Some(Self {
                    place: record.place("offence_code"),
                    force: record.text("force_code").to_owned(),
                    year: record.financial_year("financial_year")?,
                    offence: record.text("offence_code").to_owned(),
                    offences: record.number("offences")?,
                    quarters: record.number("quarters")?,
                })
            }));
        }
        Ok(rows)
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
    /// Offences by code of a reading.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut rows = Vec::new();
        for records in files {
            records.needs(&COMMON)?;
            rows.extend(records.iter().filter_map(|record| {
                Some(Self {
                    year: record.financial_year("financial_year")?,
                    offence: record.text("offence_code").to_owned(),
                    offences: record.number("offences")?,
                    quarters: record.number("quarters")?,
                })
            }));
        }
        Ok(rows)
    }
}
