//! Typesetting, where it can be stopped: Typst is a language with loops, and has no limit of its own on time or memory.
//!
//! In: a job, which is every file of the document as text, and its ceilings. Out: the PDF, checked, or faults. The program runs itself once
//! more for it, as a child with limits that the system enforces: a thread cannot be stopped, and what runs out of memory or of stack takes
//! its process with it. What the child does not live to say is found by running parts of the text apart. A caller that is not
//! the program, such as a benchmark, typesets in its own process and without ceilings.

mod answer;
mod apart;
mod guilty;
mod kept;
mod limits;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::finished;
use super::world::Files;
use crate::fault::{Failure, Fault, Place};

pub use kept::{Kept, serve as serve_many};
pub use limits::{Ceiling, Limits};

/// What is made of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// A document of pages, as PDF.
    Document,
    /// One page for the web, as HTML.
    Page,
}

/// Everything of a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    /// Path of the file that names the others.
    pub main: String,
    /// Texts by path from the root of the project: theme, sections, charts, data.
    pub files: BTreeMap<String, String>,
    /// Names the document in its metadata; the same for the same edition.
    pub ident: String,
    /// What is made of it.
    pub form: Form,
    /// What it may take.
    pub limits: Limits,
    /// The most pages that its layout allows, and where it says so; none for what has no layout.
    pub ceiling: Option<Box<Ceiling>>,
}

impl Job {
    /// Where what has no place of its own in a section is to be mended.
    pub(super) fn place(&self) -> Place {
        self.ceiling.as_ref().map_or_else(|| Place::file(&self.main), |ceiling| ceiling.place())
    }

    /// The sections, by path: what an analyst wrote.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = |path: &str| super::is_own(path) && path != self.main;
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).filter(move |(path, _)| own(path))
    }
}

/// The program, where it is what runs.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says that this process is the program, which can be run again to typeset.
pub fn can_run_again(program: PathBuf) {
    // Said once, by `main`; a second time would say the same.
    let _ = PROGRAM.set(program);
}

/// The document as PDF or the page as HTML, checked as it came out.
pub fn typeset(job: &Job) -> Result<Vec<u8>, Failure> {
    match PROGRAM.get() {
        Some(program) => apart(program, job),
        None => Ok(here(job, |_| {})?),
    }
}

/// The same by a child, which is `program` run again.
pub fn apart(program: &Path, job: &Job) -> Result<Vec<u8>, Failure> {
    apart::typeset(program, job)
}

/// The same in this process, with whoever is told which files are read.
fn here(job: &Job, reading: fn(&str)) -> Result<Vec<u8>, Vec<Fault>> {
    let files = Files::new(&job.main, &job.files, job.form, reading).map_err(|fault| vec![fault])?;
    if job.form == Form::Page {
        return Ok(files.page()?.into_bytes());
    }
    let document = files.document()?;
    let faults = finished::check(&document, &files, job);
    if !faults.is_empty() {
        return Err(faults);
    }
    let pdf = files.pdf(&document, &job.ident)?;
    match finished::missing(&pdf) {
        Some(fault) => Err(vec![fault]),
        None => Ok(pdf),
    }
}

/// What the child does: reads a job, keeps to its limits, and answers.
pub fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    // All of it first: a reader is asked for every byte by itself.
    let mut given = Vec::new();
    input.read_to_end(&mut given)?;
    let job: Job = serde_json::from_slice(&given)?;
    job.limits.keep()?;
    answer::write(&mut output, here(&job, answer::reading))
}
