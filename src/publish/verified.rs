//! A release held against its rebuild: which input, setting, statistic, number of the text or file is not the same.
//!
//! In: the release as it was given, its manifest, and the manifest and files of the rebuild. Out: a line for each difference, none where
//! they are equal to the byte.

use std::collections::BTreeMap;

use serde_json::Value;

use super::comparison::{Side, compared};
use super::manifest::Manifest;
use super::released::Released;
use crate::source::sha256;

/// Settings and numbers that are named; the others are counted.
const NAMED: usize = 20;

/// The files of a release by their paths.
type Files = BTreeMap<String, Vec<u8>>;

/// Says where a release and its rebuild differ.
pub fn verified(given: &Released, released: &Manifest, (built, outputs): (&Manifest, &Files)) -> Vec<String> {
    let mut differences = inputs(released, built);
    differences.extend(named(settings(&released.edition, &built.edition), "settings"));
    if released.program != built.program {
        differences.push("built by another version of the program or its libraries".to_owned());
    }
    let hashes = outputs.iter().map(|(path, bytes)| (path.clone(), sha256(bytes))).collect();
    differences.extend(given.held(&hashes));
    for path in released.outputs.keys().filter(|path| !outputs.contains_key(*path)) {
        differences.push(format!("listed in the manifest, and not made any more: {path}"));
    }
    differences.extend(named(numbers(given, released, (built, outputs)), "numbers"));
    differences
}

/// What the release read, and the project holds no more.
fn inputs(released: &Manifest, built: &Manifest) -> Vec<String> {
    let mut differences = Vec::new();
    for (path, input) in &released.inputs {
        match built.inputs.get(path) {
            Some(now) if now == input => {}
            Some(_) => differences.push(format!("input changed since the release: {path}")),
            None => differences.push(format!("input no longer used: {path}")),
        }
    }
    let added = built.inputs.keys().filter(|path| !released.inputs.contains_key(*path));
    differences.extend(added.map(|path| format!("input not used by the release: {path}")));
    differences
}

/// Where two configurations differ, by the names that lead there.
fn settings(released: &Value, built: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk("", released, built, &mut found);
    found
}

fn walk(at: &str, released: &Value, built: &Value, found: &mut Vec<String>) {
    let below = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    match (released, built) {
        (Value::Object(released), Value::Object(built)) => {
            let null = Value::Null;
            for name in released.keys().chain(built.keys().filter(|name| !released.contains_key(*name))) {
                let (one, other) = (released.get(name).unwrap_or(&null), built.get(name).unwrap_or(&null));
                walk(&below(name), one, other, found);
            }
        }
        (Value::Array(released), Value::Array(built)) if released.len() == built.len() => {
            let pairs = released.iter().zip(built).enumerate();
            pairs.for_each(|(index, (one, other))| walk(&below(&index.to_string()), one, other, found));
        }
        (released, built) if released == built => {}
        (released, built) => {
            found.push(format!("setting differs: {at} is {released} in the release, and {built} in the rebuild"))
        }
    }
}

/// The statistics and the numbers of the text that are others in the release than in the rebuild.
fn numbers(given: &Released, released: &Manifest, (built, outputs): (&Manifest, &Files)) -> Vec<String> {
    let of_release = Side::of(String::new(), released.clone(), |path| Ok(given.bytes(path).map(<[u8]>::to_vec)));
    let of_rebuild = Side::of(String::new(), built.clone(), |path| Ok(outputs.get(path).cloned()));
    let (Ok(of_release), Ok(of_rebuild)) = (of_release, of_rebuild) else { return Vec::new() };
    let found = compared(&of_release, &of_rebuild, None);
    let statistics = found.statistics.iter().map(|one| {
        let key = &one.key;
        format!(
            "statistic differs: {} {}, {}: {} in the release, {} in the rebuild",
            key.id, key.period, key.area, one.old, one.new
        )
    });
    let facts = found.facts.iter().map(|one| {
        let shown = |words: &Option<String>| words.clone().unwrap_or_else(|| "not printed".to_owned());
        format!("number differs: {}: {} in the release, {} in the rebuild", one.id, shown(&one.old), shown(&one.new))
    });
    statistics.chain(facts).collect()
}

fn named(mut lines: Vec<String>, what: &str) -> Vec<String> {
    if lines.len() > NAMED {
        let more = lines.len() - NAMED;
        lines.truncate(NAMED);
        lines.push(format!("{more} more {what} differ"));
    }
    lines
}
