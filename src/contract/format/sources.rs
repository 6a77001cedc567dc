//! Which files an edition rests on: sources by the contract they meet, not by their names.
//!
//! In: the catalogue, the contracts and the edition's `[sources]`. Out: records of all files of a contract together. The
//! files of one contract share its key: what stands in two of them is refused, as it would be added together.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::aside::Aside;
use super::file::{SourceFile, Workbooks};
use super::model::{Contract, Shape};
use super::reader::row_duplicate;
use super::record::{Records, Value};
use super::set::Contracts;
use crate::contract::Finding;
use crate::edition::{Edition, SetAside};
use crate::fault::{Fault, Faults, Place, nearest};
use crate::lineage::Lineage;
use crate::source::Project;
use crate::source::catalogue::{CATALOGUE, Catalogue, Source};

/// What was read of one contract.
#[derive(Debug)]
pub struct Reading {
    /// One a file, in the order of the edition.
    pub records: Vec<Records>,
    /// What is worth knowing: names that stood for codes.
    pub notes: Vec<Finding>,
    /// Where it comes from: synthetic where a file says so of itself, or the catalogue says so of a source.
    pub lineage: Lineage,
}

/// Sources by contract.
#[derive(Clone)]
pub struct Sources<'a> {
    contracts: &'a Contracts,
    used: BTreeMap<&'a str, Vec<&'a Source>>,
    workbooks: Option<&'a dyn Workbooks>,
    aside: &'a [SetAside],
    /// Where a source is to be added: the edition's file, or the catalogue.
    file: String,
}

impl<'a> Sources<'a> {
    /// Every source of the catalogue, for what belongs to no edition.
    pub fn of_catalogue(contracts: &'a Contracts, catalogue: &'a Catalogue) -> Self {
        let mut used: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
        for source in catalogue.iter() {
            let asked_as = contracts.get(&source.contract).map_or(source.contract.as_str(), |found| found.asked_as());
            used.entry(asked_as).or_default().push(source);
        }
        Self { contracts, used, workbooks: None, aside: &[], file: CATALOGUE.to_owned() }
    }

    /// The same sources, with returns in our own workbooks among them.
    #[must_use]
    pub fn with_workbooks(self, workbooks: &'a dyn Workbooks) -> Self {
        Self { workbooks: Some(workbooks), ..self }
    }

    /// Path of the first source of a contract, for what is said of all of them together; empty where there is none.
    pub fn first_path(&self, contract: &str) -> String {
        self.used
            .get(contract)
            .and_then(|sources| sources.first())
            .map(|source| source.path.clone())
            .unwrap_or_default()
    }

    /// The sources an edition names. Each must be described, and meet the contract under which it is named.
    pub fn of_edition(
        contracts: &'a Contracts,
        catalogue: &'a Catalogue,
        edition: &'a Edition,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::new();
        for source in catalogue.iter().filter(|source| contracts.get(&source.contract).is_none()) {
            let what =
                format!("the source `{}` names the contract `{}`, which is not there", source.id, source.contract);
            let known = contracts.iter().map(|contract| contract.id.as_str());
            let remedy = near(&source.contract, known, "add it to data/contracts");
            faults.push(Fault::new("contract-unknown", Place::file(CATALOGUE), what, remedy));
        }
        let file = format!("{}/edition.toml", Edition::folder(edition.year));
        let mut used: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
        for (contract, sources) in &edition.sources {
            if contracts.get(contract).is_none() {
                let what = format!("the edition names the contract `{contract}`, which is not there");
                let known = contracts.iter().map(|contract| contract.id.as_str());
                let remedy = near(contract, known, "add it to data/contracts");
                faults.push(Fault::new("contract-unknown", Place::file(&file), what, remedy));
                continue;
            }
            for id in sources {
                let Some(source) = faults.keep(catalogue.get(id)) else { continue };
                let stands_for = contracts.get(&source.contract).map(|found| found.asked_as());
                if source.contract != *contract && stands_for != Some(contract.as_str()) {
                    let what = format!("the source `{id}` meets the contract `{}`, not `{contract}`", source.contract);
                    let remedy =
                        format!("name it under [sources] as {}, or mend its contract in {CATALOGUE}", source.contract);
                    faults.push(Fault::new("source-of-other-contract", Place::file(&file), what, remedy));
                } else {
                    used.entry(contract).or_default().push(source);
                }
            }
        }
        faults.into_result(Self { contracts, used, workbooks: None, aside: &edition.set_aside, file })
    }

    /// The contracts in use whose rows go into the panel.
    pub fn returns(&self) -> Vec<&'a Arc<Contract>> {
        let used = self.used.keys().filter_map(|id| self.contracts.get(id));
        used.filter(|contract| contract.shape == Shape::Returns).collect()
    }

    /// Whether the edition has a source of a contract.
    pub fn has(&self, contract: &str) -> bool {
        self.used.contains_key(contract)
    }

    /// The contracts in use that make series of what others count.
    pub fn of_series(&self) -> Vec<&'a Arc<Contract>> {
        let used = self.used.keys().filter_map(|id| self.contracts.get(id));
        used.filter(|contract| !contract.series.is_empty()).collect()
    }

    /// Reads every file of a contract. The chapter needs at least one.
    pub fn read(&self, project: &mut Project, id: &str) -> Result<Reading, Vec<Fault>> {
        let missing =
            |what: String, remedy: String| vec![Fault::new("source-missing", Place::file(&self.file), what, remedy)];
        let Some(contract) = self.contracts.get(id) else {
            let what = format!("the chapter needs the contract `{id}`, which is not there");
            return Err(missing(what, format!("restore data/contracts/{id}.toml from version control")));
        };
        let Some(sources) = self.used.get(id) else {
            let what = format!("the chapter needs a source of the contract `{id}`, and there is none");
            let remedy = format!(
                "describe the file in {CATALOGUE} as a [[source]] with contract = \"{id}\", and name it in [sources] of the edition"
            );
            return Err(missing(what, remedy));
        };
        let mut faults = Faults::new();
        let aside: Vec<Aside<'_>> = self.aside.iter().filter(|entry| entry.contract == id).map(Aside::new).collect();
        let mut reading =
            Reading { records: Vec::with_capacity(sources.len()), notes: Vec::new(), lineage: Lineage::default() };
        for source in sources {
            // A source may be of a contract that stands for the one asked for.
            let contract = self.contracts.get(&source.contract).unwrap_or(contract);
            for OneFile { path, name, force } in faults.keep_all(paths(project, source)).unwrap_or_default() {
                if aside.iter().any(|one| one.takes_file(force.as_deref())) {
                    continue;
                }
                let (sheet, answers) = (source.sheet.as_str(), source.not_persons.as_slice());
                let fill = Some(&source.fill);
                let file =
                    SourceFile { source: &source.id, path: &path, name: &name, sheet, fill, answers, aside: &aside };
                let read = self.contracts.records(project, contract, file, self.workbooks);
                if read.is_err() && aside.iter().any(|one| one.excuses_file(force.as_deref())) {
                    continue;
                }
                if let Some((records, notes)) = faults.keep_all(read) {
                    let synthetic = source.synthetic || records.iter().any(|records| records.synthetic);
                    reading.lineage = reading.lineage.and(&Lineage::of(&source.id, synthetic));
                    reading.records.extend(records);
                    reading.notes.extend(notes);
                }
            }
        }
        // Of a file that could not be read nobody knows whom it is of.
        if !faults.any() {
            let codes = || self.contracts.codelist("forces").into_iter().flat_map(|list| list.codes());
            faults.extend(aside.iter().filter_map(|one| one.needless(codes().map(|code| code.id.clone()))));
        }
        check_keys(&reading.records, &mut faults);
        faults.into_result(reading)
    }
}

/// A file of a source, and the force it is of where the source has one a force.
struct OneFile {
    path: String,
    /// Its name in messages: that of the file whoever sent it knows.
    name: String,
    force: Option<String>,
}

/// The files of a source: one, or those that were pulled of one with a file a force or period.
fn paths(project: &mut Project, source: &Source) -> Result<Vec<OneFile>, Vec<Fault>> {
    if !source.fetched() || !source.many() {
        return Ok(vec![OneFile { path: source.path.clone(), name: source.path.clone(), force: None }]);
    }
    let by_force = [&source.url, &source.folder].iter().any(|text| text.contains("{force}"));
    let force = |key: &str| key.rsplit_once('/').filter(|_| by_force).map(|(_, force)| force.to_owned());
    let lock = project.lock().map_err(|fault| vec![fault])?;
    let found: Vec<OneFile> = lock
        .of_source(&source.id)
        .map(|locked| OneFile { path: locked.path.clone(), name: locked.named().to_owned(), force: force(&locked.key) })
        .collect();
    if found.is_empty() {
        let what = format!("nothing has been pulled of the source `{}`", source.id);
        let remedy = format!("run `assess pull --only {}`", source.id);
        return Err(vec![Fault::new("source-unpinned", Place::file(CATALOGUE), what, remedy)]);
    }
    Ok(found)
}

fn near<'a>(word: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(word, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    }
}

/// The ending of a file's name, by which two copies of one return are told apart.
fn form(file: &str) -> &str {
    file.rsplit_once('.').map_or("", |(_, form)| form)
}

/// Refuses rows that repeat the key of a row of another file, and a return that was sent in two forms. Within one file the reader has.
pub fn check_keys(files: &[Records], faults: &mut Faults) {
    if files.len() < 2 {
        return;
    }
    let mut seen: BTreeMap<Vec<&Value>, Place> = BTreeMap::new();
    let mut twice: BTreeMap<(&str, String, &str, &str), Place> = BTreeMap::new();
    for records in files {
        for record in records.iter() {
            let key = records.contract.key.iter().map(|column| record.value(column)).collect();
            if let Some(earlier) = seen.insert(key, record.row_place()) {
                let (here, force) = (record.row_place(), record.text("force_code"));
                match form(&earlier.file) == form(&here.file) || force.is_empty() {
                    true => faults.push(row_duplicate(here, &earlier.in_words())),
                    false => {
                        let file = files.iter().map(Records::file).find(|file| *file == earlier.file);
                        let year = record.financial_year("period").map(|year| format!(" for {year}"));
                        let one = (force, year.unwrap_or_default(), file.unwrap_or_default(), records.file());
                        twice.entry(one).or_insert(here);
                    }
                }
            }
        }
    }
    for ((force, year, first, second), place) in twice {
        let what = format!("the return of {force}{year} stands in two forms, `{first}` and `{second}`");
        let remedy = "keep the one the force means, and take the other from its inbox or from data/sources.toml; one that is pinned goes with \
                      `assess pull --withdraw KEY`";
        faults.push(Fault::new("return-twice", place, what, remedy));
    }
}
