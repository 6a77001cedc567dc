//! Everything the program can find wrong with an edition, gathered as findings.
//!
//! What stops a build is a finding of severity error. Where the files can be read, the checks on what they say come on top, for
//! every force: one return that contradicts itself hides nothing of the others.

use jiff::civil::Date;

use super::{Observer, Order, Prepared, compute, finish, reading};
use crate::alone::Checked;
use crate::chapter::narrative::Told;
use crate::chapter::years::Apart;
use crate::contract::checks;
use crate::contract::{Acceptances, Contracts, Finding, Findings, Forces, History, Severity, Sources, Subject, role};
use crate::definition::Definitions;
use crate::disclosure;
use crate::edition::Edition;
use crate::edition::logs::Logs;
use crate::fault::Failure;
use crate::national::asking::Asking;
use crate::national::number::Raw;
use crate::source::Project;
use crate::source::catalogue::Catalogue;

/// Checks an edition: its data, its text and all that a build does with them. Whom to ask first comes with it, where the edition could be computed.
pub fn check(
    project: &mut Project,
    order: Order,
    observer: &mut dyn Observer,
) -> Result<(Checked, Option<Asking<Raw>>), Failure> {
    let mut found: Vec<Finding> = Vec::new();
    let mut stopped = true;
    let mut synthetic = None;
    let mut asking = None;
    let finished = reading(project, order, observer).and_then(|read| {
        synthetic = Some(read.origin.synthetic());
        found.extend(read.findings.clone().into_found());
        stopped = false;
        if !read.contradictions.is_empty() {
            found.extend(read.contradictions);
            return Ok(());
        }
        let prepared = compute(read, &disclosure::protect, observer)?;
        found.extend(of_text(&prepared));
        asking = Some(prepared.picture.asking.clone());
        // Every layout, so that nothing is wrong with one that nobody has asked for yet.
        let layouts: Vec<String> =
            prepared.protected.picture.edition.layouts.iter().map(|layout| layout.id.clone()).collect();
        finish(project, &prepared, &layouts, observer).map(|_| ())
    });
    match finished {
        Ok(()) => {}
        Err(Failure::Input(faults)) => found.extend(faults.into_iter().map(Finding::from)),
        Err(failure) => return Err(failure),
    }
    // No build reads them, so nothing else tells what is wrong with them.
    match Logs::read(project) {
        Ok(_) => {}
        Err(Failure::Input(faults)) => found.extend(faults.into_iter().map(Finding::from)),
        Err(failure) => return Err(failure),
    }
    let mut checked = about(project, order).unwrap_or_default();
    let (acceptances, history) = (Acceptances::read(project, &checks::ids())?, History::read(project)?);
    let cut_off = checked.cut_off.unwrap_or(Date::MAX);
    checked.stopped = stopped;
    checked.synthetic = synthetic.unwrap_or(checked.synthetic);
    checked.findings = match stopped {
        true => Findings::judge_part(found, &acceptances, &history, cut_off),
        false => Findings::judge(found, &acceptances, &history, cut_off),
    };
    Ok((checked, asking))
}

/// What is to be said of the words of the text.
pub(super) fn of_text(prepared: &Prepared) -> impl Iterator<Item = Finding> {
    let apart = prepared.years_apart().into_iter().map(year_apart);
    apart.chain(prepared.narrative().into_iter().map(narrative))
}

fn narrative(told: Told) -> Finding {
    let Told { check, severity, place, what, remedy } = told;
    Finding { check, severity, subject: Subject::default(), places: vec![place], what, remedy }
}

fn year_apart(apart: Apart) -> Finding {
    Finding {
        check: "year-apart",
        severity: Severity::Note,
        subject: Subject::default(),
        places: vec![apart.place],
        what: format!(
            "the sentence binds {}, and neither its section nor a figure of it speaks of that year by name",
            apart.year
        ),
        remedy: "bind the period by name, such as `last` or `previous`; nothing needs doing if that very year is meant"
            .to_owned(),
    }
}

/// What a report says beside the findings. What cannot be read here is among the findings already.
fn about(project: &mut Project, order: Order) -> Result<Checked, Failure> {
    let catalogue = Catalogue::read(project)?;
    let mut checked = Checked { synthetic: catalogue.iter().any(|source| source.synthetic), ..Checked::default() };
    let Ok(definitions) = Definitions::read(project) else { return Ok(checked) };
    let Ok(edition) = Edition::read(project, order.year, &definitions) else { return Ok(checked) };
    checked.cut_off = Some(edition.cut_off);
    let Ok(contracts) = Contracts::read(project, &definitions) else { return Ok(checked) };
    let sources = Sources::of_catalogue(&contracts, &catalogue);
    // Of what can be read; without a fault the first stage has said it for everything.
    checked.synthetic |= edition
        .sources
        .keys()
        .any(|contract| sources.read(project, contract).is_ok_and(|reading| reading.lineage.synthetic()));
    let read = sources.read(project, role::FORCES);
    if let Some(forces) = read.ok().and_then(|reading| Forces::read(&reading.records).ok()) {
        checked.forces = forces.iter().map(|force| (force.code.clone(), force.name.clone())).collect();
    }
    Ok(checked)
}
