//! Ratio of two rates.

use assess::statistics::comparison::{
    Exposed, exact_ratio_interval, exact_ratio_probability, log_ratio_interval, rate_ratio,
};
use assess::statistics::{Confidence, RatioInterval, StatisticsError, Widening};
use serde_json::Value;

use super::Case;
use crate::statistics::{close, number, whole};

const TOLERANCE: f64 = 1e-9;

/// Checks an interval whose upper limit may be "Infinity". Intervals that the file leaves out have no reference.
fn check_ratio(case: &Case<'_>, key: &str, interval: RatioInterval, tolerance: f64) {
    if let Value::Array(limits) = case.output(key) {
        close(interval.lower, number(&limits[0]), tolerance, &format!("{}: {key}", case.id));
        match interval.upper {
            Some(upper) => close(upper, number(&limits[1]), tolerance, &format!("{}: {key}", case.id)),
            None => assert_eq!(limits[1], "Infinity", "{}: {key}", case.id),
        }
    }
}

pub(super) fn ratio(case: &Case<'_>) {
    let sample = |place: &str| Exposed {
        count: whole(case.input(&format!("count{place}"))),
        exposure: number(case.input(&format!("exposure{place}"))),
    };
    let (first, second) = (sample("1"), sample("2"));
    let confidence = Confidence::new(number(case.input("confidence"))).unwrap();

    // The file writes an undefined ratio as null and one over zero as "Infinity"; here both are refused.
    match rate_ratio(first, second) {
        Ok(ratio) => case.check("ratio", ratio, TOLERANCE),
        Err(error) => {
            assert!(matches!(error, StatisticsError::Undefined { .. }));
            assert!(case.output("ratio").as_f64().is_none(), "{}", case.id);
        }
    }
    check_ratio(case, "exact_conditional", exact_ratio_interval(first, second, confidence).unwrap(), TOLERANCE);
    match log_ratio_interval(first, second, Widening::NONE, confidence) {
        Ok(interval) => check_ratio(case, "log_wald", interval.into(), TOLERANCE),
        Err(_) => assert!(case.output("log_wald").is_null(), "{}", case.id),
    }
    let probability = "exact_conditional_pvalue_2sided_binomtest";
    if !case.output(probability).is_null() {
        case.check(probability, exact_ratio_probability(first, second).unwrap(), TOLERANCE);
    }
}
