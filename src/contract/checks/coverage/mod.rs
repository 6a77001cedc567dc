//! The grid of force, year and measure: what should have been returned and was not.
//!
//! A measure is due from every force of the list for every year of the edition, with every cell of its form.

mod return_late;
mod return_missing;
mod return_partial;
mod return_unavailable;
mod year_outside;

use super::book::{Block, Cell, Key};
use super::prelude::*;
use super::settings::Measure;
use crate::contract::Marker;
use crate::fault::Place;
use crate::period::FinancialYear;

pub(super) const CHECKS: &[&Check] = &[
    &return_late::CHECK,
    &return_missing::CHECK,
    &return_unavailable::CHECK,
    &return_partial::CHECK,
    &year_outside::CHECK,
];

/// Measures, forces and years that are due, and whether a row is there.
fn due<'a>(
    context: &'a Context<'_>,
    rule: &'a Rule,
) -> impl Iterator<Item = (&'a Measure, Key<'a>, Option<&'a Block<'a>>)> {
    let years: Vec<FinancialYear> = context.given.edition.returns.years().collect();
    context.given.settings.measures().iter().filter(|measure| context.includes(rule, &measure.name)).flat_map(
        move |measure| {
            let years = years.clone();
            context.given.forces.iter().flat_map(move |force| {
                years.clone().into_iter().map(move |year| {
                    let key = Key { measure: &measure.name, force: &force.code, year };
                    (measure, key, context.book.get(key.measure, key.force, year))
                })
            })
        },
    )
}

/// Whether the force returned the measure the year before the last and not for the last.
fn is_late(context: &Context<'_>, key: &Key<'_>) -> bool {
    let last = context.given.edition.returns.last;
    key.year == last && context.book.get(key.measure, key.force, last.back(1)).is_some()
}

/// The file that the rows of a measure should stand in.
fn file(context: &Context<'_>, measure: &Measure) -> Place {
    let (parents, path) = context.given.parents;
    let of_parents = parents.iter().any(|row| row.measure == measure.name);
    Place::file(if of_parents { path } else { context.given.returns.1 })
}

fn absent(context: &Context<'_>, rule: &Rule, late: bool) -> Vec<Finding> {
    due(context, rule)
        .filter(|(_, key, block)| block.is_none() && is_late(context, key) == late)
        // What was sent and set aside is told as that.
        .filter(|(measure, key, _)| !context.given.edition.sets_aside(&measure.contract, key.force, key.year))
        .map(|(measure, key, _)| {
            let what = format!("{}: the force returned nothing", context.of(&key));
            let remedy = if late {
                "remind the force; until its return is in, the year holds it with its whole possible range"
            } else {
                "ask the force for the year, or record why there will be no return"
            };
            rule.found(key.subject(&measure.contract), vec![file(context, measure)], what, remedy)
        })
        .collect()
}

/// Whether a cell says that it is not available.
fn is_marked(cell: &Cell<'_>) -> bool {
    cell.row.value.is_none() && cell.row.marker == Some(Marker::NotAvailable)
}
