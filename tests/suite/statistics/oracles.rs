//! Every case of `oracles.json`, whose figures come from independent implementations (see its `meta`).

mod comparisons;
mod counts;
mod funnels;
mod series;
mod shares;
mod trends;

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::Value;

use super::{close, number};

/// A case of the file. It remembers which outputs were asked for, so that none is left out in silence.
pub(super) struct Case<'a> {
    id: &'a str,
    inputs: &'a Value,
    outputs: &'a Value,
    read: RefCell<BTreeSet<String>>,
}

impl<'a> Case<'a> {
    fn input(&self, key: &str) -> &'a Value {
        self.inputs.get(key).unwrap_or_else(|| panic!("{}: no input {key}", self.id))
    }

    /// An output; `Null` where the file has none under this name.
    fn output(&self, key: &str) -> &'a Value {
        self.read.borrow_mut().insert(key.to_owned());
        self.outputs.get(key).unwrap_or(&Value::Null)
    }

    /// Checks one output against a value of ours.
    #[track_caller]
    fn check(&self, key: &str, actual: f64, tolerance: f64) {
        close(actual, number(self.output(key)), tolerance, &format!("{}: {key}", self.id));
    }

    /// Marks an output that is not a figure of ours.
    fn skip(&self, key: &str, _reason: &str) {
        self.read.borrow_mut().insert(key.to_owned());
    }

    fn every_output_was_read(&self) {
        for key in self.outputs.as_object().unwrap().keys() {
            assert!(self.read.borrow().contains(key), "{}: output {key} is not tested", self.id);
        }
    }
}

/// The test of a method. A method of the file without one fails.
fn test_of(method: &str) -> fn(&Case<'_>) {
    match method {
        "byar_poisson_ci" => counts::byar,
        "garwood_exact_poisson_ci" => counts::garwood,
        "phe_rate" => counts::rate,
        "wilson_ci" => counts::wilson,
        "funnel_phe_exact_poisson" => funnels::inverted,
        "funnel_funnelplotr_unadjusted" => funnels::around_expected,
        "funnel_spiegelhalter_exact_poisson" => funnels::spiegelhalter,
        "funnel_overdispersed_additive" => funnels::overdispersed,
        "poisson_rate_ratio_and_difference_ci" => comparisons::ratio,
        "mann_kendall" => trends::mann_kendall,
        "theil_sen" => trends::theil_sen,
        "quasi_poisson_loglinear_trend" => trends::quasi_poisson,
        "changepoint_mean_single" => series::mean_change_point,
        "xmr_limits" => series::limits,
        "xmr_rules" => series::rules,
        "revision_triangle" => series::revisions,
        "manski_bounds" => shares::bounds,
        other => panic!("the method {other} has no test"),
    }
}

#[test]
fn every_case_of_every_method_agrees() {
    let file: Value = serde_json::from_str(include_str!("../../statistics/oracles.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() >= 78, "the file lost cases");
    let mut methods = BTreeSet::new();
    for case in cases {
        let method = case["method"].as_str().unwrap();
        let case = Case {
            id: case["id"].as_str().unwrap(),
            inputs: &case["inputs"],
            outputs: &case["outputs"],
            read: RefCell::default(),
        };
        test_of(method)(&case);
        case.every_output_was_read();
        methods.insert(method);
    }
    println!("{} cases of {} methods agree", cases.len(), methods.len());
}
