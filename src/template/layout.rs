//! Where everything stands on an entry sheet: the one description that the writer and the reader share.
//!
//! An entry sheet has its title in A1, lines of help under it, and one table: a row for each category, a column for each
//! quarter where they are asked for, the year, the reason where there is no count, and a check.

use super::form::{Form, Section};

/// Header of the column of categories.
pub(super) const CATEGORY: &str = "Category";
/// Header of the column of reasons.
pub(super) const REASON: &str = "No count because";
/// Header of the column of checks.
pub(super) const CHECK: &str = "Check";
/// What a computed number says while entries are missing. Never blank: a blank formula reads like one nobody calculated.
pub(super) const TO_FILL: &str = "To fill";
/// What a sum says where a row has no count.
pub(super) const NO_SUM: &str = "No sum";
/// Label of the row of sums.
pub(super) const TOTAL: &str = "Total";

/// Header of the column of questions.
pub(super) const QUESTION: &str = "Question";
/// Headers of the sheet of answers.
pub(super) const ANSWER_HEADERS: [&str; 4] = [QUESTION, "Answer", "What is meant", CHECK];
/// Row of its header.
pub(super) const ANSWER_HEADER: u32 = 3;
/// Column of its answers, and of its checks.
pub(super) const ANSWER: u16 = 1;
pub(super) const ANSWER_CHECK: u16 = 3;

/// What a sheet with entries must have, by which it is read.
pub(super) struct Expected<'a> {
    pub(super) sheet: &'a str,
    /// Headers from column A on; the first is how the header row is found.
    pub(super) headers: Vec<&'a str>,
    /// Row in which the header stands, where nobody moved it.
    pub(super) header_row: u32,
    /// Labels of the rows.
    pub(super) labels: Vec<&'a str>,
    /// Whether a row of sums follows.
    pub(super) total: bool,
}

impl<'a> Expected<'a> {
    /// The sheet of answers.
    pub(super) fn answers(form: &'a Form) -> Self {
        Self {
            sheet: super::pages::ANSWERS,
            headers: ANSWER_HEADERS.to_vec(),
            header_row: ANSWER_HEADER,
            labels: form.questions.iter().map(|question| question.title.as_str()).collect(),
            total: false,
        }
    }
}

/// One entry sheet.
pub(super) struct Layout<'a> {
    pub(super) section: &'a Section,
    /// Lines between the title and the table; the last names the definition used, and is computed.
    pub(super) help: Vec<String>,
    /// Headers of the quarters' columns; none where the year alone is asked for.
    pub(super) quarters: Vec<String>,
    /// Header of the year's column.
    pub(super) year: String,
}

impl<'a> Layout<'a> {
    pub(super) fn new(form: &Form, section: &'a Section) -> Self {
        let (start, unit) = (form.period.start(), &section.unit);
        let quarter = |number: u8| {
            let (months, year) = match number {
                1 => ("April to June", start),
                2 => ("July to September", start),
                3 => ("October to December", start),
                _ => ("January to March", start + 1),
            };
            format!("Q{number}: {months} {year} ({unit})")
        };
        Self {
            section,
            help: sentences(&section.help),
            quarters: if section.quarters { (1..=4).map(quarter).collect() } else { Vec::new() },
            year: format!("Year {} ({unit})", form.period),
        }
    }

    /// Headers from column A on.
    pub(super) fn headers(&self) -> Vec<&str> {
        let quarters = self.quarters.iter().map(String::as_str);
        [CATEGORY].into_iter().chain(quarters).chain([self.year.as_str(), REASON, CHECK]).collect()
    }

    /// What the sheet must have.
    pub(super) fn expected(&self) -> Expected<'_> {
        Expected {
            sheet: &self.section.sheet,
            headers: self.headers(),
            header_row: self.header_row(),
            labels: self.section.categories.iter().map(|category| category.title.as_str()).collect(),
            total: self.section.has_total_row(),
        }
    }

    /// Row of the header: after the title, the help and the line that names the definition.
    pub(super) fn header_row(&self) -> u32 {
        u32::try_from(self.help.len()).unwrap_or(0) + 2
    }

    /// First row of the table's body.
    pub(super) fn first_row(&self) -> u32 {
        self.header_row() + 1
    }

    /// Last row of the categories.
    pub(super) fn last_row(&self) -> u32 {
        self.header_row() + u32::try_from(self.section.categories.len()).unwrap_or(0)
    }

    /// Column of the year.
    pub(super) fn year_column(&self) -> u16 {
        if self.section.quarters { 5 } else { 1 }
    }

    /// Columns into which counts are entered: first and last.
    pub(super) fn entry_columns(&self) -> (u16, u16) {
        if self.section.quarters { (1, 4) } else { (1, 1) }
    }

    pub(super) fn reason_column(&self) -> u16 {
        self.year_column() + 1
    }

    pub(super) fn check_column(&self) -> u16 {
        self.year_column() + 2
    }

    /// Row and column of the cell with the sheet's total for the year.
    pub(super) fn total_cell(&self) -> (u32, u16) {
        let row = if self.section.has_total_row() { self.last_row() + 1 } else { self.first_row() };
        (row, self.year_column())
    }
}

/// The sentences of a text, one a line of the sheet.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(". ").map_or(rest.len(), |at| at + 1);
        let (sentence, after) = rest.split_at(end);
        sentences.push(sentence.trim().to_owned());
        rest = after.trim_start();
    }
    sentences
}

/// A label without regard to case and white space.
pub(super) fn plain(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
