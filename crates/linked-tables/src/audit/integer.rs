//! Branch and bound: how far a variable can deviate in whole numbers, where the linear programme stops between them.
//!
//! Depth first, always the most fractional variable, nearest value first, so that the walk is the same every time. It ends
//! at a number of nodes, never at a time; what is then not known is said.

use super::graph::signed;
use super::reduce::{Component, Limits, UNLIMITED};
use super::simplex::{Ended, MULTIPLES, Tableau};

/// Farther from a whole number than this is a fraction.
const FRACTION: f64 = 1e-6;

/// What a search found.
pub(super) struct Found {
    /// Deviations that go farther than before, checked in integers.
    pub(super) point: Option<Vec<(usize, i128)>>,
    /// Whether it is certain that none goes farther still (or that `stop` is reached).
    pub(super) complete: bool,
}

/// What to look for: whole deviations that take `target` farther than `from`, at most to `stop`.
pub(super) struct Quest {
    pub(super) target: usize,
    pub(super) upward: bool,
    pub(super) from: i128,
    pub(super) stop: i128,
}

/// Searches.
pub(super) fn search(
    tableau: &mut Tableau,
    component: &Component,
    limits: &Limits,
    quest: &Quest,
    nodes: &mut usize,
) -> Found {
    let Quest { target, upward, from, stop } = *quest;
    let mut found = Found { point: None, complete: true };
    let mut best = from;
    let mut open: Vec<Vec<(usize, i128, i128)>> = vec![Vec::new()];
    while let Some(cuts) = open.pop() {
        if *nodes == 0 {
            found.complete = false;
            return found;
        }
        *nodes -= 1;
        let mut cut = limits.clone();
        let farther = signed(best + 1, upward);
        let farther = if upward { (target, farther, UNLIMITED) } else { (target, -UNLIMITED, farther) };
        for (variable, lower, upper) in cuts.iter().chain(std::iter::once(&farther)) {
            cut.lower[*variable] = cut.lower[*variable].max(*lower);
            cut.upper[*variable] = cut.upper[*variable].min(*upper);
        }
        if (0..cut.lower.len()).any(|variable| cut.lower[variable] > cut.upper[variable]) {
            continue;
        }
        tableau.start(&cut.lower, &cut.upper, true);
        match tableau.push(target, upward, distance(stop, upward)) {
            Ended::Impossible => continue,
            Ended::GaveUp | Ended::Unlimited => {
                found.complete = false;
                continue;
            }
            Ended::Farthest(value) if value.abs() + FRACTION < (best + 1) as f64 => continue,
            Ended::Stopped | Ended::Farthest(_) => {}
        }
        match most_fractional(tableau.values()) {
            None => match whole_point(component, limits, tableau.values()) {
                Some(point) if reach(&point, target, upward) > best => {
                    best = reach(&point, target, upward);
                    found.point = Some(point);
                    if best >= stop {
                        return found;
                    }
                }
                _ => found.complete = false,
            },
            Some(variable) => {
                let circuits = tableau.circuits(target, upward, stop).into_iter();
                let whole = circuits.chain(multiple(component, limits, tableau.values()));
                let whole = whole.filter(|point| component.allows_within(limits, point));
                if let Some(point) = whole.max_by_key(|point| reach(point, target, upward).min(stop))
                    && reach(&point, target, upward) > best
                {
                    best = reach(&point, target, upward);
                    found.point = Some(point);
                    if best >= stop {
                        return found;
                    }
                }
                let value = tableau.values()[variable];
                let below = value.floor() as i128;
                let mut children = [(variable, -UNLIMITED, below), (variable, below + 1, UNLIMITED)];
                if value - value.floor() < 0.5 {
                    children.reverse();
                }
                open.extend(children.into_iter().map(|child| {
                    let mut cuts = cuts.clone();
                    cuts.push(child);
                    cuts
                }));
            }
        }
    }
    found
}

/// A distance as the value at which to stop.
pub(super) fn distance(stop: i128, upward: bool) -> f64 {
    let size = if stop >= UNLIMITED { f64::INFINITY } else { stop as f64 };
    if upward { size } else { -size }
}

/// How far a point takes a variable in one direction.
pub(super) fn reach(point: &[(usize, i128)], target: usize, upward: bool) -> i128 {
    point.iter().find(|(variable, _)| *variable == target).map_or(0, |(_, deviation)| signed(*deviation, upward))
}

/// A multiple of the values as whole deviations, if the component allows it within limits.
pub(super) fn multiple(component: &Component, limits: &Limits, values: &[f64]) -> Option<Vec<(usize, i128)>> {
    (2..=MULTIPLES).find_map(|times| {
        let values: Vec<f64> = values.iter().map(|value| value * f64::from(times)).collect();
        if most_fractional(&values).is_some() { None } else { whole_point(component, limits, &values) }
    })
}

/// The values as whole deviations, if the component allows them within limits: checked in integers.
pub(super) fn whole_point(component: &Component, limits: &Limits, values: &[f64]) -> Option<Vec<(usize, i128)>> {
    let point: Vec<(usize, i128)> = values
        .iter()
        .enumerate()
        .map(|(variable, value)| (variable, value.round() as i128))
        .filter(|(_, deviation)| *deviation != 0)
        .collect();
    component.allows_within(limits, &point).then_some(point)
}

fn most_fractional(values: &[f64]) -> Option<usize> {
    let mut worst: Option<(usize, f64)> = None;
    for (variable, value) in values.iter().enumerate() {
        let away = (value - value.round()).abs();
        if away > FRACTION && worst.is_none_or(|(_, largest)| away > largest + FRACTION) {
            worst = Some((variable, away));
        }
    }
    worst.map(|(variable, _)| variable)
}
