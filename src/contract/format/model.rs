//! The format of a contract: what `data/contracts/<id>.toml` may say.
//!
//! In: the text of the file. Out: a [`Contract`] that the reader can rely on: columns that its key and its rules name exist,
//! dimensions of its measures exist. Whether its code lists exist is checked by the set, which knows them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::codelist::FileCodelist;
use super::publisher::{LeaveOut, NewColumns, SeriesOf, Sheets, Wide};
use super::validate::{File, validate};
use crate::fault::{Fault, Faults, Place};
use crate::lineage::STATUS;
use crate::source::{Columns, Settings, Spanned};

/// Code lists that the program fills: definitions of the project, and the contract's own measures, dimensions and categories.
pub const OWN_LISTS: [&str; 4] = ["definitions", "measures", "dimensions", "categories"];

/// Columns of every contract whose rows go into the panel.
pub const RETURN_COLUMNS: [(&str, Kind, &str); 9] = [
    ("force_code", Kind::Codelist, "forces"),
    ("period", Kind::FinancialYear, ""),
    ("quarter", Kind::Part, ""),
    ("definition", Kind::Codelist, "definitions"),
    ("measure", Kind::Codelist, "measures"),
    ("dimension", Kind::Codelist, "dimensions"),
    ("category", Kind::Codelist, "categories"),
    ("value", Kind::Count, ""),
    ("marker", Kind::Marker, ""),
];

/// What the rows are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A table that some part of the program asks for by the contract's name.
    #[default]
    Table,
    /// Counts by force, period, measure and category: its rows go into the panel, and so into statistics and facts.
    Returns,
}

/// Type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Any text.
    Text,
    /// An identifier: text even where it is all digits.
    Code,
    /// A whole number of things, not negative.
    Count,
    /// A whole number.
    Integer,
    /// A number with at most one decimal point, kept as it was written.
    Decimal,
    /// A day, ISO 8601.
    Date,
    /// A calendar year.
    Year,
    /// April to March, such as `2024/25`.
    FinancialYear,
    /// `year`, or a quarter of the financial year, `Q1` to `Q4`.
    Part,
    /// A quarter of the financial year, `1` to `4` or `Q1` to `Q4`, in a table that has no whole years.
    Quarter,
    /// A year to 31 March, named by the calendar year in which it ends: `2025` for April 2024 to March 2025.
    MarchYear,
    /// A quarter of the calendar year, `2023 Q4`.
    CalendarQuarter,
    /// `yes` or `no`.
    YesNo,
    /// One entry of a code list.
    Codelist,
    /// One of the contract's markers, or nothing.
    Marker,
}

/// A column.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Name in the header.
    pub name: String,
    /// What it holds, in words.
    pub title: String,
    /// Type of its cells.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Code list of its cells, for the type `codelist`.
    #[serde(default)]
    pub codelist: String,
    /// Other names under which it may come.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether the column may be left out; it is then read as empty.
    #[serde(default)]
    pub optional: bool,
    /// Whether its publisher writes names where codes are meant, so that a name is nothing to note.
    #[serde(default)]
    pub by_name: bool,
    /// Whether a cell may be empty.
    #[serde(default)]
    pub empty: bool,
    /// A cell may be empty where this other column is filled.
    #[serde(default)]
    pub empty_with: String,
    /// The column whose marker says why a cell is empty: each row has one of the two.
    #[serde(default)]
    pub marker: String,
    /// Whether a count may be below zero in a row that is a quarter, where crimes are transferred or cancelled.
    #[serde(default)]
    pub negative_in_quarters: bool,
    /// Smallest number.
    pub least: Option<i64>,
    /// Largest number.
    pub greatest: Option<i64>,
    /// Why a number outside these cannot be.
    #[serde(default)]
    pub reason: String,
    /// How to mend a number outside these.
    #[serde(default)]
    pub remedy: String,
    /// How to mend an empty cell.
    #[serde(default)]
    pub if_empty: String,
}

/// A breakdown of measures.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Stable identifier, as in the column `dimension`.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Code list of its categories.
    pub codelist: String,
    /// Category for what is not recorded; empty where nothing can be.
    #[serde(default)]
    pub not_recorded: String,
    /// Whether it is a sensitive characteristic, of which a percentage needs the larger base of the disclosure policy.
    #[serde(default)]
    pub sensitive: bool,
    /// What to know about it.
    #[serde(default)]
    pub note: String,
}

/// Who may see a measure force by force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ByForce {
    /// Everyone: its source publishes it, and nothing is protected by hiding what is known.
    Published,
    /// Returns count it, and disclosure control says what may be shown.
    #[default]
    Returns,
}

/// Something that is counted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Stable identifier, as in the column `measure`. It stands in one contract only.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// The same in a few words, for tables; the title without it.
    #[serde(default)]
    pub short: String,
    /// Unit. Measures of different units are never added or compared.
    pub unit: String,
    /// What a reader must know of its course, as a sentence.
    #[serde(default)]
    pub note: String,
    /// Role of the published national figures that count the same; empty where none do.
    #[serde(default)]
    pub published: String,
    /// Offence code of its rows, where a column `offence_code` says what a row counts.
    #[serde(default)]
    pub offence: String,
    /// Who may see it force by force.
    #[serde(default)]
    pub by_force: ByForce,
    /// Whether all forces count it alike, so that it may be a ceiling for others.
    #[serde(default)]
    pub alike: bool,
    /// The one definition under which every force counts it; without one each says under which it counted.
    #[serde(default)]
    pub definition: String,
    /// Measure that it is part of: no force counts more of it than of that.
    #[serde(default)]
    pub part_of: String,
    /// Key of its breaks in an edition, which several measures may share; without one it has none.
    #[serde(default)]
    pub breaks: String,
    /// Classes of its breakdowns that count under a definition of their own.
    #[serde(default)]
    pub classes: Vec<Class>,
    /// Whether the whole is counted, with the dimension `total`.
    #[serde(default = "yes")]
    pub total: bool,
    /// Breakdowns that may be given.
    #[serde(default)]
    pub dimensions: Vec<String>,
    /// Whether every force owes it.
    #[serde(default)]
    pub due: bool,
    /// Where it is described.
    #[serde(skip)]
    pub place: Place,
}

/// A class of a breakdown that counts under a definition of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Breakdown.
    pub dimension: String,
    /// Category of it.
    pub category: String,
    /// Definition of the class.
    pub definition: String,
    /// What it is, in a few words.
    pub title: String,
    /// Role of the published national figures that count the same; empty where none do.
    #[serde(default)]
    pub published: String,
    /// Measure that counts the same crimes under the force's own definition; empty where none does.
    #[serde(default)]
    pub same_as: String,
}

/// A column that tells rows apart below the force and its periods, over which their counts are summed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SummedColumn {
    /// Column of the key.
    pub column: String,
    /// Columns under one combination of which each of its values stands, such as an area under its force and a month under its quarter.
    pub within: Vec<String>,
    /// Whether every one is due that the code list of the first of these columns names for its code: each area of a force, of a look-up.
    #[serde(default)]
    pub all: bool,
}

/// Which check across cells a contract asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// The categories of every breakdown sum to the total.
    PartsEqualTotal,
    /// Four quarters sum to the year.
    QuartersEqualYear,
}

/// A check across cells.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Which.
    pub kind: CheckKind,
    /// Measures it holds for; all of them where none is named.
    #[serde(default)]
    pub measures: Vec<String>,
}

/// From which forces rows are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DueFrom {
    /// From nobody in particular.
    #[default]
    None,
    /// From the 43 territorial forces.
    Territorial,
    /// From these and British Transport Police.
    All,
}

/// Which periods are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DuePeriods {
    /// None in particular.
    #[default]
    None,
    /// The edition's years of the returns.
    Returns,
    /// The edition's years of police recorded crime.
    RecordedCrime,
    /// The latest only.
    Latest,
}

/// Which rows are due. For returns: every measure that is due, whole, for each of these.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Forces.
    #[serde(default)]
    pub forces: DueFrom,
    /// Periods.
    #[serde(default)]
    pub periods: DuePeriods,
    /// Parts of each financial year: `year`, `Q1` …
    #[serde(default)]
    pub parts: Vec<String>,
}

/// What a data set must look like.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Stable identifier, also the name of its file.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is, in a few sentences.
    pub description: String,
    /// What a row counts, in a word.
    pub unit: String,
    /// What the rows are for.
    pub shape: Shape,
    /// Contract in whose place an edition may take a source of this one; empty where there is none.
    pub stands_for: String,
    /// Whether a file may hold the header alone.
    pub may_have_no_rows: bool,
    /// Columns that tell rows apart.
    pub key: Vec<String>,
    /// Those of them over which counts are summed.
    pub summed: Vec<SummedColumn>,
    /// Markers that may stand for a missing value.
    pub markers: Vec<String>,
    /// Which rows are due.
    pub coverage: Coverage,
    /// Columns, in order.
    pub columns: Vec<Column>,
    /// Columns of its publisher that are not read.
    pub unread: Vec<String>,
    /// Rows of its publisher that are not read.
    pub leave_out: Vec<LeaveOut>,
    /// What is done about columns that nothing here names.
    pub new_columns: NewColumns,
    /// Measures that stand in columns.
    pub wide: Option<Wide>,
    /// What stands for a marker, or for nought, in cells of numbers.
    pub symbols: BTreeMap<String, String>,
    /// Which sheets are read.
    pub sheets: Sheets,
    /// Column that the name of the sheet fills, where the sheet does not have it.
    pub sheet_holds: String,
    /// Series of what others count.
    pub series: Vec<SeriesOf>,
    /// Breakdowns.
    pub dimensions: Vec<Dimension>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Checks across cells.
    pub checks: Vec<Check>,
    /// File it was read from.
    pub file: String,
}

/// Markers and what they mean, as in the Government Analysis Function's list.
pub const MARKERS: [(&str, &str); 4] =
    [("[x]", "not available"), ("[z]", "not applicable"), ("[c]", "confidential"), ("[u]", "of low reliability")];

impl Contract {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads a contract, with the code lists that only it uses.
    pub fn parse(settings: &Settings) -> Result<(Self, Vec<Spanned<FileCodelist>>), Vec<Fault>> {
        let file: File = settings.parse().map_err(|fault| vec![fault])?;
        let mut faults = Faults::new();
        validate(&file, settings, &mut faults);
        let plain = |entries: Vec<Spanned<String>>| entries.into_iter().map(Spanned::into_inner).collect();
        let placed = |measure: Spanned<Measure>| {
            let place = settings.place(&measure.span());
            Measure { place, ..measure.into_inner() }
        };
        let contract = Self {
            id: file.id.into_inner(),
            title: file.title,
            description: file.description,
            unit: file.unit,
            shape: file.shape,
            stands_for: file.stands_for.map(Spanned::into_inner).unwrap_or_default(),
            may_have_no_rows: file.may_have_no_rows,
            key: plain(file.key),
            summed: file.summed.into_iter().map(Spanned::into_inner).collect(),
            markers: plain(file.markers),
            coverage: file.coverage,
            columns: file.column.into_iter().map(Spanned::into_inner).collect(),
            unread: file.unread,
            new_columns: file.new_columns,
            wide: file.wide.map(Spanned::into_inner),
            symbols: file.symbols,
            sheets: file.sheets,
            sheet_holds: file.sheet_holds,
            series: file.series.into_iter().map(Spanned::into_inner).collect(),
            leave_out: file.leave_out.into_iter().map(Spanned::into_inner).collect(),
            dimensions: file.dimension.into_iter().map(Spanned::into_inner).collect(),
            measures: file.measure.into_iter().map(placed).collect(),
            checks: file.check.into_iter().map(Spanned::into_inner).collect(),
            file: settings.file().to_owned(),
        };
        faults.into_result((contract, file.codelist))
    }

    /// The columns as the table reader wants them.
    pub fn header(&self) -> Columns<'_> {
        let mut columns = Columns::default();
        let of_rows = |name: &str| self.wide.as_ref().is_some_and(|wide| wide.name == name || wide.value == name);
        for column in self.columns.iter().filter(|column| !of_rows(&column.name)) {
            if column.optional || column.name == self.sheet_holds {
                columns.optional(&column.name)
            } else {
                columns.required(&column.name)
            }
            for alias in &column.aliases {
                columns.alias(alias, &column.name);
            }
        }
        for name in self.wide.iter().flat_map(|wide| wide.columns.keys()) {
            columns.required(name);
            columns.alias(name, name);
        }
        if self.new_columns == NewColumns::Noted {
            columns.others_unread();
        }
        for name in &self.unread {
            columns.optional(name);
            columns.alias(name, name);
        }
        // Of every contract: a synthetic file says so in itself.
        columns.optional(STATUS);
        columns
    }

    /// Whether a force answers it in one row, for itself or for itself and a year, and not with a table of counts.
    pub fn is_of_one_row(&self) -> bool {
        let is_forces = |column: &Column| column.name == "force_code" && column.codelist == "forces";
        let of_force = |key: &String| ["force_code", "period"].contains(&key.as_str());
        self.shape == Shape::Table && self.columns.iter().any(is_forces) && self.key.iter().all(of_force)
    }

    /// Whether it is a return that a force makes.
    pub fn is_return(&self) -> bool {
        self.shape == Shape::Returns || self.is_of_one_row()
    }

    /// Whether its rows are summed to the force.
    pub fn is_summed(&self) -> bool {
        !self.summed.is_empty()
    }

    /// The contract by whose name the program asks for its rows.
    pub fn asked_as(&self) -> &str {
        if self.stands_for.is_empty() { &self.id } else { &self.stands_for }
    }

    /// A measure.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// A breakdown.
    pub fn dimension(&self, id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.id == id)
    }

    /// The checks of a kind, each with the measures it holds for.
    pub fn checks(&self, kind: CheckKind) -> impl Iterator<Item = (&Check, Vec<&str>)> {
        self.checks.iter().filter(move |check| check.kind == kind).map(|check| {
            let all = || self.measures.iter().map(|measure| measure.id.as_str()).collect();
            let named = || check.measures.iter().map(String::as_str).collect();
            (check, if check.measures.is_empty() { all() } else { named() })
        })
    }
}

fn yes() -> bool {
    true
}
