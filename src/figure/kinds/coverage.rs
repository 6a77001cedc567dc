//! What each force counted in each year: a grid of forces by years, grouped by region, with colour and letter in every cell.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::Table;
use crate::wording::format;

/// What each force counted in each year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Heading of the key: "Definition the force counted under".
    pub key_title: String,
    /// The years, as printed, in order.
    pub years: Vec<String>,
    /// The regions in the order of the official list.
    pub regions: Vec<CoverageRegion>,
    /// Whether any of the returns are synthetic.
    pub synthetic: bool,
}

/// A region and its forces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRegion {
    /// As printed: "North East".
    pub name: String,
    /// In the order of the official list.
    pub forces: Vec<CoverageForce>,
}

/// A force and what it counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageForce {
    /// As printed.
    pub name: String,
    /// One for each year of the chart.
    pub cells: Vec<Counting>,
}

/// What a force's return counted, against the agreed definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counting {
    /// The agreed definition.
    Agreed,
    /// A narrower definition.
    Narrower,
    /// A broader definition.
    Broader,
    /// A definition that overlaps the agreed one.
    Overlapping,
    /// A count in a different unit, which is not a count of the same thing.
    DifferentUnit,
    /// A return for part of the year only.
    Partial,
    /// No return.
    NoReturn,
}

impl Counting {
    /// All kinds, in the order of the key.
    pub const ALL: [Self; 7] = [
        Self::Agreed,
        Self::Narrower,
        Self::Broader,
        Self::Overlapping,
        Self::DifferentUnit,
        Self::Partial,
        Self::NoReturn,
    ];

    /// The kind in the words of the table.
    pub fn words(self) -> &'static str {
        match self {
            Self::Agreed => "agreed definition",
            Self::Narrower => "narrower definition",
            Self::Broader => "broader definition",
            Self::Overlapping => "overlapping definition",
            Self::DifferentUnit => "a different unit",
            Self::Partial => "part of the year",
            Self::NoReturn => "no return",
        }
    }

    /// The kind in the words of the key, whose heading says that definitions are meant.
    pub fn short(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Narrower => "narrower",
            Self::Broader => "broader",
            Self::Overlapping => "overlapping",
            Self::DifferentUnit => "different unit",
            Self::Partial => "part year",
            Self::NoReturn => "no return",
        }
    }

    /// The letter in the cell, so that colour is never the only cue.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Agreed => "A",
            Self::Narrower => "N",
            Self::Broader => "B",
            Self::Overlapping => "O",
            Self::DifferentUnit => "U",
            Self::Partial => "P",
            Self::NoReturn => "–",
        }
    }
}

impl Chart for Coverage {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        let empty = |what| FigureError::Empty { figure: figure.to_owned(), what };
        if self.years.is_empty() {
            return Err(empty("years"));
        }
        if self.forces().next().is_none() {
            return Err(empty("forces"));
        }
        if let Some(force) = self.forces().find(|force| force.cells.len() != self.years.len()) {
            return Err(FigureError::Inconsistent {
                figure: figure.to_owned(),
                place: format!("the row of {}", force.name),
                fault: format!("has {} cells for {} years", force.cells.len(), self.years.len()),
                remedy: "give one cell a year; a year without a return is `NoReturn`",
            });
        }
        Ok(())
    }

    /// The chart's data in long form: a row for each force and year.
    fn table(&self) -> Table {
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

    fn describe(&self) -> String {
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

impl Coverage {
    fn forces(&self) -> impl Iterator<Item = &CoverageForce> {
        self.regions.iter().flat_map(|region| &region.forces)
    }

    /// How many forces counted in this way in the year at `index`.
    fn count(&self, counting: Counting, index: usize) -> usize {
        self.forces().filter(|force| force.cells.get(index) == Some(&counting)).count()
    }

    /// The kinds that occur, and always the agreed definition and the missing return.
    fn kinds(&self) -> Vec<Counting> {
        let occurs = |kind: &Counting| self.forces().any(|force| force.cells.contains(kind));
        let always = |kind: &Counting| matches!(kind, Counting::Agreed | Counting::NoReturn);
        Counting::ALL.into_iter().filter(|kind| always(kind) || occurs(kind)).collect()
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
