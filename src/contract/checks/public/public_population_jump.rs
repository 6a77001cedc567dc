use std::cell::LazyCell;

use crate::contract::checks::prelude::*;
use crate::contract::role;

pub(super) const CHECK: Check = Check {
    id: "public-population-jump",
    family: Family::Public,
    severity: Severity::Error,
    scope: Scope::Forces,
    measures: Measures::Public,
    tells_a_count: false,
    thresholds: &[
        Threshold { name: "percent", least: 1.0, most: 100.0 },
        Threshold { name: "percent_few", least: 1.0, most: 1000.0 },
        Threshold { name: "times_rate", least: 2.0, most: 1000.0 },
    ],
    catches: "children of a force that changed in a year as no population does",
    guide: Guide {
        why: "every rate is divided by it: a digit too many makes a force's rate a tenth.",
        method: "The change from the year before is more than `percent`; of a force with fewer children than a rate needs, more than \
                 `percent_few`. Where no year stands beside it, offences recorded for each child are more than `times_rate` times, or \
                 less than that part of, what they are in the middle of all forces.",
        remedy: "Look at the published estimates; a change of boundaries belongs in the note of the source.",
        false_alarms: "None in thirteen years of real estimates: the greatest change of a force is 3%, and 51% in the City of London.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let (population, few) = (context.given.population, context.given.edition.limits.minimum_rate_children);
    let mut findings = Vec::new();
    let mut found = |force: &str, year: i16, what: String| {
        let subject = Subject {
            contract: role::CHILD_POPULATION.to_owned(),
            force: force.to_owned(),
            period: year.to_string(),
            ..Subject::default()
        };
        let places = population.place(force, year).cloned().into_iter().collect();
        findings.push(rule.found(subject, places, what, "look at the published estimate of the year"));
    };
    // Of use to a force whose estimate stands alone; most have others beside it.
    let usual = LazyCell::new(|| middle(context));
    for force in context.given.forces.iter() {
        let years: Vec<(i16, i64)> =
            population.years(&force.code).filter_map(|year| Some((year, population.of(&force.code, year)?))).collect();
        let mut alone = true;
        for pair in years.windows(2) {
            let [(earlier, before), (later, after)] = pair else { continue };
            if later - earlier != 1 {
                continue;
            }
            alone = false;
            // By the greater of the two, so that a slip in either is one that many children would show.
            let least = *before.max(after) < few;
            let limit = 1.0 + rule.threshold(if least { "percent_few" } else { "percent" }) / 100.0;
            let ratio = *after as f64 / (*before).max(1) as f64;
            if ratio > limit || ratio < 1.0 / limit {
                let what = format!("{}: {after} children at mid-{later}, and {before} a year before", force.short_name);
                found(&force.code, *later, what);
            }
        }
        if let (true, Some((year, children))) = (alone, years.last())
            && let Some(usual) = *usual
            && let Some(rate) = recorded_for_each(context, &force.code, *children)
            && *children >= 1
        {
            let (times, limit) = (rate / usual, rule.threshold("times_rate"));
            if times > limit || times < 1.0 / limit {
                let what = format!(
                    "{}: {children} children at mid-{year}, for whom the offences recorded are {} than elsewhere",
                    force.short_name,
                    if times > 1.0 { "far more" } else { "far fewer" }
                );
                found(&force.code, *year, what);
            }
        }
    }
    findings
}

/// Offences recorded of any measure for each child, over all quarters held.
fn recorded_for_each(context: &Context<'_>, force: &str, children: i64) -> Option<f64> {
    let rows = context.given.public.recorded.iter().filter(|row| row.force == force);
    let sum: i64 = rows.map(|row| row.offences).fold(0, i64::saturating_add);
    (sum > 0).then(|| sum as f64 / children.max(1) as f64)
}

/// The middle of all forces.
fn middle(context: &Context<'_>) -> Option<f64> {
    let population = context.given.population;
    let last = population.last_year()?;
    let forces = context
        .given
        .forces
        .iter()
        .filter_map(|force| recorded_for_each(context, &force.code, population.of(&force.code, last)?));
    let mut rates: Vec<f64> = forces.collect();
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied()
}
