//! One value about a person, put into a cell of each kind of file. No way into the program may repeat it.

use super::damage::{pack, parts};
use super::files::{Corpus, Kind};
use super::paths::Desk;
use super::{Case, Random};

/// Values of which one alone is enough: a postcode, a National Insurance number, an NHS number that checks, an address.
const VALUES: [&str; 4] = ["LS1 4AP", "AB123456C", "943 476 5919", "jo.bloggs@example.org"];

/// The file with the value in a cell, or none where it has no such cell.
fn with(bytes: &[u8], value: &str, random: &mut Random) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"PK") {
        let mut lines: Vec<String> = std::str::from_utf8(bytes).ok()?.lines().map(str::to_owned).collect();
        let row = 1 + random.below(lines.len() - 1);
        let mut cells: Vec<&str> = lines[row].split(',').collect();
        let column = random.below(cells.len());
        cells[column] = value;
        lines[row] = cells.join(",");
        return Some(lines.join("\n").into_bytes());
    }
    let mut parts = parts(bytes)?;
    let (open, close) =
        if parts.iter().any(|(name, _)| name == "content.xml") { ("<text:p>", "</text:p>") } else { ("<t>", "</t>") };
    let (_, content) = parts.iter_mut().find(|(name, _)| name == "content.xml" || name == "xl/sharedStrings.xml")?;
    let text = String::from_utf8(content.clone()).ok()?;
    let starts: Vec<usize> = text.match_indices(open).map(|(at, _)| at + open.len()).collect();
    let start = *random.one_of(&starts)?;
    let end = start + text[start..].find(close)?;
    *content = [&text[..start], value, &text[end..]].concat().into_bytes();
    Some(pack(&parts))
}

#[test]
fn a_value_about_a_person_is_never_repeated() {
    let (corpus, desk) = (Corpus::new(), Desk::new());
    let mut repeated = Vec::new();
    let tables = corpus.files.iter().filter(|file| matches!(file.kind, Kind::Table(_) | Kind::Template));
    for (number, file) in tables.enumerate() {
        for seed in 0..8 {
            let mut random = Random::new("person", 100 * number as u64 + seed);
            let value = VALUES[seed as usize % VALUES.len()];
            let bytes = with(&file.bytes, value, &mut random).unwrap();
            let said = desk.read(&Case { kind: file.kind, bytes });
            if said.contains(value) {
                repeated.push(format!("{:?}: {said}", file.kind));
            }
        }
    }
    assert!(repeated.is_empty(), "{} of them:\n{}", repeated.len(), repeated.join("\n"));
}
