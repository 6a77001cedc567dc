//! Checks on what was read: is it plausible, complete, and counted as it says?
//!
//! In: the typed rows of the returns, parents and problem profiles, what they are held against, and the settings of
//! `data/checks.toml`. Out: [`Finding`]s in a fixed order, each with a stable identifier, a subject, places and a remedy. A
//! [`crate::fault::Fault`] has stopped before what cannot be read at all. Each check is one file in the folder of its family, that
//! declares all about it (`docs/extending.md` has the recipe); each family lists its checks, and [`registry`] the families.

mod beside;
mod book;
mod context;
mod declaration;
mod evidence;
mod given;
mod level;
mod page;
mod prelude;
mod read;
mod settings;
mod wording;

mod arithmetic;
mod coverage;
mod definition;
mod entry;
mod missingness;
mod profile;
mod public;
mod space;
mod structure;
mod time;

#[cfg(test)]
mod tests;

use super::Finding;
use context::Context;

pub use declaration::{Check, Family, Guide, Scope, Threshold};
pub use given::Given;
pub use page::{PAGE, fill, help, title};
pub use settings::{Measures, Rule, Settings};

/// Every check, in the order in which it is run and documented.
pub fn registry() -> impl Iterator<Item = &'static Check> {
    let families: [&[&Check]; 10] = [
        structure::CHECKS,
        arithmetic::CHECKS,
        coverage::CHECKS,
        entry::CHECKS,
        time::CHECKS,
        space::CHECKS,
        definition::CHECKS,
        missingness::CHECKS,
        profile::CHECKS,
        public::CHECKS,
    ];
    families.into_iter().flatten().copied()
}

/// The check of this identifier; none for that of a fault.
pub fn check(id: &str) -> Option<&'static Check> {
    registry().find(|check| check.id == id)
}

/// Identifiers of every check.
pub fn ids() -> Vec<&'static str> {
    registry().map(|check| check.id).collect()
}

/// Runs every check that is not switched off. Findings are sorted by place, then check, then subject.
pub fn run(given: Given<'_>) -> Vec<Finding> {
    run_those(registry(), given)
}

/// Runs the checks that need no other force: what a force can have checked by itself before it sends its return.
pub fn run_alone(given: Given<'_>) -> Vec<Finding> {
    run_asked(|check| check.scope == Scope::Force, given)
}

/// Runs the checks that are asked for.
pub fn run_asked(asked: impl Fn(&Check) -> bool, given: Given<'_>) -> Vec<Finding> {
    run_those(registry().filter(|check| asked(check)), given)
}

fn run_those(checks: impl Iterator<Item = &'static Check>, given: Given<'_>) -> Vec<Finding> {
    let context = Context::new(given);
    let mut findings: Vec<Finding> = checks
        .filter_map(|check| Some((check, given.settings.rule(check.id)?)))
        .filter(|(_, rule)| rule.off.is_none())
        .flat_map(|(check, rule)| (check.run)(&context, rule))
        .collect();
    findings.sort_by(|left, right| {
        (&left.places, left.check, &left.subject).cmp(&(&right.places, right.check, &right.subject))
    });
    findings
}
