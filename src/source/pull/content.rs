//! Whether a file that arrived is what its source promises, before it is let into the store: media type, first bytes,
//! and for a workbook the archive it is packed in.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use crate::source::catalogue::Format;

/// Most entries of an archive.
const ENTRIES: usize = 5_000;
/// Most bytes an archive may unpack to.
const UNPACKED: u64 = 1 << 30;
/// Most times its own size, above the first 32 MiB. Large published workbooks reach 40 times.
const RATIO: u64 = 200;

/// What is wrong with a file: identifier, words, remedy.
pub(super) type Wrong = (&'static str, String, &'static str);

const NOT_THE_FILE: &str = "open the address in a browser; the file may have moved, or need a token (auth)";
const SUSPECT: &str = "do not open the file; tell the publisher or the force that sent it";

/// Checks a finished download.
pub(super) fn check(file: &Path, format: Format, media_type: &str) -> Result<(), Wrong> {
    let unreadable = |error: io::Error| ("file-unreadable", format!("it cannot be read back: {error}"), "pull again");
    let mut head = Vec::new();
    File::open(file).and_then(|file| file.take(4096).read_to_end(&mut head)).map_err(unreadable)?;
    if head.is_empty() {
        return Err(("file-empty", "the answer has 0 bytes".to_owned(), "pull again later, and tell the publisher"));
    }
    let media = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let start = String::from_utf8_lossy(&head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag)) || media == "text/html" {
        let what = format!("a web page came where {} was expected, such as a page to log in", named(format));
        return Err(("web-page", what, NOT_THE_FILE));
    }
    if !media.is_empty() && !accepted(format).contains(&media.as_str()) {
        let what = format!("the server calls it `{}`, not {}", plain(&media), named(format));
        return Err(("media-type-wrong", what, NOT_THE_FILE));
    }
    let wrong = || ("content-wrong", format!("the bytes are not those of {}", named(format)), NOT_THE_FILE);
    match format {
        Format::Xlsx | Format::Ods if head.starts_with(b"PK\x03\x04") => archive(file, format),
        Format::Xls if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) => Ok(()),
        Format::Parquet if head.starts_with(b"PAR1") => parquet(file),
        Format::Csv if !head.contains(&0) && !start.starts_with(['<', '{', '[']) => Ok(()),
        Format::Json if start.starts_with(['{', '[']) => Ok(()),
        _ => Err(wrong()),
    }
}

fn named(format: Format) -> &'static str {
    match format {
        Format::Csv => "CSV text",
        Format::Json => "JSON",
        Format::Ods => "an ODS workbook",
        Format::Xlsx => "an XLSX workbook",
        Format::Xls => "an XLS workbook",
        Format::Parquet => "a Parquet file",
    }
}

/// Servers often know no better than plain text or a row of bytes.
fn accepted(format: Format) -> &'static [&'static str] {
    match format {
        Format::Csv => &[
            "text/csv",
            "application/csv",
            "text/plain",
            "text/comma-separated-values",
            "application/vnd.ms-excel",
            "application/octet-stream",
            "binary/octet-stream",
        ],
        Format::Json => &["application/json", "text/json", "text/plain", "application/octet-stream"],
        Format::Ods => &[
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/octet-stream",
            "binary/octet-stream",
            "application/zip",
        ],
        Format::Xlsx => &[
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/octet-stream",
            "binary/octet-stream",
            "application/zip",
        ],
        Format::Xls => &["application/vnd.ms-excel", "application/octet-stream", "binary/octet-stream"],
        Format::Parquet => &[
            "application/vnd.apache.parquet",
            "application/x-parquet",
            "application/parquet",
            "application/octet-stream",
            "binary/octet-stream",
        ],
    }
}

/// A Parquet file ends as it begins; its table of contents stands last.
fn parquet(file: &Path) -> Result<(), Wrong> {
    let mut end = [0; 4];
    let whole = File::open(file).and_then(|mut file| {
        file.seek(SeekFrom::End(-4))?;
        file.read_exact(&mut end)
    });
    match whole {
        Ok(()) if &end == b"PAR1" => Ok(()),
        _ => Err(("content-wrong", "the Parquet file is cut short".to_owned(), "pull again")),
    }
}

/// Refuses archives that unpack to more than a workbook does, name paths outside themselves, or are cut short. The
/// sizes an archive states may be false, so it is unpacked, into nothing.
fn archive(file: &Path, format: Format) -> Result<(), Wrong> {
    let broken = |_| {
        let what = format!("{} is broken, or cut short", named(format));
        ("content-wrong", what, "pull again; if it stays so, tell the publisher")
    };
    let opened = File::open(file).map_err(|error| broken(error.into()))?;
    let packed = opened.metadata().map_err(|error| broken(error.into()))?.len();
    let most = packed.saturating_mul(RATIO).clamp(32 << 20, UNPACKED);
    let mut archive = ZipArchive::new(opened).map_err(broken)?;
    let refuse = |what: String| Err(("archive-refused", what, SUSPECT));
    if archive.len() > ENTRIES {
        return refuse(format!("the workbook is an archive of {} files, more than {ENTRIES}", archive.len()));
    }
    let mut left = most;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        if outside(&name) || entry.is_symlink() {
            return refuse(format!("the workbook is an archive that names a path outside itself, `{}`", plain(&name)));
        }
        let read = io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|error| broken(error.into()))?;
        if read > left {
            return refuse(format!("the workbook unpacks to more than {most} bytes"));
        }
        left -= read;
        parts.push(name);
    }
    let expected = if format == Format::Ods { "content.xml" } else { "xl/workbook.xml" };
    if parts.iter().any(|part| part == expected) {
        return Ok(());
    }
    Err(("content-wrong", format!("it is an archive, but not {}", named(format)), NOT_THE_FILE))
}

fn outside(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.contains(':') || name.split(['/', '\\']).any(|part| part == "..")
}

fn plain(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(80).collect()
}
