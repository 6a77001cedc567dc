//! Funnel limits: the exact ones used, the two other kinds found in practice, and the over-dispersed ones.

use assess::statistics::Confidence;
use assess::statistics::funnel::poisson_limit;
use assess::statistics::overdispersion::{Transform, Trim, dispersion};
use assess::statistics::rate::garwood_interval;

use super::Case;
use crate::statistics::{close, number, numbers, whole};

const TOLERANCE: f64 = 1e-10;

const LEVELS: [(&str, &str, Confidence); 2] =
    [("2s", "95", Confidence::NINETY_FIVE), ("3s", "998", Confidence::NINETY_NINE_POINT_EIGHT)];

/// The expected count at which an observed one lies on a limit. Not used in funnels here; it is the exact interval.
pub(super) fn inverted(case: &Case<'_>) {
    let observed = whole(case.input("observed"));
    for (level, _, confidence) in LEVELS {
        let interval = garwood_interval(observed, confidence).unwrap();
        for (side, expected) in [("lower", interval.upper), ("upper", interval.lower)] {
            case.check(&format!("{side}_{level}_exp_events"), expected, TOLERANCE);
            case.check(&format!("{side}_{level}_limit"), 100.0 * observed as f64 / expected, TOLERANCE);
        }
    }
}

/// The exact interval around the expected count as if it had been observed. Not used in funnels here.
pub(super) fn around_expected(case: &Case<'_>) {
    let expected = whole(case.input("expected"));
    for (_, level, confidence) in LEVELS {
        let interval = garwood_interval(expected, confidence).unwrap().scaled(1.0 / expected as f64);
        case.check(&format!("ll{level}"), interval.lower, TOLERANCE);
        case.check(&format!("ul{level}"), interval.upper, TOLERANCE);
    }
}

pub(super) fn spiegelhalter(case: &Case<'_>) {
    let expected = number(case.input("expected"));
    for key in case.outputs.as_object().unwrap().keys() {
        let values = case.output(key);
        let limit = poisson_limit(expected, key.trim_start_matches('p').parse().unwrap()).unwrap();
        assert_eq!(limit.quantile, whole(&values["r_p"]), "{} {key}", case.id);
        close(limit.interpolation, number(&values["alpha"]), TOLERANCE, case.id);
        close(limit.count, number(&values["limit_count"]), TOLERANCE, case.id);
        close(limit.count / expected, number(&values["limit_ratio"]), TOLERANCE, case.id);
    }
}

/// The reference program writes its normal deviates out to seven digits, so the limits are asked for at those.
pub(super) fn overdispersed(case: &Case<'_>) {
    let trim_by = number(case.input("trim_by"));
    let (transform, trim) = match case.input("transform").as_str().unwrap() {
        "CQC" => (Transform::SquareRoot, Trim::Winsorise(trim_by)),
        "SHMI" => (Transform::Logarithm, Trim::Truncate(trim_by)),
        "PR" => (Transform::ArcSine, Trim::Winsorise(trim_by)),
        other => panic!("{}: unknown transform {other}", case.id),
    };
    let observed = numbers(case.input("numerator"));
    let expected = numbers(case.input("denominator"));
    let result = dispersion(&observed, &expected, transform, trim).unwrap();
    for (score, reference) in result.scores.iter().zip(numbers(case.output("z"))) {
        // A z-score near zero is a difference of two numbers near ten: 1e-9 of it is fifteen digits of those.
        close(*score, reference, 1e-9, case.id);
    }
    assert_eq!(result.used as i64, whole(case.output("n_used")), "{}", case.id);
    case.skip("z_used", "seen through n_used and phi");
    case.check("phi", result.phi, TOLERANCE);
    case.check("tau2", result.tau_squared, 1e-9);
    for row in case.output("limits").as_array().unwrap() {
        for (level, deviate) in [("95", 1.959_964), ("998", 3.090_232)] {
            let limits = result.additive_limits(number(&row["denominator"]), deviate).unwrap();
            for (side, limit) in [("ll", limits.lower), ("ul", limits.upper)] {
                let key = format!("od_{side}{level}");
                if transform == Transform::SquareRoot {
                    close(libm::sqrt(limit), number(&row[&key]), 1e-9, case.id);
                    close(limit, number(&row[format!("{key}_squared_back")]), 1e-9, case.id);
                } else {
                    close(limit, number(&row[&key]), 1e-9, case.id);
                }
            }
        }
    }
}
