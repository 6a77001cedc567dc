//! The national estimate and the like-for-like index against an independent implementation.

use assess::national::estimate::{PublicationRule, estimate};
use assess::national::like_for_like::{PeriodReturn, like_for_like};
use assess::national::range::{BridgeStudy, ForceReturn, Relation, UpperBound, identified_range};
use assess::statistics::Confidence;
use serde_json::Value;

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

fn returns(forces: &Value) -> Vec<ForceReturn<'_>> {
    let rows = forces.as_array().unwrap();
    rows.iter()
        .map(|row| ForceReturn {
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
        let range = identified_range(&rows).unwrap();
        assert_eq!(range.lower, whole(&expect["lower"]), "{label}");
        let upper = expect["upper"].as_i64().map_or(UpperBound::NotIdentified, UpperBound::Count);
        assert_eq!(range.upper, upper, "{label}");
        let outcome = estimate(&rows, Confidence::NINETY_FIVE).unwrap();
        rows.reverse();
        assert_eq!(outcome, estimate(&rows, Confidence::NINETY_FIVE).unwrap(), "{label}: row order");
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
fn period_returns(rows: &Value) -> Vec<PeriodReturn<'_>> {
    let rows = rows.as_array().unwrap();
    rows.iter()
        .map(|row| PeriodReturn {
            force: row["force"].as_str().unwrap(),
            period: i32::try_from(whole(&row["period"])).unwrap(),
            definition: row["relation"].as_str().unwrap(),
            relation: relation(&row["relation"]),
            count: row["count"].as_i64(),
            population: row["population"].as_i64(),
            breaks: false,
        })
        .collect()
}

#[test]
fn every_panel_agrees() {
    let file = file();
    let panels = file["like_for_like"].as_array().unwrap();
    assert!(!panels.is_empty());
    for panel in panels {
        let mut rows = period_returns(&panel["rows"]);
        let links = like_for_like(&rows).unwrap();
        rows.reverse();
        assert_eq!(links, like_for_like(&rows).unwrap(), "row order");
        let expected = panel["expect"].as_array().unwrap();
        assert_eq!(links.len(), expected.len());
        for (link, expect) in links.iter().zip(expected) {
            let label = format!("period {}", link.period);
            assert_eq!(i64::from(link.period), whole(&expect["period"]));
            assert_eq!(link.forces as i64, whole(&expect["n_matched"]), "{label}");
            let parts = link.decomposition;
            for (key, value) in [
                ("change", parts.change),
                ("matched", parts.matched),
                ("definition_changed", parts.definition_changed),
                ("other_definition", parts.other_definition),
                ("joined", parts.joined),
                ("left", parts.left),
            ] {
                assert_eq!(value, whole(&expect[key]), "{label}: {key}");
            }
            for (key, value) in
                [("population_share", link.population_share), ("link", link.ratio), ("index", link.index)]
            {
                close(value.unwrap(), number(&expect[key]), TOLERANCE, &format!("{label}: {key}"));
            }
        }
    }
}
