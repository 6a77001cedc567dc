//! The chapter while it is written: one page that holds the last good chapter, and beside it how the last edit went and what was found.
//!
//! In: what was made and what is wrong. Out: HTML, whole and as the part that changes. A script asks for that part when it is told of a
//! change; without it the page is as it was when it was loaded.

use maud::{DOCTYPE, Markup, html};

use crate::contract::{Finding, Findings, Severity};
use crate::fault::{Failure, Fault};
use crate::findings::HANDLING;
use crate::page::{STYLE, code_marks};

/// What the page does by itself.
pub const SCRIPT: &str = include_str!("preview.js");

/// Faults and findings of one kind that are listed; the rest are counted.
const MOST_LISTED: usize = 200;

/// How things stand.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// Edits so far, from 1.
    pub edit: u64,
    /// Whether the last one is being worked on.
    pub working: bool,
    /// Seconds that the last good page took.
    pub seconds: f64,
    /// Edit that the page is of.
    pub page: Option<u64>,
    /// Edit that the document is of.
    pub document: Option<u64>,
    /// Why there is no page of the last edit.
    pub wrong: Option<&'a Failure>,
    /// Why there is no document of it.
    pub wrong_document: Option<&'a Failure>,
    /// What the checks found.
    pub findings: Option<&'a Findings>,
}

/// How the page looks.
pub fn style() -> String {
    format!("{STYLE}{}", include_str!("preview.css"))
}

/// The page.
pub fn page(year: i16, seen: &Seen<'_>) -> Vec<u8> {
    let title = format!("Edition {year}, as it is written");
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="watch.css";
                script src="watch.js" defer {}
            }
            body.watch {
                a.skip href="#beside" { "Skip to what was found" }
                header {
                    h1 { (title) }
                    p.handling { (HANDLING) }
                    nav aria-label="Form of the chapter" {
                        button type="button" id="as-page" aria-pressed="true" { "Page" }
                        button type="button" id="as-document" aria-pressed="false" { "Document" }
                    }
                }
                main {
                    iframe id="page" title="The chapter as a page" src="chapter.html" sandbox="allow-same-origin" {}
                    iframe id="document" title="The chapter as a document" hidden {}
                }
                aside id="beside" aria-label="How the last edit went, and what was found" {
                    (within(seen))
                }
                noscript { p.handling { "Scripts are off: load this page again to see what changed." } }
            }
        }
    };
    page.into_string().into_bytes()
}

/// The part of it that changes.
pub fn beside(seen: &Seen<'_>) -> Vec<u8> {
    within(seen).into_string().into_bytes()
}

/// What stands in place of the chapter until there is one.
pub fn waiting(working: bool) -> Vec<u8> {
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="refresh" content="1";
                title { "No page yet" }
            }
            body {
                p { @if working { "The page is being built …" } @else { "There is no page yet: what is wrong stands beside this." } }
            }
        }
    };
    page.into_string().into_bytes()
}

fn within(seen: &Seen<'_>) -> Markup {
    html! {
        p.state role="status" { (state(seen)) }
        @if let Some(failure) = seen.wrong {
            h2 { "What stops the page" }
            (failed(failure))
        }
        @if let Some(failure) = seen.wrong_document {
            h2 { "What stops the document" }
            (failed(failure))
        }
        @if let Some(findings) = seen.findings { (found(findings)) }
    }
}

/// How the last edit went, in a sentence.
fn state(seen: &Seen<'_>) -> String {
    let edit = seen.edit;
    match (seen.working, seen.wrong, seen.page) {
        (true, _, None) => "The page is being built …".to_owned(),
        (true, _, Some(page)) => format!("Edit {edit} is being built; the page is of edit {page}."),
        (false, Some(_), None) => format!("Edit {edit} has errors, and there is no page before it."),
        (false, Some(_), Some(page)) => format!("Edit {edit} has errors; the page is of edit {page}."),
        (false, None, _) => {
            let document = match seen.document {
                _ if seen.wrong_document.is_some() => "The document has errors.".to_owned(),
                Some(document) if document == edit => "The document is of it too.".to_owned(),
                Some(document) => format!("The document is of edit {document}, and being made."),
                None => "The document is being made.".to_owned(),
            };
            format!("The page is of edit {edit}, made in {:.2} s. {document}", seen.seconds)
        }
    }
}

fn failed(failure: &Failure) -> Markup {
    match failure {
        Failure::Input(faults) => html! {
            ul.faults { @for fault in faults.iter().take(MOST_LISTED) { li { (fault_of(fault)) } } }
            (more(faults.len()))
        },
        Failure::CannotRun { what, remedy } => html! {
            ul.faults { li { p { (code_marks(what)) } p { strong { "Remedy: " } (code_marks(remedy)) } } }
        },
    }
}

fn fault_of(fault: &Fault) -> Markup {
    html! {
        p { span.severity.error { "error" } " " code { (fault.id) } }
        p { (code_marks(&fault.what)) }
        @if !fault.place.file.is_empty() { p.place { code { (fault.place.to_string().replace('`', "")) } } }
        p { strong { "Remedy: " } (code_marks(&fault.remedy)) }
    }
}

/// Of the text what is open, of the data too but folded: they are not what is being written.
fn found(findings: &Findings) -> Markup {
    let of_text = |finding: &&Finding| finding.places.first().is_some_and(|place| place.file.starts_with("report/"));
    let (text, data): (Vec<&Finding>, Vec<&Finding>) = findings.open().partition(of_text);
    html! {
        h2 { "Found in the text and settings" }
        @if text.is_empty() { p { "Nothing is open." } } @else { (listed(&text)) }
        h2 { "Found in the data" }
        @if data.is_empty() { p { "Nothing is open." } } @else {
            details {
                summary { (data.len()) " open; `assess check` tells them by force" }
                (listed(&data))
            }
        }
    }
}

fn listed(findings: &[&Finding]) -> Markup {
    let mut ordered = findings.to_vec();
    ordered.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    html! {
        ul.faults { @for finding in ordered.iter().take(MOST_LISTED) { li {
            p { span class={ "severity " (class(finding.severity)) } { (finding.severity.to_string()) } " " code { (finding.check) } }
            p { (code_marks(&finding.what)) }
            @for place in finding.places.iter().take(1) { p.place { code { (place.to_string().replace('`', "")) } } }
            p { strong { "Remedy: " } (code_marks(&finding.remedy)) }
        } } }
        (more(findings.len()))
    }
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn more(all: usize) -> Markup {
    html! { @if all > MOST_LISTED { p { "… and " (all - MOST_LISTED) " more." } } }
}
