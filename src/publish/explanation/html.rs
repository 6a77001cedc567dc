//! An answer as one HTML page: what `human` says, with every cell.

use maud::{Markup, html};

use super::Answer;
use crate::chapter::evidence::{CountedAs, Explanation, Granted, MadeOf, SourceCell, Stand};
use crate::page::{Page, code_marks};
use crate::wording::format::counted;

/// The page.
pub fn html(answer: &Answer<'_>) -> Vec<u8> {
    let marking = answer.marking.to_string();
    let title = format!("Where “{}” comes from", answer.asked);
    let invented = answer.explanations.iter().any(|one| one.synthetic);
    let page = Page {
        title: &title,
        skip: ("answer", "answer"),
        handling: &marking,
        invented: invented.then_some("Rests on synthetic returns: nothing here says anything about a force."),
        head: html! {},
        main: html! {
            div id="answer" {
                @if !answer.stands.is_empty() { (stands(&answer.stands)) }
                @for (at, one) in answer.explanations.iter().enumerate() { (explained(at, one)) }
            }
        },
    };
    page.bytes()
}

/// Every place of a number, each with the name to ask for.
fn stands(stands: &[Stand]) -> Markup {
    html! {
        h2 { "It stands in " (counted(stands.len(), "place", "places")) "; ask for one by its name" }
        (table("stands", "Every place of it", &["What", "Name", "Words", "In the text"], html! {
            @for stand in stands { tr {
                td { (stand.kind.name()) }
                th scope="row" { code { (stand.id) } }
                td { (stand.words) }
                td.place { @for place in &stand.stands { p { (place) } } }
            } }
        }))
    }
}

fn explained(at: usize, one: &Explanation) -> Markup {
    let line =
        |name: &str, words: &str| html! { @if !words.is_empty() { p { strong { (name) ": " } (code_marks(words)) } } };
    html! {
        h2 { (one.kind.name()) " " code { (one.id) } @if one.synthetic { " [synthetic]" } }
        p { (one.words) }
        (line("With its period", one.dated.as_deref().unwrap_or_default()))
        (line("Stands at", &one.stands.join("; ")))
        (line("Made by", one.method))
        (line("In symbols", one.symbols))
        // Where no number belongs in it, the method has said it.
        @if one.formula != one.method { (line("Formula", &one.formula)) }
        @for (name, words) in &one.details { (line(name, words)) }
        (line("Rests on", &one.rests_on.join(", ")))
        (line("Disclosure control", &one.disclosure))
        (line("Of no cell", one.reason.as_deref().unwrap_or_default()))
        @if !one.assumptions.is_empty() { h3 { "What is granted" } }
        @for granted in &one.assumptions { (assumption(granted)) }
        @if !one.checks.is_empty() {
            h3 { "What the checks found on these cells" }
            ul { @for check in &one.checks { li {
                code { (check.check) } " (" (check.severity) ", " (check.state) "): " (code_marks(&check.what)) " "
                span.place { (check.place) }
            } } }
        }
        @if !one.forces.is_empty() { (forces(at, &one.forces)) }
        @for (number, source) in one.sources.iter().enumerate() { (made_of(&format!("{at}-{number}"), source)) }
    }
}

fn assumption(one: &Granted) -> Markup {
    let Granted { id, words, evidence, refuted_by, made_by } = one;
    html! {
        p { code { (id) } ": " (words) ". What speaks for it: " (evidence) " What would refute it: " (refuted_by) " Made by: " (made_by) "." }
    }
}

/// Forces by how they counted, or each with what follows for its count.
fn forces(at: usize, forces: &[CountedAs]) -> Markup {
    let bounded = forces.iter().any(|force| force.bounds.is_some());
    let columns = ["Year", "Force", "Definition", "To the agreed one", "So its count is"];
    let columns = if bounded { &columns[..] } else { &columns[..4] };
    html! {
        h3 { "How the forces counted" }
        (table(&format!("forces-{at}"), "Definition of each force", columns, html! {
            @for force in forces { tr {
                td { (force.year) }
                th scope="row" { (force.force) }
                td { @if force.definition.is_empty() { "none" } @else { code { (force.definition) } } }
                td { (force.relation) }
                @if bounded { td { (force.bounds.as_deref().unwrap_or_default()) } }
            } }
        }))
    }
}

fn made_of(at: &str, source: &MadeOf) -> Markup {
    let MadeOf { id, title, publisher, files, counted: parts, cells, .. } = source;
    html! {
        h3 { "Made of " code { (id) } }
        p { (title) " (" (publisher) ")" }
        ul { @for words in parts { li.place { (words) } } }
        ul { @for (file, fingerprint) in files { li.place { code { (file) } ": " (fingerprint) } } }
        @if !cells.is_empty() {
            (table(&format!("cells-{at}"), &counted(cells.len(), "cell", "cells"), &["Place", "Of", "What stands there"], html! {
                @for cell in cells { (row(cell)) }
            }))
        }
    }
}

fn row(cell: &SourceCell) -> Markup {
    html! {
        tr {
            th.place scope="row" { (code_marks(&cell.place)) }
            td { (cell.of()) }
            td { (cell.value.as_deref().unwrap_or_default()) }
        }
    }
}

fn table(id: &str, caption: &str, columns: &[&str], rows: Markup) -> Markup {
    html! {
        div.wide role="region" aria-labelledby=(id) tabindex="0" {
            table {
                caption id=(id) { (caption) }
                thead { tr { @for column in columns { th scope="col" { (column) } } } }
                tbody { (rows) }
            }
        }
    }
}
