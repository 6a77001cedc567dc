//! A return of a force is read before it is kept: the store never lets go of a file, so nothing about persons may enter it, and a workbook
//! that nobody can read is better sent back on the day it came than found at the next build.

use std::fs;
use std::path::Path;

use super::items::Item;
use crate::fault::Fault;
use crate::source::reader;

/// Reads the file to its end; a fault names what is wrong and where, and no cell.
pub(super) fn check(item: &Item, file: &Path) -> Result<(), Fault> {
    let bytes = fs::read(file)
        .map_err(|error| item.fault("file-unreadable", &format!("it cannot be read back: {error}"), "pull again"))?;
    let named = |fault: Fault| {
        let place = fault.place.workbook.as_deref();
        let place = place.map_or_else(String::new, |at| format!(" (sheet `{}`, cell {})", at.sheet, at.cell));
        item.fault(fault.id, &format!("{}{place}", fault.what), &fault.remedy)
    };
    let reading = reader::read(&bytes, &item.path).map_err(named)?;
    let summary = reader::summary(&item.path, &reading).map_err(named)?;
    // A publisher has a sheet of addresses; a return has none.
    match summary.sheets.iter().find(|sheet| !sheet.withheld.is_empty()) {
        None => Ok(()),
        Some(sheet) => {
            let what = format!("sheet `{}`: {}", sheet.name, sheet.withheld);
            Err(item.fault("person-level", &what, "have the sheet taken out, and the return sent again"))
        }
    }
}

/// The fault of a workbook that needs a password. As packed by Excel it has not the bytes of its own format.
pub(super) fn password(item: &Item, file: &Path) -> Option<Fault> {
    let bytes = fs::read(file).ok()?;
    let fault = reader::read(&bytes, &item.path).err().filter(|fault| fault.id == "workbook-password")?;
    Some(item.fault(fault.id, &fault.what, &fault.remedy))
}
