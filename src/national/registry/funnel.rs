//! Funnel limits as a statistic: what chance alone would give of an area's count at the rate of all forces.

use super::counts::Time;
use super::work::{Found, Outcome, Work};
use super::{Absence, Over, Value};
use crate::statistics::funnel::Centre;
use crate::statistics::{Confidence, StatisticsError};

/// The rate of all forces, with the exact limits around it for an area of as many children as this one has.
pub(super) fn limits(work: &Work<'_>, time: Time, confidence: Confidence) -> Outcome {
    let every: Vec<String> = work.given.forces.iter().map(|force| force.code.clone()).collect();
    let all = work.expected_in(&every);
    let (count, population) = exposed(work, &all, time)?;
    let (_, here) = exposed(work, &work.expected(), time)?;
    if here == 0 {
        return Err(Absence::NotAvailable("nothing was reported there".to_owned()));
    }
    // Four quarters of a child are a child.
    let per = 4.0 * work.resolved.entry.per;
    let limits = Centre { count, population }.rate_limits(here, per, confidence)?;
    Ok(Found::new(Value::Number(count as f64 / population as f64 * per), Some(limits.into())))
}

/// What was counted of these forces, and their children, each for as many quarters as are in the count.
fn exposed(work: &Work<'_>, forces: &[&str], time: Time) -> Result<(i64, i64), Absence> {
    let gathered = work.resolved.counts.gather(forces, time);
    if work.resolved.entry.over != Over::Reported {
        gathered.complete(&work.given.forces, work.lineage)?;
    }
    work.one_definition(std::iter::once(&gathered))?;
    let children = gathered.counts.iter().try_fold(0_i64, |sum, (force, counted)| {
        let children = work.children(std::iter::once(*force), time.mid_year())?;
        let exposed = children.checked_mul(counted.quarters).and_then(|exposed| sum.checked_add(exposed));
        exposed.ok_or_else(|| Absence::from(StatisticsError::Overflow))
    })?;
    Ok((gathered.sum()?, children))
}
