//! Findings as one HTML page: a caption and scoped headers on each table, severity in words and not in colour alone.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{Group, HANDLING, INVENTED, Report, Rule, STOPPED, state};
use crate::contract::{Judged, Severity, State};
use crate::page::{Page, code_marks};

/// The report as a page.
pub fn html(report: &Report<'_>) -> Vec<u8> {
    let groups = report.groups();
    let title = report.heading();
    let page = Page {
        title: &title,
        skip: ("findings", "findings"),
        handling: HANDLING,
        invented: report.synthetic.then_some(INVENTED),
        head: html! {
            @if !report.files.is_empty() { ul { @for file in report.files { li { (file.name) ": " (file.what) } } } }
            p { "Data cut-off: " (report.cut_off) ". Open: " (report.tally()) ". Accepted: "
                (report.findings.accepted().count()) ". Gone since the record: " (report.findings.gone.len()) "." }
        },
        main: html! {
            @if report.stopped { p { strong { (STOPPED) } } }
            (summary(&groups))
            (all(report, &groups))
            (gone(report))
            (guide(report))
        },
    };
    page.bytes()
}

/// One row a force, with its open findings by severity.
fn summary(groups: &[Group<'_>]) -> Markup {
    let count = |group: &Group<'_>, severity| {
        group.judged.iter().filter(|judged| judged.open() && judged.finding.severity == severity).count()
    };
    html! {
        h2 id="forces" { "By force" }
        @if groups.is_empty() { p { "Nothing was found." } } @else {
            div.wide role="region" aria-labelledby="forces-caption" tabindex="0" {
                table.sortable {
                    caption id="forces-caption" { "Open and accepted findings by force" }
                    thead { tr {
                        th scope="col" { "Force" }
                        th.number scope="col" data-sort="number" { "Errors" }
                        th.number scope="col" data-sort="number" { "Warnings" }
                        th.number scope="col" data-sort="number" { "Notes" }
                        th.number scope="col" data-sort="number" { "Accepted" }
                    } }
                    tbody { @for group in groups { tr {
                        th scope="row" { (group.name) }
                        @for severity in [Severity::Error, Severity::Warning, Severity::Note] {
                            td.number { (count(group, severity)) }
                        }
                        td.number { (group.judged.iter().filter(|judged| !judged.open()).count()) }
                    } } }
                }
            }
        }
    }
}

/// Every finding in one table, so that a reader can sort and search over all of them.
fn all(report: &Report<'_>, groups: &[Group<'_>]) -> Markup {
    html! {
        h2 id="findings" { "Findings" }
        @if groups.is_empty() { p { "Nothing was found." } } @else {
            div.wide role="region" aria-labelledby="findings-caption" tabindex="0" {
                table.sortable {
                    caption id="findings-caption" { "All findings, by force and severity" }
                    thead { tr {
                        th scope="col" { "Check" }
                        th scope="col" { "Force" }
                        th scope="col" data-sort="key" { "Severity" }
                        th scope="col" { "State" }
                        th scope="col" { "Period" }
                        th scope="col" { "What is wrong, where, and how to mend it" }
                    } }
                    tbody { @for group in groups { @for judged in &group.judged { (row(report, group, judged)) } } }
                }
            }
        }
    }
}

fn row(report: &Report<'_>, group: &Group<'_>, judged: &Judged) -> Markup {
    let finding = &judged.finding;
    let (rank, class) = match finding.severity {
        Severity::Error => (0, "error"),
        Severity::Warning => (1, "warning"),
        Severity::Note => (2, "note"),
    };
    html! {
        tr {
            th scope="row" {
                @match report.rule(finding.check) {
                    Some(rule) => { a href={ "#" (rule.id) } { code { (rule.id) } } br; (rule.title) }
                    None => { code { (finding.check) } }
                }
            }
            td { (group.name) }
            td data-key=(rank) { span class={ "severity " (class) } { (finding.severity.to_string()) } }
            td { (state(&judged.state)) }
            td { (finding.subject.period) }
            td {
                p { (code_marks(&finding.what)) }
                @for place in &finding.places { p.place { code { (place.to_string().replace('`', "")) } } }
                p { strong { "Remedy: " } (code_marks(&finding.remedy)) }
                @if let State::Accepted(acceptance) = &judged.state {
                    p { strong { "Accepted " } "by " (acceptance.by) " on " (acceptance.on.to_string()) " until "
                        (acceptance.until.to_string()) ": " (acceptance.reason) }
                }
            }
        }
    }
}

/// What the documentation says of every check that found something: why, how, and which false alarms to expect.
fn guide(report: &Report<'_>) -> Markup {
    let found: BTreeSet<&str> = report.findings.judged.iter().map(|judged| judged.finding.check).collect();
    let rules: Vec<&Rule> = report.rules.iter().filter(|rule| found.contains(rule.id.as_str())).collect();
    html! {
        @if !rules.is_empty() {
            h2 id="checks" { "What the checks look for" }
            @for rule in rules {
                h3 id=(rule.id) { code { (rule.id) } }
                @for paragraph in rule.help.split("\n\n") { p { (words(paragraph)) } }
            }
        }
    }
}

/// A paragraph with its emphasis and code; the documentation uses no other marks inside one.
fn words(markdown: &str) -> Markup {
    html! {
        @for (at, part) in markdown.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else {
                @for (at, part) in part.split('*').enumerate() { @if at % 2 == 1 { em { (part) } } @else { (part) } }
            }
        }
    }
}

fn gone(report: &Report<'_>) -> Markup {
    let gone = &report.findings.gone;
    html! {
        @if !gone.is_empty() {
            h2 id="gone" { "Gone since the record" }
            p { "Recorded earlier and not found now (" (gone.len()) "):" }
            ul { @for known in gone { li {
                code { (known.check) }
                @for part in [&known.subject.force, &known.subject.period, &known.subject.measure, &known.subject.category] {
                    @if !part.is_empty() { ", " (part) }
                }
            } } }
        }
    }
}
