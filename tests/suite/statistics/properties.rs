//! Properties of the numeric functions: every answer is finite or refused, and order is of no account.

use assess::statistics::change::{change, change_dispersion};
use assess::statistics::change_point::mean_change;
use assess::statistics::comparison::{Exposed, exact_ratio_interval, exact_ratio_probability, log_ratio_interval};
use assess::statistics::control_chart::{Form, Rules, control_chart};
use assess::statistics::funnel::{Centre, count_limits};
use assess::statistics::interval::MAXIMUM_COUNT;
use assess::statistics::monotone::{SeriesPoint, mann_kendall, monotone_trend, theil_sen};
use assess::statistics::overdispersion::{Transform, Trim, dispersion};
use assess::statistics::proportion::proportion;
use assess::statistics::rate::{garwood_interval, rate};
use assess::statistics::trend::{CountPoint, log_linear_trend};
use assess::statistics::{Confidence, Interval, RatioInterval, StatisticsError, Widening};
use proptest::prelude::*;

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

fn sound(interval: Interval) -> bool {
    interval.lower.is_finite() && interval.upper.is_finite() && interval.lower <= interval.upper
}

fn sound_ratio(interval: RatioInterval) -> bool {
    let upper = interval.upper.unwrap_or(f64::MAX);
    interval.lower.is_finite() && upper.is_finite() && (0.0..=upper).contains(&interval.lower)
}

/// Counts of every size, the refused ones among them.
fn count() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..30, 0_i64..100_000, 0..=MAXIMUM_COUNT, any::<i64>(), Just(i64::MAX), Just(MAXIMUM_COUNT)]
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn intervals_hold_their_figure(count in count(), population in count(), level in 0.5..0.9999) {
        let confidence = Confidence::new(level).unwrap();
        if let Ok(result) = rate(count, population, 10_000.0, confidence) {
            prop_assert!(sound(result.interval) && result.interval.lower >= 0.0);
            prop_assert!(result.interval.contains(result.value));
        } else {
            prop_assert!(count < 0 || population <= 0 || count > MAXIMUM_COUNT || population > MAXIMUM_COUNT);
        }
        if let Ok(interval) = garwood_interval(count, confidence) {
            prop_assert!(sound(interval) && interval.contains(count as f64));
        }
        if let Ok(result) = proportion(count, population, confidence) {
            prop_assert!(sound(result.interval) && result.interval.contains(result.value));
            prop_assert!(result.interval.lower >= 0.0 && result.interval.upper <= 1.0);
        }
        let centre = Centre { count, population };
        if let Ok(limits) = centre.rate_limits(population, 10_000.0, confidence) {
            prop_assert!(sound(limits));
        }
    }

    /// A rate ratio and its inverse tell the same story.
    #[test]
    fn comparisons_are_sound_and_mirror(a in count(), b in count(), people in 1.0..1e7, others in 1.0..1e7) {
        let confidence = Confidence::NINETY_FIVE;
        let (one, two) = (Exposed { count: a, exposure: people }, Exposed { count: b, exposure: others });
        // Very large pairs take long to solve exactly; the exact interval is for small counts.
        if a.checked_add(b).is_some_and(|sum| sum < 1_000_000) && let Ok(exact) = exact_ratio_interval(one, two, confidence) {
            prop_assert!(sound_ratio(exact));
            let mirror = exact_ratio_interval(two, one, confidence).unwrap();
            if let Some(upper) = mirror.upper.filter(|upper| *upper > 0.0) {
                prop_assert!((exact.lower * upper - 1.0).abs() < 1e-9);
            }
            if let Ok(probability) = exact_ratio_probability(one, two) {
                prop_assert!(probability > 0.0 || a > 100 || b > 100);
                prop_assert!(probability <= 1.0);
            }
        }
        if let Ok(interval) = log_ratio_interval(one, two, Widening::new(2.0, 30).unwrap(), confidence) {
            prop_assert!(sound(interval));
        }
        if a < 1_000_000 && b < 1_000_000 && let Ok(change) = change(one, two, Widening::new(1.5, 30).unwrap(), confidence) {
            prop_assert!(sound_ratio(change.interval));
            prop_assert!(change.ratio.is_none_or(f64::is_finite));
        }
    }

    #[test]
    fn funnel_limits_rise_with_the_expected_count(expected in 0.001..1e6, more in 1.0001..1.5) {
        let (narrow, wide) = (Confidence::NINETY_FIVE, Confidence::NINETY_NINE_POINT_EIGHT);
        let here = count_limits(expected, narrow).unwrap();
        let outer = count_limits(expected, wide).unwrap();
        prop_assert!(sound(here) && outer.lower <= here.lower && here.upper <= outer.upper);
        let there = count_limits(expected * more, narrow).unwrap();
        prop_assert!(there.lower >= here.lower && there.upper >= here.upper);
    }

    #[test]
    fn dispersion_is_finite_and_orderless(
        forces in prop::collection::vec((0_i64..500, 0.1..500.0), 0..45), turn in 0_usize..45
    ) {
        let split = |forces: &[(i64, f64)]| -> (Vec<f64>, Vec<f64>) {
            forces.iter().map(|(count, expected)| (*count as f64, *expected)).unzip()
        };
        let mut turned = forces.clone();
        let place = turn.min(turned.len());
        turned.rotate_left(place);
        for transform in [Transform::SquareRoot, Transform::Logarithm, Transform::ArcSine] {
            for trim in [Trim::Winsorise(0.1), Trim::Truncate(0.1)] {
                let (observed, expected) = split(&forces);
                let Ok(result) = dispersion(&observed, &expected, transform, trim) else { continue };
                prop_assert!(result.phi.is_finite() && result.tau_squared.is_finite());
                prop_assert!(result.tau_squared >= 0.0);
                prop_assert!(sound(result.additive_limits(0.5, 3.09).unwrap()));
                let (observed, expected) = split(&turned);
                let again = dispersion(&observed, &expected, transform, trim).unwrap();
                prop_assert_eq!((result.phi, result.tau_squared), (again.phi, again.tau_squared));
            }
        }
    }

    #[test]
    fn trends_are_finite_and_orderless(
        counts in prop::collection::vec((0_i64..2_000, 1.0..1e6), 0..12), turn in 0_usize..12, start in -5_000_i32..5_000
    ) {
        let mut points: Vec<_> = counts.iter().enumerate().map(|(place, (count, exposure))| CountPoint {
            time: f64::from(start) + place as f64, count: *count, exposure: *exposure,
        }).collect();
        let straight = log_linear_trend(&points);
        let place = turn.min(points.len());
        points.rotate_left(place);
        let turned = log_linear_trend(&points);
        prop_assert_eq!(format!("{straight:?}"), format!("{turned:?}"));
        if let Ok(trend) = straight {
            let numbers = [trend.intercept, trend.slope, trend.intercept_error, trend.slope_error, trend.dispersion];
            prop_assert!(numbers.iter().all(|number| number.is_finite()));
        }
    }

    #[test]
    fn monotone_trends_are_finite_and_orderless(
        values in prop::collection::vec(0_i32..12, 0..14), turn in 0_usize..14, quarters in 1_usize..5
    ) {
        let mut points: Vec<_> = values.iter().enumerate().map(|(place, value)| SeriesPoint {
            time: place as f64, value: f64::from(*value), season: (place % quarters) as u32,
        }).collect();
        let straight = (mann_kendall(&points), theil_sen(&points, Confidence::NINETY_FIVE));
        let place = turn.min(points.len());
        points.rotate_left(place);
        prop_assert_eq!(&straight.0, &mann_kendall(&points));
        prop_assert_eq!(&straight.1, &theil_sen(&points, Confidence::NINETY_FIVE));
        prop_assert_eq!(monotone_trend(&points, Confidence::NINETY_FIVE).is_ok(), points.len() >= 8);
        if let Ok(test) = straight.0 {
            prop_assert!(test.deviate.is_finite() && (0.0..=1.0).contains(&test.probability()));
            prop_assert!(test.exact_probability.is_none_or(|p| p > 0.0 && p <= 1.0));
            prop_assert!(test.tau_b.is_none_or(|tau| (-1.0 - 1e-12..=1.0 + 1e-12).contains(&tau)));
        }
        if let Ok(slope) = straight.1 {
            prop_assert!(sound(slope.interval));
        }
    }

    #[test]
    fn charts_and_change_points_are_finite(values in prop::collection::vec(0_i64..40, 0..30), level in any::<i32>()) {
        let numbers: Vec<f64> = values.iter().map(|value| *value as f64).collect();
        for form in [Form::Mean, Form::ScreenedMean, Form::Median] {
            if let Ok(chart) = control_chart(&numbers, form, Rules::default()) {
                prop_assert_eq!(chart.signals.len(), numbers.len());
                prop_assert!(chart.limits.lower <= chart.limits.centre && chart.limits.centre <= chart.limits.upper);
            } else {
                prop_assert!(numbers.len() < 2);
            }
            let constant = control_chart(&vec![f64::from(level) / 7.0; values.len().max(2)], form, Rules::default()).unwrap();
            let limits = constant.limits;
            prop_assert_eq!((limits.lower, limits.upper), (limits.centre, limits.centre));
            prop_assert_eq!(limits.centre, f64::from(level) / 7.0);
            prop_assert!(constant.signals.iter().all(|signals| *signals == Default::default()));
        }
        if let Ok(Some(split)) = mean_change(&numbers) {
            prop_assert!(split.squares_apart.is_finite() && split.squares_apart <= split.squares_together * (1.0 + 1e-12));
        }
    }
}

#[test]
fn counts_out_of_range_are_refused() {
    let confidence = Confidence::NINETY_FIVE;
    assert_eq!(rate(-1, 5, 1.0, confidence), Err(StatisticsError::NegativeCount { count: -1 }));
    let large = rate(i64::MAX, 5, 1.0, confidence);
    assert!(matches!(large, Err(StatisticsError::CountTooLarge { .. })));
    assert!(matches!(proportion(1, 0, confidence), Err(StatisticsError::NotPositive { .. })));
    assert!(matches!(proportion(2, 1, confidence), Err(StatisticsError::PartAboveWhole { .. })));
    for level in [0.0, 1.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(Confidence::new(level).is_err());
    }
    let pair = |count| Exposed { count, exposure: 1.0 };
    let sum = change_dispersion(&[(pair(MAXIMUM_COUNT), pair(1)), (pair(1), pair(MAXIMUM_COUNT))]);
    assert!(sum.is_err());
}
