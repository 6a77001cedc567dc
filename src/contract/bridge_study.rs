//! Bridge studies: a force that counts something else reads a sample of its records against the agreed definition.
//!
//! In: one row a force and period, with how many records were read and how many met the agreed definition, among those
//! the force counted and among its other crimes of child sexual abuse and exploitation. Out: typed rows. Only sizes and
//! counts of samples are taken in, never a record.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::TOTAL;
use super::adr_return::AdrReturn;
use super::findings::{Finding, Subject};
use super::format::{Kind, Records};
use super::role;
use crate::fault::{Fault, Place};
use crate::period::{FinancialYear, Part};

/// Records read, and how many of them met the agreed definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Records read.
    pub read: i64,
    /// Of these, records that meet the agreed definition.
    pub found: i64,
}

/// One force's study for one period.
#[derive(Clone, Debug)]
pub struct BridgeStudy {
    /// Where its row stands.
    pub place: Place,
    /// Where its four numbers stand, in the order of the samples.
    pub places: [Place; 4],
    /// Line of its file, from 1.
    pub line: u64,
    /// Code of the force.
    pub force: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Definition of the return that the study bridges.
    pub definition: String,
    /// Definition the records were read against: the agreed one of the time. Under another, the study says nothing.
    pub against: String,
    /// The sample of records the force counted, and the sample of its others; none where the marker says why.
    pub samples: Option<(Sample, Sample)>,
    /// Day on which the reading ended.
    pub read_on: Option<Date>,
}

const NUMBERS: [&str; 4] = ["counted_sample", "counted_found", "other_sample", "other_found"];

impl BridgeStudy {
    /// The studies of a reading.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut studies = Vec::new();
        for records in files {
            records.needs(&NUMBERS.map(|column| (column, Kind::Count)))?;
            records.needs(&[
                ("force_code", Kind::Codelist),
                ("period", Kind::FinancialYear),
                ("definition", Kind::Codelist),
                ("read_against", Kind::Codelist),
                ("read_on", Kind::Date),
            ])?;
            studies.extend(records.iter().filter_map(|record| {
                let sample = |read, found| Some(Sample { read: record.number(read)?, found: record.number(found)? });
                Some(Self {
                    place: record.row_place(),
                    places: NUMBERS.map(|column| record.place(column)),
                    line: record.line(),
                    force: record.text("force_code").to_owned(),
                    year: record.financial_year("period")?,
                    definition: record.text("definition").to_owned(),
                    against: record.text("read_against").to_owned(),
                    samples: sample("counted_sample", "counted_found").zip(sample("other_sample", "other_found")),
                    read_on: record.date("read_on"),
                })
            }));
        }
        Ok(studies)
    }
}

/// What studies are held against.
#[derive(Clone, Copy)]
pub struct Returned<'a> {
    /// The returns, and the measure that is bridged.
    pub returns: (&'a [AdrReturn], &'a str),
    /// The parent returns, and the measure that contains it.
    pub parents: (&'a [AdrReturn], &'a str),
    /// Last day on which data were taken in.
    pub cut_off: Date,
    /// Fewest other records that must have been read, unless there are fewer.
    pub least_other: i64,
}

/// A count of a whole year and where it stands.
type Cell<'a> = (i64, &'a Place);

/// Holds every study against the return it bridges. `bridges` says whether a definition can be bridged at all: a
/// count of another unit holds no records to read.
pub fn check_bridges(studies: &[BridgeStudy], returned: Returned<'_>, bridges: impl Fn(&str) -> bool) -> Vec<Finding> {
    let whole =
        |row: &&AdrReturn, measure: &str| row.part == Part::Year && row.dimension == TOTAL && row.measure == measure;
    let (rows, measure) = returned.returns;
    let counts: BTreeMap<(&str, FinancialYear, &str), Cell<'_>> = rows
        .iter()
        .filter(|row| whole(row, measure))
        .filter_map(|row| Some(((row.force.as_str(), row.year, row.definition.as_str()), (row.value?, &row.place))))
        .collect();
    let (rows, measure) = returned.parents;
    let parents: BTreeMap<(&str, FinancialYear), Cell<'_>> = rows
        .iter()
        .filter(|row| whole(row, measure))
        .filter_map(|row| Some(((row.force.as_str(), row.year), (row.value?, &row.place))))
        .collect();

    let mut found = Vec::new();
    for study in studies {
        let Some((counted, other)) = study.samples else { continue };
        let check = Check { study, found: &mut found };
        if !bridges(&study.definition) {
            check.not_applicable();
            continue;
        }
        let count = counts.get(&(study.force.as_str(), study.year, study.definition.as_str())).copied();
        let parent = parents.get(&(study.force.as_str(), study.year)).copied();
        let (Some(count), Some(parent)) = (count, parent) else {
            check.without_return(if count.is_none() { "return" } else { "parent return" });
            continue;
        };
        check.all((counted, other), count, parent, returned);
    }
    found
}

/// The checks of one study.
struct Check<'a> {
    study: &'a BridgeStudy,
    found: &'a mut Vec<Finding>,
}

impl Check<'_> {
    fn refuse(&mut self, id: &'static str, column: &str, what: String, remedy: impl Into<String>) {
        let place = Place { column: Some(column.to_owned()), ..self.study.place.clone() };
        let subject = Subject {
            contract: role::BRIDGES.to_owned(),
            force: self.study.force.clone(),
            period: self.study.year.to_string(),
            ..Subject::default()
        };
        self.found.push(Finding::contradiction(subject, Fault::new(id, place, what, remedy)));
    }

    fn not_applicable(mut self) {
        let what = format!("the definition `{}` cannot be bridged", self.study.definition);
        let remedy = "remove the row: a count of another unit holds no records to read";
        self.refuse("bridge-not-applicable", "definition", what, remedy);
    }

    fn without_return(mut self, missing: &str) {
        let BridgeStudy { year, definition, .. } = self.study;
        let what = format!("the force has no count under `{definition}` for the whole of {year} with its parent count");
        let remedy = format!("give the period and definition of its {missing}; part of a year cannot be bridged");
        self.refuse("bridge-without-return", "definition", what, remedy);
    }

    fn all(
        mut self,
        (counted, other): (Sample, Sample),
        (count, count_place): Cell<'_>,
        (parent, parent_place): Cell<'_>,
        returned: Returned<'_>,
    ) {
        let others = (parent - count).max(0);
        let strata = [
            ("counted", counted, count, "records the force counted", count_place.in_words()),
            ("other", other, others, "other records of the force", parent_place.in_words()),
        ];
        for (name, sample, records, of, source) in strata {
            if sample.found > sample.read {
                let what = format!("{} records were found in a sample of {}", sample.found, sample.read);
                let remedy = "the records found are some of those read; ask the force which number is wrong";
                self.refuse("bridge-found-above-sample", &format!("{name}_found"), what, remedy);
            }
            if sample.read > records {
                let what = format!("the sample of {} is larger than the {records} {of}", sample.read);
                let remedy = format!("each record is read once; compare with {source}");
                self.refuse("bridge-sample-above-records", &format!("{name}_sample"), what, remedy);
            }
        }
        if other.read < returned.least_other && other.read < others {
            let what = format!(
                "only {} of {others} other records were read, and at least {} are needed",
                other.read, returned.least_other
            );
            let remedy = "ask for a larger sample, or remove the row: a small one tells too little of what is rare";
            self.refuse("bridge-sample-small", "other_sample", what, remedy);
        }
        if counted.read == 0 && count > 0 {
            let what = format!("none of the {count} records that the force counted was read");
            let remedy =
                "ask for a sample of them, or remove the row: the share that meets the definition is not known";
            self.refuse("bridge-sample-small", "counted_sample", what, remedy);
        }
        let year_end = date(self.study.year.start() + 1, 3, 31);
        if let Some(day) = self.study.read_on
            && !(year_end < day && day <= returned.cut_off)
        {
            let what = format!(
                "the reading ended on {day}; it must end after {year_end} and by the cut-off, {}",
                returned.cut_off
            );
            let remedy = "a sample of a year is drawn when the year is over, and nothing after the cut-off is taken in";
            self.refuse("bridge-date", "read_on", what, remedy);
        }
    }
}
