//! An answer as text: what the number is first, its cells last.

use std::fmt::Write as _;

use super::Answer;
use crate::chapter::evidence::{CountedAs, Explanation, MadeOf, SourceCell};
use crate::wording;

/// Cells of a source that are listed; JSON lists them all.
const LISTED: usize = 12;

/// The text, ended by a line feed.
pub fn human(answer: &Answer<'_>) -> Vec<u8> {
    let mut text = format!("{}\n", answer.marking);
    for explanation in &answer.explanations {
        text.push('\n');
        one(&mut text, explanation);
    }
    if !answer.stands.is_empty() {
        let _ =
            writeln!(text, "\n`{}` stands in {} places; ask for one by its name\n", answer.asked, answer.stands.len());
    }
    for stand in &answer.stands {
        let at = if stand.stands.is_empty() { String::new() } else { format!(" ({})", stand.stands.join("; ")) };
        let _ = writeln!(text, "{} `{}`{at}\n    {}", stand.kind.name(), stand.id, stand.words);
    }
    text.into_bytes()
}

fn one(text: &mut String, one: &Explanation) {
    let stamp = if one.synthetic { " [synthetic]" } else { "" };
    let _ = writeln!(text, "{} `{}`{stamp}\n    {}", one.kind.name(), one.id, one.words);
    let mut line = |name: &str, words: &str| {
        if !words.is_empty() {
            let _ = writeln!(text, "  {name}: {words}");
        }
    };
    line("with its period", one.dated.as_deref().unwrap_or_default());
    line("stands at", &one.stands.join("; "));
    line("made by", one.method);
    line("in symbols", one.symbols);
    // Where no number belongs in it, the method has said it.
    line("formula", if one.formula == one.method { "" } else { &one.formula });
    for (name, words) in &one.details {
        line(name, words);
    }
    line("rests on", &one.rests_on.join(", "));
    line("disclosure control", &one.disclosure);
    line("of no cell", one.reason.as_deref().unwrap_or_default());
    for granted in &one.assumptions {
        line(&format!("granted `{}`", granted.id), &granted.words);
        line("  what speaks for it", &granted.evidence);
        line("  what would refute it", &granted.refuted_by);
        line("  made by", &granted.made_by);
    }
    forces(text, &one.forces);
    for source in &one.sources {
        made_of(text, source);
    }
    for check in &one.checks {
        let _ = writeln!(
            text,
            "  check `{}` ({}, {}): {}\n    --> {}",
            check.check, check.severity, check.state, check.what, check.place
        );
    }
}

/// Forces by how they counted, or each with what follows for its count.
fn forces(text: &mut String, forces: &[CountedAs]) {
    if forces.is_empty() {
        return;
    }
    let _ = writeln!(text, "  how the forces counted:");
    for force in forces {
        let definition = if force.definition.is_empty() { "none" } else { &force.definition };
        let bounds = force.bounds.as_ref().map_or_else(String::new, |bounds| format!(", so {bounds}"));
        let _ = writeln!(text, "    {} {}: {definition}, {}{bounds}", force.year, force.force, force.relation);
    }
}

fn made_of(text: &mut String, source: &MadeOf) {
    let MadeOf { id, title, publisher, files, counted, cells, .. } = source;
    let _ = writeln!(text, "  made of `{id}`: {title} ({publisher})");
    for words in counted {
        let _ = writeln!(text, "    {words}");
    }
    for (file, fingerprint) in files {
        let _ = writeln!(text, "    {file}: {fingerprint}");
    }
    if cells.is_empty() {
        return;
    }
    let _ = writeln!(text, "    {}:", wording::format::counted(cells.len(), "cell", "cells"));
    for cell in cells.iter().take(LISTED) {
        let _ = writeln!(text, "      {}", in_words(cell));
    }
    if cells.len() > LISTED {
        let _ = writeln!(text, "      and {} more, which --format json lists", cells.len() - LISTED);
    }
}

fn in_words(cell: &SourceCell) -> String {
    let value = cell.value.as_ref().map_or_else(String::new, |value| format!(" = {value}"));
    format!("{}: {}{value}", cell.place, cell.of())
}
