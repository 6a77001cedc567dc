use crate::contract::checks::beside::besides;
use crate::contract::checks::prelude::*;
use crate::statistics::comparison::{Exposed, exact_ratio_probability};

pub(super) const CHECK: Check = Check {
    id: "share-jump",
    family: Family::Time,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Threshold { name: "probability", least: 1.0e-15, most: 0.05 }, Threshold::LEAST_RATIO],
    catches: "a category whose share is far from that of the force's other years",
    guide: Guide {
        why: "another rule for choosing the category, or counts entered one row off.",
        method: "Exact conditional test of the share against the other years together \
                 (`src/statistics/comparison.rs`): p < `probability`, and a ratio of at least `least_ratio`.",
        remedy: "Ask whether the rule changed.",
        false_alarms: "5 in 200.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for beside in besides(context, rule) {
        let total = beside.rows.iter().try_fold(0_i64, |sum, (_, count, _)| sum.checked_add((*count)?));
        let (Some(total), others) = (total, beside.others()) else { continue };
        if total <= 0 || others <= 0 {
            continue;
        }
        for (cell, count, other) in &beside.rows {
            let now = Exposed { count: count.unwrap_or(0), exposure: total as f64 };
            let then = Exposed { count: *other, exposure: others as f64 };
            // One is added to each count, so that the ratio to nothing is a number.
            let (share, usual) = ((now.count + 1) as f64 / now.exposure, (then.count + 1) as f64 / then.exposure);
            if (share / usual).max(usual / share) < rule.threshold("least_ratio") {
                continue;
            }
            if exact_ratio_probability(now, then).is_ok_and(|p| p < rule.threshold("probability")) {
                let mut subject = beside.key.subject(context.contract(beside.key.measure));
                beside.dimension.clone_into(&mut subject.dimension);
                subject.category.clone_from(&cell.row.category);
                let percent = |part: i64, whole: i64| 100.0 * (part as f64 / whole as f64);
                let what = format!(
                    "{}: `{}` is {:.0} percent of `{}`, and {:.0} percent in the force's other years",
                    context.of(&beside.key),
                    cell.row.category,
                    percent(now.count, total),
                    beside.dimension,
                    percent(then.count, others)
                );
                let remedy = "ask whether the rule by which the force chooses the category changed, or a row slipped";
                findings.push(rule.found(subject, vec![cell.place()], what, remedy));
            }
        }
    }
    findings
}
