//! One figure as a document by itself: a page of its own size with the picture as vectors, its title, language and alternative.
//!
//! In: the picture that travels alone. Out: PDF/UA-1 and PDF/A-3a, the same bytes for the same picture. No text of an analyst is
//! compiled, so it needs no limits; the words are handed over as data.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use super::finished;
use super::typesetting::Form;
use super::world::Files;
use crate::fault::Failure;
use crate::figure::{Svg, Words};

const MAIN: &str = "generated/sheet.typ";

const SHEET: &str = r#"#let it = json("words.json")
#set document(title: it.title, date: datetime(year: it.date.at(0), month: it.date.at(1), day: it.date.at(2)))
#set text(font: "Noto Sans", lang: "en", region: "GB")
#set page(width: it.width * 1pt, height: it.height * 1pt, margin: 0pt)
#image("picture.svg", alt: it.alt, width: 100%)
"#;

/// The picture as PDF, with the date of its document.
pub(super) fn pdf(words: &Words, description: &str, svg: Svg, date: Date) -> Result<Vec<u8>, Failure> {
    let said = json!({
        "title": words.title,
        "alt": format!("{} {description}", words.alt),
        "width": svg.width(),
        "height": svg.height(),
        "date": [i32::from(date.year()), i32::from(date.month()), i32::from(date.day())],
    });
    let files = BTreeMap::from([
        (MAIN.to_owned(), SHEET.to_owned()),
        ("generated/words.json".to_owned(), said.to_string()),
        ("generated/picture.svg".to_owned(), svg.into_string()),
    ]);
    let files = Files::new(MAIN, &files, Form::Document, |_| {}).map_err(Failure::from)?;
    let pdf = files.pdf(&files.document()?, &format!("assess figure {}", words.id))?;
    match finished::missing(&pdf) {
        Some(fault) => Err(fault.into()),
        None => Ok(pdf),
    }
}
