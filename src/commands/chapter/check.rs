//! `assess check`: what is wrong with the data and the text of an edition.

use std::process::ExitCode;

use super::super::check::{can_write, tell};
use super::progress::Progress;
use super::{Folders, inside, open};
use crate::cli::{self, Check};
use crate::contract::{History, RECORD};
use crate::fault::Failure;
use crate::findings;
use crate::national::asking::Asking;
use crate::national::number::Raw;
use crate::pipeline::{self, Order};
use crate::writing::{self, Access, System};

pub(in crate::commands) fn run(folders: Folders<'_>, options: &Check) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(folders, options.edition)?;
    can_write(folders, options)?;
    let mut progress = Progress::new(options.quiet || options.format != cli::Report::Human || options.out.is_none());
    let (checked, asking) = pipeline::check(&mut project, Order::edition(year), &mut progress)?;
    progress.finish();
    let asking = asking.as_ref().map(|asking| asked(asking, &checked.forces)).unwrap_or_default();
    let status = tell(folders, options, (&mut project, year), (&checked, &asking))?;
    if options.record && checked.stopped {
        let what = "nothing was recorded: checks did not run, because data cannot be read";
        return Err(Failure::cannot_run(what, "mend the errors of the report, then record"));
    }
    if options.record {
        let found = checked.findings.judged.iter().map(|judged| &judged.finding);
        writing::whole(&System, &inside(folders.root, RECORD), &History::record(found), Access::Open)?;
    }
    Ok(status)
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
