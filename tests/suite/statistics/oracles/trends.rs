//! Trends: monotone and log-linear.

use assess::statistics::Confidence;
use assess::statistics::monotone::{self, SeriesPoint};
use assess::statistics::trend::{CountPoint, Dispersion, log_linear_trend};
use serde_json::Value;

use super::Case;
use crate::statistics::{close, number, numbers, whole, wholes};

const TOLERANCE: f64 = 1e-9;

fn series(values: &Value, times: Option<&Value>) -> Vec<SeriesPoint> {
    let values = numbers(values);
    let times = times.map_or_else(|| (0..values.len()).map(|i| i as f64).collect(), numbers);
    values.iter().zip(times).map(|(value, time)| SeriesPoint { time, value: *value, season: 0 }).collect()
}

pub(super) fn mann_kendall(case: &Case<'_>) {
    let test = monotone::mann_kendall(&series(case.input("y"), None)).unwrap();
    assert_eq!(test.score, whole(case.output("S")), "{}", case.id);
    case.check("var_S", test.variance, TOLERANCE);
    case.check("Z", test.deviate, TOLERANCE);
    case.check("p_two_sided_normal", test.normal_probability, TOLERANCE);
    match test.tau_a {
        Some(tau) => case.check("tau_a", tau, TOLERANCE),
        None => assert!(case.output("tau_a").is_null(), "{}", case.id),
    }
    if !case.output("tau_b").is_null() {
        case.check("tau_b", test.tau_b.unwrap(), TOLERANCE);
    }
    if !case.output("p_exact_permutation").is_null() {
        case.check("p_exact_permutation", test.exact_probability.unwrap(), TOLERANCE);
    }
    if !case.output("p_exact_no_ties").is_null() {
        assert!(!test.ties, "{}", case.id);
        case.check("p_exact_no_ties", test.probability(), TOLERANCE);
    }
}

pub(super) fn theil_sen(case: &Case<'_>) {
    let confidence = Confidence::new(case.inputs["confidence"].as_f64().unwrap_or(0.95)).unwrap();
    let result = monotone::theil_sen(&series(case.input("y"), Some(case.input("x"))), confidence).unwrap();
    case.check("slope", result.slope, TOLERANCE);
    case.check("lower", result.interval.lower, TOLERANCE);
    case.check("upper", result.interval.upper, TOLERANCE);
    case.check("intercept_separate", result.intercept, TOLERANCE);
    case.skip("intercept_joint", "another convention for the intercept");
    assert_eq!(result.pairs as i64, whole(case.output("n_pairs")), "{}", case.id);
    if !case.output("rank_lower_0based").is_null() {
        let ranks = (whole(case.output("rank_lower_0based")), whole(case.output("rank_upper_0based")));
        assert_eq!((result.ranks.0 as i64, result.ranks.1 as i64), ranks, "{}", case.id);
    }
}

fn count_points(case: &Case<'_>) -> Vec<CountPoint> {
    let counts = wholes(case.input("y"));
    let times = numbers(case.input("x"));
    let exposures = match case.inputs.get("exposure") {
        Some(Value::Array(list)) => list.iter().map(number).collect(),
        _ => vec![1.0; counts.len()],
    };
    (0..counts.len()).map(|i| CountPoint { time: times[i], count: counts[i], exposure: exposures[i] }).collect()
}

pub(super) fn quasi_poisson(case: &Case<'_>) {
    let trend = log_linear_trend(&count_points(case)).unwrap();
    let confidence = Confidence::new(number(case.input("confidence"))).unwrap();
    case.check("intercept", trend.intercept, TOLERANCE);
    case.check("slope", trend.slope, TOLERANCE);
    case.check("se_intercept_poisson", trend.intercept_error, TOLERANCE);
    case.check("se_slope_poisson", trend.slope_error, TOLERANCE);
    // Where the counts lie within a thousandth of the fit, X² keeps three digits fewer than they do; 1e-9 still holds.
    case.check("pearson_X2", trend.pearson, TOLERANCE);
    case.check("deviance", trend.deviance, TOLERANCE);
    assert_eq!(trend.degrees_of_freedom as i64, whole(case.output("df_resid")), "{}", case.id);
    case.check("dispersion_phi", trend.dispersion, TOLERANCE);
    case.check("se_slope_quasi", trend.quasi_error(Dispersion::Estimated), TOLERANCE);
    let change = trend.average_change(Dispersion::Estimated, confidence).unwrap();
    case.check("annual_change_pct", 100.0 * change.value, TOLERANCE);
    for (key, interval) in [
        ("slope_ci_t", trend.slope_interval(Dispersion::Estimated, confidence)),
        ("slope_ci_t_phi_floored_at_1", trend.slope_interval(Dispersion::AtLeastOne, confidence)),
        ("annual_change_pct_ci_t", change.interval.scaled(100.0)),
    ] {
        let limits = numbers(case.output(key));
        close(interval.lower, limits[0], TOLERANCE, &format!("{}: {key}", case.id));
        close(interval.upper, limits[1], TOLERANCE, &format!("{}: {key}", case.id));
    }
}
