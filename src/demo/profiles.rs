//! The problem-profile returns.
//!
//! Job: invent the latest problem profile of each force, with the faults inspections found. In: the seed, the sizes
//! and the plan. Out: CSV bytes, one row a force. Invariants: 24 territorial forces have a profile of child sexual
//! exploitation and half of these are at most a year old at the cut-off; 20 of the 35 profiles use no partner data; British
//! Transport Police has none; networks are counted only where the profile has a group-based part.

use std::collections::BTreeMap;

use super::calendar::Day;
use super::plan::Plan;
use super::random::Stream;
use super::table::write_records;
use super::{DemoError, FIRST_YEARS, SHIPPED, Size};

/// The data cut-off after so many years, to which ages are counted.
fn cut_off(years: usize) -> Day {
    Day::of(i64::from(FIRST_YEARS[years - 1]) + 1, 10, 31)
}

/// No profile is older than this many days at the cut-off.
const OLDEST: u64 = 1_300;

/// Territorial forces by what their latest profile covers: together 43.
const GROUP_BASED: usize = 7;
const EXPLOITATION: usize = 17;
const ABUSE: usize = 11;

/// Profiles made without the data of any partner.
const WITHOUT_PARTNERS: usize = 20;

const COLUMNS: [&str; 33] = [
    "force_code",
    "profile_class",
    "signed_off",
    "period_start",
    "period_end",
    "next_review",
    "definition",
    "systems_searched",
    "area_covered_percent",
    "health",
    "childrens_services",
    "education",
    "voluntary",
    "licensing",
    "housing",
    "sample",
    "flag_field",
    "flag_audit",
    "flag_audit_read",
    "flag_audit_wrong",
    "hydrant_training",
    "language_audit",
    "abduction_notices",
    "slavery_orders",
    "sexual_orders",
    "licensing_actions",
    "other_orders",
    "makesafe",
    "disruption_partners",
    "investigations_open",
    "suspected_networks",
    "suspected_networks_three_or_more",
    "marker",
];

/// What the latest profile covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    GroupBased,
    Exploitation,
    Abuse,
}

/// What the draw of places decides about a profile.
#[derive(Debug, Clone, Copy)]
struct Traits {
    class: Class,
    /// Signed off within a year of the cut-off.
    recent: bool,
    partners: bool,
    /// Made on a sample of three months.
    sample: bool,
}

/// The profiles as CSV.
pub(super) fn write(
    seed: u64,
    sizes: &BTreeMap<String, Size>,
    plan: &Plan,
    years: usize,
) -> Result<Vec<u8>, DemoError> {
    let traits = traits(seed, sizes);
    let records = sizes.iter().map(|(code, size)| match traits.get(code) {
        Some(traits) => record((seed, years), (code, *size), *traits, plan),
        None => no_profile(seed, code, *size),
    });
    write_records(COLUMNS, records)
}

/// Draws which force has which kind of profile. Forces left out have none.
fn traits(seed: u64, sizes: &BTreeMap<String, Size>) -> BTreeMap<String, Traits> {
    let mut codes: Vec<&String> = sizes.iter().filter(|(_, size)| size.share > 0.0).map(|(code, _)| code).collect();
    Stream::named(seed, &["profile class"]).shuffle(&mut codes);
    let profiles = GROUP_BASED + EXPLOITATION + ABUSE;
    let mut partner_order: Vec<usize> = (0..profiles).collect();
    Stream::named(seed, &["profile partners"]).shuffle(&mut partner_order);
    codes
        .into_iter()
        .take(profiles)
        .zip(partner_order)
        .enumerate()
        .map(|(place, (code, partner_place))| {
            let class = if place < GROUP_BASED {
                Class::GroupBased
            } else if place < GROUP_BASED + EXPLOITATION {
                Class::Exploitation
            } else {
                Class::Abuse
            };
            let traits = Traits {
                class,
                // Every second one: the inspection found half of the profiles updated yearly.
                recent: place % 2 == 0,
                partners: partner_place >= WITHOUT_PARTNERS,
                sample: place == GROUP_BASED,
            };
            (code.clone(), traits)
        })
        .collect()
}

/// The row of a force without a profile: it answers for what it does all the same, which rests on no profile.
fn no_profile(seed: u64, code: &str, size: Size) -> [String; COLUMNS.len()] {
    let steps = steps(seed, code, size, false);
    let mut record = COLUMNS.map(|column| steps.get(column).cloned().unwrap_or_default());
    record[0] = code.to_owned();
    record[1] = "none".to_owned();
    record[COLUMNS.len() - 1] = "[z]".to_owned();
    record
}

/// What a force does of what the other recommendations ask, by column. It is drawn apart, so that the profiles stay as they were.
fn steps(seed: u64, code: &str, size: Size, audited: bool) -> BTreeMap<&'static str, String> {
    let mut stream = Stream::named(seed, &["profile steps", code]);
    let mut steps = BTreeMap::new();
    for (column, probability) in [
        ("flag_field", 0.45),
        ("hydrant_training", 0.6),
        ("language_audit", 0.5),
        ("makesafe", 0.4),
        ("disruption_partners", 0.6),
    ] {
        steps.insert(column, yes_or_no(stream.chance(probability)).to_owned());
    }
    // Notices are served often, orders of a court seldom: so many a year in a force of average size.
    for (column, average) in [
        ("abduction_notices", 20.0),
        ("slavery_orders", 0.6),
        ("sexual_orders", 3.0),
        ("licensing_actions", 2.0),
        ("other_orders", 1.5),
    ] {
        steps.insert(column, stream.poisson(average * size.share * 43.0).to_string());
    }
    let read = 10 * stream.between(3, 12);
    // Inspections found from a tenth to a half of flags wrong or missing.
    let share = 0.1 + 0.04 * stream.between(0, 10) as f64;
    let wrong = stream.binomial(read, share);
    if audited {
        steps.insert("flag_audit_read", read.to_string());
        steps.insert("flag_audit_wrong", wrong.to_string());
    }
    steps
}

/// The row of a force with a profile.
fn record(
    (seed, years): (u64, usize),
    (code, size): (&str, Size),
    traits: Traits,
    plan: &Plan,
) -> [String; COLUMNS.len()] {
    let mut stream = Stream::named(seed, &["profile", code]);
    let age = if traits.recent { stream.between(20, 350) } else { stream.between(380, OLDEST) };
    // A profile that is renewed is renewed every year; the others stay as they are.
    let signed_off = Day(cut_off(if traits.recent { years } else { SHIPPED }).0 - age as i64);
    // Work on the text takes one to four months after the period has ended.
    let period_end = Day(signed_off.0 - stream.between(20, 90) as i64).end_of_last_month();
    let months = if traits.sample { 3 } else { 12 };
    let period_start = period_end.first_of_month(months - 1);
    let next_review = Day(signed_off.0 + if stream.chance(0.7) { 365 } else { 730 });

    let class = match traits.class {
        Class::GroupBased => "group_based",
        Class::Exploitation => "cse",
        Class::Abuse => "csa",
    };
    let definition = match traits.class {
        Class::Abuse => "csae",
        Class::GroupBased | Class::Exploitation => definition_on(code, period_end, plan),
    };
    let systems = if traits.partners { stream.between(4, 9) } else { stream.between(1, 4) };
    let area = if stream.chance(0.75) { 100 } else { 5 * stream.between(8, 19) };
    let mut partners = [false; 6];
    if traits.partners {
        // Children's services contribute to nearly every profile with partner data, so they come first.
        partners = [0.5, 1.0, 0.5, 0.4, 0.25, 0.2].map(|probability| stream.chance(probability));
    }
    let flag_audit = stream.chance(1.0 / 3.0);

    // The inspection counted 27 group-based investigations in six forces: 4.5 in a force of average size.
    let investigations = stream.poisson(0.5 + 4.0 * size.share * 43.0);
    let networks = investigations + stream.poisson(0.5 + 0.4 * investigations as f64);
    let of_three = stream.binomial(networks, 0.45);
    let (networks, of_three, marker) = match traits.class {
        Class::GroupBased => (networks.to_string(), of_three.to_string(), ""),
        Class::Exploitation | Class::Abuse => (String::new(), String::new(), "[x]"),
    };

    let [health, childrens_services, education, voluntary, licensing, housing] =
        partners.map(|contributes| yes_or_no(contributes).to_owned());
    let mut steps = steps(seed, code, size, flag_audit);
    let mut step = |column: &str| steps.remove(column).unwrap_or_default();
    [
        code.to_owned(),
        class.to_owned(),
        signed_off.to_string(),
        period_start.to_string(),
        period_end.to_string(),
        next_review.to_string(),
        definition.to_owned(),
        systems.to_string(),
        area.to_string(),
        health,
        childrens_services,
        education,
        voluntary,
        licensing,
        housing,
        if traits.sample { "sample" } else { "census" }.to_owned(),
        step("flag_field"),
        yes_or_no(flag_audit).to_owned(),
        step("flag_audit_read"),
        step("flag_audit_wrong"),
        step("hydrant_training"),
        step("language_audit"),
        step("abduction_notices"),
        step("slavery_orders"),
        step("sexual_orders"),
        step("licensing_actions"),
        step("other_orders"),
        step("makesafe"),
        step("disruption_partners"),
        investigations.to_string(),
        networks,
        of_three,
        marker.to_owned(),
    ]
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// The definition the force used on a day; before the first year of the plan and after the last, the nearest.
fn definition_on(code: &str, day: Day, plan: &Plan) -> &'static str {
    let begun = FIRST_YEARS.iter().filter(|first| Day::of(i64::from(**first), 4, 1) <= day).count();
    plan.get(code).map(|course| course.definitions[begun.saturating_sub(1)].id()).unwrap_or_default()
}
