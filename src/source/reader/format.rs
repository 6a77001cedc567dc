//! Which format a file has, by its content. A page of HTML, a document, or a picture under a table's name is named as what it is.

use std::fmt;

use super::archive;
use crate::fault::{Fault, Place};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with separators: CSV, or with tabs or semicolons.
    Separated,
    /// Office Open XML workbook.
    Xlsx,
    /// Workbook of Excel 97 to 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// JSON text.
    Json,
    /// Parquet.
    Parquet,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Separated => "CSV",
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
            Self::Json => "JSON",
            Self::Parquet => "Parquet",
        })
    }
}

/// First bytes of files that are no table, and what they are.
const OTHERS: [(&[u8], &str); 9] = [
    (b"PARE", "an encrypted Parquet file"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database (SQLite, GeoPackage)"),
    (b"{\\rtf", "a text document (RTF)"),
];

/// Finds the format.
pub(super) fn find(bytes: &[u8], file: &str) -> Result<Format, Fault> {
    if bytes.is_empty() {
        return Err(Fault::new(
            "file-empty",
            Place::file(file),
            "the file has 0 bytes",
            "the copy or download was cut short; fetch the file again",
        ));
    }
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(unknown(file, what));
    }
    if bytes.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    if bytes.starts_with(b"PK") {
        return zipped(bytes, file);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes, file);
    }
    text(bytes, file)
}

/// What a zip archive is, by the names of its parts.
fn zipped(bytes: &[u8], file: &str) -> Result<Format, Fault> {
    let archive = archive::open(bytes, file)?;
    let has = |part: &str| archive.index_for_name(part).is_some();
    if has("xl/workbook.bin") {
        return Err(unknown(file, "a binary Excel workbook (XLSB)"));
    }
    if has("word/document.xml") {
        return Err(unknown(file, "a Word document"));
    }
    if has("ppt/presentation.xml") {
        return Err(unknown(file, "a PowerPoint presentation"));
    }
    if has("content.xml") {
        return Ok(Format::Ods);
    }
    if has("[Content_Types].xml") || has("xl/workbook.xml") {
        return Ok(Format::Xlsx);
    }
    Err(unknown(file, "a zip archive, and no workbook"))
}

/// What a compound file of the older Office is, by the names of its streams, which stand in it as UTF-16.
fn compound(bytes: &[u8], file: &str) -> Result<Format, Fault> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).step_by(2).any(|window| window == wide)
    };
    if has("EncryptedPackage") {
        Err(archive::password(file))
    } else if has("Workbook") || has("Book") {
        Ok(Format::Xls)
    } else if has("WordDocument") {
        Err(unknown(file, "a Word document"))
    } else {
        Err(archive::damaged(file, "an older Office file without a workbook in it"))
    }
}

/// What a text is, by how it begins.
fn text(bytes: &[u8], file: &str) -> Result<Format, Fault> {
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !wide && bytes.contains(&0) {
        return Err(unknown(file, "no text, and no workbook"));
    }
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = rest.trim_ascii_start();
    let start = start.get(..start.len().min(512)).unwrap_or(start).to_ascii_lowercase();
    let begins = |with: &str| start.starts_with(with.as_bytes());
    let has = |word: &str| start.windows(word.len()).any(|window| window == word.as_bytes());
    if begins("<!doctype html") || begins("<html") || begins("<head") || begins("<script") || begins("<table") {
        return Err(html(file));
    }
    if begins("<") && (has("<html") || has("<body") || has("<!doctype html")) {
        return Err(html(file));
    }
    if begins("<?xml") {
        return Err(unknown(file, "an XML file"));
    }
    if is_json(&start) {
        return Ok(Format::Json);
    }
    Ok(Format::Separated)
}

/// Whether a text begins as JSON. `[note 1]` and `[c]` begin a text table.
fn is_json(start: &[u8]) -> bool {
    let Some((first, rest)) = start.split_first() else { return false };
    let second = rest.trim_ascii_start().first();
    matches!((first, second), (b'{', Some(b'"' | b'}')) | (b'[', Some(b'{' | b'[' | b'"' | b']')))
}

fn html(file: &str) -> Fault {
    Fault::new(
        "html-page",
        Place::file(file),
        "the file is a web page (HTML), not a table",
        "it is often the login or error page that came instead of the download: open the address in a browser, sign in, and fetch \
         the file again",
    )
}

fn unknown(file: &str, what: &str) -> Fault {
    Fault::new(
        "format-unknown",
        Place::file(file),
        format!("the file is {what}"),
        "give a table as CSV, XLSX, XLS, ODS or JSON",
    )
}
