//! Police recorded crime: counts and rates by year, the offences whose victim must be a child, and the breaks of the series used.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, absent, number, text};
use crate::contract::Measure;
use crate::disclosure::Picture;
use crate::edition::Break;
use crate::lineage::Lineage;
use crate::national::picture::Recorded;
use crate::national::recorded::{RecordedSeries, RecordedYear};
use crate::period::FinancialYear;
use crate::statistics::change::Direction;
use crate::wording::{self, Cell, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

/// The source line of police recorded crime.
pub(super) fn home_office(facts: &Facts) -> String {
    let released = facts.get("source.recorded-crime-by-force.released");
    let release = released.map(|fact| format!(", release of {}", fact.text)).unwrap_or_default();
    format!("Home Office, police recorded crime open data, police force area table{release}.")
}

fn facts(facts: &mut Facts, picture: &Picture) {
    for recorded in picture.recorded.iter() {
        let name = recorded.national.measure.clone();
        counts(facts, &name, &recorded.national);
        rates(facts, &name, &recorded.national, "england-and-wales");
        rates(facts, &name, &recorded.england, "england");
        for year in recorded.national.complete_years() {
            let Some(children) = year.children else { continue };
            let id = |what: &str| format!("{name}.{what}.{}", year.year.slug());
            facts.add(id("children"), wording::count(children), &picture.population_lineage);
            facts.add(id("mid-year"), year.year.mid_year().to_string(), &picture.population_lineage);
        }
        for change in &recorded.changes {
            let id = |what: &str| format!("{name}.{what}.{}.{}", change.earlier.slug(), change.later.slug());
            let lineage = &recorded.national.lineage;
            facts.add(id("direction"), phrases::verdict(&change.change), lineage);
            facts.add(id("ratio"), phrases::ratio(&change.change), lineage);
            facts.add(id("ratio-interval"), phrases::ratio_interval(&change.change), lineage);
        }
        peak(facts, &name, recorded);
    }
    for (year, children) in picture.children.iter() {
        facts.add(format!("children.population.{year}"), wording::count(*children), &picture.population_lineage);
    }
}

fn counts(facts: &mut Facts, name: &str, series: &RecordedSeries) {
    for year in &series.years {
        // An incomplete year has another name, so that no sentence can use it where a year is meant.
        let statistic = if year.complete() { "count" } else { "count-to-date" };
        let id = format!("{name}.{statistic}.{}", year.year.slug());
        facts.add(id, wording::count(year.count), &series.counts);
        if !year.complete() {
            let id = format!("{name}.quarters.{}", year.year.slug());
            facts.add(id, wording::word(year.quarters), &series.counts);
        }
    }
}

fn rates(facts: &mut Facts, name: &str, series: &RecordedSeries, area: &str) {
    let mut first = true;
    for year in &series.years {
        let Some(rate) = &year.rate else { continue };
        let id = |what: &str| format!("{name}.{what}.{}.{area}", year.year.slug());
        facts.add(id("rate"), wording::decimal(rate.value, 2), &series.lineage);
        let interval = wording::interval(rate.interval.lower, rate.interval.upper, 2);
        facts.add(id("rate-interval"), interval.clone(), &series.lineage);
        // The first of its own: rates begin where a child population is held, and that is later than the counts.
        if first {
            let id = |what: &str| format!("{name}.{what}.{area}");
            facts.add(id("first-rate"), wording::decimal(rate.value, 2), &series.lineage);
            facts.add(id("first-rate-interval"), interval, &series.lineage);
            facts.add(id("first-rate-year"), year.year.to_string(), &series.lineage);
            first = false;
        }
    }
}

/// The highest complete year since the last break, and whether it may be called so; across a break there is no highest.
fn peak(facts: &mut Facts, name: &str, recorded: &Recorded) {
    let series = &recorded.national;
    let Some(last) = series.complete_years().last() else { return };
    let comparable = || series.complete_years().filter(|year| !series.broken_between(year.year, last.year));
    let Some(peak) = comparable().max_by_key(|year: &&RecordedYear| (year.count, year.year)) else { return };
    facts.add(format!("{name}.peak-year"), peak.year.to_string(), &series.counts);
    facts.add(format!("{name}.peak-count"), wording::count(peak.count), &series.counts);
    if let Some(first) = comparable().next() {
        facts.add(format!("{name}.first-year"), first.year.to_string(), &series.counts);
    }
    facts.add(format!("{name}.last-year"), last.year.to_string(), &series.counts);
    let count = wording::count(peak.count);
    let (message, said) = match &recorded.peak {
        Some(found) if found.change.direction == Direction::Rose => {
            let verb = if peak.year == last.year { "were highest" } else { "peaked" };
            (
                format!("Recorded offences {verb} in {}", peak.year),
                format!("The highest year was {}, with {count} offences", peak.year),
            )
        }
        Some(found) => (
            format!("No year stands clearly above all others; the largest count is that of {}", peak.year),
            format!(
                "The largest count, {count}, is that of {}, and not clearly above that of {}: their ratio is {} (95% interval {})",
                peak.year,
                found.earlier,
                phrases::ratio(&found.change),
                phrases::ratio_interval(&found.change)
            ),
        ),
        None => {
            (format!("Recorded offences in {}", peak.year), format!("In {} there were {count} offences", peak.year))
        }
    };
    facts.add(format!("{name}.peak-said"), said, &series.counts);
    facts.add(format!("{name}.message"), message, &series.counts);
}

fn tables(picture: &Picture, facts: &Facts) -> Vec<DataTable> {
    vec![by_year(picture, facts), child_offences(picture, facts), known_breaks(picture)]
}

fn by_year(picture: &Picture, facts: &Facts) -> DataTable {
    let mut rows = Vec::new();
    let mut lineage = Lineage::default();
    let measure = picture.measures.get(&picture.edition.counted.recorded);
    let of_measure = |measure: &Measure| picture.recorded.iter().find(|one| one.national.measure == measure.id);
    if let Some(recorded) = measure.and_then(of_measure) {
        lineage = recorded.national.lineage.clone();
        for (national, england) in recorded.national.years.iter().zip(&recorded.england.years) {
            let rate = england.rate.as_ref();
            rows.push(vec![
                Cell::words(national.year.to_string()).marked_if(!national.complete(), "[p]"),
                Cell::count(national.count),
                Cell::count(england.count),
                rate.map_or_else(absent, |rate| Cell::decimal(rate.value, 2)),
                rate.map_or_else(absent, |rate| Cell::decimal(rate.interval.lower, 2)),
                rate.map_or_else(absent, |rate| Cell::decimal(rate.interval.upper, 2)),
            ]);
        }
    }
    DataTable {
        id: "recorded-offence",
        title: format!("{} by year", measure.map_or("The recorded offence", |measure| &measure.short)),
        subtitle: format!(
            "{}, police recorded crime. Rate for every 10,000 children, with the limits of its 95% interval",
            measure.map_or("The recorded offence", |measure| &measure.title)
        ),
        columns: vec![
            text("Year", 3),
            number("Offences, England and Wales", "offences", 3),
            number("Offences, England", "offences", 3),
            number("Rate, England", "offences per 10,000 children", 2),
            number("Lower limit", "offences per 10,000 children", 2),
            number("Upper limit", "offences per 10,000 children", 2),
        ],
        rows,
        source: format!("{} Population: Office for National Statistics, mid-year estimates.", home_office(facts)),
        notes: std::iter::once(
            "[p] Provisional: three quarters only, not comparable with a year; the same months of both years stand in a table of their own. [x] Not available: no population for every \
             force, or no full year."
                .to_owned(),
        )
        .chain(measure.and_then(|measure| measure.note.clone()))
        .collect(),
        lineage,
    }
}

/// Offence codes whose victim must be a child, in the last complete year of each and five years before.
fn child_offences(picture: &Picture, facts: &Facts) -> DataTable {
    let complete = |year: &FinancialYear| {
        picture.national_offences.iter().filter(|row| row.year == *year).all(|row| row.quarters == 4)
    };
    let last = picture.edition.recorded_crime.years().filter(complete).last();
    let years: Vec<_> = last.into_iter().flat_map(|last| [5, 1, 0].map(|back| last.back(back))).collect();
    let mut columns = vec![text("Offence", 9)];
    columns.extend(years.iter().map(|year| number(year.to_string(), "offences", 2)));
    let rows = picture
        .offences
        .values()
        .filter(|offence| offence.child_specific == "yes")
        .filter_map(|offence| {
            let count = |year: &FinancialYear| {
                let row = picture.national_offences.iter().find(|row| row.year == *year && row.offence == offence.code);
                row.map(|row| Cell::count(row.offences))
            };
            let counts: Vec<_> = years.iter().map(count).collect();
            counts.iter().any(Option::is_some).then(|| {
                let mut row = vec![Cell::words(format!("{} ({})", offence.title, offence.code))];
                row.extend(counts.into_iter().map(|count| count.unwrap_or_else(absent)));
                row
            })
        })
        .collect();
    DataTable {
        id: "child-offences",
        title: "Recorded offences whose victim must be a child".to_owned(),
        subtitle: "Police recorded crime, England and Wales, Home Office offence code in brackets".to_owned(),
        columns,
        rows,
        source: home_office(facts),
        notes: vec![
            "The codes on the Home Office’s list of 2016. No code is reserved for groups. Victims aged 16 and 17 are mostly \
             recorded under codes that do not name a child."
                .to_owned(),
        ],
        lineage: picture.national_offences_lineage.clone(),
    }
}

fn known_breaks(picture: &Picture) -> DataTable {
    let row = |entry: &Break| [&entry.title, &entry.from, &entry.reason, &entry.effect].map(Cell::words).to_vec();
    let columns = vec![text("Series", 3), text("From", 3), text("What changed", 5), text("Effect here", 5)];
    DataTable {
        id: "known-breaks",
        title: "Known breaks in the series used".to_owned(),
        subtitle: String::new(),
        columns,
        rows: picture.edition.breaks.iter().map(row).collect(),
        source: "Home Office; National Police Chiefs’ Council.".to_owned(),
        notes: Vec::new(),
        lineage: Lineage::default(),
    }
}
