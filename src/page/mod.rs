//! What the pages of reports have in common: one HTML page that needs nothing else, no network and no script. A script that is there
//! sorts the tables.
//!
//! In: the title, how it is handled, what the head and the body say. Out: bytes. WCAG 2.2 AA: a skip link, one heading level after the
//! other, contrast of at least 7 to 1 for text, and tables that scroll by keyboard where the window is narrow.

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A page.
pub(crate) struct Page<'a> {
    /// Its title, which is its first heading.
    pub(crate) title: &'a str,
    /// Where the skip link leads, and what is there.
    pub(crate) skip: (&'a str, &'a str),
    /// How it is handled.
    pub(crate) handling: &'a str,
    /// That it rests on invented numbers, where it does.
    pub(crate) invented: Option<&'a str>,
    /// What stands below the title.
    pub(crate) head: Markup,
    /// The rest.
    pub(crate) main: Markup,
}

impl Page<'_> {
    /// The page as bytes, with a line break at its end.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let Self { title, skip: (place, what), handling, invented, head, main } = self;
        let page = html! {
            (DOCTYPE)
            html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href={ "#" (place) } { "Skip to the " (what) }
                    header {
                        p.handling { (handling) }
                        @if let Some(invented) = invented { p.handling { (invented) } }
                        h1 { (title) }
                        (head)
                    }
                    main { (main) }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        let mut bytes = page.into_string().into_bytes();
        bytes.push(b'\n');
        bytes
    }
}

/// A message with what it quotes set as code.
pub(crate) fn code_marks(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() { @if at % 2 == 1 { code { (part) } } @else { (part) } }
    }
}
