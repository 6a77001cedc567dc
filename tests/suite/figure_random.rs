//! Figures of random data, most of it bad: every one is drawn with nothing on anything else and nothing outside, or is refused with a
//! reason. A case can be drawn again from its kind and its number.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::figure_more_samples::{COUNTS, broken_down};
use super::figure_pixels::assert_clean;
use super::figure_samples::{assert_sound, coverage, number, series, words, year_name};
use super::figure_statistics_samples::{STATES, bars, cascade, dots, lines, scorecard, slope, steps, tiles, timeline};
use crate::random::Random;
use assess::figure::*;

/// Data sets of a kind: the first hundred in every run, five hundred by `just figure-sets`.
fn sets() -> u64 {
    std::env::var("FIGURE_SETS").map_or(EVERY_RUN, |sets| sets.parse().unwrap())
}

/// Sets of a kind in every run. Where more are asked for, all of them are held to their pixels too, which takes long.
const EVERY_RUN: u64 = 100;

/// Whether pictures are held to their pixels.
pub(crate) fn looks_at_pixels() -> bool {
    sets() > EVERY_RUN
}

/// Draws the sets of a kind; every other one rests on invented data, every third travels alone.
pub(crate) fn every<C: Chart>(kind: &str, least: f64, make: impl Fn(&mut Random) -> C) {
    let (sets, mut drawn, mut unclean) = (sets(), 0, Vec::new());
    for set in 0..sets {
        let mut random = Random::new(kind, set);
        let chart = make(&mut random);
        let dress = if set % 3 == 0 { Dress::Standalone } else { Dress::Plain };
        match chart.draw_for(&words(set % 2 == 0), dress, Size::ALL[set as usize % 5 % 3]) {
            Ok(svg) => {
                // All that is wrong with a kind is told at once.
                let held = std::panic::catch_unwind(|| {
                    assert_sound(&svg, &format!("{kind} {set}"), least);
                    if sets > EVERY_RUN {
                        assert_clean(&svg, &format!("{kind} {set}"));
                    }
                });
                unclean.extend(held.err().and_then(|fault| fault.downcast::<String>().ok()));
                drawn += 1;
            }
            Err(error) => assert!(error.to_string().contains("sample"), "{kind} {set}: {error}"),
        }
        assert!(!chart.describe().contains("NaN"), "{kind} {set}");
        let table = chart.table();
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{kind} {set}");
    }
    assert!(unclean.is_empty(), "{kind}: {} of {sets} are not clean: {unclean:#?}", unclean.len());
    assert!(drawn >= sets * 3 / 4, "{kind}: only {drawn} of {sets} were drawn");
}

/// A name of up to sixty letters.
pub(crate) fn name(random: &mut Random, index: usize) -> String {
    let words = [
        "North",
        "and",
        "Constabulary",
        "of",
        "the",
        "Isles",
        "Metropolitan",
        "W",
        "Yorkshire",
        "Llanfairpwllgwyngyll",
    ];
    let mut name = format!("{index} {}", random.one_of(&words).unwrap());
    for _ in 0..random.below(7) {
        let longer = format!("{name} {}", random.one_of(&words).unwrap());
        if longer.chars().count() <= 60 {
            name = longer;
        }
    }
    name
}

/// How the numbers of a set lie: all withheld, all nought, all equal, nought beside ten million, small, large.
pub(crate) fn count(random: &mut Random, mood: usize) -> Option<u32> {
    let absent = mood == 0 || random.below(8) == 0;
    let value = match mood {
        1 => 0,
        2 => 700,
        3 => [0, 10_000_000][random.below(2)],
        4 => random.below(12),
        _ => random.below(90_000),
    };
    (!absent).then_some(value as u32)
}

pub(crate) fn shown(random: &mut Random, mood: usize) -> Shown {
    match count(random, mood) {
        Some(value) => number(value),
        None => Shown::absent("[c]", ["", "withheld", "it could give away the count of a force"][random.below(3)]),
    }
}

pub(crate) fn point(random: &mut Random, mood: usize) -> Rate {
    let value = shown(random, mood);
    let wide = random.below(3) as f64 / 2.0;
    let limits = value.value.filter(|_| wide > 0.0);
    Rate { lower: limits.map(|value| value * (1.0 - wide)), upper: limits.map(|value| value * (1.0 + wide)), value }
}

pub(crate) fn some<T>(random: &mut Random, most: usize, mut make: impl FnMut(&mut Random, usize) -> T) -> Vec<T> {
    (0..1 + random.below(most)).map(|index| make(random, index)).collect()
}

fn breaks(random: &mut Random, periods: &[String]) -> Vec<Break> {
    let mut breaks = Vec::new();
    for period in periods {
        if random.below(6) == 0 {
            breaks.push(Break { before: period.clone(), label: name(random, 0) });
        }
    }
    breaks
}

#[test]
fn lines_of_random_data() {
    every("lines", LEAST, |random| {
        let mood = random.below(7);
        let periods: Vec<String> = some(random, 24, |_, index| year_name(index));
        let panels = random.below(3) == 0;
        let lines = some(random, if panels { 11 } else { 4 }, |random, index| Line {
            name: name(random, index),
            unit: "crimes".to_owned(),
            points: periods.iter().map(|_| point(random, mood)).collect(),
            breaks: breaks(random, &periods),
        });
        Lines { periods, lines, panels, y_title: name(random, 1), ..self::lines() }
    });
}

#[test]
fn dots_of_random_data() {
    every("dots", LEAST, |random| {
        let mood = random.below(7);
        let unit = dots().unit;
        let rows = some(random, 44, |random, index| Dot {
            name: name(random, index),
            unit: unit.clone(),
            rate: point(random, mood),
        });
        let reference = (random.below(2) == 0).then(|| (name(random, 0), point(random, mood)));
        Dots { rows, reference, decimals: random.below(3), x_title: name(random, 1), ..dots() }
    });
}

#[test]
fn tiles_of_random_data() {
    every("tiles", LEAST, |random| {
        let mood = random.below(7);
        let mut chart = tiles();
        chart.tiles.truncate(1 + random.below(43));
        for (index, tile) in chart.tiles.iter_mut().enumerate() {
            tile.name = name(random, index);
            tile.rate = point(random, mood);
        }
        Tiles { decimals: 0, title: name(random, 1), ..chart }
    });
}

#[test]
fn cascades_of_random_data() {
    every("cascade", LEAST, |random| {
        let mut chart = cascade();
        let mut whole = 10_000_000;
        chart.stages = some(random, 4, |random, index| {
            let share = if index == 0 { String::new() } else { "3.6%".to_owned() };
            whole = random.below(whole + 1);
            let count = if random.below(6) == 0 { Shown::absent("[c]", "withheld") } else { number(whole as u32) };
            CascadeStage { name: name(random, index), count, share, remark: name(random, 0) }
        });
        chart
    });
}

#[test]
fn scorecards_of_random_data() {
    every("scorecard", LEAST, |random| {
        let rows = some(random, 14, |random, index| ScoreRow {
            name: name(random, index),
            owner: name(random, 0),
            due: ["[z]", "31 December 2024"][random.below(2)].to_owned(),
            overdue: random.below(2) == 0,
            state: *random.one_of(&STATES).unwrap(),
        });
        Scorecard { rows, ..scorecard() }
    });
}

#[test]
fn bars_of_random_data() {
    every("bars", LEAST, |random| {
        let mood = random.below(7);
        let parts = some(random, 4, |random, index| BarPart {
            name: name(random, index),
            unit: "suspects".to_owned(),
            not_recorded: index == 3,
        });
        let rows = some(random, 12, |random, index| BarRow {
            name: if random.below(2) == 0 { year_name(index) } else { name(random, index) },
            values: parts.iter().map(|_| shown(random, mood)).collect(),
        });
        Bars { parts, rows, stacked: random.below(2) == 0, x_title: name(random, 1), ..bars() }
    });
}

#[test]
fn slopes_of_random_data() {
    every("slope", LEAST, |random| {
        let mood = random.below(7);
        let lines = some(random, 15, |random, index| SlopeLine {
            name: name(random, index),
            unit: "offences".to_owned(),
            ends: [point(random, mood), point(random, mood)],
            cut: (random.below(5) == 0).then(|| "new rule".to_owned()),
        });
        Slope { lines, y_title: name(random, 1), ..slope() }
    });
}

#[test]
fn timelines_of_random_data() {
    every("timeline", LEAST, |random| {
        let rows = some(random, 24, |random, index| TimelineRow {
            name: name(random, index),
            owner: name(random, 0),
            date: String::new(),
            year: 1980 + random.below(60) as u16,
            agreed: random.below(9) == 0,
        });
        Timeline { rows, undated: random.below(4), ..timeline() }
    });
}

#[test]
fn steps_of_random_data() {
    every("steps", LEAST, |random| {
        let asked = random.below(60) as u32;
        let steps = some(random, 8, |random, index| {
            let count = random.below(asked as usize + 1) as u32;
            let count = if random.below(6) == 0 { Shown::absent("[c]", "withheld") } else { number(count) };
            (name(random, index), count)
        });
        Steps { asked, steps, x_title: name(random, 1), ..self::steps() }
    });
}

#[test]
fn series_of_random_data() {
    every("series", LEAST, |random| {
        let mood = random.below(7);
        let years = some(random, 24, |random, index| SeriesYear {
            year: year_name(index),
            count: shown(random, mood),
            partial: (random.below(12) == 0).then(|| name(random, 0)),
            rate: point(random, 4),
        });
        let names: Vec<String> = years.iter().map(|year| year.year.clone()).collect();
        let breaks = breaks(random, &names);
        let axis = RateAxis { title: name(random, 0), geography: name(random, 1), others: Vec::new() };
        Series { years, breaks, rate: (random.below(2) == 0).then_some(axis), ..series() }
    });
}

#[test]
fn breakdowns_of_random_data() {
    every("breakdown", LEAST, |random| {
        let mut counts = COUNTS;
        counts.iter_mut().for_each(|(_, count)| *count = random.below(900) as u32);
        let mut chart = broken_down(&counts, random.below(1_000) as u32);
        for (index, category) in chart.categories.iter_mut().enumerate() {
            category.name = name(random, index);
        }
        chart
    });
}

#[test]
fn coverage_of_random_data() {
    every("coverage", LEAST, |random| {
        let years = 1 + random.below(9);
        let regions = some(random, 11, |random, region| CoverageRegion {
            name: name(random, region),
            forces: some(random, 6, |random, index| CoverageForce {
                name: name(random, region * 10 + index),
                cells: (0..years).map(|_| *random.one_of(&Counting::ALL).unwrap()).collect(),
            }),
        });
        Coverage { years: (0..years).map(year_name).collect(), regions, ..coverage() }
    });
}

/// The least size of type, in points.
pub(crate) const LEAST: f64 = 10.0;

#[test]
fn numbers_of_the_figures_of_statistics_are_those_printed() {
    let dots = dots();
    for (row, dot) in dots.table().rows.iter().zip(&dots.rows) {
        if dot.rate.value.value.is_some() {
            assert_eq!(row[1], dot.rate.value.label, "{}", dot.name);
        }
    }
    assert_eq!(lines().table().rows[0][2], "17600");
}
