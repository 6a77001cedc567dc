//! One damage to the bytes of a file. Workbooks are damaged as they are, and in the parts of their archive, which a flipped
//! bit would never reach past the checksums.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::files::{Corpus, Kind};
use crate::random::Random;

/// What programs trip over, as text.
const TOKENS: [&str; 44] = [
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999999999999999",
    "10000000001",
    "-1",
    "0",
    "1e400",
    "1e-400",
    "NaN",
    "inf",
    "0x10",
    "1_000",
    "00012",
    "\"",
    "\"\"\"",
    "'''",
    "\n",
    "\r",
    "\r\n",
    ",",
    ";",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{1f4a9}",
    "e\u{301}",
    "[x]",
    "[z]",
    "[c]",
    "=",
    "9999-12-31",
    "0000-00-00",
    "2024/25",
    "9999/00",
    "32767/68",
    "Q5",
    "<",
    "&#x0;",
    "&lol;",
    "]]>",
    "{",
    "[[",
];

pub(super) fn once(bytes: &[u8], kind: Kind, corpus: &Corpus, random: &mut Random) -> Vec<u8> {
    let packed = bytes.starts_with(b"PK");
    if packed
        && random.below(4) > 0
        && let Some(repacked) = part(bytes, corpus, random)
    {
        return repacked;
    }
    let damaged = flat(bytes, corpus, random);
    // Text that is no text at all says little of the readers of settings.
    if matches!(kind, Kind::Table(_) | Kind::Template) || random.below(8) == 0 {
        return damaged;
    }
    String::from_utf8_lossy(&damaged).into_owned().into_bytes()
}

/// A damage that knows nothing of the format.
fn flat(bytes: &[u8], corpus: &Corpus, random: &mut Random) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    let at = random.below(damaged.len() + 1);
    match random.below(12) {
        0 => (0..1 + random.below(16)).for_each(|_| {
            let place = random.below(damaged.len());
            if let Some(byte) = damaged.get_mut(place) {
                *byte ^= 1 << random.below(8);
            }
        }),
        1 => (0..1 + random.below(8)).for_each(|_| {
            let place = random.below(damaged.len());
            if let Some(byte) = damaged.get_mut(place) {
                *byte = random.next() as u8;
            }
        }),
        2 => damaged.truncate(at),
        3 => {
            let end = (at + random.below(200)).min(damaged.len());
            damaged.drain(at..end);
        }
        4 => {
            let end = (at + random.below(400)).min(damaged.len());
            let piece = damaged[at..end].to_vec();
            let times = 1 + random.below(20);
            damaged.splice(at..at, piece.repeat(times));
        }
        5 => {
            let other = &corpus.files[random.below(corpus.files.len())].bytes;
            let from = random.below(other.len());
            let end = (from + random.below(2_000)).min(other.len());
            damaged.splice(at..at, other[from..end].iter().copied());
        }
        6 => {
            // Deep nesting, as arrays, tables, elements or quotation marks.
            let (open, times) =
                (*random.one_of(&["[", "{a=", "[[a]]\n", "<a>", "(", "\"\"", "a."]).unwrap(), random.below(20_000));
            damaged.splice(at..at, open.repeat(times).into_bytes());
        }
        7 => number(&mut damaged, random),
        8 => line(&mut damaged, random),
        _ => {
            let token = *random.one_of(&TOKENS).unwrap();
            damaged.splice(at..at, token.bytes());
        }
    }
    damaged
}

/// Puts a token in place of a number, or of a word.
fn number(bytes: &mut Vec<u8>, random: &mut Random) {
    let digits = random.below(2) == 0;
    let is = |byte: &u8| if digits { byte.is_ascii_digit() } else { byte.is_ascii_alphanumeric() };
    let starts: Vec<usize> =
        (0..bytes.len()).filter(|at| is(&bytes[*at]) && (*at == 0 || !is(&bytes[*at - 1]))).collect();
    let Some(start) = random.one_of(&starts).copied() else { return };
    let end = (start..bytes.len()).find(|at| !is(&bytes[*at])).unwrap_or(bytes.len());
    let token = *random.one_of(&TOKENS).unwrap();
    bytes.splice(start..end, token.bytes());
}

/// Takes a line out, doubles it, or moves it.
fn line(bytes: &mut Vec<u8>, random: &mut Random) {
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (from, to) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(3) {
        0 => drop(lines.remove(from)),
        1 => lines.insert(to, lines[from].clone()),
        _ => lines.swap(from, to),
    }
    *bytes = lines.join(&b'\n');
}

/// Parts of an archive by name; none where it cannot be read.
pub(super) fn parts(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len().min(200) {
        let part = archive.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.take(1 << 20).read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    (!parts.is_empty()).then_some(parts)
}

/// An archive of parts, stored as they are.
pub(super) fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        // A name that stands twice is refused by the writer, not by every program.
        if writer.start_file(name.as_str(), options).is_ok() {
            writer.write_all(content).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// Damages the parts of an archive and packs it again.
fn part(bytes: &[u8], corpus: &Corpus, random: &mut Random) -> Option<Vec<u8>> {
    let mut parts = parts(bytes)?;
    let place = random.below(parts.len());
    match random.below(12) {
        0 => drop(parts.remove(place)),
        1 => {
            let name = *random.one_of(&[
                "../../evil",
                "/etc/passwd",
                "xl/workbook.bin",
                "",
                "a\\b",
                "xl/worksheets/sheet1.xml",
            ])?;
            parts[place].0 = name.to_owned();
        }
        2 => {
            let other = random.below(parts.len());
            let content = parts[other].1.clone();
            parts[place].1 = content;
        }
        3 => {
            // Few bytes that unpack to many.
            let long = parts[place].1.clone();
            parts[place].1 = long.repeat(1 + (4 << 20) / long.len().max(1));
            parts[place].1.truncate(4 << 20);
        }
        4 => attribute(&mut parts[place].1, random),
        _ => parts[place].1 = flat(&parts[place].1, corpus, random),
    }
    Some(pack(&parts))
}

/// Gives an attribute of an XML part a value it cannot have.
fn attribute(bytes: &mut Vec<u8>, random: &mut Random) {
    let values = [
        "1048577",
        "16385",
        "4294967295",
        "18446744073709551615",
        "-1",
        "XFE1048577",
        "A0",
        "ZZZZZZ99999999",
        "",
        "A1:XFD1048576",
        "1e999",
        "true",
        "shared",
        "d",
        "9999-99-99T99:99:99",
        "PT99999H",
    ];
    let starts: Vec<usize> =
        bytes.windows(2).enumerate().filter(|(_, pair)| *pair == b"=\"").map(|(at, _)| at + 2).collect();
    let Some(start) = random.one_of(&starts).copied() else { return };
    let end = (start..bytes.len()).find(|at| bytes[*at] == b'"').unwrap_or(bytes.len());
    bytes.splice(start..end, random.one_of(&values).unwrap().bytes());
}
