use std::collections::BTreeMap;

use crate::contract::checks::prelude::*;
use crate::contract::{PublishedFigure, role};

pub(super) const CHECK: Check = Check {
    id: "public-figure-outside",
    family: Family::Public,
    severity: Severity::Error,
    scope: Scope::Forces,
    measures: Measures::Public,
    tells_a_count: false,
    thresholds: &[Threshold::LEAST_RATIO, Threshold { name: "share_points", least: 0.1, most: 50.0 }],
    catches: "a published figure outside the bounds that others set",
    guide: Guide {
        why: "a published figure is quoted and climbs the ladder of assumptions; a digit lost there is a confident wrong number.",
        method: "Of figures with a role. A count is not more than `least_ratio` times, nor less than that part of, the count of the same \
                 role in the year before. A measure that is part of another is not above it in the same year, nor a class above the \
                 measure whose class it is. A published share is within `share_points` of the share of the published counts. A \
                 percentage that is no change lies between 0 and 100.",
        remedy: "Look at the publication; keep what it says, and correct the row.",
        false_alarms: "Between years of different collections, if one counts far more than the other.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let figures = context.given.public.published;
    let mut findings = Vec::new();
    let mut found = |figure: &PublishedFigure, what: String| {
        let subject = Subject {
            contract: role::PUBLISHED.to_owned(),
            period: figure.year().to_owned(),
            category: figure.id.clone(),
            ..Subject::default()
        };
        let remedy = "look at the publication, and correct the row that is wrong";
        findings.push(rule.found(subject, vec![figure.place.clone()], what, remedy));
    };
    for figure in figures.iter().filter(|figure| figure.unit == "percent") {
        if figure.value.parse::<f64>().is_ok_and(|value| !(0.0..=100.0).contains(&value)) {
            found(figure, format!("`{}`: {}% is no share", figure.id, figure.value));
        }
    }
    let mut by_role: BTreeMap<(&str, i16), (&PublishedFigure, i64)> = BTreeMap::new();
    for figure in figures.iter().filter(|figure| !figure.role.is_empty() && !figure.unit.starts_with("percent")) {
        if let (Some(count), Ok(year)) = (figure.count(), figure.year().parse()) {
            by_role.insert((&figure.role, year), (figure, count));
        }
    }
    for ((role, year), (figure, count)) in &by_role {
        let Some((_, before)) = by_role.get(&(*role, year - 1)) else { continue };
        let ratio = *count as f64 / (*before).max(1) as f64;
        let limit = rule.threshold("least_ratio");
        if ratio > limit || ratio < 1.0 / limit {
            found(figure, format!("`{}`: {count} in {year}, and {before} a year before", figure.id));
        }
    }
    let measures = context.given.measures;
    // The part, and what it is part of, by their roles.
    let parts = measures.iter().filter_map(|measure| {
        Some((measure.published.as_deref()?, measures.get(measure.ceiling())?.published.as_deref()?))
    });
    let classes = measures.iter().flat_map(|measure| {
        measure.classes.iter().filter_map(|class| Some((class.published.as_str(), measure.published.as_deref()?)))
    });
    for (part, whole) in parts.chain(classes).filter(|(part, _)| !part.is_empty()) {
        for ((_, year), (figure, count)) in by_role.iter().filter(|((role, _), _)| *role == part) {
            let Some((_, of_whole)) = by_role.get(&(whole, *year)) else { continue };
            if count > of_whole {
                found(figure, format!("`{}`: {count} in {year}, above the {of_whole} of which it is part", figure.id));
            }
            let share_role = format!("{part}-share");
            let share = figures.iter().find(|other| other.role == share_role && other.year() == year.to_string());
            if let Some((share, percent)) = share.and_then(|share| Some((share, share.value.parse::<f64>().ok()?))) {
                let of_counts = 100.0 * *count as f64 / (*of_whole).max(1) as f64;
                if (percent - of_counts).abs() > rule.threshold("share_points") {
                    let what =
                        format!("`{}`: {percent}% in {year}, and the published counts are {of_counts:.1}%", share.id);
                    found(share, what);
                }
            }
        }
    }
    findings
}
