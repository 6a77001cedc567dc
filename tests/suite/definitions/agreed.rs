//! The edition under each of the definitions held: it is made, and its sentences do not contradict themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{LazyLock, Mutex};

use assess::definition::Definitions;
use assess::pipeline::rebuild::{Other, Rebuild, Release};
use assess::source::Project;
use regex::Regex;
use serde_json::Value;

use super::AGREED;
use crate::numbers::prepared;
use crate::project::repository;

/// Definitions that stand for all: any two that relate alike to all that was counted give one edition.
fn kinds(project: &mut Project) -> Vec<String> {
    let definitions = Definitions::read(project).unwrap();
    let mut counted = BTreeSet::from(["csae".to_owned(), "cocad".to_owned(), "cocad-cse".to_owned()]);
    for year in &prepared().picture.agreed.years {
        counted.extend(year.forces.iter().filter_map(|force| force.definition.clone()));
    }
    let mut kinds: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for agreed in definitions.ids() {
        let relations = counted.iter().map(|counted| format!("{:?}", definitions.relation(counted, agreed)));
        kinds.entry(relations.collect()).or_insert_with(|| agreed.to_owned());
    }
    kinds.into_values().collect()
}

/// The text of the sections with its facts in their places, and the words of figures and tables, in sentences.
fn sentences(facts: &BTreeMap<String, String>, release: &Release) -> Vec<String> {
    let call = Regex::new(r#"#(n|lit|fig|tab|synthetic-mark)\("([^"]+)"[^)]*\)"#).unwrap();
    let mut texts = Vec::new();
    let files = fs::read_dir(repository().join("report/2027/sections")).unwrap();
    for file in files.map(|file| file.unwrap().path()) {
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with("//") && !line.starts_with("#import"));
        texts.extend(lines.map(|line| {
            let bound = call.replace_all(line, |call: &regex::Captures<'_>| match &call[1] {
                "n" => facts.get(&call[2]).unwrap_or_else(|| panic!("there is no {}", &call[2])).clone(),
                "lit" => call[2].to_owned(),
                _ => String::new(),
            });
            bound.into_owned()
        }));
    }
    strings(&json(release, "figures"), &mut texts);
    texts.iter().flat_map(|text| text.split(". ")).filter(|text| !text.trim().is_empty()).map(str::to_owned).collect()
}

fn json(release: &Release, part: &str) -> Value {
    serde_json::from_slice(&release.parts()[part]).unwrap()
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        Value::Object(values) => values.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

/// What no sentence may say, whatever was counted.
fn contradicts_itself(sentence: &str) -> bool {
    static OF_NOTHING: LazyLock<Regex> = LazyLock::new(|| {
        let words = r"(^|[^0-9,.])0 (forces?|of [0-9]+ forces|counted|did)\b|\bof 0 forces|(^|[^0-9,.])0% of children";
        Regex::new(words).unwrap()
    });
    static OF_NONE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\[x\] times|interval \[x\]|stood at \[x\]").unwrap());
    static COMPARED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b(rose|fell|was similar|showed no clear change)\b").unwrap());
    static RANGE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"between ([0-9,]+) and ([0-9,]+)").unwrap());
    OF_NOTHING.is_match(sentence)
        || OF_NONE.is_match(sentence)
        || sentence.contains("cannot be compared") && COMPARED.is_match(sentence)
        || RANGE.captures_iter(sentence).any(|ends| ends[1] == ends[2])
}

/// What the sentences of an edition may not say together.
fn contradictions(facts: &BTreeMap<String, String>, sentences: &[String]) -> Vec<String> {
    let mut found: Vec<String> = sentences.iter().filter(|one| contradicts_itself(one)).cloned().collect();
    let mut together = |if_so: bool, words: &str| {
        let words = Regex::new(words).unwrap();
        found.extend(sentences.iter().filter(|one| if_so && words.is_match(one)).cloned());
    };
    let fact = |id: &str| facts[&format!("group-based-cse.{id}")].as_str();
    let none_matched = fact("matched-forces.previous.last") == "0";
    together(
        none_matched,
        r"(?i)account for .* of that|only the first part is|like for like, recorded crime (rose|fell|was|showed)",
    );
    let no_links = fact("index-thin-links") == "There is no link between two years";
    together(no_links, r"(?i)(every|each) link|index stood at");
    let single = fact("headline.last").starts_with("A single");
    together(single, r"the number was at most|An estimate of|is a range, not|takes every crime");
    together(
        fact("headline.last").starts_with("No national"),
        r"the number was at most|An estimate of|is a range, not|\bcrimes [a-z ]*between",
    );
    together(fact("estimate-or-absence.last").starts_with("No estimate"), r"An estimate of");
    together(
        fact("forces-agreed.last") == "0",
        r"every force counted the agreed|forces on the agreed definition (serve|in both years account)",
    );
    found
}

#[test]
fn the_edition_is_made_under_every_definition_and_no_sentence_contradicts_another() {
    let mut project = Project::open(repository()).unwrap();
    let kinds = kinds(&mut project);
    assert!(kinds.len() > 8 && kinds.iter().any(|id| id == AGREED), "{kinds:?}");
    let read = Rebuild::read(&mut project, 2027).unwrap();
    let waiting = Mutex::new(kinds.into_iter());
    let found = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(id) = waiting.lock().unwrap().next() else { break };
                    let edition = read.agreed_on(&id);
                    // Sentences about what is withheld are read under one definition, as control takes its time.
                    let release = if id == "cocad-cse" { edition.with(&Other::new()) } else { edition.open() };
                    let release = release.unwrap_or_else(|fault| panic!("{id}: {fault:?}"));
                    let facts = json(&release, "facts");
                    let text = |fact: &Value| fact["text"].as_str().unwrap().to_owned();
                    let facts = facts.as_object().unwrap().iter().map(|(id, fact)| (id.clone(), text(fact))).collect();
                    let sentences = sentences(&facts, &release);
                    let wrong = contradictions(&facts, &sentences);
                    found.lock().unwrap().extend(wrong.into_iter().map(|sentence| format!("{id}: {sentence}")));
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn contradictions_are_seen() {
    for sentence in [
        "In 0 forces, serving 0% of children, both years were counted",
        "Of 44 forces, 0 counted the agreed definition",
        "this held in 0 of 0 forces",
        "The number was [x] times that in the first",
        "2024/25 and 2025/26 cannot be compared, and the number was similar",
        "The number lies between 773 and 773",
    ] {
        assert!(contradicts_itself(sentence), "{sentence}");
    }
    for sentence in ["Of 44 forces, 10 counted it", "between 0 and 12", "100 of 440 forces", "held in 29 of 30 forces"]
    {
        assert!(!contradicts_itself(sentence), "{sentence}");
    }
}
