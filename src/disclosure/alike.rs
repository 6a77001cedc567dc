//! Forces whose counts nobody can tell apart, proven safe by two tables instead of a search.
//!
//! In: the counts of single forces, the sums they stand in, and the sums within one force that everyone knows (quarters make a year, two
//! breakdowns have one whole). Counts of a force that such sums tie together are a *block*. Blocks of different forces are *alike* when
//! each count stands in the same sums as its counterpart. Then all counts of one block can be moved to another without changing
//! anything that is published or known: a reader cannot rule out that a count is 0, nor that it is as large as all its counterparts
//! together can be; and a force that knows its own leaves every other at least 0 to itself, given a third to move it to. So the
//! blocks are put together into one variable for each count, and its largest value is what must be wide enough. To an attacker on
//! anything else the system is the same, for what the variable can be is just what the blocks can add up to.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Forces in it.
    pub(super) forces: usize,
    /// Their sum.
    pub(super) value: i64,
    /// The largest of them: what the force that knows it knows of the sum.
    pub(super) largest: i64,
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
    let mut found = Alike { group: vec![None; owns.len()], groups: Vec::new() };
    for (signature, blocks) in classes {
        // What everyone knows must tie each block in the same way; blocks of other ties differ in what they count.
        let ties: BTreeSet<Vec<Vec<(&What, i64)>>> = blocks.iter().map(|block| ties(owns, known, block)).collect();
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
            let values = column.iter().map(|own| value(*own));
            found.groups.push(Group {
                what: what.clone(),
                forces: column.len(),
                value: values.clone().sum(),
                largest: values.max().unwrap_or(0),
            });
        }
    }
    found
}

/// Counts tied together by what everyone knows.
fn blocks(counts: usize, known: &[Terms]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..counts).collect();
    fn root(parent: &[usize], mut at: usize) -> usize {
        while let Some(next) = parent.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    }
    for terms in known {
        for pair in terms.windows(2) {
            let [(one, _), (other, _)] = pair else { continue };
            let (one, other) = (root(&parent, *one), root(&parent, *other));
            if let Some(parent) = parent.get_mut(one.max(other)) {
                *parent = one.min(other);
            }
        }
    }
    let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for own in 0..counts {
        blocks.entry(root(&parent, own)).or_default().push(own);
    }
    blocks.into_values().collect()
}

/// How a block is tied, in terms of what was counted.
fn ties<'a>(owns: &[(&'a Own, i64)], known: &[Terms], block: &[usize]) -> Vec<Vec<(&'a What, i64)>> {
    let Some(first) = block.first() else { return Vec::new() };
    let inside = known.iter().filter(|terms| terms.iter().any(|(own, _)| block.contains(own) || own == first));
    let mut ties: Vec<Vec<(&What, i64)>> = inside
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
