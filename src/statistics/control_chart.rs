//! Process behaviour (XmR) charts: centre, natural limits from moving ranges, and rules that mark signals.
//!
//! In: a series in order of time, without a known break inside it (a break starts a new chart). Out: centre and
//! limits, and for every point the rules it meets. Sources: Wheeler (2000) and NHS England's Making Data Count. A
//! constant series has limits equal to its mean; nothing is ever NaN.

use super::error::StatisticsError;

/// Under this many points the limits are provisional.
pub const PROVISIONAL_BELOW: usize = 12;

/// Natural limits lie this many mean moving ranges from the centre: 3 / 1.128.
const MEAN_RANGE_FACTOR: f64 = 2.66;
/// Natural limits lie this many median moving ranges from the centre: 3 / 0.954.
const MEDIAN_RANGE_FACTOR: f64 = 3.145;
/// Moving ranges from this many means on are screened out: the upper limit of a range chart.
const SCREEN_FACTOR: f64 = 3.267;

/// What centre and limits are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Mean ± 2.66 mean moving ranges.
    Mean,
    /// The same, with moving ranges of 3.267 means or more left out once.
    ScreenedMean,
    /// Median ± 3.145 median moving ranges, which single wild points do not move.
    Median,
}

/// Lengths of the runs that count as signals; the chart states them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Points in a row on one side of the centre.
    pub one_side: usize,
    /// Points in a row, each above (or each below) the one before.
    pub monotone: usize,
}

impl Default for Rules {
    /// Eight on one side; six rising or falling.
    fn default() -> Self {
        Self { one_side: 8, monotone: 6 }
    }
}

/// Centre and natural limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Mean or median of the values.
    pub centre: f64,
    /// Lower natural limit; below 0 there is none for a count, see [`Limits::lower_for_counts`].
    pub lower: f64,
    /// Upper natural limit.
    pub upper: f64,
    /// Mean or median of all moving ranges.
    pub moving_range: f64,
    /// The one that the limits rest on, after screening.
    pub moving_range_used: f64,
    /// Moving ranges that entered it.
    pub ranges_used: usize,
    /// Whether there are too few points for more than trial limits.
    pub provisional: bool,
}

impl Limits {
    /// Lower limit to draw for counts, which cannot fall below 0.
    pub fn lower_for_counts(&self) -> f64 {
        self.lower.max(0.0)
    }
}

/// The rules that a point meets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Outside the limits.
    pub outside: bool,
    /// Ends a long enough run on one side of the centre.
    pub one_side: bool,
    /// Ends a long enough run of rising or of falling points.
    pub monotone: bool,
    /// Is one of two out of three neighbours in the outer third, or beyond, on the same side.
    pub two_of_three: bool,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlChart {
    /// Centre and limits.
    pub limits: Limits,
    /// The rules each point meets, in the order of the values.
    pub signals: Vec<Signals>,
}

/// Chart of a series in order of time.
///
/// # Errors
/// Fewer than two values, or values that are not finite.
pub fn control_chart(values: &[f64], form: Form, rules: Rules) -> Result<ControlChart, StatisticsError> {
    let limits = limits(values, form)?;
    let one_side = one_side_runs(values, limits.centre, rules.one_side);
    let monotone = monotone_runs(values, rules.monotone);
    let two_of_three = two_of_three(values, &limits);
    let signals = values
        .iter()
        .zip(one_side.into_iter().zip(monotone).zip(two_of_three))
        .map(|(value, ((one_side, monotone), two_of_three))| Signals {
            outside: *value < limits.lower || *value > limits.upper,
            one_side,
            monotone,
            two_of_three,
        })
        .collect();
    Ok(ControlChart { limits, signals })
}

/// Centre and natural limits of a series in order of time.
///
/// # Errors
/// Fewer than two values, or values that are not finite.
pub fn limits(values: &[f64], form: Form) -> Result<Limits, StatisticsError> {
    if values.len() < 2 {
        return Err(StatisticsError::TooFew { have: values.len(), need: 2 });
    }
    let ranges: Vec<f64> = values.iter().zip(values.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect();
    let (centre, moving_range, factor) = match form {
        Form::Mean | Form::ScreenedMean => (mean(values), mean(&ranges), MEAN_RANGE_FACTOR),
        Form::Median => (median(values), median(&ranges), MEDIAN_RANGE_FACTOR),
    };
    let mut used = ranges.clone();
    if form == Form::ScreenedMean {
        used.retain(|range| *range < SCREEN_FACTOR * moving_range);
        if used.is_empty() {
            // Happens for a constant series only, whose ranges are all 0 and none of them below 0.
            used = ranges;
        }
    }
    let moving_range_used = if form == Form::Median { moving_range } else { mean(&used) };
    // Summation may leave the mean of equal values a last digit away from them.
    let constant = values.iter().zip(values.iter().skip(1)).all(|(a, b)| a == b);
    let centre = if constant { values.first().copied().unwrap_or(centre) } else { centre };
    let distance = factor * moving_range_used;
    let limits = Limits {
        centre,
        lower: centre - distance,
        upper: centre + distance,
        moving_range,
        moving_range_used,
        ranges_used: used.len(),
        provisional: values.len() < PROVISIONAL_BELOW,
    };
    if limits.lower.is_finite() && limits.upper.is_finite() {
        Ok(limits)
    } else {
        Err(StatisticsError::NotFinite { quantity: "control limit" })
    }
}

/// For every value, whether it ends a run of at least `length` on one side of `centre`. A value on the centre ends
/// the run.
pub fn one_side_runs(values: &[f64], centre: f64, length: usize) -> Vec<bool> {
    let sides = values.iter().map(|value| sign(value - centre));
    runs(sides, length)
}

/// For every value, whether it ends a run of at least `length` values that each rise above (or each fall below) the
/// one before.
pub fn monotone_runs(values: &[f64], length: usize) -> Vec<bool> {
    let steps = values.iter().zip(values.iter().skip(1)).map(|(before, now)| sign(now - before));
    // The first value has no step; a run of n values has n − 1 steps.
    std::iter::once(false).chain(runs(steps, length.saturating_sub(1).max(1))).take(values.len()).collect()
}

fn runs(signs: impl Iterator<Item = i8>, length: usize) -> Vec<bool> {
    let mut previous = 0;
    let mut run = 0_usize;
    signs
        .map(|sign| {
            run = if sign == 0 {
                0
            } else if sign == previous {
                run + 1
            } else {
                1
            };
            previous = sign;
            run >= length.max(1)
        })
        .collect()
}

/// For every value, whether it is one of two among three neighbours that lie in the outer third towards the same
/// limit, or beyond it.
fn two_of_three(values: &[f64], limits: &Limits) -> Vec<bool> {
    let third = (limits.upper - limits.centre) * 2.0 / 3.0;
    let outer: Vec<i8> = values
        .iter()
        .map(|value| {
            let distance = value - limits.centre;
            if third > 0.0 && distance.abs() > third { sign(distance) } else { 0 }
        })
        .collect();
    let mut met = vec![false; values.len()];
    for (start, window) in outer.windows(3).enumerate() {
        for side in [-1, 1] {
            if window.iter().filter(|place| **place == side).count() >= 2 {
                let marks = met.iter_mut().skip(start).zip(window).filter(|(_, place)| **place == side);
                marks.for_each(|(mark, _)| *mark = true);
            }
        }
    }
    met
}

fn sign(value: f64) -> i8 {
    i8::from(value > 0.0) - i8::from(value < 0.0)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.len() / 2;
    let lower = sorted.len().saturating_sub(1) / 2;
    match (sorted.get(lower), sorted.get(upper)) {
        (Some(low), Some(high)) if low == high => *low,
        (Some(low), Some(high)) => 0.5 * (low + high),
        _ => 0.0,
    }
}
