//! A vintage as text cells. The one place where a reader of another form is added.

use crate::source::catalogue::Format;

/// A table of text cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// Names of its columns.
    pub header: Vec<String>,
    /// Its rows, in order.
    pub rows: Vec<Vec<String>>,
}

/// The table of a file; nothing where its form is not read here, or it is no table.
pub fn read(bytes: &[u8], format: Format, _sheet: &str) -> Option<TextTable> {
    match format {
        Format::Csv => csv(bytes),
        Format::Json | Format::Ods | Format::Xlsx | Format::Xls => None,
    }
}

fn csv(bytes: &[u8]) -> Option<TextTable> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).has_headers(false).from_reader(bytes);
    let mut rows = reader.byte_records().map(|record| {
        record.map(|record| record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect::<Vec<_>>())
    });
    let header = rows.next()?.ok()?;
    Some(TextTable { header, rows: rows.collect::<Result<_, _>>().ok()? })
}
