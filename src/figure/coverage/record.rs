//! The coverage grid as a table and as sentences.

use super::{Counting, Coverage};
use crate::figure::format;
use crate::figure::table::Table;

impl Coverage {
    /// The chart's data in long form: a row for each force and year.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new(&["region", "force", "financial_year", "counted"]);
        for region in &self.regions {
            for force in &region.forces {
                for (year, counting) in self.years.iter().zip(&force.cells) {
                    table.rows.push(vec![
                        region.name.clone(),
                        force.name.clone(),
                        year.clone(),
                        counting.words().to_owned(),
                    ]);
                }
            }
        }
        table.stamped(self.synthetic)
    }

    /// A plain description from the chart's own data: a first draft of the text alternative.
    #[must_use]
    pub fn describe(&self) -> String {
        let forces = format::counted(self.forces().count(), "force", "forces");
        let years = format::counted(self.years.len(), "year", "years");
        let mut text = format!(
            "Grid of {forces}, grouped by region, by {years}: each cell names what the force counted against the agreed definition."
        );
        let last = self.years.len().saturating_sub(1);
        let mut told = vec![0];
        if last > 0 {
            told.push(last);
        }
        for index in told {
            let Some(year) = self.years.get(index) else { continue };
            let parts: Vec<String> = self
                .kinds()
                .into_iter()
                .map(|kind| (kind, self.count(kind, index)))
                .filter(|(kind, count)| *count > 0 || *kind == Counting::Agreed)
                .map(|(kind, count)| format!("{} {}", format::count(count as u64), phrase(kind)))
                .collect();
            text.push_str(&format!(" In {year}: {}.", format::list(&parts)));
        }
        text
    }
}

fn phrase(kind: Counting) -> &'static str {
    match kind {
        Counting::Agreed => "under the agreed definition",
        Counting::Narrower => "under a narrower one",
        Counting::Broader => "under a broader one",
        Counting::Overlapping => "under an overlapping one",
        Counting::DifferentUnit => "in a different unit",
        Counting::Partial => "for part of the year only",
        Counting::NoReturn => "without a return",
    }
}
