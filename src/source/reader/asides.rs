//! Texts of a packed workbook that stand in no cell: comments, headers and footers, drawings and charts, properties of the document, what
//! pivot tables and links to other workbooks keep of their sources, names of ranges, prompts.
//!
//! In: the archive. Out: a text for each, with what it is. Names of authors are left out: they are of whoever made the file.

use std::io::{Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::persons::{Aside, NAMED};

/// Texts of a file that are kept; a pivot table of a million rows says by its first that it holds persons.
const MOST: usize = 20_000;

/// Bytes of a part that are looked through.
const MOST_BYTES: u64 = 64 << 20;

/// What stands in a sheet after its cells.
pub(super) const FOOTER: &str = "a header, footer, prompt or link of a sheet";

/// What a pivot table keeps of its source, which is often the list that was counted.
pub(super) const PIVOT: &str = "the data that a pivot table keeps";

/// Beginnings of the names of parts, and what their texts are.
const PARTS: [(&str, &str); 14] = [
    ("xl/comments", "a comment"),
    ("xl/threadedComments/", "a comment"),
    ("xl/drawings/", "a drawing or text box"),
    ("xl/charts/", "a chart"),
    ("xl/diagrams/", "a diagram"),
    ("xl/pivotCache/", PIVOT),
    ("xl/externalLinks/", "what a link to another workbook keeps"),
    ("xl/connections.xml", "a connection to other data"),
    ("xl/queryTables/", "a query"),
    ("xl/tables/", "the name of a table or of its column"),
    ("xl/workbook.xml", "the name of a range or sheet"),
    ("docProps/", "a property of the document"),
    ("meta.xml", "a property of the document"),
    ("styles.xml", "a header or footer"),
];

/// Elements whose text is that of an author or a program, or a code.
const AUTHORS: [&str; 13] = [
    "author",
    "authors",
    "creator",
    "lastModifiedBy",
    "Manager",
    "initial-creator",
    "printed-by",
    "generator",
    "Application",
    "AppVersion",
    "definition",
    "sender-initials",
    "formula",
];

/// Attributes that hold words a person wrote.
const SAID: [&str; 16] = [
    "v",
    "name",
    "displayName",
    "descr",
    "title",
    "caption",
    "sheetName",
    "val",
    "prompt",
    "promptTitle",
    "error",
    "errorTitle",
    "display",
    "tooltip",
    "string",
    "connection",
];

/// Gathers the texts of every part that is not a sheet.
pub(super) fn of_archive<R: Read + Seek>(archive: &mut ZipArchive<R>, found: &mut Vec<Aside>) {
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        let name = part.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let Some((_, what)) = PARTS.iter().find(|(start, _)| name.starts_with(start)) else { continue };
        let mut bytes = Vec::new();
        if part.take(MOST_BYTES).read_to_end(&mut bytes).is_ok() {
            of_part(&bytes, what, found);
        }
    }
}

/// Gathers the texts of a part, or of a piece of one.
pub(super) fn of_part(bytes: &[u8], what: &'static str, found: &mut Vec<Aside>) {
    let text = String::from_utf8_lossy(bytes);
    let mut xml = Reader::from_str(&text);
    xml.config_mut().check_end_names = false;
    let (mut said, mut at, mut inside) = (String::new(), String::new(), Vec::<bool>::new());
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer);
        match event {
            Ok(Event::Start(start)) => {
                attributes(&start, what, &mut at, found);
                inside.push(AUTHORS.contains(&start.local_name().as_ref()));
            }
            Ok(Event::Empty(start)) => attributes(&start, what, &mut at, found),
            Ok(Event::Text(part)) if !inside.contains(&true) => said.push_str(&part.xml10_content()),
            Ok(Event::CData(part)) if !inside.contains(&true) => said.push_str(&part.xml10_content()),
            Ok(Event::GeneralRef(reference)) if !inside.contains(&true) => {
                said.extend(super::ods::character(&reference))
            }
            Ok(Event::End(end)) => {
                inside.pop();
                // Runs of one paragraph are one text; everything else stands apart.
                if !matches!(end.local_name().as_ref(), "t" | "r" | "span" | "s" | "a" | "font" | "b" | "i") {
                    keep(&mut said, what, &at, found);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    keep(&mut said, what, &at, found);
}

fn attributes(start: &BytesStart<'_>, what: &'static str, at: &mut String, found: &mut Vec<Aside>) {
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = || super::ods::unescaped(&attribute.value);
        match attribute.key.local_name().as_ref() {
            "ref" => *at = value(),
            "name" if what == PIVOT => keep(&mut value(), NAMED, at, found),
            name if SAID.contains(&name) => keep(&mut value(), what, at, found),
            _ => {}
        }
    }
}

pub(super) fn keep(said: &mut String, what: &'static str, at: &str, found: &mut Vec<Aside>) {
    let mut text = std::mem::take(said);
    if what == FOOTER {
        // Marks of where a part of a header stands are glued to its words.
        text = text.replace("&L", "\n").replace("&C", "\n").replace("&R", "\n");
    }
    if found.len() < MOST && text.trim().len() > 2 {
        found.push(Aside { what, at: at.chars().take(20).collect(), text: text.trim().to_owned() });
    }
}
