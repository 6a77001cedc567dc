//! Sample indices, changes and breakdowns for the figure tests.

use super::figure_samples::{number, year_name};
use assess::figure::*;
use assess::wording::format;

pub(crate) fn share(value: f64) -> Shown {
    Shown::public(value, format::percent(libm::round(value * 100.0) / 100.0))
}

/// Three years of quarters, the last of them not whole, with two signals.
pub(crate) fn control() -> Control {
    let counts = [240, 263, 204, 449, 232, 261, 214, 242, 96, 261, 261];
    let months = ["April to June", "July to September", "October to December", "January to March"];
    let point = |(index, count): (usize, &u32)| ControlPoint {
        year: year_name(57 + index / 4),
        months: format!("{} {}", months[index % 4], 2017 + index / 4 + usize::from(index % 4 == 3)),
        value: number(*count),
        signals: if (157..=363).contains(count) { Vec::new() } else { vec!["outside the limits"] },
    };
    Control {
        title: "Offences recorded in a quarter, England and Wales".to_owned(),
        points: counts.iter().enumerate().map(point).collect(),
        limits: ControlLimits { lower: number(157), centre: number(260), upper: number(363), provisional: true },
        synthetic: false,
    }
}

/// Two series of yearly ratios, with every sort of step.
pub(crate) fn ratios() -> Ratios {
    let step = |year: usize, value: f64, lower: f64, upper: Option<f64>, verdict: &str| RatioStep {
        years: format!("{} to {}", year_name(year), year_name(year + 1)),
        rests_on: "34 forces, 81% of children".to_owned(),
        ratio: Ok(Ratio {
            value: Shown::public(value, format::decimal(value, 2)),
            lower,
            upper,
            verdict: verdict.to_owned(),
        }),
    };
    let missing = RatioStep { ratio: Err("a known break".to_owned()), ..step(63, 1.0, 1.0, None, "") };
    let first = vec![step(61, 1.24, 1.1, Some(1.4), "rose"), step(62, 1.02, 0.95, Some(1.09), "was similar")];
    let second = vec![
        step(61, 1.03, 0.93, Some(1.14), "showed no clear change"),
        step(62, 2.0, 0.6, None, "showed no clear change"),
        missing,
    ];
    let series = |name: &str, steps| RatioSeries { name: name.to_owned(), steps };
    Ratios {
        x_title: "Ratio of each year to the year before, with its 95% interval".to_owned(),
        similar: (0.9, 1.0 / 0.9),
        series: vec![series("All forces alike", first), series("Like for like", second)],
        synthetic: false,
    }
}

pub(crate) fn part(kind: PartKind, value: i64) -> ChangePart {
    ChangePart { kind, value: Shown::public(value as f64, format::signed(value)), forces: Some(3) }
}

/// A change with these parts in the order of the chart, and none of a part of a year; the first total is `start`.
pub(crate) fn changed(start: i64, parts: [i64; 5]) -> Waterfall {
    let total = |year: usize, value: i64| WaterfallTotal {
        year: year_name(year),
        value: Shown::public(value as f64, format::count(value.unsigned_abs())),
    };
    let kinds = PartKind::ALL.into_iter().filter(|kind| *kind != PartKind::PartYear);
    Waterfall {
        total_title: "Offences that forces returned, England and Wales".to_owned(),
        parts_title: "What the change is made of".to_owned(),
        start: total(64, start),
        end: total(65, start + parts.iter().sum::<i64>()),
        parts: kinds.zip(parts).map(|(kind, value)| part(kind, value)).collect(),
        synthetic: false,
    }
}

pub(crate) fn waterfall() -> Waterfall {
    changed(1_204, [41, -118, 12, 262, -24])
}

/// A breakdown of these counts, of which `unknown` more are not recorded; the limit is 60%.
pub(crate) fn broken_down(counts: &[(&str, u32)], unknown: u32) -> Breakdown {
    let known: u32 = counts.iter().map(|(_, count)| count).sum();
    let of = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    let total = known + unknown;
    let coverage = of(known, total);
    let category = |(name, count): &(&str, u32)| BreakdownCategory {
        name: (*name).to_owned(),
        lower: share(of(*count, total)),
        upper: share(of(count + unknown, total)),
        among_known: if coverage >= 0.6 { share(of(*count, known)) } else { Shown::absent("[u]", "") },
    };
    Breakdown {
        x_title: "Ethnicity of suspects, share of all suspects".to_owned(),
        unit: "suspects".to_owned(),
        total: number(total),
        coverage: share(coverage),
        coverage_limit: share(0.6),
        categories: counts.iter().map(category).collect(),
        not_recorded: share(of(unknown, total)),
        synthetic: false,
    }
}

pub(crate) const COUNTS: [(&str, u32); 5] = [
    ("White", 281),
    ("Asian or Asian British", 142),
    ("Black or Black British", 48),
    ("Mixed", 31),
    ("Any other ethnic group", 15),
];

pub(crate) fn breakdown() -> Breakdown {
    broken_down(&COUNTS, 1_049)
}

/// A ladder with a rung of every sort.
pub(crate) fn ladder() -> Ladder {
    let shown = |value: i64| Shown::public(value as f64, format::count(value as u64));
    let range = |upper| RungLeft::Range { lower: shown(884), upper };
    let rung = |words: &str, fared: &str, left| LadderRung { words: words.to_owned(), fared: fared.to_owned(), left };
    let rungs = vec![
        rung("If the count of all crimes is whole", "", range(shown(122_768))),
        rung("and no count exceeds the group-based one", "held in 39 of 39 forces", range(shown(1_204))),
        rung("and another", "held in 20 of 39 forces", RungLeft::Nothing("failed its test: not used".to_owned())),
        rung("and a third", "taken from 39 forces", range(Shown::absent("[c]", "withheld"))),
        rung(
            "and others do not differ",
            "not tested",
            RungLeft::Estimate { value: shown(893), lower: shown(884), upper: shown(914) },
        ),
    ];
    let group = LadderGroup { period: "2025/26".to_owned(), condition: "If one thing is so".to_owned(), rungs };
    Ladder { x_title: "Crimes under the definition".to_owned(), groups: vec![group], synthetic: false }
}
