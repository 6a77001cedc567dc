use std::collections::BTreeMap;

use crate::contract::checks::prelude::*;
use crate::contract::{NationalOffence, RecordedTotal, role};
use crate::fault::Place;

pub(super) const CHECK: Check = Check {
    id: "public-totals-apart",
    family: Family::Public,
    severity: Severity::Error,
    scope: Scope::Forces,
    measures: Measures::Public,
    tells_a_count: false,
    thresholds: &[],
    catches: "parts that do not sum to the total that another table gives",
    guide: Guide {
        why: "the same number in two files is the surest check on both: a digit more in one of them changes nothing in the other.",
        method: "Recorded crime: the quarters of all forces together equal the published national count of the same offence and year. \
                 Child population: the forces of an area sum to its published total (concept `child-population`) at the same mid-year. Series of \
                 others: the parts that their contract names sum to the whole within rounding.",
        remedy: "Look at both files; fetch both from the same release.",
        false_alarms: "Where one of the two files is of a later release, after revisions.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let public = context.given.public;
    let mut findings = Vec::new();
    let of_whole = |contract: &str, period: String, place: Place, what: String, rule: &Rule| {
        let subject = Subject { contract: contract.to_owned(), period, ..Subject::default() };
        rule.found(subject, vec![place], what, "look at both, and take both from the same release")
    };
    // What cannot be summed has been refused.
    let totals = RecordedTotal::of(public.recorded).unwrap_or_default();
    let sums = NationalOffence::sums(&totals, context.given.forces);
    let sums: BTreeMap<_, _> = sums.iter().map(|sum| ((sum.year, sum.offence.as_str()), sum)).collect();
    for row in public.national {
        let Some(sum) = sums.get(&(row.year, row.offence.as_str())) else { continue };
        if (sum.offences, sum.quarters) != (row.offences, row.quarters) {
            let what = format!(
                "offence {} in {}: {} in {} quarters here, and the forces sum to {} in {}",
                row.offence, row.year, row.offences, row.quarters, sum.offences, sum.quarters
            );
            findings.push(of_whole(role::RECORDED_NATIONAL, row.year.to_string(), row.place.clone(), what, rule));
        }
    }
    for figure in public.published.iter().filter(|figure| figure.is_of_children()) {
        let (Some(count), Ok(year)) = (figure.count(), figure.year().parse::<i16>()) else { continue };
        let nation = |nation: &str| match figure.geography.as_str() {
            "England and Wales" => true,
            one => one == nation,
        };
        let forces = context.given.forces.iter().filter(|force| force.territorial && nation(&force.nation));
        let codes: Vec<&str> = forces.map(|force| force.code.as_str()).collect();
        let Some(sum) = context.given.population.sum(codes.iter().copied(), year) else { continue };
        if sum != count && !codes.is_empty() {
            let what = format!(
                "children of {} at mid-{year}: the forces sum to {sum}, and {count} is published",
                figure.geography
            );
            let first = codes.first().and_then(|code| context.given.population.place(code, year));
            let place = first.cloned().unwrap_or_else(|| figure.place.clone());
            findings.push(of_whole(role::CHILD_POPULATION, year.to_string(), place, what, rule));
        }
    }
    for series in public.series {
        for (period, count) in series.counted() {
            let Some((sum, parts)) = series.parts.get(&period) else { continue };
            // Each of them is rounded by itself, by at most half a step.
            let within = series.rounded_to * (i64::try_from(*parts).unwrap_or(i64::MAX).saturating_add(1)) / 2;
            if sum.abs_diff(count) > within.unsigned_abs() {
                let what = format!("`{}` of {period}: {count}, and its {parts} parts sum to {sum}", series.id);
                let place = series.places.get(&period).cloned().unwrap_or_default();
                findings.push(of_whole(&series.contract, period.to_string(), place, what, rule));
            }
        }
    }
    findings
}
