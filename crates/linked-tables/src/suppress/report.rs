//! What protection cost, in figures and in words.

use std::fmt::Write;

use crate::audit::Moves;

/// What was withheld and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Cells withheld for their own sake, in the order of the system.
    pub primary: Vec<String>,
    /// Cells withheld to protect others.
    pub secondary: Vec<String>,
    /// Cost of the secondary ones.
    pub cost: u64,
    /// No set that protects costs less than this; equal to the cost where the set is proven to be the cheapest.
    pub least_cost: u64,
    /// All cells of the system.
    pub cells: usize,
    /// What it would cost to withhold every cell that still could be, and those withheld to protect others.
    pub total_cost: u64,
    /// Whole tables that show the system to be safe, for the next audit of it.
    pub tables: Vec<Moves>,
}

impl Report {
    /// Whether no cheaper set exists.
    pub fn proven(&self) -> bool {
        self.cost == self.least_cost
    }

    /// Information lost, in words for the command line: cells withheld, cost, least cost, and their shares.
    ///
    /// `unit` says what a cost of one is, for instance "offences".
    pub fn words(&self, unit: &str) -> String {
        let (own, others) = (self.primary.len(), self.secondary.len());
        let mut text = format!("{} of {} cells withheld", own + others, self.cells);
        if own + others == 0 {
            return text.replace("0 of", "none of");
        }
        let of_cells = share((own + others) as u128, self.cells as u128);
        let _ = write!(text, " ({of_cells}): {own} for their own sake, {others} to protect them");
        if others == 0 {
            return text;
        }
        let of_sum = share(u128::from(self.cost), u128::from(self.total_cost));
        let _ = write!(text, "; the latter cost {} {unit} of {} ({of_sum})", self.cost, self.total_cost);
        if self.proven() {
            text.push_str(", and no choice that protects costs less");
        } else if self.least_cost == 0 {
            text.push_str("; how much less would do is not known");
        } else {
            let above = share(u128::from(self.cost.saturating_sub(self.least_cost)), u128::from(self.cost));
            let _ = write!(
                text,
                "; none that protects can cost less than {}, so at most {above} too much",
                self.least_cost
            );
        }
        text
    }
}

/// A share as a percentage with one decimal, rounded half up, in integers.
fn share(part: u128, whole: u128) -> String {
    if whole == 0 {
        return "0.0%".to_owned();
    }
    let tenths = (2000 * part + whole) / (2 * whole);
    format!("{}.{}%", tenths / 10, tenths % 10)
}
