//! A workbook as ODS: the parts of the archive, in a fixed order and with fixed times. The same workbook gives the same bytes.

mod content;
mod style;
mod xml;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Workbook, WriteError};
use xml::Part;

const TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const VERSION: (&str, &str) = ("office:version", "1.3");
const NAMESPACES: [(&str, &str); 14] = [
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
    ("xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    ("xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:of", "urn:oasis:names:tc:opendocument:xmlns:of:1.2"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("xmlns:ooo", "http://openoffice.org/2004/office"),
    ("xmlns:loext", "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"),
];

/// The file's bytes.
pub(super) fn write(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().last_modified_time(DateTime::default());
    // Programs tell the format from the archive's first bytes, so this part stands first and is not compressed.
    file.start_file("mimetype", plain.compression_method(CompressionMethod::Stored))?;
    file.write_all(TYPE.as_bytes())?;
    let parts = [
        ("content.xml", content::part(workbook)?),
        ("styles.xml", style::part()?),
        ("meta.xml", meta(workbook)?),
        ("settings.xml", settings(workbook)?),
        ("META-INF/manifest.xml", manifest()?),
    ];
    for (name, bytes) in parts {
        file.start_file(name, plain.compression_method(CompressionMethod::Deflated))?;
        file.write_all(&bytes)?;
    }
    Ok(file.finish()?.into_inner())
}

fn meta(workbook: &Workbook) -> std::io::Result<Vec<u8>> {
    let mut part = Part::new("office:document-meta", &NAMESPACES, VERSION)?;
    part.open("office:meta", &[])?;
    let created = workbook.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let keywords = workbook.keywords.iter().map(|keyword| ("meta:keyword", keyword.as_str()));
    for (name, text) in [
        ("meta:generator", "assess"),
        ("dc:title", &workbook.title),
        ("dc:subject", &workbook.subject),
        ("meta:initial-creator", &workbook.author),
        ("dc:creator", &workbook.author),
        ("meta:creation-date", &created),
        ("dc:date", &created),
        ("dc:language", "en-GB"),
    ]
    .into_iter()
    .chain(keywords)
    {
        part.text(name, &[], text)?;
    }
    part.close("office:meta")?;
    part.finish("office:document-meta")
}

/// Opens at the first sheet, in A1; keeps the header of a long table in view.
fn settings(workbook: &Workbook) -> std::io::Result<Vec<u8>> {
    let mut part = Part::new("office:document-settings", &NAMESPACES, VERSION)?;
    part.open("office:settings", &[])?;
    part.open("config:config-item-set", &[("config:name", "ooo:view-settings")])?;
    part.open("config:config-item-map-indexed", &[("config:name", "Views")])?;
    part.open("config:config-item-map-entry", &[])?;
    item(&mut part, "ViewId", "string", "view1")?;
    part.open("config:config-item-map-named", &[("config:name", "Tables")])?;
    for sheet in &workbook.sheets {
        part.open("config:config-item-map-entry", &[("config:name", &sheet.name)])?;
        item(&mut part, "CursorPositionX", "int", "0")?;
        item(&mut part, "CursorPositionY", "int", "0")?;
        if let Some(row) = sheet.frozen {
            let row = row.to_string();
            for (name, kind, value) in [
                ("HorizontalSplitMode", "short", "2"),
                ("VerticalSplitMode", "short", "2"),
                ("HorizontalSplitPosition", "int", "1"),
                ("VerticalSplitPosition", "int", &row),
                ("ActiveSplitRange", "short", "3"),
                ("PositionRight", "int", "1"),
                ("PositionBottom", "int", &row),
            ] {
                item(&mut part, name, kind, value)?;
            }
        }
        part.close("config:config-item-map-entry")?;
    }
    part.close("config:config-item-map-named")?;
    if let Some(first) = workbook.sheets.first() {
        item(&mut part, "ActiveTable", "string", &first.name)?;
    }
    part.close("config:config-item-map-entry")?;
    part.close("config:config-item-map-indexed")?;
    part.close("config:config-item-set")?;
    part.close("office:settings")?;
    part.finish("office:document-settings")
}

fn item(part: &mut Part, name: &str, kind: &str, value: &str) -> std::io::Result<()> {
    part.text("config:config-item", &[("config:name", name), ("config:type", kind)], value)
}

fn manifest() -> std::io::Result<Vec<u8>> {
    let namespace = [("xmlns:manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0")];
    let mut part = Part::new("manifest:manifest", &namespace, ("manifest:version", "1.3"))?;
    for (path, kind) in [
        ("/", TYPE),
        ("content.xml", "text/xml"),
        ("styles.xml", "text/xml"),
        ("meta.xml", "text/xml"),
        ("settings.xml", "text/xml"),
    ] {
        part.empty("manifest:file-entry", &[("manifest:full-path", path), ("manifest:media-type", kind)])?;
    }
    part.finish("manifest:manifest")
}
