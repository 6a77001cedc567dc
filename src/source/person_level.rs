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
use std::sync::Arc;

pub use answer::Answer;
use column::{Column, Look};
use shape::Shape;

use super::columnar::TextColumn;

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
    let mut seen = Seen::new(header);
    let mut looks: BTreeMap<&'a str, Look> = BTreeMap::new();
    for (number, row) in (1..).zip(rows) {
        for (place, cell) in row.enumerate() {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            let look = (!Look::is_idle(cell)).then(|| *looks.entry(cell).or_insert_with(|| Look::at(cell)));
            seen.column(place).see(cell, look.as_ref(), 1);
            seen.column(place).see_day(look.as_ref());
            seen.shape.see(number, place, cell, 1);
        }
    }
    seen.found()
}

/// The same for a table by columns. Every cell counts, and each distinct spelling is looked at once.
pub(super) fn of_columns<'a>(header: &[&'a str], columns: &'a [Arc<TextColumn>]) -> Option<PersonLevel> {
    let mut seen = Seen::new(header);
    for (place, column) in columns.iter().enumerate() {
        let look = |text: &Arc<str>| (!text.is_empty() && !Look::is_idle(text)).then(|| Look::at(text));
        let looks: Vec<Option<Look>> = column.texts().iter().map(look).collect();
        let is_filled = |number: u32| column.texts().get(number as usize).is_some_and(|text| !text.is_empty());
        let last = column.numbers().iter().rposition(is_filled).map_or(0, |row| row + 1);
        let times = column.numbers().times(looks.len());
        for ((text, look), times) in column.texts().iter().zip(&looks).zip(times) {
            if times > 0 && !text.is_empty() {
                seen.column(place).see(text, look.as_ref(), times);
                seen.shape.see(last, place, text, times);
            }
        }
        if looks.iter().flatten().any(|look| look.day().is_some()) {
            for number in column.numbers().iter() {
                seen.column(place).see_day(looks.get(number as usize).and_then(Option::as_ref));
            }
        }
    }
    seen.evidence.extend(second_header(columns));
    let found = seen.found();
    found.map(|PersonLevel { mut evidence }| {
        evidence.dedup_by_key(|evidence| (evidence.kind, evidence.asked, evidence.column));
        PersonLevel { evidence }
    })
}

/// What the first row says that is a header again: words alone, and two or more of them the names of columns about persons.
fn second_header(columns: &[Arc<TextColumn>]) -> Vec<Evidence> {
    let telling = |column: &Arc<TextColumn>| column.texts().iter().any(|text| words::header(text).is_some());
    if columns.iter().filter(|column| telling(column)).count() < 2 {
        return Vec::new();
    }
    let rows = columns.iter().map(|column| column.numbers().len()).max().unwrap_or(0);
    let cells = |row: usize| columns.iter().map(move |column| column.text(row));
    let header = |row: &usize| cells(*row).all(is_name) && of_header(&cells(*row).collect::<Vec<_>>()).len() > 1;
    (0..rows).find(header).map(|row| of_header(&cells(row).collect::<Vec<_>>())).unwrap_or_default()
}

/// Whether a cell can stand in a header: a word, or nothing.
pub(super) fn is_name(cell: &str) -> bool {
    cell.len() < 60 && !cell.starts_with(|first: char| first.is_ascii_digit())
}

/// What was seen of a table.
struct Seen<'a> {
    evidence: Vec<Evidence>,
    columns: Vec<Column<'a>>,
    shape: Shape<'a>,
}

impl<'a> Seen<'a> {
    fn new(header: &[&'a str]) -> Self {
        let mut seen = Self { evidence: of_header(header), columns: Vec::new(), shape: Shape::new(header) };
        for (place, name) in header.iter().enumerate() {
            let name = name.trim();
            if !name.is_empty() && !Look::is_idle(name) {
                seen.column(place).see_name(Some(&Look::at(name)));
            }
        }
        seen
    }

    fn column(&mut self, place: usize) -> &mut Column<'a> {
        if self.columns.len() <= place {
            self.columns.resize_with(place + 1, Column::default);
        }
        &mut self.columns[place]
    }

    fn found(self) -> Option<PersonLevel> {
        let Self { mut evidence, columns, shape } = self;
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
