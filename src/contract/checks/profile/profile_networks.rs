use super::found;
use crate::contract::PARTS;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "profile-networks",
    family: Family::Profile,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[],
    catches: "more networks of three or more people than networks, or more flags found wrong than were read",
    guide: Guide {
        why: "a part above its whole; networks of three are organised crime groups, networks of two are enough here; the \
              rate at which flags are wrong rests on both numbers of an audit.",
        method: "Three or more > all; wrong > read.",
        remedy: "Ask which is wrong.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in context.given.profiles.0 {
        for (column, _) in PARTS {
            let Some((whole, part)) = profile.whole_and_part(column).filter(|(whole, part)| part > whole) else {
                continue;
            };
            let (what, remedy) = match column {
                "flag_audit_wrong" => (
                    format!("the flag was wrong in {part} records, and {whole} were read"),
                    "records with a wrong flag are some of those read; ask the force which number is wrong",
                ),
                _ => (
                    format!("{part} networks have three or more people, and there are {whole} networks in all"),
                    "networks of three or more are some of all; ask the force which number is wrong",
                ),
            };
            findings.push(found(context, rule, profile, column, &what, remedy));
        }
    }
    findings
}
