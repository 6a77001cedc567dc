//! Periods by name: `last`, `previous`, `first`, `to-date`, `break` and `before-break` of a series, so that the text of one edition is
//! that of the next.
//!
//! In: the facts under names that hold a period, and what each series covers. Out: the same facts under names that hold the
//! period's name instead, and for each the words of the period, `<series>.year.<name>`. A name belongs to a period of the series
//! and not to whatever a fact has last: where a fact does not exist for that period it has no such name, and a sentence that
//! needs it stops the build.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, Facts};
use crate::contract::SeriesPeriod;
use crate::disclosure::Picture;
use crate::lineage::Lineage;
use crate::national::recorded::RecordedSeries;
use crate::period::FinancialYear;

/// The periods of a series by name: how each stands in names of facts, and its words.
struct Series {
    /// What the names of its facts begin with.
    name: String,
    periods: Vec<(&'static str, String, String)>,
}

impl Series {
    fn of_years(name: &str, periods: impl IntoIterator<Item = (&'static str, Option<FinancialYear>)>) -> Self {
        let known = periods.into_iter().filter_map(|(named, year)| Some((named, year?)));
        Self {
            name: name.to_owned(),
            periods: known.map(|(named, year)| (named, year.slug(), year.to_string())).collect(),
        }
    }

    fn of_calendar_years(name: &str, periods: impl IntoIterator<Item = (&'static str, Option<i16>)>) -> Self {
        let known = periods.into_iter().filter_map(|(named, year)| Some((named, year?.to_string())));
        Self { name: name.to_owned(), periods: known.map(|(named, year)| (named, year.clone(), year)).collect() }
    }
}

impl Facts {
    /// The facts, and the same under names with periods by name.
    #[must_use]
    pub fn with_period_names(mut self, picture: &Picture) -> Self {
        for series in all(&self, picture) {
            self.name_periods(&series);
        }
        self
    }

    fn name_periods(&mut self, series: &Series) {
        let prefix = format!("{}.", series.name);
        let of_series = self.iter().filter_map(|(id, fact)| Some((id.strip_prefix(&prefix)?, fact)));
        let named: Vec<(String, Fact)> = of_series
            .flat_map(|(rest, fact)| {
                let dated = Some(fact.dated.clone().unwrap_or_else(|| format!("{prefix}{rest}")));
                let named = Fact { dated, ..fact.clone() };
                by_name(rest, series).into_iter().map(move |rest| (rest, named.clone()))
            })
            .map(|(rest, fact)| (format!("{prefix}{rest}"), fact))
            .collect();
        self.0.extend(named);
        for (name, _, words) in &series.periods {
            self.add(format!("{prefix}year.{name}"), words.as_str(), &Lineage::default());
        }
    }
}

/// The rest of a name with each of its periods by name, in every way that there is; none where it holds none, or one without a name.
fn by_name(rest: &str, series: &Series) -> Vec<String> {
    let mut ways = vec![Vec::new()];
    let mut found = false;
    for part in rest.split('.') {
        let names: Vec<&'static str> =
            series.periods.iter().filter(|(_, slug, _)| slug == part).map(|(name, ..)| *name).collect();
        if names.is_empty() && is_period(part) {
            return Vec::new();
        }
        found |= !names.is_empty();
        let parts: Vec<&str> = if names.is_empty() { vec![part] } else { names };
        ways = ways
            .iter()
            .flat_map(|way: &Vec<&str>| parts.iter().map(|part| way.iter().copied().chain([*part]).collect()))
            .collect();
    }
    // The count of a year to date has a name of its own, so that none can be taken for a year.
    let joined = |way: &Vec<&str>| way.join(".").replace("count-to-date.to-date", "count.to-date");
    if found { ways.iter().map(joined).collect() } else { Vec::new() }
}

/// Whether a part of a name is a period: `2024`, `2024-25`, `2024-25-q1`.
pub(in crate::chapter) fn is_period(part: &str) -> bool {
    let digits = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = part.split('-');
    parts.next().is_some_and(|year| digits(year, 4) && (year.starts_with("19") || year.starts_with("20")))
        && parts.next().is_none_or(|end| digits(end, 2))
        && parts.next().is_none_or(|quarter| quarter.strip_prefix('q').is_some_and(|number| digits(number, 1)))
        && parts.next().is_none()
}

fn all(facts: &Facts, picture: &Picture) -> Vec<Series> {
    let returns = picture.edition.returns;
    let of_returns = [
        ("last", Some(returns.last)),
        ("previous", Some(returns.last.back(1)).filter(|year| returns.contains(*year))),
        ("first", Some(returns.first)),
    ];
    let mut all: Vec<Series> = ["group-based-cse", "returns", "breakdown"]
        .into_iter()
        .map(|name| Series::of_years(name, of_returns))
        .collect();
    for recorded in picture.recorded.iter() {
        let series = &recorded.national;
        let periods = of_recorded(series);
        let name = series.measure.clone();
        all.push(Series::of_years(&format!("recorded.{name}"), periods.iter().copied()));
        all.push(Series::of_years(&name, periods));
    }
    all.push(Series::of_years("funnel", [("last", picture.funnel.as_ref().map(|funnel| funnel.year))]));
    all.push(Series::of_calendar_years(
        "children.population",
        [("last", picture.children.keys().next_back().copied())],
    ));
    all.extend(published(facts, picture));
    all.extend(picture.series.iter().map(of_others));
    all
}

/// Complete years; across a break nothing is first.
fn of_recorded(series: &RecordedSeries) -> [(&'static str, Option<FinancialYear>); 6] {
    let complete: Vec<FinancialYear> = series.complete_years().map(|year| year.year).collect();
    let last = complete.last().copied();
    let comparable = |year: &&FinancialYear| last.is_some_and(|last| !series.broken_between(**year, last));
    let break_at = series.breaks.iter().filter_map(|entry| entry.at).max();
    [
        ("last", last),
        ("previous", last.map(|last| last.back(1)).filter(|year| complete.contains(year))),
        ("first", complete.iter().find(comparable).copied()),
        ("to-date", series.years.iter().map(|year| year.year).find(|year| last.is_none_or(|last| *year > last))),
        ("break", break_at),
        ("before-break", break_at.map(|at| at.back(1))),
    ]
}

/// What others count, by the periods for which they give a count.
fn of_others(series: &crate::contract::Series) -> Series {
    let counted: Vec<SeriesPeriod> = series.counted().map(|(period, _)| period).collect();
    let previous = counted.len().checked_sub(2).and_then(|at| counted.get(at));
    let named = [("first", counted.first()), ("previous", previous), ("last", counted.last())];
    let known = named.into_iter().filter_map(|(name, period)| Some((name, period?)));
    Series {
        name: format!("series.{}", series.id),
        periods: known.map(|(name, period)| (name, period.slug(), period.to_string())).collect(),
    }
}

/// What others publish by calendar year. Counts of group-based crimes are set beside one another, so their last year is the last
/// for which there are both; any other figure has its own.
fn published(facts: &Facts, picture: &Picture) -> Vec<Series> {
    let mut years: BTreeMap<String, BTreeSet<i16>> = BTreeMap::new();
    for rest in facts.ids().filter_map(|id| id.strip_prefix("published.")) {
        let Some((stem, year)) = rest.rsplit_once('.').filter(|(_, year)| is_period(year)) else { continue };
        if let Ok(year) = year.parse() {
            years.entry(stem.to_owned()).or_default().insert(year);
        }
    }
    let wide = picture.measures.class_of(&picture.edition.counted.national).map(|(wide, _)| wide);
    let key = wide.and_then(|wide| wide.breaks.as_deref());
    let break_at = picture.edition.breaks_of(key).filter_map(|entry| entry.at_year).max();
    let both = years.get("group-based.ratio").and_then(|years| years.last().copied());
    let together = |stem: &String| stem.starts_with("group-based");
    let of_pair = [
        ("last", both),
        ("previous", both.map(|last| last - 1)),
        ("break", break_at),
        ("before-break", break_at.map(|at| at - 1)),
    ];
    let series = |(stem, of_stem): (&String, &BTreeSet<i16>)| {
        let name = format!("published.{stem}");
        if together(stem) {
            Series::of_calendar_years(&name, of_pair)
        } else {
            Series::of_calendar_years(&name, [("last", of_stem.last().copied())])
        }
    };
    let all = years.iter().map(series);
    all.chain([Series::of_calendar_years("published.group-based", of_pair)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(text: &str) -> Option<FinancialYear> {
        text.parse().ok()
    }

    #[test]
    fn a_period_is_named_in_every_way_that_fits_and_one_without_a_name_hides_the_fact() {
        let years = [("last", year("2025/26")), ("previous", year("2024/25")), ("first", year("2024/25"))];
        let series = Series::of_years("x", years);
        assert_eq!(by_name("ratio.2024-25.2025-26", &series), ["ratio.previous.last", "ratio.first.last"]);
        assert_eq!(by_name("ratio.2023-24.2024-25", &series), [""; 0]);
        assert_eq!(by_name("message", &series), [""; 0]);
        let series = Series::of_years("x", [("to-date", year("2025/26"))]);
        assert_eq!(by_name("count-to-date.2025-26", &series), ["count.to-date"]);
        assert_eq!(by_name("quarters.2025-26", &series), ["quarters.to-date"]);
    }

    #[test]
    fn periods_are_told_from_other_parts_of_names() {
        assert!(["2024", "2024-25", "1999-00", "2024-25-q1"].iter().all(|part| is_period(part)));
        assert!(
            !["71", "offence-71", "998", "2024-5", "20245", "2024-25-x1", "last", "mid-2024"]
                .iter()
                .any(|part| is_period(part))
        );
    }
}
