//! Every number of the returns that is to be shown, with what it is a sum of: the one place that says what may be shown.
//!
//! The published picture is put together twice by the same walk over the raw one. The first time the ledger only notes what would be
//! printed; then disclosure control decides over all of it at once; the second time the ledger hands out what was decided.
//! A number that stands in a chart, a table and a sentence is one entry, because its terms are the same.

use std::collections::{BTreeMap, BTreeSet};

use super::policy::{Level, Policy, Rule, WITHHOLD_ALL};
use super::published::Published;
use super::system::Status;
use crate::edition::Marking;
use crate::national::number::{Base, Count, Figure, Rank};
use crate::national::sum::{Own, Sum};

/// The terms of a sum: the count of a force by its number in the ledger, and how often it is counted.
pub(super) type Terms = Vec<(usize, i64)>;

/// What withholding a number costs, beside the number of forces in it: a part of a whole goes before a whole, a headline last.
const TOTAL: u64 = 1 << 20;
const HEADLINE: u64 = 1 << 40;

/// Fewest forces over which a figure that says something of each of them is shown.
const FEWEST_EACH: usize = 10;

/// A number to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it is called in reports; the first of its names.
    pub(super) name: String,
    /// The value.
    pub(super) value: i64,
    /// The narrowest level at which it is printed.
    pub(super) level: Level,
    /// Forces in it.
    pub(super) forces: usize,
    /// Cost of withholding it.
    pub(super) cost: u64,
}

/// What is printed of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    /// As the auditor sees it.
    pub(super) status: Status,
    /// What it is rounded to, where it is.
    pub(super) base: i64,
    /// What an earlier release printed of it, where it was revised so little since that this is printed again.
    pub(super) again: Option<i64>,
}

impl Decision {
    /// What is printed of a value, where anything is.
    pub(super) fn shown(&self, value: i64) -> i64 {
        match (self.status, self.again) {
            (Status::Rounded { .. }, Some(again)) => again,
            (Status::Rounded { .. }, None) => nearest(value, self.base),
            _ => value,
        }
    }
}

/// The ledger.
pub(super) struct Ledger<'a> {
    policy: &'a Policy,
    /// Whether everything is shown as it is.
    open: bool,
    owns: BTreeMap<Own, usize>,
    counts: Vec<i64>,
    entries: BTreeMap<Terms, Entry>,
    decided: Option<BTreeMap<Terms, Decision>>,
}

impl<'a> Ledger<'a> {
    /// An empty ledger, which notes.
    pub(super) fn new(policy: &'a Policy) -> Self {
        Self { policy, open: false, owns: BTreeMap::new(), counts: Vec::new(), entries: BTreeMap::new(), decided: None }
    }

    /// From here on it hands out what was decided.
    pub(super) fn decide(&mut self, decided: BTreeMap<Terms, Decision>) {
        self.decided = Some(decided);
    }

    /// An empty ledger that hands out what was decided of the same numbers, whatever their counts are and in whichever order they come.
    pub(super) fn again(policy: &'a Policy, owns: BTreeMap<Own, usize>, decided: BTreeMap<Terms, Decision>) -> Self {
        let counts = vec![0; owns.len()];
        Self { policy, open: false, owns, counts, entries: BTreeMap::new(), decided: Some(decided) }
    }

    /// The numbers of the counts of single forces.
    pub(super) fn numbers(&self) -> &BTreeMap<Own, usize> {
        &self.owns
    }

    /// From here on it hands out everything as it is.
    pub(super) fn open(&mut self) {
        self.open = true;
    }

    /// The policy.
    pub(super) fn policy(&self) -> &'a Policy {
        self.policy
    }

    /// Counts of single forces, in the order of their numbers, with their values.
    pub(super) fn owns(&self) -> Vec<(&Own, i64)> {
        let mut owns: Vec<(&Own, usize)> = self.owns.iter().map(|(own, number)| (own, *number)).collect();
        owns.sort_by_key(|(_, number)| *number);
        owns.into_iter().map(|(own, number)| (own, self.counts.get(number).copied().unwrap_or_default())).collect()
    }

    /// A count of a single force, where it is in any number so far.
    pub(super) fn own(&self, own: &Own) -> Option<i64> {
        self.counts.get(*self.owns.get(own)?).copied()
    }

    /// The numbers to be printed.
    pub(super) fn entries(&self) -> &BTreeMap<Terms, Entry> {
        &self.entries
    }

    /// The terms of a sum, its forces' counts noted.
    pub(super) fn terms(&mut self, sum: &Sum) -> Terms {
        let mut terms: Terms = Vec::new();
        for (own, term) in sum.terms() {
            let number = match self.owns.get(own) {
                Some(number) => *number,
                None => {
                    let number = self.counts.len();
                    self.owns.insert(own.clone(), number);
                    self.counts.push(term.count);
                    number
                }
            };
            terms.push((number, term.times));
        }
        terms.sort_unstable();
        terms
    }

    /// Whether everything is shown as it is.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Whether a level is shown: at OFFICIAL, unless everything is.
    pub(super) fn shows(&self, level: Level) -> bool {
        let marking = if self.open { Marking::OfficialSensitive } else { Marking::Official };
        self.policy.shows(marking, level)
    }

    /// A count.
    pub(super) fn count(&mut self, count: &Count) -> Published<i64> {
        let cost = match count.rank {
            Rank::Part => 1,
            Rank::Total => TOTAL,
            Rank::Headline => HEADLINE,
        };
        self.enter(&count.name, count.level, count.sum(), cost)
    }

    /// A function of sums: shown where every one of them is shown as it is, for it may give them away, and where a percentage has
    /// the base that it needs.
    pub(super) fn figure<T: Clone>(&mut self, figure: &Figure<T>) -> Published<T> {
        if figure.level != Level::National && !self.shows(figure.level) {
            return Published::withheld();
        }
        let forces =
            || figure.sums().iter().flat_map(Sum::terms).map(|(own, _)| own.force.as_str()).collect::<BTreeSet<_>>();
        if figure.each && !self.open && forces().len() < FEWEST_EACH {
            return Published::withheld();
        }
        let based = |base: &Base| base.whole >= self.policy.least_base(base.sensitive);
        let mut shown = figure.base.as_ref().is_none_or(based);
        for sum in figure.sums() {
            let count = self.enter(&figure.name, figure.level, sum, 1);
            shown &= !count.is_withheld() && !count.is_rounded();
        }
        if shown { Published::exact(figure.value().clone()) } else { Published::withheld() }
    }

    fn enter(&mut self, name: &str, level: Level, sum: &Sum, cost: u64) -> Published<i64> {
        let Some(value) = sum.value() else { return Published::withheld() };
        if self.open {
            return Published::exact(value);
        }
        let terms = self.terms(sum);
        if terms.is_empty() {
            return Published::exact(value);
        }
        let Some(decided) = &self.decided else {
            // Not the value: whoever knows the rule would read it from what was withheld.
            let cost = cost.saturating_add(u64::try_from(sum.forces()).unwrap_or(u64::MAX));
            let new = Entry { name: name.to_owned(), value, level, forces: sum.forces(), cost };
            let entry = self.entries.entry(terms).or_insert(new);
            entry.level = entry.level.max(level);
            entry.cost = entry.cost.max(cost);
            return Published::withheld();
        };
        match decided.get(&terms) {
            Some(Decision { status: Status::Exact, .. }) => Published::exact(value),
            Some(decision @ Decision { status: Status::Rounded { .. }, .. }) => {
                Published::rounded(decision.shown(value))
            }
            Some(Decision { status: Status::Suppressed { .. }, .. }) | None => Published::withheld(),
        }
    }
}

/// What is printed of a number under a rule, before any other is protected.
pub(super) fn primary(value: i64, rule: Rule) -> Status {
    if rule.withhold_to == WITHHOLD_ALL {
        return Status::Suppressed { primary: true };
    }
    if value == 0 {
        return Status::Exact;
    }
    let size = value.saturating_abs();
    if size <= rule.withhold_to {
        return Status::Suppressed { primary: true };
    }
    if rule.round_to <= 1 {
        return Status::Exact;
    }
    let middle = nearest(size, rule.round_to);
    // The least and most that are rounded so; what is smaller would have been withheld.
    let least = (middle - (rule.round_to - 1) / 2 - i64::from(rule.round_to % 2 == 0)).max(rule.withhold_to + 1);
    let most = middle + (rule.round_to - 1) / 2;
    if value > 0 { Status::Rounded { least, most } } else { Status::Rounded { least: -most, most: -least } }
}

/// The nearest multiple; halves away from zero.
pub(super) fn nearest(value: i64, base: i64) -> i64 {
    let base = base.max(1);
    let size = value.saturating_abs().saturating_add(base / 2) / base * base;
    if value < 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORCE: Rule = Rule { id: Level::Force, withhold_to: 7, round_to: 5, least_forces: 1 };

    #[test]
    fn every_count_lies_in_the_range_of_what_is_printed_and_no_other_print_has_that_range() {
        for value in -60..=60 {
            match primary(value, FORCE) {
                Status::Exact => assert_eq!(value, 0),
                Status::Suppressed { .. } => assert!((1..=7).contains(&value.abs()), "{value}"),
                Status::Rounded { least, most } => {
                    assert!((least..=most).contains(&value), "{value}: {least} to {most}");
                    for other in least..=most {
                        assert_eq!(nearest(other, 5), nearest(value, 5), "{value} and {other}");
                    }
                    assert_ne!(nearest(least - 1, 5), nearest(most, 5), "{value}");
                    assert_ne!(nearest(most + 1, 5), nearest(least, 5), "{value}");
                }
            }
        }
    }

    #[test]
    fn an_even_base_rounds_halves_away_from_zero() {
        let rule = Rule { round_to: 10, withhold_to: 0, ..FORCE };
        assert_eq!(primary(15, rule), Status::Rounded { least: 15, most: 24 });
        assert_eq!((nearest(15, 10), nearest(24, 10), nearest(-15, 10)), (20, 20, -20));
    }
}
