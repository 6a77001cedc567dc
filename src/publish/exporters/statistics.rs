//! The statistics of a release as one tidy table: a row for every statistic, period and area asked for.

use super::{Content, Files};
use crate::disclosure::Statistic;
use crate::fault::Failure;
use crate::figure::Table;
use crate::national::registry::{Limits, Value};
use crate::wording::format;

/// Name of the table, before its handling.
const STATISTICS: &str = "statistics.csv";

const COLUMNS: [&str; 17] = [
    "id",
    "title",
    "measure",
    "definition",
    "breakdown",
    "category",
    "area",
    "period",
    "value",
    "lower",
    "upper",
    "unit",
    "method",
    "marker",
    "data_status",
    "reason",
    "caveat",
];

pub(super) fn exported(content: &Content<'_>) -> Result<Files, Failure> {
    Ok(vec![(STATISTICS.to_owned(), statistics(&content.protected.statistics).csv())])
}

/// The table. Numbers have the decimals that the text has, so that the two cannot differ.
pub fn statistics(statistics: &[Statistic]) -> Table {
    let columns = COLUMNS.iter().map(|column| (*column).to_owned()).collect();
    Table { columns, rows: statistics.iter().map(row).collect() }
}

fn row(statistic: &Statistic) -> Vec<String> {
    let number = |number: f64| format::machine(number, statistic.decimals);
    let (value, marker, reason) = match &statistic.value {
        Value::Count(count) => (count.to_string(), "", ""),
        Value::Number(value) => (number(*value), "", ""),
        Value::Absent(absence) => (String::new(), absence.marker(), absence.reason()),
    };
    let limit = |pick: fn(Limits) -> Option<f64>| statistic.interval.and_then(pick).map(number).unwrap_or_default();
    let breakdown = statistic.breakdown.as_ref();
    vec![
        statistic.id.clone(),
        statistic.title.clone(),
        statistic.measure.clone(),
        statistic.definition.clone().unwrap_or_default(),
        breakdown.map(|breakdown| breakdown.dimension.clone()).unwrap_or_default(),
        breakdown.map(|breakdown| breakdown.category.clone()).unwrap_or_default(),
        statistic.area.name.clone(),
        statistic.period.to_string(),
        value,
        limit(|limits| Some(limits.lower)),
        limit(|limits| limits.upper),
        statistic.unit.clone(),
        statistic.method.name().to_owned(),
        marker.to_owned(),
        if statistic.lineage.synthetic() { "synthetic" } else { "real" }.to_owned(),
        reason.to_owned(),
        statistic.caveat.clone().unwrap_or_default(),
    ]
}
