//! An open table: typed columns and cells with all that must travel with them, before it is a sheet or a CSV.
//!
//! In: the tables of the chapter, the data of its figures and the statistics, all after disclosure. Out: tables of two shapes. One of the
//! chapter is wide, as people read it, and its CSV has one row an observation; the others have one already.

use super::super::Content;
use crate::chapter::figures::Figure;
use crate::chapter::tables::DataTable;
use crate::disclosure::vintages::{Told, Vintages};
use crate::disclosure::{Picture, ROUNDED, Statistic, WITHHELD};
use crate::figure::Table;
use crate::lineage::{Lineage, REAL, SYNTHETIC};
use crate::national::registry::{Limits, Value};
use crate::wording::Cell;
use crate::wording::cell::Number;

/// A table that is published open.
#[derive(Clone, Debug)]
pub(super) struct OpenTable {
    /// Stable name: lower-case words joined by hyphens.
    pub(super) id: String,
    pub(super) title: String,
    /// Measure, place and period; empty where the title says all.
    pub(super) subtitle: String,
    pub(super) columns: Vec<Column>,
    /// Rows of as many cells as there are columns.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether each row is one observation with its unit, marker and status in columns of their own.
    pub(super) tidy: bool,
    pub(super) source: String,
    pub(super) notes: Vec<String>,
    pub(super) lineage: Lineage,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Stable name: lower-case words joined by underscores.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: Kind,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    /// Numbers of a unit; of several, where it is empty and another column names it.
    Numbers(String),
}

impl Column {
    pub(super) fn unit(&self) -> Option<&str> {
        match &self.kind {
            Kind::Numbers(unit) => Some(unit),
            Kind::Words => None,
        }
    }
}

impl OpenTable {
    /// A table of the chapter.
    pub(super) fn of(table: &DataTable) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        for column in &table.columns {
            let id = unused(&slug(&column.title), &columns);
            let kind = column.unit.clone().map_or(Kind::Words, Kind::Numbers);
            columns.push(Column { id, title: column.title.clone(), kind });
        }
        Self {
            id: table.id().to_owned(),
            title: table.title.clone(),
            subtitle: table.subtitle.clone(),
            columns,
            rows: table.rows.clone(),
            tidy: false,
            source: table.source.clone(),
            notes: table.notes.clone(),
            lineage: table.lineage.clone(),
        }
    }

    /// The data of a figure, which have one row an observation; none where it has none. A column whose cells are all numbers or empty
    /// holds numbers.
    pub(super) fn of_figure(figure: &Figure) -> Option<Self> {
        let words = figure.words();
        Some(Self {
            id: format!("figure-{}", figure.id()),
            title: format!("Figure {}. {}", figure.number(), words.title),
            subtitle: words.subtitle.clone(),
            source: words.source.clone(),
            notes: words.notes.clone(),
            lineage: figure.lineage().clone(),
            ..Self::of_data(&figure.table())?
        })
    }

    /// The data of a figure, without its words.
    pub(super) fn of_data(table: &Table) -> Option<Self> {
        let numbers = |at: usize| {
            let mut cells = table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty()).peekable();
            cells.peek().is_some() && cells.all(|cell| Number::read(cell).is_some())
        };
        let column = |(at, name): (usize, &String)| Column {
            id: name.clone(),
            title: crate::wording::capitalised(&name.replace('_', " ")),
            kind: if numbers(at) { Kind::Numbers(String::new()) } else { Kind::Words },
        };
        let columns: Vec<Column> = table.columns.iter().enumerate().map(column).collect();
        let cell = |(cell, column): (&String, &Column)| match (cell.as_str(), column.unit()) {
            ("", _) => Cell::default(),
            (number, Some(_)) => Number::read(number).map_or_else(Cell::default, Cell::number),
            (words, None) => Cell::words(words),
        };
        (!columns.is_empty()).then(|| Self {
            id: String::new(),
            title: String::new(),
            subtitle: String::new(),
            rows: table.rows.iter().map(|row| row.iter().zip(&columns).map(cell).collect()).collect(),
            columns,
            tidy: true,
            source: String::new(),
            notes: Vec::new(),
            lineage: Lineage::default(),
        })
    }

    /// The statistics of the registry.
    pub(super) fn of_statistics(statistics: &[Statistic]) -> Self {
        let lineage = statistics.iter().fold(Lineage::default(), |lineage, one| lineage.and(&one.lineage));
        Self {
            id: "statistics".to_owned(),
            title: "Every statistic of the edition".to_owned(),
            subtitle: "One row for each statistic, period and area, with its limits and how it was computed".to_owned(),
            columns: columns(&STATISTICS),
            rows: statistics.iter().map(statistic).collect(),
            tidy: true,
            source: lineage.source_line("The sources of the edition, as its annex lists them."),
            notes: vec![
                "Lower and upper: limits of the interval that the method gives; a share between bounds has limits and no value."
                    .to_owned(),
            ],
            lineage,
        }
    }

    /// What each release gave of each statistic, this one last; none where no release came before.
    pub(super) fn of_releases(picture: &Picture) -> Option<Self> {
        let Vintages { earlier, now } = &picture.vintages;
        let edition = &picture.edition;
        let instant = edition.release_instant.to_string();
        let before = earlier
            .iter()
            .flat_map(|vintage| vintage.told.iter().map(|told| release_row((vintage.edition, &vintage.release), told)));
        let rows = before.chain(now.iter().map(|now| release_row((edition.year, &instant), &now.told)));
        let lineage = now.iter().fold(Lineage::default(), |lineage, now| lineage.and(&now.lineage));
        (!earlier.is_empty()).then(|| Self {
            id: "revisions".to_owned(),
            title: "What each release gave".to_owned(),
            subtitle: "One row for each statistic, period, area and release, as it was printed at OFFICIAL".to_owned(),
            columns: columns(&RELEASES),
            rows: rows.collect(),
            tidy: true,
            source: lineage.source_line("Releases of this assessment."),
            notes: Vec::new(),
            lineage,
        })
    }

    /// Whether it rests on invented numbers, as files say it.
    pub(super) fn status(&self) -> &'static str {
        if self.lineage.synthetic() { SYNTHETIC } else { REAL }
    }

    /// Whether a number of it was rounded or withheld to protect those it counts.
    pub(super) fn protected(&self) -> bool {
        let marked = |cell: &Cell| {
            [cell.markers(), cell.said()]
                .iter()
                .any(|said| [WITHHELD, ROUNDED].iter().any(|marker| said.contains(marker)))
        };
        self.rows.iter().flatten().any(marked)
    }

    pub(super) fn has_numbers(&self) -> bool {
        self.columns.iter().any(|column| column.unit().is_some())
    }
}

/// Every open table of a release: those of the chapter, the data of its figures, the statistics.
pub(super) fn gathered(content: &Content<'_>) -> Vec<OpenTable> {
    let statistics = OpenTable::of_statistics(&content.protected.statistics);
    let statistics = Some(statistics).filter(|statistics| !statistics.rows.is_empty());
    let figures = content.figures.iter().filter_map(OpenTable::of_figure);
    content.tables.iter().map(OpenTable::of).chain(figures).chain(statistics).collect()
}

/// Columns of the statistics, and which hold numbers.
const STATISTICS: [(&str, bool); 17] = [
    ("id", false),
    ("title", false),
    ("measure", false),
    ("definition", false),
    ("breakdown", false),
    ("category", false),
    ("area", false),
    ("period", false),
    ("value", true),
    ("lower", true),
    ("upper", true),
    ("unit", false),
    ("method", false),
    ("marker", false),
    ("data_status", false),
    ("reason", false),
    ("caveat", false),
];

/// Columns of what releases gave.
const RELEASES: [(&str, bool); 14] = [
    ("id", false),
    ("title", false),
    ("definition", false),
    ("area", false),
    ("period", false),
    ("edition", false),
    ("release", false),
    ("value", true),
    ("lower", true),
    ("upper", true),
    ("unit", false),
    ("method", false),
    ("marker", false),
    ("data_status", false),
];

fn columns(named: &[(&str, bool)]) -> Vec<Column> {
    let column = |(id, numbers): &(&str, bool)| Column {
        id: (*id).to_owned(),
        title: crate::wording::capitalised(&id.replace('_', " ")),
        kind: if *numbers { Kind::Numbers(String::new()) } else { Kind::Words },
    };
    named.iter().map(column).collect()
}

fn release_row((edition, release): (i16, &str), told: &Told) -> Vec<Cell> {
    let words = |words: &str| if words.is_empty() { Cell::default() } else { Cell::words(words) };
    let number = |digits: &str| Number::read(digits).map_or_else(Cell::default, Cell::number);
    vec![
        words(&told.id),
        words(&told.title),
        words(&told.definition),
        words(&told.area),
        words(&told.period),
        words(&edition.to_string()),
        words(release),
        number(&told.value),
        number(&told.lower),
        number(&told.upper),
        words(&told.unit),
        words(&told.method),
        if told.marker.is_empty() { Cell::default() } else { Cell::marker(&told.marker) },
        words(if told.synthetic { SYNTHETIC } else { REAL }),
    ]
}

fn statistic(statistic: &Statistic) -> Vec<Cell> {
    let number = |value: f64| Number::decimal(value, statistic.decimals).map_or_else(Cell::default, Cell::number);
    let (value, marker, reason) = match &statistic.value {
        Value::Count(count) => (Cell::count(*count), "", ""),
        Value::Number(value) => (number(*value), "", ""),
        Value::Absent(absence) => (Cell::default(), absence.marker(), absence.reason()),
    };
    let limit = |pick: fn(Limits) -> Option<f64>| statistic.interval.and_then(pick).map_or_else(Cell::default, number);
    let words = |words: &str| if words.is_empty() { Cell::default() } else { Cell::words(words) };
    let breakdown = statistic.breakdown.as_ref();
    vec![
        words(&statistic.id),
        words(&statistic.title),
        words(&statistic.measure),
        words(statistic.definition.as_deref().unwrap_or_default()),
        words(breakdown.map_or("", |breakdown| &breakdown.dimension)),
        words(breakdown.map_or("", |breakdown| &breakdown.category)),
        words(&statistic.area.name),
        words(&statistic.period.to_string()),
        value,
        limit(|limits| Some(limits.lower)),
        limit(|limits| limits.upper),
        words(&statistic.unit),
        words(statistic.method.name()),
        if marker.is_empty() { Cell::default() } else { Cell::marker(marker) },
        words(if statistic.lineage.synthetic() { SYNTHETIC } else { REAL }),
        words(reason),
        words(statistic.caveat.as_deref().unwrap_or_default()),
    ]
}

/// A title as a name: its letters and digits, lower-case, all else one underscore. One without a letter of the Latin alphabet has none.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            '%' => slug.push_str("percent"),
            _ if slug.ends_with('_') || slug.is_empty() => {}
            _ => slug.push('_'),
        }
    }
    let slug = slug.trim_end_matches('_');
    match slug.as_bytes().first() {
        None => "column".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("of_{slug}"),
        Some(_) => slug.to_owned(),
    }
}

/// Columns that the CSV of a wide table adds to its own.
pub(super) const ADDED: [&str; 7] = ["row", "measure", "value", "unit", "marker", "note", "data_status"];

fn unused(slug: &str, columns: &[Column]) -> String {
    let taken = |id: &str| ADDED.contains(&id) || columns.iter().any(|column| column.id == id);
    let numbered = (2..).map(|number: usize| format!("{slug}_{number}"));
    std::iter::once(slug.to_owned()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}
