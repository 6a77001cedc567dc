//! What is documented of each check and fault, for the reports: the program and its documentation say the same.
//!
//! In: the declarations of the checks, and `docs/checks.md` as it was when the program was compiled, which holds what is said of
//! faults. Out: one rule a check or fault, in the order of the page.

use super::Rule;
use crate::contract::checks::{Settings, check, help, registry, title};

const PAGE: &str = include_str!("../../docs/checks.md");

/// Every check and fault that is documented. Severities are those of the settings, where they can be read.
pub fn rules(settings: Option<&Settings>) -> Vec<Rule> {
    let checks = registry().map(|check| {
        let severity =
            settings.and_then(|settings| settings.rule(check.id)).map_or(check.severity, |rule| rule.severity);
        Rule { id: check.id.to_owned(), title: title(check), help: help(check), severity: Some(severity) }
    });
    let sections = PAGE.split("\n### ").skip(1).filter_map(|section| section.split_once('\n'));
    let faults = sections.filter(|(id, _)| check(id).is_none()).map(|(id, body)| {
        let body = body.split("\n## ").next().unwrap_or_default();
        let paragraphs: Vec<String> = body
            .split("\n\n")
            .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|paragraph| !paragraph.is_empty())
            .collect();
        let help = paragraphs.join("\n\n");
        Rule { id: id.to_owned(), title: first_sentence(&help).to_owned(), help, severity: None }
    });
    checks.chain(faults).collect()
}

fn first_sentence(text: &str) -> &str {
    let line = text.split('\n').next().unwrap_or_default();
    let end = [". ", ": "].iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
    line.get(..end).unwrap_or(line).trim_end_matches('.')
}
