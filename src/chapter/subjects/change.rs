//! The change of the returned total between neighbouring years: what of it is like for like, and what is recording.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::disclosure::picture::ReturnsChange;
use crate::disclosure::{Picture, Published, WITHHELD};
use crate::national::agreed::Standing;
use crate::statistics::change::{self, Direction};
use crate::wording::NOT_AVAILABLE;
use crate::wording::{self, format, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables: |_, _| Vec::new() };

fn facts(facts: &mut Facts, picture: &Picture) {
    for change in &picture.agreed_changes {
        let slug = format!("{}.{}", change.earlier.slug(), change.later.slug());
        let mut add =
            |id: &str, text: String| facts.add(format!("group-based-cse.{id}.{slug}"), text, &picture.agreed.lineage);
        let absent = || NOT_AVAILABLE.to_owned();
        add("matched-forces", change.matched_forces.to_string());
        add("matched-children-share", change.matched_children.map_or_else(absent, wording::percent));
        let compared = change.compared.present();
        let of =
            |words: fn(&change::Change) -> String| compared.as_ref().map_or_else(absent, |change| change.print(words));
        add("matched-ratio", of(phrases::ratio));
        add("matched-ratio-interval", of(phrases::ratio_interval));
        let verdict = compared.as_ref().and_then(|change| change.value().map(phrases::verdict));
        add("matched-direction", verdict.unwrap_or_else(|| Direction::CannotSay.word().to_owned()));
        let parts = &change.parts;
        let total = parts.of_total();
        let said = match total.value() {
            _ if nothing_comparable(change, picture) => "cannot be compared".to_owned(),
            Some(_) => format!("changed by {} crimes", signed(&total)),
            None => format!("changed by a number of crimes that is withheld {WITHHELD}"),
        };
        add("like-for-like-said", like_for_like(change, picture));
        add("change-parts-said", parts_said(change, picture));
        add("change-message", message(change, picture));
        add("agreed-both-said", agreed_both(change, picture));
        add("change-total", signed(&total));
        add("change-total-said", said);
        add("change-matched", signed(&parts.matched));
        add("change-definition", signed(&parts.definition_changed));
        add("change-other-definition", signed(&parts.other_definition));
        add("change-part-year", signed(&parts.part_year));
        add("change-joined-and-left", signed(&parts.joined_and_left));
    }
}

/// What the forces that counted the agreed definition in both years recorded, in sentences without the last full stop.
fn like_for_like(change: &ReturnsChange, picture: &Picture) -> String {
    let (before, now) = (change.earlier, change.later);
    if let Some(reason) = &change.broken {
        return format!("{before} and {now} cannot be compared: {}", **reason);
    }
    let forces = *change.matched_forces;
    if forces == 0 {
        return format!(
            "No force counted the agreed definition over the whole of {before} and of {now}, so nothing can be compared"
        );
    }
    let children = change
        .matched_children
        .map_or_else(String::new, |share| format!(", serving {} of children,", wording::percent(share)));
    let basis = format!(
        "In {}{children} {before} and {now} were both counted under the agreed definition",
        format::counted(forces, "force", "forces")
    );
    match change.compared.value() {
        None => format!(
            "{basis}. What they recorded cannot be compared without giving away the count of a force {WITHHELD}"
        ),
        Some(None) => format!("{basis}, which is too few to compare what they recorded"),
        Some(Some(compared)) => format!(
            "{basis}. The {} they recorded in the second year was {} times that in the first (95% interval {})",
            phrases::compared(picture.index.basis),
            phrases::ratio(compared),
            phrases::ratio_interval(compared)
        ),
    }
}

/// What the change of the returned total is made of, in sentences without the last full stop.
fn parts_said(change: &ReturnsChange, picture: &Picture) -> String {
    if nothing_comparable(change, picture) {
        return "No force counted the unit of the agreed definition in either year".to_owned();
    }
    let parts = &change.parts;
    let mut said = Vec::new();
    if *change.matched_forces == 0 {
        said.push(
            "No force counted the agreed definition in both years, so none of it is a like-for-like change".to_owned(),
        );
    } else {
        let matched = signed(&parts.matched);
        said.push(format!("Forces on the agreed definition in both years account for {matched} of that"));
    }
    let part_year = match *parts.part_year_forces {
        0 => String::new(),
        _ => {
            format!(", forces that returned only a part of one of the years for {}", signed(&parts.part_year))
        }
    };
    said.push(format!(
        "Forces that changed definition account for {}, forces on one other definition in both years for {}{part_year}, and forces \
         that returned in only one of the years for {}",
        signed(&parts.definition_changed),
        signed(&parts.other_definition),
        signed(&parts.joined_and_left)
    ));
    if *change.matched_forces > 0 {
        said.push("Only the first part is a like-for-like change".to_owned());
    }
    said.join(". ")
}

/// Headline of a figure of the parts.
fn message(change: &ReturnsChange, picture: &Picture) -> String {
    if nothing_comparable(change, picture) {
        return "What forces returned is not in the unit of the agreed definition".to_owned();
    }
    if *change.matched_forces == 0 {
        return "None of the change in what forces returned is like for like".to_owned();
    }
    format!("Of the change in what forces returned, {} is like for like", signed(&change.parts.matched))
}

/// Whether no force counted the unit of the agreed definition in either year.
fn nothing_comparable(change: &ReturnsChange, picture: &Picture) -> bool {
    let years = [change.earlier, change.later].into_iter().filter_map(|year| picture.agreed.year(year));
    years.map(|year| *year.count(Standing::comparable)).sum::<usize>() == 0
}

/// How many forces counted the agreed definition in each of the years, as a sentence without its full stop.
fn agreed_both(change: &ReturnsChange, picture: &Picture) -> String {
    let agreed = |year| picture.agreed.year(year).map_or(0, |year| *year.count(Standing::agreed));
    let all = picture.agreed.year(change.later).map_or(0, |year| year.forces.len());
    let (earlier, later) = (change.earlier, change.later);
    match (agreed(earlier), agreed(later)) {
        (0, 0) => format!("None of {all} forces counted the agreed definition in {later}, nor in {earlier}"),
        (0, now) => {
            format!("{now} of {all} forces counted the agreed definition in {later}, and none did in {earlier}")
        }
        (before, now) => {
            let now = if now == 0 { "None".to_owned() } else { now.to_string() };
            format!("{now} of {all} forces counted the agreed definition in {later}, and {before} did in {earlier}")
        }
    }
}

fn signed(number: &Published<i64>) -> String {
    wording::signed_in_sentence(number)
}
