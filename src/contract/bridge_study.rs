//! Bridge studies: a force that counts something else reads a sample of its records against the agreed definition.
//!
//! In: one row a force and period, with how many records were read and how many met the agreed definition, among those
//! the force counted and among its other crimes of child sexual abuse and exploitation. Out: typed rows. Only sizes and
//! counts of samples are taken in, never a record.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};

use super::{AdrReturn, Forces, Keys, table_or_nothing};
use crate::fault::{Fault, Faults, Place};
use crate::period::{FinancialYear, Part};
use crate::source::{Project, Row};

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

const COLUMNS: [&str; 10] = [
    "force_code",
    "period",
    "definition",
    "counted_sample",
    "counted_found",
    "other_sample",
    "other_found",
    "read_on",
    "read_against",
    "marker",
];

impl BridgeStudy {
    /// Reads the studies. `definitions` are those known to the project.
    pub fn read(
        project: &mut Project,
        path: &str,
        forces: &Forces,
        definitions: &BTreeSet<String>,
    ) -> Result<Vec<Self>, Vec<Fault>> {
        let table = table_or_nothing(project, path, &COLUMNS)?;
        let known: Vec<&str> = definitions.iter().map(String::as_str).collect();
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut studies = Vec::with_capacity(table.len());
        for row in table.rows() {
            let force = faults.keep(forces.code(&row.cell("force_code")));
            let year = faults.keep(row.cell("period").parse("period-unknown", "a financial year such as 2024/25"));
            let definition = faults.keep(row.cell("definition").one_of("definition-unknown", &known));
            let against = faults.keep(row.cell("read_against").one_of("definition-unknown", &known));
            let content = content(&row, &mut faults);
            if let (Some(force), Some(year)) = (&force, year) {
                faults.keep(keys.check(&row, (force.clone(), year)));
            }
            if let (Some(force), Some(year), Some(definition), Some(against), Some((samples, read_on))) =
                (force, year, definition, against, content)
            {
                let (definition, against) = (definition.to_owned(), against.to_owned());
                studies.push(Self { line: row.line(), force, year, definition, against, samples, read_on });
            }
        }
        faults.into_result(studies)
    }
}

/// What a study found and when, or why there is none.
type Content = (Option<(Sample, Sample)>, Option<Date>);

fn content(row: &Row<'_>, faults: &mut Faults) -> Option<Content> {
    const NUMBERS: [&str; 4] = ["counted_sample", "counted_found", "other_sample", "other_found"];
    let marker = faults.keep(row.cell("marker").one_of("marker-unknown", &["", "[x]", "[z]"]))?;
    if !marker.is_empty() {
        let given = NUMBERS.iter().map(|column| row.cell(column)).find(|cell| !cell.text().is_empty());
        return match given {
            None => Some((None, None)),
            Some(cell) => {
                let what = "the cell has a count and its row a marker for no study";
                faults.push(cell.fault("value-and-marker", what, "keep one of the two"));
                None
            }
        };
    }
    let [counted_sample, counted_found, other_sample, other_found] =
        NUMBERS.map(|column| faults.keep(row.cell(column).count()));
    let read_on = faults.keep(row.cell("read_on").parse("date-invalid", "a date such as 2026-08-31"));
    let counted = Sample { read: counted_sample?, found: counted_found? };
    let other = Sample { read: other_sample?, found: other_found? };
    Some((Some((counted, other)), Some(read_on?)))
}

/// What studies are held against.
#[derive(Clone, Copy)]
pub struct Returned<'a> {
    /// The returns, with the path of their file and the measure that is bridged.
    pub returns: (&'a [AdrReturn], &'a str, &'a str),
    /// The parent returns, with the path of their file and the measure that contains it.
    pub parents: (&'a [AdrReturn], &'a str, &'a str),
    /// Last day on which data were taken in.
    pub cut_off: Date,
    /// Fewest other records that must have been read, unless there are fewer.
    pub least_other: i64,
}

/// A count of a whole year and the line it stands in.
type Cell = (i64, u64);

/// Holds every study against the return it bridges. `bridges` says whether a definition can be bridged at all: the agreed
/// one needs no study, and a count of another unit holds no records to read.
pub fn check_bridges(
    (studies, path): (&[BridgeStudy], &str),
    returned: Returned<'_>,
    bridges: impl Fn(&str) -> bool,
) -> Vec<Fault> {
    let whole =
        |row: &&AdrReturn, measure: &str| row.part == Part::Year && row.dimension == "total" && row.measure == measure;
    let (rows, returns_path, measure) = returned.returns;
    let counts: BTreeMap<(&str, FinancialYear, &str), Cell> = rows
        .iter()
        .filter(|row| whole(row, measure))
        .filter_map(|row| Some(((row.force.as_str(), row.year, row.definition.as_str()), (row.value?, row.line))))
        .collect();
    let (rows, parents_path, measure) = returned.parents;
    let parents: BTreeMap<(&str, FinancialYear), Cell> = rows
        .iter()
        .filter(|row| whole(row, measure))
        .filter_map(|row| Some(((row.force.as_str(), row.year), (row.value?, row.line))))
        .collect();

    let mut faults = Vec::new();
    for study in studies {
        let Some((counted, other)) = study.samples else { continue };
        let check = Check { study, path, faults: &mut faults };
        if !bridges(&study.definition) {
            check.not_applicable();
            continue;
        }
        let count = counts.get(&(study.force.as_str(), study.year, study.definition.as_str())).copied();
        let parent = parents.get(&(study.force.as_str(), study.year)).copied();
        let (Some(count), Some(parent)) = (count, parent) else {
            check.without_return(if count.is_none() { returns_path } else { parents_path });
            continue;
        };
        check.all((counted, other), (count, returns_path), (parent, parents_path), returned);
    }
    faults
}

/// The checks of one study.
struct Check<'a> {
    study: &'a BridgeStudy,
    path: &'a str,
    faults: &'a mut Vec<Fault>,
}

impl Check<'_> {
    fn refuse(&mut self, id: &'static str, column: &str, what: String, remedy: impl Into<String>) {
        self.faults.push(Fault::new(id, Place::cell(self.path, self.study.line, column), what, remedy));
    }

    fn not_applicable(mut self) {
        let what = format!("the definition `{}` cannot be bridged", self.study.definition);
        let remedy =
            "remove the row: the agreed definition needs no study, and a different unit holds no records to read";
        self.refuse("bridge-not-applicable", "definition", what, remedy);
    }

    fn without_return(mut self, file: &str) {
        let BridgeStudy { year, definition, .. } = self.study;
        let what = format!("the force has no count under `{definition}` for the whole of {year} with its parent count");
        let remedy =
            format!("give the period and definition of its return in {file}; part of a year cannot be bridged");
        self.refuse("bridge-without-return", "definition", what, remedy);
    }

    fn all(
        mut self,
        (counted, other): (Sample, Sample),
        ((count, count_line), returns_path): (Cell, &str),
        ((parent, parent_line), parents_path): (Cell, &str),
        returned: Returned<'_>,
    ) {
        let others = (parent - count).max(0);
        let strata = [
            ("counted", counted, count, "records the force counted", format!("{returns_path}, line {count_line}")),
            ("other", other, others, "other records of the force", format!("{parents_path}, line {parent_line}")),
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
            let remedy = "ask for a larger sample, or remove the row: a small one makes the estimate too high";
            self.refuse("bridge-sample-small", "other_sample", what, remedy);
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
