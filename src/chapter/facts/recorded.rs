//! Facts on police recorded crime and on the funnel of forces.

use super::Facts;
use crate::chapter::wording;
use crate::disclosure::Picture;
use crate::national::funnel::Funnel;
use crate::national::recorded::{RecordedSeries, RecordedYear};

pub(super) fn add(facts: &mut Facts, picture: &Picture) {
    for recorded in picture.recorded.iter() {
        let name = crate::national::recorded::measure(&recorded.national.offence);
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
            facts.add(id("direction"), change.change.direction.word(), lineage);
            facts.add(id("ratio"), super::ratio(&change.change), lineage);
            facts.add(id("ratio-interval"), super::ratio_interval(&change.change), lineage);
        }
        peak(facts, &name, &recorded.national);
    }
    for (year, children) in picture.children.iter() {
        facts.add(format!("children.population.{year}"), wording::count(*children), &picture.population_lineage);
    }
    if let Some(funnel) = picture.funnel.as_ref() {
        add_funnel(facts, funnel);
    }
}

fn counts(facts: &mut Facts, name: &str, series: &RecordedSeries) {
    for year in &series.years {
        // An incomplete year has another name, so that no sentence can use it where a year is meant.
        let statistic = if year.complete() { "count" } else { "count-to-date" };
        let id = format!("{name}.{statistic}.{}", year.year.slug());
        facts.add(id, wording::count(year.count), &series.lineage);
        if !year.complete() {
            let id = format!("{name}.quarters.{}", year.year.slug());
            facts.add(id, wording::word(year.quarters), &series.lineage);
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

/// The highest complete year since the last break; across a break there is no highest.
fn peak(facts: &mut Facts, name: &str, series: &RecordedSeries) {
    let Some(last) = series.complete_years().last() else { return };
    let comparable = series.complete_years().filter(|year| !series.broken_between(year.year, last.year));
    let Some(peak) = comparable.max_by_key(|year: &&RecordedYear| (year.count, year.year)) else { return };
    facts.add(format!("{name}.peak-year"), peak.year.to_string(), &series.lineage);
    facts.add(format!("{name}.peak-count"), wording::count(peak.count), &series.lineage);
    let first = series.complete_years().find(|year| !series.broken_between(year.year, last.year));
    if let Some(first) = first {
        facts.add(format!("{name}.first-year"), first.year.to_string(), &series.lineage);
    }
    facts.add(format!("{name}.last-year"), last.year.to_string(), &series.lineage);
    let message = if peak.year == last.year {
        format!("Recorded offences were highest in {}", peak.year)
    } else {
        format!("Recorded offences peaked in {}", peak.year)
    };
    facts.add(format!("{name}.message"), message, &series.lineage);
}

fn add_funnel(facts: &mut Facts, funnel: &Funnel) {
    let year = funnel.year.slug();
    let shown = funnel.forces.len();
    let mut add = |statistic: &str, text: String| {
        facts.add(format!("funnel.{statistic}.{year}"), text, &funnel.lineage);
    };
    add("forces-shown", shown.to_string());
    add("forces-outside-95", funnel.outside_inner().to_string());
    add("forces-outside-998", funnel.outside_outer().to_string());
    add("expected-outside-95", wording::rounded(shown as f64 * 0.05));
    add("dispersion", wording::decimal(funnel.dispersion.phi, 1));
    add("forces-under-minimum", funnel.below_minimum.to_string());
    add("rate", wording::decimal(funnel.centre, 2));
    add("mid-year", funnel.year.mid_year().to_string());
    let chance = if funnel.beyond_chance {
        "by more than chance alone would explain"
    } else {
        "by no more than chance alone would explain"
    };
    add("beyond-chance", chance.to_owned());
    let left_out: Vec<&str> = funnel.left_out.iter().map(|force| force.name.as_str()).collect();
    add("forces-left-out", left_out.join(", "));
}
