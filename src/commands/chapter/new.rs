//! `assess new`: the next edition from the newest one, whole or not at all, and what a person must decide of it.

use std::process::ExitCode;

use super::{Folders, console, inside, open};
use crate::cli::New;
use crate::contract::{ACCEPTANCES, Acceptances, checks};
use crate::definition::Definitions;
use crate::edition::decisions::DECISIONS;
use crate::edition::{Edition, turn};
use crate::fault::Failure;
use crate::pipeline::{self, Order, Silent};
use crate::source::catalogue::CATALOGUE;
use crate::writing::{self, Access, Folder, System, kind};

pub(super) fn run(folders: Folders<'_>, options: &New) -> Result<ExitCode, Failure> {
    let (mut project, from) = open(folders, options.from)?;
    let year = options.year;
    turn::admitted(&project, from, year)?;
    let definitions = Definitions::read(&mut project)?;
    let cut_off = Edition::read(&mut project, from, &definitions)?.cut_off;
    let acceptances = Acceptances::read(&mut project, &checks::ids())?;
    let held = acceptances.holding(cut_off).enumerate().map(|(number, acceptance)| {
        let (check, by, until, place) =
            (&acceptance.check, &acceptance.by, acceptance.until, acceptance.place.in_words());
        let what = format!("The acceptance of `{check}` by {by} until {until} ({place}), looked at again");
        (format!("acceptance.{}", number + 1), what)
    });
    // Where the edition before cannot be computed, its judgements are carried without what their numbers were.
    let before = pipeline::prepare(&mut folders.project()?, Order::edition(from), &mut Silent).ok();
    let said = |id: &str| {
        let fact = before.as_ref()?.facts.get(id)?;
        let is_told = !fact.lineage.synthetic() || !fact.text.contains(|letter: char| letter.is_ascii_digit());
        (is_told || id.contains(".year.")).then(|| fact.text.clone())
    };
    let said: Option<turn::Said<'_>> = before.as_ref().map(|_| &said as turn::Said<'_>);
    let turned = turn::turn(&mut project, (from, year), held.collect(), said)?;

    let folder = inside(folders.root, &Edition::folder(year));
    let target = Folder::take(&System, &folder, Access::Open)?;
    // Entries that no edition names yet change nothing, so they come first: whatever stops this, it can be run again.
    if let Some(catalogue) = &turned.catalogue {
        writing::whole(&System, &inside(folders.root, CATALOGUE), catalogue.as_bytes(), Access::Open)?;
    }
    target.replace(&turned.files, &|folder| match kind(folder).ok().flatten() {
        None => Ok(()),
        Some(_) => turn::admitted(&project, from, year),
    })?;
    let written = turned.files.len();
    console::result(format_args!("{}: {written} files, from edition {from}", folder.display()));
    if turned.catalogue.is_some() {
        console::result(format_args!(
            "{CATALOGUE}: an entry of its own for each source that is fetched; nothing is pinned of them"
        ));
    }
    let many = turned.decisions.len();
    console::result(format_args!(
        "to decide, {many} ({} holds them; `assess check` lists those open):",
        folder.join(DECISIONS).display()
    ));
    for (id, what) in &turned.decisions {
        console::result(format_args!("  {id:<34} {what}"));
    }
    if !folders.root.join(ACCEPTANCES).exists() {
        console::note("no finding has been accepted in this project, so there is no acceptance to look at");
    }
    Ok(ExitCode::SUCCESS)
}
