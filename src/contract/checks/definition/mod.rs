//! What was counted: definitions that are mixed, change, change back, or do not agree with the counts, as far as the return itself
//! can tell.
//!
//! A row without a known definition is a fault (`definition-unknown`) before this.

mod class;
mod definition_against_class;
mod definition_changed;
mod definition_equals_class;
mod definition_left;
mod definition_mixed;
mod definition_reverted;
mod flag_against_context;
mod group_of_one;

use super::book::{Block, Key};
use super::prelude::*;

pub(super) const CHECKS: &[&Check] = &[
    &definition_mixed::CHECK,
    &definition_changed::CHECK,
    &definition_reverted::CHECK,
    &definition_left::CHECK,
    &definition_against_class::CHECK,
    &group_of_one::CHECK,
    &flag_against_context::CHECK,
    &definition_equals_class::CHECK,
];

/// Blocks with those of the year before and the year after.
fn with_neighbours<'a, 'c>(
    context: &'c Context<'a>,
    rule: &'c Rule,
) -> impl Iterator<Item = (&'c Key<'a>, &'c Block<'a>, Option<&'a str>, Option<&'a str>)> {
    context.blocks(rule).map(|(key, block)| {
        let definition = |years| context.book.get(key.measure, key.force, key.year.back(years)).map(Block::definition);
        (key, block, definition(1), definition(-1))
    })
}

fn found(context: &Context<'_>, rule: &Rule, key: &Key<'_>, block: &Block<'_>, what: &str, remedy: &str) -> Finding {
    let place = block.year.or_else(|| block.first()).map(|cell| cell.column("definition"));
    let subject = key.subject(context.contract(key.measure));
    rule.found(subject, place.into_iter().collect(), format!("{}: {what}", context.of(key)), remedy)
}
