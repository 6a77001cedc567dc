//! A file is read before it is kept, whatever its source: the store never lets go of one by itself, so nothing about persons may enter it,
//! and a file that nobody can read is better sent back on the day it came than found at the next build.

use std::fs;
use std::path::Path;

use super::items::Item;
use crate::fault::Fault;
use crate::source::reader;

/// Reads a file to its end; a fault names what is wrong and where, and no cell.
pub(super) fn check(item: &Item, file: &Path) -> Result<(), Fault> {
    let bytes = fs::read(file)
        .map_err(|error| item.fault("file-unreadable", &format!("it cannot be read back: {error}"), "pull again"))?;
    check_bytes(item, &bytes)
}

/// The same of bytes that were put together here.
pub(super) fn check_bytes(item: &Item, bytes: &[u8]) -> Result<(), Fault> {
    let named = |fault: Fault| {
        let place = match (&fault.place.workbook, fault.place.line) {
            (Some(at), _) => format!(" (sheet `{}`, cell {})", at.sheet, at.cell),
            (None, Some(line)) => format!(" (line {line})"),
            (None, None) => String::new(),
        };
        item.fault(fault.id, &format!("{}{place}", fault.what), &fault.remedy)
    };
    let reading = reader::read(bytes, &item.path).map_err(named)?;
    reader::refuse_persons(&item.path, &reading, &item.source.not_persons).map_err(named)
}

/// The fault of a workbook that needs a password. As packed by Excel it has not the bytes of its own format.
pub(super) fn password(item: &Item, file: &Path) -> Option<Fault> {
    let bytes = fs::read(file).ok()?;
    let fault = reader::read(&bytes, &item.path).err().filter(|fault| fault.id == "workbook-password")?;
    Some(item.fault(fault.id, &fault.what, &fault.remedy))
}
