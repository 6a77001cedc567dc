//! Figures of random data of the kinds that show ranges, changes and limits, held to what `figure_random` holds the others to.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::figure_more_samples::{changed, control, ladder, part, ratios};
use super::figure_random::{LEAST, count, every, name, shown, some};
use super::figure_samples::{funnel, number, range, year_name};
use crate::random::Random;
use assess::figure::*;
use assess::wording::format;

#[test]
fn funnels_of_random_data() {
    every("funnel", LEAST, |random| {
        let mut chart = funnel();
        let (mood, widest) = (random.below(7), [1.0, 10.0, 100.0, 1e6][random.below(4)]);
        chart.forces.truncate(1 + random.below(44));
        for (index, force) in chart.forces.iter_mut().enumerate() {
            force.name = name(random, index);
            force.children = [0.0, 60_000.0, 900_000.0][random.below(3)] + random.below(90_000) as f64;
            force.rate = match count(random, mood) {
                Some(value) => {
                    let value = f64::from(value) / 30_000.0 * widest;
                    Shown::public(value, format::decimal(value, 2))
                }
                None => Shown::absent("[z]", "too few residents"),
            };
            force.standing = [
                Standing::AboveOuter,
                Standing::AboveInner,
                Standing::Within,
                Standing::BelowInner,
                Standing::BelowOuter,
            ][random.below(5)];
        }
        chart.limits.truncate(random.below(61));
        chart
    });
}

#[test]
fn ladders_of_random_data() {
    every("ladder", LEAST, |random| {
        let groups = some(random, 3, |random, _| LadderGroup {
            period: ["2024", "2025/26"][random.below(2)].to_owned(),
            condition: if random.below(2) == 0 { String::new() } else { name(random, 0) },
            rungs: some(random, 6, |random, index| {
                let mut ends = [random.below(90), random.below(9_000), random.below(10_000_000)];
                ends.sort_unstable();
                let [lower, value, upper] = ends.map(|end| number(end as u32));
                let left = match random.below(5) {
                    0 => RungLeft::Nothing(name(random, 0)),
                    1 => RungLeft::Estimate { value, lower, upper },
                    2 => RungLeft::Range { lower, upper: Shown::absent("[c]", "withheld") },
                    3 => RungLeft::Range { lower: value.clone(), upper: value },
                    _ => RungLeft::Range { lower, upper },
                };
                LadderRung { words: name(random, index), fared: name(random, 0), left }
            }),
        });
        Ladder { groups, x_title: name(random, 1), ..ladder() }
    });
}

#[test]
fn ranges_of_random_data() {
    every("range", LEAST, |random| {
        let mood = random.below(7);
        let years = some(random, 12, |random, index| {
            let lower = shown(random, mood);
            let above = lower.value.map_or(0, |lower| lower as u32) + random.below(40_000) as u32;
            let upper = match random.below(4) {
                0 => Upper::NotIdentified("upper bound not identified".to_owned()),
                1 => Upper::Identified(Shown::absent("[c]", "withheld")),
                _ => Upper::Identified(number(above)),
            };
            let mut ends = [random.below(900) as u32, random.below(9_000) as u32, random.below(9_000) as u32];
            ends.sort_unstable();
            let [low, value, high] = ends.map(number);
            let estimate = match random.below(2) {
                0 => Estimate::Absent(name(random, 0)),
                _ => Estimate::Published { value, lower: low, upper: high },
            };
            RangeYear { year: year_name(index), lower, upper, estimate, forces_agreed: random.below(45) as u32 }
        });
        Range { years, y_title: name(random, 1), ..range() }
    });
}

#[test]
fn ratios_of_random_data() {
    every("ratios", LEAST, |random| {
        let series = some(random, 4, |random, index| RatioSeries {
            name: name(random, index),
            steps: some(random, 9, |random, step| {
                let value = random.below(400) as f64 / 100.0;
                let upper = (random.below(4) > 0).then(|| value * (1.0 + random.below(30) as f64 / 10.0));
                let ratio = Ratio {
                    value: Shown::public(value, format::decimal(value, 2)),
                    lower: value * random.below(11) as f64 / 10.0,
                    upper,
                    verdict: ["rose", "was similar", "showed no clear change"][random.below(3)].to_owned(),
                };
                RatioStep {
                    years: format!("{} to {}", year_name(step), year_name(step + 1)),
                    rests_on: name(random, 0),
                    ratio: if random.below(6) == 0 { Err(name(random, 0)) } else { Ok(ratio) },
                }
            }),
        });
        Ratios { series, x_title: name(random, 1), ..ratios() }
    });
}

#[test]
fn waterfalls_of_random_data() {
    every("waterfall", LEAST, |random| {
        let size = [1, 12, 900, 10_000_000][random.below(4)];
        let either = |random: &mut Random| random.below(2 * size + 1) as i64 - size as i64;
        let parts = [either(random), either(random), either(random), either(random).abs(), -either(random).abs()];
        let mut chart = changed(5 * size as i64, parts);
        for part in &mut chart.parts {
            part.forces = (random.below(2) == 0).then(|| random.below(45) as u32);
            if random.below(6) == 0 {
                part.value = Shown::absent("[c]", "withheld");
            }
        }
        if random.below(3) == 0 {
            chart.parts.push(part(PartKind::PartYear, 0));
        }
        chart.total_title = name(random, 1);
        chart
    });
}

#[test]
fn control_charts_of_random_data() {
    every("control-chart", LEAST, |random| {
        let mood = random.below(7);
        let months = ["April to June", "July to September", "October to December", "January to March"];
        let points = some(random, 40, |random, index| ControlPoint {
            year: year_name(index / 4),
            months: format!("{} {}", months[index % 4], 1960 + index / 4 + usize::from(index % 4 == 3)),
            value: shown(random, mood),
            signals: if random.below(5) == 0 { vec!["outside the limits"] } else { Vec::new() },
        });
        let mut ends = [random.below(90_000) as u32, random.below(90_000) as u32, random.below(90_000) as u32];
        ends.sort_unstable();
        let [lower, centre, upper] = ends.map(number);
        let limits = ControlLimits { lower, centre, upper, provisional: random.below(2) == 0 };
        Control { points, limits, title: name(random, 1), ..control() }
    });
}
