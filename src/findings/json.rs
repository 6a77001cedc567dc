//! Findings as JSON, for programs of our users. Fields are added, never renamed; `version` counts the breaks of that promise.

use serde_json::{Value, json};

use super::{Asked, HANDLING, Report, Rule, state};
use crate::contract::State;
use crate::fault::Place;

/// Version of the format.
const VERSION: u32 = 1;

/// The report as JSON, ended by a line feed.
pub fn json(report: &Report<'_>) -> Vec<u8> {
    let findings: Vec<Value> = report
        .findings
        .judged
        .iter()
        .map(|judged| {
            let finding = &judged.finding;
            let mut value = json!({
                "check": finding.check,
                "title": report.title(finding.check),
                "documentation": report.rule(finding.check).map(Rule::anchor),
                "severity": finding.severity,
                "state": state(&judged.state),
                "subject": finding.subject,
                "places": finding.places.iter().map(place).collect::<Vec<_>>(),
                "what": finding.what,
                "remedy": finding.remedy,
            });
            if let State::Accepted(acceptance) = &judged.state {
                value["acceptance"] = json!({
                    "by": acceptance.by,
                    "on": acceptance.on.to_string(),
                    "until": acceptance.until.to_string(),
                    "reason": acceptance.reason,
                });
            }
            value
        })
        .collect();
    let whole = json!({
        "version": VERSION,
        "handling": HANDLING,
        "edition": report.edition,
        "synthetic": report.synthetic,
        "files": report.files.iter().map(|file| json!({ "file": file.name, "what": file.what })).collect::<Vec<_>>(),
        "asking": report.asking.forces.iter().map(|force| asked(force, report)).collect::<Vec<_>>(),
        "complete": !report.stopped,
        "findings": findings,
        "gone": report.findings.gone,
    });
    // A value of strings and numbers always serialises.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// A force to ask: what it adds to the range, and with what is granted.
fn asked(force: &Asked, report: &Report<'_>) -> Value {
    let granted = std::iter::once(None).chain(report.asking.rungs.iter().map(Some));
    let added = granted
        .zip(&force.added)
        .map(|(granted, (width, read))| json!({ "granted": granted, "width": width, "records_to_read": read }));
    json!({
        "force": force.code,
        "name": force.name,
        "definition": force.definition,
        "remedy": force.remedy,
        "period": report.asking.year,
        "added": added.collect::<Vec<_>>(),
    })
}

fn place(place: &Place) -> Value {
    let mut value = json!({ "file": place.file });
    if let Some(address) = place.workbook.as_deref() {
        value["sheet"] = json!(address.sheet);
        value["cell"] = json!(address.cell);
    }
    if let Some(line) = place.line {
        value["line"] = json!(line);
    }
    if let Some(character) = place.character {
        value["character"] = json!(character);
    }
    if let Some(column) = &place.column {
        value["column"] = json!(column);
    }
    value
}
