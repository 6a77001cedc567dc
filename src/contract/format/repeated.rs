//! Rows that repeat the key of an earlier one.
//!
//! In: the typed columns of a key. Out: pairs of rows. A key is packed into one number, so that millions of them are sorted in a moment.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Typed, Value};
use crate::source::Table;

/// A column of the key: which of its distinct values each of its numbers stands for. Two spellings may say one value.
struct Part<'a> {
    column: &'a Typed,
    value: Vec<u32>,
    values: u128,
}

impl<'a> Part<'a> {
    fn of(column: &'a Typed) -> Self {
        let mut numbers: BTreeMap<&Value, u32> = BTreeMap::new();
        let number = |value: &'a Value| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(value).or_insert(next)
        };
        let value: Vec<u32> = column.values.iter().map(number).collect();
        Self { column, value, values: numbers.len().max(1) as u128 }
    }

    fn number(&self, table: &Table, row: usize) -> u32 {
        self.value.get(self.column.number(table, row)).copied().unwrap_or_default()
    }
}

/// Each row of these that repeats an earlier one of them, and the last earlier one, in the order of the rows.
pub(super) fn repeated(
    table: &Table,
    key: &[&Typed],
    rows: impl Iterator<Item = usize> + Clone,
) -> Vec<(usize, usize)> {
    let parts: Vec<Part<'_>> = key.iter().map(|column| Part::of(column)).collect();
    let keys = parts.iter().try_fold(1_u128, |all, part| all.checked_mul(part.values));
    let packed = |row: usize| {
        // Every product is below the number of keys.
        parts.iter().fold(0_u64, |all, part| all * part.values as u64 + u64::from(part.number(table, row)))
    };
    match keys {
        Some(keys) if keys <= 1 << 32 => twice(rows, |row| packed(row) as u32),
        Some(keys) if keys < 1 << 64 => twice(rows, packed),
        Some(_) => twice(rows, |row| {
            parts.iter().fold(0_u128, |all, part| all * part.values + u128::from(part.number(table, row)))
        }),
        None => twice(rows, |row| parts.iter().map(|part| part.number(table, row)).collect::<Vec<u32>>()),
    }
}

fn twice<K: Ord>(rows: impl Iterator<Item = usize> + Clone, key: impl Fn(usize) -> K) -> Vec<(usize, usize)> {
    let mut sorted: Vec<K> = Vec::with_capacity(rows.size_hint().1.unwrap_or(0));
    sorted.extend(rows.clone().map(&key));
    sorted.sort_unstable();
    let again: BTreeSet<&K> = sorted
        .windows(2)
        .filter_map(|pair| match pair {
            [one, other] if one == other => Some(one),
            _ => None,
        })
        .collect();
    if again.is_empty() {
        return Vec::new();
    }
    let mut last: BTreeMap<K, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for row in rows {
        let key = key(row);
        if again.contains(&key)
            && let Some(earlier) = last.insert(key, row)
        {
            found.push((row, earlier));
        }
    }
    found
}
