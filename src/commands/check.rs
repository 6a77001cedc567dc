//! `assess check`: what is wrong with the data and the text, or with files of a force before it sends them, as a report.
//! Status 1 if an error is open, or what else was asked for.

use std::path::PathBuf;
use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, edition_of, inside, open, places};
use crate::cli::{self, Check, FailOn};
use crate::contract::{Findings, History, Judged, RECORD, Severity, State, checks};
use crate::fault::Failure;
use crate::national::asking::Asking;
use crate::national::number::Raw;
use crate::pipeline::{self, Order, Seen};
use crate::publish::findings;
use crate::source::input;
use crate::wording;
use crate::writing::{self, Access, System};

pub(super) fn run(folders: Folders<'_>, options: &Check) -> Result<ExitCode, Failure> {
    let (mut project, year) = match folders.alone().filter(|_| !options.files.is_empty()) {
        Some(project) => {
            let year = edition_of(&project, options.edition)?;
            let said =
                format!("no project folder here: checked by the contracts of edition {year}, which are in the program");
            if !options.quiet {
                console::note(said);
            }
            (project, year)
        }
        None => open(folders, options.edition)?,
    };
    if let Some(path) = &options.out {
        places::spare(folders, path)?;
        places::other_than(path, &options.files)?;
    }
    let mut progress = Progress::new(options.quiet || options.format != cli::Report::Human || options.out.is_none());
    let checked = if options.files.is_empty() {
        pipeline::check(&mut project, Order::edition(year), &mut progress)?
    } else {
        pipeline::check_files(&mut project, year, &read(&options.files)?, options.contract.as_deref())?
    };
    progress.finish();
    let failing = failing(&checked.findings, options.fail_on);
    let settings = checks::Settings::read(&mut project).ok();
    let rules = findings::rules(settings.as_ref());
    let files: Vec<findings::Loose> = checked.files.iter().map(|seen| loose(seen, &checked.forces)).collect();
    let asking = checked.asking.as_ref().map(|asking| asked(asking, &checked.forces)).unwrap_or_default();
    let report = findings::Report {
        edition: year,
        cut_off: &checked.cut_off.map(wording::date).unwrap_or_default(),
        synthetic: checked.synthetic,
        forces: &checked.forces,
        rules: &rules,
        files: &files,
        asking: &asking,
        stopped: checked.stopped,
        findings: if options.quiet && options.out.is_none() { &failing } else { &checked.findings },
    };
    let bytes = match options.format {
        cli::Report::Human => findings::human(&report).into_bytes(),
        cli::Report::Json => findings::json(&report),
        cli::Report::Sarif => findings::sarif(&report),
        cli::Report::Html => findings::html(&report),
    };
    match &options.out {
        Some(path) => {
            writing::put(&System, path, &bytes)?;
            if !options.quiet {
                console::result(path.display());
            }
        }
        None if options.quiet && failing.judged.is_empty() => {}
        None => console::bytes(&bytes),
    }
    if options.record && checked.stopped {
        let what = "nothing was recorded: checks did not run, because data cannot be read";
        return Err(Failure::cannot_run(what, "mend the errors of the report, then record"));
    }
    if options.record {
        let found = checked.findings.judged.iter().map(|judged| &judged.finding);
        writing::whole(&System, &inside(folders.root, RECORD), &History::record(found), Access::Open)?;
    }
    if options.fail_on == FailOn::New && !folders.root.join(RECORD).exists() && !options.quiet {
        console::note(format_args!("there is no {RECORD}, so every finding is new: write it with --record"));
    }
    Ok(ExitCode::from(u8::from(!failing.judged.is_empty())))
}

/// What makes the status 1, as it was asked for.
fn failing(findings: &Findings, fail_on: FailOn) -> Findings {
    let fails = |judged: &&Judged| match judged.finding.severity {
        Severity::Error => judged.open(),
        Severity::Warning => match fail_on {
            FailOn::Error => false,
            FailOn::Warning => judged.open(),
            FailOn::New => judged.state == State::New,
        },
        Severity::Note => false,
    };
    Findings { judged: findings.judged.iter().filter(fails).cloned().collect(), gone: Vec::new() }
}

/// The files by their names, with their bytes.
fn read(paths: &[PathBuf]) -> Result<Vec<pipeline::File>, Failure> {
    let one = |path: &PathBuf| {
        let name = path.display().to_string();
        let bytes = input::read(path, input::MOST_BYTES).map_err(|error| {
            let remedy = "check the name, that it is a file and that you may read it";
            Failure::cannot_run(format!("`{name}` cannot be read: {error}"), remedy)
        })?;
        Ok(pipeline::File { name, bytes })
    };
    paths.iter().map(one).collect()
}

/// What a file was found to be, in words.
fn loose(seen: &Seen, forces: &[(String, String)]) -> findings::Loose {
    let names: Vec<&str> = seen
        .forces
        .iter()
        .map(|code| forces.iter().find(|(known, _)| known == code).map_or(code.as_str(), |(_, name)| name))
        .collect();
    let whose = match names.as_slice() {
        [] => String::new(),
        [one] => format!(", {one}"),
        many => format!(", {} forces", many.len()),
    };
    let what = match (seen.contract.as_str(), seen.rows) {
        ("", _) => "not read".to_owned(),
        (contract, 0) => format!("a return under `{contract}`{whose}; not read, as it has errors"),
        (contract, rows) => format!("a return under `{contract}`{whose}; {rows} rows"),
    };
    findings::Loose { name: seen.name.clone(), what }
}

/// Whom to ask, under the names that lead to their rows.
fn asked(asking: &Asking<Raw>, names: &[(String, String)]) -> findings::Asking {
    let name = |code: &str| names.iter().find(|(known, _)| known == code).map_or(code, |(_, name)| name).to_owned();
    let forces = asking.forces.iter().map(|force| findings::Asked {
        name: name(&force.code),
        code: force.code.to_string(),
        definition: (*force.definition).clone(),
        remedy: force.remedy.words(),
        added: force.added.value().iter().map(|added| (added.width, added.read)).collect(),
    });
    findings::Asking {
        year: asking.year.map(|year| year.to_string()).unwrap_or_default(),
        rungs: (*asking.rungs).clone(),
        forces: forces.collect(),
    }
}
