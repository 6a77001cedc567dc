//! What a finished chapter must say, as its own data tell.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::chapter::typesetting::Job;
use crate::fault::{Fault, Place};

/// The edition, as far as every page speaks of it.
#[derive(Debug, Deserialize)]
pub(super) struct Edition {
    pub(super) title: String,
    pub(super) marking: String,
    pub(super) embargoed: bool,
    /// Words that say so.
    pub(super) embargo: String,
    /// Words that say that data are synthetic.
    pub(super) stamp: String,
}

/// A fact that the text uses.
#[derive(Debug, Deserialize)]
pub(super) struct Fact {
    pub(super) text: String,
    pub(super) synthetic: bool,
    /// Whether the page for the web alone has it.
    #[serde(default)]
    pub(super) page_only: bool,
}

/// A figure or a table.
#[derive(Debug, Deserialize)]
struct Part {
    synthetic: bool,
}

/// All of it.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) edition: Edition,
    pub(super) facts: BTreeMap<String, Fact>,
    figures: BTreeMap<String, Part>,
    tables: BTreeMap<String, Part>,
}

impl Expected {
    pub(super) fn of(job: &Job) -> Result<Self, Fault> {
        Ok(Self {
            edition: read(job, "edition")?,
            facts: read(job, "facts")?,
            figures: read(job, "figures")?,
            tables: read(job, "tables")?,
        })
    }

    /// Whether what a mark names rests on synthetic data.
    pub(super) fn is_synthetic(&self, mark: &str) -> bool {
        let part = |parts: &BTreeMap<String, Part>, id: &str| parts.get(id).is_some_and(|part| part.synthetic);
        match mark.split_once(' ') {
            Some(("fact" | "mark", id)) => self.facts.get(id).is_some_and(|fact| fact.synthetic),
            Some(("figure", id)) => part(&self.figures, id),
            Some(("table", id)) => part(&self.tables, id),
            _ => false,
        }
    }
}

fn read<T: DeserializeOwned>(job: &Job, name: &str) -> Result<T, Fault> {
    let path = format!("generated/{name}.json");
    let text = job.files.get(&path).map(String::as_str).unwrap_or_default();
    serde_json::from_str(text).map_err(|error| {
        Fault::new(
            "chapter-invalid",
            Place::file(&path),
            format!("the data of the chapter cannot be read: {error}"),
            "report this fault",
        )
    })
}
