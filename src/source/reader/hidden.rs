//! Which rows and columns of an XLSX its program hides, and what stands in a sheet after its cells: headers, footers, prompts, links. The
//! library that reads the cells tells neither.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::RangeInclusive;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::archive::Archive;
use super::asides::{FOOTER, of_part};
use super::ods::attribute;
use super::persons::Aside;

/// The end of the cells of a sheet.
const CELLS_END: &[u8] = b"</sheetData>";

/// What is hidden in a sheet, from 0.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    pub(super) rows: BTreeSet<u32>,
    columns: Vec<RangeInclusive<u32>>,
}

impl Hidden {
    pub(super) fn column(&self, column: u32) -> bool {
        self.columns.iter().any(|range| range.contains(&column))
    }
}

/// Looks through every sheet; gives what is hidden by the names of the sheets that hide something.
pub(super) fn of_sheets(archive: &mut Archive<'_>, asides: &mut Vec<Aside>) -> BTreeMap<String, Hidden> {
    let names = names(archive);
    let mut found = BTreeMap::new();
    for (name, part) in names {
        let bytes = whole(archive, &part);
        let end = rfind(&bytes, CELLS_END).map_or(0, |at| at + CELLS_END.len());
        of_part(bytes.get(end..).unwrap_or_default(), FOOTER, asides);
        // Most sheets hide nothing, and need not be parsed once more.
        if find(&bytes, b" hidden=\"").is_some() {
            found.insert(name, hidden(&bytes));
        }
    }
    found
}

/// The names of the sheets, and the parts that hold them.
fn names(archive: &mut Archive<'_>) -> Vec<(String, String)> {
    let relations: BTreeMap<String, String> = elements(&whole(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
        .into_iter()
        .filter_map(|mut element| Some((element.remove("Id")?, element.remove("Target")?)))
        .collect();
    let sheets = elements(&whole(archive, "xl/workbook.xml"), "sheet");
    let part = |target: &String| match target.strip_prefix('/') {
        Some(from_root) => from_root.to_owned(),
        None => format!("xl/{target}"),
    };
    let named = |mut element: BTreeMap<String, String>| {
        let relation = element.remove("id")?;
        Some((element.remove("name")?, part(relations.get(&relation)?)))
    };
    sheets.into_iter().filter_map(named).collect()
}

/// The attributes of the elements of a name, by their local names.
fn elements(bytes: &[u8], name: &str) -> Vec<BTreeMap<String, String>> {
    let mut found = Vec::new();
    each(bytes, |start| {
        if start.local_name().as_ref() == name {
            let mut all = BTreeMap::new();
            for attribute in start.attributes().with_checks(false).flatten() {
                all.insert(attribute.key.local_name().as_ref().to_owned(), super::ods::unescaped(&attribute.value));
            }
            found.push(all);
        }
    });
    found
}

fn hidden(bytes: &[u8]) -> Hidden {
    let mut found = Hidden::default();
    let mut row = 0_u32;
    let number = |start: &BytesStart<'_>, name: &str| attribute(start, name).and_then(|text| text.parse::<u32>().ok());
    each(bytes, |start| {
        let is_hidden = || matches!(attribute(start, "hidden").as_deref(), Some("1" | "true"));
        match start.local_name().as_ref() {
            "row" => {
                row = number(start, "r").unwrap_or(row.saturating_add(1));
                if is_hidden() {
                    found.rows.insert(row.saturating_sub(1));
                }
            }
            "col" if is_hidden() => {
                let (first, last) = (number(start, "min").unwrap_or(1), number(start, "max").unwrap_or(1));
                found.columns.push(first.saturating_sub(1)..=last.saturating_sub(1));
            }
            _ => {}
        }
    });
    found
}

/// Calls with every element that begins, until the text ends or breaks.
fn each(bytes: &[u8], mut call: impl FnMut(&BytesStart<'_>)) {
    let mut xml = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) => call(&start),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// A part, which has been unpacked once before within the limit.
fn whole(archive: &mut Archive<'_>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(mut part) = archive.by_name(name) {
        let _ = part.read_to_end(&mut bytes);
    }
    bytes
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    // Attributes begin with a blank; few bytes of a sheet are one.
    let (first, rest) = word.split_first()?;
    let mut at = 0;
    while let Some(next) = bytes.get(at..)?.iter().position(|byte| byte == first) {
        if bytes.get(at + next + 1..).is_some_and(|tail| tail.starts_with(rest)) {
            return Some(at + next);
        }
        at += next + 1;
    }
    None
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    // What follows the cells is short.
    let from = bytes.len().saturating_sub(1 << 20);
    bytes.get(from..)?.windows(word.len()).rposition(|window| window == word).map(|at| from + at)
}
