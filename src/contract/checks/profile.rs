//! Problem profiles: the faults that inspections found in them, and dates and counts that cannot be.
//!
//! A profile is due from every territorial force, at least once a year, covering group-based exploitation, with the data of
//! partners, under the agreed definition (recommendation 2 of the inspection of December 2023; samples of three months were
//! criticised by the independent inquiry, part H).

use jiff::civil::Date;

use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::{Finding, ProblemProfile, Subject};
use crate::fault::Place;

const NONE: &[Threshold] = &[];

/// A check of the family.
const fn check(
    id: &'static str,
    catches: &'static str,
    thresholds: &'static [Threshold],
    run: fn(&Context<'_>, &Rule) -> Vec<Finding>,
) -> Check {
    Check { id, family: Family::Profile, catches, thresholds, run }
}

pub(super) const CHECKS: &[Check] = &[
    check("profile-none", "a territorial force without a profile of child sexual exploitation", NONE, none),
    check("profile-old", "a profile signed off too long before the cut-off", NONE, old),
    check("profile-no-partner-data", "a profile to which no partner gave data", NONE, no_partner_data),
    check(
        "profile-short-sample",
        "a profile that rests on a sample of a few months",
        &[Threshold { name: "days", least: 1.0, most: 366.0 }],
        short_sample,
    ),
    check("profile-no-group-based", "a profile without a part on group-based exploitation", NONE, no_group_based),
    check("profile-other-definition", "a profile that does not use the agreed definition", NONE, other_definition),
    check("profile-dates", "dates of a profile that cannot be", NONE, dates),
    check("profile-networks", "more networks of three or more people than networks", NONE, networks),
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
    let place = profile.place.column(column);
    rule.found(subject, vec![place], format!("{}: {what}", context.name(&profile.force)), remedy)
}

fn none(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let (profiles, path) = context.given.profiles;
    let due = context.given.forces.iter().filter(|force| force.territorial);
    let missing = due.filter_map(|force| {
        let row = profiles.iter().find(|profile| profile.force == force.code);
        if row.is_some_and(|profile| profile.exploitation) {
            return None;
        }
        let what = format!("{}: there is no problem profile of child sexual exploitation", force.short_name);
        let place = row.map_or_else(|| Place::file(path), |profile| profile.place.column("profile_class"));
        let subject =
            Subject { contract: "problem-profiles".to_owned(), force: force.code.clone(), ..Subject::default() };
        let remedy = "ask the force for its profile, and for the day one will be signed off";
        Some(rule.found(subject, vec![place], what, remedy))
    });
    missing.collect()
}

fn old(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let limit = context.given.edition.limits.profile_age_days;
    let cut_off = context.given.edition.cut_off;
    held(context)
        .filter_map(|profile| {
            let age = days(profile.signed_off?, cut_off).filter(|age| *age > limit)?;
            let what = format!("the profile was {age} days old at the cut-off, and {limit} are the most");
            let remedy = "ask for the date of the next one; profiles are due at least once a year";
            Some(found(context, rule, profile, "signed_off", &what, remedy))
        })
        .collect()
}

fn no_partner_data(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let without = held(context).filter(|profile| !profile.partner_data);
    let what = "no partner agency gave data to the profile";
    let remedy =
        "ask which of health, children's services, schools and others were asked; police data alone see a part";
    without.map(|profile| found(context, rule, profile, "health", what, remedy)).collect()
}

fn short_sample(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let limit = rule.threshold("days");
    held(context)
        .filter_map(|profile| {
            let (start, end) = profile.covers.filter(|_| profile.sample)?;
            let covered = days(start, end)? + 1;
            ((0..=i64::MAX).contains(&covered) && covered as f64 <= limit).then(|| {
                let what = format!("the profile rests on a sample of {covered} days");
                let remedy =
                    "ask for a profile of all records of a year; a short sample misses seasons and small places";
                found(context, rule, profile, "sample", &what, remedy)
            })
        })
        .collect()
}

fn no_group_based(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let without = held(context).filter(|profile| !profile.group_based);
    let what = "the profile has no part on group-based exploitation";
    let remedy = "ask the force to assess its networks; their number is not known, which is not the same as none";
    without.map(|profile| found(context, rule, profile, "profile_class", what, remedy)).collect()
}

fn other_definition(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
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

fn dates(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let cut_off = context.given.edition.cut_off;
    let mut findings = Vec::new();
    for profile in context.given.profiles.0 {
        let mut refuse = |column: &str, what: &str| {
            let remedy = "look for exchanged or mistyped dates; the age of the profile rests on them";
            findings.push(found(context, rule, profile, column, what, remedy));
        };
        if profile.signed_off.is_some_and(|day| day > cut_off) {
            refuse("signed_off", "the profile was signed off after the cut-off");
        }
        if let Some((start, end)) = profile.covers {
            if end < start {
                refuse("period_end", "the period of the profile ends before it starts");
            }
            if profile.signed_off.is_some_and(|day| day < end) {
                refuse("signed_off", "the profile was signed off before its period ended");
            }
        }
    }
    findings
}

fn networks(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let wrong = context.given.profiles.0.iter().filter_map(|profile| {
        let (networks, of_three) = profile.networks.filter(|(networks, of_three)| of_three > networks)?;
        let what = format!("{of_three} networks have three or more people, and there are {networks} networks in all");
        let remedy = "networks of three or more are some of all; ask the force which number is wrong";
        Some(found(context, rule, profile, "suspected_networks_three_or_more", &what, remedy))
    });
    wrong.collect()
}

/// Days from one day to another.
fn days(from: Date, to: Date) -> Option<i64> {
    to.since(from).ok().map(|span| i64::from(span.get_days()))
}
