//! Problem profiles: the faults that inspections found in them, and dates and counts that cannot be.
//!
//! A profile is due from every territorial force, at least once a year, covering group-based exploitation, with the data of
//! partners, under the agreed definition (recommendation 2 of the inspection of December 2023; samples of three months were
//! criticised by the independent inquiry, part H).

mod profile_dates;
mod profile_networks;
mod profile_no_group_based;
mod profile_no_partner_data;
mod profile_none;
mod profile_old;
mod profile_other_definition;
mod profile_short_sample;

use jiff::civil::Date;

use super::prelude::*;
use crate::contract::{ProblemProfile, Subject};

pub(super) const CHECKS: &[&Check] = &[
    &profile_none::CHECK,
    &profile_old::CHECK,
    &profile_no_partner_data::CHECK,
    &profile_short_sample::CHECK,
    &profile_no_group_based::CHECK,
    &profile_other_definition::CHECK,
    &profile_dates::CHECK,
    &profile_networks::CHECK,
];

/// The profiles of exploitation: one of child sexual abuse in general says nothing on the chapter's subject.
fn held<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a ProblemProfile> {
    context.given.profiles.0.iter().filter(|profile| profile.exploitation)
}

fn found(
    context: &Context<'_>,
    rule: &Rule,
    profile: &ProblemProfile,
    column: &str,
    what: &str,
    remedy: &str,
) -> Finding {
    let subject =
        Subject { contract: "problem-profiles".to_owned(), force: profile.force.clone(), ..Subject::default() };
    let place = profile.cell(column);
    rule.found(subject, vec![place], format!("{}: {what}", context.name(&profile.force)), remedy)
}

/// Days from one day to another.
fn days(from: Date, to: Date) -> Option<i64> {
    to.since(from).ok().map(|span| i64::from(span.get_days()))
}
