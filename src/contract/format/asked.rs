//! What was made of the cells of a column, so that each distinct one is asked about once.
//!
//! In: a table whose cells are numbers of spellings, and for each new spelling what its contract makes of it. Out: typed columns. What a
//! cell means may depend on cells beside it; then their spellings together are asked about.

use std::collections::BTreeMap;

use super::record::{Of, Typed, Value};
use crate::source::Table;
use crate::source::columnar::Numbers;

/// Combinations of spellings for which a plain list of answers is kept.
const MOST_LISTED: u128 = 1 << 22;

/// What is known of spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// They were not asked about yet.
    Nothing,
    /// They are wrong, wherever they stand.
    Wrong,
    /// They are right, and this number among the values.
    Right(u32),
}

impl Known {
    const NOTHING: u32 = u32::MAX;
    const WRONG: u32 = u32::MAX - 1;

    fn of(number: u32) -> Self {
        match number {
            Self::NOTHING => Self::Nothing,
            Self::WRONG => Self::Wrong,
            number => Self::Right(number),
        }
    }

    fn number(self) -> u32 {
        match self {
            Self::Nothing => Self::NOTHING,
            Self::Wrong => Self::WRONG,
            Self::Right(number) => number,
        }
    }
}

/// Answers by the number of a combination.
#[derive(Debug)]
enum Answers {
    Listed(Vec<u32>),
    Sparse(BTreeMap<u128, u32>),
}

/// A column of the contract while its table is read.
#[derive(Debug)]
pub(super) struct Asked {
    /// Columns of the table that the answer depends on, each with how many spellings it has.
    columns: Vec<(usize, u128)>,
    answers: Answers,
    values: Vec<Value>,
    /// The number of each value, where several combinations can have one.
    distinct: BTreeMap<Value, u32>,
    /// The value of each row, where its own spelling does not tell it.
    numbers: Option<Numbers>,
}

impl Asked {
    /// About a column of the table, and those beside it that its cells depend on. What the table does not have reads as empty in every row.
    pub(super) fn about(table: &Table, own: &str, beside: &[&str]) -> Self {
        let column = |name: &str| table.column(name).map(|(at, cells)| (at, cells.texts().len().max(1) as u128));
        let columns: Vec<(usize, u128)> =
            std::iter::once(own).chain(beside.iter().copied()).filter_map(column).collect();
        let combinations = columns.iter().fold(1_u128, |all, (_, spellings)| all.saturating_mul(*spellings));
        let answers = match usize::try_from(combinations) {
            Ok(listed) if combinations <= MOST_LISTED || columns.len() < 2 => {
                Answers::Listed(vec![Known::NOTHING; listed])
            }
            _ => Answers::Sparse(BTreeMap::new()),
        };
        let alone = beside.is_empty();
        let values = if alone { vec![Value::Empty; usize::try_from(combinations).unwrap_or(0)] } else { Vec::new() };
        let numbers = (!alone).then(Numbers::default);
        Self { columns, answers, values, distinct: BTreeMap::new(), numbers }
    }

    /// The number of the combination of spellings of a row.
    pub(super) fn combination(&self, table: &Table, row: usize) -> u128 {
        self.columns.iter().fold(0, |all, (column, spellings)| all * spellings + table.number(row, *column) as u128)
    }

    /// What is known of a row's cells.
    pub(super) fn known(&self, table: &Table, row: usize) -> Known {
        let answer = match (&self.answers, self.columns.as_slice()) {
            (Answers::Listed(answers), [(column, _)]) => answers.get(table.number(row, *column)).copied(),
            (Answers::Listed(answers), _) => {
                let listed = self
                    .columns
                    .iter()
                    .fold(0, |all, (column, spellings)| all * (*spellings as usize) + table.number(row, *column));
                answers.get(listed).copied()
            }
            (Answers::Sparse(answers), _) => answers.get(&self.combination(table, row)).copied(),
        };
        answer.map_or(Known::Nothing, Known::of)
    }

    /// Notes what was made of a row's cells; none where they are wrong.
    pub(super) fn learn(&mut self, table: &Table, row: usize, value: Option<Value>) -> Known {
        let combination = self.combination(table, row);
        let known = match value {
            None => Known::Wrong,
            Some(value) if self.numbers.is_none() => {
                let at = usize::try_from(combination).unwrap_or(usize::MAX);
                if let Some(held) = self.values.get_mut(at) {
                    *held = value;
                }
                Known::Right(u32::try_from(at).unwrap_or(0))
            }
            Some(value) => {
                let next = u32::try_from(self.values.len()).unwrap_or(Known::WRONG);
                let number = *self.distinct.entry(value.clone()).or_insert(next);
                if number == next {
                    self.values.push(value);
                }
                Known::Right(number)
            }
        };
        match &mut self.answers {
            Answers::Listed(answers) => {
                if let Some(answer) = usize::try_from(combination).ok().and_then(|at| answers.get_mut(at)) {
                    *answer = known.number();
                }
            }
            Answers::Sparse(answers) => {
                answers.insert(combination, known.number());
            }
        }
        known
    }

    /// Gives the next row its value; that of a wrong one is never looked at.
    pub(super) fn give(&mut self, known: Known) {
        if let Some(numbers) = &mut self.numbers {
            numbers.push(if let Known::Right(number) = known { number } else { 0 });
        }
    }

    /// A value by its number.
    pub(super) fn value(&self, known: Known) -> &Value {
        let Known::Right(number) = known else { return &Value::Empty };
        self.values.get(number as usize).unwrap_or(&Value::Empty)
    }

    /// The column of values.
    pub(super) fn typed(mut self) -> Typed {
        self.numbers.iter_mut().for_each(Numbers::finish);
        let of = match (self.numbers, self.columns.first()) {
            (Some(numbers), _) => Of::Number(numbers),
            (None, Some((column, _))) => Of::Spelling(*column),
            (None, None) => Of::First,
        };
        Typed { values: self.values, of }
    }
}
