//! Forces whose counts nobody can tell apart, proven safe by two tables instead of a search.
//!
//! In: the counts of single forces, the sums they stand in, and the sums within one force that everyone knows (quarters make a year, two
//! breakdowns have one whole). Counts of a force that such sums tie together are a *block*. Blocks of different forces are *alike* when
//! each count stands in the same sums as its counterpart. Then all counts of one block can be moved to another without changing
//! anything that is published or known: a reader cannot rule out that a count is 0, nor that it is as large as all its counterparts
//! together can be; and a force that knows its own leaves every other at least 0 to itself, given a third to move it to. So the
//! blocks are put together into one variable for each count, and its largest value is what must be wide enough; a force whose own is in
//! it knows that it is no less. To an attacker on anything else the system is the same, for what the variable can be is just what the
//! blocks can add up to.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::Groups;
use super::ledger::Terms;
use crate::national::sum::{Own, What};

/// Fewest blocks that can hide each other: one, the force that knows its own, and another.
const FEWEST: usize = 3;

/// Which counts are put together.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// For each count, the group it is in.
    pub(super) group: Vec<Option<usize>>,
    /// The groups.
    pub(super) groups: Vec<Group>,
}

/// Counterparts that are put together.
#[derive(Debug)]
pub(super) struct Group {
    /// What was counted.
    pub(super) what: What,
    /// The sum.
    pub(super) value: i64,
    /// Each force and its own count: what it knows of the sum is that it is no less.
    pub(super) counts: Vec<(String, i64)>,
}

/// Finds the blocks that are alike. `sums` are all that is or may be printed, `known` what everyone knows.
pub(super) fn alike(owns: &[(&Own, i64)], sums: &[&Terms], known: &[Terms]) -> Alike {
    let mut stands: Vec<Vec<(usize, i64)>> = vec![Vec::new(); owns.len()];
    for (sum, terms) in sums.iter().enumerate() {
        for (own, times) in terms.iter() {
            if let Some(stands) = stands.get_mut(*own) {
                stands.push((sum, *times));
            }
        }
    }
    type Signature<'a> = Vec<(&'a What, &'a [(usize, i64)])>;
    let mut classes: BTreeMap<Signature<'_>, Vec<Vec<usize>>> = BTreeMap::new();
    for block in blocks(owns.len(), known) {
        let mut signature: Signature<'_> =
            block.iter().filter_map(|own| Some((&owns.get(*own)?.0.what, stands.get(*own)?.as_slice()))).collect();
        signature.sort();
        classes.entry(signature).or_default().push(block);
    }
    let mut tied: Vec<Vec<usize>> = vec![Vec::new(); owns.len()];
    for (number, terms) in known.iter().enumerate() {
        for (own, _) in terms {
            if let Some(tied) = tied.get_mut(*own) {
                tied.push(number);
            }
        }
    }
    let mut found = Alike { group: vec![None; owns.len()], groups: Vec::new() };
    for (signature, blocks) in classes {
        // What everyone knows must tie each block in the same way; blocks of other ties differ in what they count.
        let ties: BTreeSet<Vec<Vec<(&What, i64)>>> =
            blocks.iter().map(|block| ties(owns, known, &tied, block)).collect();
        if blocks.len() < FEWEST || ties.len() > 1 {
            continue;
        }
        let of = |what: &What| -> Vec<usize> {
            let all = blocks.iter().flatten().copied();
            all.filter(|own| owns.get(*own).is_some_and(|(own, _)| own.what == *what)).collect()
        };
        let value = |own: usize| owns.get(own).map_or(0, |(_, value)| *value);
        let columns: Vec<(&What, Vec<usize>)> = signature.iter().map(|(what, _)| (*what, of(what))).collect();
        let whole = |column: &Vec<usize>| column.len() == blocks.len() && column.iter().all(|own| value(*own) >= 0);
        if !columns.iter().all(|(_, column)| whole(column)) {
            continue;
        }
        for (what, column) in columns {
            for own in &column {
                if let Some(group) = found.group.get_mut(*own) {
                    *group = Some(found.groups.len());
                }
            }
            let counts = column.iter().filter_map(|own| owns.get(*own)).map(|(own, value)| (own.force.clone(), *value));
            let counts: Vec<(String, i64)> = counts.collect();
            let value = counts.iter().map(|(_, value)| value).sum();
            found.groups.push(Group { what: what.clone(), value, counts });
        }
    }
    found
}

/// Counts tied together by what everyone knows.
fn blocks(counts: usize, known: &[Terms]) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(counts);
    for terms in known {
        groups.tie(terms.iter().map(|(own, _)| *own));
    }
    let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for own in 0..counts {
        blocks.entry(groups.first(own)).or_default().push(own);
    }
    blocks.into_values().collect()
}

/// How a block is tied, in terms of what was counted; `tied` are the numbers of the ties each count stands in.
fn ties<'a>(
    owns: &[(&'a Own, i64)],
    known: &[Terms],
    tied: &[Vec<usize>],
    block: &[usize],
) -> Vec<Vec<(&'a What, i64)>> {
    let inside: BTreeSet<usize> = block.iter().filter_map(|own| tied.get(*own)).flatten().copied().collect();
    let mut ties: Vec<Vec<(&What, i64)>> = inside
        .into_iter()
        .filter_map(|number| known.get(number))
        .map(|terms| {
            let mut tie: Vec<(&What, i64)> =
                terms.iter().filter_map(|(own, times)| Some((&owns.get(*own)?.0.what, *times))).collect();
            tie.sort();
            tie
        })
        .collect();
    ties.sort();
    ties
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::FinancialYear;

    /// A fixed sequence of small numbers, so that every run tries the same tables.
    struct Sequence(u64);

    impl Sequence {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % end
        }
    }

    /// Smallest and largest value of each count over every table that fits the equations, some counts being known.
    fn every_table(values: &[i64], equations: &[Terms], knows: &[usize]) -> Vec<(i64, i64)> {
        fn assign(at: usize, table: &mut Vec<i64>, of: (&[i64], &[Terms], &[usize], i64), found: &mut [(i64, i64)]) {
            let (values, equations, knows, most) = of;
            let sum = |table: &[i64], terms: &Terms| terms.iter().map(|(own, times)| times * table[*own]).sum::<i64>();
            let decided = |terms: &Terms| terms.iter().all(|(own, _)| *own < at);
            let adds = |terms: &Terms| terms.iter().all(|(_, times)| *times > 0);
            let broken = |terms: &&Terms| {
                let (now, whole) = (sum(table, terms), sum(values, terms));
                if decided(terms) { now != whole } else { adds(terms) && now > whole }
            };
            if equations.iter().any(|terms| broken(&terms)) {
                return;
            }
            if at == values.len() {
                for (found, value) in found.iter_mut().zip(table.iter()) {
                    *found = (found.0.min(*value), found.1.max(*value));
                }
                return;
            }
            let range = if knows.contains(&at) { values[at]..=values[at] } else { 0..=most };
            for value in range {
                table[at] = value;
                assign(at + 1, table, of, found);
            }
            table[at] = 0;
        }
        let most = values.iter().sum::<i64>().min(9);
        let mut found = vec![(i64::MAX, i64::MIN); values.len()];
        assign(0, &mut vec![0; values.len()], (values, equations, knows, most), &mut found);
        found
    }

    /// What is put together is as safe as it is said to be, against an attacker who tries every table.
    #[test]
    fn no_reader_and_no_force_can_tell_apart_what_is_alike() {
        let year = FinancialYear::starting(2024);
        let mut sequence = Sequence(1);
        let (mut groups, mut insiders) = (0, 0);
        for _ in 0..40 {
            // Four forces; two breakdowns of two categories each, with one whole, in every second table.
            let tied = sequence.below(2) == 0;
            let whats: Vec<What> = [("sex", "f"), ("sex", "m"), ("age", "a"), ("age", "b")]
                .into_iter()
                .take(if tied { 4 } else { 2 })
                .map(|(dimension, category)| What::category("suspects", year, dimension, category))
                .collect();
            let mut owns: Vec<(Own, i64)> = Vec::new();
            for force in ["A", "B", "C", "D"] {
                let (one, two) = (sequence.below(2) as i64, sequence.below(2) as i64);
                let split = sequence.below((one + two + 1) as u64) as i64;
                for (what, value) in whats.iter().zip([one, two, split, one + two - split]) {
                    owns.push((Own { force: force.to_owned(), what: what.clone() }, value));
                }
            }
            let width = whats.len();
            let known: Vec<Terms> = (0..4)
                .filter(|_| tied)
                .map(|force| vec![(4 * force, 1), (4 * force + 1, 1), (4 * force + 2, -1), (4 * force + 3, -1)])
                .collect();
            // Sums over the first three forces or all four: the fourth may stand alone.
            let sums: Vec<Terms> = (0..width)
                .map(|what| (0..3 + sequence.below(2) as usize).map(|force| (force * width + what, 1)).collect())
                .collect();
            let borrowed: Vec<(&Own, i64)> = owns.iter().map(|(own, value)| (own, *value)).collect();
            let found = alike(&borrowed, &sums.iter().collect::<Vec<_>>(), &known);
            let values: Vec<i64> = owns.iter().map(|(_, value)| *value).collect();
            let equations: Vec<Terms> = sums.iter().chain(&known).cloned().collect();
            let readers = every_table(&values, &equations, &[]);
            for (own, group) in found.group.iter().enumerate() {
                let Some(group) = group.map(|group| &found.groups[group]) else { continue };
                groups += 1;
                // From nothing to all that is put together, and more where others stand in the same sum.
                let (least, most) = readers[own];
                assert_eq!(least, 0, "{owns:?}");
                assert!(most >= group.value.min(9), "{owns:?}: {most} of {}", group.value);
                for insider in 0..4 {
                    let force = own / width;
                    if insider == force || values[own] == 0 {
                        continue;
                    }
                    let knows: Vec<usize> = (insider * width..(insider + 1) * width).collect();
                    let (least, most) = every_table(&values, &equations, &knows)[own];
                    assert!(most - least >= 1, "{owns:?}: force {insider} knows count {own}");
                    insiders += 1;
                }
            }
        }
        assert!(groups > 100 && insiders > 60, "{groups} groups, {insiders} insiders");
    }
}
