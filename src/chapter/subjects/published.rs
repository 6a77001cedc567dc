//! Figures that others published: quoted, not computed.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, absent, number, text};
use crate::contract::PublishedFigure;
use crate::disclosure::Picture;
use crate::wording;

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    for figure in &picture.published {
        if !figure.value.is_empty() {
            facts.add(format!("published.{}", figure.id.to_lowercase()), quoted(figure), &picture.published_lineage);
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

/// A figure of a calendar year, where one was published.
fn find<'a>(picture: &'a Picture, concept: &str, unit: &str, year: &str) -> Option<&'a PublishedFigure> {
    picture.published.iter().find(|figure| {
        figure.concept == concept
            && figure.unit == unit
            && figure.period_start == format!("{year}-01-01")
            && figure.period_end == format!("{year}-12-31")
            && !figure.value.is_empty()
    })
}

fn crimes(picture: &Picture, concept: &str, year: &str) -> Option<i64> {
    find(picture, concept, "crimes", year)?.value.parse().ok()
}

/// The published figures the chapter speaks of, under names that say what they are.
fn named(facts: &mut Facts, picture: &Picture) {
    let lineage = &picture.published_lineage;
    for (concept, unit) in
        [("group-based-csae", "crimes"), ("group-based-cse", "crimes"), ("group-based-csae-share", "percent")]
    {
        for year in ["2022", "2023", "2024"] {
            if let Some(figure) = find(picture, concept, unit, year) {
                facts.add(format!("published.{concept}.{year}"), quoted(figure), lineage);
            }
        }
    }
    for year in ["2023", "2024"] {
        let crimes = |concept| crimes(picture, concept, year);
        if let (Some(wide), Some(narrow)) = (crimes("group-based-csae"), crimes("group-based-cse")) {
            let ratio = wording::decimal(wide as f64 / narrow as f64, 1);
            facts.add(format!("published.group-based.ratio.{year}"), ratio, lineage);
        }
    }
    if let Some(figure) = picture.published.iter().find(|figure| figure.id == "N21-2") {
        facts.add("published.forces-with-cse-profile.2023", quoted(figure), lineage);
    }
    if picture.published.iter().any(|figure| figure.id == "N13-3") {
        // Published in words; 33 in the data stands for them and is not more exact.
        facts.add("published.suspect-ethnicity-known.2024", "about a third", lineage);
    }
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let rows = ["2022", "2023", "2024"]
        .into_iter()
        .map(|year| {
            let crimes = |concept| crimes(picture, concept, year);
            let all = crimes("all-csae");
            let group = crimes("group-based-csae");
            let share = match (group, all) {
                (Some(group), Some(all)) => wording::percent_one_decimal(group, all),
                _ => find(picture, "group-based-csae-share", "percent", year).map_or_else(absent, quoted),
            };
            let about = if year == "2022" { "about " } else { "" };
            let marker = if year == "2023" { " [b]" } else { "" };
            vec![
                format!("{year}{marker}"),
                all.map_or_else(absent, |all| format!("{about}{}", wording::count(all))),
                group.map_or_else(absent, wording::count),
                share,
                crimes("group-based-cse").map_or_else(absent, wording::count),
            ]
        })
        .collect();
    vec![DataTable {
        id: "published-group-based",
        title: "Published national counts of group-based crimes".to_owned(),
        subtitle: "Police recorded crimes, England and Wales, calendar years".to_owned(),
        columns: vec![
            text("Year", 2),
            number("All CSAE crimes", 3),
            number("Group-based CSAE", 3),
            number("Share of all CSAE", 3),
            number("Group-based CSE", 3),
        ],
        rows,
        source:
            "Vulnerability Knowledge and Practice Programme and Hydrant Programme, National Police Chiefs’ Council; \
                 figures for group-based crimes as reported by the press."
                .to_owned(),
        notes: vec![
            "[b] A new collection began in 2023: shares before and after are not comparable. [x] Not available."
                .to_owned(),
            "42 forces in 2022, 44 in 2023 and 2024.".to_owned(),
        ],
        lineage: picture.published_lineage.clone(),
    }]
}
