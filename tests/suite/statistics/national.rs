//! The national estimate and the like-for-like index against an independent implementation.

use std::collections::BTreeMap;

use assess::national::estimate::PublicationRule;
use assess::national::like_for_like::{ChangeOf, YearReturn, of_force};
use assess::national::range::{BridgeStudy, Relation, UpperBound};
use assess::statistics::change::change;
use assess::statistics::comparison::Exposed;
use assess::statistics::{Confidence, Widening};
use serde_json::Value;

use super::rows::{Row, estimate, range};
use super::{close, number, whole};

const TOLERANCE: f64 = 1e-9;

fn file() -> Value {
    serde_json::from_str(include_str!("../../statistics/national.json")).unwrap()
}

pub(super) fn relation(name: &Value) -> Relation {
    match name.as_str().unwrap() {
        "same" => Relation::Same,
        "narrower" => Relation::Narrower,
        "broader" => Relation::Broader,
        "overlapping" => Relation::Overlapping,
        "different unit" => Relation::DifferentUnit,
        "no return" => Relation::NoReturn,
        other => panic!("unknown relation {other}"),
    }
}

fn returns(forces: &Value) -> Vec<Row<'_>> {
    let rows = forces.as_array().unwrap();
    rows.iter()
        .map(|row| Row {
            force: row["force"].as_str().unwrap(),
            relation: relation(&row["relation"]),
            count: row["count"].as_i64(),
            parent: row["parent"].as_i64(),
            population: row["population"].as_i64(),
            bridge: row.get("bridge").map(|bridge| BridgeStudy {
                counted_sample: whole(&bridge["n1"]),
                counted_found: whole(&bridge["k1"]),
                other_sample: whole(&bridge["n0"]),
                other_found: whole(&bridge["k0"]),
            }),
        })
        .collect()
}

#[test]
fn every_nation_agrees() {
    let file = file();
    let nations = file["national"].as_array().unwrap();
    assert!(!nations.is_empty());
    for (place, nation) in nations.iter().enumerate() {
        let label = format!("nation {place}");
        let expect = &nation["expect"];
        let mut rows = returns(&nation["forces"]);
        let range = range(&rows).unwrap();
        assert_eq!(range.lower, whole(&expect["lower"]), "{label}");
        let upper = expect["upper"].as_i64().map_or(UpperBound::NotIdentified, UpperBound::Count);
        assert_eq!(range.upper, upper, "{label}");
        let outcome = estimate(&rows).unwrap();
        rows.reverse();
        assert_eq!(outcome, estimate(&rows).unwrap(), "{label}: row order");
        let result = outcome.estimate().unwrap();
        let auxiliary = ["parent", "population"][result.auxiliary];
        assert_eq!(expect["auxiliary"], auxiliary, "{label}");
        for (key, value) in [("n_same", result.same), ("n_bridged", result.bridged), ("n_imputed", result.imputed)] {
            assert_eq!(value as i64, whole(&expect[key]), "{label}: {key}");
        }
        for (key, value) in [
            ("crude_rate", result.crude_rate),
            ("tau2", result.between_variance),
            ("mean_rate", result.mean_rate),
            ("estimate", result.total),
            ("variance", result.variance),
            ("low", result.interval.lower),
            ("high", result.interval.upper),
            ("imputed_share", result.imputed_share),
            ("estimate", result.counted_total as f64 + result.bridged_total + result.imputed_total),
        ] {
            close(value, number(&expect[key]), TOLERANCE, &format!("{label}: {key}"));
        }
        let published = outcome.under(PublicationRule::default()).estimate().is_some();
        assert_eq!(expect["published"], published, "{label}: published");
    }
}

/// The file names the relation only; each relation stands for one definition.
fn year_return(row: Option<&Value>) -> YearReturn<'_> {
    YearReturn {
        definition: row.map_or("", |row| row["relation"].as_str().unwrap()),
        relation: row.map_or(Relation::NoReturn, |row| relation(&row["relation"])),
        count: row.and_then(|row| row["count"].as_i64()),
        partial: false,
        breaks: false,
    }
}

/// Each force's part of a change, summed here, and the ratio of the matched forces' rates.
#[test]
fn every_panel_agrees() {
    let file = file();
    let panels = file["like_for_like"].as_array().unwrap();
    assert!(!panels.is_empty());
    for panel in panels {
        let mut periods: BTreeMap<i64, BTreeMap<&str, &Value>> = BTreeMap::new();
        for row in panel["rows"].as_array().unwrap() {
            periods.entry(whole(&row["period"])).or_default().insert(row["force"].as_str().unwrap(), row);
        }
        let mut index = 100.0;
        for expect in panel["expect"].as_array().unwrap() {
            let period = whole(&expect["period"]);
            let label = format!("period {period}");
            let (before, now) = (&periods[&(period - 1)], &periods[&period]);
            let mut parts: BTreeMap<ChangeOf, i64> = BTreeMap::new();
            let mut matched = [Exposed { count: 0, exposure: 0.0 }; 2];
            let mut forces = 0;
            let every: std::collections::BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
            for force in every {
                let rows = [before.get(force).copied(), now.get(force).copied()];
                let Some(found) = of_force(&year_return(rows[0]), &year_return(rows[1])) else { continue };
                let counts = [found.earlier.unwrap_or(0), found.later.unwrap_or(0)];
                *parts.entry(found.part).or_default() += counts[1] - counts[0];
                let people = rows.map(|row| row.and_then(|row| row["population"].as_i64()));
                if let (ChangeOf::Matched, [Some(first), Some(second)]) = (found.part, people) {
                    forces += 1;
                    for (sum, (count, people)) in matched.iter_mut().zip(counts.into_iter().zip([first, second])) {
                        sum.count += count;
                        sum.exposure += people as f64;
                    }
                }
            }
            assert_eq!(forces, whole(&expect["n_matched"]), "{label}");
            for (key, part) in [
                ("matched", ChangeOf::Matched),
                ("definition_changed", ChangeOf::DefinitionChanged),
                ("other_definition", ChangeOf::OtherDefinition),
                ("joined", ChangeOf::Joined),
                ("left", ChangeOf::Left),
            ] {
                assert_eq!(parts.get(&part).copied().unwrap_or(0), whole(&expect[key]), "{label}: {key}");
            }
            assert_eq!(parts.values().sum::<i64>(), whole(&expect["change"]), "{label}");
            let link = change(matched[0], matched[1], Widening::NONE, Confidence::NINETY_FIVE).unwrap().ratio.unwrap();
            index *= link;
            close(link, number(&expect["link"]), TOLERANCE, &label);
            close(index, number(&expect["index"]), TOLERANCE, &label);
        }
    }
}
