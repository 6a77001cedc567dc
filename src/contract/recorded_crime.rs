//! Police recorded crime: offences by force and quarter as published, and the sums the program makes of them, by force and
//! year and of all forces together.
//!
//! Offence codes stay text: `19D` is not a number, and `71` must never be added to anything. A quarter can be below zero, where
//! crimes are transferred or cancelled; a year cannot.

use std::collections::BTreeMap;

use super::forces::Forces;
use super::format::{Kind, Records};
use crate::fault::{Fault, Faults, Place};
use crate::period::{FinancialYear, Part};

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
const COMMON: [(&str, Kind); 3] =
    [("financial_year", Kind::FinancialYear), ("offence_code", Kind::Codelist), ("offences", Kind::Count)];

/// Offences recorded by one force in one quarter.
#[derive(Clone, Debug)]
pub struct RecordedOffence {
    /// Where the count stands.
    pub place: Place,
    /// Code of the force.
    pub force: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Quarter of it.
    pub quarter: Part,
    /// Home Office offence code.
    pub offence: String,
    /// Offences recorded; below zero where more were taken out than came in.
    pub offences: i64,
}

/// Offences recorded by one force in one financial year: the sum of its quarters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedTotal {
    /// Where its first quarter stands.
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
    /// Offences by force and quarter of a reading.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut rows = Vec::new();
        for records in files {
            records.needs(&COMMON)?;
            records.needs(&[("force_code", Kind::Codelist), ("quarter", Kind::Quarter)])?;
            rows.extend(records.iter().filter_map(|record| {
                Some(Self {
                    place: record.place("offences"),
                    force: record.text("force_code").to_owned(),
                    year: record.financial_year("financial_year")?,
                    quarter: record.part("quarter")?,
                    offence: record.text("offence_code").to_owned(),
                    offences: record.number("offences")?,
                })
            }));
        }
        Ok(rows)
    }
}

impl RecordedTotal {
    /// The years of the quarters, by force, year and offence.
    pub fn of(rows: &[RecordedOffence]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut faults = Faults::new();
        let mut totals: BTreeMap<(&str, FinancialYear, &str), Self> = BTreeMap::new();
        for row in rows {
            let total = totals.entry((&row.force, row.year, &row.offence)).or_insert_with(|| Self {
                place: row.place.clone(),
                force: row.force.clone(),
                year: row.year,
                offence: row.offence.clone(),
                offences: 0,
                quarters: 0,
            });
            // A count has at most ten digits and a key stands once, so four of them fit.
            total.offences = total.offences.saturating_add(row.offences);
            total.quarters += 1;
        }
        for total in totals.values().filter(|total| total.offences < 0) {
            faults.push(Fault::new(
                "total-negative",
                total.place.clone(),
                format!("the quarters of {} sum to {}, below zero", total.year, total.offences),
                "a quarter can be negative when crimes are transferred or cancelled, a total cannot; ask the publisher",
            ));
        }
        faults.into_result(totals.into_values().collect())
    }
}

/// Offences of one code recorded by the 43 forces together in one financial year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NationalOffence {
    /// Where it stands; where the first quarter of the first force stands, of a sum.
    pub place: Place,
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
            records.needs(&[("quarters", Kind::Count)])?;
            rows.extend(records.iter().filter_map(|record| {
                Some(Self {
                    place: record.place("offences"),
                    year: record.financial_year("financial_year")?,
                    offence: record.text("offence_code").to_owned(),
                    offences: record.number("offences")?,
                    quarters: record.number("quarters")?,
                })
            }));
        }
        Ok(rows)
    }

    /// The sums over the territorial forces, by year and offence: only of years in which each of them has a count over the same
    /// quarters. A sum over some forces is another number.
    pub fn sums(totals: &[RecordedTotal], forces: &Forces) -> Vec<Self> {
        let territorial = |code: &str| forces.get(code).is_some_and(|force| force.territorial);
        let due = forces.iter().filter(|force| force.territorial).count();
        let mut sums: BTreeMap<(FinancialYear, &str), (Self, usize, bool)> = BTreeMap::new();
        for total in totals.iter().filter(|total| territorial(&total.force)) {
            let (sum, counted, alike) = sums.entry((total.year, &total.offence)).or_insert_with(|| {
                let sum = Self {
                    place: total.place.clone(),
                    year: total.year,
                    offence: total.offence.clone(),
                    offences: 0,
                    quarters: total.quarters,
                };
                (sum, 0, true)
            });
            sum.offences = sum.offences.saturating_add(total.offences);
            *counted += 1;
            *alike &= sum.quarters == total.quarters;
        }
        sums.into_values().filter(|(_, counted, alike)| *alike && *counted == due).map(|(sum, ..)| sum).collect()
    }
}
