//! What the edition and its policy decide: limits, thresholds, and how many forces there are.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::disclosure::{Level, Picture};
use crate::lineage::Lineage;
use crate::wording::{self, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables: |_, _| Vec::new() };

fn facts(facts: &mut Facts, picture: &Picture) {
    let limits = &picture.edition.limits;
    let none = Lineage::default();
    let mut add = |id: &str, text: String| facts.add(id, text, &none);
    add("limits.imputed-share", format!("{}%", limits.imputed_share_percent));
    add("limits.minimum-forces", limits.minimum_forces.to_string());
    add("limits.bridge-sample", limits.minimum_bridge_sample.to_string());
    add("limits.known-coverage", format!("{}%", limits.known_coverage_percent));
    add("limits.profile-age-days", limits.profile_age_days.to_string());
    add("policy.minimum-count-for-rate", limits.minimum_rate_count.to_string());
    add("policy.minimum-children-for-rate", wording::count(limits.minimum_rate_children));
    let policy = &picture.policy;
    let (region, national) = (policy.rule(Level::Region, usize::MAX), policy.rule(Level::National, usize::MAX));
    add("policy.title", policy.title.clone());
    add("policy.version", policy.version.to_string());
    add("policy.withhold-to", region.withhold_to.to_string());
    add("policy.round-to", region.round_to.to_string());
    add("policy.least-forces", national.least_forces.to_string());
    add("policy.width", policy.protection.width.to_string());
    add("policy.legend", phrases::LEGEND.to_owned());
    add("forces.territorial", picture.forces.iter().filter(|force| force.territorial).count().to_string());
    add("returns.expected", picture.forces.len().to_string());
}
