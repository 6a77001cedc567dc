//! Suspects beside the offences they are suspected of.

use crate::contract::checks::book::{Block, Cell, Key};
use crate::contract::checks::prelude::*;
use crate::contract::checks::settings::Measure;

/// A count of suspects with that of the offences.
pub(super) struct Pair<'a> {
    pub(super) key: Key<'a>,
    pub(super) suspects: (i64, Cell<'a>),
    pub(super) offences: (i64, Cell<'a>),
}

/// Every force and year with both counts.
pub(super) fn pairs<'a>(context: &Context<'a>, rule: &Rule) -> Vec<Pair<'a>> {
    let pair = |(measure, key, block): (&'a Measure, &Key<'a>, &Block<'a>)| {
        let offences = context.book.get(&measure.offences, key.force, key.year)?.whole()?;
        Some(Pair { key: *key, suspects: block.whole()?, offences })
    };
    context.described(rule).filter_map(pair).collect()
}

pub(super) fn found(context: &Context<'_>, rule: &Rule, pair: &Pair<'_>, what: String, remedy: &str) -> Finding {
    let subject = pair.key.subject(context.contract(pair.key.measure));
    let what = format!("{}: {what}", context.of(&pair.key));
    rule.found(subject, vec![pair.suspects.1.place(), pair.offences.1.place()], what, remedy)
}
