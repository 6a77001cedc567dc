//! Everything the program can find wrong with an edition, gathered as findings.
//!
//! What stops a build is a finding of severity error. Where the files can be read, the checks on what they say come on top.

use jiff::civil::Date;

use super::{Observer, Order, build};
use crate::contract::{Acceptances, Finding, Findings, Forces, History};
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::Failure;
use crate::source::Project;
use crate::source::catalogue::Catalogue;

/// What was found, and what a report needs to tell it.
#[derive(Debug)]
pub struct Checked {
    /// Codes and names of the forces, in their order.
    pub forces: Vec<(String, String)>,
    /// Data cut-off of the edition; none where its file cannot be read.
    pub cut_off: Option<Date>,
    /// Whether any source is synthetic.
    pub synthetic: bool,
    /// What was found.
    pub findings: Findings,
}

/// Checks an edition: its data, its text and all that a build does with them.
pub fn check(project: &mut Project, order: Order, observer: &mut dyn Observer) -> Result<Checked, Failure> {
    let mut found: Vec<Finding> = Vec::new();
    match build(project, order, observer) {
        Ok(_) => {}
        Err(Failure::Input(faults)) => found.extend(faults.into_iter().map(Finding::from)),
        Err(failure) => return Err(failure),
    }
    // What cannot be read here is among the findings already.
    let catalogue = Catalogue::read(project).ok();
    let edition =
        Definitions::read(project).ok().and_then(|definitions| Edition::read(project, order.year, &definitions).ok());
    let forces = catalogue
        .as_ref()
        .and_then(|catalogue| catalogue.get("forces").ok())
        .and_then(|source| Forces::read(project, &source.path).ok());
    let (acceptances, history) = (Acceptances::read(project, &[])?, History::read(project)?);
    let cut_off = edition.map(|edition| edition.cut_off);
    Ok(Checked {
        forces: forces.iter().flat_map(Forces::iter).map(|force| (force.code.clone(), force.name.clone())).collect(),
        cut_off,
        synthetic: catalogue.iter().flat_map(Catalogue::iter).any(|source| source.synthetic),
        findings: Findings::judge(found, &acceptances, &history, cut_off.unwrap_or(Date::MAX)),
    })
}
