//! The chapter as one page for the web, from the same text, facts, figures and tables as the document.
//!
//! In: the files of the document, and what the compiler made of them. Out: a page that stands alone: no script, nothing asked of the
//! network. The components of the page are in `report/theme/web.typ`, which stands in for the template of the document; the
//! compiler leaves a slot for each figure, and its drawing is put there as it is.

use std::collections::BTreeMap;

use crate::fault::{Failure, Fault, Place};

/// The template of the document, and that of the page.
const DOCUMENT: &str = "report/theme/chapter.typ";
const WEB: &str = "report/theme/web.typ";

/// Puts the template of the page in place of that of the document.
pub(super) fn theme(files: &mut BTreeMap<String, String>) {
    if let Some(web) = files.get(WEB).cloned() {
        files.insert(DOCUMENT.to_owned(), web);
    }
}

/// The page with its figures drawn in it, each by its name.
pub(super) fn whole<'a>(page: Vec<u8>, figures: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Vec<u8>, Failure> {
    let fault = |what: String| Failure::from(Fault::new("output-invalid", Place::file(WEB), what, "restore the theme"));
    let mut page = String::from_utf8(page).map_err(|_| fault("the page that was made is no text".to_owned()))?;
    for (id, svg) in figures {
        let slot = format!("<div class=\"picture\" id=\"picture-{id}\"></div>");
        if page.contains(&slot) {
            page = page.replace(&slot, &format!("<div class=\"picture\">{}</div>", inline(id, svg)));
        }
    }
    for needed in ["<main", "lang=\"en-GB\"", "<title>", "id=\"evidence\""] {
        if !page.contains(needed) {
            return Err(fault(format!("the page that was made lacks `{needed}`")));
        }
    }
    match page.contains("<script") || page.contains("id=\"picture-") {
        true => Err(fault("the page that was made has a script, or a figure that was not drawn".to_owned())),
        false => Ok(page.into_bytes()),
    }
}

/// A drawing as a part of the page: hidden from those who hear the page, as its alternative stands beside it; its names are its own.
fn inline(id: &str, svg: &str) -> String {
    let svg =
        svg.split_once("<svg").map_or_else(|| svg.to_owned(), |(_, rest)| format!("<svg aria-hidden=\"true\"{rest}"));
    // The page says the language.
    svg.replacen(" lang=\"en-GB\" xml:lang=\"en-GB\"", "", 1)
        .replace(" id=\"", &format!(" id=\"{id}-"))
        .replace("url(#", &format!("url(#{id}-"))
        .replace("href=\"#", &format!("href=\"#{id}-"))
}
