//! `assess check`: what is wrong with the data and the text, as a report. Status 1 if an error is open.

use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, inside, open};
use crate::chapter::wording;
use crate::cli::{self, Check};
use crate::contract::{History, RECORD, Severity};
use crate::fault::Failure;
use crate::pipeline::{self, Order};
use crate::publish::{self, findings};

pub(super) fn run(folders: Folders<'_>, options: &Check) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(folders, options.edition)?;
    let mut progress = Progress::new(options.quiet || options.format != cli::Report::Human || options.out.is_none());
    let checked = pipeline::check(&mut project, Order::edition(year), &mut progress)?;
    progress.finish();
    let rules: Vec<findings::Rule<'_>> = Vec::new();
    let report = findings::Report {
        edition: year,
        cut_off: &checked.cut_off.map(wording::date).unwrap_or_default(),
        synthetic: checked.synthetic,
        forces: &checked.forces,
        rules: &rules,
        findings: &checked.findings,
    };
    let bytes = match options.format {
        cli::Report::Human => findings::human(&report).into_bytes(),
        cli::Report::Json => findings::json(&report),
        cli::Report::Sarif => findings::sarif(&report),
        cli::Report::Html => findings::html(&report),
    };
    match &options.out {
        Some(path) => {
            publish::write(path, &bytes)?;
            console::result(path.display());
        }
        None if options.quiet && checked.findings.worst().is_none() => {}
        None => console::bytes(&bytes),
    }
    if options.record {
        let found = checked.findings.judged.iter().map(|judged| &judged.finding);
        publish::write(&inside(folders.root, RECORD), &History::record(found))?;
    }
    Ok(ExitCode::from(u8::from(checked.findings.worst() == Some(Severity::Error))))
}
