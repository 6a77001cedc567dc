//! Whether a table is about persons, who must not be in this project.
//!
//! In: the header and the cells. Out: evidence by kind, column number and share of the cells; never a value, and the name of a
//! column only where it is one of the known words, because in a file without a header line the names are data. Wrongly refused
//! is better than wrongly kept, but codes, dates, places and references of aggregated public tables must pass.

mod patterns;
mod shape;
mod words;

use std::fmt;

use patterns::Patterns;
use shape::Shape;

/// What makes a table look person-level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A column that only a table about persons has.
    Header,
    /// Full postcodes: a unit has about fifteen households.
    Postcode,
    /// Dates of birth.
    BirthDate,
    /// Names of people.
    Name,
    /// NHS numbers.
    NhsNumber,
    /// National Insurance numbers.
    NationalInsurance,
    /// Identifiers of the Police National Computer.
    PoliceIdentifier,
    /// References of single crimes.
    CrimeReference,
    /// E-mail addresses.
    Email,
    /// Telephone numbers.
    Telephone,
    /// One row a person: attributes of people and no counts.
    OneRowAPerson,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "a column about individual people",
            Self::Postcode => "full postcodes",
            Self::BirthDate => "dates of birth",
            Self::Name => "names of people",
            Self::NhsNumber => "NHS numbers",
            Self::NationalInsurance => "National Insurance numbers",
            Self::PoliceIdentifier => "police identifiers of people",
            Self::CrimeReference => "references of single crimes",
            Self::Email => "e-mail addresses",
            Self::Telephone => "telephone numbers",
            Self::OneRowAPerson => "one row a person",
        })
    }
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Kind.
    pub kind: Kind,
    /// Column, counted from 1; 0 for the table as a whole.
    pub column: usize,
    /// Known name of the column, where the header gave the evidence.
    pub word: Option<&'static str>,
    /// Share of the filled cells of the column, percent, rounded up.
    pub percent: u8,
}

/// Why a table was taken for person-level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonLevel {
    /// The evidence, by kind and column; at least one piece.
    pub evidence: Vec<Evidence>,
}

impl fmt::Display for PersonLevel {
    /// The evidence in words: kinds and columns, no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, evidence) in self.evidence.iter().enumerate() {
            f.write_str(if number > 0 { "; " } else { "" })?;
            match evidence.kind {
                Kind::Header => write!(f, "it has {}", evidence.kind)?,
                Kind::OneRowAPerson => write!(f, "it has {} and no counts", evidence.kind)?,
                kind => write!(f, "{} percent of column {} look like {kind}", evidence.percent, evidence.column)?,
            }
        }
        Ok(())
    }
}

/// Looks for persons in a table. The header is searched like a row too: a file without a header begins with data.
pub fn person_level<'a, Cells>(header: &[&'a str], rows: impl Iterator<Item = Cells>) -> Option<PersonLevel>
where
    Cells: Iterator<Item = &'a str>,
{
    let mut evidence: Vec<Evidence> = header
        .iter()
        .enumerate()
        .filter_map(|(place, name)| {
            let word = words::header(name)?;
            Some(Evidence { kind: Kind::Header, column: place + 1, word: Some(word), percent: 100 })
        })
        .collect();
    let mut columns: Vec<Patterns<'a>> = Vec::new();
    let mut shape = Shape::new(header);
    for (number, row) in std::iter::once(None).chain(rows.map(Some)).enumerate() {
        let mut see = |place: usize, cell: &'a str| {
            if columns.len() <= place {
                columns.resize_with(place + 1, Patterns::default);
            }
            if let Some(column) = columns.get_mut(place) {
                column.see(cell, number == 0);
            }
            shape.see(number, place, cell);
        };
        match row {
            None => header.iter().enumerate().for_each(|(place, cell)| see(place, cell.trim())),
            Some(row) => row.enumerate().for_each(|(place, cell)| see(place, cell.trim())),
        }
    }
    for (place, column) in columns.iter().enumerate() {
        evidence.extend(column.evidence().into_iter().map(|(kind, percent)| Evidence {
            kind,
            column: place + 1,
            word: None,
            percent,
        }));
    }
    if shape.is_one_row_a_person() {
        evidence.push(Evidence { kind: Kind::OneRowAPerson, column: 0, word: None, percent: 100 });
    }
    evidence.sort();
    (!evidence.is_empty()).then_some(PersonLevel { evidence })
}
