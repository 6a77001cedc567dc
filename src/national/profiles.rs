//! Problem profiles against the inspectorate's recommendation 2: each force should have one that covers group-based
//! exploitation, uses partner data, and is updated at least once a year. Beside it, how many forces do what others ask.

use jiff::civil::Date;

use crate::contract::{Forces, ProblemProfile, STEPS};
use crate::lineage::Lineage;

/// How many forces meet each part of the recommendation.
#[derive(Clone, Debug)]
pub struct Profiles {
    /// Territorial forces, each expected to hold a profile.
    pub expected: usize,
    /// Forces with any profile of child sexual exploitation.
    pub any: usize,
    /// Forces whose profile covers group-based exploitation.
    pub group_based: usize,
    /// Forces whose profile uses partner data.
    pub partner_data: usize,
    /// Forces whose profile was signed off within the limit before the cut-off.
    pub current: usize,
    /// Forces that meet all three parts.
    pub all_parts: usize,
    /// Of these, forces that also used the agreed definition.
    pub agreed_definition: usize,
    /// Forces that do what other recommendations ask, by the column that says so.
    pub steps: Vec<(&'static str, usize)>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Profiles {
    /// Counts the profiles of territorial forces. `limit` is the greatest age at the cut-off, in days.
    pub fn count(
        profiles: &[ProblemProfile],
        forces: &Forces,
        (cut_off, limit): (Date, i64),
        agreed_definition: &str,
        lineage: Lineage,
    ) -> Self {
        let territorial = |code: &str| forces.get(code).is_some_and(|force| force.territorial);
        let held: Vec<&ProblemProfile> =
            profiles.iter().filter(|profile| profile.exploitation && territorial(&profile.force)).collect();
        let does = |profile: &&ProblemProfile, step: &str| profile.steps.get(step) == Some(&true);
        let all_forces = || profiles.iter().filter(|profile| territorial(&profile.force));
        let steps = STEPS.into_iter().map(|step| (step, all_forces().filter(|one| does(one, step)).count()));
        let current = |profile: &ProblemProfile| profile.age(cut_off).is_some_and(|age| (0..=limit).contains(&age));
        let all = |profile: &ProblemProfile| profile.group_based && profile.partner_data && current(profile);
        let of = |condition: &dyn Fn(&ProblemProfile) -> bool| held.iter().filter(|profile| condition(profile)).count();
        Self {
            expected: forces.iter().filter(|force| force.territorial).count(),
            any: held.len(),
            group_based: of(&|profile| profile.group_based),
            partner_data: of(&|profile| profile.partner_data),
            current: of(&current),
            all_parts: of(&all),
            agreed_definition: of(&|profile| all(profile) && profile.definition == agreed_definition),
            steps: steps.collect(),
            lineage,
        }
    }
}
