//! A force's own files, checked before they are sent: everything that needs no other force.
//!
//! In: files, and from the project, or the program where there is none, the contracts, definitions, edition and settings; what the project has of the same forces'
//! other years and returns, where it can be read, is what the files are held against. Out: findings on the files alone. Nothing else
//! of the project has to be complete or right.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;

use crate::contract::checks;
use crate::contract::format::{Contract, Loose, Records, Shape, check_keys};
use crate::contract::{
    Acceptances, AdrReturn, BridgeStudy, ChildPopulation, Contracts, Finding, Findings, Forces, History,
    ProblemProfile, PublicNumbers, Severity, Sources, Subject, check_against_parents, check_breakdowns, check_edition,
    role,
};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::{Failure, Fault, Faults, nearest};
use crate::period::FinancialYear;
use crate::source::catalogue::Catalogue;
use crate::source::{Grid, Project, reader};
use crate::template::{ReturnWorkbooks, identify};

/// Files read at a time; a workbook takes some megabytes.
const MOST_THREADS: usize = 8;

/// What was found, of files or of an edition, and what a report needs to tell it.
#[derive(Debug, Default)]
pub struct Checked {
    /// Codes and names of the forces, in their order.
    pub forces: Vec<(String, String)>,
    /// Data cut-off of the edition; none where its file cannot be read.
    pub cut_off: Option<Date>,
    /// Whether any source is synthetic.
    pub synthetic: bool,
    /// Whether the checks on what the data say did not run, because data cannot be read. Then what was not found is not gone.
    pub stopped: bool,
    /// What was found.
    pub findings: Findings,
    /// The files, where files were checked by themselves.
    pub files: Vec<Seen>,
}

/// A file and its bytes.
#[derive(Clone, Debug)]
pub struct File {
    /// Name in messages.
    pub name: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}

/// What a file was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Name in messages.
    pub name: String,
    /// Contract it was held against; empty where none was found or it could not be read.
    pub contract: String,
    /// Codes of the forces in it.
    pub forces: Vec<String>,
    /// Rows of the long form.
    pub rows: usize,
}

/// What is known of the files' rows: contract, force and the years that they hold.
type Known = BTreeMap<(String, String), BTreeSet<FinancialYear>>;

/// Checks files by themselves. `contract` is the one they meet, where neither cover nor columns say it.
pub fn check(project: &mut Project, year: i16, files: &[File], contract: Option<&str>) -> Result<Checked, Failure> {
    let catalogue = Catalogue::read(project)?;
    let definitions = Definitions::read(project)?;
    let edition = Edition::read(project, year, &definitions)?;
    let contracts = Contracts::read(project, &definitions)?;
    check_edition(&edition, contracts.measures())?;
    let settings = checks::Settings::read(project)?;
    let acceptances = Acceptances::read(project, &checks::ids())?;
    let record = History::read(project)?;
    let workbooks = ReturnWorkbooks { contracts: &contracts, definitions: &definitions, edition: &edition };
    let forces = Sources::of_catalogue(&contracts, &catalogue).read(project, role::FORCES)?;
    let forces = Forces::read(&forces.records)?;
    let contract = contract.map(|id| known_contract(&contracts, id)).transpose()?;

    let mut found: Vec<Finding> = Vec::new();
    let mut seen = Vec::new();
    let mut records: BTreeMap<String, Vec<Records>> = BTreeMap::new();
    for (file, reading) in files.iter().zip(read_all(files, contract, &workbooks)) {
        match reading {
            Ok((read, notes)) => {
                found.extend(notes);
                seen.push(of_records(&read));
                records.entry(read.contract.id.clone()).or_default().push(read);
            }
            Err(wrong) => {
                let about = wrong.first().map(|finding| finding.subject.clone()).unwrap_or_default();
                seen.push(Seen {
                    name: file.name.clone(),
                    contract: about.contract,
                    forces: Some(about.force).filter(|force| !force.is_empty()).into_iter().collect(),
                    rows: 0,
                });
                found.extend(wrong);
            }
        }
    }
    let mut faults = Faults::new();
    let mut returned: BTreeMap<String, Vec<AdrReturn>> = BTreeMap::new();
    let mut profiles = Vec::new();
    for (id, read) in &records {
        check_keys(read, &mut faults);
        match id.as_str() {
            role::PROFILES => profiles.extend(faults.keep_all(ProblemProfile::read(read)).unwrap_or_default()),
            role::BRIDGES => drop(faults.keep_all(BridgeStudy::read(read))),
            _ if read.iter().any(|one| one.contract.shape == Shape::Returns) => {
                returned.insert(id.clone(), faults.keep_all(AdrReturn::read(read)).unwrap_or_default());
            }
            _ => {}
        }
    }
    let used: Vec<&Arc<Contract>> = records.keys().filter_map(|id| contracts.get(id)).collect();
    for contract in &used {
        found.extend(check_breakdowns(contract, returned.get(&contract.id).map(Vec::as_slice).unwrap_or_default()));
    }
    let known = known(&returned, &profiles);
    let sources = Sources::of_edition(&contracts, &catalogue, &edition).map(|all| all.with_workbooks(&workbooks));
    match sources.and_then(|sources| others(project, &sources, &returned)) {
        Ok(others) => {
            for (id, rows) in others {
                returned.entry(id).or_default().extend(rows);
            }
        }
        // What is in the program holds no returns, and nothing is wrong with that.
        Err(faults) if !returned.is_empty() && !project.is_built_in() => found.push(without_history(&faults)),
        Err(_) => {}
    }
    let names: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let above = check_against_parents(contracts.measures(), &returned);
    let ours = |finding: &Finding| finding.places.iter().any(|place| names.contains(place.file.as_str()));
    found.extend(above.into_iter().filter(ours));
    found.extend(faults.into_result(()).err().into_iter().flatten().map(Finding::from));

    let rows = |contract: &str| returned.get(contract).map(Vec::as_slice).unwrap_or_default();
    let name = |contract: &str| {
        records.get(contract).and_then(|read| read.first()).map(|read| read.file().to_owned()).unwrap_or_default()
    };
    let checked = checks::run_alone(checks::Given {
        returns: (rows(role::GROUP_BASED), &name(role::GROUP_BASED)),
        parents: (rows(role::PARENT), &name(role::PARENT)),
        profiles: (&profiles, &name(role::PROFILES)),
        // Rates are compared between forces only.
        population: &ChildPopulation::default(),
        public: PublicNumbers::default(),
        forces: &forces,
        definitions: &definitions,
        edition: &edition,
        measures: contracts.measures(),
        settings: &settings,
    });
    found.extend(checked.into_iter().filter(|finding| concerns(&finding.subject, &known)));
    Ok(Checked {
        forces: forces.iter().map(|force| (force.code.clone(), force.name.clone())).collect(),
        cut_off: Some(edition.cut_off),
        synthetic: records.values().flatten().any(|read| read.synthetic),
        stopped: false,
        findings: Findings::judge_part(found, &acceptances, &record, edition.cut_off),
        files: seen,
    })
}

fn known_contract<'a>(contracts: &'a Contracts, id: &str) -> Result<&'a Arc<Contract>, Failure> {
    contracts.get(id).ok_or_else(|| {
        let known: Vec<&str> = contracts.iter().map(|contract| contract.id.as_str()).collect();
        let remedy = match nearest(id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the contracts are {}", known.join(", ")),
        };
        Failure::cannot_run(format!("there is no contract `{id}`"), remedy)
    })
}

fn of_records(read: &Records) -> Seen {
    let forces: BTreeSet<&str> =
        read.iter().map(|record| record.text("force_code")).filter(|code| !code.is_empty()).collect();
    Seen {
        name: read.file().to_owned(),
        contract: read.contract.id.clone(),
        forces: forces.into_iter().map(str::to_owned).collect(),
        rows: read.len(),
    }
}

/// The rows of a file with the notes on them, or what is wrong with it.
type Reading = Result<(Records, Vec<Finding>), Vec<Finding>>;

/// Reads every file, several at a time; what was read is in the order of the files.
fn read_all(files: &[File], contract: Option<&Arc<Contract>>, workbooks: &ReturnWorkbooks<'_>) -> Vec<Reading> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(files.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Reading)> = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(number) else { return done };
            done.push((number, read_one(file, contract, workbooks)));
        }
    };
    let mut readings: Vec<(usize, Reading)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let done = running.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.flatten().collect()
    });
    readings.sort_by_key(|(number, _)| *number);
    readings.into_iter().map(|(_, reading)| reading).collect()
}

fn read_one(file: &File, contract: Option<&Arc<Contract>>, workbooks: &ReturnWorkbooks<'_>) -> Reading {
    let File { name, bytes } = file;
    let opened = reader::open(bytes, name, &[]).map_err(|fault| vec![fault.into()])?;
    let loose = Loose { name, opened: &opened, answers: &[], contract };
    let read = workbooks.contracts.loose(loose, Some(workbooks));
    read.map_err(|faults| {
        let subject = subject(opened.sheets());
        faults.into_iter().map(|fault| Finding { subject: subject.clone(), ..fault.into() }).collect()
    })
}

/// What a file that cannot be read is about, where its cover still says so.
fn subject(grids: &[Grid]) -> Subject {
    match identify(grids) {
        Ok(Some(identity)) => Subject {
            contract: identity.contract,
            force: identity.force,
            period: identity.period.to_string(),
            ..Subject::default()
        },
        _ => Subject::default(),
    }
}

fn known(returned: &BTreeMap<String, Vec<AdrReturn>>, profiles: &[ProblemProfile]) -> Known {
    let mut known = Known::new();
    for (contract, rows) in returned {
        for row in rows {
            known.entry((contract.clone(), row.force.clone())).or_default().insert(row.year);
        }
    }
    for profile in profiles {
        known.entry((role::PROFILES.to_owned(), profile.force.clone())).or_default();
    }
    known
}

/// Whether a finding is about the files and not about what they are held against.
fn concerns(subject: &Subject, known: &Known) -> bool {
    let years = known.get(&(subject.contract.clone(), subject.force.clone()));
    years.is_some_and(|years| {
        subject.period.is_empty()
            || years.is_empty()
            || years.iter().any(|year| subject.period.starts_with(&year.to_string()))
    })
}

/// What the project has of the same forces, beside what the files hold: their other years, and their other returns.
fn others(
    project: &mut Project,
    sources: &Sources<'_>,
    returned: &BTreeMap<String, Vec<AdrReturn>>,
) -> Result<BTreeMap<String, Vec<AdrReturn>>, Vec<Fault>> {
    let all = || returned.values().flatten();
    let forces: BTreeSet<&str> = all().map(|row| row.force.as_str()).collect();
    let held: BTreeSet<(&str, &str, FinancialYear)> =
        all().map(|row| (row.measure.as_str(), row.force.as_str(), row.year)).collect();
    let mut others = BTreeMap::new();
    if forces.is_empty() {
        return Ok(others);
    }
    for contract in sources.returns() {
        let mut rows = AdrReturn::read(&sources.read(project, &contract.id)?.records)?;
        rows.retain(|row| {
            forces.contains(row.force.as_str()) && !held.contains(&(row.measure.as_str(), row.force.as_str(), row.year))
        });
        others.insert(contract.id.clone(), rows);
    }
    Ok(others)
}

fn without_history(faults: &[Fault]) -> Finding {
    let place = faults.first().map(|fault| fault.place.clone());
    Finding {
        check: "history-unreadable",
        severity: Severity::Note,
        subject: Subject::default(),
        places: place.into_iter().collect(),
        what: "the returns of the project cannot be read, so no file was held against earlier years".to_owned(),
        remedy: "run `assess check` without files to see what is wrong with them".to_owned(),
    }
}
