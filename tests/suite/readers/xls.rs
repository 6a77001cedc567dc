//! Workbooks of the older Excel, as LibreOffice saves them; the published ones are read by `just real-data`.
//!
//! Needs `soffice` (package libreoffice-calc). Without it this test says that it was skipped, and passes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use assess::source::reader::{self, Format, Sheet};

use super::{names, read, said};
use crate::workbooks::xlsx;

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join("soffice")).find(|program| program.is_file());
    if found.is_none() {
        eprintln!("SKIPPED: LibreOffice (soffice) is not installed, so no XLS was made");
    }
    found
}

/// A workbook saved as XLS.
fn saved(bytes: &[u8]) -> Option<Vec<u8>> {
    let program = program()?;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.xlsx");
    fs::write(&file, bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let done = Command::new(program)
        .args([&profile, "--headless", "--convert-to", "xls", "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(fs::read(folder.path().join("a.xls")).unwrap())
}

#[test]
fn comments_footers_and_properties_of_an_old_workbook_are_looked_over() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "force_code").unwrap();
    sheet.write(1, 0, "E23000001").unwrap();
    sheet.insert_note(1, 0, &rust_xlsxwriter::Note::new("ask about LS1 4AP, the child’s address")).unwrap();
    sheet.set_footer("&LMade of 943 476 5919");
    book.set_properties(
        &rust_xlsxwriter::DocProperties::new().set_title("Return of AB123456C").set_author("John Smith"),
    );
    let Some(bytes) = saved(&book.save_to_buffer().unwrap()) else { return };
    let asides = read(&bytes).asides;
    let said = |words: &str| asides.iter().any(|aside| aside.text.contains(words));
    for words in ["LS1 4AP", "943 476 5919", "AB123456C"] {
        assert!(said(words), "{words}: {asides:?}");
    }
    assert!(!said("John Smith"), "the name of whoever made the file: {asides:?}");
    let fault = reader::sheets(&bytes, "a.xls", &[]).map(drop).unwrap_err();
    assert!(fault.id == "person-level" && !fault.to_string().contains("LS1"), "{fault}");
}

#[test]
fn an_old_workbook_is_read_like_a_new_one_and_to_an_end_when_it_is_damaged() {
    let rows: [&[&str]; 5] = [
        &["Table 8: Offences [note 1]"],
        &["Force", "Offence code", "Count2"],
        &["Kent", "71", "12"],
        &["Essex", "88A", ".."],
        &["Dorset", "71", "7.5"],
    ];
    let Some(bytes) = saved(&xlsx("Table 8 ", &rows)) else { return };
    let reading = read(&bytes);
    assert_eq!((reading.format, reading.sheets[0].grid.sheet.as_deref()), (Format::Xls, Some("Table 8")));
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(names(&sheet), ["Force", "Offence code", "Count"]);
    assert_eq!(said(&sheet, "Offence code"), ["text 71", "text 88A", "text 71"]);
    assert_eq!(said(&sheet, "Count"), ["12", "marker ..", "7.5"]);
    assert_eq!((sheet.header_row(), sheet.notes().len()), (1, 1));
    assert_eq!(reader::read(&bytes[..bytes.len() / 3], "a.xls").unwrap_err().id, "workbook-damaged");
    for at in (0..bytes.len()).step_by(101) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x3c;
        let _ = reader::read(&bytes, "a.xls");
    }
}
