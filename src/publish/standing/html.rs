//! How the year stands, as one HTML page: words and not colours alone.

use maud::{Markup, html};

use super::{HANDLING, SEVERITIES, Standing};
use crate::page::Page;

/// The page.
pub fn html(standing: &Standing<'_>) -> Vec<u8> {
    let title = format!("State of edition {} on {}", standing.edition, standing.on);
    let page = Page {
        title: &title,
        skip: ("returns", "returns"),
        handling: HANDLING,
        invented: standing.synthetic.then_some("Rests on synthetic returns: nothing here says anything about a force."),
        head: html! {
            p { "Data cut-off: " (standing.cut_off) ", " (standing.when(standing.cut_off)) ". Release: " (standing.release) ", "
                (standing.when(standing.release)) ". Decisions that nobody has taken: " (standing.decisions) "." }
        },
        main: html! { (returns(standing)) (aside(standing)) (forces(standing)) },
    };
    page.bytes()
}

fn returns(standing: &Standing<'_>) -> Markup {
    html! {
        h2 id="returns" { "Returns for " (standing.year) }
        div.wide role="region" aria-labelledby="returns-caption" tabindex="0" {
            table {
                caption id="returns-caption" { "Forces by what has come of each return" }
                thead { tr {
                    th scope="col" { "Return" }
                    th.number scope="col" { "Sent" }
                    th.number scope="col" { "Of them in part" }
                    th.number scope="col" { @if standing.missing() == "late" { "Late" } @else { "Awaited" } }
                    th.number scope="col" { "Set aside" }
                } }
                tbody { @for one in standing.returns { tr {
                    th scope="row" { (one.title) " (" code { (one.contract) } ")" }
                    @if one.unreadable { td colspan="4" { "Cannot be read, so who has sent is not known" } } @else {
                        td.number { (one.sent.len()) }
                        td.number { (one.in_part.len()) }
                        td.number { (one.awaited.len()) }
                        td.number { (one.aside.len()) }
                    }
                } } }
            }
        }
    }
}

fn aside(standing: &Standing<'_>) -> Markup {
    html! {
        @if !standing.aside.is_empty() {
            h2 id="aside" { "Set aside" }
            ul { @for one in standing.aside { li {
                (standing.name(&one.force)) ", " code { (one.contract) } ", "
                @match one.period { Some(period) => (period), None => "every year" } ": " (one.reason)
            } } }
        }
    }
}

/// One row a force: what it has sent, and what is open of it.
fn forces(standing: &Standing<'_>) -> Markup {
    let open = standing.open();
    let counts = |code: &str| open.get(code).copied().unwrap_or_default();
    let names = ["Errors", "Warnings", "Notes"];
    html! {
        h2 id="forces" { "By force" }
        @if standing.stopped { p { strong { "Data cannot be read, so the checks on what they say did not run." } } }
        p { "Open in all: " @for (at, severity) in SEVERITIES.iter().enumerate() {
            @if at > 0 { ", " } (standing.findings.count(*severity)) " " (names[at].to_lowercase())
        } ". Of the edition as a whole: " @for (at, count) in counts("").iter().enumerate() {
            @if at > 0 { ", " } (count) " " (names[at].to_lowercase())
        } "." }
        div.wide role="region" aria-labelledby="forces-caption" tabindex="0" {
            table.sortable {
                caption id="forces-caption" { "What each force has sent, and its open findings" }
                thead { tr {
                    th scope="col" { "Force" }
                    @for one in standing.returns { th scope="col" { code { (one.contract) } } }
                    @for name in names { th.number scope="col" data-sort="number" { (name) } }
                } }
                tbody { @for (code, name) in standing.forces { tr {
                    th scope="row" { (name) }
                    @for one in standing.returns { td { (standing.of_force(one, code)) } }
                    @for count in counts(code) { td.number { (count) } }
                } } }
            }
        }
    }
}
