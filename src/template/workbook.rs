//! A workbook before it is XLSX or ODS: sheets of cells with a style by meaning, one marked table a sheet, formulas and
//! validations that both formats can say.
//!
//! Rows and columns count from 0. Formulas are written once, with references in braces and commas between arguments:
//! `SUM({B8:E8})`, `{'Sheet'!B8}`; each writer puts them into its own notation.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::fault::column_letters;

/// The whole document.
pub(super) struct Workbook {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) subject: String,
    /// Creation time written into the file.
    pub(super) created: Timestamp,
    pub(super) sheets: Vec<Sheet>,
    /// Named cells: name, sheet, range.
    pub(super) names: Vec<(String, String, Range)>,
}

/// One sheet.
pub(super) struct Sheet {
    pub(super) name: String,
    /// Widths of the first columns, in characters.
    pub(super) widths: Vec<u16>,
    /// Cells by row, then column.
    pub(super) cells: BTreeMap<(u32, u16), Cell>,
    pub(super) table: Option<Table>,
    pub(super) validations: Vec<Validation>,
    /// First row that scrolls, where the table is long.
    pub(super) frozen: Option<u32>,
}

/// A cell.
pub(super) struct Cell {
    pub(super) content: Content,
    pub(super) style: Style,
}

/// What a cell holds.
pub(super) enum Content {
    Blank,
    Text(String),
    Number(i64),
    /// A formula and what it comes to.
    Formula(String, Outcome),
}

/// What a formula comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Text(String),
    Number(i64),
}

/// What a cell is for. Only the entry styles may be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
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
    /// A number the sheet computes.
    Computed,
    /// Words the sheet computes.
    Verdict,
    /// Label of the row of totals.
    TotalLabel,
    /// A computed total.
    Total,
}

impl Style {
    /// Every style.
    pub(super) const ALL: [Self; 12] = [
        Self::Title,
        Self::Heading,
        Self::Line,
        Self::Text,
        Self::Header,
        Self::NumberHeader,
        Self::Entry,
        Self::Chosen,
        Self::Computed,
        Self::Verdict,
        Self::TotalLabel,
        Self::Total,
    ];

    pub(super) fn editable(self) -> bool {
        matches!(self, Self::Entry | Self::Chosen)
    }

    pub(super) fn bold(self) -> bool {
        matches!(self, Self::Title | Self::Heading | Self::Header | Self::NumberHeader | Self::TotalLabel | Self::Total)
    }

    pub(super) fn wraps(self) -> bool {
        !matches!(self, Self::Title | Self::Heading | Self::Line)
    }

    /// Whether it stands to the right, as numbers do.
    pub(super) fn right(self) -> bool {
        matches!(self, Self::NumberHeader | Self::Entry | Self::Computed | Self::Total)
    }

    /// Whether it is part of a table, and so has lines around it.
    pub(super) fn ruled(self) -> bool {
        !matches!(self, Self::Title | Self::Heading | Self::Line)
    }

    /// Size of the letters in points.
    pub(super) fn points(self) -> u8 {
        match self {
            Self::Title => 16,
            Self::Heading => 14,
            _ => 12,
        }
    }
}

/// A rectangle of cells, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: (u32, u16),
    pub(super) last: (u32, u16),
}

impl Range {
    pub(super) fn cell(row: u32, column: u16) -> Self {
        Self { first: (row, column), last: (row, column) }
    }

    pub(super) fn new(first: (u32, u16), last: (u32, u16)) -> Self {
        Self { first, last }
    }

    /// As a formula names it: `B8:E8`, or `B8` for one cell.
    pub(super) fn name(self) -> String {
        let cell = |(row, column): (u32, u16)| cell_name(row, u32::from(column));
        if self.first == self.last { cell(self.first) } else { format!("{}:{}", cell(self.first), cell(self.last)) }
    }

    /// With every part fixed: `$B$8:$E$8`.
    pub(super) fn absolute(self) -> String {
        let cell = |(row, column): (u32, u16)| format!("${}${}", column_letters(column.into()), row + 1);
        if self.first == self.last { cell(self.first) } else { format!("{}:{}", cell(self.first), cell(self.last)) }
    }
}

/// A cell as its program names it, from row and column counted from 0.
pub(super) fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_letters(column), u64::from(row) + 1)
}

/// The marked table of a sheet, header row first.
pub(super) struct Table {
    /// Letters, digits and underscores, unique in the workbook.
    pub(super) name: String,
    pub(super) range: Range,
}

/// What may be entered into some cells.
pub(super) struct Validation {
    pub(super) range: Range,
    pub(super) rule: Rule,
    /// Whether anything else is refused; else the program asks whether it is meant.
    pub(super) firm: bool,
    /// Title of the message shown beside the cell, at most 32 characters.
    pub(super) title: String,
    /// That message, at most 255 characters.
    pub(super) message: String,
    /// Shown when an entry is refused, at most 255 characters.
    pub(super) refusal: String,
}

/// A rule for entries.
pub(super) enum Rule {
    /// A formula that is true for what may be entered.
    Formula(String),
    /// One of these, by drop-down.
    OneOf(Vec<String>),
    /// One of the cells of a range of another sheet, by drop-down.
    OneOfCells(String, Range),
}

/// The pieces of a formula, for a writer to put into its notation.
pub(super) enum Piece<'a> {
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
pub(super) fn pieces(formula: &str) -> Vec<Piece<'_>> {
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

impl Sheet {
    pub(super) fn new(name: &str, widths: &[u16]) -> Self {
        Self {
            name: name.to_owned(),
            widths: widths.to_vec(),
            cells: BTreeMap::new(),
            table: None,
            validations: Vec::new(),
            frozen: None,
        }
    }

    pub(super) fn put(&mut self, row: u32, column: u16, style: Style, content: Content) {
        self.cells.insert((row, column), Cell { content, style });
    }

    pub(super) fn text(&mut self, row: u32, column: u16, style: Style, text: impl Into<String>) {
        self.put(row, column, style, Content::Text(text.into()));
    }

    pub(super) fn formula(&mut self, (row, column): (u32, u16), style: Style, formula: String, outcome: Outcome) {
        self.put(row, column, style, Content::Formula(formula, outcome));
    }

    /// Writes a table of text from column A, its header first, and marks it.
    pub(super) fn table(&mut self, row: u32, name: &str, header: &[&str], rows: &[Vec<String>]) {
        for (column, caption) in (0..).zip(header) {
            self.text(row, column, Style::Header, *caption);
        }
        for (line, texts) in (row + 1..).zip(rows) {
            for (column, text) in (0..).zip(texts) {
                self.text(line, column, Style::Text, text);
            }
        }
        let height = u32::try_from(rows.len()).unwrap_or(u32::MAX - 1);
        let width = u16::try_from(header.len()).unwrap_or(u16::MAX);
        let range = Range::new((row, 0), (row.saturating_add(height), width.saturating_sub(1)));
        self.table = Some(Table { name: name.to_owned(), range });
    }
}
