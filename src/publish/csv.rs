//! Tables as CSV: UTF-8 without a byte order mark, lines ended by LF, quoted only where needed.

use csv::Writer;

use crate::figure::Table;

/// A table as CSV with its header line.
pub fn csv(table: &Table) -> Vec<u8> {
    let mut writer = Writer::from_writer(Vec::new());
    for row in std::iter::once(&table.columns).chain(&table.rows) {
        // Writing to memory cannot fail, and a figure's rows are as long as its header by construction.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
