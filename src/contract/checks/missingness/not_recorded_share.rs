use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "not-recorded-share",
    family: Family::Missingness,
    severity: Severity::Note,
    scope: Scope::Force,
    measures: Measures::WithBreakdowns,
    tells_a_count: true,
    thresholds: &[Threshold { name: "least_count", least: 1.0, most: 1_000_000.0 }],
    catches: "a variable of which a large share is not recorded",
    guide: Guide {
        why: "shares among the known then say little (two thirds of ethnicity are the published norm).",
        method: "100 × not recorded / total at least `note_percent` or `warning_percent` of the breakdown in \
                 `data/checks.toml`; totals under `least_count` left out.",
        remedy: "Ask whether the records hold it and the return does not.",
        false_alarms: "None: it is what it is.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let least = rule.threshold("least_count");
    let mut findings = Vec::new();
    for (measure, key, block) in context.described(rule) {
        for breakdown in &measure.breakdowns {
            let Some(cells) = block.breakdowns.get(breakdown.dimension.as_str()) else { continue };
            let described = context.given.measures.get(key.measure).and_then(|one| one.breakdown(&breakdown.dimension));
            let Some(unrecorded) = described.and_then(|one| one.not_recorded.as_deref()) else { continue };
            let sum = cells.iter().try_fold(0_i64, |sum, cell| sum.checked_add(cell.row.value?));
            let missing = block.category(&breakdown.dimension, unrecorded);
            let (Some(sum), Some(missing)) = (sum, missing) else { continue };
            let Some(count) = missing.row.value.filter(|_| sum > 0 && sum as f64 >= least) else { continue };
            let percent = 100.0 * (count as f64 / sum as f64);
            let severity = if percent >= breakdown.warning_percent {
                rule.severity.max(Severity::Warning)
            } else if percent >= breakdown.note_percent {
                rule.severity
            } else {
                continue;
            };
            let mut subject = key.subject(&measure.contract);
            subject.dimension.clone_from(&breakdown.dimension);
            subject.category = unrecorded.to_owned();
            let places = vec![missing.place()];
            let what = format!(
                "{}: {count} of {sum}, {percent:.0} percent, are `{unrecorded}` in `{}`",
                context.of(key),
                breakdown.dimension
            );
            let remedy =
                "ask whether the records hold it and the return does not; the chapter shows the range this leaves";
            findings.push(rule.found_as(severity, subject, places, what, remedy));
        }
    }
    findings
}
