//! `assess audit`: the proof that nobody can work out a child from an edition's OFFICIAL release.

use std::process::ExitCode;

use super::progress::Watch;
use super::{Folders, console, open};
use crate::cli::Audit;
use crate::contract::TOTAL;
use crate::disclosure::proof::{Effort, Proof};
use crate::fault::Failure;
use crate::pipeline::rebuild::Rebuild;

/// Counts without a twin that are named; the others are numbered.
const NAMED: usize = 20;

/// Status 0: every count is proven; 1: some count is not.
pub(super) fn run(folders: Folders<'_>, options: &Audit) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(folders, options.edition)?;
    let rebuild = Rebuild::read(&mut project, year)?;
    let effort = Effort { rebuilds: options.rebuilds, ..effort() };
    Ok(if proven(&rebuild, effort)? { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What is tried on this machine.
pub(super) fn effort() -> Effort {
    let at_once = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Effort { at_once: at_once.min(8), ..Effort::default() }
}

/// Proves an edition and says so; whether every count is proven.
pub(super) fn proven(rebuild: &Rebuild, effort: Effort) -> Result<bool, Failure> {
    let watch = Watch::start();
    let proof = rebuild.prove(effort)?;
    let Proof { counts, pairs, twins, drafts, rebuilds, told, unproven } = &proof;
    console::result(format_args!(
        "{counts} counts, and {pairs} pairs of a count and a force that must not know it: {twins} other returns give the same release; \
         {rebuilds} releases and {drafts} drafts made in {:.1} seconds",
        watch.seconds()
    ));
    for (part, changes) in told {
        console::note(format_args!("single changes that were seen in {part}: {changes}"));
    }
    for left in unproven.iter().take(NAMED) {
        let name = rebuild.counts().get(left.count).map_or_else(String::new, |count| {
            let part = if count.dimension == TOTAL {
                String::new()
            } else {
                format!(", {} {}", count.dimension, count.category)
            };
            format!("{} {} {} {}{part}", count.force, count.measure, count.year, count.part)
        });
        let who = left.insider.as_ref().map_or_else(|| "a reader".to_owned(), |force| format!("the force {force}"));
        let width = left.width;
        console::note(format_args!("unproven: {name}: no other returns put it more than {width} off for {who}"));
    }
    if unproven.len() > NAMED {
        console::note(format_args!("unproven: {} more", unproven.len() - NAMED));
    }
    if !proof.is_whole() {
        let remedy = "give the numbers around them for a wider area, or take one out of the edition; or search longer with --rebuilds";
        console::note(format_args!("error: {} counts or pairs are not proven\nremedy: {remedy}", unproven.len()));
    }
    Ok(proof.is_whole())
}
