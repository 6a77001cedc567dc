//! The format of a contract: what `data/contracts/<id>.toml` may say.
//!
//! In: the text of the file. Out: a [`Contract`] that the reader can rely on: columns that its key and its rules name exist,
//! dimensions of its measures exist. Whether its code lists exist is checked by the set, which knows them.

use serde::Deserialize;
use toml::Spanned;

use super::codelist::FileCodelist;
use crate::fault::{Fault, Faults, nearest};
use crate::source::{Columns, Settings};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A table that some part of the program asks for by the contract's name.
    #[default]
    Table,
    /// Counts by force, period, measure and category: its rows go into the panel, and so into statistics and facts.
    Returns,
}

/// Type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
    /// `yes` or `no`.
    YesNo,
    /// One entry of a code list.
    Codelist,
    /// One of the contract's markers, or nothing.
    Marker,
}

/// A column.
#[derive(Clone, Debug, Deserialize)]
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
#[derive(Clone, Debug, Deserialize)]
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
    /// What to know about it.
    #[serde(default)]
    pub note: String,
}

/// Something that is counted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Stable identifier, as in the column `measure`.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Unit. Measures of different units are never added or compared.
    pub unit: String,
    /// Whether the whole is counted, with the dimension `total`.
    #[serde(default = "yes")]
    pub total: bool,
    /// Breakdowns that may be given.
    #[serde(default)]
    pub dimensions: Vec<String>,
    /// Whether every force owes it.
    #[serde(default)]
    pub due: bool,
}

/// Which check across cells a contract asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// The categories of every breakdown sum to the total.
    PartsEqualTotal,
    /// Four quarters sum to the year.
    QuartersEqualYear,
    /// No count is above the same force's count of the `parent`.
    NotAbove,
    /// A count equals the category of another measure's breakdown that holds the same things.
    EqualsCategory,
}

/// A check across cells.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Which.
    pub kind: CheckKind,
    /// Measures it holds for; all of them where none is named.
    #[serde(default)]
    pub measures: Vec<String>,
    /// What the counts are part of, for `not-above`.
    pub parent: Option<Other>,
    /// What the counts equal, for `equals-category`.
    pub category: Option<OtherCategory>,
}

/// A measure of another contract.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// Contract.
    pub contract: String,
    /// Measure of it.
    pub measure: String,
}

/// A category of another measure of the same contract.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherCategory {
    /// Measure.
    pub measure: String,
    /// Breakdown of it.
    pub dimension: String,
    /// Category of that.
    pub category: String,
}

/// From which forces rows are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Debug, Default, Deserialize)]
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: Spanned<String>,
    title: String,
    description: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    shape: Shape,
    #[serde(default)]
    may_have_no_rows: bool,
    key: Vec<Spanned<String>>,
    #[serde(default)]
    markers: Vec<Spanned<String>>,
    #[serde(default)]
    coverage: Coverage,
    column: Vec<Spanned<Column>>,
    #[serde(default)]
    codelist: Vec<Spanned<FileCodelist>>,
    #[serde(default)]
    dimension: Vec<Spanned<Dimension>>,
    #[serde(default)]
    measure: Vec<Spanned<Measure>>,
    #[serde(default)]
    check: Vec<Spanned<Check>>,
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
    /// Whether a file may hold the header alone.
    pub may_have_no_rows: bool,
    /// Columns that tell rows apart.
    pub key: Vec<String>,
    /// Markers that may stand for a missing value.
    pub markers: Vec<String>,
    /// Which rows are due.
    pub coverage: Coverage,
    /// Columns, in order.
    pub columns: Vec<Column>,
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
pub const MARKERS: [(&str, &str); 2] = [("[x]", "not available"), ("[z]", "not applicable")];

impl Contract {
    /// Reads a contract, with the code lists that only it uses.
    pub fn parse(settings: &Settings) -> Result<(Self, Vec<Spanned<FileCodelist>>), Vec<Fault>> {
        let file: File = settings.parse().map_err(|fault| vec![fault])?;
        let mut faults = Faults::new();
        validate(&file, settings, &mut faults);
        let plain = |entries: Vec<Spanned<String>>| entries.into_iter().map(Spanned::into_inner).collect();
        let contract = Self {
            id: file.id.into_inner(),
            title: file.title,
            description: file.description,
            unit: file.unit,
            shape: file.shape,
            may_have_no_rows: file.may_have_no_rows,
            key: plain(file.key),
            markers: plain(file.markers),
            coverage: file.coverage,
            columns: file.column.into_iter().map(Spanned::into_inner).collect(),
            dimensions: file.dimension.into_iter().map(Spanned::into_inner).collect(),
            measures: file.measure.into_iter().map(Spanned::into_inner).collect(),
            checks: file.check.into_iter().map(Spanned::into_inner).collect(),
            file: settings.file().to_owned(),
        };
        faults.into_result((contract, file.codelist))
    }

    /// The columns as the table reader wants them.
    pub fn header(&self) -> Columns<'_> {
        let mut columns = Columns::default();
        for column in &self.columns {
            if column.optional {
                columns.optional(&column.name)
            } else {
                columns.required(&column.name)
            }
            for alias in &column.aliases {
                columns.alias(alias, &column.name);
            }
        }
        columns
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

fn validate(file: &File, settings: &Settings, faults: &mut Faults) {
    let mut refuse = |span: &std::ops::Range<usize>, what: String, remedy: &str| {
        faults.push(settings.fault("contract-invalid", span, what, remedy));
    };
    let id = file.id.get_ref();
    if !settings.file().ends_with(&format!("/{id}.toml")) {
        refuse(
            &file.id.span(),
            format!("the file holds the contract `{id}`"),
            "name the file after the contract it holds",
        );
    }
    let names: Vec<&str> = file.column.iter().map(|column| column.get_ref().name.as_str()).collect();
    let did_you_mean = |word: &str| match nearest(word, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the columns are: {}", names.join(",")),
    };
    for key in &file.key {
        if !names.contains(&key.get_ref().as_str()) {
            let what = format!("the key names the column `{}`, which is not there", key.get_ref());
            refuse(&key.span(), what, &did_you_mean(key.get_ref()));
        }
    }
    for marker in &file.markers {
        if !MARKERS.iter().any(|(known, _)| known == marker.get_ref()) {
            let known: Vec<String> = MARKERS.iter().map(|(word, meaning)| format!("{word} {meaning}")).collect();
            let what = format!("`{}` is not a marker of a missing value", marker.get_ref());
            refuse(&marker.span(), what, &format!("the markers are: {}", known.join(", ")));
        }
    }
    for (index, spanned) in file.column.iter().enumerate() {
        let column = spanned.get_ref();
        if names.iter().take(index).any(|name| *name == column.name) {
            refuse(&spanned.span(), format!("the column `{}` is described twice", column.name), "keep one of the two");
        }
        if (column.kind == Kind::Codelist) == column.codelist.is_empty() {
            let what = format!(
                "the column `{}` has a code list without the type `codelist`, or the type without a list",
                column.name
            );
            refuse(&spanned.span(), what, "give both or none");
        }
        for other in [&column.empty_with, &column.marker] {
            if !other.is_empty() && !names.contains(&other.as_str()) {
                let what = format!("the column `{}` names the column `{other}`, which is not there", column.name);
                refuse(&spanned.span(), what, &did_you_mean(other));
            }
        }
    }
    let dimensions: Vec<&str> = file.dimension.iter().map(|dimension| dimension.get_ref().id.as_str()).collect();
    for spanned in &file.measure {
        let measure = spanned.get_ref();
        for dimension in measure.dimensions.iter().filter(|dimension| !dimensions.contains(&dimension.as_str())) {
            let what = format!("the measure `{}` names the dimension `{dimension}`, which is not there", measure.id);
            let remedy = match nearest(dimension, dimensions.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add a [[dimension]] with id = \"{dimension}\""),
            };
            refuse(&spanned.span(), what, &remedy);
        }
        if !measure.total && measure.dimensions.is_empty() {
            let what = format!("the measure `{}` has neither a total nor a dimension", measure.id);
            refuse(&spanned.span(), what, "give it one of them, or nothing can be returned");
        }
    }
    for spanned in &file.check {
        let check = spanned.get_ref();
        if (check.kind == CheckKind::NotAbove) != check.parent.is_some()
            || (check.kind == CheckKind::EqualsCategory) != check.category.is_some()
        {
            let what = "`not-above` needs a parent and `equals-category` a category, and no other check has them";
            refuse(&spanned.span(), what.to_owned(), "give what the check needs");
        }
        for measure in check.measures.iter().filter(|id| file.measure.iter().all(|known| known.get_ref().id != **id)) {
            let what = format!("the check names the measure `{measure}`, which is not there");
            refuse(&spanned.span(), what, &format!("add a [[measure]] with id = \"{measure}\", or mend the spelling"));
        }
    }
    if file.shape == Shape::Returns {
        for (name, kind, list) in RETURN_COLUMNS {
            let fits = |column: &Column| column.name == name && column.kind == kind && column.codelist == list;
            if !file.column.iter().any(|column| fits(column.get_ref())) {
                let kind = if list.is_empty() { String::new() } else { format!(" with codelist = \"{list}\"") };
                let what = format!("returns need the column `{name}`{kind}");
                refuse(&file.id.span(), what, "copy it from data/contracts/adr-group-based.toml");
            }
        }
        if file.measure.is_empty() {
            refuse(&file.id.span(), "returns need at least one measure".to_owned(), "add a [[measure]]");
        }
    }
}

fn yes() -> bool {
    true
}
