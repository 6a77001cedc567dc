//! Files that cannot be read: each is named as what it is, and nothing in it is guessed or followed.

use assess::source::reader;

use crate::workbooks::{archive, content, ods, xlsx};

fn id(bytes: &[u8]) -> &'static str {
    let fault = reader::read(bytes, "a file").map(|reading| reading.format).unwrap_err();
    assert!(!fault.remedy.is_empty() && fault.place.file == "a file", "{fault}");
    fault.id
}

/// The head of an older Office file that holds these streams, whose names stand in it as UTF-16.
fn compound(streams: &[&str]) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    for stream in streams {
        bytes.extend(stream.encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
    }
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn files_that_are_no_table_are_called_by_what_they_are() {
    assert_eq!(id(b""), "file-empty");
    assert_eq!(id(b"\n <!DOCTYPE html><html><title>Sign in</title>"), "html-page");
    assert_eq!(id(b"<?xml version=\"1.0\"?><rss/>"), "format-unknown");
    assert_eq!(id(b"%PDF-1.7\n"), "format-unknown");
    assert_eq!(id(b"\x1f\x8b\x08\x00"), "format-unknown");
    assert_eq!(id(b"a,b\n1,\x00\n"), "format-unknown");
    assert_eq!(id(&archive(&[("word/document.xml", b"<x/>")])), "format-unknown");
    assert_eq!(id(&archive(&[("xl/workbook.bin", b"x"), ("[Content_Types].xml", b"x")])), "format-unknown");
    assert_eq!(id(&archive(&[("readme.txt", b"x")])), "format-unknown");
    assert_eq!(id(&compound(&["WordDocument"])), "format-unknown");
    assert_eq!(id(b"Force,Note\nKent,\"never closed\nEssex,x\n"), "quote-open");
    assert_eq!(id(b"Force\nD\x81fed\n"), "encoding-unknown");
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_is_called_by_its_name_where_its_reader_is_not_built_in() {
    let fault = reader::read(b"PAR1....PAR1", "a.parquet").unwrap_err();
    assert_eq!(fault.id, "parquet-not-built");
    assert!(fault.remedy.contains("--features parquet"), "{fault}");
}

#[test]
fn a_workbook_with_a_password_is_named_as_such_in_each_format() {
    assert_eq!(id(&compound(&["EncryptionInfo", "EncryptedPackage"])), "workbook-password");
    let manifest = b"<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert_eq!(
        id(&archive(&[("content.xml", b"\x8f\x01noise"), ("META-INF/manifest.xml", manifest)])),
        "workbook-password"
    );
    // An archive that is itself encrypted: the first bit of the flags, in the local header and in the directory.
    let mut bytes = archive(&[("content.xml", &content(""))]);
    for mark in [b"PK\x03\x04".as_slice(), b"PK\x01\x02"] {
        let at = bytes.windows(4).position(|window| window == mark).unwrap();
        bytes[at + if mark[2] == 3 { 6 } else { 8 }] |= 1;
    }
    assert_eq!(id(&bytes), "workbook-password");
}

#[test]
fn a_workbook_that_was_cut_short_is_named_as_damaged() {
    let rows: [&[&str]; 2] = [&["Force", "Count"], &["Kent", "1"]];
    for whole in [ods("T", &rows), xlsx("T", &rows)] {
        for length in [whole.len() / 4, whole.len() / 2, whole.len() - 1] {
            assert_eq!(id(&whole[..length]), "workbook-damaged", "{length} of {}", whole.len());
        }
    }
    let xml = content("<table:table table:name=\"T\"><table:table-row><table:table-cell/>");
    assert_eq!(id(&archive(&[("content.xml", &xml)])), "workbook-damaged");
    assert_eq!(id(&compound(&["Workbook"])), "workbook-damaged");
    assert_eq!(id(&archive(&[("[Content_Types].xml", b"<Types/>")])), "workbook-damaged");
}

#[test]
fn a_workbook_with_wrong_bytes_is_read_to_an_end() {
    let rows: [&[&str]; 2] = [&["Force", "Count"], &["Kent", "1"]];
    for whole in [ods("T", &rows), xlsx("T", &rows)] {
        for at in (0..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x41;
            let _ = reader::read(&bytes, "a file");
        }
    }
}

#[test]
fn archive_bombs_and_paths_that_lead_outside_are_refused() {
    let zeros = vec![b' '; 33 << 20];
    let bomb = archive(&[("content.xml", &zeros)]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(id(&bomb), "archive-refused");
    assert_eq!(id(&archive(&[("content.xml", &content("")), ("../../evil", b"x")])), "archive-refused");
    assert_eq!(id(&archive(&[("content.xml", &content("")), ("/etc/cron.d/x", b"x")])), "archive-refused");
    // Entities are not expanded: a billion of them are none.
    let laughs = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let cell = "<table:table table:name=\"T\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>x&b;</text:p></table:table-cell></table:table-row></table:table>";
    let xml = String::from_utf8(content(cell)).unwrap().replacen(
        "<office:document-content",
        &format!("{laughs}<office:document-content"),
        1,
    );
    match reader::read(&archive(&[("content.xml", xml.as_bytes())]), "a file") {
        Ok(reading) => assert_eq!(reading.sheets[0].grid.rows[0].cell(0).text(), "x"),
        Err(fault) => assert_eq!(fault.id, "workbook-damaged"),
    }
}
