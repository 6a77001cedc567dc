//! Decides over everything an edition is to print of the returns: one system of all its tables and of all that was printed
//! before, protected together and then attacked.
//!
//! In: the ledger, the policy, the records of earlier releases. Out: what is printed of each number, and the audit. A system that
//! cannot be made safe is a fault that names the cell and what to do.

mod built;
mod memory;

use std::collections::{BTreeMap, BTreeSet};

use super::DisclosureError;
use super::audit::{Audit, Insiders, Moves, Options, audit_from};
use super::ledger::{Decision, Ledger, Terms, primary};
use super::policy::{Level, Policy, Rule, WITHHOLD_ALL};
use super::suppress::{Report, Weights, suppress};
use super::system::{Cell, Status, System};
use crate::edition::GiveUp;
use crate::fault::{Fault, Place};
use crate::national::sum::Own;
use built::{Built, revised};
use memory::Chosen;
pub use memory::Memory;

/// What is withheld to protect others.
const SECONDARY: Status = Status::Suppressed { primary: false };

/// A number that an earlier release printed, in terms of counts as they are now.
#[derive(Clone, Debug)]
pub(super) struct Before {
    /// What it was called, and by which release.
    pub(super) name: String,
    /// Its terms.
    pub(super) terms: Terms,
    /// Its value with the counts as they are now.
    pub(super) value: i64,
    /// What was printed, as what it says of that value.
    pub(super) status: Status,
    /// What was printed of a value that was revised by little since: it is printed again.
    pub(super) shown: Option<i64>,
}

/// A sum that is not printed, and from where to where what was decided rests on it: within, it is decided in the same way.
#[derive(Clone, Debug)]
pub(super) struct Unseen {
    /// What it is called.
    pub(super) name: String,
    /// Its terms.
    pub(super) terms: Terms,
    /// Its value.
    pub(super) value: i64,
    /// From where to where, for all that is known beforehand.
    pub(super) within: (i64, i64),
    /// From where to where it may be decided alike: the search for twins goes so far where it finds no others.
    pub(super) perhaps: (i64, i64),
}

/// What was decided.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    /// What is printed of each number.
    pub(super) printed: BTreeMap<Terms, Decision>,
    /// What was withheld, and what it cost.
    pub(super) report: Report,
    /// What can still be worked out.
    pub(super) audit: Audit,
    /// How many numbers are rounded to protect others.
    pub(super) rounded: usize,
    /// Counts of single forces that were attacked one by one, and those proven by their likeness.
    pub(super) counts: (usize, usize),
    /// What it rests on besides what is printed.
    pub(super) unseen: Vec<Unseen>,
}

/// What is known of the counts of each force besides what is printed.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Pairs of counts that count the same crimes.
    pub(super) same: &'a [(Own, Own)],
    /// The measure that may be known of each force by other ways: all crimes that hold the others are published elsewhere.
    pub(super) public: &'a str,
    /// Numbers that an earlier release gives away, and that the edition no longer protects.
    pub(super) given_up: &'a [GiveUp],
}

impl Known<'_> {
    fn is_public(self, own: &Own) -> bool {
        own.what.measure == self.public
    }

    /// Whether a sum is made of such counts alone.
    fn is_of_public(self, terms: &Terms, owns: &[(&Own, i64)]) -> bool {
        terms.iter().all(|(own, _)| owns.get(*own).is_some_and(|(own, _)| self.is_public(own)))
    }

    /// The force that knows a sum because all the rest of it is public, if there is one.
    fn alone(self, terms: &Terms, owns: &[(&Own, i64)]) -> Vec<String> {
        let own = terms.iter().filter_map(|(own, _)| owns.get(*own)).filter(|(own, _)| !self.is_public(own));
        let forces: BTreeSet<&String> = own.map(|(own, _)| &own.force).collect();
        if forces.len() == 1 { forces.into_iter().cloned().collect() } else { Vec::new() }
    }
}

/// Protects and audits. The error is a fault of what the edition asks for.
pub(super) fn decide(
    ledger: &Ledger<'_>,
    before: &[Before],
    besides: Known<'_>,
    memory: Option<&Memory>,
) -> Result<Decided, Vec<Fault>> {
    let policy = ledger.policy();
    let revised = revised(before);
    let built = Built::new(ledger, before, besides);
    let mut system = built.system;
    give_up(&mut system, besides.given_up)?;
    let Chosen { system, report, coarser, audit } = match memory {
        Some(memory) => memory.chosen(system, policy, chosen)?,
        None => chosen(system, policy)?,
    };
    let cells = system.cells.iter().enumerate().skip(built.first_entry);
    let mut unseen = built.unseen;
    unseen.extend(hidden(ledger, &system.cells, built.first_entry, &coarser));
    let owns = ledger.owns();
    let printed = ledger.entries().iter().zip(cells).map(|((terms, entry), (at, cell))| {
        let rule = policy.rule(entry.level, entry.forces);
        let base = rule.round_to;
        let status = if besides.is_of_public(terms, &owns) { primary(entry.value, rule) } else { cell.status };
        let again = revised.get(terms).map(|(_, shown)| *shown).filter(|_| !coarser.contains_key(&at));
        (terms.clone(), Decision { status, base: coarser.get(&at).copied().unwrap_or(base), again })
    });
    Ok(Decided { printed: printed.collect(), report, audit, rounded: coarser.len(), counts: built.counts, unseen })
}

/// What is withheld of a system and what is rounded in its place, audited.
fn chosen(mut system: System, policy: &Policy) -> Result<Chosen, Vec<Fault>> {
    let insiders = Insiders::Width(policy.protection.insider_width);
    let weights = Weights { audit: Options { insiders, ..Options::default() }, ..Weights::default() };
    let mut report = suppress(&mut system, &weights).map_err(|error| vec![fault(policy, &error)])?;
    let mut tables = std::mem::take(&mut report.tables);
    let coarser =
        coarsen(&mut system, policy, &weights.audit, &mut tables).map_err(|error| vec![fault(policy, &error)])?;
    let id = |cell: usize| system.cells.get(cell).map_or("", |cell| cell.id.as_str());
    report.secondary.retain(|cell| !coarser.keys().any(|rounded| id(*rounded) == cell));
    let audit = audit_from(&system, &[], &weights.audit, &mut tables)
        .map_err(|error| vec![fault(policy, &DisclosureError::from(error))])?;
    verdict(&audit, &place(policy))?;
    Ok(Chosen { system, report, coarser, audit })
}

/// Asks nothing more for the numbers whose protection the edition gives up by name.
fn give_up(system: &mut System, numbers: &[GiveUp]) -> Result<(), Vec<Fault>> {
    let mut unknown = Vec::new();
    for GiveUp { number, place, .. } in numbers {
        match system.cells.iter_mut().find(|cell| cell.id == *number) {
            Some(cell) => cell.required = None,
            None => {
                let what = format!("`{number}` is no number that disclosure control protects");
                let remedy =
                    "copy the lines that `disclosure-unprotectable` prints, or remove them where it no longer does";
                unknown.push(Fault::new("settings-invalid", place.clone(), what, remedy));
            }
        }
    }
    if unknown.is_empty() { Ok(()) } else { Err(unknown) }
}

/// What is withheld or was rounded to protect others, with the values for which it is.
fn hidden(ledger: &Ledger<'_>, cells: &[Cell], first: usize, coarser: &BTreeMap<usize, i64>) -> Vec<Unseen> {
    let policy = ledger.policy();
    let from = policy.round_in_place_from;
    let entries = ledger.entries().iter().zip(cells.iter().enumerate().skip(first));
    let unseen = entries.filter_map(|((terms, entry), (at, cell))| {
        let withheld = matches!(cell.status, Status::Suppressed { .. });
        let rule = policy.rule(entry.level, entry.forces);
        if cell.fixed || rule.withhold_to == WITHHOLD_ALL || !(withheld || coarser.contains_key(&at)) {
            return None;
        }
        let (value, small) = (entry.value, rule.withhold_to);
        let (within, perhaps) = match primary(value, rule) {
            Status::Suppressed { .. } if value > 0 => ((1, small), (1, small)),
            Status::Suppressed { .. } => ((-small, -1), (-small, -1)),
            // Too small to be rounded in place, so nothing was tried.
            Status::Rounded { .. } | Status::Exact if value != 0 && from.is_none_or(|from| value.abs() < from) => {
                let most = from.map_or(i64::MAX, |from| from - 1);
                let range = if value > 0 { (small + 1, most) } else { (-most, -small - 1) };
                (range, range)
            }
            // Whether it can be rounded in place was tried, and failed: that rests on more than its range.
            Status::Rounded { .. } | Status::Exact if !coarser.contains_key(&at) => {
                ((value, value), if value > 0 { (small + 1, i64::MAX) } else { (i64::MIN, -small - 1) })
            }
            Status::Rounded { .. } | Status::Exact => return None,
        };
        Some(Unseen { name: entry.name.clone(), terms: terms.clone(), value, within, perhaps })
    });
    unseen.collect()
}

/// Rounds what would be withheld to protect others, where that protects them as well: it costs the reader less. The dearest
/// first; gives what each is rounded to. Whether it is enough rests on hidden counts, which are most of a small number: those below
/// the policy's size stay withheld, so that it is not tried.
fn coarsen(
    system: &mut System,
    policy: &Policy,
    options: &Options,
    tables: &mut Vec<Moves>,
) -> Result<BTreeMap<usize, i64>, DisclosureError> {
    let Some(from) = policy.round_in_place_from else { return Ok(BTreeMap::new()) };
    // One base: which of two is enough would tell of hidden counts too.
    let base = 2 * policy.rule(Level::Force, 1).round_to;
    let options = &Options { first_unsafe: true, ..options.clone() };
    let mut withheld: Vec<usize> = (0..system.cells.len())
        .filter(|cell| system.cells.get(*cell).is_some_and(|cell| !cell.fixed && cell.status == SECONDARY))
        .collect();
    withheld.sort_by_key(|cell| (std::cmp::Reverse(system.cells.get(*cell).map_or(0, |cell| cell.cost)), *cell));
    let mut rounded = BTreeMap::new();
    for at in withheld {
        let Some(cell) = system.cells.get_mut(at) else { continue };
        let rule = Rule { id: Level::Force, withhold_to: 0, round_to: base, least_forces: 1 };
        if cell.value.saturating_abs() < from {
            continue;
        }
        cell.status = primary(cell.value, rule);
        let mut trial = tables.clone();
        if audit_from(system, &[], options, &mut trial)?.is_safe() {
            rounded.insert(at, base);
            *tables = trial;
        } else if let Some(cell) = system.cells.get_mut(at) {
            cell.status = SECONDARY;
        }
    }
    Ok(rounded)
}

fn place(policy: &Policy) -> Place {
    Place::file(&format!("{}/{}.toml", super::policy::POLICIES, policy.id))
}

fn fault(policy: &Policy, error: &DisclosureError) -> Fault {
    let mut remedy =
        "aggregate: give the number for a wider area or merge its categories; or take it out of the edition".to_owned();
    if let DisclosureError::Unprotectable { cell, .. } = error {
        remedy += &format!(
            "; or, where an earlier release gives it away, give up its protection in the edition, with the reason:\n{}",
            GiveUp::lines(cell)
        );
    }
    Fault::new("disclosure-unprotectable", place(policy), error.to_string(), remedy)
}

/// The last word: nothing is published while a single number can be worked out.
fn verdict(audit: &Audit, place: &Place) -> Result<(), Vec<Fault>> {
    let unsafe_cell = |cell: &str| {
        Fault::new(
            "disclosure-unsafe",
            place.clone(),
            format!("`{cell}` can be worked out, or so nearly that the policy forbids it"),
            "aggregate: give the numbers around it for a wider area or merge categories; or take one of them out of the edition",
        )
    };
    let lacking: Vec<Fault> = audit.unsafe_cells().map(|cell| unsafe_cell(&cell.id)).collect();
    if lacking.is_empty() { Ok(()) } else { Err(lacking) }
}

#[cfg(test)]
mod tests {
    use super::super::audit::audit;
    use super::super::system::{Equation, Required};
    use super::built::allowed;
    use super::*;

    /// 9 = 4 + 5: with the whole and one part printed, the other part is told.
    fn table(part: Status) -> System {
        let cell = |id: &str, value: i64, status: Status| Cell {
            id: id.to_owned(),
            value,
            least: 0,
            most: None,
            status,
            cost: 1,
            fixed: false,
            required: matches!(status, Status::Suppressed { primary: true }).then_some(Required { width: 4 }),
            insiders: Vec::new(),
            floors: Vec::new(),
        };
        let withheld = Status::Suppressed { primary: true };
        System {
            cells: vec![cell("whole", 9, Status::Exact), cell("small", 4, withheld), cell("part", 5, part)],
            equations: vec![Equation { terms: vec![(0, 1), (1, -1), (2, -1)], constant: 0 }],
        }
    }

    /// Three areas of 7, 12 and 17 in a nation of 36 are printed as [c], 10 and 15. Who knows that a lone [c] is 1 to 7 would
    /// know it to be 7 if the auditor did not think so too.
    #[test]
    fn a_lone_marker_is_known_to_be_small() {
        let rule = Rule { id: Level::Region, withhold_to: 7, round_to: 5, least_forces: 1 };
        let area = |id: &str, value: i64| {
            let status = primary(value, rule);
            let (least, most) = allowed(status, rule, 0);
            let required = Some(Required { width: 4 });
            Cell {
                id: id.to_owned(),
                value,
                least,
                most,
                status,
                cost: 1,
                fixed: false,
                required,
                insiders: Vec::new(),
                floors: Vec::new(),
            }
        };
        let mut nation = area("nation", 36);
        (nation.status, nation.required) = (Status::Exact, None);
        let cells = vec![area("small", 7), area("middle", 12), area("large", 17), nation];
        let equations = vec![Equation { terms: vec![(0, 1), (1, 1), (2, 1), (3, -1)], constant: 0 }];
        let audit = audit(&System { cells, equations }, &Options::default()).unwrap();
        let small = audit.cells.iter().find(|cell| cell.id == "small").unwrap();
        assert_eq!(small.interval, (7, Some(7)));
        assert!(verdict(&audit, &Place::file("policy.toml")).is_err());
    }

    #[test]
    fn a_number_that_follows_from_others_stops_the_edition_and_is_named() {
        let verdict_of =
            |part| verdict(&audit(&table(part), &Options::default()).unwrap(), &Place::file("policy.toml"));
        let faults = verdict_of(Status::Exact).unwrap_err();
        assert_eq!((faults.len(), faults[0].id), (1, "disclosure-unsafe"));
        assert!(faults[0].what.starts_with("`small` can be worked out"), "{}", faults[0]);
        assert!(verdict_of(SECONDARY).is_ok());
    }
}
