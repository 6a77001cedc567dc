//! The rows of the table of bad input: what each kind of chart is given of every sort.

use super::figure_areas;
use super::figure_bad_input::Given::CannotBe;
use super::figure_bad_input::{BadInput, draws, refuses};
use super::figure_more_samples as more;
use super::figure_samples::{self as first, number, year_name};
use super::figure_statistics_samples as of_statistics;
use assess::contract::Progress;
use assess::figure::*;

const MOST: u32 = 10_000_000;

/// A name of sixty characters; the first of them holds a word that no column holds on one line.
fn long(index: usize) -> String {
    let name = match index {
        0 => "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch".to_owned(),
        _ => "Constabulary of the Isles and of the Metropolitan Boroughs".to_owned(),
    };
    let name = format!("{name} {}", char::from(b'A' + (index % 26) as u8));
    assert_eq!(name.chars().count(), 60, "{name}");
    name
}

fn withheld() -> Shown {
    Shown::absent("[c]", "withheld")
}

fn none() -> Rate {
    Rate { value: withheld(), ..Rate::default() }
}

fn exact(value: u32) -> Rate {
    Rate { value: number(value), ..Rate::default() }
}

/// A number of which no more is known than that it is not below half of it.
fn at_least(value: u32) -> Rate {
    Rate { value: number(value), lower: Some(f64::from(value) / 2.0), upper: None }
}

/// Nought in even places, ten million in odd ones.
fn apart(index: usize) -> u32 {
    if index.is_multiple_of(2) { 0 } else { MOST }
}

/// Forty-four of something, of which the eighth has no number.
fn areas<T>(make: impl Fn(usize, Option<u32>) -> T) -> Vec<T> {
    (0..44).map(|index| make(index, (index != 7).then_some(100 + 37 * index as u32 % 900))).collect()
}

fn or_withheld(value: Option<u32>) -> Shown {
    value.map_or_else(withheld, number)
}

pub(crate) fn bars() -> BadInput {
    let part = |name: String, not_recorded: bool| BarPart { name, unit: "suspects".to_owned(), not_recorded };
    let of = |parts: Vec<BarPart>, rows: Vec<(String, Vec<Shown>)>| Bars {
        parts,
        rows: rows.into_iter().map(|(name, values)| BarRow { name, values }).collect(),
        ..of_statistics::bars()
    };
    let three =
        || vec![part("Girls".to_owned(), false), part("Boys".to_owned(), false), part("Not recorded".to_owned(), true)];
    let years = |value: &dyn Fn(usize) -> Shown| {
        of(three(), (0..4).map(|year| (year_name(year), (0..3).map(|part| value(year + part)).collect())).collect())
    };
    BadInput {
        one_point: draws(
            of(vec![part("All".to_owned(), false)], vec![("2024".to_owned(), vec![number(7)])]),
            &["7", "2024"],
        ),
        none: refuses(of(three(), Vec::new()), "has no bars"),
        all_withheld: draws(years(&|_| withheld()), &["withheld [c]", "1960/61", "Not recorded"]),
        all_equal: draws(Bars { stacked: true, ..years(&|_| number(700)) }, &["700"]),
        nought_beside_ten_million: draws(years(&|index| number(apart(index))), &["0", "10,000,000"]),
        names_of_sixty_characters: draws(
            of(
                (0..4).map(|index| part(long(index), index == 3)).collect(),
                (4..7).map(|row| (long(row), (0..4).map(|_| number(1_234_567)).collect())).collect(),
            ),
            &["1,234,567"],
        ),
        forty_four_areas_one_missing: draws(
            of(
                vec![part("All".to_owned(), false)],
                areas(|index, value| (format!("Area {index}"), vec![or_withheld(value)])),
            ),
            &["withheld [c]", "Area 43"],
        ),
        break_at_both_ends: CannotBe("bars stand by themselves, and nothing ties one period to the next"),
        no_upper_end: CannotBe("a bar ends at its number and has no interval"),
    }
}

pub(crate) fn breakdown() -> BadInput {
    let hidden = |category: &mut BreakdownCategory| {
        (category.lower, category.upper, category.among_known) = (withheld(), withheld(), withheld());
    };
    let mut all_withheld = more::breakdown();
    all_withheld.categories.iter_mut().for_each(hidden);
    (all_withheld.total, all_withheld.coverage, all_withheld.not_recorded) = (withheld(), withheld(), withheld());
    let named: Vec<String> = (0..5).map(long).collect();
    let named: Vec<(&str, u32)> = named.iter().map(|name| (name.as_str(), 100)).collect();
    let wide: Vec<String> = (0..44).map(|index| format!("Area {index}")).collect();
    let wide: Vec<(&str, u32)> = wide.iter().map(|name| (name.as_str(), 20)).collect();
    let mut missing = more::broken_down(&wide, 90);
    missing.categories.iter_mut().skip(7).take(1).for_each(hidden);
    let mut open = more::breakdown();
    open.categories.iter_mut().for_each(|category| category.upper = Shown::absent("[x]", "no upper end"));
    let none = Breakdown { categories: Vec::new(), ..more::breakdown() };
    BadInput {
        one_point: draws(more::broken_down(&[("White", 1)], 0), &["White", "100%"]),
        none: refuses(none, "has no categories"),
        all_withheld: draws(all_withheld, &["[c] withheld"]),
        all_equal: draws(more::broken_down(&[("One", 100), ("Other", 100), ("Third", 100)], 100), &["25%", "50%"]),
        nought_beside_ten_million: draws(more::broken_down(&[("None", 0), ("All", MOST)], 0), &["0%", "100%"]),
        names_of_sixty_characters: draws(more::broken_down(&named, 900), &["Constabulary", "64%"]),
        forty_four_areas_one_missing: draws(missing, &["[c] withheld", "Area 43"]),
        break_at_both_ends: CannotBe("it shows the shares of one period alone"),
        no_upper_end: draws(open, &["[x] no upper end"]),
    }
}

pub(crate) fn cascade() -> BadInput {
    let of = |stages: Vec<(String, Shown, &str)>| Cascade {
        stages: stages
            .into_iter()
            .map(|(name, count, share)| CascadeStage {
                name,
                count,
                share: share.to_owned(),
                remark: "read at second hand".to_owned(),
            })
            .collect(),
        ..of_statistics::cascade()
    };
    let named = |index: usize| format!("Count {index}");
    BadInput {
        one_point: draws(of(vec![(named(1), number(7), "")]), &["7", "Count 1"]),
        none: refuses(of(Vec::new()), "has no counts"),
        all_withheld: draws(of((1..4).map(|index| (named(index), withheld(), "")).collect()), &["[c]", "Count 3"]),
        all_equal: draws(of((1..4).map(|index| (named(index), number(700), "100%")).collect()), &["700", "100%"]),
        nought_beside_ten_million: draws(
            of(vec![(named(1), number(MOST), ""), (named(2), number(0), "0%")]),
            &["10,000,000", "0"],
        ),
        names_of_sixty_characters: draws(
            of((0..3).map(|index| (long(index), number(1_234_567), "100%")).collect()),
            &["1,234,567", "Constabulary"],
        ),
        forty_four_areas_one_missing: refuses(
            of(areas(|index, value| (format!("Area {index}"), or_withheld(value), ""))),
            "of which it is a part",
        ),
        break_at_both_ends: CannotBe("all of its counts are of one period"),
        no_upper_end: CannotBe("a count has no interval here"),
    }
}

pub(crate) fn control() -> BadInput {
    let of = |points: Vec<Shown>, [lower, centre, upper]: [Shown; 3]| Control {
        points: points
            .into_iter()
            .enumerate()
            .map(|(index, value)| ControlPoint {
                year: year_name(index / 4),
                months: format!("quarter {} of {}", index % 4 + 1, year_name(index / 4)),
                value,
                signals: Vec::new(),
            })
            .collect(),
        limits: ControlLimits { lower, centre, upper, provisional: true },
        ..more::control()
    };
    let limits = |ends: [u32; 3]| ends.map(number);
    let counts = |value: &dyn Fn(usize) -> Shown| (0..24).map(value).collect::<Vec<_>>();
    let mut named = more::control();
    named.title = long(0);
    for (index, point) in named.points.iter_mut().enumerate() {
        (point.year, point.months) = (long(index), long(index));
    }
    BadInput {
        one_point: draws(of(vec![number(7)], limits([0, 7, 14])), &["7", "14"]),
        none: refuses(of(Vec::new(), limits([0, 7, 14])), "has no quarters"),
        all_withheld: draws(of(counts(&|_| withheld()), [withheld(), withheld(), withheld()]), &["[c]"]),
        all_equal: draws(of(counts(&|_| number(260)), limits([260, 260, 260])), &["260"]),
        nought_beside_ten_million: draws(
            of(counts(&|index| number(apart(index))), limits([0, MOST / 2, MOST])),
            &["10,000,000"],
        ),
        names_of_sixty_characters: draws(named, &["Llanfairpwllgwyngyll"]),
        forty_four_areas_one_missing: CannotBe("it shows one series of one place"),
        break_at_both_ends: CannotBe("its limits are those of one base, and after a break there is another base"),
        no_upper_end: refuses(
            of(counts(&|_| number(260)), [number(157), number(260), Shown::absent("[x]", "no limit")]),
            "do not hold the centre",
        ),
    }
}

pub(crate) fn coverage() -> BadInput {
    let all = |counting: Counting| {
        let mut chart = first::coverage();
        chart.regions.iter_mut().flat_map(|region| &mut region.forces).for_each(|force| force.cells.fill(counting));
        chart
    };
    let one = Coverage {
        years: vec![year_name(64)],
        regions: vec![CoverageRegion {
            name: "Wales".to_owned(),
            forces: vec![CoverageForce { name: "Gwent".to_owned(), cells: vec![Counting::Agreed] }],
        }],
        ..first::coverage()
    };
    let mut named = first::coverage();
    named.key_title = long(0);
    for (index, region) in named.regions.iter_mut().enumerate() {
        region.name = long(index);
        region.forces.iter_mut().for_each(|force| force.name = long(index));
    }
    let mut missing = all(Counting::Agreed);
    assert_eq!(missing.regions.iter().map(|region| region.forces.len()).sum::<usize>(), 44);
    missing.regions[3].forces[2].cells.fill(Counting::NoReturn);
    BadInput {
        one_point: draws(one, &["Gwent", "A"]),
        none: refuses(Coverage { regions: Vec::new(), ..first::coverage() }, "has no forces"),
        all_withheld: draws(all(Counting::NoReturn), &["no return", "44"]),
        all_equal: draws(all(Counting::Agreed), &["agreed", "44"]),
        nought_beside_ten_million: CannotBe("a cell holds a word and no number"),
        names_of_sixty_characters: draws(named, &["Constabulary"]),
        forty_four_areas_one_missing: draws(missing, &["no return", "43"]),
        break_at_both_ends: CannotBe("the cell of a year stands by itself, and a break is another letter"),
        no_upper_end: CannotBe("a cell holds a word and no number"),
    }
}

pub(crate) fn dots() -> BadInput {
    let of = |rows: Vec<(String, Rate)>, reference: Option<(String, Rate)>| {
        let base = of_statistics::dots();
        let unit = &base.unit;
        let rows = rows.into_iter().map(|(name, rate)| Dot { name, unit: unit.clone(), rate }).collect();
        Dots { rows, reference, decimals: 0, ..base }
    };
    let rows = |rate: &dyn Fn(usize) -> Rate| (0..4).map(|index| (format!("Area {index}"), rate(index))).collect();
    let beside = |rate: Rate| Some(("England and Wales".to_owned(), rate));
    BadInput {
        one_point: draws(of(vec![("Wales".to_owned(), exact(7))], None), &["7", "Wales"]),
        none: refuses(of(Vec::new(), None), "has no rows"),
        all_withheld: draws(of(rows(&|_| none()), beside(none())), &["withheld [c]"]),
        all_equal: draws(of(rows(&|_| exact(700)), beside(exact(700))), &["700"]),
        nought_beside_ten_million: draws(
            of(rows(&|index| exact(apart(index))), beside(exact(1))),
            &["10,000,000", "0"],
        ),
        names_of_sixty_characters: draws(
            of((0..4).map(|index| (long(index), exact(1_234_567))).collect(), Some((long(5), exact(9)))),
            &["1,234,567", "Constabulary"],
        ),
        forty_four_areas_one_missing: draws(
            of(areas(|index, value| (format!("Area {index}"), value.map_or_else(none, exact))), None),
            &["withheld [c]", "Area 43"],
        ),
        break_at_both_ends: CannotBe("its rows are areas or counts of one period, and no line ties them"),
        no_upper_end: draws(of(rows(&|_| at_least(700)), beside(at_least(700))), &["700"]),
    }
}

pub(crate) fn funnel() -> BadInput {
    let with = |change: &dyn Fn(usize, &mut FunnelForce)| {
        let mut chart = first::funnel();
        chart.forces.iter_mut().enumerate().for_each(|(index, force)| change(index, force));
        chart
    };
    let whole = first::funnel();
    assert_eq!(whole.forces.len(), 44);
    let mut open = first::funnel();
    open.limits.iter_mut().for_each(|point| point.outer.1 = f64::INFINITY);
    BadInput {
        one_point: draws(Funnel { forces: whole.forces[9..10].to_vec(), ..whole.clone() }, &["Force number 9"]),
        none: refuses(Funnel { forces: Vec::new(), ..whole.clone() }, "has no forces"),
        all_withheld: draws(with(&|_, force| force.rate = withheld()), &["England and Wales"]),
        all_equal: draws(
            with(&|_, force| {
                (force.children, force.rate, force.standing) =
                    (500_000.0, Shown::public(0.75, "0.75"), Standing::Within);
            }),
            &["0.75"],
        ),
        nought_beside_ten_million: draws(
            with(&|index, force| {
                force.rate = number(apart(index));
                force.standing = if index % 2 == 0 { Standing::BelowOuter } else { Standing::AboveOuter };
            }),
            &["10,000,000"],
        ),
        names_of_sixty_characters: draws(
            with(&|index, force| {
                force.name = long(index);
                force.standing = if index % 5 == 0 { Standing::AboveOuter } else { force.standing };
            }),
            &["Constabulary"],
        ),
        forty_four_areas_one_missing: draws(whole, &["Force number 9"]),
        break_at_both_ends: CannotBe("its points are forces of one year, and no line ties them"),
        no_upper_end: refuses(open, "finite number"),
    }
}

pub(crate) fn ladder() -> BadInput {
    let of = |rungs: Vec<(String, RungLeft)>| Ladder {
        groups: vec![LadderGroup {
            period: "2025/26".to_owned(),
            condition: "If one thing is so".to_owned(),
            rungs: rungs
                .into_iter()
                .map(|(words, left)| LadderRung { words, fared: "held in 39 of 39 forces".to_owned(), left })
                .collect(),
        }],
        ..more::ladder()
    };
    let range = |lower: u32, upper: u32| RungLeft::Range { lower: number(lower), upper: number(upper) };
    let failed = || RungLeft::Nothing("a break: not used".to_owned());
    let named = |index: usize| format!("and thing {index}");
    BadInput {
        one_point: draws(of(vec![(named(1), range(7, 7))]), &["7"]),
        none: refuses(of(Vec::new()), "has no rungs"),
        all_withheld: draws(
            of((0..3).map(|index| (named(index), RungLeft::Range { lower: withheld(), upper: withheld() })).collect()),
            &["[c]"],
        ),
        all_equal: draws(of((0..3).map(|index| (named(index), range(700, 700))).collect()), &["700"]),
        nought_beside_ten_million: draws(
            of(vec![(named(0), range(0, MOST)), (named(1), range(0, 0))]),
            &["0", "10,000,000"],
        ),
        names_of_sixty_characters: draws(
            of((0..4).map(|index| (long(index), range(884, 1_234_567))).collect()),
            &["1,234,567", "Constabulary"],
        ),
        forty_four_areas_one_missing: CannotBe("its rungs are ranges of the whole country"),
        break_at_both_ends: draws(
            of(vec![(named(0), failed()), (named(1), range(884, 9_676)), (named(2), failed())]),
            &["a break: not used", "9,676"],
        ),
        no_upper_end: draws(
            of(vec![(named(0), RungLeft::Range { lower: number(884), upper: Shown::absent("[x]", "not identified") })]),
            &["884", "not identified"],
        ),
    }
}

pub(crate) fn lines() -> BadInput {
    let of = |lines: Vec<(String, Vec<Rate>)>, panels: bool| {
        let line =
            |(name, points): (String, Vec<Rate>)| Line { name, unit: "crimes".to_owned(), points, breaks: Vec::new() };
        let periods = lines.first().map_or(0, |(_, points)| points.len());
        Lines {
            periods: (0..periods).map(year_name).collect(),
            lines: lines.into_iter().map(line).collect(),
            panels,
            ..of_statistics::lines()
        }
    };
    let two = |rate: &dyn Fn(usize) -> Rate| {
        of((0..2).map(|line| (format!("Line {line}"), (0..9).map(|at| rate(at + line)).collect())).collect(), false)
    };
    let mut broken = two(&|index| exact(500 + index as u32));
    let ends = [broken.periods[0].clone(), broken.periods[8].clone()];
    for line in &mut broken.lines {
        line.breaks = ends.clone().map(|before| Break { before, label: "another form".to_owned() }).to_vec();
    }
    let missing = areas(|index, value| {
        (format!("Area {index}"), (0..9).map(|_| value.map_or_else(none, exact)).collect::<Vec<_>>())
    });
    BadInput {
        one_point: draws(of(vec![("All".to_owned(), vec![exact(7)])], false), &["7", "1960/61"]),
        none: refuses(of(Vec::new(), false), "has no lines"),
        all_withheld: draws(two(&|_| none()), &["withheld [c]"]),
        all_equal: draws(two(&|_| exact(700)), &["700", "Line 1"]),
        nought_beside_ten_million: draws(two(&|index| exact(apart(index))), &["10,000,000"]),
        names_of_sixty_characters: draws(
            of((0..4).map(|line| (long(line), (0..9).map(|_| exact(1_234_567)).collect())).collect(), false),
            &["1,234,567", "Constabulary"],
        ),
        forty_four_areas_one_missing: draws(of(missing, true), &["Area 43", "withheld [c]"]),
        break_at_both_ends: draws(broken, &["another form", "508"]),
        no_upper_end: draws(two(&|index| at_least(500 + index as u32)), &["508"]),
    }
}

pub(crate) fn map() -> BadInput {
    let with = |rate: &dyn Fn(usize) -> Rate| {
        let mut chart = figure_areas::map();
        chart.areas.iter_mut().enumerate().for_each(|(index, area)| area.rate = rate(index));
        AreaMap { decimals: 0, ..chart }
    };
    let mut more = figure_areas::map();
    let strange = MapArea { name: "Isles".to_owned(), outline: "Isles".to_owned(), rate: exact(7) };
    more.areas.push(strange);
    assert_eq!(more.areas.len(), 44);
    let mut named = with(&|_| exact(1_234_567));
    named.areas.iter_mut().enumerate().for_each(|(index, area)| area.name = long(index));
    BadInput {
        one_point: draws(with(&|index| if index == 20 { exact(7) } else { none() }), &["7", "no number"]),
        none: refuses(AreaMap { areas: Vec::new(), ..figure_areas::map() }, "has no areas"),
        all_withheld: draws(with(&|_| none()), &["[c]", "no number"]),
        all_equal: draws(with(&|_| exact(700)), &["700"]),
        nought_beside_ten_million: draws(with(&|index| exact(apart(index))), &["10,000,000"]),
        names_of_sixty_characters: draws(named, &["1,234,567", "Constabulary"]),
        // Forty-three areas have boundaries: the forty-fourth would be left out. One without a number is drawn in the samples.
        forty_four_areas_one_missing: refuses(more, "has no boundaries, or stands twice"),
        break_at_both_ends: CannotBe("its areas are of one period, and no line ties them"),
        no_upper_end: draws(with(&|index| at_least(index as u32)), &["42"]),
    }
}

pub(crate) fn pyramid() -> BadInput {
    let of = |rows: Vec<(String, [Shown; 2])>| Pyramid {
        rows: rows.into_iter().map(|(name, values)| PyramidRow { name, not_recorded: false, values }).collect(),
        ..figure_areas::pyramid()
    };
    let ages = |value: &dyn Fn(usize) -> Shown| {
        of((0..4)
            .map(|index| (format!("{} to {}", 4 * index, 4 * index + 3), [value(index), value(index + 1)]))
            .collect())
    };
    let side = |index: usize| PyramidSide { name: long(index), unit: "victims".to_owned() };
    let named = of((2..6).map(|index| (long(index), [number(1_234_567), number(9)])).collect());
    BadInput {
        one_point: draws(of(vec![("16 to 17".to_owned(), [number(7), withheld()])]), &["7", "16 to 17", "[c]"]),
        none: refuses(of(Vec::new()), "has no rows"),
        all_withheld: draws(ages(&|_| withheld()), &["withheld [c]"]),
        all_equal: draws(ages(&|_| number(700)), &["700"]),
        nought_beside_ten_million: draws(ages(&|index| number(apart(index))), &["0", "10,000,000"]),
        names_of_sixty_characters: draws(
            Pyramid { sides: [side(0), side(1)], ..named },
            &["1,234,567", "Constabulary"],
        ),
        forty_four_areas_one_missing: draws(
            of(areas(|index, value| (format!("Area {index}"), [or_withheld(value), number(300)]))),
            &["[c]", "Area 43"],
        ),
        break_at_both_ends: CannotBe("bars stand by themselves, and nothing ties one row to the next"),
        no_upper_end: CannotBe("a bar ends at its number and has no interval"),
    }
}

pub(crate) fn range() -> BadInput {
    let of = |years: Vec<(Shown, Upper)>| Range {
        years: years
            .into_iter()
            .enumerate()
            .map(|(index, (lower, upper))| RangeYear {
                year: year_name(60 + index),
                lower,
                upper,
                estimate: Estimate::Absent("no estimate: too much would be imputed".to_owned()),
                forces_agreed: 9,
            })
            .collect(),
        ..first::range()
    };
    let upper = |value: u32| Upper::Identified(number(value));
    let mut named = first::range();
    (named.y_title, named.enlarged_title, named.estimate_title) = (long(0), long(1), long(2));
    for (index, year) in named.years.iter_mut().enumerate() {
        year.estimate = Estimate::Absent(long(index));
    }
    BadInput {
        one_point: draws(of(vec![(number(7), upper(7))]), &["7"]),
        none: refuses(of(Vec::new()), "has no years"),
        all_withheld: draws(of((0..5).map(|_| (withheld(), Upper::Identified(withheld()))).collect()), &["[c]"]),
        all_equal: draws(of((0..5).map(|_| (number(700), upper(700))).collect()), &["700"]),
        nought_beside_ten_million: draws(
            of((0..5).map(|index| (number(0), upper(apart(index)))).collect()),
            &["0", "10,000,000"],
        ),
        names_of_sixty_characters: draws(named, &["Constabulary"]),
        forty_four_areas_one_missing: CannotBe("its bars are years of the whole country"),
        break_at_both_ends: CannotBe("bars stand by themselves, and nothing ties one year to the next"),
        no_upper_end: draws(
            of((0..5).map(|index| (number(600 + index), Upper::NotIdentified("not identified".to_owned()))).collect()),
            &["not identified", "604"],
        ),
    }
}

/// A ratio with its limits, or why there is none.
type Told = Result<(f64, f64, Option<f64>), &'static str>;

pub(crate) fn ratios() -> BadInput {
    let of = |name: &str, steps: Vec<(String, Told)>| {
        let step = |(years, ratio): (String, Told)| RatioStep {
            years,
            rests_on: "34 forces, 81% of children".to_owned(),
            ratio: ratio.map_err(str::to_owned).map(|(value, lower, upper)| Ratio {
                value: Shown::public(value, assess::wording::format::decimal(value, 2)),
                lower,
                upper,
                verdict: "showed no clear change".to_owned(),
            }),
        };
        let steps = steps.into_iter().map(step).collect();
        Ratios { series: vec![RatioSeries { name: name.to_owned(), steps }], ..more::ratios() }
    };
    let years = |index: usize| format!("{} to {}", year_name(60 + index), year_name(61 + index));
    let near = Ok((1.0, 0.9, Some(1.1)));
    BadInput {
        one_point: draws(of("All forces", vec![(years(0), Ok((1.24, 1.1, Some(1.4))))]), &["1.24 (1.10 to 1.40)"]),
        none: refuses(of("All forces", Vec::new()), "has no steps"),
        all_withheld: draws(
            of("All forces", (0..4).map(|index| (years(index), Err("withheld [c]"))).collect()),
            &["withheld [c]"],
        ),
        all_equal: draws(
            of("All forces", (0..4).map(|index| (years(index), Ok((1.0, 1.0, Some(1.0))))).collect()),
            &["1.00 (1.00 to 1.00)"],
        ),
        nought_beside_ten_million: draws(
            of("All forces", vec![(years(0), Ok((0.0, 0.0, Some(0.0)))), (years(1), Ok((1e7, 1e7, Some(1e7))))]),
            &["10,000,000.00", "0.00"],
        ),
        names_of_sixty_characters: draws(
            of(&long(0), (1..4).map(|index| (long(index), near)).collect()),
            &["Constabulary", "1.00 (0.90 to 1.10)"],
        ),
        forty_four_areas_one_missing: CannotBe("its rows are years of one series, never areas"),
        break_at_both_ends: draws(
            of(
                "All forces",
                vec![(years(0), Err("a known break")), (years(1), near), (years(2), Err("a known break"))],
            ),
            &["a known break", "1.00 (0.90 to 1.10)"],
        ),
        no_upper_end: draws(of("All forces", vec![(years(0), Ok((2.0, 0.6, None)))]), &["2.00 (0.60 to no limit)"]),
    }
}

pub(crate) fn scorecard() -> BadInput {
    let of = |rows: Vec<(String, Progress)>| Scorecard {
        rows: rows
            .into_iter()
            .map(|(name, state)| ScoreRow {
                name,
                owner: "Chief constables".to_owned(),
                due: "31 December 2024".to_owned(),
                overdue: true,
                state,
            })
            .collect(),
        ..of_statistics::scorecard()
    };
    let mut named = of((0..5).map(|index| (long(index), Progress::Open)).collect());
    for (index, row) in named.rows.iter_mut().enumerate() {
        (row.owner, row.due) = (long(index), long(index));
    }
    let rows = |state: Progress| (0..5).map(|index| (format!("{index}. Asked"), state)).collect();
    BadInput {
        one_point: draws(of(vec![("1. Definition".to_owned(), Progress::Open)]), &["1. Definition", "Open"]),
        none: refuses(of(Vec::new()), "has no rows"),
        all_withheld: draws(of(rows(Progress::NotKnown)), &["Not seen"]),
        all_equal: draws(of(rows(Progress::Complete)), &["31 December 2024"]),
        nought_beside_ten_million: CannotBe("a row holds words and no number"),
        names_of_sixty_characters: draws(named, &["Constabulary"]),
        forty_four_areas_one_missing: draws(
            of(areas(|index, value| {
                (format!("Area {index}"), if value.is_some() { Progress::Complete } else { Progress::NotKnown })
            })),
            &["Area 43", "Not seen"],
        ),
        break_at_both_ends: CannotBe("its rows are states of one day"),
        no_upper_end: CannotBe("a row holds words and no number"),
    }
}

pub(crate) fn series() -> BadInput {
    let of = |years: Vec<(Shown, Rate)>| Series {
        years: years
            .into_iter()
            .enumerate()
            .map(|(index, (count, rate))| SeriesYear { year: year_name(index), count, partial: None, rate })
            .collect(),
        breaks: Vec::new(),
        rate: Some(RateAxis {
            title: "Rate per 10,000 children".to_owned(),
            geography: "England".to_owned(),
            others: Vec::new(),
        }),
        ..first::series()
    };
    let years = |make: &dyn Fn(usize) -> (Shown, Rate)| of((0..13).map(make).collect());
    let cut = |year: usize| Break { before: year_name(year), label: "another rule".to_owned() };
    let whole = years(&|index| (number(500 + index as u32), exact(5)));
    let named = Series {
        count_title: long(0),
        geography: long(1),
        breaks: vec![Break { before: year_name(6), label: long(2) }],
        ..whole.clone()
    };
    BadInput {
        one_point: draws(of(vec![(number(7), exact(2))]), &["7", "2", "1960/61"]),
        none: refuses(of(Vec::new()), "has no years"),
        all_withheld: draws(years(&|_| (withheld(), none())), &["withheld"]),
        all_equal: draws(years(&|_| (number(700), exact(700))), &["700"]),
        nought_beside_ten_million: draws(years(&|index| (number(apart(index)), exact(apart(index)))), &["10,000,000"]),
        names_of_sixty_characters: draws(named, &["Llanfairpwllgwyngyll", "Constabulary"]),
        forty_four_areas_one_missing: CannotBe("it shows one place, and its years stand for no areas"),
        break_at_both_ends: draws(Series { breaks: vec![cut(0), cut(12)], ..whole }, &["break: another rule", "512"]),
        no_upper_end: draws(years(&|index| (number(500 + index as u32), at_least(5))), &["512"]),
    }
}

pub(crate) fn slope() -> BadInput {
    let of = |lines: Vec<(String, [Rate; 2])>| Slope {
        lines: lines
            .into_iter()
            .map(|(name, ends)| SlopeLine { name, unit: "offences".to_owned(), ends, cut: None })
            .collect(),
        ..of_statistics::slope()
    };
    let named = |index: usize| format!("Area {index}");
    let lines = |ends: &dyn Fn(usize) -> [Rate; 2]| of((0..4).map(|index| (named(index), ends(index))).collect());
    let mut broken = lines(&|index| [exact(500 + index as u32), exact(90)]);
    broken.lines.iter_mut().for_each(|line| line.cut = Some("new rule".to_owned()));
    BadInput {
        one_point: draws(of(vec![("Wales".to_owned(), [exact(7), none()])]), &["Wales 7", "withheld [c]"]),
        none: refuses(of(Vec::new()), "has no lines"),
        all_withheld: draws(lines(&|_| [none(), none()]), &["withheld [c]"]),
        all_equal: draws(lines(&|_| [exact(700), exact(700)]), &["Area 3 700"]),
        nought_beside_ten_million: draws(
            lines(&|index| [exact(apart(index)), exact(apart(index + 1))]),
            &["10,000,000"],
        ),
        names_of_sixty_characters: draws(
            of((0..4).map(|index| (long(index), [exact(1_234_567), exact(9)])).collect()),
            &["1,234,567", "Constabulary"],
        ),
        forty_four_areas_one_missing: refuses(
            of(areas(|index, value| (named(index), [value.map_or_else(none, exact), exact(300)]))),
            "44 lines, whose names have no room",
        ),
        break_at_both_ends: draws(broken, &["[b]"]),
        no_upper_end: draws(lines(&|index| [at_least(500 + index as u32), at_least(90)]), &["Area 3 503"]),
    }
}

pub(crate) fn steps() -> BadInput {
    let of = |asked: u32, steps: Vec<(String, Shown)>| Steps { asked, steps, ..of_statistics::steps() };
    let named = |index: usize| format!("Step {index}");
    let all = |asked: u32, value: &dyn Fn(usize) -> Shown| {
        of(asked, (0..5).map(|index| (named(index), value(index))).collect())
    };
    BadInput {
        one_point: draws(of(7, vec![(named(0), number(7))]), &["7 of 7"]),
        none: refuses(of(43, Vec::new()), "has no steps"),
        all_withheld: draws(all(43, &|_| withheld()), &["[c]"]),
        all_equal: draws(all(43, &|_| number(43)), &["43 of 43"]),
        nought_beside_ten_million: draws(all(MOST, &|index| number(apart(index))), &["0", "10,000,000"]),
        names_of_sixty_characters: draws(
            of(43, (0..4).map(|index| (long(index), number(9))).collect()),
            &["Constabulary", "9"],
        ),
        forty_four_areas_one_missing: draws(
            of(1_000, areas(|index, value| (format!("Area {index}"), or_withheld(value)))),
            &["Area 43", "[c]"],
        ),
        break_at_both_ends: CannotBe("its bars stand by themselves, and are of one day"),
        no_upper_end: CannotBe("nothing is above the number of those who were asked"),
    }
}

pub(crate) fn tiles() -> BadInput {
    let with = |rate: &dyn Fn(usize) -> Rate| {
        let mut chart = of_statistics::tiles();
        chart.tiles.iter_mut().enumerate().for_each(|(index, tile)| tile.rate = rate(index));
        Tiles { decimals: 0, ..chart }
    };
    let mut one = with(&|_| exact(7));
    one.tiles.truncate(1);
    let mut named = with(&|_| exact(1_234_567));
    named.title = long(0);
    named.tiles.iter_mut().enumerate().for_each(|(index, tile)| tile.name = long(index));
    let mut missing = with(&|index| if index == 7 { none() } else { exact(index as u32) });
    let last = Tile { row: 7, column: 5, letters: "ZZ".to_owned(), name: "Area 43".to_owned(), rate: exact(43) };
    missing.tiles.push(last);
    assert_eq!(missing.tiles.len(), 44);
    BadInput {
        one_point: draws(one, &["7", "AA"]),
        none: refuses(Tiles { tiles: Vec::new(), ..of_statistics::tiles() }, "has no tiles"),
        all_withheld: draws(with(&|_| none()), &["[c]"]),
        all_equal: draws(with(&|_| exact(700)), &["700"]),
        nought_beside_ten_million: draws(with(&|index| exact(apart(index))), &["10,000,000"]),
        names_of_sixty_characters: draws(named, &["1,234,567", "Constabulary"]),
        forty_four_areas_one_missing: draws(missing, &["[c]", "ZZ"]),
        break_at_both_ends: CannotBe("its tiles are of one period, and no line ties them"),
        no_upper_end: draws(with(&|index| at_least(index as u32)), &["42"]),
    }
}

pub(crate) fn timeline() -> BadInput {
    let of = |rows: Vec<(String, u16)>, undated: usize| Timeline {
        rows: rows
            .into_iter()
            .map(|(name, year)| TimelineRow {
                name,
                owner: "Home Office".to_owned(),
                date: String::new(),
                year,
                agreed: year == 2019,
            })
            .collect(),
        undated,
        synthetic: false,
    };
    BadInput {
        one_point: draws(of(vec![("Organised network".to_owned(), 2019)], 0), &["Organised network", "2019"]),
        none: refuses(of(Vec::new(), 0), "has no rows"),
        all_withheld: refuses(of(Vec::new(), 44), "has no rows"),
        all_equal: draws(
            of((0..5).map(|index| (format!("Definition {index}"), 2019)).collect(), 0),
            &["2019", "Definition 4"],
        ),
        nought_beside_ten_million: CannotBe("a year has four digits, and is no quantity"),
        names_of_sixty_characters: draws(
            of((0..5).map(|index| (long(index), 2015 + index as u16)).collect(), 3),
            &["Constabulary"],
        ),
        forty_four_areas_one_missing: draws(
            of((0..43).map(|index| (format!("Definition {index}"), 1980 + index)).collect(), 1),
            &["1 definition has no date", "Definition 42"],
        ),
        break_at_both_ends: CannotBe("its marks stand by themselves, and no line ties them"),
        no_upper_end: CannotBe("a year has no interval here"),
    }
}

pub(crate) fn waterfall() -> BadInput {
    let with = |change: &dyn Fn(&mut Waterfall)| {
        let mut chart = more::waterfall();
        change(&mut chart);
        chart
    };
    let most = i64::from(MOST);
    BadInput {
        one_point: draws(more::changed(0, [7, 0, 0, 0, 0]), &["+7"]),
        none: refuses(with(&|chart| chart.parts.clear()), "is missing"),
        all_withheld: draws(
            with(&|chart| {
                chart.parts.iter_mut().for_each(|part| part.value = withheld());
                (chart.start.value, chart.end.value) = (withheld(), withheld());
            }),
            &["[c] withheld"],
        ),
        all_equal: draws(more::changed(700, [70, 70, 70, 70, -70]), &["+70", "700", "910"]),
        nought_beside_ten_million: draws(more::changed(0, [most, 0, 0, 0, 0]), &["+10,000,000", "0"]),
        names_of_sixty_characters: draws(
            with(&|chart| {
                (chart.total_title, chart.parts_title) = (long(0), long(1));
                (chart.start.year, chart.end.year) = (long(2), long(3));
            }),
            &["Llanfairpwllgwyngyll", "Constabulary"],
        ),
        forty_four_areas_one_missing: CannotBe("its rows are parts of one change of the whole country"),
        break_at_both_ends: CannotBe("a force with a break between the years is a part of its own"),
        no_upper_end: CannotBe("a part is a number without an interval"),
    }
}
