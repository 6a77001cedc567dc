//! Faults in the input: what is wrong, where it stands, and how to mend it.
//!
//! Every check of the program makes these; nothing else reports a problem with the input. Each has a stable
//! identifier, which is also the name of its fixture under `tests/invalid` and of its entry in the documentation.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a fault sits. The file is given relative to the project folder, so that messages are the same everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// File, relative to the project folder.
    pub file: String,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Column of the text, from 1, for prose and TOML.
    pub character: Option<u64>,
    /// Cell of a workbook. Boxed: a place is part of every error.
    pub workbook: Option<Box<Address>>,
    /// Name of the table's column, for data.
    pub column: Option<String>,
}

/// A cell of a workbook, as its program names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    /// Sheet.
    pub sheet: String,
    /// Column letters and row number: `C7`.
    pub cell: String,
}

impl Place {
    /// A whole file.
    pub fn file(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// A line of a file, counted from 1.
    pub fn line(file: &str, line: u64) -> Self {
        Self { line: Some(line), ..Self::file(file) }
    }

    /// A cell: a line of a file and the name of the column.
    pub fn cell(file: &str, line: u64, column: &str) -> Self {
        Self { column: Some(column.to_owned()), ..Self::line(file, line) }
    }

    /// Another column of the same row. In a workbook the cell stays the one that is known.
    pub fn column(&self, name: &str) -> Self {
        Self { column: Some(name.to_owned()), ..self.clone() }
    }

    /// As a clause of a sentence: the file and its line or cell.
    pub(crate) fn in_words(&self) -> String {
        match (&self.workbook, self.line) {
            (None, Some(line)) => format!("{}, line {line}", self.file),
            _ => Self { column: None, ..self.clone() }.to_string(),
        }
    }

    /// A cell of a workbook, by sheet, row and column counted from 0 and the name of the column.
    pub fn workbook(file: &str, sheet: &str, (row, column): (u32, u32), name: &str) -> Self {
        let line = u64::from(row) + 1;
        let address = Address { sheet: sheet.to_owned(), cell: format!("{}{line}", column_letters(column)) };
        Self { workbook: Some(Box::new(address)), ..Self::cell(file, line, name) }
    }

    /// A position in a text, found from a byte offset. Columns count characters, as editors do.
    pub fn offset(file: &str, text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line = before.matches('\n').count() as u64 + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let character = before[start..].chars().count() as u64 + 1;
        Self { character: Some(character), ..Self::line(file, line) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(Address { sheet, cell }) = self.workbook.as_deref() {
            write!(f, ", sheet `{sheet}`, cell {cell}")?;
        } else if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(character) = self.character {
                write!(f, ":{character}")?;
            }
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        Ok(())
    }
}

/// Letters of a column counted from 0, as spreadsheet programs write them: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        rest /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable identifier of the check.
    pub id: &'static str,
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub remedy: String,
}

impl Fault {
    /// A fault with its place and remedy.
    pub fn new(id: &'static str, place: Place, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { id, place, what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}\n  --> {}\n  remedy: {}", self.id, self.what, self.place, self.remedy)
    }
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The input has faults: status 1.
    Input(Vec<Fault>),
    /// The program could not run: status 2. Says what, and the remedy.
    CannotRun {
        /// What could not be done.
        what: String,
        /// How to mend it.
        remedy: String,
    },
}

impl Failure {
    /// The program could not run.
    pub fn cannot_run(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::CannotRun { what: what.into(), remedy: remedy.into() }
    }

    /// The process exit status it stands for.
    pub fn status(&self) -> u8 {
        match self {
            Self::Input(_) => 1,
            Self::CannotRun { .. } => 2,
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Input(vec![fault])
    }
}

impl From<Vec<Fault>> for Failure {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Input(faults)
    }
}

/// How many faults of one kind in one file are printed before the rest are only counted: a shifted column makes one for
/// every row.
const PRINTED: usize = 5;

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults = match self {
            Self::Input(faults) => faults,
            Self::CannotRun { what, remedy } => return write!(f, "error: {what}\n  remedy: {remedy}"),
        };
        // In the order in which each kind is first met.
        let mut order: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut kinds: Vec<((&str, &str), Vec<&Fault>)> = Vec::new();
        for fault in faults {
            let kind = (fault.id, fault.place.file.as_str());
            let at = *order.entry(kind).or_insert(kinds.len());
            match kinds.get_mut(at) {
                Some((_, of_kind)) => of_kind.push(fault),
                None => kinds.push((kind, vec![fault])),
            }
        }
        for (index, ((id, file), of_kind)) in kinds.into_iter().enumerate() {
            for (number, fault) in of_kind.iter().take(PRINTED).enumerate() {
                f.write_str(if index + number > 0 { "\n\n" } else { "" })?;
                write!(f, "{fault}")?;
            }
            if of_kind.len() > PRINTED {
                write!(f, "\n\n… and {} more error[{id}] in {file}", of_kind.len() - PRINTED)?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

/// Faults that are kept; of the others the number.
const MOST_FAULTS: usize = 10_000;

/// The fault that says how many there are.
const TOO_MANY: &str = "faults-too-many";

/// Collects faults so that one run names all of them, and turns into an error only at the end.
#[derive(Debug, Default)]
pub struct Faults {
    held: Vec<Fault>,
    /// Those that are not kept: how many, and the file of the first.
    beyond: Option<(String, usize)>,
}

impl Faults {
    /// No faults yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes one. Beyond a limit nobody reads them, and a file of millions of bad rows must not fill the memory with them.
    pub fn push(&mut self, fault: Fault) {
        if self.held.len() < MOST_FAULTS || (fault.id == TOO_MANY && self.held.len() == MOST_FAULTS) {
            self.held.push(fault);
        } else {
            self.skipped(&fault.place.file);
        }
    }

    /// Where the limit is reached, counts one of a file that need not even be put into words. Whether it was.
    pub fn skipped(&mut self, file: &str) -> bool {
        let full = self.held.len() >= MOST_FAULTS;
        if full {
            self.beyond.get_or_insert_with(|| (file.to_owned(), 0)).1 += 1;
        }
        full
    }

    /// Notes several.
    pub fn extend(&mut self, faults: impl IntoIterator<Item = Fault>) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }

    /// Notes the fault of a result, or gives its value.
    pub fn keep<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.push(fault)).ok()
    }

    /// Notes the faults of a result, or gives its value.
    pub fn keep_all<T>(&mut self, result: Result<T, Vec<Fault>>) -> Option<T> {
        result.map_err(|faults| self.extend(faults)).ok()
    }

    /// The value, where nothing was wrong; else all the faults.
    pub fn into_result<T>(mut self, value: T) -> Result<T, Vec<Fault>> {
        if let Some((file, beyond)) = self.beyond.filter(|_| self.held.len() == MOST_FAULTS) {
            let what = format!("{} things are wrong, of which the first {MOST_FAULTS} are told", MOST_FAULTS + beyond);
            let remedy = "mend the first ones: often one column or one line makes all the others wrong";
            self.held.push(Fault::new(TOO_MANY, Place::file(&file), what, remedy));
        }
        if self.held.is_empty() { Ok(value) } else { Err(self.held) }
    }

    /// How many were noted.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether none was noted.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Whether any was noted.
    pub fn any(&self) -> bool {
        !self.held.is_empty()
    }
}

/// What may be told of a cell that is not understood, and so may be about a person: itself where it is a short number or a marker in
/// brackets, else what it is made of.
pub fn shape(text: &str) -> String {
    let count = |is: fn(&char) -> bool| text.chars().filter(is).count();
    let (letters, digits) = (count(|c| c.is_alphabetic()), count(char::is_ascii_digit));
    let spaces = count(|c| c.is_whitespace() && !c.is_control());
    let signs = text.chars().count() - letters - digits - spaces;
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_marker =
        inner.is_some_and(|inner| inner.len() <= 4 && inner.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let is_short = letters == 0 && digits <= 5 && text.chars().count() <= 12 && !text.chars().any(is_unprintable);
    if is_marker || is_short {
        return format!("`{text}`");
    }
    let parts = [(letters, "letter"), (digits, "digit"), (spaces, "space"), (signs, "sign")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    match parts.split_last() {
        Some((last, [])) => format!("a text of {last}"),
        Some((last, rest)) => format!("a text of {} and {last}", rest.join(", ")),
        None => "an empty text".to_owned(),
    }
}

/// A text that a terminal shows as it stands: what could move its cursor, turn its direction or give it orders is marked.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_unprintable(c) { '\u{fffd}' } else { c }).collect())
}

fn is_unprintable(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A longer text is no misspelt word, and would take the square of its length to compare.
const LONGEST_WORD: usize = 200;

/// The candidate nearest to `word`, for "did you mean"; nothing when none is near. An edit is a letter added, dropped or changed, or
/// two neighbours exchanged.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST_WORD {
        return None;
    }
    let limit = (length / 3).max(2);
    candidates
        .into_iter()
        // Every letter too many is an edit.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_nearest_word_only_when_it_is_near() {
        let words = ["force_code", "mid_year", "children"];
        assert_eq!(nearest("force_cod", words), Some("force_code"));
        assert_eq!(nearest("childern", words), Some("children"));
        assert_eq!(nearest("population", words), None);
        assert_eq!(nearest("2024-52", ["2021-22", "2024-25"]), Some("2024-25"));
    }

    #[test]
    fn names_the_cell_of_a_workbook_as_its_program_does() {
        let place = Place::workbook("a.xlsx", "Crimes", (6, 27), "value");
        assert_eq!(place.to_string(), "a.xlsx, sheet `Crimes`, cell AB7, column `value`");
        assert_eq!(place.in_words(), "a.xlsx, sheet `Crimes`, cell AB7");
        assert_eq!(Place::cell("a.csv", 3, "value").in_words(), "a.csv, line 3");
        assert_eq!([0, 25, 26, 701, 702].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn of_a_cell_that_is_not_understood_its_shape_is_told() {
        assert_eq!(shape("Oyelaran Adegbite 14032009"), "a text of 16 letters, 8 digits and 2 spaces");
        assert_eq!(shape("familiar"), "a text of 8 letters");
        assert_eq!(shape("J"), "a text of 1 letter");
        assert_eq!(["12.5", "-3", "1,204", "[c]", ""].map(shape), ["`12.5`", "`-3`", "`1,204`", "`[c]`", "``"]);
        assert_eq!(printable("a\u{1b}[31mb\n\tc\u{202e}d"), "a\u{fffd}[31mb\n\tc\u{fffd}d");
    }

    #[test]
    fn finds_the_line_and_character_of_an_offset() {
        let place = Place::offset("a.toml", "one\ntwo £x\n", 10);
        assert_eq!((place.line, place.character), (Some(2), Some(6)));
    }
}
