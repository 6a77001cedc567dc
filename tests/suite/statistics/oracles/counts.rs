//! Intervals for one count and for a proportion.

use assess::statistics::rate::{CountMethod, byar_limits, garwood_interval};
use assess::statistics::{Confidence, proportion, rate};

use super::Case;
use crate::statistics::{number, whole};

const TOLERANCE: f64 = 1e-10;

fn confidence(case: &Case<'_>) -> Confidence {
    Confidence::new(number(case.input("confidence"))).unwrap()
}

pub(super) fn byar(case: &Case<'_>) {
    let limits = byar_limits(whole(case.input("count")), confidence(case)).unwrap();
    case.skip("lower_raw_formula", "a negative value of the formula, which is refused");
    match limits.lower {
        Some(lower) => case.check("lower", lower, TOLERANCE),
        None => assert!(case.output("lower").is_null(), "{}", case.id),
    }
    case.check("upper", limits.upper, TOLERANCE);
}

pub(super) fn garwood(case: &Case<'_>) {
    let interval = garwood_interval(whole(case.input("count")), confidence(case)).unwrap();
    case.check("lower", interval.lower, TOLERANCE);
    case.check("upper", interval.upper, TOLERANCE);
}

pub(super) fn rate(case: &Case<'_>) {
    let (count, population) = (whole(case.input("count")), whole(case.input("denominator")));
    let multiplier = number(case.input("multiplier"));
    for (level, confidence) in [("0.95", Confidence::NINETY_FIVE), ("0.998", Confidence::NINETY_NINE_POINT_EIGHT)] {
        let rate = rate::rate(count, population, multiplier, confidence).unwrap();
        case.check("rate", rate.value, TOLERANCE);
        case.check(&format!("lower_{level}"), rate.interval.lower, TOLERANCE);
        case.check(&format!("upper_{level}"), rate.interval.upper, TOLERANCE);
        let method = if rate.method == CountMethod::Exact { "Exact" } else { "Byars" };
        assert_eq!(case.output("method"), method, "{}", case.id);
    }
}

pub(super) fn wilson(case: &Case<'_>) {
    let (part, all) = (whole(case.input("x")), whole(case.input("n")));
    let result = proportion::proportion(part, all, confidence(case)).unwrap();
    case.check("p", result.value, TOLERANCE);
    case.check("lower", result.interval.lower, TOLERANCE);
    case.check("upper", result.interval.upper, TOLERANCE);
}
