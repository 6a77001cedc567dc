//! Tables of police recorded crime and of the figures others have published.

use super::{DataTable, absent, columns, home_office};
use crate::chapter::facts::Facts;
use crate::chapter::wording;
use crate::disclosure::Picture;
use crate::lineage::Lineage;

pub(super) fn published(picture: &Picture, facts: &Facts) -> DataTable {
    let find = |concept: &str, unit: &str, year: &str| {
        let found = picture.published.iter().find(|figure| {
            figure.concept == concept
                && figure.unit == unit
                && figure.period_start.starts_with(year)
                && figure.period_end == format!("{year}-12-31")
                && !figure.value.is_empty()
        });
        found.map(|figure| figure.value.clone())
    };
    let rows = ["2022", "2023", "2024"]
        .into_iter()
        .map(|year| {
            let crimes = |concept| find(concept, "crimes", year).and_then(|value| value.parse::<i64>().ok());
            let all = crimes("all-csae");
            let group = crimes("group-based-csae");
            let share = match (group, all) {
                (Some(group), Some(all)) => wording::percent_one_decimal(group, all),
                _ => facts
                    .get(&format!("published.group-based-csae-share.{year}"))
                    .map_or_else(absent, |fact| fact.text.clone()),
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
    DataTable {
        id: "published-group-based",
        title: "Published national counts of group-based crimes".to_owned(),
        subtitle: "Police recorded crimes, England and Wales, calendar years".to_owned(),
        columns: columns(&[
            ("Year", 2),
            ("All CSAE crimes", 3),
            ("Group-based CSAE", 3),
            ("Share of all CSAE", 3),
            ("Group-based CSE", 3),
        ]),
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
    }
}

pub(super) fn known_breaks(picture: &Picture) -> DataTable {
    let row = |entry: &crate::edition::Break| {
        vec![entry.title.clone(), entry.from.clone(), entry.reason.clone(), entry.effect.clone()]
    };
    let mut columns = columns(&[("Series", 3), ("From", 3), ("What changed", 5), ("Effect here", 5)]);
    for column in &mut columns {
        column.numbers = false;
    }
    DataTable {
        id: "known-breaks",
        title: "Known breaks in the series used".to_owned(),
        subtitle: String::new(),
        columns,
        rows: picture.edition.breaks.iter().map(row).collect(),
        source: "Home Office; National Police Chiefs’ Council.".to_owned(),
        notes: Vec::new(),
        lineage: Lineage::default(),
    }
}

pub(super) fn recorded(picture: &Picture, facts: &Facts) -> DataTable {
    let mut rows = Vec::new();
    let mut lineage = Lineage::default();
    if let Some(recorded) = picture.offence("71") {
        lineage = recorded.national.lineage.clone();
        for (national, england) in recorded.national.years.iter().zip(&recorded.england.years) {
            let marker = if national.complete() { "" } else { " [p]" };
            let rate = england.rate.as_ref();
            rows.push(vec![
                format!("{}{marker}", national.year),
                wording::count(national.count),
                wording::count(england.count),
                rate.map_or_else(absent, |rate| wording::decimal(rate.value, 2)),
                rate.map_or_else(absent, |rate| wording::decimal(rate.interval.lower, 2)),
                rate.map_or_else(absent, |rate| wording::decimal(rate.interval.upper, 2)),
            ]);
        }
    }
    DataTable {
        id: "recorded-offence-71",
        title: "Offence 71 by year".to_owned(),
        subtitle: "Abuse of children through sexual exploitation, police recorded crime. Rate for every 10,000 children, \
                   with the limits of its 95% interval"
            .to_owned(),
        columns: columns(&[
            ("Year", 3),
            ("Offences, England and Wales", 3),
            ("Offences, England", 3),
            ("Rate, England", 2),
            ("Lower limit", 2),
            ("Upper limit", 2),
        ]),
        rows,
        source: format!("{} Population: Office for National Statistics, mid-year estimates.", home_office(facts)),
        notes: vec![
            "[p] Provisional: three quarters only, not comparable with a year. [x] Not available: no population for every \
             force, or no full year."
                .to_owned(),
            "In 2012/13 the offence had another title.".to_owned(),
        ],
        lineage,
    }
}

/// Offence codes whose victim must be a child, in the last complete year of each and five years before.
pub(super) fn child_offences(picture: &Picture, facts: &Facts) -> DataTable {
    let complete = |year: &crate::period::FinancialYear| {
        picture.national_offences.iter().filter(|row| row.year == *year).all(|row| row.quarters == 4)
    };
    let last = picture.edition.recorded_crime.years().filter(complete).last();
    let years: Vec<_> = last.into_iter().flat_map(|last| [5, 1, 0].map(|back| last.back(back))).collect();
    let mut titles = vec![("Offence".to_owned(), 9)];
    titles.extend(years.iter().map(|year| (year.to_string(), 2)));
    let titles: Vec<(&str, u8)> = titles.iter().map(|(title, width)| (title.as_str(), *width)).collect();
    let rows = picture
        .offences
        .values()
        .filter(|offence| offence.child_specific == "yes")
        .filter_map(|offence| {
            let count = |year: &crate::period::FinancialYear| {
                let row = picture.national_offences.iter().find(|row| row.year == *year && row.offence == offence.code);
                row.map(|row| wording::count(row.offences))
            };
            let counts: Vec<_> = years.iter().map(count).collect();
            counts.iter().any(Option::is_some).then(|| {
                let mut row = vec![format!("{} ({})", offence.title, offence.code)];
                row.extend(counts.into_iter().map(|count| count.unwrap_or_else(absent)));
                row
            })
        })
        .collect();
    DataTable {
        id: "child-offences",
        title: "Recorded offences whose victim must be a child".to_owned(),
        subtitle: "Police recorded crime, England and Wales, Home Office offence code in brackets".to_owned(),
        columns: columns(&titles),
        rows,
        source: home_office(facts),
        notes: vec![
            "The codes on the Home Office’s list of 2016. No code is reserved for groups. Victims aged 16 and 17 are mostly \
             recorded under codes that do not name a child."
                .to_owned(),
        ],
        lineage: picture.national_offences_lineage.clone(),
    }
}
