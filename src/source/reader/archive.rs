//! Workbooks are zip archives. Before any part is read, the archive is checked: it is whole, its names stay inside it, nothing
//! is encrypted, and it does not unpack to more than a workbook could need.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::fault::{Fault, Place};

/// Bytes that the parts of a workbook may unpack to: ten times the largest published one.
const MOST_BYTES: u64 = 512 << 20;

/// Below this an archive may be packed as tightly as it likes.
const SMALL: u64 = 32 << 20;

/// How many times its size a larger archive may unpack to. Published workbooks stay under 60.
const MOST_TIMES: u64 = 250;

/// Parts that an archive may have.
const MOST_PARTS: usize = 20_000;

/// An archive over the bytes of a file.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens the archive and reads its list of parts only.
pub(super) fn open<'a>(bytes: &'a [u8], file: &str) -> Result<Archive<'a>, Fault> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(file, &error.to_string()))
}

/// Opens the archive and unpacks every part once, without keeping it: a size that is only declared cannot be believed.
pub(super) fn checked<'a>(bytes: &'a [u8], file: &str) -> Result<Archive<'a>, Fault> {
    let mut archive = open(bytes, file)?;
    if archive.len() > MOST_PARTS {
        return Err(refused(file, &format!("it has {} parts", archive.len())));
    }
    let most = (bytes.len() as u64).saturating_mul(MOST_TIMES).clamp(SMALL, MOST_BYTES);
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| damaged(file, &error.to_string()))?;
        // The library takes a leading slash off a name and then calls it enclosed.
        let rooted = entry.name_raw().first().is_some_and(|first| matches!(first, b'/' | b'\\'));
        if rooted || entry.enclosed_name().is_none() {
            return Err(refused(file, "one of its parts has a name that leads outside it"));
        }
        if entry.encrypted() {
            return Err(password(file));
        }
        drop(entry);
        let entry = archive.by_index(index).map_err(|error| damaged(file, &error.to_string()))?;
        let mut entry = entry.take(most - unpacked + 1);
        unpacked +=
            std::io::copy(&mut entry, &mut std::io::sink()).map_err(|error| damaged(file, &error.to_string()))?;
        if unpacked > most {
            return Err(refused(file, &format!("{} bytes unpack to more than {most}", bytes.len())));
        }
    }
    Ok(archive)
}

/// The workbook cannot be read to its end.
pub(super) fn damaged(file: &str, why: &str) -> Fault {
    Fault::new(
        "workbook-damaged",
        Place::file(file),
        format!("the workbook is damaged or was cut short: {why}"),
        "fetch or save the file again; if its program opens it, save it from there as XLSX",
    )
}

/// The workbook needs a password.
pub(super) fn password(file: &str) -> Fault {
    Fault::new(
        "workbook-password",
        Place::file(file),
        "the workbook is protected with a password and cannot be read",
        "open it, remove the password (File, Info, Protect Workbook, Encrypt with Password: leave it empty), and save it again",
    )
}

fn refused(file: &str, why: &str) -> Fault {
    Fault::new(
        "archive-refused",
        Place::file(file),
        format!("the file is packed as no workbook is: {why}"),
        "do not open it; ask the sender what it is, and have the table sent as a new workbook",
    )
}
