//! The map of boundaries and the pyramid: samples, random data, and the boundaries themselves held to what is known of the country.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use super::figure_random::{LEAST, every, name, point, shown, some};
use super::figure_samples::{number, rate, words};
use crate::project::repository;
use assess::figure::*;
use assess::source::Project;

pub(crate) const BOUNDARIES: &str = "data/boundaries/police-force-areas-2023.toml";

pub(crate) fn boundaries() -> Boundaries {
    Boundaries::read(&mut Project::open(repository()).unwrap(), BOUNDARIES).unwrap()
}

/// Forty-three areas, one of them without a number.
pub(crate) fn map() -> AreaMap {
    let boundaries = boundaries();
    let area = |(index, name): (usize, &str)| MapArea {
        name: name.to_owned(),
        outline: name.to_owned(),
        rate: match index {
            7 => Rate { value: Shown::absent("[u]", "fewer than 20 offences"), ..Rate::default() },
            _ => rate(index as f64 * 0.05),
        },
    };
    AreaMap {
        title: "Offences for every 10,000 children, 2024/25".to_owned(),
        areas: boundaries.areas().into_iter().enumerate().map(area).collect(),
        unit: "offences per 10,000 children".to_owned(),
        decimals: 2,
        synthetic: false,
        boundaries,
    }
}

/// Victims by age and sex.
pub(crate) fn pyramid() -> Pyramid {
    let row = |name: &str, girls: u32, boys: Option<u32>| PyramidRow {
        name: name.to_owned(),
        not_recorded: name == "Not recorded",
        values: [number(girls), boys.map_or_else(|| Shown::absent("[c]", "withheld"), number)],
    };
    let side = |name: &str| PyramidSide { name: name.to_owned(), unit: "victims".to_owned() };
    Pyramid {
        x_title: "Victims by age and sex, England and Wales, 2024/25".to_owned(),
        sides: [side("Girls"), side("Boys")],
        rows: vec![
            row("16 to 17", 1_240, Some(160)),
            row("14 to 15", 1_980, Some(310)),
            row("10 to 13", 870, Some(190)),
            row("Under 10", 65, None),
            row("Not recorded", 120, Some(40)),
        ],
        decimals: 0,
        synthetic: false,
    }
}

#[test]
fn maps_of_random_data() {
    let whole = map();
    every("map", LEAST, |random| {
        let mood = random.below(7);
        let mut chart = whole.clone();
        for (index, area) in chart.areas.iter_mut().enumerate() {
            area.name = name(random, index);
            area.rate = point(random, mood);
        }
        AreaMap { decimals: 0, title: name(random, 1), ..chart }
    });
}

#[test]
fn pyramids_of_random_data() {
    every("pyramid", LEAST, |random| {
        let mood = random.below(7);
        let rows = some(random, 20, |random, index| PyramidRow {
            name: name(random, index),
            not_recorded: random.below(9) == 0,
            values: [shown(random, mood), shown(random, mood)],
        });
        let side = |name| PyramidSide { name, unit: "victims".to_owned() };
        let sides = [side(name(random, 1)), side(name(random, 2))];
        Pyramid { rows, sides, x_title: name(random, 1), ..pyramid() }
    });
}

/// Areas of 43 forces; England and Wales are 151,000 square kilometres of land (Standard Area Measurements), and unlike the land the
/// map leaves out small islands and cuts corners.
#[test]
fn the_boundaries_hold_the_land_of_england_and_wales() {
    let boundaries = boundaries();
    assert_eq!(boundaries.areas().len(), 43);
    // In squares of ten metres.
    let kilometres = |area: &str| boundaries.extent(area) / 1e4;
    let whole: f64 = boundaries.areas().into_iter().map(kilometres).sum();
    assert!((149_500.0..152_500.0).contains(&whole), "{whole}");
    // Standard Area Measurements of Norfolk, of Cumbria and of the City of London, whose area is a hole of the Metropolitan one.
    for (area, land) in [("Norfolk", 5_371.0), ("Cumbria", 6_767.0), ("City of London", 2.9)] {
        let held = kilometres(area);
        assert!((held / land - 1.0).abs() < 0.05, "{area}: {held}");
    }
    let london = kilometres("Metropolitan");
    assert!((1_500.0..1_600.0).contains(&london), "{london}");
}

#[test]
fn a_map_leaves_no_area_and_no_number_out() {
    let refused = |chart: &AreaMap| chart.draw(&words(false), Dress::Plain).unwrap_err().to_string();
    let mut fewer = map();
    let gone = fewer.areas.remove(3);
    assert!(refused(&fewer).contains(&format!("{:?} has boundaries and no number", gone.outline)));
    let mut other = map();
    other.areas[3].outline = "Northumberlandia".to_owned();
    assert!(refused(&other).contains("has no boundaries, or stands twice"));
    // Every number that has no room on the map stands under it.
    let drawn = map().draw(&words(false), Dress::Plain).unwrap();
    for area in map().areas {
        let number = area.rate.value.value.map_or("[u]".to_owned(), |_| area.rate.value.label.clone());
        assert!(drawn.as_str().contains(&format!(">{number}</text>")), "{}", area.name);
    }
    assert!(drawn.as_str().contains("Crown copyright and database right"));
}

/// Whoever cuts the map out of its picture has its shades without their key: of invented data no number stands on it.
#[test]
fn a_map_of_invented_data_has_no_number_on_it() {
    let mut chart = map();
    chart.synthetic = true;
    let drawn = chart.draw(&words(true), Dress::Plain).unwrap();
    assert!(!drawn.as_str().contains("No room on the map for"));
    let names: BTreeSet<String> = map().areas.into_iter().map(|area| area.name).collect();
    for name in names {
        assert!(drawn.as_str().contains(&format!(">{}", name.split(' ').next().unwrap())), "{name}");
    }
}

#[test]
fn boundaries_that_do_not_close_are_refused_with_their_area() {
    let project = crate::project::Project::copy();
    for (from, to, said) in [
        (
            "of = [\"Avon and Somerset\"]\n",
            "of = [\"Avon and Somerset\", \"Kent\", \"Essex\"]\n",
            "a line is of 3 areas",
        ),
        ("of = [\"Avon and Somerset\"]\n", "of = [\"Kent\"]\n", "do not close into rings"),
        ("27997,14962", "27997;14962", "has a point that cannot be read"),
    ] {
        let good = project.text(BOUNDARIES);
        project.replace(BOUNDARIES, from, to);
        let fault = Boundaries::read(&mut Project::open(project.root()).unwrap(), BOUNDARIES).unwrap_err();
        assert!(fault.what.contains(said) && !fault.remedy.is_empty(), "{fault}");
        project.write(BOUNDARIES, &good);
    }
}

#[test]
fn a_pyramid_has_one_unit_and_one_scale() {
    let mut chart = pyramid();
    chart.sides[1].unit = "suspects".to_owned();
    let error = chart.draw(&words(false), Dress::Plain).unwrap_err().to_string();
    assert!(error.contains("one scale cannot hold both"), "{error}");
    let table = pyramid().table();
    assert_eq!(table.rows[1], ["16 to 17", "Boys", "160", "victims", "", ""]);
    assert_eq!(table.rows[7], ["Under 10", "Boys", "", "victims", "[c]", "withheld"]);
}
