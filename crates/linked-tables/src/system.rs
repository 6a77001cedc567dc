//! The published tables of an edition as one system: cells, what is printed of each, and the equations between them.
//!
//! Shared by the suppressor, which chooses what to withhold, and the auditor, which attacks the result.

/// One count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Stable name of the cell.
    pub id: String,
    /// The real count.
    pub value: i64,
    /// Smallest value that everyone knows beforehand to be possible.
    pub least: i64,
    /// Largest value that everyone knows beforehand to be possible, where there is one.
    pub most: Option<i64>,
    /// What is printed.
    pub status: Status,
    /// What withholding it costs the reader.
    pub cost: u64,
    /// May not be withheld.
    pub fixed: bool,
    /// The protection it needs.
    pub required: Option<Required>,
    /// Forces that know the count, because it is their own.
    pub insiders: Vec<String>,
    /// Forces that know it to be at least so large, because so much of it is their own.
    pub floors: Vec<(String, i64)>,
}

impl Cell {
    /// Least and largest value that a force knows to be possible, for what is its own; nothing where that says no more.
    pub fn known_to(&self, force: &str) -> Option<(i64, Option<i64>)> {
        if self.insiders.iter().any(|insider| insider == force) {
            return Some((self.value, Some(self.value)));
        }
        let floor = self.floors.iter().find(|(insider, _)| insider == force);
        floor.map(|(_, least)| (*least, None))
    }
}

/// What is printed of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The count itself.
    Exact,
    /// A rounded count, which says that the real one lies in this range.
    Rounded {
        /// Smallest count that is rounded so.
        least: i64,
        /// Largest count that is rounded so.
        most: i64,
    },
    /// A marker.
    Suppressed {
        /// Whether the cell is withheld for its own sake rather than to protect another.
        primary: bool,
    },
}

/// The protection a cell needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    /// The attacker's interval, largest less smallest possible value, must be at least this.
    pub width: i64,
}

/// Σ coefficient × value = constant: true for the real values and known to everyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// Index of the cell and its coefficient.
    pub terms: Vec<(usize, i64)>,
    /// What the sum is.
    pub constant: i64,
}

/// Everything that is published, and what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct System {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The equations between them.
    pub equations: Vec<Equation>,
}
