//! Bounds from every count, the ladder, the auxiliary, the interval of the index, dispersion over time and the words of
//! change against an independent implementation: every case of `second.json`.

use std::collections::BTreeMap;

use assess::national::bounds::{Given, Said, Which, said};
use assess::national::estimate::{Fit, Line, fits, if_imputed_differ, of_lines};
use assess::national::ladder::{Held, Kind, granted, range, test};
use assess::national::range::{Bounds, Relation, UpperBound};
use assess::statistics::chained::{Matched, chained_index};
use assess::statistics::change::{Direction, change};
use assess::statistics::comparison::Exposed;
use assess::statistics::random_effects::shares_compared;
use assess::statistics::rate::rate;
use assess::statistics::widening::over_time;
use assess::statistics::{Confidence, Widening};
use serde_json::Value;

use super::national::relation;
use super::{close, number, whole, wholes};

const TOLERANCE: f64 = 1e-9;

fn file() -> Value {
    serde_json::from_str(include_str!("../../statistics/second.json")).unwrap()
}

/// The cases under a name, of which there must be some.
fn cases<'a>(file: &'a Value, name: &str) -> &'a [Value] {
    let cases = file[name].as_array().unwrap();
    assert!(!cases.is_empty(), "{name}");
    cases
}

fn of_force(force: &Value) -> Said {
    let given: Vec<Given> = force["counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| Given { relation: relation(&one["relation"]), count: whole(&one["count"]) })
        .collect();
    said(force["force"].as_str().unwrap(), &given, force["parent"].as_i64().map(Given::holding)).unwrap()
}

#[track_caller]
fn bounds_agree(bounds: Bounds, expect: &Value, label: &str) {
    assert_eq!(bounds.lower, whole(&expect["lower"]), "{label}");
    let upper = expect["upper"].as_i64().map_or(UpperBound::NotIdentified, UpperBound::Count);
    assert_eq!(bounds.upper, upper, "{label}");
}

fn close_or_none(actual: Option<f64>, expected: &Value, label: &str) {
    match actual {
        Some(actual) => close(actual, number(expected), TOLERANCE, label),
        None => assert!(expected.is_null(), "{label}: nothing, expected {expected}"),
    }
}

#[test]
fn bounds_from_every_count_agree() {
    let file = file();
    for (place, case) in cases(&file, "ladders").iter().enumerate() {
        for (force, expect) in
            case["forces"].as_array().unwrap().iter().zip(case["expect"]["forces"].as_array().unwrap())
        {
            let said = of_force(force);
            let label = format!("nation {place}, {}", expect["force"]);
            bounds_agree(said.bounds, expect, &label);
            assert_eq!(expect["exact"], said.exact, "{label}");
            let conflicts: Vec<Vec<i64>> =
                said.conflicts.iter().map(|one| vec![one.at_least.1, one.at_most.1]).collect();
            let expected: Vec<Vec<i64>> = expect["conflicts"].as_array().unwrap().iter().map(wholes).collect();
            assert_eq!(conflicts, expected, "{label}");
            for conflict in &said.conflicts {
                for (which, count) in [conflict.at_least, conflict.at_most] {
                    let cell = match which {
                        Which::Given(place) => &force["counts"][place]["count"],
                        Which::Parent => &force["parent"],
                    };
                    assert_eq!(whole(cell), count, "{label}: the cell that is named holds the count");
                }
            }
        }
    }
}

#[test]
fn every_ladder_agrees() {
    let file = file();
    for (place, case) in cases(&file, "ladders").iter().enumerate() {
        let forces = case["forces"].as_array().unwrap();
        let said: Vec<Said> = forces.iter().map(of_force).collect();
        let mut ladder = case["expect"]["ladder"].as_array().unwrap().iter();
        let mut bounds: Vec<Bounds> = said.iter().map(|one| one.bounds).collect();
        bounds_agree(range(&bounds).unwrap(), ladder.next().unwrap(), &format!("nation {place}, no rung"));
        let tests = case["expect"]["tests"].as_array().unwrap();
        for (rung, expect) in case["rungs"].as_array().unwrap().iter().zip(tests) {
            let label = format!("nation {place}, rung {}", expect["rung"]);
            assert_eq!(rung["id"], expect["rung"], "{label}");
            let held: Vec<Held<'_>> = forces
                .iter()
                .zip(&said)
                .map(|(force, said)| Held {
                    force: force["force"].as_str().unwrap(),
                    said,
                    ceiling: force["ceilings"].get(rung["ceiling"].as_str().unwrap()).and_then(Value::as_i64),
                })
                .collect();
            let found = test(if rung["kind"] == "ratio" { Kind::Ratio } else { Kind::Ceiling }, &held).unwrap();
            assert_eq!(found.tested as i64, whole(&expect["tested"]), "{label}");
            assert_eq!(expect["used"], found.used, "{label}");
            match found.held {
                Some(held) => {
                    assert_eq!(held as i64, whole(&expect["held"]), "{label}");
                    close_or_none(found.lower_limit, &expect["lower_limit"], &label);
                    close_or_none(found.largest_ratio, &expect["largest_ratio"], &label);
                }
                None => close_or_none(found.ratio, &expect["ratio"], &label),
            }
            bounds = bounds.into_iter().zip(held).map(|(bounds, held)| granted(bounds, held, &found)).collect();
            if found.used {
                bounds_agree(range(&bounds).unwrap(), ladder.next().unwrap(), &label);
            }
        }
        assert_eq!(ladder.next(), None, "nation {place}: every rung was read");
    }
}

fn group(forces: &[Value], counted: bool) -> Vec<Exposed> {
    forces
        .iter()
        .filter(|force| force["count"].is_null() != counted)
        .map(|force| Exposed { count: whole(&force["class"]), exposure: number(&force["parent"]) })
        .collect()
}

const SIZES: [&str; 3] = ["parent", "group", "class"];

#[test]
fn every_auxiliary_agrees() {
    let file = file();
    for (place, case) in cases(&file, "auxiliary").iter().enumerate() {
        let forces = case["forces"].as_array().unwrap();
        let expect = &case["expect"];
        let names: Vec<String> = (0..forces.len()).map(|number| format!("F{number:02}")).collect();
        let lines: Vec<Line<'_>> = forces
            .iter()
            .zip(&names)
            .map(|(force, name)| {
                let same = force["count"].as_i64().map(|count| Given { relation: Relation::Same, count });
                let class = Given { relation: Relation::Narrower, count: whole(&force["class"]) };
                let group = Given { relation: Relation::Broader, count: whole(&force["group"]) };
                let given: Vec<Given> = same.into_iter().chain([class, group]).collect();
                let said = said(name, &given, force["parent"].as_i64().map(Given::holding)).unwrap();
                let sizes = SIZES.iter().map(|size| force[*size].as_i64()).collect();
                Line { force: name, said, sizes, children: None, bridge: None }
            })
            .collect();
        for (size, fit) in SIZES.iter().zip(fits(&lines).unwrap()) {
            let Fit::Error(error) = fit else { panic!("{size}: {fit:?}") };
            close(error, number(&expect["leave_one_out"][size]), TOLERANCE, &format!("nation {place}: {size}"));
        }
        let estimate = of_lines(&lines, Confidence::NINETY_FIVE).unwrap().estimate().unwrap();
        assert_eq!(expect["chosen"], SIZES[estimate.auxiliary], "nation {place}");
        close(estimate.mean_rate, number(&expect["mean_rate"]), TOLERANCE, "mean rate");
        close(estimate.between_variance, number(&expect["between_variance"]), TOLERANCE, "variance between forces");
        close(estimate.total, number(&expect["sensitivity"]["0"]), TOLERANCE, "estimate");
        for (percent, total) in expect["sensitivity"].as_object().unwrap() {
            let by = percent.parse::<f64>().unwrap() / 100.0;
            let found = if_imputed_differ(&lines, by).unwrap().unwrap();
            close(found, number(total), TOLERANCE, &format!("nation {place}: {percent} percent more"));
        }
        let compared = shares_compared(&group(forces, false), &group(forces, true), Confidence::NINETY_FIVE).unwrap();
        let expect = &expect["exchangeability"];
        for (key, value) in [
            ("ratio", compared.ratio),
            ("lower", compared.interval.lower),
            ("upper", compared.interval.upper),
            ("between_variance", compared.between_variance),
        ] {
            close(value, number(&expect[key]), TOLERANCE, &format!("nation {place}: {key}"));
        }
    }
}

fn widening(case: &Value) -> Widening {
    match case["degrees_of_freedom"].as_u64() {
        Some(degrees) => Widening::new(number(&case["phi"]), degrees as usize).unwrap(),
        None => {
            assert_eq!(number(&case["phi"]), 1.0);
            Widening::NONE
        }
    }
}

#[test]
fn every_index_agrees() {
    let file = file();
    for case in cases(&file, "index") {
        let counts: Vec<BTreeMap<&str, i64>> = case["counts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|year| year.as_object().unwrap().iter().map(|(force, count)| (force.as_str(), whole(count))).collect())
            .collect();
        let links: Vec<Vec<Matched<'_>>> = (1..counts.len())
            .map(|year| {
                case["panels"][year.to_string()]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|force| force.as_str().unwrap())
                    .map(|unit| Matched { unit, before: counts[year - 1][unit], after: counts[year][unit] })
                    .collect()
            })
            .collect();
        let index = chained_index(&links, widening(case), Confidence::NINETY_FIVE).unwrap();
        let expect = &case["expect"];
        for (key, value) in [
            ("index", index.index),
            ("variance_of_log", index.variance_of_log),
            ("lower", index.interval.lower),
            ("upper", index.interval.upper),
        ] {
            close(value, number(&expect[key]), TOLERANCE, key);
        }
    }
}

#[test]
fn every_dispersion_over_time_agrees() {
    let file = file();
    for case in cases(&file, "dispersion") {
        let found = over_time(&wholes(&case["quarters"])).unwrap();
        let expect = &case["expect"];
        for (key, value) in [
            ("mean", found.mean),
            ("mean_moving_range", found.mean_moving_range),
            ("dispersion", found.dispersion),
            ("used", found.widening.phi()),
        ] {
            close(value, number(&expect[key]), TOLERANCE, key);
        }
    }
}

#[test]
fn every_widened_rate_agrees() {
    let file = file();
    for case in cases(&file, "rates") {
        let plain = rate(whole(&case["count"]), whole(&case["population"]), 10_000.0, Confidence::NINETY_FIVE).unwrap();
        let phi = number(&case["phi"]);
        let widened = plain.widened(Widening::new(phi, 30).unwrap());
        let expect = &case["expect"];
        close(widened.value, number(&expect["rate"]), TOLERANCE, "rate");
        close(widened.interval.lower, number(&expect["lower"]), TOLERANCE, "lower");
        close(widened.interval.upper, number(&expect["upper"]), TOLERANCE, "upper");
        assert_eq!(phi <= 1.0, widened == plain, "only over-dispersion widens");
    }
}

#[test]
fn every_change_and_its_word_agree() {
    let file = file();
    for case in cases(&file, "changes") {
        let exposed = |key| Exposed { count: whole(&case[key]), exposure: 1.0 };
        let found = change(exposed("before"), exposed("after"), widening(case), Confidence::NINETY_FIVE).unwrap();
        let expect = &case["expect"];
        close(found.ratio.unwrap(), number(&expect["ratio"]), TOLERANCE, "ratio");
        close(found.interval.lower, number(&expect["lower"]), TOLERANCE, "lower");
        close(found.interval.upper.unwrap(), number(&expect["upper"]), TOLERANCE, "upper");
        let word = match found.direction {
            Direction::Rose => "rose",
            Direction::Fell => "fell",
            Direction::Similar => "similar",
            Direction::NoClearChange => "no clear change",
            Direction::CannotSay => "cannot say",
        };
        assert_eq!(expect["word"], word);
    }
}
