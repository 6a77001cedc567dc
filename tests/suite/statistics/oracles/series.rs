//! Change points, control charts and revisions.

use assess::statistics::change_point::mean_change;
use assess::statistics::control_chart::{self, Form, monotone_runs, one_side_runs};
use assess::statistics::revision::{self, Vintages};

use super::Case;
use crate::statistics::{close, number, numbers, whole, wholes};

const TOLERANCE: f64 = 1e-10;

pub(super) fn mean_change_point(case: &Case<'_>) {
    let change = mean_change(&numbers(case.input("values"))).unwrap().unwrap();
    assert_eq!(change.before as i64, whole(case.output("last_index_of_first_segment_1based")));
    // The series starts in 1871.
    assert_eq!(change.before as i64 + 1870, whole(case.output("year")));
    case.check("sse_total", change.squares_together, TOLERANCE);
    case.check("sse_split", change.squares_apart, TOLERANCE);
    case.check("mean_before", change.mean_before, TOLERANCE);
    case.check("mean_after", change.mean_after, TOLERANCE);
}

pub(super) fn limits(case: &Case<'_>) {
    let values = numbers(case.input("y"));
    for (key, form) in [("screened", Form::ScreenedMean), ("unscreened", Form::Mean)] {
        let expected = case.output(key);
        let limits = control_chart::limits(&values, form).unwrap();
        assert_eq!(limits.ranges_used as i64, whole(&expected["n_moving_ranges_used"]), "{}", case.id);
        for (name, actual) in [
            ("mean", limits.centre),
            ("mean_moving_range_all", limits.moving_range),
            ("mean_moving_range_used", limits.moving_range_used),
            ("lower", limits.lower),
            ("upper", limits.upper),
        ] {
            close(actual, number(&expected[name]), TOLERANCE, &format!("{}: {key} {name}", case.id));
        }
    }
}

/// The reference uses runs of seven for both rules.
pub(super) fn rules(case: &Case<'_>) {
    let flags = match case.inputs.get("relative_to_mean") {
        Some(sides) => one_side_runs(&numbers(sides), 0.0, 7),
        None => monotone_runs(&numbers(case.input("y")), 7),
    };
    let flags: Vec<i64> = flags.into_iter().map(i64::from).collect();
    assert_eq!(flags, wholes(case.output("flag")), "{}", case.id);
}

pub(super) fn revisions(case: &Case<'_>) {
    let triangle: Vec<Vintages> = case
        .input("vintages")
        .as_object()
        .unwrap()
        .iter()
        .map(|(period, values)| Vintages { period: period.parse().unwrap(), published: wholes(values) })
        .collect();
    let result = revision::revisions(&triangle).unwrap();
    let first: Vec<i64> = result.periods.iter().filter_map(|period| period.first_to_second).collect();
    assert_eq!(first, wholes(case.output("first_to_second")), "{}", case.id);
    case.check("mean_revision", result.mean.unwrap(), TOLERANCE);
    case.check("mean_absolute_revision", result.mean_absolute.unwrap(), TOLERANCE);
    case.check("mean_relative_pct", 100.0 * result.mean_relative.unwrap(), TOLERANCE);
    let latest = case.output("first_to_latest");
    for period in &result.periods {
        assert_eq!(period.first_to_latest, whole(&latest[period.period.to_string()]), "{}", case.id);
    }
}
