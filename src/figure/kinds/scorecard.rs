//! What was asked of whom, by when, and how far it has come: one row each, the state as a shape and a word.
//!
//! States have shapes and no colours, so that none looks good or bad; a day that has passed is said in words.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::contract::Progress;
use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::Table;
use crate::wording::{format, phrases};

/// What was asked, in the order in which it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// The day of the states, as printed.
    pub as_of: String,
    /// The day that due days are held against, as printed.
    pub cut_off: String,
    /// The rows.
    pub rows: Vec<ScoreRow>,
    /// Whether any of it is synthetic.
    pub synthetic: bool,
}

/// One thing that was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRow {
    /// Its number and subject: "1. Definition".
    pub name: String,
    /// Of whom it was asked.
    pub owner: String,
    /// The day by which it was to be done, as printed; a marker where none was set.
    pub due: String,
    /// Whether that day has passed and it was not reported as done.
    pub overdue: bool,
    /// How far it has come.
    pub state: Progress,
}

impl Chart for Scorecard {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.rows.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "rows" });
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["subject", "owner", "due", "past_its_day", "state", "as_of"]);
        for row in &self.rows {
            let past = if row.overdue { "yes" } else { "no" };
            table.rows.push(
                [&row.name, &row.owner, &row.due, past, phrases::state(row.state), &self.as_of]
                    .map(str::to_owned)
                    .to_vec(),
            );
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let told: Vec<String> = Progress::ALL
            .iter()
            .filter_map(|state| {
                let names =
                    self.rows.iter().filter(|row| row.state == *state).map(|row| row.name.replacen(". ", " ", 1));
                let names: Vec<String> = names.collect();
                (!names.is_empty()).then(|| format!("{}: {}", phrases::state(*state), format::list(&names)))
            })
            .collect();
        let overdue = self.rows.iter().filter(|row| row.overdue).count();
        format!(
            "Rows with a shape and a word for the state at {}. {}. Past the day by {}: {overdue}.",
            self.as_of,
            told.join("; "),
            self.cut_off
        )
    }
}
