use crate::contract::checks::level::Level;
use crate::contract::checks::prelude::*;
use crate::contract::checks::wording::decimal;

pub(super) const CHECK: Check = Check {
    id: "quarter-jump",
    family: Family::Time,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Threshold::DEVIATES, Threshold::LEAST_RATIO, Threshold::LEAST_POINTS],
    catches: "a quarter far outside the control limits of the force's own series",
    guide: Guide {
        why: "a slip, a change of recording, or one large investigation.",
        method: "More than `deviates` σ from the level and by `least_ratio`; at least `least_points` quarters in the \
                 series.",
        remedy: "Ask what happened in the quarter.",
        false_alarms: "47 in 200. A large investigation is true, and still worth a sentence.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in context.segments(rule) {
        let Some(level) = Level::of(&segment.counts(), rule.threshold("least_points")) else { continue };
        for point in &segment.points {
            if !level.is_far(point.value, rule.threshold("deviates"), rule.threshold("least_ratio")) {
                continue;
            }
            let mut subject = point.key.subject(context.contract(point.key.measure));
            subject.period = point.cell.row.part.of(point.key.year);
            let what = format!(
                "{}: {} is {}, {} standard deviations from the force's own level of {}",
                context.of(&point.key),
                point.cell.row.part,
                point.value,
                decimal(level.deviates(point.value)),
                decimal(level.count())
            );
            let remedy =
                "ask the force what happened in the quarter: one large investigation, a change of recording, or a slip";
            findings.push(rule.found(subject, vec![point.cell.place()], what, remedy));
        }
    }
    findings
}
