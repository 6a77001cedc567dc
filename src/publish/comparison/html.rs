//! A comparison as one HTML page: numbers in tables, sentences old and new, and the figures that changed side by side.
//!
//! The pictures are in the page as they are in the releases, each as an image of its own, so that no name in one is taken for that of
//! another.

use maud::{Markup, html};

use super::{Cause, Comparison, FactChange, FigureChange, Label, StatisticChange};
use crate::page::Page;

/// The page.
pub fn html(comparison: &Comparison) -> Vec<u8> {
    let marking = comparison.new.marking.to_string();
    let page = Page {
        title: "What changed between two releases or editions",
        skip: ("statistics", "statistics"),
        handling: &marking,
        invented: None,
        head: html! {
            p { "Old: " (label(&comparison.old)) br; "New: " (label(&comparison.new)) }
            p { "Split by cause: " (comparison.split) "." }
        },
        main: html! {
            (inputs(comparison))
            (statistics(comparison))
            (facts(comparison))
            (sentences(comparison))
            (figures(comparison))
        },
    };
    page.bytes()
}

fn label(label: &Label) -> Markup {
    html! { (label.name) ", edition " (label.edition) ", " (label.marking.to_string()) ", " (label.program) }
}

fn inputs(comparison: &Comparison) -> Markup {
    html! {
        h2 id="inputs" { "Inputs that differ (" (comparison.inputs.len()) ")" }
        @if !comparison.inputs.is_empty() {
            ul { @for one in &comparison.inputs { li { (one.change) " " code { (one.path) } ", can be: " (one.cause.words()) } } }
        }
    }
}

fn statistics(comparison: &Comparison) -> Markup {
    let changed = &comparison.statistics;
    html! {
        h2 id="statistics" { "Statistics that changed (" (changed.len()) "), " (comparison.same_statistics) " did not" }
        @if !changed.is_empty() {
            div.wide role="region" aria-labelledby="statistics-caption" tabindex="0" {
                table.sortable {
                    caption id="statistics-caption" { "Each statistic, old beside new, and what made the difference" }
                    thead { tr {
                        th scope="col" { "Statistic" }
                        th scope="col" { "Area and period" }
                        th scope="col" { "Old" }
                        th scope="col" { "New" }
                        th scope="col" { "Change" }
                        th scope="col" { "Its parts" }
                    } }
                    tbody { @for one in changed { (statistic(one)) } }
                }
            }
        }
    }
}

fn statistic(one: &StatisticChange) -> Markup {
    let causes = |causes: &[Cause]| causes.iter().map(|cause| cause.words()).collect::<Vec<_>>().join(" and ");
    html! {
        tr {
            th scope="row" { (one.title) br; code { (one.key.id) } @if !one.key.category.is_empty() { ", " (one.key.category) } }
            td { (one.key.area) ", " (one.key.period) }
            td { (one.old) }
            td { (one.new) }
            td { (one.change.as_deref().unwrap_or("no number on both sides")) " " (one.unit) }
            td {
                @for part in &one.parts { p { (causes(&part.causes)) ": " (part.change) } }
                @if !one.made_by.is_empty() { p { "made by " (causes(&one.made_by)) } }
            }
        }
    }
}

fn facts(comparison: &Comparison) -> Markup {
    html! {
        h2 id="numbers" { "Numbers and phrases of the text that changed (" (comparison.facts.len()) ")" }
        @for one in &comparison.facts { (fact(one)) }
    }
}

fn fact(one: &FactChange) -> Markup {
    let said = |words: &Option<String>| words.clone().unwrap_or_else(|| "not printed".to_owned());
    html! {
        h3 { code { (one.id) } ": " (said(&one.old)) " → " (said(&one.new)) }
        @for (name, sentences) in [("Old: ", &one.old_sentences), ("New: ", &one.new_sentences)] {
            @for sentence in sentences { p { strong { (name) } (sentence) } }
        }
    }
}

fn sentences(comparison: &Comparison) -> Markup {
    html! {
        h2 id="sentences" { "Sentences written or taken out (" (comparison.sentences.len()) ")" }
        @for one in &comparison.sentences { p { strong { (one.change) } " in " code { (one.section) } ": " (one.words) } }
    }
}

fn figures(comparison: &Comparison) -> Markup {
    html! {
        h2 id="figures" { "Figures that changed (" (comparison.figures.len()) ")" }
        @for one in &comparison.figures {
            h3 { code { (one.id) } ", " (one.change) }
            div.pair { (picture(one, "old", one.old.as_deref())) (picture(one, "new", one.new.as_deref())) }
        }
    }
}

fn picture(one: &FigureChange, which: &str, svg: Option<&str>) -> Markup {
    html! {
        figure {
            figcaption { (which) }
            @match svg {
                Some(svg) => { img alt={ "The " (which) " figure " (one.id) ", whose numbers stand in figures/" (one.id) ".csv of its release" }
                    src={ "data:image/svg+xml," (escaped(svg)) }; }
                None => { p { "It is not in this one." } }
            }
        }
    }
}

/// A text as part of an address.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~ =/:;,()".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0').to_ascii_uppercase();
            escaped.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    escaped
}
