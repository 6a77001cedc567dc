//! The one system of an edition: a cell for each number that is printed and for each count behind it, and every equation that ties them.
//!
//! In: the ledger, what earlier releases printed, and what is known of each force. Out: the system, before anything is protected.

use std::collections::{BTreeMap, BTreeSet};

use super::{Before, Known, Unseen};
use crate::disclosure::alike::{Alike, Group, alike};
use crate::disclosure::ledger::{Ledger, Terms, primary};
use crate::disclosure::policy::{Level, Policy, Rule, WITHHOLD_ALL};
use crate::disclosure::system::{Cell, Equation, Required, Status, System};
use crate::national::sum::{Own, What};
use crate::period::Part;

/// A count that nobody thinks impossible below this: quarters and changes can be negative.
const LOWEST: i64 = -1_000_000_000;

/// The system of an edition.
pub(super) struct Built {
    /// Its cells and what ties them.
    pub(super) system: System,
    /// Index of the first entry's cell.
    pub(super) first_entry: usize,
    /// Counts of single forces that stand by themselves, and those put together by their likeness.
    pub(super) counts: (usize, usize),
    /// What is asked of counts before anything is decided.
    pub(super) unseen: Vec<Unseen>,
}

impl Built {
    /// Assembles it.
    pub(super) fn new(ledger: &Ledger<'_>, before: &[Before], besides: Known<'_>) -> Self {
        let policy = ledger.policy();
        let owns = ledger.owns();
        let mut known = known(&owns);
        let numbers: BTreeMap<&Own, usize> = owns.iter().enumerate().map(|(number, (own, _))| (*own, number)).collect();
        known.extend(besides.same.iter().filter_map(|pair| tie((&owns, &numbers), pair)));
        let sums: Vec<&Terms> = ledger.entries().keys().chain(before.iter().map(|before| &before.terms)).collect();
        let mut alike = alike(&owns, &sums, &known);
        for (group, _) in alike.group.iter_mut().zip(&owns).filter(|(_, (own, _))| besides.is_public(own)) {
            *group = None;
        }
        let mut system = System::default();
        let seats = seats(&mut system, &owns, &alike, (policy, besides));
        let unseen = unseen(policy, &owns, &alike, besides);
        let one_by_one = alike.group.iter().filter(|group| group.is_none()).count();
        let mut once = BTreeSet::new();
        for terms in known {
            // A tie of counts that are put together holds for their sums, once.
            let terms = gathered(&terms, &seats);
            if !terms.is_empty() && once.insert(terms.clone()) {
                system.equations.push(Equation { terms, constant: 0 });
            }
        }
        let first_entry = system.cells.len();
        let revised = revised(before);
        // What was printed in the same words before adds nothing to what is printed now, and hiding it now would hide nothing.
        let mut repeated: BTreeMap<&Terms, Status> = BTreeMap::new();
        for before in before {
            let known = repeated.entry(&before.terms).or_insert(before.status);
            if before.status == Status::Exact {
                *known = Status::Exact;
            }
        }
        for (terms, entry) in ledger.entries() {
            let rule = policy.rule(entry.level, entry.forces);
            let status = match (primary(entry.value, rule), revised.get(terms)) {
                // As before, and marked: the revision itself would tell of the count that was revised.
                (Status::Exact | Status::Rounded { .. }, Some((status, _))) => *status,
                (status, _) => status,
            };
            // What is made of public counts alone everyone can work out, whatever is printed of it.
            let public = besides.is_of_public(terms, &owns);
            let status = if public { Status::Exact } else { status };
            let width = match status {
                Status::Exact => None,
                Status::Rounded { .. } => Some(rule.round_to - 1),
                Status::Suppressed { .. } => Some(policy.protection.width),
            };
            let insiders = besides.alone(terms, &owns);
            let (least, most) = allowed(status, rule, lowest(terms, &owns));
            let cell = Cell {
                id: entry.name.clone(),
                value: entry.value,
                least,
                most,
                status,
                cost: entry.cost,
                fixed: public || repeated.get(terms).is_some_and(|known| *known == status || *known == Status::Exact),
                required: width.map(|width| Required { width }),
                insiders,
                floors: all_of_one(terms, &owns),
            };
            add_sum(&mut system, cell, terms, &seats);
        }
        let says_more = |before: &&Before| match ledger.entries().get(&before.terms) {
            Some(entry) if before.shown.is_some() => {
                matches!(primary(entry.value, policy.rule(entry.level, entry.forces)), Status::Suppressed { .. })
            }
            Some(entry) => primary(entry.value, policy.rule(entry.level, entry.forces)) != before.status,
            None => true,
        };
        for before in before.iter().filter(says_more) {
            let cell = Cell {
                id: before.name.clone(),
                value: before.value,
                least: lowest(&before.terms, &owns),
                most: None,
                status: before.status,
                cost: 0,
                fixed: true,
                required: None,
                insiders: Vec::new(),
                floors: Vec::new(),
            };
            add_sum(&mut system, cell, &before.terms, &seats);
        }
        Self { system, first_entry, counts: (one_by_one, owns.len() - one_by_one), unseen }
    }
}

/// What one who knows the policy knows of a number that is withheld: for its own sake, that it is small; else that it is not.
pub(super) fn allowed(status: Status, rule: Rule, least: i64) -> (i64, Option<i64>) {
    let small = rule.withhold_to;
    match status {
        _ if small == WITHHOLD_ALL || small == 0 => (least, None),
        Status::Suppressed { .. } if least >= 0 => (1, Some(small)),
        Status::Suppressed { .. } => (-small, Some(small)),
        Status::Rounded { .. } if least >= 0 => (small + 1, None),
        Status::Rounded { .. } | Status::Exact => (least, None),
    }
}

/// What was printed last of numbers that were revised by little since, and what it says of them.
pub(super) fn revised(before: &[Before]) -> BTreeMap<&Terms, (Status, i64)> {
    before.iter().filter_map(|before| Some((&before.terms, (before.status, before.shown?)))).collect()
}

/// Adds a printed number and what it is a sum of.
fn add_sum(system: &mut System, cell: Cell, terms: &Terms, seats: &[usize]) {
    let mut terms = gathered(terms, seats);
    terms.push((system.cells.len(), -1));
    system.cells.push(cell);
    system.equations.push(Equation { terms, constant: 0 });
}

/// Terms in cells of the system: counts that are put together stand once.
fn gathered(terms: &Terms, seats: &[usize]) -> Terms {
    let mut found: BTreeMap<usize, i64> = BTreeMap::new();
    for (own, times) in terms {
        if let Some(seat) = seats.get(*own) {
            found.insert(*seat, *times);
        }
    }
    found.into_iter().collect()
}

/// A cell for each count, or for those that are put together; never printed. Gives the cell of each count.
fn seats(
    system: &mut System,
    owns: &[(&Own, i64)],
    alike: &Alike,
    (policy, besides): (&Policy, Known<'_>),
) -> Vec<usize> {
    let rule = policy.rule(Level::Force, 1);
    let hidden = |id: String, value: i64, least: i64, required, insiders| Cell {
        id,
        value,
        least,
        most: None,
        status: Status::Suppressed { primary: false },
        cost: 0,
        fixed: true,
        required,
        insiders,
        floors: Vec::new(),
    };
    for group in &alike.groups {
        let id = format!("{} forces alike/{}", group.counts.len(), group.what);
        // Zeros are shown. Else each count can be anything from 0 to the largest value that the sum can have, which is wide
        // enough where the sum is; where it is not, it must not be so well known either.
        // That a sum is withheld tells that it is so small; so sums are withheld up to where this leaves the width as well.
        let narrow = (1..=policy.protection.width + 1).contains(&group.value) || leaves_little(policy, group);
        let required = narrow.then_some(Required { width: policy.protection.width });
        let floors = group.counts.iter().filter(|(_, own)| *own > 0).cloned().collect();
        system.cells.push(Cell { floors, ..hidden(id, group.value, 0, required, Vec::new()) });
    }
    owns.iter()
        .zip(&alike.group)
        .map(|((own, value), group)| {
            if let Some(group) = group {
                return *group;
            }
            if besides.is_public(own) {
                let id = format!("{}/{}", own.force, own.what);
                system
                    .cells
                    .push(Cell { status: Status::Exact, ..hidden(id, *value, 0.min(*value), None, Vec::new()) });
                return system.cells.len() - 1;
            }
            // Zero is shown, so it need not be hidden; what rounding leaves open must stay open.
            let width = if value.saturating_abs() <= rule.withhold_to {
                policy.protection.width
            } else {
                policy.protection.width.min(rule.round_to - 1)
            };
            let required = (*value != 0 && width > 0).then_some(Required { width });
            let least = if *value < 0 { LOWEST } else { 0 };
            let id = format!("{}/{}", own.force, own.what);
            system.cells.push(hidden(id, *value, least, required, vec![own.force.clone()]));
            system.cells.len() - 1
        })
        .collect()
}

/// Whether the force with the largest count, which it knows, leaves less to the others than no force may know better: then the sum must
/// not be known so well.
fn leaves_little(policy: &Policy, group: &Group) -> bool {
    let largest = group.counts.iter().map(|(_, own)| *own).max().unwrap_or(0);
    (1..policy.protection.insider_width).contains(&(group.value - largest))
}

/// What of the counts themselves is asked before anything is decided: whether there is one at all, and whether those that are put
/// together are so few that this must not be known.
fn unseen(policy: &Policy, owns: &[(&Own, i64)], alike: &Alike, besides: Known<'_>) -> Vec<Unseen> {
    let narrow = policy.protection.width + 1;
    let groups = alike.groups.iter().enumerate().map(|(group, found)| {
        let of = alike.group.iter().enumerate().filter(|(_, of)| **of == Some(group));
        let within = match found.value {
            0 => (0, 0),
            value if leaves_little(policy, found) => (value, value),
            value if value <= narrow => (1, narrow),
            _ => (narrow + 1, i64::MAX),
        };
        let terms = of.map(|(own, _)| (own, 1)).collect();
        Unseen { name: format!("alike/{}", found.what), terms, value: found.value, within, perhaps: within }
    });
    let single = owns.iter().zip(&alike.group).enumerate();
    let single = single.filter(|(_, ((own, _), group))| group.is_none() && !besides.is_public(own));
    let single = single.map(|(at, ((own, value), _))| {
        let within = if *value == 0 { (0, 0) } else { (1, i64::MAX) };
        let name = format!("{}/{}", own.force, own.what);
        Unseen { name, terms: vec![(at, 1)], value: *value, within, perhaps: within }
    });
    groups.chain(single).collect()
}

/// The least that a sum can be for all that everyone knows.
fn lowest(terms: &Terms, owns: &[(&Own, i64)]) -> i64 {
    let adds = |(own, times): &(usize, i64)| *times > 0 && owns.get(*own).is_some_and(|(_, value)| *value >= 0);
    if terms.iter().all(adds) { 0 } else { LOWEST * i64::try_from(terms.len().max(1)).unwrap_or(1) }
}

/// The force whose own counts are the whole of a sum, if there is one: the others counted nothing in it, which is shown.
fn all_of_one(terms: &Terms, owns: &[(&Own, i64)]) -> Vec<(String, i64)> {
    let mut forces: BTreeMap<&str, i64> = BTreeMap::new();
    for (own, times) in terms {
        match owns.get(*own) {
            Some((own, value)) if *times > 0 && *value >= 0 => *forces.entry(&own.force).or_default() += times * value,
            _ => return Vec::new(),
        }
    }
    forces.retain(|_, own| *own > 0);
    let alone = forces.len() == 1;
    forces.into_iter().filter(|_| alone).map(|(force, own)| (force.to_owned(), own)).collect()
}

/// That two counts are the same, where the returns do not contradict it.
fn tie((owns, numbers): (&[(&Own, i64)], &BTreeMap<&Own, usize>), (one, other): &(Own, Own)) -> Option<Terms> {
    let (one, other) = (*numbers.get(one)?, *numbers.get(other)?);
    let equal = owns.get(one)?.1 == owns.get(other)?.1;
    let mut terms: Terms = vec![(one, 1), (other, -1)];
    terms.sort_unstable();
    equal.then_some(terms)
}

/// What everyone knows of one force's counts: four quarters make their year, and every breakdown of a measure its whole.
fn known(owns: &[(&Own, i64)]) -> Vec<Terms> {
    // By force, measure and year: the number and value of each count.
    type Counts<'a> = BTreeMap<&'a What, (usize, i64)>;
    let mut years: BTreeMap<(&str, &str, i16), Counts<'_>> = BTreeMap::new();
    for (number, (own, value)) in owns.iter().enumerate() {
        let what = &own.what;
        years.entry((&own.force, &what.measure, what.year.start())).or_default().insert(what, (number, *value));
    }
    let mut known = Vec::new();
    for counts in years.values() {
        let mut sides: BTreeMap<&str, (Vec<usize>, i64)> = BTreeMap::new();
        let mut quarters: (Vec<usize>, i64) = (Vec::new(), 0);
        for (what, (number, value)) in counts {
            let side = match what.part {
                Part::Year => sides.entry(&what.dimension).or_default(),
                Part::Quarter(_) => &mut quarters,
            };
            side.0.push(*number);
            side.1 += value;
        }
        if quarters.0.len() != 4 {
            quarters.0.clear();
        }
        let mut sides: Vec<(Vec<usize>, i64)> = sides.into_values().chain([quarters]).collect();
        sides.retain(|(numbers, _)| !numbers.is_empty());
        let pairs =
            sides.iter().enumerate().flat_map(|(at, one)| sides.iter().skip(at + 1).map(move |other| (one, other)));
        for ((one, _), (other, _)) in pairs.filter(|((_, one), (_, other))| one == other) {
            let mut terms: Terms = one.iter().map(|number| (*number, 1)).collect();
            terms.extend(other.iter().map(|number| (*number, -1)));
            terms.sort_unstable();
            known.push(terms);
        }
    }
    known
}
