//! Series that others count: quoted beside the chapter's own, in tables of their own, and never on one axis with any other.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, absent, number, text};
use crate::contract::{Series, SeriesPeriod};
use crate::disclosure::Picture;
use crate::lineage::Lineage;
use crate::national::recorded::PER_CHILDREN;
use crate::period::FinancialYear;
use crate::statistics::change::mean_yearly_ratio;
use crate::wording::{self, Cell};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    for series in &picture.series {
        let name = format!("series.{}", series.id);
        for (period, count) in series.counted() {
            facts.add(format!("{name}.count.{}", period.slug()), wording::count(count), &series.lineage);
        }
        facts.add(format!("{name}.periods"), wording::word(series.counted().count() as i64), &series.lineage);
        if let Some(said) = rates(series, picture) {
            facts.add(format!("{name}.rates-said"), said, &series.lineage.clone().and(&picture.population_lineage));
        }
        if let Some((fell, percent)) = yearly_change(series) {
            let direction = if fell { "fewer" } else { "more" };
            facts.add(format!("{name}.change-a-year"), format!("{percent} {direction}"), &series.lineage);
        }
    }
}

/// A series of England by year for every 10,000 children: the first year of which all children are held, and the last.
fn rates(series: &Series, picture: &Picture) -> Option<String> {
    let recorded = picture.recorded.iter().find(|one| one.national.measure == picture.edition.counted.recorded)?;
    let rated: Vec<(FinancialYear, f64)> = series
        .counted()
        .filter(|_| series.geography == "England")
        .filter_map(|(period, count)| match period {
            SeriesPeriod::Year(year) => {
                Some((year, count as f64 / recorded.england.year(year)?.children? as f64 * PER_CHILDREN))
            }
            SeriesPeriod::Quarter(_) => None,
        })
        .collect();
    let ((first, from), (last, to)) = (rated.first()?, rated.last()?);
    (first < last).then(|| {
        format!(
            "For every 10,000 children there were {} in {first}, the first year for which the children of every area are held, and {} in {last}",
            wording::decimal(*from, 1),
            wording::decimal(*to, 1)
        )
    })
}

/// Whether a series of years went down from its first to its last, and by how much a year on average.
fn yearly_change(series: &Series) -> Option<(bool, String)> {
    let years = series.counted().filter_map(|(period, count)| match period {
        SeriesPeriod::Year(year) => Some((year, count)),
        SeriesPeriod::Quarter(_) => None,
    });
    let years: Vec<_> = years.collect();
    let ((first, from), (last, to)) = (years.first()?, years.last()?);
    let ratio = mean_yearly_ratio(*from, *to, last.start() - first.start())?;
    Some((ratio < 1.0, wording::percent((ratio - 1.0).abs())))
}

/// A table of the series that are counted by year, and one of those by quarter. Each column says what it counts.
fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let by_year = |series: &&Series| series.points.keys().all(|period| matches!(period, SeriesPeriod::Year(_)));
    let (years, quarters): (Vec<&Series>, Vec<&Series>) = picture.series.iter().partition(by_year);
    let made = [("series-by-year", "Year to March", years), ("series-by-quarter", "Quarter", quarters)];
    made.into_iter()
        .filter(|(.., series)| !series.is_empty())
        .map(|(id, head, series)| table(id, head, &series))
        .collect()
}

fn table(id: &'static str, head: &str, all: &[&Series]) -> DataTable {
    let periods: BTreeSet<SeriesPeriod> = all.iter().flat_map(|series| series.points.keys().copied()).collect();
    let mut columns = vec![text(head, 3)];
    columns.extend(all.iter().map(|series| number(series.title.as_str(), &series.unit, 4)));
    let rows = periods.into_iter().map(|period| {
        let counts = all.iter().map(|series| match series.points.get(&period) {
            Some(Some(count)) => Cell::count(*count),
            _ => absent(),
        });
        std::iter::once(Cell::words(period.to_string())).chain(counts).collect()
    });
    // Said once for all series of one unit and area.
    let mut scopes: BTreeMap<(&str, &str), ()> = BTreeMap::new();
    let said = all.iter().filter(|series| scopes.insert((&series.unit, &series.geography), ()).is_none());
    let scope: Vec<String> =
        said.map(|series| format!("{}, {}", wording::capitalised(&series.unit), series.geography)).collect();
    let sources: BTreeSet<&str> = all.iter().map(|series| series.source.as_str()).collect();
    let notes: BTreeSet<&str> = all.iter().map(|series| series.note.as_str()).collect();
    let missing = all.iter().any(|series| series.points.values().any(Option::is_none));
    let marker = missing.then_some("[x] Not available.");
    DataTable {
        id,
        title: "What others count, on a footing of their own".to_owned(),
        subtitle: scope.join("; "),
        columns,
        rows: rows.collect(),
        source: sources.into_iter().collect::<Vec<_>>().join(" "),
        notes: notes.into_iter().chain(marker).map(str::to_owned).collect(),
        lineage: all.iter().fold(Lineage::default(), |lineage, series| lineage.and(&series.lineage)),
    }
}
