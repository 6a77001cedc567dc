//! Numbers of a release that are no sums of counts and are printed rounded, with how much each count moves them: estimates, and the
//! ends of the range that a ratio gives.
//!
//! They are worked out anew with each count a little more and a little less. That says how they move near what the counts are, which
//! is all that a change small enough to be a twin needs.

use std::collections::BTreeMap;

use crate::contract::TOTAL;
use crate::disclosure::proof::{Count, Sloped};
use crate::edition::assumptions::Cells;
use crate::fault::Failure;
use crate::national::agreed::Agreed;
use crate::national::assumed::{Ladder, ROUNDED_UP_TO, Upper};
use crate::national::estimate::COARSE;
use crate::national::number::Raw;
use crate::national::picture::Given;
use crate::national::returns::Returns;
use crate::national::sum::{Own, What};
use crate::period::Part;

/// Parts of one in which a share is published.
const HUNDRED: f64 = 100.0;

/// A number and the values that are printed as it is, the first and the last.
struct Rounded {
    value: f64,
    least: f64,
    most: f64,
}

impl Rounded {
    fn nearest(value: f64, step: f64) -> Self {
        let middle = (value / step).round() * step;
        Self { value, least: middle - step / 2.0, most: middle + step / 2.0 }
    }

    fn down(value: f64, step: f64) -> Self {
        let least = (value / step).floor() * step;
        Self { value, least, most: least + step }
    }

    fn up(value: f64, step: f64) -> Self {
        let most = (value / step).ceil() * step;
        Self { value, least: most - step, most }
    }
}

/// All of them, near what the counts are.
///
/// # Errors
/// What stops the edition itself.
pub(super) fn of(counts: &[Count], given: &Given, returns: &Returns) -> Result<Vec<Sloped>, Failure> {
    let numbers = rounded(given, returns)?;
    let mut slopes: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); numbers.len()];
    for (number, own, value) in moving(counts, given) {
        let with = |by: i64| -> Option<Vec<f64>> {
            let changed = returns.changed(&BTreeMap::from([(own.clone(), by)])).ok()?;
            let found = rounded(given, &changed).ok()?;
            // Whether there is an estimate at all is not a matter of slopes.
            (found.len() == numbers.len()).then(|| found.into_iter().map(|one| one.value).collect())
        };
        let Some(more) = with(1) else { continue };
        let less = if value > 0 { with(-1) } else { None };
        for (at, (slopes, one)) in slopes.iter_mut().zip(&numbers).enumerate() {
            let more = more.get(at).map_or(0.0, |more| more - one.value);
            let slope = match less.as_ref().and_then(|less| less.get(at)) {
                Some(less) => (more + one.value - less) / 2.0,
                None => more,
            };
            if slope != 0.0 {
                slopes.insert(number, slope);
            }
        }
    }
    let sloped = slopes.into_iter().zip(numbers);
    Ok(sloped.map(|(slopes, one)| Sloped { slopes, room: (one.least - one.value, one.most - one.value) }).collect())
}

/// Counts that such numbers can be made of: those of whole years, and of the quarters of which there is no whole, without what only
/// breakdowns have.
fn moving<'a>(counts: &'a [Count], given: &'a Given) -> impl Iterator<Item = (usize, Own, i64)> + 'a {
    let assumptions = &given.assumptions;
    let cells = assumptions.counts.iter().map(|count| &count.cells);
    let cells: Vec<&Cells> = cells.chain(assumptions.rungs.iter().filter_map(|rung| rung.ceiling.as_ref())).collect();
    let held = move |count: &Count| {
        let of_categories = |(dimension, categories): &(String, Vec<String>)| {
            count.dimension == *dimension && categories.contains(&count.category)
        };
        let one =
            |cells: &&Cells| cells.measure == count.measure && cells.categories.as_ref().is_some_and(of_categories);
        count.part == Part::Year && (count.dimension == TOTAL || cells.iter().any(one))
            || count.part != Part::Year && count.measure == given.edition.counted.national
    };
    counts.iter().enumerate().filter(move |(_, count)| held(count)).filter_map(|(number, count)| {
        let what = What::category(&count.measure, count.year, &count.dimension, &count.category);
        let what = What { part: count.part, ..what };
        Some((number, Own { force: count.force.clone(), what }, count.value?))
    })
}

fn rounded(given: &Given, returns: &Returns) -> Result<Vec<Rounded>, Failure> {
    let agreed = Agreed::<Raw>::of(returns, &given.edition.limits)?;
    let (ladder, _) = Ladder::of(returns, &given.assumptions)?;
    let mut found = Vec::new();
    for year in &agreed.years {
        let Some(estimate) = year.outcome.value().estimate() else { continue };
        found.push(Rounded::nearest(estimate.total, COARSE));
        found.push(Rounded::down(estimate.interval.lower, COARSE));
        found.push(Rounded::up(estimate.interval.upper, COARSE));
        found.push(Rounded::nearest(estimate.imputed_share, 1.0 / HUNDRED));
        found.extend(year.if_imputed_differ.value().iter().map(|(_, total)| Rounded::nearest(*total, COARSE)));
    }
    for upper in ladder.rungs.iter().flat_map(|rung| &rung.years).map(|year| &year.upper) {
        if let Upper::Figure(figure) = upper {
            found.push(Rounded::up(figure.value().with_coarse_ratio as f64, ROUNDED_UP_TO as f64));
        }
    }
    Ok(found)
}
