//! Directly standardised rates and indirectly standardised ratios.

use assess::statistics::Confidence;
use assess::statistics::rate::CountMethod;
use assess::statistics::standardised::{
    ReferenceStratum, Stratum, directly_standardised_rate, indirectly_standardised_ratio,
};

use super::Case;
use crate::statistics::{number, whole, wholes};

const TOLERANCE: f64 = 1e-10;

const LEVELS: [(&str, Confidence); 2] = [("95", Confidence::NINETY_FIVE), ("998", Confidence::NINETY_NINE_POINT_EIGHT)];

pub(super) fn direct(case: &Case<'_>) {
    let counts = wholes(case.input("count"));
    let populations = wholes(case.input("pop"));
    let standards = wholes(case.input("stdpop"));
    let strata: Vec<Stratum> = (0..counts.len())
        .map(|i| Stratum { count: counts[i], population: populations[i], standard: standards[i] })
        .collect();
    for (level, confidence) in LEVELS {
        let rate = directly_standardised_rate(&strata, number(case.input("multiplier")), confidence).unwrap();
        assert_eq!(rate.events, whole(case.output("total_count")), "{}", case.id);
        case.check("value", rate.value, TOLERANCE);
        case.check("var_dsr_per_person", rate.variance, TOLERANCE);
        case.check(&format!("lower{level}"), rate.interval.lower, TOLERANCE);
        case.check(&format!("upper{level}"), rate.interval.upper, TOLERANCE);
    }
}

pub(super) fn indirect(case: &Case<'_>) {
    let counts = wholes(case.input("count"));
    let populations = wholes(case.input("pop"));
    let reference_counts = wholes(case.input("ref_count"));
    let reference_populations = wholes(case.input("ref_pop"));
    let strata: Vec<ReferenceStratum> = (0..counts.len())
        .map(|i| ReferenceStratum {
            count: counts[i],
            population: populations[i],
            reference_count: reference_counts[i],
            reference_population: reference_populations[i],
        })
        .collect();
    let multiplier = number(case.input("multiplier"));
    let ratio = indirectly_standardised_ratio(&strata, multiplier, Confidence::NINETY_FIVE).unwrap();
    assert_eq!(ratio.observed, whole(case.output("observed")), "{}", case.id);
    case.check("expected", ratio.expected, TOLERANCE);
    case.check("ratio", ratio.value, TOLERANCE);
    case.check("lower95", ratio.interval.lower, TOLERANCE);
    case.check("upper95", ratio.interval.upper, TOLERANCE);
    assert_eq!(ratio.method, CountMethod::Byar);
    assert_eq!(case.output("method"), "Byars", "{}", case.id);
    case.skip("ref_rate_per_100000", "a plain rate of the reference");
}
