use crate::contract::checks::level::Level;
use crate::contract::checks::prelude::*;
use crate::contract::checks::wording::decimal;

pub(super) const CHECK: Check = Check {
    id: "last-quarter-low",
    family: Family::Time,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Threshold::DEVIATES, Threshold::LEAST_RATIO, Threshold::LEAST_POINTS],
    catches: "a last quarter so low that it is probably not complete",
    guide: Guide {
        why: "crimes are entered late; the last year then falls.",
        method: "Last quarter of the last year more than `deviates` σ below the level of the quarters before and by \
                 `least_ratio`; at least `least_points` of them.",
        remedy: "Ask whether it was complete when extracted.",
        false_alarms: "5 in 200.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let last_year = context.given.edition.returns.last;
    let mut findings = Vec::new();
    for segment in context.segments(rule) {
        let Some((last, earlier)) = segment.points.split_last() else { continue };
        if last.key.year != last_year {
            continue;
        }
        let counts: Vec<i64> = earlier.iter().map(|point| point.value).collect();
        let Some(level) = Level::of(&counts, rule.threshold("least_points")) else { continue };
        let low = (last.value as f64) < level.count();
        if !(low && level.is_far(last.value, rule.threshold("deviates"), rule.threshold("least_ratio"))) {
            continue;
        }
        let mut subject = last.key.subject(context.contract(last.key.measure));
        subject.period = last.cell.row.part.of(last.key.year);
        let what = format!(
            "{}: {} is {}, and the quarters before it are about {}",
            context.of(&last.key),
            last.cell.row.part,
            last.value,
            decimal(level.count())
        );
        let remedy = "ask whether the quarter was complete when it was extracted; crimes are often entered late";
        findings.push(rule.found(subject, vec![last.cell.place()], what, remedy));
    }
    findings
}
