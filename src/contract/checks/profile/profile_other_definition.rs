use super::{found, held};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "profile-other-definition",
    family: Family::Profile,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[],
    catches: "a profile that does not use the agreed definition",
    guide: Guide {
        why: "its networks cannot be set beside those of others.",
        method: "Definition empty, unknown, or not that of the edition.",
        remedy: "Ask for the agreed definition.",
        false_alarms: "Profiles made before it was adopted.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let agreed = context.given.edition.agreed_definition.as_str();
    held(context)
        .filter(|profile| profile.definition != agreed)
        .map(|profile| {
            let what = match profile.definition.as_str() {
                "" => "the profile states no definition".to_owned(),
                other if context.given.definitions.get(other).is_none() => {
                    format!("the profile uses `{other}`, which is no definition of this project")
                }
                other => format!("the profile uses `{other}`, not the agreed definition `{agreed}`"),
            };
            let remedy = "its networks cannot be set beside those of other forces; ask for the agreed definition";
            found(context, rule, profile, "definition", &what, remedy)
        })
        .collect()
}
