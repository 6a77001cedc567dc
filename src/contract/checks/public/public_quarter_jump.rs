use std::collections::BTreeMap;

use crate::contract::checks::prelude::*;
use crate::contract::role;
use crate::period::FinancialYear;

pub(super) const CHECK: Check = Check {
    id: "public-quarter-jump",
    family: Family::Public,
    severity: Severity::Warning,
    scope: Scope::Forces,
    measures: Measures::Public,
    tells_a_count: false,
    thresholds: &[Threshold { name: "deviates", least: 4.0, most: 60.0 }],
    catches: "a quarter of recorded crime far from the quarters around it",
    guide: Guide {
        why: "a digit too many in one force's quarter passes into the national count and the funnel.",
        method: "On the square-root scale, twice the distance of the quarter from the median of the four before and the four after, no \
                 break between, over the spread of such distances in the force's series (at least that of chance). More than `deviates` \
                 is told.",
        remedy: "Look at the publisher's table. If the number stands there, ask the force: one large investigation can record a \
                 hundred crimes in a quarter.",
        false_alarms: "The default is just above the greatest of the real series, 94 offences in a quarter where three or four are usual.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let edition = context.given.edition;
    let mut findings = Vec::new();
    type Time = (FinancialYear, crate::period::Part);
    for measure in context.given.measures.of_contract(role::RECORDED_BY_FORCE) {
        let breaks: Vec<FinancialYear> =
            edition.breaks_of(measure.breaks.as_deref()).filter_map(|one| one.at).collect();
        let segment = |year: FinancialYear| breaks.iter().filter(|at| **at <= year).count();
        let mut courses: BTreeMap<(&str, usize), BTreeMap<Time, usize>> = BTreeMap::new();
        let rows = context.given.public.recorded;
        for (at, row) in
            rows.iter().enumerate().filter(|(_, row)| Some(row.offence.as_str()) == measure.offence.as_deref())
        {
            courses.entry((&row.force, segment(row.year))).or_default().insert((row.year, row.quarter), at);
        }
        for ((force, _), course) in courses {
            let of_course: Vec<_> = course.values().filter_map(|at| rows.get(*at)).collect();
            let counts: Vec<i64> = of_course.iter().map(|row| row.offences).collect();
            let distances: Vec<f64> = (0..counts.len()).filter_map(|at| distance(&counts, at)).collect();
            let spread =
                (1.4826 * median(distances.iter().map(|distance| distance.abs()).collect()).unwrap_or(0.0)).max(1.0);
            for (row, distance) in of_course.iter().zip(&distances) {
                if distance.abs() / spread <= rule.threshold("deviates") {
                    continue;
                }
                let subject = Subject {
                    contract: role::RECORDED_BY_FORCE.to_owned(),
                    force: force.to_owned(),
                    period: row.quarter.of(row.year),
                    measure: measure.id.clone(),
                    ..Subject::default()
                };
                let what = format!(
                    "{}, `{}` for {}: {} is far from the quarters around it",
                    context.name(force),
                    measure.id,
                    row.quarter.of(row.year),
                    row.offences
                );
                let remedy =
                    "look at the publisher's table; if it stands there, ask the force which investigation it was";
                findings.push(rule.found(subject, vec![row.place.clone()], what, remedy));
            }
        }
    }
    findings
}

/// Twice the distance from the median of the neighbours on the square-root scale, on which chance has a spread of one.
fn distance(counts: &[i64], at: usize) -> Option<f64> {
    let around = counts.iter().enumerate().skip(at.saturating_sub(4)).take(at.min(4) + 5);
    let neighbours: Vec<f64> = around.filter(|(other, _)| *other != at).map(|(_, count)| *count as f64).collect();
    let scale = |count: f64| 2.0 * libm::sqrt(count.max(0.0) + 0.375);
    Some(scale(*counts.get(at)? as f64) - scale(median(neighbours)?))
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.len() % 2 {
        1 => numbers.get(middle).copied(),
        _ => Some((numbers.get(middle.checked_sub(1)?)? + numbers.get(middle)?) / 2.0),
    }
}
