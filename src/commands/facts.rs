//! `assess facts`: the facts the text may use, with their present wording.

use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, open};
use crate::cli::Facts;
use crate::fault::Failure;
use crate::pipeline::{self, Order};

pub(super) fn run(folders: Folders<'_>, options: &Facts) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(folders, options.edition)?;
    let prepared = pipeline::prepare(&mut project, Order::edition(year), &mut Progress::new(true))?;
    let chosen = prepared.facts.iter().filter(|(id, _)| id.starts_with(&options.prefix));
    for (id, fact) in chosen {
        let stamp = if fact.lineage.synthetic() { "  [synthetic]" } else { "" };
        console::result(format_args!("{id}\n    {}{stamp}", fact.text));
    }
    Ok(ExitCode::SUCCESS)
}
