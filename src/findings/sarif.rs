//! Findings as SARIF 2.1.0, which code review shows beside the changed line.
//!
//! A workbook has no lines that a review could show: its finding carries the sheet and cell as a logical location.

use serde_json::{Value, json};

use super::{HANDLING, Report};
use crate::contract::{Finding, Judged, Severity, State, Subject};
use crate::fault::Place;
use crate::source::sha256;

/// The report as SARIF, ended by a line feed.
pub fn sarif(report: &Report<'_>) -> Vec<u8> {
    let rules: Vec<Value> = report
        .rules
        .iter()
        .map(|rule| {
            // A `helpUri` must be an absolute address, which a copy of a repository does not have: the page stands in the text.
            let help = format!("{}\n\nSee {}", rule.help, rule.anchor());
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.title },
                "fullDescription": { "text": plain(rule.help.split("\n\n").next().unwrap_or_default()) },
                "help": { "text": plain(&help), "markdown": help },
                "defaultConfiguration": { "level": level(rule.severity.unwrap_or(Severity::Error)) },
                "properties": { "documentation": rule.anchor() },
            })
        })
        .collect();
    let mut results: Vec<Value> = report.findings.judged.iter().map(|judged| result(report, judged)).collect();
    results.extend(report.findings.gone.iter().map(|known| {
        json!({
            "ruleId": known.check,
            "kind": "pass",
            "level": "none",
            "message": { "text": format!("No longer found: {}", subject(&known.subject)) },
            "partialFingerprints": { "subject/v1": fingerprint(&known.check, &known.subject) },
            "baselineState": "absent",
        })
    }));
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "assess",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "PROJECT": { "description": { "text": "The project folder" } } },
            "properties": { "files": report.files.iter().map(|file| &file.name).collect::<Vec<_>>(), "edition": report.edition, "synthetic": report.synthetic, "handling": HANDLING },
            "invocations": [{ "executionSuccessful": !report.stopped }],
            "results": results,
        }],
    });
    // A value of strings and numbers always serialises.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn result(report: &Report<'_>, judged: &Judged) -> Value {
    let Finding { check, severity, subject, places, what, remedy } = &judged.finding;
    let locations: Vec<Value> = places.iter().enumerate().map(|(at, place)| location(at, place)).collect();
    let (first, rest) = locations.split_at(locations.len().min(1));
    let mut value = json!({
        "ruleId": check,
        "level": level(*severity),
        "message": { "text": format!("{what}. Remedy: {remedy}") },
        "locations": first,
        "relatedLocations": rest,
        "partialFingerprints": { "subject/v1": fingerprint(check, subject) },
        "baselineState": if judged.state == State::New { "new" } else { "unchanged" },
    });
    if let Some(index) = report.rules.iter().position(|rule| rule.id == *check) {
        value["ruleIndex"] = json!(index);
    }
    if let State::Accepted(acceptance) = &judged.state {
        let justification = format!("{} ({}, until {})", acceptance.reason, acceptance.by, acceptance.until);
        value["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": justification }]);
    }
    value
}

/// Severity as SARIF calls it; the words happen to be ours.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Markdown without its emphasis.
fn plain(markdown: &str) -> String {
    markdown.replace(['*', '`'], "")
}

fn location(at: usize, place: &Place) -> Value {
    // A file that was checked by itself may lie outside the project.
    let mut physical = match place.file.starts_with('/') {
        true => json!({ "artifactLocation": { "uri": format!("file://{}", uri(&place.file)) } }),
        false => json!({ "artifactLocation": { "uri": uri(&place.file), "uriBaseId": "PROJECT" } }),
    };
    let mut value = json!({ "id": at });
    if let Some(address) = place.workbook.as_deref() {
        let name = format!("{}!{}", address.sheet, address.cell);
        value["logicalLocations"] = json!([{ "fullyQualifiedName": name, "kind": "cell" }]);
    } else if let Some(line) = place.line {
        physical["region"] = match place.character {
            Some(character) => json!({ "startLine": line, "startColumn": character }),
            None => json!({ "startLine": line }),
        };
        if let Some(column) = &place.column {
            value["logicalLocations"] = json!([{ "name": column, "kind": "column" }]);
        }
    }
    value["physicalLocation"] = physical;
    value
}

/// A path as a relative reference: everything but letters, digits and a few marks as percent codes.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The same for the same check and subject, whatever the values and rows.
fn fingerprint(check: &str, subject: &Subject) -> String {
    let parts =
        [&subject.contract, &subject.force, &subject.period, &subject.measure, &subject.dimension, &subject.category];
    let mut text = check.to_owned();
    for part in parts {
        text.push('\n');
        text.push_str(part);
    }
    sha256(text.as_bytes()).chars().take(32).collect()
}

/// A subject in words.
fn subject(subject: &Subject) -> String {
    let parts =
        [&subject.force, &subject.period, &subject.contract, &subject.measure, &subject.dimension, &subject.category];
    let said: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    said.join(", ")
}
