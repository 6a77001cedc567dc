//! Sample lines, dots, tiles, cascades, scorecards and steps for the figure tests.

use super::figure_samples::{number, rate, year_name};
use assess::contract::Progress;
use assess::figure::*;

pub(crate) const STATES: [Progress; 5] = Progress::ALL;

/// Two lines, one of which begins later, and a break in the other.
pub(crate) fn lines() -> Lines {
    let point = |value: Option<u32>| match value {
        Some(value) => Rate { value: number(value), ..Rate::default() },
        None => Rate { value: Shown::absent("[x]", "not available"), ..Rate::default() },
    };
    let line = |name: &str, values: [Option<u32>; 8], breaks| Line {
        name: name.to_owned(),
        unit: "assessments".to_owned(),
        points: values.into_iter().map(point).collect(),
        breaks,
    };
    let longer =
        [Some(17_600), Some(17_650), Some(18_700), Some(18_480), None, Some(16_330), Some(15_020), Some(12_400)];
    let later = [None, None, None, None, None, Some(10_140), Some(14_420), Some(16_250)];
    let cut = Break { before: year_name(58), label: "another form".to_owned() };
    Lines {
        y_title: "Assessments that found the factor, England".to_owned(),
        periods: (55..63).map(year_name).collect(),
        lines: vec![line("Sexual exploitation", longer, vec![cut]), line("Criminal exploitation", later, Vec::new())],
        panels: false,
        decimals: 0,
        synthetic: false,
    }
}

/// Nine regions with a line of reference, one of them without a number.
pub(crate) fn dots() -> Dots {
    let row = |index: usize| Dot {
        name: format!("Region number {index}"),
        unit: "offences per 10,000 children".to_owned(),
        rate: match index {
            4 => Rate { value: Shown::absent("[u]", "fewer than 20 offences"), ..Rate::default() },
            _ => rate(0.4 + index as f64 * 0.13),
        },
    };
    Dots {
        x_title: "Offences for every 10,000 children, 2024/25".to_owned(),
        rows: (0..9).map(row).collect(),
        reference: Some(("England and Wales".to_owned(), rate(0.75))),
        unit: "offences per 10,000 children".to_owned(),
        decimals: 2,
        synthetic: false,
    }
}

/// Forty-three tiles, one of them without a number.
pub(crate) fn tiles() -> Tiles {
    let tile = |index: usize| Tile {
        row: index / 6,
        column: index % 6,
        letters: format!("{}{}", char::from(b'A' + (index / 6) as u8), char::from(b'A' + (index % 6) as u8)),
        name: format!("Force number {index}"),
        rate: match index {
            7 => Rate { value: Shown::absent("[u]", "fewer than 20 offences"), ..Rate::default() },
            _ => rate(index as f64 * 0.05),
        },
    };
    Tiles {
        title: "Offences for every 10,000 children, 2024/25".to_owned(),
        tiles: (0..43).map(tile).collect(),
        unplaced: Vec::new(),
        unit: "offences per 10,000 children".to_owned(),
        decimals: 2,
        synthetic: false,
    }
}

pub(crate) fn cascade() -> Cascade {
    let stage = |name: &str, count: u32, share: &str| CascadeStage {
        name: name.to_owned(),
        count: number(count),
        share: share.to_owned(),
        remark: "44 forces, read at second hand".to_owned(),
    };
    Cascade {
        period: "2024".to_owned(),
        stages: vec![
            stage("Child sexual abuse and exploitation crimes", 122_768, ""),
            stage("Group-based child sexual abuse and exploitation crimes", 4_450, "3.6%"),
            stage("Group-based child sexual exploitation crimes", 761, "17.1%"),
        ],
        synthetic: false,
    }
}

pub(crate) fn scorecard() -> Scorecard {
    let row = |(index, state): (usize, Progress)| ScoreRow {
        name: format!("{}. Something that was asked", index + 1),
        owner: "Chief constables, user groups of record management systems".to_owned(),
        due: if index == 4 { "[z]".to_owned() } else { "31 December 2024".to_owned() },
        overdue: index < 3,
        state,
    };
    Scorecard {
        as_of: "24 October 2025".to_owned(),
        cut_off: "1 March 2027".to_owned(),
        rows: STATES.into_iter().enumerate().map(row).collect(),
        synthetic: false,
    }
}

pub(crate) fn steps() -> Steps {
    let step = |name: &str, count: u32| (name.to_owned(), number(count));
    Steps {
        x_title: "Territorial forces, at 1 March 2027".to_owned(),
        asked: 43,
        steps: vec![
            step("Asked to have one", 43),
            step("Any profile", 31),
            step("All three parts", 9),
            step("None", 0),
        ],
        synthetic: false,
    }
}

/// Two parts and what is not recorded, over three years.
pub(crate) fn bars() -> Bars {
    let part = |name: &str, not_recorded| BarPart { name: name.to_owned(), unit: "suspects".to_owned(), not_recorded };
    let row = |year: usize| BarRow {
        name: year_name(year),
        values: vec![number(400 + year as u32), Shown::absent("[c]", "withheld"), number(90)],
    };
    Bars {
        x_title: "Suspects by age, England and Wales".to_owned(),
        parts: vec![part("18 and over", false), part("Under 18", false), part("Not recorded", true)],
        rows: (60..63).map(row).collect(),
        stacked: false,
        decimals: 0,
        synthetic: false,
    }
}

/// Three lines, one of them cut by a break.
pub(crate) fn slope() -> Slope {
    let line = |name: &str, start: u32, end: u32, cut: Option<&str>| SlopeLine {
        name: name.to_owned(),
        unit: "offences".to_owned(),
        ends: [start, end].map(|value| Rate { value: number(value), ..Rate::default() }),
        cut: cut.map(str::to_owned),
    };
    Slope {
        y_title: "Offences recorded".to_owned(),
        periods: [year_name(58), year_name(64)],
        lines: vec![
            line("North East", 96, 150, None),
            line("London", 90, 42, None),
            line("Wales", 95, 70, Some("new rule")),
        ],
        decimals: 0,
        synthetic: false,
    }
}

pub(crate) fn timeline() -> Timeline {
    let row = |name: &str, year: u16, agreed| TimelineRow {
        name: name.to_owned(),
        owner: "Home Office".to_owned(),
        date: format!("March {year}"),
        year,
        agreed,
    };
    Timeline {
        rows: vec![
            row("Sexual violence in a gang", 2012, false),
            row("Group offending of type 1", 2013, false),
            row("Organised network", 2019, true),
            row("Group-based exploitation in the community", 2020, false),
        ],
        undated: 3,
        synthetic: false,
    }
}
