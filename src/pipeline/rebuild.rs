//! What an OFFICIAL release prints, made again and again from other returns: the proof that nobody can tell them from the real ones.
//!
//! In: an edition, read once, and other values for the counts that forces returned. Out: everything that the typesetter, the
//! charts and the files of the release are made from, part by part and byte for byte. Equal parts make an equal release, so
//! the pages themselves need not be set. Returns that contradict themselves, or that a check calls wrong, make none.

mod held;
mod sloped;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use super::read::{self, Read, Rows};
use super::{Order, Prepared, Protect, Silent, bases, compute};
use crate::chapter;
use crate::chapter::tables::DataTable;
use crate::contract::{Severity, TOTAL, role};
pub use crate::disclosure::proof::{Count, Other};
use crate::disclosure::proof::{Depth, Effort, Given, Proof, Told, prove};
use crate::disclosure::release::{RECORD, Record};
use crate::disclosure::{self, Decisions, Policy};
use crate::edition::Marking;
use crate::edition::assumptions::Cells;
use crate::edition::confidence::Rating;
use crate::fault::{Failure, Fault};
use crate::figure::Material;
use crate::national::picture::OfReturns;
use crate::national::sum::{Own, What};
use crate::panel::Panel;
use crate::period::FinancialYear;
use crate::source::Project;
use crate::wording::Cell;

/// An edition whose OFFICIAL release can be made from other returns.
pub struct Rebuild {
    rows: Rows,
    counts: Vec<Count>,
}

/// What a release prints, by the name of the part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    parts: BTreeMap<String, Vec<u8>>,
}

impl Release {
    /// The parts.
    pub fn parts(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.parts
    }

    /// Names of the parts in which another release differs.
    pub fn differs<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let names = self.parts.keys().chain(other.parts.keys().filter(|name| !self.parts.contains_key(*name)));
        names.filter(|name| self.parts.get(*name) != other.parts.get(*name)).map(String::as_str).collect()
    }
}

impl Rebuild {
    /// Reads an edition once.
    ///
    /// # Errors
    /// What stops a build of it.
    pub fn read(project: &mut Project, year: i16) -> Result<Self, Failure> {
        let order = Order { year, marking: Some(Marking::Official), for_release: false };
        Ok(Self::of(read::rows(project, order)?))
    }

    fn of(rows: Rows) -> Self {
        let counts = rows.returned.iter().flat_map(|(contract, rows)| {
            rows.iter().map(|row| Count {
                contract: contract.clone(),
                force: row.force.clone(),
                year: row.year,
                part: row.part,
                definition: row.definition.clone(),
                measure: row.measure.clone(),
                dimension: row.dimension.clone(),
                category: row.category.clone(),
                value: row.value,
            })
        });
        let counts = counts.collect();
        Self { rows, counts }
    }

    /// The same edition with fewer years, and with some counts alone: a world small enough to try every return. Figures that
    /// have no data to draw are left out.
    ///
    /// # Errors
    /// What stops a build of it.
    pub fn small(
        mut self,
        years: (FinancialYear, FinancialYear),
        forces: &[&str],
        keep: impl Fn(&Count) -> bool,
    ) -> Result<Self, Failure> {
        let edition = &mut self.rows.edition;
        (edition.returns.first, edition.returns.last) = years;
        self.rows.forces = self.rows.forces.only(forces);
        self.rows.recorded.retain(|row| forces.contains(&row.force.as_str()));
        // Published totals are of all forces.
        self.rows.published.retain(|figure| !figure.is_of_children());
        self.rows.national_offences.clear();
        self.rows.bridges.retain(|study| forces.contains(&study.force.as_str()));
        self.rows.profiles.retain(|profile| forces.contains(&profile.force.as_str()));
        let counted: BTreeSet<(&str, &str)> = self
            .counts
            .iter()
            .filter(|count| keep(count))
            .map(|count| (count.measure.as_str(), count.dimension.as_str()))
            .collect();
        // What is assumed of counts that the small world does not have is not assumed of it.
        let held = |cells: &Cells| {
            let dimension = cells.categories.as_ref().map_or(TOTAL, |(dimension, _)| dimension);
            counted.contains(&(cells.measure.as_str(), dimension))
        };
        self.rows.assumptions.counts.retain(|count| held(&count.cells));
        self.rows.assumptions.rungs.retain(|rung| rung.ceiling.as_ref().is_none_or(held));
        let mut kept = self.counts.iter().map(keep);
        for rows in self.rows.returned.values_mut() {
            rows.retain(|_| kept.next().unwrap_or(false));
        }
        drop(kept);
        let mut rows = self.rows;
        // What a person made of the figures is said of the whole.
        rows.judgements.key.clear();
        rows.gaps.clear();
        let read = rows.clone().judged()?;
        let panel = Panel::new(&read.entries, read.summed.values(), read.lineages, read.given.measures.clone())?;
        rows.registry = read.registry.held(&panel, &read.given, bases(&read.policy))?;
        let none = rows.figures.none();
        let figures = std::mem::replace(&mut rows.figures, none);
        let mut small = Self::of(rows);
        let prepared = small.prepared(&Other::new())?;
        small.rows.figures = figures.drawable(&Material::of(&prepared.protected), &prepared.facts);
        Ok(small)
    }

    /// The counts, by their numbers.
    pub fn counts(&self) -> &[Count] {
        &self.counts
    }

    /// The policy of the edition.
    pub fn policy(&self) -> &Policy {
        &self.rows.policy
    }

    /// The edition with another policy.
    #[must_use]
    pub fn under(mut self, policy: Policy) -> Self {
        self.rows.policy = policy;
        self
    }

    /// The edition with another agreed definition, one of those held.
    #[must_use]
    pub fn agreed_on(&self, definition: &str) -> Self {
        let mut rows = self.rows.clone();
        definition.clone_into(&mut rows.edition.agreed_definition);
        Self { rows, counts: self.counts.clone() }
    }

    /// Identifiers of the definitions held.
    pub fn definitions(&self) -> Vec<String> {
        self.rows.definitions().map(str::to_owned).collect()
    }

    /// What the release prints when these counts are others.
    ///
    /// # Errors
    /// Returns that nobody would believe, or a release that disclosure control refuses.
    pub fn with(&self, other: &Other) -> Result<Release, Failure> {
        printed(&self.prepared(other)?)
    }

    /// What would be printed for those who may see every count, without the work of protecting any.
    ///
    /// # Errors
    /// What stops the edition itself.
    pub fn open(&self) -> Result<Release, Failure> {
        printed(&self.computed(&Other::new(), &|given| Ok(disclosure::open(given)))?)
    }

    /// What the release prints of the returns, by the codes of the forces, whatever names a demonstration gives them.
    ///
    /// # Errors
    /// What stops the release itself.
    pub fn record(&self) -> Result<Record, Failure> {
        self.record_of(&Other::new())
    }

    /// The same when these counts are others.
    ///
    /// # Errors
    /// Returns that nobody would believe, or a release that disclosure control refuses.
    pub fn record_of(&self, other: &Other) -> Result<Record, Failure> {
        self.recorded(self.prepared(other)?)
    }

    fn recorded(&self, prepared: Prepared) -> Result<Record, Failure> {
        let Prepared { picture, protected, .. } = prepared;
        let Some(mut record) = protected.record else {
            return Err(Failure::cannot_run("the release has no record", "report this fault"));
        };
        let shown = picture.forces.beside(&picture.agreed.lineage);
        let code = |force: &crate::contract::Force| (shown.printed_code(&force.code).to_owned(), force.code.clone());
        let codes: BTreeMap<String, String> = self.rows.forces.iter().map(code).collect();
        for force in record.printed.iter_mut().flat_map(|printed| &mut printed.of).flat_map(|part| &mut part.forces) {
            if let Some(code) = codes.get(force) {
                code.clone_into(force);
            }
        }
        Ok(record)
    }

    /// Proves that each count, or each of some, could have been another, by releases made from other returns that are the same to the
    /// byte.
    ///
    /// # Errors
    /// What stops the release itself.
    pub fn prove(&self, effort: Effort, only: Option<&[bool]>) -> Result<Proof, Failure> {
        let prepared = self.prepared(&Other::new())?;
        let release = printed(&prepared)?;
        let (returns, given_to) = (prepared.returns.clone(), self.rows.clone().judged()?.given);
        let of_release = (&prepared.picture, &returns);
        let numbers = told::Number::all(&self.counts, of_release, &given_to.assumptions);
        let told: Vec<Told<'_>> = numbers.iter().map(told::Number::told).collect();
        let rounded = sloped::Numbers::of(&self.counts, (&given_to, &returns), &numbers)?;
        let Some(decisions) = prepared.protected.decisions.clone() else {
            return Err(Failure::cannot_run("nothing of the release was decided", "report this fault"));
        };
        let [unseen, perhaps] = prepared.protected.unseen.clone();
        let record = self.recorded(prepared)?;
        let same_crimes = self.rows.same_crimes();
        let public: Vec<&str> = self.rows.public().into_iter().collect();
        let given = Given {
            counts: &self.counts,
            public: &public,
            same: &same_crimes,
            held_against: &held::against(&self.counts, &self.rows),
            at_least: &held::at_least(&self.counts, &self.rows),
            record: &record,
            told: &told,
            rounded: &rounded,
            unseen: &unseen,
            unseen_perhaps: &perhaps,
            protection: self.rows.policy.protection,
            only,
        };
        let sketch = |other: &Other| -> Result<Sketch, Failure> {
            let changed = returns.changed(&changes(&self.counts, other))?;
            let of = OfReturns::compute(&given_to, &changed)?;
            let OfReturns { agreed, alike, ladder, agreed_changes, index, areas, .. } =
                disclosure::sketch(&of, &self.rows.policy, &decisions);
            let mut parts = vec![
                ("the series that all forces count alike".to_owned(), format!("{alike:?}")),
                ("the changes".to_owned(), format!("{agreed_changes:?}")),
                ("the index".to_owned(), format!("{index:?}")),
                ("the areas".to_owned(), format!("{areas:?}")),
            ];
            for year in &agreed.years {
                let ends = format!("{:?}", (&year.lower, &year.upper, &year.exact));
                parts.push((format!("the range of {}", year.year), ends));
                parts.push((format!("the estimate of {}", year.year), format!("{:?}", year.outcome)));
                let differ = format!("{:?}", year.if_imputed_differ);
                parts.push((format!("the estimate of {} if others differ", year.year), differ));
            }
            for rung in &ladder.rungs {
                let named = |what: &str| format!("the ladder, {} of {}", what, rung.assumption.id);
                parts.push((named("test"), format!("{:?}", rung.test)));
                let ends = rung.years.iter().map(|year| (named(&year.year.to_string()), format!("{:?}", year.upper)));
                parts.extend(ends);
            }
            Ok(parts)
        };
        let sketched = sketch(&Other::new())?;
        let found = self.found(&Other::new())?;
        let make = |(depth, other): &(Depth, &Other)| {
            let differs = match depth {
                Depth::Sketch => sketch(other).map(|made| sketch_differs(&sketched, &made)),
                Depth::Checks => self.found(other).map(|made| (made != found).then(|| "what checks found".to_owned())),
                Depth::Draft | Depth::Whole => {
                    // Only the whole release has a record.
                    let (made, without) = match depth {
                        Depth::Draft => (self.drafted(other, &decisions), Some(RECORD)),
                        _ => (self.prepared(other), None),
                    };
                    made.and_then(|prepared| printed(&prepared)).map(|made| -> Option<String> {
                        let differs = release.differs(&made).into_iter().find(|part| Some(*part) != without)?;
                        Some(if differs == RECORD {
                            record_differs(&release, &made)
                        } else {
                            where_differs(differs, &release, &made)
                        })
                    })
                }
            };
            differs.map_err(|failure| none(&failure))?.map_or(Ok(()), Err)
        };
        Ok(prove(&given, effort, &mut |asked| {
            std::thread::scope(|scope| {
                let made: Vec<_> = asked.iter().map(|asked| scope.spawn(|| make(asked))).collect();
                // A release that cannot be made is none that anyone could have seen.
                made.into_iter().map(|made| made.join().unwrap_or_else(|_| Err(NONE.to_owned()))).collect()
            })
        }))
    }

    /// What the findings on other returns support in confidence.
    ///
    /// # Errors
    /// Returns of which no release is made.
    fn found(&self, other: &Other) -> Result<[Rating; 2], Failure> {
        let read = believed(self.changed(other))?;
        let edition = &read.given.edition;
        let supports = |contracts: &[&str]| {
            edition.confidence.open_findings.at_most(f64::from(read.given.findings.open_on(contracts)))
        };
        let of_both = [supports(&[role::GROUP_BASED, role::PARENT]), supports(&[role::GROUP_BASED])];
        Ok(of_both)
    }

    /// The rows with other returns.
    fn changed(&self, other: &Other) -> Rows {
        let mut rows = self.rows.clone();
        for (number, row) in rows.returned.values_mut().flatten().enumerate() {
            if let Some(value) = other.get(&number) {
                row.value = Some(*value);
            }
        }
        rows
    }

    fn prepared(&self, other: &Other) -> Result<Prepared, Failure> {
        self.computed(other, &disclosure::protect)
    }

    /// A draft with what was decided of the real returns.
    fn drafted(&self, other: &Other, decisions: &Decisions) -> Result<Prepared, Failure> {
        self.computed(other, &|given| Ok(disclosure::draft(given, decisions)))
    }

    fn computed(&self, other: &Other, protect: Protect<'_>) -> Result<Prepared, Failure> {
        compute(believed(self.changed(other))?, protect, &mut Silent)
    }
}

/// By how much other returns differ, by force and what it counted.
fn changes(counts: &[Count], other: &Other) -> BTreeMap<Own, i64> {
    let change = |(number, value): (&usize, &i64)| {
        let count = counts.get(*number)?;
        let what = What::category(&count.measure, count.year, &count.dimension, &count.category);
        let what = What { part: count.part, ..what };
        Some((Own { force: count.force.clone(), what }, value - count.value.unwrap_or(0)))
    };
    other.iter().filter_map(change).collect()
}

/// Returns as they are judged.
///
/// # Errors
/// Returns that contradict themselves, or that a check calls wrong.
fn believed(rows: Rows) -> Result<Read, Failure> {
    let read = rows.judged()?;
    let wrong = read.findings.open().filter(|finding| finding.severity == Severity::Error);
    let wrong: Vec<Fault> = wrong.chain(&read.contradictions).map(Fault::from).collect();
    if wrong.is_empty() { Ok(read) } else { Err(Failure::Input(wrong)) }
}

/// What the returns alone make of a release, by parts.
type Sketch = Vec<(String, String)>;

/// Told of returns of which no release is made.
const NONE: &str = "no release is made of them";

/// The same with what stops it.
fn none(failure: &Failure) -> String {
    let why = match failure {
        Failure::Input(faults) => faults.first().map_or("", |fault| fault.id),
        Failure::CannotRun { what, .. } => what,
    };
    format!("{NONE} ({why})")
}

/// The first part in which a sketch differs from another.
fn sketch_differs(one: &[(String, String)], other: &[(String, String)]) -> Option<String> {
    let differs = one.iter().zip(other).find(|(one, other)| one != other);
    differs.map(|((part, _), _)| part.clone())
}

/// Begins the name of a part that is a table.
const TABLE: &str = "table ";

/// A table, each of its cells in a line that begins with the row and the column.
fn cells(table: &DataTable) -> String {
    let head = format!("\t\t{:?}\n", (&table.title, &table.subtitle, &table.source, &table.notes, &table.lineage));
    let row = |row: &Vec<Cell>| -> String {
        let name = row.first().map(ToString::to_string).unwrap_or_default();
        let cells = row.iter().zip(&table.columns);
        cells.map(|(cell, column)| format!("{name}\t{}\t{cell:?}\n", column.title)).collect()
    };
    [head].into_iter().chain(table.rows.iter().map(row)).collect()
}

/// The name of a part in which two releases differ; of a table the row and the column too.
fn where_differs(part: &str, one: &Release, other: &Release) -> String {
    let text =
        |release: &Release| String::from_utf8_lossy(release.parts.get(part).map_or(&[], Vec::as_slice)).into_owned();
    let (one, other) = (text(one), text(other));
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other).filter(|_| part.starts_with(TABLE));
    let mut at = differs.map_or("", |(line, _)| line).split('\t');
    match (at.next().unwrap_or(""), at.next()) {
        ("", _) | (_, None) => part.to_owned(),
        (row, Some(column)) => format!("{part}, {row}, {column}"),
    }
}

/// What the records of two releases differ in.
fn record_differs(one: &Release, other: &Release) -> String {
    let record = |of: &Release| -> Option<Record> {
        Record::read(RECORD, std::str::from_utf8(of.parts.get(RECORD)?).ok()?).ok()
    };
    let named = record(one).zip(record(other)).and_then(|(one, other)| one.differs(&other).map(str::to_owned));
    named.map_or_else(|| RECORD.to_owned(), |name| format!("what is printed of {name}"))
}

/// Everything of a release that can depend on returns. The manifest holds of them only commitments under a key that is not in it.
fn printed(prepared: &Prepared) -> Result<Release, Failure> {
    let Prepared { protected, facts, figures, tables, judgements, catalogue, origin, .. } = prepared;
    let made = (facts, figures.as_slice(), tables.as_slice(), judgements.as_slice());
    let picture = &protected.picture;
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (name, json) in chapter::data(picture, (catalogue, origin), &BTreeMap::new(), made) {
        parts.insert(name.to_owned(), json.to_string().into_bytes());
    }
    for table in tables {
        // A CSV tells of a cell what its print leaves to a note of the table.
        parts.insert(format!("{TABLE}{}", table.id()), cells(table).into_bytes());
    }
    for figure in figures {
        // What a chart is drawn from says all that the drawing can.
        parts.insert(format!("figures/{}", figure.id()), format!("{figure:?}").into_bytes());
        parts.insert(format!("figures/{}.csv", figure.id()), figure.csv());
    }
    parts.insert("statistics".to_owned(), format!("{:?}", protected.statistics).into_bytes());
    if let Some(record) = &protected.record {
        parts.insert(RECORD.to_owned(), record.to_json());
    }
    Ok(Release { parts })
}
