//! Monotone trend without a model: the Mann–Kendall test and the Theil–Sen slope, plain and by season.
//!
//! In: values with their times, and for the seasonal form their seasons. Out: the test statistic with its normal and,
//! for ten points or fewer, its exact probability; the median slope with Sen's interval. Sources: Mann (1945),
//! Kendall (1975), Sen (1968), Hirsch, Slack and Smith (1982). The order of the points is of no account.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval};
use super::special::normal_tails;

/// Fewest points for a published monotone trend.
pub const FEWEST_POINTS: usize = 8;

/// Most points for which the exact distribution is used.
pub const EXACT_UP_TO: usize = 10;

/// A value at a time, in a season.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeriesPoint {
    /// Time, in the unit that the slope is per. Each stands once.
    pub time: f64,
    /// The value.
    pub value: f64,
    /// Season, for example the quarter; the same for all in the plain form.
    pub season: u32,
}

/// The Mann–Kendall test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// S: pairs that rise less pairs that fall.
    pub score: i64,
    /// Variance of S without a trend, corrected for ties.
    pub variance: f64,
    /// Standard normal deviate of S with continuity correction; 0 when S has no variance.
    pub deviate: f64,
    /// Two-sided probability from the normal distribution.
    pub normal_probability: f64,
    /// Two-sided probability from the permutation distribution, ties included, for one season of at most
    /// [`EXACT_UP_TO`] points.
    pub exact_probability: Option<f64>,
    /// Whether any two values of a season are equal.
    pub ties: bool,
    /// Kendall's τ-a, S over all pairs; `None` without a pair.
    pub tau_a: Option<f64>,
    /// Kendall's τ-b, corrected for ties; `None` for a constant series.
    pub tau_b: Option<f64>,
}

impl MannKendall {
    /// The probability to report: exact for at most [`EXACT_UP_TO`] points without ties, else normal.
    pub fn probability(&self) -> f64 {
        self.exact_probability.filter(|_| !self.ties).unwrap_or(self.normal_probability)
    }
}

/// The Theil–Sen slope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    /// Median of the slopes of all pairs.
    pub slope: f64,
    /// Sen's interval of the slope.
    pub interval: Interval,
    /// Median value less slope times median time (Conover 1980); of use for the plain form only.
    pub intercept: f64,
    /// Number of pairs.
    pub pairs: usize,
    /// Positions, from 0, of the two limits among the ordered slopes.
    pub ranks: (usize, usize),
}

/// A monotone trend: test and slope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonotoneTrend {
    /// The test.
    pub test: MannKendall,
    /// The slope.
    pub slope: TheilSen,
}

/// Monotone trend of a series long enough to be published. With more than one season, values are compared within
/// their season only.
///
/// # Errors
/// Fewer than [`FEWEST_POINTS`] points; numbers that are not finite; two values of a season at one time.
pub fn monotone_trend(points: &[SeriesPoint], confidence: Confidence) -> Result<MonotoneTrend, StatisticsError> {
    if points.len() < FEWEST_POINTS {
        return Err(StatisticsError::TooFew { have: points.len(), need: FEWEST_POINTS });
    }
    Ok(MonotoneTrend { test: mann_kendall(points)?, slope: theil_sen(points, confidence)? })
}

/// Mann–Kendall test. Seasons are tested apart and their scores and variances added (Hirsch and others 1982).
///
/// # Errors
/// No point; numbers that are not finite; two values of a season at one time.
pub fn mann_kendall(points: &[SeriesPoint]) -> Result<MannKendall, StatisticsError> {
    let seasons = seasons(points)?;
    let (mut score, mut pairs, mut variance_18, mut tied_pairs) = (0_i64, 0_i64, 0_i64, 0_i64);
    for season in &seasons {
        let n = season.len() as i64;
        let ties = ties(season);
        score += score_of(season);
        pairs += n * (n - 1) / 2;
        tied_pairs += ties.iter().map(|t| t * (t - 1) / 2).sum::<i64>();
        variance_18 += n * (n - 1) * (2 * n + 5) - ties.iter().map(|t| t * (t - 1) * (2 * t + 5)).sum::<i64>();
    }
    let variance = variance_18 as f64 / 18.0;
    let deviate = if variance > 0.0 { (score - score.signum()) as f64 / libm::sqrt(variance) } else { 0.0 };
    let untied = (pairs - tied_pairs) as f64;
    let exact_probability = match seasons.as_slice() {
        [season] if season.len() <= EXACT_UP_TO => Some(exact_probability(score, season)),
        _ => None,
    };
    Ok(MannKendall {
        score,
        variance,
        deviate,
        normal_probability: (2.0 * normal_tails(deviate.abs()).upper).min(1.0),
        exact_probability,
        ties: tied_pairs > 0,
        tau_a: (pairs > 0).then(|| score as f64 / pairs as f64),
        tau_b: (untied > 0.0).then(|| score as f64 / libm::sqrt(untied * pairs as f64)),
    })
}

/// Theil–Sen slope with Sen's interval. With seasons, slopes are taken within each.
///
/// # Errors
/// No season with two points; numbers that are not finite; two values of a season at one time.
pub fn theil_sen(points: &[SeriesPoint], confidence: Confidence) -> Result<TheilSen, StatisticsError> {
    let seasons = seasons(points)?;
    let mut slopes = Vec::new();
    for season in &seasons {
        for (place, earlier) in season.iter().enumerate() {
            for later in season.iter().skip(place + 1) {
                slopes.push((later.value - earlier.value) / (later.time - earlier.time));
            }
        }
    }
    slopes.sort_by(f64::total_cmp);
    if slopes.iter().any(|slope| !slope.is_finite()) {
        return Err(StatisticsError::NotFinite { quantity: "slope" });
    }
    let too_few = StatisticsError::TooFew { have: points.len(), need: 2 };
    let slope = median(&slopes).ok_or(too_few)?;
    let pairs = slopes.len();
    let spread = confidence.normal_deviate() * libm::sqrt(mann_kendall(points)?.variance);
    // Halves are rounded to the even rank, as in the reference implementation.
    let rank = |place: f64| place.round_ties_even().clamp(0.0, pairs as f64 - 1.0) as usize;
    let ranks = (rank(((pairs as f64 - spread) / 2.0).round_ties_even() - 1.0), rank((pairs as f64 + spread) / 2.0));
    let (Some(lower), Some(upper)) = (slopes.get(ranks.0), slopes.get(ranks.1)) else {
        return Err(too_few);
    };
    let middle = |pick: fn(&SeriesPoint) -> f64| {
        let mut values: Vec<f64> = points.iter().map(pick).collect();
        values.sort_by(f64::total_cmp);
        median(&values).ok_or(too_few)
    };
    let intercept = middle(|point| point.value)? - slope * middle(|point| point.time)?;
    if !intercept.is_finite() {
        return Err(StatisticsError::NotFinite { quantity: "intercept" });
    }
    let interval = Interval { lower: *lower, upper: *upper };
    Ok(TheilSen { slope, interval, intercept, pairs, ranks })
}

/// Points by season and, within each, by time.
fn seasons(points: &[SeriesPoint]) -> Result<Vec<Vec<SeriesPoint>>, StatisticsError> {
    if points.is_empty() {
        return Err(StatisticsError::TooFew { have: 0, need: 1 });
    }
    if points.iter().any(|point| !(point.time.is_finite() && point.value.is_finite())) {
        return Err(StatisticsError::NotFinite { quantity: "point of the series" });
    }
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.season.cmp(&b.season).then(a.time.total_cmp(&b.time)));
    let seasons: Vec<Vec<SeriesPoint>> =
        sorted.chunk_by(|a, b| a.season == b.season).map(<[SeriesPoint]>::to_vec).collect();
    let repeated = |season: &Vec<SeriesPoint>| season.iter().zip(season.iter().skip(1)).any(|(a, b)| a.time == b.time);
    if seasons.iter().any(repeated) {
        return Err(StatisticsError::Undefined { quantity: "order of two values at one time" });
    }
    Ok(seasons)
}

/// Pairs that rise less pairs that fall.
fn score_of(season: &[SeriesPoint]) -> i64 {
    let mut score = 0;
    for (place, earlier) in season.iter().enumerate() {
        for later in season.iter().skip(place + 1) {
            score += i64::from(later.value > earlier.value) - i64::from(later.value < earlier.value);
        }
    }
    score
}

/// Sizes of the groups of equal values.
fn ties(season: &[SeriesPoint]) -> Vec<i64> {
    let mut values: Vec<f64> = season.iter().map(|point| point.value).collect();
    values.sort_by(f64::total_cmp);
    values.chunk_by(|a, b| a == b).map(|group| group.len() as i64).collect()
}

/// Probability of a score at least as far from 0, if every arrangement of the values were equally likely. The number
/// of arrangements with d falling pairs is the coefficient of q^d in the Gaussian multinomial of the tie sizes.
fn exact_probability(score: i64, season: &[SeriesPoint]) -> f64 {
    let ties = ties(season);
    let n = season.len() as i64;
    let untied = n * (n - 1) / 2 - ties.iter().map(|t| t * (t - 1) / 2).sum::<i64>();
    let mut arrangements = vec![0_i64; untied as usize + 1];
    if let Some(first) = arrangements.first_mut() {
        *first = 1;
    }
    let mut placed = 0;
    for size in ties {
        for step in 1..=size {
            multiply(&mut arrangements, (placed + step) as usize);
            divide(&mut arrangements, step as usize);
        }
        placed += size;
    }
    let (mut as_far, mut all) = (0_i64, 0_i64);
    for (falling, number) in arrangements.iter().enumerate() {
        all += number;
        if (untied - 2 * falling as i64).abs() >= score.abs() {
            as_far += number;
        }
    }
    as_far as f64 / all as f64
}

/// Multiplies a power series, cut at its length, by 1 − q^power.
fn multiply(series: &mut [i64], power: usize) {
    let before = series.to_vec();
    for (to, from) in series.iter_mut().skip(power).zip(before) {
        *to -= from;
    }
}

/// Divides a power series, cut at its length, by 1 − q^power.
fn divide(series: &mut [i64], power: usize) {
    for place in power..series.len() {
        let carried = series.get(place - power).copied().unwrap_or(0);
        if let Some(here) = series.get_mut(place) {
            *here += carried;
        }
    }
}

/// Median of ascending values.
fn median(ascending: &[f64]) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let (low, high) = (ascending.get(last / 2)?, ascending.get(last - last / 2)?);
    Some(if low == high { *low } else { 0.5 * (low + high) })
}
