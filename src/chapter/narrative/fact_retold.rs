use std::collections::BTreeMap;

use super::sentence::{self, Sentence};
use super::{Check, Context, Find, Found, Pattern, pattern};
use crate::contract::Severity;
use crate::fault::Place;

/// One number counts one thing, whatever section it stands in.
pub(super) const CHECK: Check = Check { id: "fact-retold", severity: Severity::Warning, find: Find::Whole(find) };

static UNIT: Pattern = pattern(|| regex::Regex::new(&format!(r"^[\s\u{{a0}}]+({})\b", super::UNITS)).ok());

fn find(context: &Context<'_>) -> Vec<(Place, Found)> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    for (file, text) in context.text.own() {
        for sentence in sentence::sentences(text, context.facts) {
            for (at, id) in &sentence.facts {
                let Some(unit) = unit(&sentence, *at, context, id) else { continue };
                let before = said.entry(id.clone()).or_insert_with(|| unit.clone());
                if *before != unit {
                    let what = format!("`{id}` counts {unit} here, and {before} in another sentence");
                    let remedy = "call what is counted by one word in the whole text";
                    found.push((Place::offset(file, text, sentence.origin(*at)), Found::new(0, what, remedy)));
                }
            }
        }
    }
    found
}

/// What stands behind a fact as the thing counted.
fn unit(sentence: &Sentence, at: usize, context: &Context<'_>, id: &str) -> Option<String> {
    let end = at + context.facts.get(id)?.text.len();
    let rest = sentence.typed.get(end..)?;
    Some(UNIT.as_ref()?.captures(rest)?.get(1)?.as_str().to_lowercase())
}
