//! The like-for-like index and its interval.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, PERCENT, absent, not_applicable, number, returns, share, text};
use crate::disclosure::picture::{Index, Link, Missing, Point};
use crate::disclosure::{Picture, WITHHELD};
use crate::national::change::Basis;
use crate::statistics::Interval;
use crate::statistics::change::Change;
use crate::wording::{self, Cell, NOT_AVAILABLE, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    let index = &picture.index;
    let mut add = |id: &str, text: String| facts.add(format!("group-based-cse.{id}"), text, &index.lineage);
    for point in &index.points {
        let value = point
            .index
            .map_or_else(|| NOT_AVAILABLE.to_owned(), |index| index.print(|index| wording::decimal(*index, 1)));
        add(&format!("index.{}", point.year.slug()), value);
        let interval = point.interval.map_or_else(
            || NOT_AVAILABLE.to_owned(),
            |interval| interval.print(|one| wording::interval(one.lower, one.upper, 1)),
        );
        add(&format!("index-interval.{}", point.year.slug()), interval);
        if let Some(reason) = phrases::no_link(point) {
            add(&format!("index-absence.{}", point.year.slug()), reason);
        }
    }
    if let Some(first) = index.points.first() {
        add("index-first-year", first.year.to_string());
    }
    add("index-message", message(index));
    add("ratios-message", ratios_message(index));
    add("index-thin-links", thin_links(index));
    add("compared", phrases::compared(index.basis).to_owned());
    add("index-basis", basis(index.basis).to_owned());
    add("index-said", said(index));
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Counts => {
            "Counts are compared, not rates, because the child population is not held for every force in every year"
        }
        Basis::Rates => "Rates for each resident child are compared",
    }
}

/// Where the index stands and what it rests on, in sentences without the last full stop.
fn said(index: &Index) -> String {
    let Some(first) = index.points.first() else { return "There is no like-for-like index".to_owned() };
    let Some((last, value)) = index.last() else {
        let none_matched = |point: &Point| matches!(point.link, Err(Missing::FirstYear | Missing::NoMatchedForce));
        if index.points.iter().all(none_matched) {
            return "There is no like-for-like index: in no two neighbouring years did a force count the agreed definition over \
                    the whole of both"
                .to_owned();
        }
        let why: Vec<String> = index.points.iter().filter_map(phrases::no_link).collect();
        return format!("The like-for-like index does not reach the last year. No link to {}", why.join("; "));
    };
    if last.year == first.year {
        return format!("There is no like-for-like index: {} is the only year", first.year);
    }
    let rests = format!(
        "Each link between two years rests on the forces that counted the agreed definition in both. {}",
        thin_links(index)
    );
    if value.is_withheld() {
        return format!(
            "Chained over all years of the returns, the value of the like-for-like index in {} is withheld, to protect the count \
             of a force {WITHHELD}. {rests}",
            last.year
        );
    }
    let value = value.print(|value| wording::decimal(*value, 1));
    let interval = last.interval.as_ref().map_or_else(String::new, |interval| {
        let limits = interval.print(|one| wording::interval(one.lower, one.upper, 1));
        format!(" (95% interval {limits})")
    });
    format!(
        "Chained over all years of the returns, the like-for-like index stood at {value}{interval} in {}, with 100 in {}. {rests}. {}",
        last.year,
        first.year,
        basis(index.basis),
    )
}

/// Headline of a figure of yearly ratios: what may be said of the last.
fn ratios_message(index: &Index) -> String {
    let last = index.points.last().and_then(|point| Some((point, point.link.as_ref().ok()?)));
    match last.and_then(|(point, link)| Some((point, link.ratio.value()?))) {
        Some((point, (_, change))) => format!(
            "Like for like, recorded crime {} in {}, against the year before",
            change.direction.word(),
            point.year
        ),
        None => "Like for like, the last two years cannot be compared".to_owned(),
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
        (_, 0) => "There is no link between two years".to_owned(),
        (0, _) => "Every link rests on at least half of children".to_owned(),
        (1, all) => format!("One link of {all} rests on under half of children, and is marked [u]"),
        (thin, all) => format!("{thin} links of {all} rest on under half of children, and are marked [u]"),
    }
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let index = &picture.index;
    let noun = match index.basis {
        Basis::Counts => "counts",
        Basis::Rates => "rates for each resident child",
    };
    let mut notes = vec![
        "[u] The link rests on under half of children. [x] Not available. [z] Not applicable. Forces and share of \
         children: those the link to the year before rests on."
            .to_owned(),
    ];
    notes.extend(index.points.iter().filter_map(phrases::no_link).map(|reason| format!("No link to {reason}.")));
    vec![DataTable {
        id: "like-for-like-index",
        title: "Like-for-like index of group-based CSE crimes".to_owned(),
        subtitle: format!(
            "{}, forces on the agreed definition in both years of a link, {noun} compared, index and ratio with their 95% intervals",
            picture.edition.geography
        ),
        columns: vec![
            text("Year", 2),
            number("Index", "index", 2),
            number("Index from", "index", 2),
            number("Index to", "index", 2),
            number("Ratio to the year before", "ratio", 3),
            number("Ratio from", "ratio", 2),
            number("Ratio to", "ratio", 2),
            number("Forces", "forces", 2),
            number("Share of children", PERCENT, 3),
        ],
        rows: index.points.iter().map(row).collect(),
        source: returns(&index.lineage),
        notes,
        lineage: index.lineage.clone(),
    }]
}

fn row(point: &Point) -> Vec<Cell> {
    let index = point.index.map_or_else(absent, |index| Cell::of(&index, |index| Cell::decimal(*index, 1)));
    let limit = |pick: fn(&Interval) -> f64| {
        let absent = || if matches!(point.link, Err(Missing::FirstYear)) { not_applicable() } else { absent() };
        point.interval.map_or_else(absent, |interval| Cell::of(&interval, |one| Cell::decimal(pick(one), 1)))
    };
    let mut row = vec![Cell::words(point.year.to_string()), index, limit(|one| one.lower), limit(|one| one.upper)];
    match &point.link {
        Ok(link) => {
            let of = |pick: fn(&(f64, Change)) -> Cell| Cell::of(&link.ratio, pick);
            row.extend([
                Cell::of(&link.ratio, |(ratio, _)| Cell::decimal(*ratio, 2).marked_if(link.is_thin(), "[u]")),
                of(|(_, change)| Cell::decimal(change.interval.lower, 2)),
                of(|(_, change)| change.interval.upper.map_or_else(absent, |upper| Cell::decimal(upper, 2))),
                Cell::tally(*link.forces),
                share(*link.children_share),
            ]);
        }
        Err(missing) => {
            let cell = if matches!(missing, Missing::FirstYear) { not_applicable() } else { absent() };
            row.extend(std::iter::repeat_n(cell, 5));
        }
    }
    row
}
