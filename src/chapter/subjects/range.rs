//! The identified range of each year, and the estimate or the reason for its absence.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, PERCENT, absent, not_applicable, number, returns, share, text};
use crate::disclosure::Picture;
use crate::disclosure::picture::{AgreedYear, Upper};
use crate::edition::Limits;
use crate::national::agreed::Standing;
use crate::national::estimate::{Absence, Brief, Outcome};
use crate::national::range::Relation;
use crate::national::reread::Reread;
use crate::statistics::random_effects::SharesCompared;
use crate::wording::NOT_AVAILABLE;
use crate::wording::{self, Cell, format};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    let agreed = &picture.agreed;
    for year in &agreed.years {
        of_year(facts, year, picture);
    }
    facts.add("group-based-cse.range-message", message(&agreed.years), &agreed.lineage);
    facts.add("group-based-cse.children-year", agreed.children_year.to_string(), &agreed.lineage);
}

fn of_year(facts: &mut Facts, year: &AgreedYear, picture: &Picture) {
    let (agreed, limits) = (&picture.agreed, &picture.edition.limits);
    let slug = year.year.slug();
    let mut add = |id: &str, text: String| facts.add(format!("{id}.{slug}"), text, &agreed.lineage);
    let headline = if nothing_comparable(year) {
        "No national number can be given"
    } else if year.is_exact() {
        "A single national number can be given"
    } else {
        "The national figure is a range, not a single number"
    };
    add("group-based-cse.headline", headline.to_owned());
    add("group-based-cse.range", phrase(year));
    add("group-based-cse.range-lower", wording::shown(&year.lower));
    add("group-based-cse.range-upper", upper(&year.upper));
    let moved = estimate_moved(year, picture).unwrap_or_default();
    add("group-based-cse.estimate-or-absence", estimate_or_absence(year, limits) + &moved);
    add("group-based-cse.reread", reread(year));
    add("group-based-cse.forces-bridged", year.count(Standing::bridged).to_string());
    add("group-based-cse.bridged", bridged(*year.count(Standing::bridged)));
    add("group-based-cse.forces-agreed", year.count(Standing::agreed).to_string());
    let share = year.children_share(Standing::agreed);
    add("group-based-cse.children-share-agreed", share.map_or_else(|| NOT_AVAILABLE.to_owned(), wording::percent));
    add("group-based-cse.agreed-said", agreed_said(year, picture));
    add("group-based-cse.range-why", why(year).to_owned());
}

/// Which forces counted the agreed definition, as a sentence without its full stop.
fn agreed_said(year: &AgreedYear, picture: &Picture) -> String {
    let (all, agreed) = (year.forces.len(), *year.count(Standing::agreed));
    if let Some(series) = picture.alike.iter().find(|series| *series.relation == Relation::Same && agreed < all) {
        return format!(
            "Of {all} forces, {agreed} counted the agreed definition in what they returned as such, and all gave it as {}",
            *series.words
        );
    }
    let children = year.children_share(Standing::agreed);
    let serve = |verb: &str| {
        children.map_or_else(String::new, |share| format!(", and {verb} {} of children", wording::percent(share)))
    };
    match agreed {
        0 => format!("None of {all} forces counted the agreed definition"),
        1 => format!("Of {all} forces, 1 counted the agreed definition{}", serve("serves")),
        some if some == all => format!("All {all} forces counted the agreed definition"),
        some => format!("Of {all} forces, {some} counted the agreed definition{}", serve("they serve")),
    }
}

/// Why the upper end lies where it does, as a sentence without its full stop.
fn why(year: &AgreedYear) -> &'static str {
    match &year.upper {
        _ if nothing_comparable(year) => "Counts of one unit do not bound those of another",
        _ if year.is_exact() => "Nothing has to be assumed of any force but that it applied the definition it names",
        Upper::NotIdentified => "There is no upper end, because a force gave no count that bounds its own",
        Upper::Count(_) => {
            "The upper end is high because for some forces it takes every crime of child sexual abuse and exploitation for \
             group-based exploitation"
        }
    }
}

pub(super) fn upper(upper: &Upper) -> String {
    match upper {
        Upper::Count(count) => wording::shown(count),
        Upper::NotIdentified => NOT_IDENTIFIED.to_owned(),
    }
}

/// The same as a cell.
pub(super) fn upper_cell(upper: &Upper) -> Cell {
    match upper {
        Upper::Count(count) => Cell::shown(count),
        Upper::NotIdentified => not_identified(),
    }
}

const NOT_IDENTIFIED: &str = "not identified";

/// An upper end that nothing bounds.
pub(super) fn not_identified() -> Cell {
    Cell::instead(NOT_IDENTIFIED, NOT_AVAILABLE)
}

/// Whether no force counted the unit of the agreed definition.
fn nothing_comparable(year: &AgreedYear) -> bool {
    *year.count(Standing::comparable) == 0 && matches!(year.upper, Upper::NotIdentified)
}

fn phrase(year: &AgreedYear) -> String {
    let lower = wording::in_sentence(&year.lower);
    match &year.upper {
        _ if nothing_comparable(year) => {
            "not known, as no force gave a count in the unit of the agreed definition".to_owned()
        }
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
        return "No estimate is needed: the range is a single number.".to_owned();
    }
    let Some(outcome) = year.outcome.value() else {
        return "No estimate is published: it could give away the count of a force [c].".to_owned();
    };
    match *outcome {
        Outcome::Estimated(estimate) => estimated(&estimate, year),
        Outcome::Absent(Absence::TooFewForces { have, .. }) => format!(
            "No estimate is published: {} counted the agreed definition, and at least {} are needed.",
            match have {
                0 => "no force".to_owned(),
                have => format::counted(have, "force", "forces"),
            },
            limits.minimum_forces,
        ),
        Outcome::Absent(Absence::NothingCounted) => {
            "No estimate is published: the forces on the agreed definition counted nothing.".to_owned()
        }
        Outcome::Absent(Absence::ImputedShareAboveLimit { share, .. }) => format!(
            "No estimate is published: {} of it would rest on forces that did not count the agreed definition, above the limit of \
             {}%.",
            share.map_or_else(|| "too much".to_owned(), wording::percent),
            limits.imputed_share_percent,
        ),
        Outcome::Absent(Absence::NoAuxiliary) => {
            "No estimate is published: neither a parent count nor a child population is known for every force."
                .to_owned()
        }
    }
}

fn estimated(estimate: &Brief, year: &AgreedYear) -> String {
    let Brief { total, interval, imputed_share, bridged: forces } = *estimate;
    let differ = year.if_imputed_differ.value().map(|totals| if_imputed_differ(total, totals)).unwrap_or_default();
    format!(
        "An estimate of {} [e] (95% interval {} to {}) is given as a sensitivity check, and not as the headline. Of it, \
         {} is imputed. {}. It assumes that other forces which count something else do not differ for that reason.{differ}{}",
        wording::rounded(total),
        wording::rounded(interval.lower),
        wording::rounded(interval.upper),
        wording::at_most(imputed_share),
        bridged(forces),
        exchangeable(year),
    )
}

/// Whether the imputed forces differ in what all forces count alike, as a sentence after another.
fn exchangeable(year: &AgreedYear) -> String {
    match year.exchangeable.value() {
        None => " Whether they differ in what all forces count alike is told only to those who are allowed to see counts of single \
                 forces, as those that are imputed are few."
            .to_owned(),
        Some(None) => " Whether they differ in what all forces count alike cannot be told.".to_owned(),
        Some(Some(SharesCompared { ratio, interval, .. })) => format!(
            " The exploitation class that all forces count alike is {} times as large a part of all child sexual abuse and exploitation \
             crimes in the imputed forces as in those that counted the agreed definition (95% interval {} to {}): {}.",
            format::decimal(*ratio, 2),
            format::decimal(interval.lower, 2),
            format::decimal(interval.upper, 2),
            if interval.lower > 1.0 || interval.upper < 1.0 {
                "they differ in this, which speaks against the assumption"
            } else {
                "they do not clearly differ in this, which does not show that they are alike"
            }
        ),
    }
}

/// The range if forces on the agreed definition err as those whose records were read again do, or why there is none, as a sentence.
fn reread(year: &AgreedYear) -> String {
    match year.reread.value() {
        None => "Samples of records were read again in forces on the agreed definition, too few of them to say what was found [c].".to_owned(),
        Some(None) => "No force on the agreed definition has had records read again, so how far such a count is too high or too low is \
                       not known."
            .to_owned(),
        Some(Some(Reread { forces, lower, upper })) => {
            let read = match forces {
                1 => "One force on the agreed definition has had records read again".to_owned(),
                _ => format!("{forces} forces on the agreed definition have had records read again"),
            };
            let lower = wording::rounded(lower.floor());
            match upper.map(|upper| wording::rounded(upper.ceil())) {
                Some(upper) => format!("{read}. If the others err as they do, the number lies between {lower} and {upper}."),
                None => format!("{read}. If the others err as they do, the number is at least {lower}."),
            }
        }
    }
}

/// Why the estimate is not that of the year before, made of the parts that are printed.
fn estimate_moved(year: &AgreedYear, picture: &Picture) -> Option<String> {
    let total = |year: &AgreedYear| match year.outcome.value() {
        Some(Outcome::Estimated(estimate)) if !year.is_exact() => Some(estimate.total.round() as i64),
        _ => None,
    };
    let change = picture.agreed_changes.iter().find(|change| change.later == year.year)?;
    let (before, now) = (total(picture.agreed.year(change.earlier)?)?, total(year)?);
    let matched = *change.parts.matched.value()?;
    let rest = now - before - matched;
    Some(format!(
        " It was {} for {}, so it moved by {}. Forces that counted the agreed definition in both years add {} to that. The rest, about \
         {}, is not like for like: forces that adopted the definition counted otherwise than the model had for them, and the model \
         gives others for those that are imputed.",
        wording::count(before),
        change.earlier,
        wording::signed(now - before),
        wording::signed_in_sentence(&change.parts.matched),
        wording::signed(rest)
    ))
}

/// What the estimate would be if the imputed forces recorded otherwise, as a sentence after another.
fn if_imputed_differ(estimate: f64, totals: &[(i32, f64)]) -> String {
    let of = |percent: i32| totals.iter().find(|(by, _)| *by == percent).map(|(_, total)| wording::rounded(*total));
    match (of(20), of(100)) {
        (Some(fifth), Some(twice)) => {
            // Rounded, the two may be one number.
            let still = if fifth == wording::rounded(estimate) { "still " } else { "" };
            format!(
                " If those that are imputed record a fifth more than the model says, it would {still}be {fifth}, and if twice as \
                 much, {twice}."
            )
        }
        _ => String::new(),
    }
}

/// Headline of the figure: whether the range of the last year is narrower than that of the first.
fn message(years: &[AgreedYear]) -> &'static str {
    let width = |year: Option<&AgreedYear>| {
        let year = year?;
        Some((year.upper.count()?.value()? - year.lower.value()?) as f64)
    };
    if years.last().is_some_and(AgreedYear::is_exact) {
        return "In the last year the count is a single number";
    }
    match (width(years.first()), width(years.last())) {
        (Some(first), Some(last)) if last > first * 1.1 => "The range of possible counts has widened",
        (Some(first), Some(last)) if last < first * 0.9 => {
            "The range of possible counts has narrowed, and is still wide"
        }
        (Some(_), Some(_)) => "The range of possible counts is as wide as it was",
        _ => "Not in every year is the range of possible counts known",
    }
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let rows = picture
        .agreed
        .years
        .iter()
        .map(|year| {
            let estimate = |pick: fn(&Brief) -> f64, marker: &str| {
                Cell::of(&year.outcome, |outcome| match outcome {
                    _ if year.is_exact() => not_applicable(),
                    Outcome::Absent(_) => absent(),
                    Outcome::Estimated(estimate) => Cell::count(pick(estimate).round() as i64).marked(marker),
                })
            };
            vec![
                Cell::words(year.year.to_string()),
                Cell::shown(&year.lower),
                upper_cell(&year.upper),
                estimate(|estimate| estimate.total, "[e]"),
                estimate(|estimate| estimate.interval.lower, ""),
                estimate(|estimate| estimate.interval.upper, ""),
                Cell::tally(*year.count(Standing::agreed)),
                share(*year.children_share(Standing::agreed)),
            ]
        })
        .collect();
    vec![DataTable {
        id: "national-range",
        title: "Group-based CSE crimes under the agreed definition".to_owned(),
        subtitle: format!("{}, identified range, and estimate with the limits of its 95% interval", picture.edition.geography),
        columns: vec![
            text("Year", 3),
            number("Lower end", "crimes", 2),
            number("Upper end", "crimes", 3),
            number("Estimate", "crimes", 3),
            number("Lower limit", "crimes", 2),
            number("Upper limit", "crimes", 2),
            number("Forces agreed", "forces", 2),
            number("Share of children", PERCENT, 3),
        ],
        rows,
        source: returns(&picture.agreed.lineage),
        notes: vec![
            "[e] Estimated. [x] Not available: too much of an estimate would be imputed, or too few forces counted the agreed \
             definition. Forces agreed: those that counted it over the whole year."
                .to_owned(),
        ],
        lineage: picture.agreed.lineage.clone(),
    }]
}
