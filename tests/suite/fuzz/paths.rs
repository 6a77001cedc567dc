//! The ways a file can take into the program.

use std::fs;
use std::path::PathBuf;

use assess::chapter::figures;
use assess::contract::{
    Acceptances, AdrReturn, BridgeStudy, ChildPopulation, Contracts, ProblemProfile, PublishedFigure, RecordedOffence,
    Sources, check_against_parents, check_breakdowns, checks, role,
};
use assess::definition::Definitions;
use assess::edition::Edition;
use assess::edition::judgements::Judgements;
use assess::national::registry::Registry;
use assess::source::catalogue::Catalogue;
use assess::source::lock::Lock;
use assess::source::{Project, reader};
use assess::template::{Form, identify, read_back};
use tempfile::TempDir;

use super::Case;
use super::files::{Kind, form};
use crate::checks::world::{PARENTS, PROFILES, RETURNS, Reference};

/// What every reading needs, and a folder to put files in.
pub(crate) struct Desk {
    folder: TempDir,
    reference: Reference,
    catalogue: Catalogue,
    contracts: Contracts,
    form: Form,
}

/// The settings' folders of a project with nothing in it.
const FOLDERS: [&str; 5] = ["data/contracts", "data/codelists", "data/definitions", "data/demo", "report/2027"];

impl Desk {
    pub(crate) fn new() -> Self {
        let reference = Reference::read();
        let mut project = Project::open(crate::project::repository()).unwrap();
        let catalogue = Catalogue::read(&mut project).unwrap();
        let contracts = Contracts::read(&mut project, &reference.definitions).unwrap();
        let folder = tempfile::tempdir().unwrap();
        FOLDERS.iter().for_each(|path| fs::create_dir_all(folder.path().join(path)).unwrap());
        Self { folder, reference, catalogue, contracts, form: form() }
    }

    /// Reads a file in every way its kind is read. Gives everything the program said.
    pub(crate) fn read(&self, case: &Case) -> String {
        match case.kind {
            Kind::Table(contract) => self.table(contract, &case.bytes),
            Kind::Template => self.template(&case.bytes),
            Kind::Contract | Kind::Codelist => {
                let folder = if case.kind == Kind::Contract { "contracts" } else { "codelists" };
                self.with(&format!("data/{folder}/fuzzed.toml"), &case.bytes, |project| {
                    said(Contracts::read(project, &self.reference.definitions))
                })
            }
            Kind::Definition => {
                self.with("data/definitions/fuzzed.toml", &case.bytes, |project| said(Definitions::read(project)))
            }
            Kind::Edition => self.with("report/2027/edition.toml", &case.bytes, |project| {
                let edition = Edition::read(project, 2027, &self.reference.definitions);
                let sources = edition.as_ref().ok();
                let sources =
                    sources.map(|edition| said(Sources::of_edition(&self.contracts, &self.catalogue, edition)));
                format!("{}{}", said(edition.as_ref().map_err(Clone::clone)), sources.unwrap_or_default())
            }),
            Kind::Settings(path) => self.with(path, &case.bytes, |project| self.settings(path, project)),
        }
    }

    fn settings(&self, path: &str, project: &mut Project) -> String {
        match path {
            "data/checks.toml" => said(checks::Settings::read(project)),
            "data/sources.toml" => said(Catalogue::read(project)),
            "data/acceptances.toml" => said(Acceptances::read(project, &checks::ids())),
            "data/sources.lock" => said(Lock::read(project.root()).map_err(|fault| vec![fault])),
            "report/2027/statistics.toml" => said(Registry::read(
                project,
                2027,
                &self.reference.edition,
                &self.reference.definitions,
                self.contracts.measures(),
            )),
            "report/2027/figures.toml" => said(figures::Settings::read(project, 2027)),
            "report/2027/judgements.toml" => said(Judgements::read(project, 2027)),
            other => panic!("{other} is no settings file"),
        }
    }

    /// Reads with one file in its place, and takes it away again.
    fn with(&self, path: &str, bytes: &[u8], read: impl FnOnce(&mut Project) -> String) -> String {
        let place = self.path(path);
        fs::write(&place, bytes).unwrap();
        let said = read(&mut Project::open(self.folder.path()).unwrap());
        fs::remove_file(place).unwrap();
        said
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// As `peek` reads it, and as a build reads a source of the contract; what can be read is checked.
    fn table(&self, contract: &str, bytes: &[u8]) -> String {
        let mut all = peeked(bytes);
        let source = self.catalogue.iter().find(|source| source.contract == contract).unwrap();
        let place = self.path(&source.path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, bytes).unwrap();
        let mut project = Project::open(self.folder.path()).unwrap();
        let sources = Sources::of_catalogue(&self.contracts, &self.catalogue);
        let records = match sources.read(&mut project, contract) {
            Ok(reading) => {
                reading.notes.iter().for_each(|note| all.push_str(&format!("{}\n", note.what)));
                reading.records
            }
            Err(faults) => return all + &said::<(), _>(Err(faults)),
        };
        all + &match contract {
            role::GROUP_BASED => match AdrReturn::read(&records) {
                Ok(rows) => self.checked((&rows, RETURNS), (&[], PARENTS)),
                Err(faults) => said::<(), _>(Err(faults)),
            },
            role::PARENT => match AdrReturn::read(&records) {
                Ok(rows) => self.checked((&[], RETURNS), (&rows, PARENTS)),
                Err(faults) => said::<(), _>(Err(faults)),
            },
            role::PROFILES => said(ProblemProfile::read(&records)),
            role::BRIDGES => said(BridgeStudy::read(&records)),
            role::CHILD_POPULATION => said(ChildPopulation::read(&records)),
            role::RECORDED_BY_FORCE => said(RecordedOffence::read(&records)),
            role::PUBLISHED => said(PublishedFigure::read(&records)),
            other => panic!("no one reads {other}"),
        }
    }

    /// Everything that is checked of returns.
    fn checked(&self, returns: (&[AdrReturn], &str), parents: (&[AdrReturn], &str)) -> String {
        let used: Vec<_> = [role::GROUP_BASED, role::PARENT].iter().filter_map(|id| self.contracts.get(id)).collect();
        let returned = [(role::GROUP_BASED, returns.0), (role::PARENT, parents.0)]
            .map(|(id, rows)| (id.to_owned(), rows.to_vec()));
        let mut found = check_against_parents(self.contracts.measures(), &returned.into_iter().collect());
        found.extend(check_breakdowns(used[0], returns.0));
        found.extend(checks::run(checks::Given {
            returns,
            parents,
            profiles: (&[], PROFILES),
            population: &self.reference.population,
            public: Default::default(),
            forces: &self.reference.forces,
            definitions: &self.reference.definitions,
            edition: &self.reference.edition,
            measures: &self.reference.measures,
            settings: &self.reference.settings,
        }));
        let found: Vec<String> = found.iter().map(|one| one.what.clone()).collect();
        found.join("\n")
    }

    fn template(&self, bytes: &[u8]) -> String {
        let mut all = peeked(bytes);
        match reader::sheets(bytes, "return", &[]) {
            Ok(grids) => {
                all.push_str(&said(identify(&grids).map_err(|fault| vec![fault])));
                all.push_str(&said(read_back(&grids, &self.form)));
            }
            Err(fault) => all.push_str(&fault.to_string()),
        }
        all
    }
}

/// As `peek` reads a file.
fn peeked(bytes: &[u8]) -> String {
    match reader::read(bytes, "file").and_then(|reading| reader::summary("file", &reading)) {
        // A summary shows cells, and is made of files that are not about persons.
        Ok(_) => String::new(),
        Err(fault) => format!("{fault}\n"),
    }
}

/// The faults of a reading, in the words of the program.
fn said<T, F: std::fmt::Display>(read: Result<T, Vec<F>>) -> String {
    let faults = read.err().unwrap_or_default();
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}
