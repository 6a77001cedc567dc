//! Small workbooks made by hand, to the tag, for tests of what reads them.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;

const OPEN: &str = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3"><office:body><office:spreadsheet>"#;
const CLOSE: &str = "</office:spreadsheet></office:body></office:document-content>";

/// An archive of these parts, in this order.
pub(crate) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive with its parts changed: `change` gives the new bytes of a part, or none where it stays.
pub(crate) fn changed(bytes: &[u8], change: impl Fn(&str, &str) -> Option<String>) -> Vec<u8> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..packed.len() {
        let mut part = packed.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        let new = std::str::from_utf8(&bytes).ok().and_then(|text| change(&name, text));
        parts.push((name, new.map_or(bytes, String::into_bytes)));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    archive(&parts)
}

/// The content of an ODS with these tables, as XML.
pub(crate) fn content(tables: &str) -> Vec<u8> {
    format!("{OPEN}{tables}{CLOSE}").into_bytes()
}

/// An ODS whose spreadsheet holds these tables, as XML.
pub(crate) fn ods_of_xml(tables: &str) -> Vec<u8> {
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content(tables))])
}

/// An ODS of one sheet. Cells that are numbers become numbers.
pub(crate) fn ods(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let rows: String = rows.iter().map(|row| format!("<table:table-row>{}</table:table-row>", cells(row))).collect();
    ods_of_xml(&format!("<table:table table:name=\"{sheet}\">{rows}</table:table>"))
}

/// Cells of an ODS as XML.
pub(crate) fn cells(row: &[&str]) -> String {
    row.iter()
        .map(|cell| match (cell.is_empty(), cell.parse::<f64>()) {
            (true, _) => "<table:table-cell/>".to_owned(),
            (false, Ok(_)) => format!(
                "<table:table-cell office:value-type=\"float\" office:value=\"{cell}\"><text:p>{cell}</text:p></table:table-cell>"
            ),
            (false, Err(_)) => {
                format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>")
            }
        })
        .collect()
}

/// An XLSX of one sheet. Cells that are numbers become numbers.
pub(crate) fn xlsx(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let worksheet = workbook.add_worksheet().set_name(sheet).unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => worksheet.write(row, column, number).unwrap(),
                Err(_) => worksheet.write(row, column, *cell).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}
