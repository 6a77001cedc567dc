//! The index of a release: a plain page that leads a person who opens the folder to each of its files.
//!
//! In: what the files are. Out: one page in the shell of all report pages.

use maud::{Markup, html};

use super::described::{Described, File, Part};
use crate::page::Page;

/// The parts in the order of a reader.
const PARTS: [(Part, &str, &str); 5] = [
    (Part::Read, "read", "The chapter"),
    (Part::Tables, "tables", "Tables"),
    (Part::Figures, "figures", "Figures"),
    (Part::Machines, "machines", "For machines"),
    (Part::Checking, "checking", "To check the release by"),
];

/// The page.
pub(super) fn page(described: &Described<'_>) -> Vec<u8> {
    let handling = described.handling;
    let embargo = match (handling.embargoed, described.synthetic) {
        (false, _) => "",
        (true, true) => " · Demonstration, never for release",
        (true, false) => " · Not for release",
    };
    let invented = described.synthetic.then_some("SYNTHETIC DATA – invented for demonstration");
    Page {
        title: &described.title,
        skip: ("files", "files"),
        handling: &format!("{}{embargo}", handling.marking),
        invented,
        head: html! {
            p { (described.subtitle) }
            p { (described.publisher) ". Edition of " (described.year) ", " (described.geography) "." }
        },
        main: html! {
            div id="files" tabindex="-1" {
                @for (part, id, title) in PARTS {
                    (section(described, part, id, title))
                }
            }
            h2 { "How the files belong together" }
            p {
                "Page, document, spreadsheet and CSV print the same numbers, made in one build. Shorthand such as [c] or [x] stands in a column of its own in each "
                "CSV, and the spreadsheet says what it means. Whether all is as it was built, " code { "assess verify" } " says of this folder."
            }
        },
    }
    .bytes()
}

fn section(described: &Described<'_>, part: Part, id: &str, title: &str) -> Markup {
    let files: Vec<&File> = described.files.iter().filter(|file| file.part == part).collect();
    html! {
        @if !files.is_empty() {
            h2 id=(id) { (title) }
            div.wide role="region" tabindex="0" aria-labelledby=(id) {
                table {
                    thead { tr { th scope="col" { "File" } th scope="col" { "What it is" } th scope="col" { "Data" } } }
                    tbody {
                        @for file in files {
                            tr {
                                th scope="row" { a href=(file.path) { (file.path) } }
                                td { (file.title) @if !file.says.is_empty() { br; (file.says) } }
                                td { @if file.synthetic { "synthetic" } @else { "real" } }
                            }
                        }
                    }
                }
            }
        }
    }
}
