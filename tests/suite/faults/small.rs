//! A small document of the real theme, for what is tried a hundred times: two sections, one invented fact and one real.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assess::chapter::typesetting::{self, Form, Job, Limits, apart};
use assess::fault::{Failure, Fault};
use serde_json::json;

use crate::project::repository;

/// The section that is tried.
pub(super) const FIRST: &str = "report/2027/sections/10-first.typ";

/// Lines of the section before what is tried.
pub(super) const BEFORE: &str = "#import \"/report/theme/chapter.typ\": *\n\n= First\n\nForces recorded #n(\"real\") in 2024/25 and #n(\"made-up\", marked: true).\n\n";

/// Ceilings that a small document is far from.
pub(super) const LIMITS: Limits = Limits { seconds: 1, seconds_of_part: 1, bytes: 160 << 20, pages: 40 };

pub(super) fn job(tried: &str, limits: Limits) -> Job {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(repository().join("report/theme")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        files.insert(format!("report/theme/{name}"), fs::read_to_string(&path).unwrap());
    }
    let main = "report/2027/main.typ";
    let text = "#import \"/report/theme/chapter.typ\": *\n#show: chapter\n#include \"sections/10-first.typ\"\n#include \"sections/20-second.typ\"\n";
    files.insert(main.to_owned(), text.to_owned());
    files.insert(FIRST.to_owned(), format!("{BEFORE}{tried}\n"));
    files.insert("report/2027/sections/20-second.typ".to_owned(), "= Second\n\nMore.\n".to_owned());
    let edition = json!({
        "year": 2027, "title": "A chapter", "subtitle": "Made for tests", "publisher": "Nobody", "demonstration": true,
        "marking": "OFFICIAL", "embargoed": true, "embargo": "Demonstration, never for release",
        "stamp": "SYNTHETIC DATA – invented for demonstration", "coverage": "England and Wales",
        "release": "2027-05-27T08:30:00Z", "release_text": "27 May 2027, 9.30am", "cut_off_text": "31 October 2026",
        "version": "1.0", "agreed_definition": { "id": "one", "title": "One", "text": "Words.", "whose_words": "In our own words.", "owner": "One" },
    });
    let facts =
        json!({ "real": { "text": "1,234", "synthetic": false }, "made-up": { "text": "5,678", "synthetic": true } });
    let parts = [("edition", edition), ("facts", facts), ("figures", json!({})), ("tables", json!({}))];
    let judged = json!({ "judgements": [], "yardstick": [] });
    let lists = [("sources", json!([])), ("definitions", json!([])), ("judgements", judged)];
    files.extend(
        parts.into_iter().chain(lists).map(|(name, value)| (format!("generated/{name}.json"), value.to_string())),
    );
    Job { main: main.to_owned(), files, ident: "small".to_owned(), form: Form::Document, limits, ceiling: None }
}

/// Typesets it as the program does.
pub(super) fn typeset(job: &Job) -> Result<Vec<u8>, Vec<Fault>> {
    faults(apart(Path::new(env!("CARGO_BIN_EXE_assess")), job))
}

/// Typesets it as the program’s child does, in this process and without ceilings: for texts that come to their end. The library
/// remembers the theme from one to the next.
pub(super) fn here(job: &Job) -> Result<Vec<u8>, Vec<Fault>> {
    faults(typesetting::typeset(job))
}

fn faults(done: Result<Vec<u8>, Failure>) -> Result<Vec<u8>, Vec<Fault>> {
    match done {
        Ok(pdf) => Ok(pdf),
        Err(Failure::Input(faults)) => Err(faults),
        Err(other) => panic!("{other}"),
    }
}
