//! The cells of a table by column: each distinct spelling is held once, and a cell is the number of its spelling.
//!
//! In: cells as their file has them. Out: columns in which a cell of a few thousand spellings takes one or two bytes, and a reader that
//! asks what a spelling means asks once. The lines of the rows are runs, as nearly all of them follow one another.

use std::collections::BTreeMap;
use std::str::Utf8Error;
use std::sync::Arc;

/// Whole numbers below this have their spelling looked up by what they are.
const SMALL: usize = 1 << 16;

/// Nothing is known of a number yet.
const UNKNOWN: u32 = u32::MAX;

/// Numbers, each as narrow as the largest of them allows.
#[derive(Clone, Debug)]
pub(crate) enum Numbers {
    /// Below 256.
    Bytes(Vec<u8>),
    /// Below 65,536.
    Shorts(Vec<u16>),
    /// All others.
    Words(Vec<u32>),
}

impl Default for Numbers {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}

impl Numbers {
    /// Adds one at the end.
    pub(crate) fn push(&mut self, number: u32) {
        match self {
            Self::Bytes(held) => match u8::try_from(number) {
                Ok(number) => held.push(number),
                Err(_) => {
                    *self = Self::Shorts(held.iter().map(|held| u16::from(*held)).collect());
                    self.push(number);
                }
            },
            Self::Shorts(held) => match u16::try_from(number) {
                Ok(number) => held.push(number),
                Err(_) => {
                    *self = Self::Words(held.iter().map(|held| u32::from(*held)).collect());
                    self.push(number);
                }
            },
            Self::Words(held) => held.push(number),
        }
    }

    /// Gives back the memory that is not needed, once all are there.
    pub(crate) fn finish(&mut self) {
        match self {
            Self::Bytes(held) => held.shrink_to_fit(),
            Self::Shorts(held) => held.shrink_to_fit(),
            Self::Words(held) => held.shrink_to_fit(),
        }
    }

    /// The one at a position.
    pub(crate) fn get(&self, at: usize) -> Option<u32> {
        match self {
            Self::Bytes(held) => held.get(at).map(|held| u32::from(*held)),
            Self::Shorts(held) => held.get(at).map(|held| u32::from(*held)),
            Self::Words(held) => held.get(at).copied(),
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bytes(held) => held.len(),
            Self::Shorts(held) => held.len(),
            Self::Words(held) => held.len(),
        }
    }

    /// All of them, in order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }

    /// How often each stands, of those below `distinct`.
    pub(crate) fn times(&self, distinct: usize) -> Vec<usize> {
        let mut times = vec![0; distinct];
        for number in self.iter() {
            if let Some(times) = times.get_mut(number as usize) {
                *times += 1;
            }
        }
        times
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<T: IntoIterator<Item = u32>>(numbers: T) -> Self {
        let mut all = Self::default();
        numbers.into_iter().for_each(|number| all.push(number));
        all
    }
}

/// A column of texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextColumn {
    texts: Vec<Arc<str>>,
    numbers: Numbers,
}

impl TextColumn {
    /// So many cells of one text.
    pub(crate) fn constant(text: &str, rows: usize) -> Self {
        Self { texts: vec![text.into()], numbers: (0..rows).map(|_| 0).collect() }
    }

    /// The distinct spellings, in the order in which they first stand.
    pub(crate) fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }

    /// The number of the spelling of each cell.
    pub(crate) fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// The text of a row.
    pub(crate) fn text(&self, row: usize) -> &str {
        let number = self.numbers.get(row).and_then(|number| self.texts.get(number as usize));
        number.map_or("", |text| text)
    }

    /// The same column with other rows of it, in their order.
    pub(crate) fn taking(&self, rows: impl Iterator<Item = usize>) -> Self {
        let numbers = rows.map(|row| self.numbers.get(row).unwrap_or_default()).collect();
        Self { texts: self.texts.clone(), numbers }
    }
}

/// A column while its cells come in. What stands in it is trimmed.
#[derive(Debug, Default)]
pub(crate) struct Gathering {
    column: TextColumn,
    of: BTreeMap<Arc<str>, u32>,
    /// The number last added.
    last: u32,
    /// What last followed each number: the categories of a breakdown come in the same order again and again.
    next: Vec<u32>,
    /// The numbers of small whole numbers, by what they are.
    small: Vec<u32>,
}

impl Gathering {
    /// Adds a cell, whose bytes must be UTF-8.
    pub(crate) fn add(&mut self, cell: &[u8]) -> Result<(), Utf8Error> {
        let number = match self.expected(cell) {
            Some(number) => number,
            None => self.number(cell)?,
        };
        if let Some(next) = self.next.get_mut(self.last as usize) {
            *next = number;
        }
        self.last = number;
        self.column.numbers.push(number);
        Ok(())
    }

    /// Adds a text.
    pub(crate) fn add_text(&mut self, text: &str) {
        // A text is UTF-8.
        let _ = self.add(text.as_bytes());
    }

    /// What is there.
    pub(crate) fn finish(mut self) -> TextColumn {
        self.column.numbers.finish();
        self.column
    }

    /// The number of a cell that says what the last one does, or what followed it the last time.
    fn expected(&self, cell: &[u8]) -> Option<u32> {
        let is = |number: u32| self.column.texts.get(number as usize).is_some_and(|text| text.as_bytes() == cell);
        let next = self.next.get(self.last as usize).copied();
        next.filter(|next| is(*next)).or_else(|| is(self.last).then_some(self.last))
    }

    fn number(&mut self, cell: &[u8]) -> Result<u32, Utf8Error> {
        let small = small(cell);
        if let Some(known) = small.and_then(|small| self.small.get(small)).filter(|known| **known != UNKNOWN) {
            return Ok(*known);
        }
        let text = std::str::from_utf8(cell)?.trim();
        let number = match self.of.get(text) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.column.texts.len()).unwrap_or(UNKNOWN);
                let text: Arc<str> = text.into();
                self.column.texts.push(Arc::clone(&text));
                self.next.push(number);
                self.of.insert(text, number);
                number
            }
        };
        if let Some(small) = small {
            if self.small.len() <= small {
                self.small.resize(small + 1, UNKNOWN);
            }
            if let Some(known) = self.small.get_mut(small) {
                *known = number;
            }
        }
        Ok(number)
    }
}

/// A whole number below the limit as it is usually written: digits alone, without a nought before them.
fn small(cell: &[u8]) -> Option<usize> {
    if !matches!(cell, [b'0'] | [b'1'..=b'9', ..]) || cell.len() > 5 {
        return None;
    }
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| usize::from(byte - b'0'));
    cell.iter().try_fold(0, |number, byte| Some(10 * number + digit(byte)?)).filter(|number| *number < SMALL)
}

/// The lines of rows, as runs of lines that follow one another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    /// Where each run begins: its first row, and the line of that.
    runs: Vec<(usize, u64)>,
    rows: usize,
}

impl Lines {
    /// Adds a row.
    pub(crate) fn push(&mut self, line: u64) {
        let follows = self.runs.last().is_some_and(|(row, first)| first + (self.rows - row) as u64 == line);
        if !follows {
            self.runs.push((self.rows, line));
        }
        self.rows += 1;
    }

    /// The line of a row.
    pub(crate) fn get(&self, row: usize) -> u64 {
        let run = self.runs.partition_point(|(first, _)| *first <= row).checked_sub(1);
        run.and_then(|run| self.runs.get(run)).map_or(0, |(first, line)| line + (row - first) as u64)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }
}

impl FromIterator<u64> for Lines {
    fn from_iter<T: IntoIterator<Item = u64>>(lines: T) -> Self {
        let mut all = Self::default();
        lines.into_iter().for_each(|line| all.push(line));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_says_what_it_said_however_many_spellings_there_are() {
        let words: Vec<String> =
            (0..70_000_u32).map(|at| format!(" {} ", at.wrapping_mul(2_654_435_761) % 66_000)).collect();
        let mut column = Gathering::default();
        for word in ["007", "7", " 7", "07", "x"].into_iter().map(str::to_owned).chain(words.iter().cloned()) {
            column.add(word.as_bytes()).unwrap();
        }
        assert!(column.add(b"\xff").is_err());
        let column = column.finish();
        assert_eq!([0, 1, 2, 3, 4].map(|row| column.text(row)), ["007", "7", "7", "07", "x"]);
        assert!(words.iter().enumerate().all(|(at, word)| column.text(at + 5) == word.trim()));
        assert_eq!(column.numbers().times(column.texts().len()).iter().sum::<usize>(), words.len() + 5);
    }

    #[test]
    fn lines_that_are_left_out_are_told_apart() {
        let lines: Lines = [2, 3, 4, 9, 10, 20].into_iter().collect();
        assert_eq!([0, 1, 2, 3, 4, 5].map(|row| lines.get(row)), [2, 3, 4, 9, 10, 20]);
        assert_eq!(lines.len(), 6);
    }
}
