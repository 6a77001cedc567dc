//! `assess pull`: fetches the sources, or says how they stand.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::pulling::Watch;
use super::{Folders, console};
use crate::cli::Pull;
use crate::contract::Contracts;
use crate::contract::format::Loose;
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::{Failure, Fault, Place};
use crate::source::catalogue::{CATALOGUE, Catalogue, Source};
use crate::source::lock::LOCK;
use crate::source::pull::change::{Changes, TextTable};
use crate::source::pull::network::Network;
use crate::source::pull::purge::{Purged, purge};
use crate::source::pull::status::{Line, Standing, status};
use crate::source::pull::withdraw::withdraw;
use crate::source::pull::{ByContract, Difference, Options, Outcome, State, pull};
use crate::source::store::short;
use crate::source::{Project, check_names, reader, sha256};
use crate::template::ReturnWorkbooks;

/// Status 0: all is pinned; 1: something could not be had, or changed and was not adopted; 2: could not run.
pub(super) fn run(folders: Folders<'_>, options: &Pull) -> Result<ExitCode, Failure> {
    let mut project = folders.project()?;
    if !options.purge.is_empty() {
        for Purged { sha256, held, keys } in purge(&project, &options.purge)? {
            let held = if held { "its bytes are gone from the store" } else { "its bytes were not in the store" };
            let pinned =
                if keys.is_empty() { String::new() } else { format!("; no longer pinned: {}", keys.join(", ")) };
            console::result(format_args!("purged    {} {held}{pinned}", short(&sha256)));
        }
        console::note("copies on other machines, in backups and in mail are yours to find");
        return Ok(ExitCode::SUCCESS);
    }
    if !options.withdraw.is_empty() {
        for locked in withdraw(&project, &options.withdraw)? {
            let (key, sha256) = (&locked.key, short(&locked.sha256));
            console::result(format_args!("withdrawn {key} {sha256}: no longer pinned; the store keeps its bytes"));
        }
        console::note(
            "what an inbox still holds is pinned again by the next pull: take it from there, or name the others with --only",
        );
        return Ok(ExitCode::SUCCESS);
    }
    let catalogue = Catalogue::read(&mut project)?;
    if options.status {
        let lines = status(&mut project, &catalogue, &options.only)?;
        let kept = kept(&mut project, &catalogue, options)?;
        return Ok(print_status(&lines, kept));
    }
    // A project that holds no contracts yet can be pulled all the same; the build says what is wrong with them.
    let contracts = Held::read(&mut project).ok();
    let asked = Options {
        only: options.only.clone(),
        update: options.update.clone(),
        dry_run: options.dry_run,
        offline: options.offline,
        locked: options.locked,
        jobs: usize::from(options.jobs),
        now: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        network: Network { ca_file: options.ca_file.clone(), proxy: options.proxy.clone(), ..Network::default() },
        environment: &environment,
        contracts: contracts.as_ref().map(|held| held as &dyn ByContract),
    };
    let watch = Watch::new(options.quiet);
    let report = pull(&mut project, &catalogue, &asked, &watch);
    watch.finish();
    let report = report?;
    for outcome in &report.outcomes {
        if let Some(line) = said(outcome, options.quiet) {
            console::result(line);
        }
    }
    if !options.quiet {
        kept(&mut project, &catalogue, options)?;
    }
    let faults = report.faults();
    if !faults.is_empty() {
        return Err(Failure::Input(faults));
    }
    let changed = report.changed();
    if let Some(first) = changed.first() {
        console::note(format_args!(
            "{} changed and not adopted: the build goes on using what {LOCK} pins; adopt with --update {first}",
            files(changed.len()),
        ));
    }
    let refused: Vec<&str> = report.refused().map(|(key, _)| key).collect();
    if let Some(first) = refused.first() {
        console::note(format_args!(
            "{} pinned and refused by the contract, so no edition that names it can be built: have it sent again and pull with --update {first}, \
             take it out with --withdraw {first}, or set it aside in edition.toml",
            files(refused.len()),
        ));
    }
    Ok(ExitCode::from(u8::from(!changed.is_empty() || !refused.is_empty())))
}

/// What a refused file shows of what is wrong with it.
const REFUSALS: usize = 3;

/// The contracts of the project, by which a file is read before it is said what changed.
struct Held {
    contracts: Contracts,
    definitions: Definitions,
    edition: Edition,
}

impl Held {
    fn read(project: &mut Project) -> Result<Self, Failure> {
        let definitions = Definitions::read(project)?;
        let contracts = Contracts::read(project, &definitions)?;
        let edition = Edition::read(project, Edition::newest(project)?, &definitions)?;
        Ok(Self { contracts, definitions, edition })
    }
}

impl ByContract for Held {
    fn read(&self, source: &Source, name: &str, bytes: &[u8]) -> Option<Result<TextTable, Vec<Fault>>> {
        let Self { contracts, definitions, edition } = self;
        let contract = contracts.get(&source.contract)?;
        let opened = match reader::open(bytes, name, &source.not_persons) {
            Ok(opened) => opened,
            Err(fault) => return Some(Err(vec![fault])),
        };
        let file = Loose { name, opened: &opened, answers: &source.not_persons, contract: Some(contract) };
        let read = contracts.loose(file, Some(&ReturnWorkbooks { contracts, definitions, edition }));
        Some(read.map(|(records, _)| TextTable {
            header: contract.columns.iter().map(|column| column.name.clone()).collect(),
            rows: records.texts(),
            key: contract.key.clone(),
            places: records.iter().map(|record| record.place("value").in_words()).collect(),
        }))
    }

    fn header(&self, source: &Source, names: &[String]) -> Option<Vec<Fault>> {
        let columns = self.contracts.get(&source.contract)?.header();
        Some(check_names(names, &columns, |_, _| Place::line(CATALOGUE, source.line)))
    }
}

#[expect(clippy::disallowed_methods, reason = "tokens are handed over by the environment; only pull reads it")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn files(number: usize) -> String {
    if number == 1 { "1 file".to_owned() } else { format!("{number} files") }
}

/// A line about a file; nothing where it only stayed as it was and few words are wanted.
fn said(outcome: &Outcome, quiet: bool) -> Option<String> {
    let (word, rest) = match &outcome.state {
        State::Pinned if quiet => return None,
        State::Failed(_) => return None,
        State::Pinned => ("pinned", String::new()),
        State::Restored => ("restored", "the store has it again".to_owned()),
        State::New => ("new", "pinned".to_owned()),
        State::Changed(difference) => ("changed", described(difference)),
        State::Updated(difference) => ("updated", described(difference)),
        State::Absent => ("awaited", "nothing has been sent yet".to_owned()),
        State::Planned(what) => ("planned", what.clone()),
    };
    let mut line = format!("{word:<9} {:<34} {rest}", outcome.key).trim_end().to_owned();
    if !outcome.notice.is_empty() {
        let _ = write!(line, "\n{:<9} note: {}", "", outcome.notice);
    }
    for fault in outcome.refused.iter().take(REFUSALS) {
        let _ = write!(line, "\n{:<9} refused by its contract: {}: {} ({})", "", fault.place, fault.what, fault.id);
    }
    if outcome.refused.len() > REFUSALS {
        let _ = write!(line, "\n{:<9}   … and {} more", "", outcome.refused.len() - REFUSALS);
    }
    Some(line)
}

/// What changed, first in one line, then by periods, columns and the first revisions.
fn described(difference: &Difference) -> String {
    let Difference { before, after, changes } = difference;
    let mut text = format!("{} → {}, {} → {} bytes", short(&before.0), short(&after.0), before.1, after.1);
    let Some(changes) = changes else {
        text.push_str("; its table cannot be compared");
        return text;
    };
    let Changes { rows, added, removed, revised, .. } = changes;
    let _ = write!(
        text,
        "\n{:<9} rows {} → {} ({added} added, {removed} removed), {revised} values revised",
        "", rows.0, rows.1
    );
    let lists = [
        ("new periods", &changes.new_periods),
        ("periods gone", &changes.gone_periods),
        ("new columns", &changes.new_columns),
        ("columns gone", &changes.gone_columns),
    ];
    for (title, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let more = if list.len() > 8 { format!(" and {} more", list.len() - 8) } else { String::new() };
        let first: Vec<&str> = list.iter().take(8).map(String::as_str).collect();
        let _ = write!(text, "\n{:<9} {title}: {}{more}", "", first.join(", "));
    }
    for revision in &changes.revisions {
        let _ = write!(
            text,
            "\n{:<9}   {}: {} changed from {} to {}",
            "",
            revision.row,
            revision.column,
            cell(&revision.before),
            cell(&revision.after)
        );
        if !revision.place.is_empty() {
            let _ = write!(text, " ({})", revision.place);
        }
    }
    if *revised > changes.revisions.len() {
        let _ = write!(text, "\n{:<9}   … and {} more", "", revised - changes.revisions.len());
    }
    text
}

/// What a cell holds, in words.
fn cell(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}

/// Tells the vintages that stand in the project, and where their publishers give newer ones: none is ever replaced by a pull.
fn kept(project: &mut Project, catalogue: &Catalogue, options: &Pull) -> Result<usize, Failure> {
    let chosen = |source: &&Source| options.only.is_empty() || options.only.contains(&source.id);
    let mut number = 0;
    for source in catalogue.iter().filter(|source| !source.live.is_empty() && !source.fetched()).filter(chosen) {
        number += 1;
        let bytes = project.bytes(&source.path).map_err(|fault| vec![fault])?;
        let released = match source.published.as_str() {
            "" => String::new(),
            day => format!(", released {day}"),
        };
        console::result(format_args!(
            "{:<9} {:<34} {} {:>11} bytes{released}, in {}\n{:<9} newer vintages: {}",
            "kept",
            source.id,
            short(&sha256(&bytes)),
            bytes.len(),
            source.path,
            "",
            source.live
        ));
    }
    Ok(number)
}

fn print_status(lines: &[Line], kept: usize) -> ExitCode {
    for line in lines {
        let Line { key, standing, pinned, offered } = line;
        let mut text = format!("{:<9} {key:<34}", standing.name());
        if let Some(pinned) = pinned {
            let day = pinned.first_seen.get(..10).unwrap_or(&pinned.first_seen);
            let _ = write!(text, " {} {:>11} bytes, first seen {day}", short(&pinned.sha256), pinned.bytes);
            if !pinned.released.is_empty() {
                let _ = write!(text, ", released {}", pinned.released);
            }
            if !pinned.replaced.is_empty() {
                let _ = write!(text, ", in place of {}", short(&pinned.replaced));
            }
            if !pinned.notice.is_empty() {
                let _ = write!(text, "\n{:<9} note: {}", "", pinned.notice);
            }
        }
        if let Some(offered) = offered {
            let _ = write!(text, "\n{:<9} offered: {} {:>11} bytes", "", short(&offered.sha256), offered.bytes);
        }
        console::result(text.trim_end());
    }
    let kept = (kept > 0).then(|| format!("{kept} kept"));
    let counts: Vec<String> = Standing::ALL
        .into_iter()
        .map(|standing| (standing, lines.iter().filter(|line| line.standing == standing).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(standing, count)| format!("{count} {}", standing.name()))
        .chain(kept)
        .collect();
    console::result(if counts.is_empty() { "no source is fetched".to_owned() } else { counts.join(", ") });
    let good = |line: &Line| matches!(line.standing, Standing::Pinned | Standing::Awaited);
    ExitCode::from(u8::from(!lines.iter().all(good)))
}
