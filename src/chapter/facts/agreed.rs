//! Facts on the national picture under the agreed definition, on returns and on problem profiles.

use super::Facts;
use crate::chapter::wording;
use crate::disclosure::picture::{Agreed, AgreedYear, ReturnsChange, Upper};
use crate::disclosure::{Picture, WITHHELD};
use crate::edition::Limits;
use crate::lineage::Lineage;
use crate::national::agreed::Standing;
use crate::national::estimate::{Absence, Estimate, Outcome};
use crate::national::profiles::Profiles;
use crate::statistics::change::Direction;

pub(super) fn add(facts: &mut Facts, picture: &Picture) {
    for year in &picture.agreed.years {
        range(facts, year, &picture.agreed, &picture.edition.limits);
    }
    facts.add("group-based-cse.range-message", range_message(&picture.agreed.years), &picture.agreed.lineage);
    facts.add("group-based-cse.children-year", picture.agreed.children_year.to_string(), &picture.agreed.lineage);
    facts.add("returns.order", order(&picture.agreed.lineage), &picture.agreed.lineage);
    for change in &picture.agreed_changes {
        like_for_like(facts, change, &picture.agreed);
    }
    profiles(facts, &picture.profiles);
}

fn range(facts: &mut Facts, year: &AgreedYear, agreed: &Agreed, limits: &Limits) {
    let slug = year.year.slug();
    let mut add = |id: &str, text: String| facts.add(format!("{id}.{slug}"), text, &agreed.lineage);
    let headline = if year.is_exact() {
        "A single national number can be given"
    } else {
        "The national figure is a range, not a single number"
    };
    add("group-based-cse.headline", headline.to_owned());
    add("group-based-cse.range", range_phrase(year));
    add("group-based-cse.range-lower", wording::shown(&year.lower));
    add("group-based-cse.range-upper", upper(&year.upper));
    add("group-based-cse.estimate-or-absence", estimate_or_absence(year, limits));
    add("group-based-cse.forces-bridged", year.count(Standing::bridged).to_string());
    add("group-based-cse.bridged", bridged(*year.count(Standing::bridged)));
    add("group-based-cse.forces-agreed", year.count(Standing::agreed).to_string());
    let share = year.children_share(Standing::agreed);
    add("group-based-cse.children-share-agreed", share.map_or_else(|| "[x]".to_owned(), wording::percent));
    add("returns.received", year.count(Standing::returned).to_string());
    add("returns.missing-count", year.count(|force| !force.returned()).to_string());
    add("returns.definitions-in-use", definitions_in_use(year).to_string());
}

/// In which order, and under which names, forces stand, as a sentence without its full stop.
fn order(lineage: &Lineage) -> &'static str {
    if lineage.synthetic() {
        "Forces and regions have made-up names and a drawn order"
    } else {
        "Forces stand in the order of the official list, by region"
    }
}

fn definitions_in_use(year: &AgreedYear) -> usize {
    let mut definitions: Vec<&str> = year.forces.iter().filter_map(|force| force.definition.as_deref()).collect();
    definitions.sort_unstable();
    definitions.dedup();
    definitions.len()
}

pub(in crate::chapter) fn upper(upper: &Upper) -> String {
    match upper {
        Upper::Count(count) => wording::shown(count),
        Upper::NotIdentified => "not identified".to_owned(),
    }
}

/// The same in a table that says for all its cells that they are rounded.
pub(in crate::chapter) fn upper_rounded(upper: &Upper) -> String {
    match upper {
        Upper::Count(count) => wording::of_rounded(count),
        Upper::NotIdentified => "[x]".to_owned(),
    }
}

fn range_phrase(year: &AgreedYear) -> String {
    let lower = wording::in_sentence(&year.lower);
    match &year.upper {
        _ if year.is_exact() => lower,
        Upper::Count(upper) => format!("between {lower} and {}", wording::in_sentence(upper)),
        Upper::NotIdentified => format!("at least {lower}, with no upper limit identified"),
    }
}

/// How many forces are estimated from a sample, as a sentence without its full stop.
fn bridged(forces: usize) -> String {
    match forces {
        0 => "No force is estimated from a sample of its records".to_owned(),
        1 => "One force is estimated from a sample of its records".to_owned(),
        _ => format!("{forces} forces are estimated from a sample of their records"),
    }
}

/// The estimate with all that must stand beside it, or the reason for its absence.
fn estimate_or_absence(year: &AgreedYear, limits: &Limits) -> String {
    if year.is_exact() {
        return "No estimate is needed: every force counted the agreed definition.".to_owned();
    }
    let Some(outcome) = year.outcome.value() else {
        return "No estimate is published: it could give away the count of a force [c].".to_owned();
    };
    match *outcome {
        Outcome::Estimated(estimate) => estimated(&estimate),
        Outcome::Absent(Absence::TooFewForces { have, .. }) => format!(
            "No estimate is published: {} counted the agreed definition, and at least {} are needed.",
            if have == 1 { "1 force".to_owned() } else { format!("{have} forces") },
            limits.minimum_forces,
        ),
        Outcome::Absent(Absence::NothingCounted) => {
            "No estimate is published: the forces on the agreed definition counted nothing.".to_owned()
        }
        Outcome::Absent(Absence::ImputedShareAboveLimit { share, .. }) => format!(
            "No estimate is published: {} of it would be imputed, above the limit of {}%.",
            wording::percent(share),
            limits.imputed_share_percent,
        ),
        Outcome::Absent(Absence::NoAuxiliary) => {
            "No estimate is published: neither a parent count nor a child population is known for every force."
                .to_owned()
        }
    }
}

fn estimated(estimate: &Estimate) -> String {
    let Estimate { total, interval, imputed_share, bridged: forces, .. } = *estimate;
    format!(
        "An estimate of {} [e] (95% interval {} to {}) is given as a sensitivity check, and not as the headline. Of it, \
         {} is imputed. {}. It assumes that other forces which count something else do not differ for that reason.",
        wording::rounded(total),
        wording::rounded(interval.lower),
        wording::rounded(interval.upper),
        wording::percent(imputed_share),
        bridged(forces),
    )
}

/// Headline of the figure: whether the range of the last year is narrower than that of the first.
fn range_message(years: &[AgreedYear]) -> &'static str {
    let width = |year: Option<&AgreedYear>| {
        let year = year?;
        Some((year.upper.count()?.value()? - year.lower.value()?) as f64)
    };
    match (width(years.first()), width(years.last())) {
        (Some(first), Some(last)) if last > first * 1.1 => "The range of possible counts has widened",
        (Some(first), Some(last)) if last < first * 0.9 => {
            "The range of possible counts has narrowed, and is still wide"
        }
        (Some(_), Some(_)) => "The range of possible counts is as wide as it was",
        _ => "The range of possible counts has no upper end in every year",
    }
}

fn like_for_like(facts: &mut Facts, change: &ReturnsChange, agreed: &Agreed) {
    let slug = format!("{}.{}", change.earlier.slug(), change.later.slug());
    let mut add = |id: &str, text: String| facts.add(format!("group-based-cse.{id}.{slug}"), text, &agreed.lineage);
    let absent = || "[x]".to_owned();
    add("matched-forces", change.matched_forces.to_string());
    add("matched-children-share", change.matched_children.map_or_else(absent, wording::percent));
    let compared = change.compared.present();
    let of = |words: fn(&crate::statistics::change::Change) -> String| {
        compared.as_ref().map_or_else(absent, |change| change.print(words))
    };
    add("matched-ratio", of(super::ratio));
    add("matched-ratio-interval", of(super::ratio_interval));
    let direction = compared.and_then(|change| change.value().map(|change| change.direction));
    add("matched-direction", direction.unwrap_or(Direction::CannotSay).word().to_owned());
    let parts = &change.parts;
    let signed = wording::signed_in_sentence;
    let total = parts.of_total();
    let said = match total.value() {
        Some(_) => format!("changed by {} crimes", signed(&total)),
        None => format!("changed by a number of crimes that is withheld {WITHHELD}"),
    };
    add("change-total", signed(&total));
    add("change-total-said", said);
    add("change-matched", signed(&parts.matched));
    add("change-definition", signed(&parts.definition_changed));
    add("change-other-definition", signed(&parts.other_definition));
    add("change-joined-and-left", signed(&parts.joined_and_left));
}

fn profiles(facts: &mut Facts, profiles: &Profiles) {
    let mut add = |id: &str, text: String| facts.add(format!("profiles.{id}"), text, &profiles.lineage);
    add("expected", profiles.expected.to_string());
    add("any", profiles.any.to_string());
    add("meeting-recommendation-2", profiles.all_parts.to_string());
    let parts = [
        (profiles.partner_data, "partner data"),
        (profiles.group_based, "an assessment of group-based CSE"),
        (profiles.current, "an update within the year"),
    ];
    let missed = parts.iter().min_by_key(|(count, _)| *count).map_or("", |(_, name)| name);
    add("most-missed-part", missed.to_owned());
}
