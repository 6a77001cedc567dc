//! `assess audit`: the proof that nobody can work out a child from an edition's OFFICIAL release.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use super::progress::Watch;
use super::{Folders, console, open};
use crate::cli::Audit;
use crate::disclosure::proof::accepted::Accepted;
use crate::disclosure::proof::{Effort, Proof, Stopped, Unproven};
use crate::edition::Edition;
use crate::edition::decisions::UNPROVEN;
use crate::fault::Failure;
use crate::pipeline::rebuild::Rebuild;

/// Counts without a twin that are named; the others are numbered.
const NAMED: usize = 60;

/// Status 0: every count is proven, or named as unproven with its reason; 1: some count is neither.
pub(super) fn run(folders: Folders<'_>, options: &Audit) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(folders, options.edition)?;
    let rebuild = Rebuild::read(&mut project, year)?;
    let accepted = Accepted::read(&mut project, year)?;
    let effort = Effort { rebuilds: options.rebuilds, ..effort() };
    Ok(if proven(&rebuild, year, &accepted, effort, options.only.as_deref())? {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// What is tried on this machine.
pub(super) fn effort() -> Effort {
    let at_once = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Effort { at_once: at_once.min(8), ..Effort::default() }
}

/// Proves an edition and says so; whether every count is proven, or named as one that is not.
pub(super) fn proven(
    rebuild: &Rebuild,
    year: i16,
    accepted: &[Accepted],
    effort: Effort,
    only: Option<&str>,
) -> Result<bool, Failure> {
    Accepted::held_against(accepted, rebuild.counts().iter().map(ToString::to_string))?;
    let watch = Watch::start();
    let wanted: Option<Vec<bool>> = only.map(|text| named(rebuild, text)).transpose()?;
    let proof = rebuild.prove(effort, wanted.as_deref())?;
    let Proof { counts, pairs, twins, sketches, drafts, rebuilds, told, unproven } = &proof;
    console::result(format_args!(
        "{counts} counts, and {pairs} pairs of a count and a force that must not know it: {twins} other returns give the same release; \
         {rebuilds} releases, {drafts} drafts and {sketches} sketches made in {:.1} seconds",
        watch.seconds()
    ));
    for (part, changes) in told {
        console::note(format_args!("single changes that were seen in {part}: {changes}"));
    }
    let left = left(rebuild, unproven);
    let (named, rest): (Vec<_>, Vec<_>) =
        left.iter().partition(|(count, _)| accepted.iter().any(|one| one.count == **count));
    for (count, (whom, _)) in named {
        let reason = accepted.iter().find(|one| one.count == *count).map_or("", |one| &one.reason);
        console::note(format_args!("unproven, and released by name: {count}, for {whom}: {reason}"));
    }
    let settled = |one: &&Accepted| only.is_none_or(|text| one.count.contains(text)) && !left.contains_key(&one.count);
    for one in accepted.iter().filter(settled) {
        console::note(format_args!("{}: `{}` is proven, so its line can go", one.place, one.count));
    }
    for (count, (whom, why)) in rest.iter().take(NAMED) {
        console::note(format_args!("unproven: {count}: no other returns put it far enough off for {whom}: {why}"));
    }
    if rest.len() > NAMED {
        console::note(format_args!("unproven: {} more counts", rest.len() - NAMED));
    }
    if rest.is_empty() {
        return Ok(true);
    }
    for (counts, why) in stopped(unproven).into_iter().take(NAMED) {
        console::note(format_args!("unproven: {counts} counts: {why}"));
    }
    let lines: Vec<String> =
        rest.iter().map(|(count, _)| format!("[[unproven]]\ncount = \"{count}\"\nreason = \"\"\n")).collect();
    let remedy = format!(
        "search longer with --rebuilds; give the numbers around them for a wider area, or take one out of the edition; or release them \
         unproven, by name and each with its reason, in {}/{UNPROVEN}",
        Edition::folder(year)
    );
    console::note(format_args!("error: {} counts are not proven\nremedy: {remedy}", rest.len()));
    if lines.len() <= NAMED {
        console::note(format_args!("\n{}", lines.join("\n")));
    }
    Ok(false)
}

/// Whether each count is one whose name holds a text.
fn named(rebuild: &Rebuild, text: &str) -> Result<Vec<bool>, Failure> {
    let named: Vec<bool> = rebuild.counts().iter().map(|count| count.to_string().contains(text)).collect();
    if named.contains(&true) {
        return Ok(named);
    }
    let example = rebuild.counts().first().map(ToString::to_string).unwrap_or_default();
    Err(Failure::cannot_run(format!("the name of no count holds `{text}`"), format!("a count is called `{example}`")))
}

/// What stopped the search for how many of the counts that are left, the most frequent first.
fn stopped(unproven: &[Unproven]) -> Vec<(usize, &Stopped)> {
    let mut counts: BTreeMap<&Stopped, BTreeSet<usize>> = BTreeMap::new();
    for one in unproven {
        counts.entry(&one.stopped).or_default().insert(one.count);
    }
    let mut counts: Vec<(usize, &Stopped)> = counts.into_iter().map(|(why, counts)| (counts.len(), why)).collect();
    counts.sort_by_key(|(counts, why)| (std::cmp::Reverse(*counts), *why));
    counts
}

/// Counts without a twin, by name, for whom, and what stopped the search.
fn left<'a>(rebuild: &Rebuild, unproven: &'a [Unproven]) -> BTreeMap<String, (String, &'a Stopped)> {
    let mut left: BTreeMap<String, (bool, usize, &Stopped)> = BTreeMap::new();
    for one in unproven {
        let name = rebuild.counts().get(one.count).map(ToString::to_string).unwrap_or_default();
        let whom = left.entry(name).or_insert((false, 0, &one.stopped));
        match one.insider {
            None => whom.0 = true,
            Some(_) => whom.1 += 1,
        }
    }
    let words = |reader, forces| match (reader, forces) {
        (true, 0) => "a reader".to_owned(),
        (true, forces) => format!("a reader, and {forces} forces that know their own"),
        (false, forces) => format!("{forces} forces that know their own"),
    };
    left.into_iter().map(|(name, (reader, forces, why))| (name, (words(reader, forces), why))).collect()
}
