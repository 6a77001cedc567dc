//! The change of the returned total between neighbouring years: what of it is like for like, and what is recording.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::disclosure::{Picture, WITHHELD};
use crate::statistics::change::{self, Direction};
use crate::wording::{self, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables: |_, _| Vec::new() };

fn facts(facts: &mut Facts, picture: &Picture) {
    for change in &picture.agreed_changes {
        let slug = format!("{}.{}", change.earlier.slug(), change.later.slug());
        let mut add =
            |id: &str, text: String| facts.add(format!("group-based-cse.{id}.{slug}"), text, &picture.agreed.lineage);
        let absent = || "[x]".to_owned();
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
}
