//! Rows that the form does not have: measures, breakdowns and categories that are not on its lists.

use std::collections::BTreeSet;

use super::book::Cell;
use super::settings::Measure;
use super::{Check, Context, Family, Rule};
use crate::contract::Finding;
use crate::fault::nearest;
use crate::period::Part;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "dimension-unknown",
        family: Family::Structure,
        catches: "a breakdown that the measure does not have",
        thresholds: &[],
        run: dimension,
    },
    Check {
        id: "category-unknown",
        family: Family::Structure,
        catches: "a category that the breakdown does not have",
        thresholds: &[],
        run: category,
    },
];

/// Finds rows whose word is not known; one finding a force, measure and word.
fn unknown(
    context: &Context<'_>,
    rule: &Rule,
    column: &'static str,
    judge: impl Fn(&Measure, &Cell<'_>) -> Option<(String, Vec<String>)>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let Some(measure) = context.given.settings.measure(key.measure) else { continue };
        let mut said = BTreeSet::new();
        for cell in &block.rows {
            let Some((word, known)) = judge(measure, cell) else { continue };
            if !said.insert(word.clone()) {
                continue;
            }
            let mut subject = key.subject(context.contract(key.measure));
            subject.dimension.clone_from(&cell.row.dimension);
            subject.category = if column == "category" { word.clone() } else { String::new() };
            let remedy = match nearest(&word, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`? Known here: {}", known.join(", ")),
                None => format!("known here: {}", known.join(", ")),
            };
            let what = format!("{}: the {column} `{word}` is not known", context.of(key));
            findings.push(rule.found(subject, vec![cell.column(column)], what, remedy));
        }
    }
    findings
}

fn dimension(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    unknown(context, rule, "dimension", |measure, cell| {
        let total = measure.totals.then_some("total");
        // Breakdowns are of the year; a quarter has its total only.
        let year = cell.row.part == Part::Year;
        let broken = measure.breakdowns.iter().filter(|_| year).map(|breakdown| breakdown.dimension.as_str());
        let known: Vec<String> = total.into_iter().chain(broken).map(str::to_owned).collect();
        (!known.contains(&cell.row.dimension)).then(|| (cell.row.dimension.clone(), known))
    })
}

fn category(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    unknown(context, rule, "category", |measure, cell| {
        let known = if cell.row.dimension == "total" {
            vec!["all".to_owned()]
        } else {
            let breakdown = measure.breakdowns.iter().find(|one| one.dimension == cell.row.dimension)?;
            breakdown.categories.clone()
        };
        (!known.contains(&cell.row.category)).then(|| (cell.row.category.clone(), known))
    })
}
