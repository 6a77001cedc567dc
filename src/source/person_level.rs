//! Whether a table is about persons, who must not be in this project.
//!
//! In: the header and the cells. Out: evidence by kind, column number and share of the cells; never a value, and the name of a
//! column only where it is one of the known words, because in a file without a header line the names are data. Wrongly refused
//! is better than wrongly kept. What tables about no person have too (an e-mail column, forenames of babies, counts of one by age and
//! sex) is put as a question, and refused until an analyst has answered it in the catalogue.

mod answer;
mod column;
mod days;
mod names;
mod patterns;
mod shape;
mod words;

use std::collections::BTreeMap;
use std::fmt;

pub use answer::Answer;
use column::{Column, Look};
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
    /// Address, telephone, e-mail and names as an office gives them for questions.
    Contacts,
}

impl Kind {
    /// Every kind.
    const ALL: [Self; 12] = [
        Self::Header,
        Self::Postcode,
        Self::BirthDate,
        Self::Name,
        Self::NhsNumber,
        Self::NationalInsurance,
        Self::PoliceIdentifier,
        Self::CrimeReference,
        Self::Email,
        Self::Telephone,
        Self::OneRowAPerson,
        Self::Contacts,
    ];

    /// The word by which an answer names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Header => "column-name",
            Self::Postcode => "postcodes",
            Self::BirthDate => "birth-dates",
            Self::Name => "names",
            Self::NhsNumber => "nhs-numbers",
            Self::NationalInsurance => "national-insurance",
            Self::PoliceIdentifier => "police-identifiers",
            Self::CrimeReference => "crime-references",
            Self::Email => "e-mail",
            Self::Telephone => "telephone",
            Self::OneRowAPerson => "one-row-a-person",
            Self::Contacts => "contacts",
        }
    }
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
            Self::Contacts => "addresses, telephone numbers or names such as an office gives for questions",
        })
    }
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Kind.
    pub kind: Kind,
    /// Whether tables about no person have it too, so that an analyst may answer for it.
    pub asked: bool,
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

impl PersonLevel {
    /// Whether an analyst may answer for all of it.
    pub fn is_question(&self) -> bool {
        self.evidence.iter().all(|evidence| evidence.asked)
    }

    /// What is left of it after the answers for a sheet; nothing where all is answered for.
    pub fn unanswered(mut self, answers: &[Answer], sheet: Option<&str>) -> Option<Self> {
        self.evidence.retain(|evidence| !answers.iter().any(|answer| answer.is_for(evidence, sheet)));
        (!self.evidence.is_empty()).then_some(self)
    }
}

impl fmt::Display for PersonLevel {
    /// The evidence in words: kinds and columns, no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, Evidence { kind, column, word, percent, .. }) in self.evidence.iter().enumerate() {
            f.write_str(if number > 0 { "; " } else { "" })?;
            match (kind, word) {
                (Kind::Header, Some(word)) => write!(f, "it has {kind}, `{word}` (column {column})")?,
                (Kind::OneRowAPerson, _) => write!(f, "it has {kind} and no counts")?,
                (Kind::Contacts, _) => write!(f, "it has {kind}")?,
                _ => write!(f, "{percent} percent of column {column} look like {kind}")?,
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
    let mut evidence: Vec<Evidence> = of_header(header);
    let mut columns: Vec<Column<'a>> = Vec::new();
    let mut shape = Shape::new(header);
    let mut looks: BTreeMap<&'a str, Look> = BTreeMap::new();
    let mut see = |number: usize, place: usize, cell: &'a str| {
        if cell.is_empty() {
            return;
        }
        if columns.len() <= place {
            columns.resize_with(place + 1, Column::default);
        }
        let look = (!Look::is_idle(cell)).then(|| *looks.entry(cell).or_insert_with(|| Look::at(cell)));
        if let Some(column) = columns.get_mut(place) {
            column.see(cell, look.as_ref(), number == 0);
        }
        shape.see(number, place, cell);
    };
    header.iter().enumerate().for_each(|(place, cell)| see(0, place, cell.trim()));
    for (number, row) in (1..).zip(rows) {
        row.enumerate().for_each(|(place, cell)| see(number, place, cell.trim()));
    }
    for (place, column) in columns.iter().enumerate() {
        let of = |(kind, asked, percent)| Evidence { kind, asked, column: place + 1, word: None, percent };
        evidence.extend(column.evidence().into_iter().map(of));
    }
    if shape.is_one_row_a_person() {
        evidence.push(Evidence { kind: Kind::OneRowAPerson, asked: true, column: 0, word: None, percent: 100 });
    }
    evidence.sort();
    (!evidence.is_empty()).then_some(PersonLevel { evidence })
}

/// The columns of a header that a table about persons has.
pub fn of_header(header: &[&str]) -> Vec<Evidence> {
    let of = |(place, name): (usize, &&str)| {
        let found = words::header(name)?;
        Some(Evidence {
            kind: Kind::Header,
            asked: found.asked,
            column: place + 1,
            word: Some(found.word),
            percent: 100,
        })
    };
    header.iter().enumerate().filter_map(of).collect()
}

/// What a text outside a table gives away: a comment, a name, a property.
pub fn of_text(text: &str) -> Option<(Kind, bool)> {
    let known = |line: &str| Look::at(line.trim()).kind();
    known(text).or_else(|| text.lines().find_map(known))
}
