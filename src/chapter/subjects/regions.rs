//! Regions by a recorded offence and by what others count of them.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, number, text};
use crate::disclosure::Picture;
use crate::national::regions::Regions;
use crate::wording::{self, Cell};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    let Some(regions) = picture.regions.as_ref() else { return };
    let year = regions.year.slug();
    facts.add(format!("regions.said.{year}"), said(regions), &regions.lineage);
}

/// Whether the two go together, in sentences without the last full stop.
fn said(regions: &Regions) -> String {
    let (coefficient, interval) = (regions.correlation.coefficient, regions.correlation.interval);
    let link = if interval.lower > 0.0 {
        "go together"
    } else if interval.upper < 0.0 {
        "go in opposite ways"
    } else {
        "show no clear link"
    };
    let number = |value: f64| wording::decimal(value, 2).replace('-', "−");
    let mut said = format!(
        "Over {} regions of England the two rates {link}: their correlation is {} (95% interval {} to {})",
        wording::word(regions.regions.len() as i64),
        number(coefficient),
        number(interval.lower),
        number(interval.upper),
    );
    if let Some((lowest, place)) = regions.lowest_recorded() {
        let place = match place {
            1 => "the highest".to_owned(),
            place if place == regions.regions.len() => "the lowest too".to_owned(),
            place => format!("the {} highest", ordinal(place)),
        };
        let unit = &regions.unit;
        said.push_str(&format!(". {} has the lowest rate of recorded offences and {place} of {unit}", lowest.name));
    }
    said
}

fn ordinal(place: usize) -> String {
    const WORDS: [&str; 9] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
    let word = place.checked_sub(1).and_then(|at| WORDS.get(at));
    word.map_or_else(|| format!("{place}th"), |word| (*word).to_owned())
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let Some(regions) = picture.regions.as_ref() else { return Vec::new() };
    let rows = regions.regions.iter().map(|region| {
        vec![
            Cell::words(region.name.as_str()),
            Cell::count(region.recorded),
            Cell::decimal(region.recorded_rate(), 2),
            Cell::count(region.other),
            Cell::decimal(region.other_rate(), 1),
        ]
    });
    let table = DataTable {
        id: "regions-beside",
        title: "Regions by recorded offences and by what others count".to_owned(),
        subtitle: format!("England, {}; rates are for every 10,000 children", regions.year),
        columns: vec![
            text("Region", 4),
            number("Recorded offences", "offences", 3),
            number("Rate of offences", "offences per 10,000 children", 3),
            number(regions.title.as_str(), &regions.unit, 3),
            number("Rate of these", &format!("{} per 10,000 children", regions.unit), 3),
        ],
        rows: rows.collect(),
        source: format!(
            "Home Office, police recorded crime open data; mid-year population estimates. {}",
            regions.source
        ),
        notes: vec![regions.note.clone()],
        lineage: regions.lineage.clone(),
    };
    vec![table]
}
