//! Markers where a number is due: a measure that every force has cannot be “not applicable”.

use super::book::Cell;
use super::{Check, Context, Family, Rule};
use crate::contract::{Finding, Marker};

pub(super) const CHECKS: &[Check] = &[Check {
    id: "marker-not-applicable",
    family: Family::Entry,
    catches: "`[z]` not applicable where a number is due",
    thresholds: &[],
    run,
}];

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let marked: Vec<&Cell<'_>> =
            block.rows.iter().filter(|cell| cell.row.marker == Some(Marker::NotApplicable)).collect();
        if marked.is_empty() {
            continue;
        }
        let what = format!(
            "{}: {} marked not applicable, and the measure applies to every force",
            context.of(key),
            if marked.len() == 1 { "one cell is".to_owned() } else { format!("{} cells are", marked.len()) }
        );
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            marked.iter().map(|cell| cell.column("marker")).collect(),
            what,
            "give 0 if there were none, or [x] if the count is not known: they are not the same",
        ));
    }
    findings
}
