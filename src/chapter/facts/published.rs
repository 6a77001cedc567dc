//! Facts that are quoted, not computed: published figures, and the limits and policy of the edition.

use super::Facts;
use crate::chapter::wording;
use crate::contract::PublishedFigure;
use crate::disclosure::{Level, Picture};
use crate::lineage::Lineage;

pub(super) fn add(facts: &mut Facts, picture: &Picture) {
    for figure in &picture.published {
        if !figure.value.is_empty() {
            facts.add(format!("published.{}", figure.id.to_lowercase()), quoted(figure), &picture.published_lineage);
        }
    }
    named(facts, picture);
    limits(facts, picture);
}

/// A published number as printed: whole numbers with separators, percentages with their sign.
fn quoted(figure: &PublishedFigure) -> String {
    let number = match figure.value.parse::<i64>() {
        Ok(number) => wording::count(number),
        Err(_) => figure.value.clone(),
    };
    if figure.unit.starts_with("percent") { format!("{number}%") } else { number }
}

/// The published figures the chapter speaks of, under names that say what they are.
fn named(facts: &mut Facts, picture: &Picture) {
    let lineage = &picture.published_lineage;
    let find = |concept: &str, unit: &str, year: &str| {
        picture.published.iter().find(|figure| {
            figure.concept == concept
                && figure.unit == unit
                && figure.period_start == format!("{year}-01-01")
                && figure.period_end == format!("{year}-12-31")
        })
    };
    for (concept, unit) in
        [("group-based-csae", "crimes"), ("group-based-cse", "crimes"), ("group-based-csae-share", "percent")]
    {
        for year in ["2022", "2023", "2024"] {
            if let Some(figure) = find(concept, unit, year) {
                facts.add(format!("published.{concept}.{year}"), quoted(figure), lineage);
            }
        }
    }
    for year in ["2023", "2024"] {
        let value = |concept| find(concept, "crimes", year).and_then(|figure| figure.value.parse::<i64>().ok());
        if let (Some(wide), Some(narrow)) = (value("group-based-csae"), value("group-based-cse")) {
            let ratio = wording::decimal(wide as f64 / narrow as f64, 1);
            facts.add(format!("published.group-based.ratio.{year}"), ratio, lineage);
        }
    }
    if let Some(figure) = picture.published.iter().find(|figure| figure.id == "N21-2") {
        facts.add("published.forces-with-cse-profile.2023", quoted(figure), lineage);
    }
    if picture.published.iter().any(|figure| figure.id == "N13-3") {
        // Published in words; 33 in the data stands for them and is not more exact.
        facts.add("published.suspect-ethnicity-known.2024", "about a third", lineage);
    }
}

fn limits(facts: &mut Facts, picture: &Picture) {
    let limits = &picture.edition.limits;
    let none = Lineage::default();
    let mut add = |id: &str, text: String| facts.add(id, text, &none);
    add("limits.imputed-share", format!("{}%", limits.imputed_share_percent));
    add("limits.minimum-forces", limits.minimum_forces.to_string());
    add("limits.bridge-sample", limits.minimum_bridge_sample.to_string());
    add("limits.known-coverage", format!("{}%", limits.known_coverage_percent));
    add("limits.profile-age-days", limits.profile_age_days.to_string());
    add("policy.minimum-count-for-rate", limits.minimum_rate_count.to_string());
    add("policy.minimum-children-for-rate", wording::count(limits.minimum_rate_children));
    let policy = &picture.policy;
    let (region, national) = (policy.rule(Level::Region, usize::MAX), policy.rule(Level::National, usize::MAX));
    add("policy.title", policy.title.clone());
    add("policy.version", policy.version.to_string());
    add("policy.withhold-to", region.withhold_to.to_string());
    add("policy.round-to", region.round_to.to_string());
    add("policy.least-forces", national.least_forces.to_string());
    add("policy.width", policy.protection.width.to_string());
    add("policy.legend", super::super::tables::LEGEND.to_owned());
    add("forces.territorial", picture.forces.iter().filter(|force| force.territorial).count().to_string());
    add("returns.expected", picture.forces.len().to_string());
}
