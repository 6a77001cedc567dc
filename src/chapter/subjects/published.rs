//! Figures that others published: quoted, not computed.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, PERCENT, absent, number, text};
use crate::contract::{Measure, PublishedFigure};
use crate::disclosure::Picture;
use crate::wording::{self, Cell, NOT_AVAILABLE};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    for figure in &picture.published {
        if !figure.value.is_empty() {
            facts.add(
                format!("published.{}", figure.id.to_lowercase()),
                quoted(figure),
                &picture.published_lineage.only(&figure.id),
            );
            if !figure.coverage.is_empty() {
                let id = format!("published.{}.coverage", figure.id.to_lowercase());
                facts.add(id, figure.coverage.as_str(), &picture.published_lineage.only(&figure.id));
            }
        }
    }
    named(facts, picture);
}

/// A published number as printed: whole numbers with separators, percentages with their sign.
fn quoted(figure: &PublishedFigure) -> String {
    let number = match figure.value.parse::<i64>() {
        Ok(number) => wording::count(number),
        Err(_) => figure.value.clone(),
    };
    if figure.unit.starts_with("percent") { format!("{number}%") } else { number }
}

/// The published figures the chapter speaks of, under names that say what they are.
fn named(facts: &mut Facts, picture: &Picture) {
    let lineage = &picture.published_lineage;
    for figure in picture.published.iter().filter(|figure| !figure.role.is_empty()) {
        let text = match (figure.words.as_str(), figure.rounded) {
            ("", false) => quoted(figure),
            ("", true) => format!("about {}", quoted(figure)),
            // Published in words; the number in the data stands for them and is not more exact.
            (words, _) => words.to_owned(),
        };
        facts.add(format!("published.{}.{}", figure.role, figure.year()), text, &lineage.only(&figure.id));
    }
    let Some((wide, class)) = picture.measures.class_of(&picture.edition.counted.national) else { return };
    let count = |role: &str, year: &str| {
        let figure = picture.published.iter().find(|figure| figure.role == role && figure.year() == year)?;
        Some((figure, figure.count()?))
    };
    for figure in picture.published.iter().filter(|figure| figure.role == class.published) {
        let year = figure.year();
        let wide = wide.published.as_deref().and_then(|role| count(role, year));
        if let (Some((of, wide)), Some(narrow)) = (wide, figure.count()) {
            let ratio = wording::decimal(wide as f64 / narrow as f64, 1);
            let both = lineage.only(&of.id).and(&lineage.only(&figure.id));
            facts.add(format!("published.group-based.ratio.{year}"), ratio, &both);
        }
    }
}

/// The published counts of what the chapter is about, of the class and the measures that hold it, by calendar year.
fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let national = picture.measures.get(&picture.edition.counted.national);
    let ceiling = national.and_then(|measure| picture.measures.get(measure.part_of.as_deref()?));
    let (wide, class) = picture.measures.class_of(&picture.edition.counted.national).unzip();
    let role = |measure: Option<&Measure>| measure.and_then(|measure| measure.published.clone()).unwrap_or_default();
    let short = |measure: Option<&Measure>| measure.map_or("", |measure| &measure.short).to_owned();
    let (all_role, wide_role) = (role(ceiling), role(wide));
    let narrow_role = class.map_or("", |class| &class.published);
    let find = |role: &str, year: &str| {
        picture.published.iter().find(|figure| !role.is_empty() && figure.role == role && figure.year() == year)
    };
    let mut rows = Vec::new();
    let mut forces: Vec<(&str, Vec<&str>)> = Vec::new();
    let (mut before, mut since) = (None, None);
    let figures = || picture.published.iter().filter(|figure| figure.role == all_role);
    for year in figures().map(PublishedFigure::year) {
        let crimes = |role: &str| find(role, year).and_then(PublishedFigure::count);
        let share_role = format!("{wide_role}-share");
        // Of the years of one collection shares compare; its definition tells it from the next.
        let collection = find(&share_role, year).or_else(|| find(&wide_role, year)).map(|figure| &figure.definition);
        let begins = before.is_some() && collection.is_some() && before != collection;
        before = collection.or(before);
        since = since.or(begins.then_some(year));
        let share = match (crimes(&wide_role), crimes(&all_role)) {
            (Some(group), Some(all)) => Cell::percent(group as f64 / all as f64, 1),
            _ => find(&share_role, year).map_or_else(absent, stated_share),
        };
        let all = find(&all_role, year);
        let about = all.is_some_and(|figure| figure.rounded);
        rows.push(vec![
            Cell::words(year).marked_if(begins, "[b]"),
            crimes(&all_role).map_or_else(absent, |all| Cell::count(all).about_if(about)),
            crimes(&wide_role).map_or_else(absent, Cell::count),
            share,
            crimes(narrow_role).map_or_else(absent, Cell::count),
        ]);
        let covered = all.map_or("", |figure| figure.coverage.as_str());
        match forces.last_mut() {
            Some((coverage, years)) if *coverage == covered => years.push(year),
            _ => forces.push((covered, vec![year])),
        }
    }
    let (all, wide, narrow) = (short(ceiling), short(wide), short(national));
    let shares = number("Share of all CSAE", PERCENT, 3);
    let columns = vec![
        text("Year", 2),
        number(&all, "crimes", 3),
        number(&wide, "crimes", 3),
        shares,
        number(&narrow, "crimes", 3),
    ];
    let begun = since.map(|year| {
        format!("[b] A new collection began in {year}: shares before and after are not comparable. [x] Not available.")
    });
    vec![DataTable {
        id: "published-group-based",
        title: "Published national counts of group-based crimes".to_owned(),
        subtitle: "Police recorded crimes, England and Wales, calendar years".to_owned(),
        columns,
        rows,
        source:
            "Vulnerability Knowledge and Practice Programme and Hydrant Programme, National Police Chiefs’ Council; \
                 figures for group-based crimes as reported by the press."
                .to_owned(),
        notes: vec![begun.unwrap_or_else(|| "[x] Not available.".to_owned()), covered(&forces)],
        lineage: picture.published_lineage.clone(),
    }]
}

/// A share as its publisher states it.
fn stated_share(figure: &PublishedFigure) -> Cell {
    let decimals = figure.value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match figure.value.parse::<f64>() {
        Ok(percent) => Cell::percent(percent / 100.0, decimals).about_if(figure.rounded),
        Err(_) => Cell::instead(&figure.words, NOT_AVAILABLE),
    }
}

/// “42 forces in 2022, 44 in 2023 and 2024.”
fn covered(forces: &[(&str, Vec<&str>)]) -> String {
    let parts = forces.iter().enumerate().map(|(at, (coverage, years))| {
        let number = if at == 0 { coverage } else { coverage.split(' ').next().unwrap_or_default() };
        let years = match years.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            years => years.concat(),
        };
        format!("{number} in {years}")
    });
    format!("{}.", parts.collect::<Vec<_>>().join(", "))
}
