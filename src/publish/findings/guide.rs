//! What `docs/checks.md` says of each check and fault, for the reports: the program and its documentation say the same.
//!
//! In: the page, as it was when the program was compiled. Out: one rule a heading, in the order of the page.

use super::Rule;
use crate::contract::checks::{Settings, registry};

const PAGE: &str = include_str!("../../../docs/checks.md");

/// Every check and fault that the documentation describes. Severities are those of the settings, where they can be read.
pub fn rules(settings: Option<&Settings>) -> Vec<Rule> {
    let sections = PAGE.split("\n### ").skip(1).filter_map(|section| section.split_once('\n'));
    sections
        .map(|(id, body)| {
            let body = body.split("\n## ").next().unwrap_or_default();
            let paragraphs: Vec<String> = body
                .split("\n\n")
                .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|paragraph| !paragraph.is_empty())
                .collect();
            let help = paragraphs.join("\n\n");
            let check = registry().find(|check| check.id == id);
            let title = match check {
                Some(check) => capitalised(check.catches),
                None => first_sentence(&help).to_owned(),
            };
            let severity = settings.and_then(|settings| settings.rule(id)).map(|rule| rule.severity);
            Rule { id: id.to_owned(), title, help, severity }
        })
        .collect()
}

fn first_sentence(text: &str) -> &str {
    let line = text.split('\n').next().unwrap_or_default();
    let end = [". ", ": "].iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
    line.get(..end).unwrap_or(line).trim_end_matches('.')
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
