//! One cell of a table, and what can be read from it.

use super::table::Table;
use crate::fault::{Fault, Place, nearest, shape};

/// A larger number is a misplaced one: there are fewer people on earth.
pub const LARGEST_COUNT: u64 = 10_000_000_000;

/// One cell, with its address.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    pub(super) table: &'a Table,
    pub(super) line: u64,
    pub(super) column: &'a str,
    pub(super) index: Option<usize>,
    pub(super) text: &'a str,
}

impl<'a> Cell<'a> {
    /// Its text, trimmed.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The cell as another text says it, where it stands.
    #[must_use]
    pub fn saying<'b>(&self, text: &'b str) -> Cell<'b>
    where
        'a: 'b,
    {
        Cell { text, ..*self }
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        self.table.place(self.line, self.index, self.column)
    }

    /// A fault at this cell.
    pub fn fault(&self, id: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault::new(id, self.place(), what, remedy)
    }

    /// A whole number, possibly negative.
    pub fn integer(&self) -> Result<i64, Fault> {
        let digits = self.text.strip_prefix('-').unwrap_or(self.text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.fault(
                "number-not-whole",
                format!("{} is not a whole number", shape(self.text)),
                "give a whole number in digits, without separators, units or signs; leave a missing value to the marker",
            ));
        }
        let number: Option<i64> = self.text.parse().ok();
        number.filter(|number| number.unsigned_abs() <= LARGEST_COUNT).ok_or_else(|| {
            self.fault(
                "number-too-large",
                format!("a number of {} digits is too large for a count", digits.len()),
                "look for a misplaced number; there are fewer people on earth",
            )
        })
    }

    /// A whole number that counts something, so not negative.
    pub fn count(&self) -> Result<i64, Fault> {
        match self.integer()? {
            number if number < 0 => Err(self.fault(
                "total-negative",
                format!("the count is {number}, below zero"),
                "a quarter can be negative when crimes are transferred or cancelled, a total cannot; ask the publisher",
            )),
            number => Ok(number),
        }
    }

    /// A value read by its own parser.
    pub fn parse<T: std::str::FromStr>(&self, id: &'static str, expected: &str) -> Result<T, Fault> {
        self.text
            .parse()
            .map_err(|_| self.fault(id, format!("{} is not {expected}", shape(self.text)), format!("write {expected}")))
    }

    /// One of a few words.
    pub fn one_of(&self, id: &'static str, words: &[&str]) -> Result<&'a str, Fault> {
        if words.contains(&self.text) {
            return Ok(self.text);
        }
        let named: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
        let mut allowed = named.join(", ");
        if named.len() < words.len() {
            allowed.push_str(", or nothing");
        }
        let remedy = match nearest(self.text, named) {
            Some(word) => format!("did you mean `{word}`? Allowed: {allowed}"),
            None => format!("allowed: {allowed}"),
        };
        Err(self.fault(id, format!("{} is not known here", shape(self.text)), remedy))
    }
}
