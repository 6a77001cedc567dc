//! The texts of an Excel 97 to 2003 workbook that stand in no cell: comments and text boxes, headers and footers, what pivot tables keep of
//! their sources, properties of the document.
//!
//! In: the bytes of the compound file, whose cells the library reads. Out: a text for each, with what it is. Names of authors are left out:
//! they are of whoever made the file. Whatever offset is wrong ends the part it stands in; the reader of the cells says what is damaged.

use std::collections::BTreeMap;

use super::asides::{FOOTER, PIVOT, keep};
use super::persons::Aside;

/// Ends a chain of sectors, or is no sector.
const NO_SECTOR: u32 = 0xffff_fff0;

/// Properties of a document whose text a person wrote about its content: title, subject, keywords, comments; of the second set, category.
const SUMMARY: (&str, &[u32]) = ("\u{5}SummaryInformation", &[2, 3, 5, 6]);
const MORE: (&str, &[u32]) = ("\u{5}DocumentSummaryInformation", &[2]);

/// Gathers the texts.
pub(super) fn texts(bytes: &[u8]) -> Vec<Aside> {
    let mut found = Vec::new();
    for (name, stream) in streams(bytes).unwrap_or_default() {
        match name.as_str() {
            "Workbook" | "Book" => records(&stream, &mut found),
            // Each of the stores of a pivot table is called by a number of four digits.
            name if name.len() == 4 && name.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                records(&stream, &mut found)
            }
            name => {
                for (set, wanted) in [SUMMARY, MORE] {
                    if name == set {
                        properties(&stream, wanted, &mut found);
                    }
                }
            }
        }
    }
    found
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn size(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(long(bytes, at)?).ok()
}

/// The streams by name. Those of less than a few thousand bytes stand in small sectors inside a stream of their own.
fn streams(bytes: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let sector =
        1_usize.checked_shl(u32::try_from(short(bytes, 30)?).ok()?).filter(|size| (128..=65_536).contains(size))?;
    let small =
        1_usize.checked_shl(u32::try_from(short(bytes, 32)?).ok()?).filter(|size| (8..=sector).contains(size))?;
    let at = |number: u32| {
        let start = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(sector)?;
        bytes.get(start..start.checked_add(sector)?.min(bytes.len()))
    };
    let most = bytes.len() / sector + 1;
    // The table of sectors stands in sectors that the header lists, and, in a large file, others that a chain lists.
    let mut listed: Vec<u32> = (0..109).filter_map(|index| long(bytes, 76 + 4 * index)).collect();
    let mut next = long(bytes, 68)?;
    for _ in 0..most {
        let Some(more) = Some(next).filter(|next| *next < NO_SECTOR).and_then(at) else { break };
        let numbers: Vec<u32> = (0..sector / 4).filter_map(|index| long(more, 4 * index)).collect();
        next = *numbers.last()?;
        listed.extend(numbers.get(..numbers.len() - 1)?);
    }
    let table: Vec<u32> = listed
        .into_iter()
        .take_while(|number| *number < NO_SECTOR)
        .filter_map(at)
        .flat_map(|part| (0..sector / 4).filter_map(|index| long(part, 4 * index)))
        .collect();
    let chain = |first: u32| {
        let mut whole = Vec::new();
        let mut number = first;
        for _ in 0..most {
            let Some(part) = Some(number).filter(|number| *number < NO_SECTOR).and_then(at) else { break };
            whole.extend_from_slice(part);
            number = usize::try_from(number).ok().and_then(|number| table.get(number)).copied().unwrap_or(NO_SECTOR);
        }
        whole
    };
    let small_table: Vec<u8> = chain(long(bytes, 60)?);
    let directory = chain(long(bytes, 48)?);
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    let root = entries.iter().find(|entry| entry.get(66) == Some(&5))?;
    let inside = chain(long(root, 116)?);
    let of_small = |first: u32, length: usize| {
        let mut whole = Vec::new();
        let mut number = first;
        while whole.len() < length && number < NO_SECTOR {
            let start = usize::try_from(number).ok()?.checked_mul(small)?;
            whole.extend_from_slice(inside.get(start..start.checked_add(small)?)?);
            number = long(&small_table, usize::try_from(number).ok()?.checked_mul(4)?)?;
        }
        Some(whole)
    };
    let least = size(bytes, 56)?;
    let stream = |entry: &&[u8]| {
        let units = short(entry, 64)?.min(64) / 2;
        let name = wide(entry.get(..2 * units)?).trim_end_matches('\0').to_owned();
        let (first, length) = (long(entry, 116)?, size(entry, 120)?);
        let mut whole = if length < least { of_small(first, length)? } else { chain(first) };
        whole.truncate(length);
        Some((name, whole))
    };
    Some(entries.iter().filter(|entry| entry.get(66) == Some(&2)).filter_map(stream).collect())
}

fn wide(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(u16::from_le_bytes);
    char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect()
}

/// One byte a letter, in the code page of Western Europe as far as it is that of the first letters of Unicode; or UTF-8.
fn narrow(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}

/// Letters after a byte that says how wide they are.
fn letters(bytes: &[u8]) -> String {
    match bytes.split_first() {
        Some((how, rest)) if how & 1 == 1 => wide(rest),
        Some((_, rest)) => narrow(rest),
        None => String::new(),
    }
}

/// Records of a workbook that hold texts.
fn records(stream: &[u8], found: &mut Vec<Aside>) {
    const SHEET_HEADER: usize = 0x14;
    const SHEET_FOOTER: usize = 0x15;
    const NOTE: usize = 0x1c;
    const CONTINUE: usize = 0x3c;
    const PIVOT_TEXT: usize = 0xcd;
    const TEXT_BOX: usize = 0x1b6;
    let mut at = 0;
    let mut box_text: Option<String> = None;
    while let (Some(kind), Some(length)) = (short(stream, at), short(stream, at + 2)) {
        let Some(data) = stream.get(at + 4..at + 4 + length) else { break };
        // The text of a box stands in what continues it, until something else follows.
        if kind == CONTINUE {
            if let Some(text) = box_text.as_mut() {
                text.push_str(&letters(data));
            }
        } else if let Some(mut text) = box_text.take() {
            keep(&mut text, "a comment or text box", "", found);
        }
        // Letters are counted in two bytes before them.
        let mut counted = data.get(2..).map(letters).unwrap_or_default();
        match kind {
            TEXT_BOX => box_text = Some(String::new()),
            SHEET_HEADER | SHEET_FOOTER => keep(&mut counted, FOOTER, "", found),
            PIVOT_TEXT => keep(&mut counted, PIVOT, "", found),
            // Before Excel 97 a comment is one record: row, column, length, text. After it, the place and author of one.
            NOTE if length > 6 && short(data, 4).is_some_and(|said| said + 6 == length) => {
                keep(&mut narrow(data.get(6..).unwrap_or_default()), "a comment", "", found);
            }
            _ => {}
        }
        at += 4 + length;
    }
}

/// Texts of a set of properties.
fn properties(stream: &[u8], wanted: &[u32], found: &mut Vec<Aside>) {
    let read = || -> Option<Vec<String>> {
        let set = stream.get(size(stream, 44)?..)?;
        let count = size(set, 4)?.min(1_000);
        let text = |index: usize| {
            let (id, at) = (long(set, 8 + 8 * index)?, size(set, 12 + 8 * index)?);
            let value = set.get(at..).filter(|_| wanted.contains(&id))?;
            let length = size(value, 4)?;
            match long(value, 0)? {
                0x1e => Some(narrow(value.get(8..8_usize.checked_add(length)?)?)),
                0x1f => Some(wide(value.get(8..8_usize.checked_add(length.checked_mul(2)?)?)?)),
                _ => None,
            }
        };
        Some((0..count).filter_map(text).collect())
    };
    for mut text in read().unwrap_or_default() {
        keep(&mut text, "a property of the document", "", found);
    }
}
