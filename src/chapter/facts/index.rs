//! Facts on the like-for-like index. It has no interval of its own, so no word of change is made from it.

use super::Facts;
use crate::chapter::wording;
use crate::disclosure::picture::{Index, Link, Missing, Point};
use crate::disclosure::{Picture, WITHHELD};
use crate::national::change::Basis;

pub(super) fn add(facts: &mut Facts, picture: &Picture) {
    let index = &picture.index;
    let mut add = |id: &str, text: String| facts.add(format!("group-based-cse.{id}"), text, &index.lineage);
    for point in &index.points {
        let value =
            point.index.map_or_else(|| "[x]".to_owned(), |index| index.print(|index| wording::decimal(*index, 1)));
        add(&format!("index.{}", point.year.slug()), value);
        if let Some(reason) = absence(point) {
            add(&format!("index-absence.{}", point.year.slug()), reason);
        }
    }
    if let Some(first) = index.points.first() {
        add("index-first-year", first.year.to_string());
    }
    add("index-message", message(index));
    add("index-thin-links", thin_links(index));
    let (noun, sentence) = match index.basis {
        Basis::Counts => (
            "number",
            "Counts are compared, not rates, because the child population is not held for every force in every year",
        ),
        Basis::Rates => ("rate", "Rates for each resident child are compared"),
    };
    add("compared", noun.to_owned());
    add("index-basis", sentence.to_owned());
}

/// Why a year has no link, as a sentence without its full stop; nothing where it has one or is the first.
pub(in crate::chapter) fn absence(point: &Point) -> Option<String> {
    match point.link.as_ref().err()? {
        Missing::FirstYear => None,
        Missing::Break(reason) => Some(format!("{}: a known break ({reason})", point.year)),
        Missing::NoMatchedForce => {
            Some(format!("{}: no force counted the agreed definition over the whole of both years", point.year))
        }
        Missing::NothingCounted(told) if told.is_withheld() => {
            Some(format!("{}: no ratio can be given without the count of a force {WITHHELD}", point.year))
        }
        Missing::NothingCounted(_) => {
            Some(format!("{}: the matched forces counted nothing in the year before", point.year))
        }
    }
}

/// Headline of a figure of the index: its last value, or that the chain ends before.
fn message(index: &Index) -> String {
    match (index.points.first(), index.last()) {
        (Some(first), Some((last, value))) => {
            let value = value.print(|value| wording::decimal(*value, 1));
            format!("The like-for-like index stood at {value} in {}, with 100 in {}", last.year, first.year)
        }
        _ => "The like-for-like index does not reach the last year".to_owned(),
    }
}

fn thin_links(index: &Index) -> String {
    let links: Vec<&Link> = index.points.iter().filter_map(|point| point.link.as_ref().ok()).collect();
    let thin = links.iter().filter(|link| link.is_thin()).count();
    match (thin, links.len()) {
        (0, _) => "Every link rests on at least half of children".to_owned(),
        (1, all) => format!("One link of {all} rests on under half of children, and is marked [u]"),
        (thin, all) => format!("{thin} links of {all} rest on under half of children, and are marked [u]"),
    }
}
