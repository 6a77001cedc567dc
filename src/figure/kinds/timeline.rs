//! When what was written: a row for each definition, a mark at its year on one axis, the agreed one apart from the others.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::Table;
use crate::wording::format;

/// Definitions by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The rows, the earliest first.
    pub rows: Vec<TimelineRow>,
    /// How many have no date.
    pub undated: usize,
    /// Whether any of it is synthetic.
    pub synthetic: bool,
}

/// A definition.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// Its title.
    pub name: String,
    /// Who wrote it.
    pub owner: String,
    /// When, in words.
    pub date: String,
    /// The year of it.
    pub year: u16,
    /// Whether it is the agreed one.
    pub agreed: bool,
}

impl Chart for Timeline {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.rows.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "rows" });
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["definition", "owner", "date", "year", "agreed"]);
        for row in &self.rows {
            let agreed = if row.agreed { "yes" } else { "no" };
            table.rows.push(vec![
                row.name.clone(),
                row.owner.clone(),
                row.date.clone(),
                row.year.to_string(),
                agreed.to_owned(),
            ]);
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let told: Vec<String> = self.rows.iter().map(|row| format!("{} ({})", row.name, row.year)).collect();
        let agreed = self.rows.iter().find(|row| row.agreed).map(|row| format!(" The agreed one is {}.", row.name));
        format!(
            "Definitions by the year of each, the earliest first: {}.{}",
            told.join("; "),
            agreed.unwrap_or_default()
        )
    }

    fn finding(&self) -> Option<String> {
        let years = || self.rows.iter().map(|row| row.year);
        let count = format::counted(self.rows.len(), "definition has", "definitions have");
        let span = match (years().min()?, years().max()?) {
            (first, last) if first == last => format!("{count} a date, of {first}"),
            (first, last) => format!("{count} a date, from {first} to {last}"),
        };
        let agreed = self.rows.iter().find(|row| row.agreed);
        let agreed = agreed.map(|row| format!("; the agreed one, {}, is of {}", row.name, row.year));
        Some(format!("{span}{}.", agreed.unwrap_or_default()))
    }
}
