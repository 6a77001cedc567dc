//! Revisions: how far published figures moved when they were published again.
//!
//! In: for every period the values as published, first to latest. Out: the revisions, their mean (bias), mean
//! absolute and mean relative size, and a t statistic of the bias. Source: the revision analysis usual in official
//! statistics (McKenzie and Gamba 2008). The order of the periods is of no account.

use super::error::StatisticsError;
use super::interval::count_as_number;

/// Fewest revisions of which a mean is published, as of the points of an average change.
pub const FEWEST_REVISIONS: usize = super::trend::FEWEST_POINTS;

/// A period's value in each edition that gave it, first to latest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vintages {
    /// Number of the period.
    pub period: i32,
    /// The value as published, in order of publication.
    pub published: Vec<i64>,
}

/// Revisions of one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodRevision {
    /// Number of the period.
    pub period: i32,
    /// Second published value less the first; `None` for a value published once.
    pub first_to_second: Option<i64>,
    /// Latest value less the first; 0 for a value published once.
    pub first_to_latest: i64,
}

/// Revisions from first to second publication over all periods published at least twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Revisions {
    /// Revisions of every period, in order of period.
    pub periods: Vec<PeriodRevision>,
    /// Mean revision, the bias; `None` if no period was published twice.
    pub mean: Option<f64>,
    /// Mean size of a revision whatever its sign.
    pub mean_absolute: Option<f64>,
    /// Mean of revision over first value, as a proportion; `None` if a revised first value is 0.
    pub mean_relative: Option<f64>,
    /// Mean over its standard error; `None` with fewer than two revisions or when all are equal.
    pub bias_statistic: Option<f64>,
}

/// Revisions of a triangle of vintages.
///
/// # Errors
/// A value out of range, a period without a value, or a period that stands twice.
pub fn revisions(triangle: &[Vintages]) -> Result<Revisions, StatisticsError> {
    let mut triangle: Vec<&Vintages> = triangle.iter().collect();
    triangle.sort();
    if triangle.iter().zip(triangle.iter().skip(1)).any(|(a, b)| a.period == b.period) {
        return Err(StatisticsError::Undefined { quantity: "revision of a period that stands twice" });
    }
    let mut periods = Vec::new();
    let mut steps = Vec::new();
    let mut relative = Vec::new();
    for Vintages { period, published } in triangle {
        for value in published {
            count_as_number(*value)?;
        }
        let (Some(first), Some(latest)) = (published.first(), published.last()) else {
            return Err(StatisticsError::TooFew { have: 0, need: 1 });
        };
        let first_to_second = published.get(1).map(|second| second - first);
        if let Some(step) = first_to_second {
            steps.push(step as f64);
            relative.push((*first > 0).then(|| step as f64 / *first as f64));
        }
        periods.push(PeriodRevision { period: *period, first_to_second, first_to_latest: latest - first });
    }
    let mean_of = |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
    let absolute: Vec<f64> = steps.iter().map(|step| step.abs()).collect();
    let mean = mean_of(&steps);
    Ok(Revisions {
        periods,
        mean,
        mean_absolute: mean_of(&absolute),
        mean_relative: relative.into_iter().collect::<Option<Vec<f64>>>().and_then(|all| mean_of(&all)),
        bias_statistic: mean.and_then(|mean| bias_statistic(&steps, mean)),
    })
}

/// Revisions from one publication to the next: from the first to the second, from the second to the third and so on, for as long as at
/// least [`FEWEST_REVISIONS`] periods have both. Each has its number, from 1, and how many periods were revised or confirmed.
///
/// # Errors
/// As [`revisions`].
pub fn by_maturity(triangle: &[Vintages]) -> Result<Vec<(usize, usize, Revisions)>, StatisticsError> {
    let mut found = Vec::new();
    for skipped in 0.. {
        let later = |of: &Vintages| {
            let published: Vec<i64> = of.published.iter().skip(skipped).copied().collect();
            (published.len() > 1).then_some(Vintages { period: of.period, published })
        };
        let later: Vec<Vintages> = triangle.iter().filter_map(later).collect();
        if later.len() < FEWEST_REVISIONS {
            break;
        }
        found.push((skipped + 1, later.len(), revisions(&later)?));
    }
    Ok(found)
}

fn bias_statistic(steps: &[f64], mean: f64) -> Option<f64> {
    let n = steps.len() as f64;
    let squares = steps.iter().map(|step| (step - mean) * (step - mean)).sum::<f64>();
    (steps.len() > 1 && squares > 0.0).then(|| mean / libm::sqrt(squares / (n - 1.0) / n))
}
