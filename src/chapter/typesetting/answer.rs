//! How a child answers: a line for each file that it begins to read, then the document or its faults.
//!
//! In and out: bytes of a pipe. An answer that does not come to its end is none.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, Place};

/// Begins a line that names a file which is read.
const READING: &[u8] = b"reading ";
/// Begins the document.
const DOCUMENT: &[u8] = b"document\n";
/// Begins faults.
const FAULTS: &[u8] = b"faults\n";
/// Ends an answer.
const END: &[u8] = b"\nend";

/// A fault on its way. Identifiers are those that typesetting has.
#[derive(Serialize, Deserialize)]
struct Told {
    id: String,
    file: String,
    line: Option<u64>,
    character: Option<u64>,
    what: String,
    remedy: String,
}

/// Identifiers of the faults that typesetting finds.
const IDENTIFIERS: [&str; 5] =
    ["chapter-invalid", "chapter-too-large", "layout-too-long", "number-unbound", "output-invalid"];

/// What a child said.
pub(super) struct Answer {
    /// The document or its faults, where it came to its end.
    pub(super) done: Option<Result<Vec<u8>, Vec<Fault>>>,
    /// The last file that it began to read.
    pub(super) reading: Option<String>,
}

/// Says which text of the edition is read; the theme's own files are asked for again with each.
pub(super) fn reading(file: &str) {
    if !crate::chapter::is_own(file) {
        return;
    }
    let mut output = io::stdout().lock();
    // Whoever asked has gone away: so will this process.
    let _ = output.write_all(&[READING, file.as_bytes(), b"\n"].concat()).and_then(|()| output.flush());
}

pub(super) fn write(output: &mut impl Write, done: Result<Vec<u8>, Vec<Fault>>) -> io::Result<()> {
    match done {
        Ok(document) => {
            output.write_all(DOCUMENT)?;
            output.write_all(&document)?;
        }
        Err(faults) => {
            let told = faults.into_iter().map(|Fault { id, place, what, remedy }| Told {
                id: id.to_owned(),
                file: place.file,
                line: place.line,
                character: place.character,
                what,
                remedy,
            });
            output.write_all(FAULTS)?;
            output.write_all(&serde_json::to_vec(&told.collect::<Vec<_>>())?)?;
        }
    }
    output.write_all(END)?;
    output.flush()
}

pub(super) fn read(mut bytes: &[u8]) -> Answer {
    let mut reading = None;
    while let Some(rest) = bytes.strip_prefix(READING) {
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { return Answer { done: None, reading } };
        reading = rest.get(..end).map(|name| String::from_utf8_lossy(name).into_owned());
        bytes = rest.get(end + 1..).unwrap_or_default();
    }
    let whole = bytes.strip_suffix(END);
    let document = whole.and_then(|bytes| bytes.strip_prefix(DOCUMENT)).map(|document| Ok(document.to_vec()));
    let faults = || {
        let told: Vec<Told> = serde_json::from_slice(whole?.strip_prefix(FAULTS)?).ok()?;
        Some(Err(told.into_iter().map(fault).collect()))
    };
    Answer { done: document.or_else(faults), reading }
}

fn fault(told: Told) -> Fault {
    let Told { id, file, line, character, what, remedy } = told;
    let id = IDENTIFIERS.into_iter().find(|known| *known == id).unwrap_or(IDENTIFIERS[0]);
    Fault::new(id, Place { file, line, character, ..Place::default() }, what, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_cut_short_is_none() {
        let fault = Fault::new("number-unbound", Place::line("a.typ", 3), "what", "remedy");
        for done in [Ok(b"%PDF end".to_vec()), Err(vec![fault])] {
            let mut bytes = b"reading a.typ\nreading b.typ\n".to_vec();
            write(&mut bytes, done.clone()).unwrap();
            assert_eq!(read(&bytes).done, Some(done));
            assert_eq!(read(&bytes).reading.as_deref(), Some("b.typ"));
            assert!((0..bytes.len()).all(|end| read(&bytes[..end]).done.is_none()));
        }
    }
}
