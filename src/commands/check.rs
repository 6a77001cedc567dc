//! `assess check FILE`: what is wrong with files of a force before it sends them, as a report; the report that `check` makes of an
//! edition too. Status 1 if an error is open, or what else was asked for.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{Folders, console, edition_of, places};
use crate::alone::{self, Checked, File, Seen};
use crate::cli::{self, Check, FailOn};
use crate::contract::{Findings, Judged, RECORD, Severity, State, checks};
use crate::fault::Failure;
use crate::findings::{self, Asking};
use crate::format;
use crate::source::{Project, input};
use crate::writing::{self, System};

pub(super) fn run(folders: Folders<'_>, options: &Check) -> Result<ExitCode, Failure> {
    let (mut project, is_built_in) = folders.anywhere()?;
    let year = edition_of(&project, options.edition)?;
    if is_built_in && !options.quiet {
        console::note(format_args!(
            "no project folder here: checked by the contracts of edition {year}, which are in the program"
        ));
    }
    can_write(folders, options)?;
    let checked = alone::check(&mut project, year, &read(&options.files)?, options.contract.as_deref())?;
    tell(folders, options, (&mut project, year), (&checked, &Asking::default()))
}

/// Refuses to write the report over what is read.
pub(super) fn can_write(folders: Folders<'_>, options: &Check) -> Result<(), Failure> {
    let Some(path) = &options.out else { return Ok(()) };
    places::spare(folders, path)?;
    places::other_than(path, &options.files)
}

/// Makes the report of what was found, and says by the status whether it fails.
pub(super) fn tell(
    folders: Folders<'_>,
    options: &Check,
    (project, year): (&mut Project, i16),
    (checked, asking): (&Checked, &Asking),
) -> Result<ExitCode, Failure> {
    let failing = failing(&checked.findings, options.fail_on);
    let settings = checks::Settings::read(project).ok();
    let rules = findings::rules(settings.as_ref());
    let files: Vec<findings::Loose> = checked.files.iter().map(|seen| loose(seen, &checked.forces)).collect();
    let report = findings::Report {
        edition: year,
        cut_off: &checked.cut_off.map(format::date).unwrap_or_default(),
        synthetic: checked.synthetic,
        forces: &checked.forces,
        rules: &rules,
        files: &files,
        asking,
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
    if options.fail_on == FailOn::New && !folders.root.join(RECORD).exists() && !options.quiet {
        // Only an edition is recorded; a force's own program knows of no record.
        let remedy = if options.files.is_empty() { ": write it with --record" } else { "" };
        console::note(format_args!("there is no {RECORD}, so every finding is new{remedy}"));
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
fn read(paths: &[PathBuf]) -> Result<Vec<File>, Failure> {
    let one = |path: &PathBuf| {
        let name = path.display().to_string();
        let bytes = input::read(path, input::MOST_BYTES).map_err(|error| {
            let remedy = "check the name, that it is a file and that you may read it";
            Failure::cannot_run(format!("`{name}` cannot be read: {error}"), remedy)
        })?;
        Ok(File { name, bytes })
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
