//! An edition while it is written: what an edit of the text leaves as it is stays in memory.
//!
//! In: a project, once whole and then the text alone. Out: what is typeset, and what the checks say of data and text. Nothing is written.

use super::{Order, Prepared, Silent, check, compute, reading};
use crate::chapter::typesetting::{Form, Job};
use crate::chapter::{Offered, Text};
use crate::contract::{Acceptances, Findings, History, Severity, checks};
use crate::disclosure::{self, Given, Memory};
use crate::fault::{Failure, Fault};
use crate::source::Project;

/// An edition before it is typeset.
pub struct Draft {
    project: Project,
    prepared: Prepared,
    /// What the text may use, which no edit of the text changes.
    offered: Offered,
}

impl Draft {
    /// Reads and computes everything. Data with an error that nobody accepts make no draft, as they make no release.
    pub fn of(mut project: Project, order: Order, memory: &Memory) -> Result<Self, Failure> {
        let protect = |given: Given<'_>| disclosure::protect_again(given, memory);
        let prepared = compute(reading(&mut project, order, &mut Silent)?, &protect, &mut Silent)?;
        let wrong: Vec<Fault> =
            prepared.findings.open().filter(|finding| finding.severity == Severity::Error).map(Fault::from).collect();
        if !wrong.is_empty() {
            return Err(Failure::Input(wrong));
        }
        let offered = prepared.content(project.inputs()).offer()?;
        Ok(Self { project, prepared, offered })
    }

    /// Reads the text again, and nothing else. Where it cannot be read the draft stays as it was.
    pub fn read_text(&mut self) -> Result<(), Failure> {
        self.prepared.text = Text::read(&mut self.project, &self.prepared.protected.picture.edition)?;
        Ok(())
    }

    /// What is typeset, once every number of the text is bound.
    pub fn job(&self, form: Form) -> Result<Job, Failure> {
        self.prepared.content(self.project.inputs()).telling(&self.offered).job(form)
    }

    /// What was typeset, with what is put into it afterwards.
    pub fn whole(&self, form: Form, made: Vec<u8>) -> Result<Vec<u8>, Failure> {
        self.offered.whole(form, made)
    }

    /// What the checks found in the data and in the words of the text.
    pub fn findings(&self) -> Result<Findings, Failure> {
        // What was seen before is no input of the chapter, and is not noted as one.
        let mut beside = Project::open(self.project.root())?;
        let acceptances = Acceptances::read(&mut beside, &checks::ids())?;
        let history = History::read(&mut beside)?;
        let mut found = self.prepared.findings.clone().into_found();
        found.extend(check::of_text(&self.prepared));
        let cut_off = self.prepared.protected.picture.edition.cut_off;
        Ok(Findings::judge(found, &acceptances, &history, cut_off))
    }
}
