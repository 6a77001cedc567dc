//! The alternative of a figure was written over other data than it has now: its numbers are bound, its words are not.

use super::{Check, Context, Find, Found};
use crate::contract::Severity;
use crate::fault::Place;

pub(super) const CHECK: Check = Check { id: "alternative-stale", severity: Severity::Note, find: Find::Whole(find) };

fn find(context: &Context<'_>) -> Vec<(Place, Found)> {
    let stale = context.figures.iter().filter_map(|figure| {
        let (read, now) = (figure.alternative_of(), figure.fingerprint());
        if read.is_empty() || read.contains(&now) {
            return None;
        }
        let id = figure.id();
        let what = format!(
            "the alternative of the figure `{id}` was read against other data; their fingerprint is `{now}` now"
        );
        let remedy = format!("read it against `assess figure {id} --format csv`, then write \"{now}\" under `alt_of`");
        Some((figure.place().clone(), Found::new(0, what, remedy)))
    });
    stale.collect()
}
