//! What can be wrong with a contract by itself: names that its own parts give each other must exist.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::codelist::FileCodelist;
use super::model::{Check, Column, Coverage, Dimension, Kind, MARKERS, Measure, RETURN_COLUMNS, Shape, SummedColumn};
use super::publisher::{LeaveOut, NewColumns, SeriesOf, Sheets, Wide};
use crate::fault::{Faults, nearest};
use crate::source::{Settings, Spanned};

/// The file as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Stable identifier, also the name of the file.
    pub(super) id: Spanned<String>,
    /// Title.
    pub(super) title: String,
    /// What it is, in a few sentences.
    pub(super) description: String,
    /// What a row counts.
    #[serde(default)]
    pub(super) unit: String,
    /// What the rows are for.
    #[serde(default)]
    pub(super) shape: Shape,
    /// Contract in whose place an edition may take a source of this one: the same counts in a publisher's own table.
    pub(super) stands_for: Option<Spanned<String>>,
    /// Whether a file may hold the header alone.
    #[serde(default)]
    pub(super) may_have_no_rows: bool,
    /// Columns that together tell rows apart.
    pub(super) key: Vec<Spanned<String>>,
    /// Those of the key that tell rows apart below the force and its periods: counts are summed over them.
    #[serde(default)]
    pub(super) summed: Vec<Spanned<SummedColumn>>,
    /// Markers that may stand for a missing value.
    #[serde(default)]
    pub(super) markers: Vec<Spanned<String>>,
    /// Which rows are due.
    #[serde(default)]
    pub(super) coverage: Coverage,
    /// Columns, in order.
    pub(super) column: Vec<Spanned<Column>>,
    /// Columns of its publisher that are not read; they may be there or not.
    #[serde(default)]
    pub(super) unread: Vec<String>,
    /// Rows of its publisher that are not read.
    #[serde(default)]
    pub(super) leave_out: Vec<Spanned<LeaveOut>>,
    /// What is done about columns that nothing here names.
    #[serde(default)]
    pub(super) new_columns: NewColumns,
    /// Measures that stand in columns.
    pub(super) wide: Option<Spanned<Wide>>,
    /// What stands for a marker, or for nought, in cells of numbers: `c = "[c]"`, `"-" = "0"`.
    #[serde(default)]
    pub(super) symbols: BTreeMap<String, String>,
    /// Which sheets are read.
    #[serde(default)]
    pub(super) sheets: Sheets,
    /// Column that the name of the sheet fills, where the sheet does not have it.
    #[serde(default)]
    pub(super) sheet_holds: String,
    /// Series of what others count.
    #[serde(default)]
    pub(super) series: Vec<Spanned<SeriesOf>>,
    /// Code lists of this contract alone.
    #[serde(default)]
    pub(super) codelist: Vec<Spanned<FileCodelist>>,
    /// Breakdowns of measures.
    #[serde(default)]
    pub(super) dimension: Vec<Spanned<Dimension>>,
    /// What is counted.
    #[serde(default)]
    pub(super) measure: Vec<Spanned<Measure>>,
    /// Checks across cells.
    #[serde(default)]
    pub(super) check: Vec<Spanned<Check>>,
}

/// Notes what cannot be, each with its line.
pub(super) fn validate(file: &File, settings: &Settings, faults: &mut Faults) {
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
    for spanned in &file.summed {
        let SummedColumn { column, within, all } = spanned.get_ref();
        let of_returns = |name: &str| RETURN_COLUMNS.iter().any(|(known, ..)| *known == name);
        let can_be = file.shape == Shape::Returns || file.stands_for.is_some();
        let is_key = file.key.iter().any(|key| key.get_ref() == column);
        let is_text = |known: &Spanned<Column>| {
            known.get_ref().name == *column && matches!(known.get_ref().kind, Kind::Code | Kind::Text)
        };
        if !can_be || !is_key || of_returns(column) || !file.column.iter().any(is_text) {
            let what = format!("counts cannot be summed over `{column}`");
            let remedy = "name a column of the key of returns, or of a table that stands for another, that is text and none of the columns that all \
                 returns have";
            refuse(&spanned.span(), what, remedy);
        }
        let has_list = |name: &String| {
            let column = file.column.iter().map(Spanned::get_ref).find(|known| known.name == *name);
            column.is_some_and(|column| column.kind == Kind::Codelist)
        };
        if *all && !within.first().is_some_and(has_list) {
            let what = format!("which of `{column}` are due cannot be known");
            refuse(
                &spanned.span(),
                what,
                "name a column with a code list as the first of `within`, or leave `all` out",
            );
        }
        for above in within.iter().filter(|above| !names.contains(&above.as_str())) {
            let what = format!("`{column}` stands within `{above}`, which is not there");
            refuse(&spanned.span(), what, &did_you_mean(above));
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
    for spanned in &file.leave_out {
        let leave_out = spanned.get_ref();
        let column = file.column.iter().map(Spanned::get_ref).find(|column| column.name == leave_out.column);
        let Some(column) = column else {
            let what = format!("rows are left out by the column `{}`, which is not there", leave_out.column);
            refuse(&spanned.span(), what, &did_you_mean(&leave_out.column));
            continue;
        };
        let ways = [leave_out.unlisted, !leave_out.values.is_empty(), !leave_out.except.is_empty()];
        let one_way = ways.iter().filter(|way| **way).count() == 1;
        if !one_way || (leave_out.unlisted && column.kind != Kind::Codelist) {
            let what = format!("which rows are left out by `{}` is not clear", leave_out.column);
            refuse(
                &spanned.span(),
                what,
                "give `values`, or `except`, or `unlisted = true` for a column with a code list",
            );
        }
        if leave_out.reason.trim().is_empty() {
            let what = format!("rows are left out by `{}` without a reason", leave_out.column);
            refuse(&spanned.span(), what, "say why in `reason`");
        }
    }
    let of_wide = file.wide.iter().flat_map(|wide| {
        let Wide { name, value, .. } = wide.get_ref();
        [(wide.span(), name), (wide.span(), value)]
    });
    let of_series = file.series.iter().flat_map(|series| {
        let SeriesOf { value, period, only, parts, area, .. } = series.get_ref();
        only.keys().chain(parts.keys()).chain([value, period]).chain(area).map(|column| (series.span(), column))
    });
    let of_sheets = (!file.sheet_holds.is_empty()).then(|| (file.id.span(), &file.sheet_holds));
    for (span, column) in of_wide.chain(of_series).chain(of_sheets) {
        if !names.contains(&column.as_str()) {
            refuse(&span, format!("the column `{column}` is named, which is not there"), &did_you_mean(column));
        }
    }
    for (symbol, meaning) in &file.symbols {
        if meaning != "0" && !file.markers.iter().any(|marker| marker.get_ref() == meaning) {
            let what = format!("the symbol `{symbol}` stands for `{meaning}`, which is no marker of the contract");
            refuse(&file.id.span(), what, "give one of its markers, or \"0\"");
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
