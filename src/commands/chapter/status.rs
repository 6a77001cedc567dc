//! `assess status`: who sent, who is late, what is open, and how many days are left. The one command beside `pull` that reads the day.

use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, open, places};
use crate::cli::{AnswerForm, Status};
use crate::fault::Failure;
use crate::pipeline;
use crate::publish::standing;
use crate::writing::{self, System};

pub(super) fn run(folders: Folders<'_>, options: &Status) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(folders, options.edition)?;
    if let Some(path) = &options.out {
        places::spare(folders, path)?;
    }
    let on = options.on.unwrap_or_else(|| jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date());
    let found = pipeline::standing(&mut project, year, &mut Progress::new(true))?;
    let shown = standing::Standing {
        edition: year,
        year: &found.year.to_string(),
        on,
        cut_off: found.cut_off,
        release: found.release,
        forces: &found.checked.forces,
        returns: &found.returns,
        aside: &found.aside,
        decisions: found.decisions,
        synthetic: found.checked.synthetic,
        stopped: found.checked.stopped,
        findings: &found.checked.findings,
    };
    let bytes = match options.format {
        AnswerForm::Human => standing::human(&shown).into_bytes(),
        AnswerForm::Json => standing::json(&shown),
        AnswerForm::Html => standing::html(&shown),
    };
    match &options.out {
        Some(path) => {
            writing::put(&System, path, &bytes)?;
            console::result(path.display());
        }
        None => console::bytes(&bytes),
    }
    Ok(ExitCode::SUCCESS)
}
