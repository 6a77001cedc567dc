//! The recipe of docs/extending.md for an exporter, followed: one function, and one entry of a list.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;

use super::{Content, EXPORTERS, Exporter, Files, gathered};
use crate::fault::Failure;
use crate::pipeline::tests::prepared;

/// The facts with their lineage, for a machine.
fn facts(content: &Content<'_>) -> Result<Files, Failure> {
    let fact = |fact: &crate::chapter::facts::Fact| serde_json::json!({ "text": fact.text, "synthetic": fact.lineage.synthetic() });
    let facts: serde_json::Map<_, _> = content.facts.iter().map(|(id, one)| (id.clone(), fact(one))).collect();
    Ok(vec![("facts.json".to_owned(), serde_json::Value::from(facts).to_string().into_bytes())])
}

#[test]
fn a_new_exporter_is_gathered_and_its_file_named_for_its_handling() {
    let inputs = BTreeMap::new();
    let content = prepared().content(&inputs);
    let with: Vec<Exporter> = EXPORTERS.iter().copied().chain([facts as Exporter]).collect();
    let (before, after) = (gathered(EXPORTERS, &content).unwrap(), gathered(&with, &content).unwrap());
    let added: Vec<&String> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert_eq!(added, ["facts.official.embargoed.json"]);
    let read: serde_json::Value = serde_json::from_slice(&after[added[0]]).unwrap();
    assert_eq!(read.as_object().unwrap().len(), prepared().facts.ids().count());
    let failing: Exporter = |_| Err(Failure::cannot_run("no", "none"));
    assert!(gathered(&[facts, failing], &content).is_err());
}

#[test]
fn the_recipe_quotes_the_code_that_is_tried_here() {
    crate::recipes::quoted("An exporter", include_str!("tests.rs"));
}
