//! A workbook, and its bytes as ODS or XLSX: sheets of cells with a style by meaning, one marked table a sheet, numbers with the format
//! they are shown in, links to other sheets, formulas and validations that both formats can say.
//!
//! In: sheets. Out: the same bytes for the same sheets; the only time in a file is the workbook's own. Rows and columns count from 0. Formulas are written once, with references in braces and commas between arguments:
//! `SUM({B8:E8})`, `{'Sheet'!B8}`; each writer puts them into its own notation.

mod ods;
mod xlsx;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::fault::column_letters;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The library for XLSX refused something.
    #[error("the workbook could not be written as XLSX: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The archive could not be made.
    #[error("the parts of the workbook could not be packed: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The parts could not be written.
    #[error("a part of the workbook could not be written: {0}")]
    Part(#[from] std::io::Error),
}

/// The whole document.
pub(crate) struct Workbook {
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) subject: String,
    pub(crate) keywords: Vec<String>,
    /// Whether only what is to be entered may be edited.
    pub(crate) locked: bool,
    /// Creation time written into the file.
    pub(crate) created: Timestamp,
    pub(crate) sheets: Vec<Sheet>,
    /// Named cells: name, sheet, range.
    pub(crate) names: Vec<(String, String, Range)>,
}

/// One sheet.
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// Widths of the first columns, in characters.
    pub(crate) widths: Vec<u16>,
    /// Cells by row, then column.
    pub(crate) cells: BTreeMap<(u32, u16), Cell>,
    pub(crate) table: Option<Table>,
    pub(crate) validations: Vec<Validation>,
    /// First row that scrolls, where the table is long.
    pub(crate) frozen: Option<u32>,
}

/// A cell.
pub(crate) struct Cell {
    pub(crate) content: Content,
    pub(crate) style: Style,
}

/// What a cell holds.
pub enum Content {
    /// Nothing, in a style.
    Blank,
    /// Words.
    Text(String),
    /// A count.
    Number(i64),
    /// A day.
    Day(Date),
    /// A number in the format it is shown in.
    Formatted(Formatted),
    /// Words that lead to the first cell of another sheet.
    Link {
        /// The words.
        words: String,
        /// Name of the sheet.
        sheet: String,
    },
    /// A formula and what it comes to.
    Formula(String, Outcome),
}

/// A number that is no count, or that is printed in a way of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// For the program, which computes with it: digits with a point and a hyphen for minus.
    pub stored: String,
    /// As it is shown.
    pub shown: String,
    /// How it is shown.
    pub format: NumberFormat,
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberFormat {
    /// Digits after the point.
    pub decimals: u8,
    /// As a percentage: the number stored is a part of one.
    pub percent: bool,
    /// With a plus before what is above zero.
    pub signed: bool,
}

/// What a formula comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Words.
    Text(String),
    /// A count.
    Number(i64),
}

/// What a cell is for. Only the entry styles may be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    /// Title of the sheet.
    Title,
    /// Heading of a part of a text.
    Heading,
    /// One line that may run over the cells to its right.
    Line,
    /// Text that wraps in its cell.
    Text,
    /// Header of a column of text.
    Header,
    /// Header of a column of numbers.
    NumberHeader,
    /// A count to be entered.
    Entry,
    /// A choice to be made.
    Chosen,
    /// A day to be entered: any number in it is one.
    Day,
    /// A number the sheet computes.
    Computed,
    /// Words the sheet computes.
    Verdict,
    /// Label of the row of totals.
    TotalLabel,
    /// A computed total.
    Total,
    /// Words that lead elsewhere.
    Link,
    /// A number of a table.
    Number,
}

impl Style {
    /// Every style.
    pub(crate) const ALL: [Self; 15] = [
        Self::Title,
        Self::Heading,
        Self::Line,
        Self::Text,
        Self::Header,
        Self::NumberHeader,
        Self::Entry,
        Self::Chosen,
        Self::Day,
        Self::Computed,
        Self::Verdict,
        Self::TotalLabel,
        Self::Total,
        Self::Link,
        Self::Number,
    ];

    pub(crate) fn editable(self) -> bool {
        matches!(self, Self::Entry | Self::Chosen | Self::Day)
    }

    pub(crate) fn bold(self) -> bool {
        matches!(self, Self::Title | Self::Heading | Self::Header | Self::NumberHeader | Self::TotalLabel | Self::Total)
    }

    pub(crate) fn wraps(self) -> bool {
        !matches!(self, Self::Title | Self::Heading | Self::Line)
    }

    /// Whether it stands to the right, as numbers do.
    pub(crate) fn right(self) -> bool {
        matches!(self, Self::NumberHeader | Self::Entry | Self::Day | Self::Computed | Self::Total | Self::Number)
    }

    /// Whether it is part of a table, and so has lines around it.
    pub(crate) fn ruled(self) -> bool {
        !matches!(self, Self::Title | Self::Heading | Self::Line)
    }

    /// Colour behind what is to be entered, as `rrggbb`: a border alone is lost on a small screen and in print.
    pub(crate) fn filled(self) -> Option<&'static str> {
        self.editable().then_some("fff6cc")
    }

    /// Size of the letters in points.
    pub(crate) fn points(self) -> u8 {
        match self {
            Self::Title => 16,
            Self::Heading => 14,
            _ => 12,
        }
    }
}

/// A rectangle of cells, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) first: (u32, u16),
    pub(crate) last: (u32, u16),
}

impl Range {
    pub(crate) fn cell(row: u32, column: u16) -> Self {
        Self { first: (row, column), last: (row, column) }
    }

    pub(crate) fn new(first: (u32, u16), last: (u32, u16)) -> Self {
        Self { first, last }
    }

    /// As a formula names it: `B8:E8`, or `B8` for one cell.
    pub(crate) fn name(self) -> String {
        let cell = |(row, column): (u32, u16)| cell_name(row, u32::from(column));
        if self.first == self.last { cell(self.first) } else { format!("{}:{}", cell(self.first), cell(self.last)) }
    }

    /// With every part fixed: `$B$8:$E$8`.
    pub(crate) fn absolute(self) -> String {
        let cell = |(row, column): (u32, u16)| format!("${}${}", column_letters(column.into()), row + 1);
        if self.first == self.last { cell(self.first) } else { format!("{}:{}", cell(self.first), cell(self.last)) }
    }
}

/// A cell as its program names it, from row and column counted from 0.
pub(crate) fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_letters(column), u64::from(row) + 1)
}

/// The marked table of a sheet, header row first.
pub(crate) struct Table {
    /// Letters, digits and underscores, unique in the workbook.
    pub(crate) name: String,
    pub(crate) range: Range,
}

/// What may be entered into some cells.
pub(crate) struct Validation {
    pub(crate) range: Range,
    pub(crate) rule: Rule,
    /// Whether anything else is refused; else the program asks whether it is meant.
    pub(crate) firm: bool,
    /// Title of the message shown beside the cell, at most 32 characters.
    pub(crate) title: String,
    /// That message, at most 255 characters.
    pub(crate) message: String,
    /// Shown when an entry is refused, at most 255 characters.
    pub(crate) refusal: String,
}

/// A rule for entries.
pub(crate) enum Rule {
    /// A formula that is true for what may be entered.
    Formula(String),
    /// One of these, by drop-down.
    OneOf(Vec<String>),
    /// One of the cells of a range of another sheet, by drop-down.
    OneOfCells(String, Range),
}

/// The pieces of a formula, for a writer to put into its notation.
pub(crate) enum Piece<'a> {
    /// A reference within the sheet, such as `B8:E8`.
    Here(&'a str),
    /// A reference to another sheet: its name and the cells.
    There(&'a str, &'a str),
    /// A text constant with its quotation marks.
    Constant(&'a str),
    /// Everything else.
    Plain(&'a str),
}

/// Cuts a formula into its pieces.
pub(crate) fn pieces(formula: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = formula;
    while let Some(at) = rest.find(['{', '"']) {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            pieces.push(Piece::Plain(before));
        }
        let closing = if from.starts_with('{') { '}' } else { '"' };
        let end =
            from.char_indices().skip(1).find(|(_, letter)| *letter == closing).map_or(from.len(), |(at, _)| at + 1);
        let (piece, after) = from.split_at(end);
        if closing == '"' {
            pieces.push(Piece::Constant(piece));
        } else {
            let inner = piece.trim_matches(['{', '}']);
            pieces.push(match inner.split_once('!') {
                Some((sheet, cells)) => Piece::There(sheet.trim_matches('\''), cells),
                None => Piece::Here(inner),
            });
        }
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    pieces
}

impl Workbook {
    /// The bytes as OpenDocument.
    pub(crate) fn ods(&self) -> Result<Vec<u8>, WriteError> {
        ods::write(self)
    }

    /// The bytes as Office Open XML.
    pub(crate) fn xlsx(&self) -> Result<Vec<u8>, WriteError> {
        xlsx::write(self)
    }
}

impl Sheet {
    pub(crate) fn new(name: &str, widths: &[u16]) -> Self {
        Self {
            name: name.to_owned(),
            widths: widths.to_vec(),
            cells: BTreeMap::new(),
            table: None,
            validations: Vec::new(),
            frozen: None,
        }
    }

    pub(crate) fn put(&mut self, row: u32, column: u16, style: Style, content: Content) {
        self.cells.insert((row, column), Cell { content, style });
    }

    pub(crate) fn text(&mut self, row: u32, column: u16, style: Style, text: impl Into<String>) {
        self.put(row, column, style, Content::Text(text.into()));
    }

    pub(crate) fn formula(&mut self, (row, column): (u32, u16), style: Style, formula: String, outcome: Outcome) {
        self.put(row, column, style, Content::Formula(formula, outcome));
    }

    /// Writes a table of text from column A, its header first, and marks it.
    pub(crate) fn table(&mut self, row: u32, name: &str, header: &[&str], rows: &[Vec<String>]) {
        for (column, caption) in (0..).zip(header) {
            self.text(row, column, Style::Header, *caption);
        }
        for (line, texts) in (row + 1..).zip(rows) {
            for (column, text) in (0..).zip(texts) {
                self.text(line, column, Style::Text, text);
            }
        }
        self.mark(row, name, (header.len(), rows.len()));
    }

    /// Marks the table whose header stands in a row, from column A: so many columns, and rows below the header.
    pub(crate) fn mark(&mut self, row: u32, name: &str, (width, height): (usize, usize)) {
        let height = u32::try_from(height).unwrap_or(u32::MAX - 1);
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        let range = Range::new((row, 0), (row.saturating_add(height), width.saturating_sub(1)));
        self.table = Some(Table { name: name.to_owned(), range });
    }
}
