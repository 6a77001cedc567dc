//! Rules and edges that no outside figure covers, worked by hand.

use assess::statistics::change::{ChangeMethod, Direction, change, change_dispersion};
use assess::statistics::change_point::mean_change;
use assess::statistics::comparison::{Exposed, exact_ratio_interval};
use assess::statistics::control_chart::{Form, Rules, control_chart, monotone_runs, one_side_runs};
use assess::statistics::funnel::{Centre, Position, position};
use assess::statistics::monotone::{SeriesPoint, mann_kendall, monotone_trend, theil_sen};
use assess::statistics::overdispersion::{Transform, Trim, dispersion};
use assess::statistics::proportion::proportion;
use assess::statistics::revision::{Vintages, revisions};
use assess::statistics::trend::{CountPoint, Dispersion, average_change, log_linear_trend};
use assess::statistics::{Confidence, Interval, StatisticsError, Widening};

use super::close;

fn exposed(count: i64) -> Exposed {
    Exposed { count, exposure: 10_000.0 }
}

#[test]
fn wording_of_change_follows_the_interval() {
    let say = |earlier, later| {
        let change = change(exposed(earlier), exposed(later), Widening::NONE, Confidence::NINETY_FIVE).unwrap();
        (change.direction, change.method)
    };
    assert_eq!(say(100, 150), (Direction::Rose, ChangeMethod::LogScale));
    assert_eq!(say(150, 100), (Direction::Fell, ChangeMethod::LogScale));
    assert_eq!(say(100, 110), (Direction::NoClearChange, ChangeMethod::LogScale));
    assert_eq!(say(3_000, 3_010), (Direction::Similar, ChangeMethod::LogScale));
    assert_eq!(say(19, 50), (Direction::Rose, ChangeMethod::Exact));
    assert_eq!(say(0, 9), (Direction::Rose, ChangeMethod::Exact));
    assert_eq!(say(0, 0), (Direction::CannotSay, ChangeMethod::Exact));
    let none = change(exposed(0), exposed(9), Widening::NONE, Confidence::NINETY_FIVE).unwrap();
    assert_eq!((none.ratio, none.interval.upper), (None, None));
    let wide = change(exposed(100), exposed(150), Widening::new(5.0, 30).unwrap(), Confidence::NINETY_FIVE).unwrap();
    assert_eq!(wide.direction, Direction::NoClearChange, "over-dispersion widens the interval");
}

/// Two forces of equal exposure, 10 → 20 and 20 → 10, share a ratio of 1: X² = 4 · 25 / 15 on one degree of freedom.
#[test]
fn dispersion_of_a_change_by_hand() {
    let forces = [(exposed(10), exposed(20)), (exposed(20), exposed(10)), (exposed(0), exposed(0))];
    close(change_dispersion(&forces).unwrap().dispersion, 20.0 / 3.0, 1e-14, "two forces with events");
    let alike = [(exposed(10), exposed(20)), (exposed(20), exposed(40))];
    close(1.0 + change_dispersion(&alike).unwrap().dispersion, 1.0, 1e-14, "the same change in both");
    let one = change_dispersion(&[(exposed(10), exposed(20))]);
    assert_eq!(one, Err(StatisticsError::TooFew { have: 1, need: 2 }));
}

fn points(counts: &[i64]) -> Vec<CountPoint> {
    let numbered = counts.iter().enumerate();
    numbered.map(|(i, count)| CountPoint { time: 2015.0 + i as f64, count: *count, exposure: 1.0 }).collect()
}

#[test]
fn a_constant_series_has_slope_and_dispersion_zero() {
    let trend = log_linear_trend(&points(&[7; 9])).unwrap();
    assert_eq!((trend.slope, trend.pearson, trend.deviance, trend.dispersion), (0.0, 0.0, 0.0, 0.0));
    let interval = trend.slope_interval(Dispersion::Estimated, Confidence::NINETY_FIVE);
    assert_eq!(interval, Interval { lower: 0.0, upper: 0.0 });
    assert_eq!(mean_change(&[7.0; 9]), Ok(None));
}

#[test]
fn a_slope_without_a_finite_value_is_refused() {
    for counts in [&[0, 0, 0, 0, 5][..], &[5, 0, 0, 0, 0], &[0, 0, 0, 0, 0]] {
        let refused = log_linear_trend(&points(counts));
        assert!(matches!(refused, Err(StatisticsError::Undefined { .. })), "{counts:?}");
    }
    assert!(log_linear_trend(&points(&[0, 0, 1, 0, 0])).is_ok());
    let short = average_change(&points(&[5, 6, 7, 8]), Confidence::NINETY_FIVE);
    assert_eq!(short, Err(StatisticsError::TooFew { have: 4, need: 5 }));
    let one_time = [CountPoint { time: 1.0, count: 4, exposure: 1.0 }; 5];
    assert!(matches!(log_linear_trend(&one_time), Err(StatisticsError::Undefined { .. })));
}

/// Counts that double every year: the average change is exactly +100 %.
#[test]
fn doubling_is_a_change_of_one() {
    let change = average_change(&points(&[1, 2, 4, 8, 16, 32]), Confidence::NINETY_FIVE).unwrap();
    close(change.value, 1.0, 1e-12, "doubling");
}

fn quarters(values: &[f64]) -> Vec<SeriesPoint> {
    let numbered = values.iter().enumerate();
    numbered.map(|(i, value)| SeriesPoint { time: i as f64 / 4.0, value: *value, season: (i % 4) as u32 }).collect()
}

/// Three years of quarters with a strong season and a rise of 2 a year: every season rises twice three times over, so
/// S = 4 · 3 and Var(S) = 4 · 3 · 2 · 11 / 18; without seasons the same series shows far less.
#[test]
fn the_seasonal_form_sees_through_the_season() {
    let values: Vec<f64> = (0..12).map(|i| [50.0, 10.0, 80.0, 30.0][i % 4] + 2.0 * (i / 4) as f64).collect();
    let trend = monotone_trend(&quarters(&values), Confidence::NINETY_FIVE).unwrap();
    assert_eq!(trend.test.score, 12);
    close(trend.test.variance, 4.0 * 66.0 / 18.0, 1e-15, "variance");
    assert_eq!(trend.test.exact_probability, None);
    assert_eq!((trend.slope.slope, trend.slope.pairs), (2.0, 12));
    let plain: Vec<_> = quarters(&values).into_iter().map(|point| SeriesPoint { season: 0, ..point }).collect();
    assert!(mann_kendall(&plain).unwrap().probability() > trend.test.probability());
}

/// With ties the normal form is reported, as long as the chapter's method says so; the exact one stands beside it.
#[test]
fn which_probability_is_reported() {
    let series = |values: &[f64]| -> Vec<SeriesPoint> {
        let numbered = values.iter().enumerate();
        numbered.map(|(i, value)| SeriesPoint { time: i as f64, value: *value, season: 0 }).collect()
    };
    let untied = mann_kendall(&series(&[1.0, 2.0, 3.0, 4.0])).unwrap();
    close(untied.probability(), 2.0 / 24.0, 1e-15, "2 of 4! orders are as far from none");
    let tied = mann_kendall(&series(&[1.0, 1.0, 2.0])).unwrap();
    assert_eq!(tied.probability(), tied.normal_probability);
    close(tied.exact_probability.unwrap(), 2.0 / 3.0, 1e-15, "2 of 3 arrangements");
    let constant = mann_kendall(&series(&[4.0; 6])).unwrap();
    assert_eq!((constant.deviate, constant.probability(), constant.tau_b), (0.0, 1.0, None));
    let twice = [SeriesPoint { time: 1.0, value: 1.0, season: 0 }; 2];
    assert!(mann_kendall(&twice).is_err());
    assert!(theil_sen(&series(&[1.0]), Confidence::NINETY_FIVE).is_err());
}

#[test]
fn control_chart_rules() {
    let flags = |values: &[f64]| one_side_runs(values, 0.0, 8).iter().filter(|flag| **flag).count();
    assert_eq!(flags(&[1.0; 7]), 0);
    assert_eq!(flags(&[1.0; 9]), 2);
    assert_eq!(flags(&[1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0]), 0, "a value on the centre ends the run");
    assert_eq!(monotone_runs(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 6), [false, false, false, false, false, true]);
    assert_eq!(monotone_runs(&[6.0, 5.0, 4.0, 4.0, 3.0, 2.0, 1.0], 6), [false; 7]);
    assert_eq!(monotone_runs(&[], 6), [false; 0]);

    // Centre 0 and limits ± 2.66 · 10: the outer third starts at 17.73.
    let wave = [5.0, -5.0, 5.0, -5.0, 5.0, -5.0, 5.0, -5.0, 5.0, -5.0, 5.0, -5.0];
    let chart = control_chart(&wave, Form::Mean, Rules::default()).unwrap();
    close(chart.limits.upper, 26.6, 1e-14, "upper");
    assert!(!chart.limits.provisional && chart.signals.iter().all(|signals| *signals == Default::default()));
    assert!(control_chart(&wave[..11], Form::Mean, Rules::default()).unwrap().limits.provisional);
    let median = control_chart(&[1.0, 2.0, 1.0, 2.0, 900.0], Form::Median, Rules::default()).unwrap();
    close(median.limits.centre, 2.0, 1e-15, "median");
    close(median.limits.upper, 2.0 + 3.145, 1e-15, "one wild point does not move the limits");
    assert!(median.signals[4].outside);

    let mut high = vec![0.0; 20];
    high.extend([3.0, 0.0, 3.0, 0.0]);
    let chart = control_chart(&high, Form::Mean, Rules::default()).unwrap();
    let marked: Vec<usize> = chart.signals.iter().enumerate().filter(|(_, s)| s.two_of_three).map(|(i, _)| i).collect();
    assert_eq!(marked, [20, 22]);
}

#[test]
fn positions_in_a_funnel() {
    let centre = Centre { count: 4_000, population: 12_000_000 };
    let rates = |confidence| centre.rate_limits(120_000, 10_000.0, confidence).unwrap();
    let (inner, outer) = (rates(Confidence::NINETY_FIVE), rates(Confidence::NINETY_NINE_POINT_EIGHT));
    let place = |count: i64| position(count as f64 / 12.0, inner, outer);
    assert_eq!(place(40), Position::Within);
    assert_eq!(place(55), Position::AboveInner);
    assert_eq!(place(70), Position::AboveOuter);
    assert_eq!(place(26), Position::BelowInner);
    assert_eq!(place(15), Position::BelowOuter);
    assert!(centre.rate_limits(0, 10_000.0, Confidence::NINETY_FIVE).is_err());
    assert!(Centre { count: 0, ..centre }.rate_limits(9, 1.0, Confidence::NINETY_FIVE).is_err());
}

#[test]
fn the_logarithm_refuses_a_zero_count_and_the_root_takes_it() {
    let (observed, expected) = ([0.0, 12.0, 9.0], [4.0, 10.0, 9.0]);
    let log = dispersion(&observed, &expected, Transform::Logarithm, Trim::Winsorise(0.1));
    assert!(matches!(log, Err(StatisticsError::Undefined { .. })));
    assert!(dispersion(&observed, &expected, Transform::SquareRoot, Trim::Winsorise(0.1)).is_ok());
}

#[test]
fn revisions_of_figures_published_once() {
    let once = revisions(&[Vintages { period: 2024, published: vec![5] }]).unwrap();
    assert_eq!((once.mean, once.bias_statistic), (None, None));
    assert_eq!(once.periods[0].first_to_latest, 0);
    let triangle = [vec![0, 2], vec![10, 14]];
    let triangle: Vec<_> =
        triangle.into_iter().enumerate().map(|(i, published)| Vintages { period: i as i32, published }).collect();
    let result = revisions(&triangle).unwrap();
    assert_eq!((result.mean, result.mean_relative), (Some(3.0), None), "no relative revision from 0");
    close(result.bias_statistic.unwrap(), 3.0, 1e-15, "mean 3, standard error 1");
    assert!(revisions(&[Vintages { period: 1, published: Vec::new() }]).is_err());
}

/// The largest counts accepted are solved, not refused or waited for. Of so many, the odds of Wilson's limits say the same.
#[test]
fn the_largest_counts_have_exact_intervals() {
    let half = Exposed { count: 5_000_000_000, exposure: 1.0 };
    let exact = exact_ratio_interval(half, half, Confidence::NINETY_FIVE).unwrap();
    let share = proportion(half.count, 2 * half.count, Confidence::NINETY_FIVE).unwrap().interval;
    close(exact.lower, share.lower / (1.0 - share.lower), 1e-9, "lower");
    close(exact.upper.unwrap(), share.upper / (1.0 - share.upper), 1e-9, "upper");
    let above = Exposed { count: 5_000_000_001, ..half };
    assert!(exact_ratio_interval(half, above, Confidence::NINETY_FIVE).is_err());
}
