//! Parquet, written by the library's own writer; the real files are read by `just real-data`.

use std::sync::Arc;

use assess::source::reader::{self, Format, Sheet};
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::{names, read, said};

const SCHEMA: &str = "message table { REQUIRED BYTE_ARRAY code (UTF8); OPTIONAL DOUBLE n; OPTIONAL BOOLEAN territorial;
    OPTIONAL INT32 day (DATE); OPTIONAL INT64 at (TIMESTAMP(MILLIS,true)); OPTIONAL BYTE_ARRAY note (UTF8); }";

/// Two row groups of three rows each.
fn file(compression: Compression) -> parquet::errors::Result<Vec<u8>> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, properties)?;
    for _ in 0..2 {
        let mut group = writer.next_row_group()?;
        let levels = Some([1_i16, 0, 1].as_slice());
        let mut column = group.next_column()?.unwrap();
        let codes = ["4.10", "71", "88A"].map(ByteArray::from);
        column.typed::<ByteArrayType>().write_batch(&codes, None, None)?;
        column.close()?;
        let mut column = group.next_column()?.unwrap();
        column.typed::<DoubleType>().write_batch(&[12.0, -1.5], levels, None)?;
        column.close()?;
        let mut column = group.next_column()?.unwrap();
        column.typed::<BoolType>().write_batch(&[true, false], levels, None)?;
        column.close()?;
        let mut column = group.next_column()?.unwrap();
        // 2026-03-31 is day 20,543 of the era, by `date -d 2026-03-31 +%s` divided by 86,400.
        column.typed::<Int32Type>().write_batch(&[20_543, 0], levels, None)?;
        column.close()?;
        let mut column = group.next_column()?.unwrap();
        column.typed::<Int64Type>().write_batch(&[1_774_915_200_000, 1_500], levels, None)?;
        column.close()?;
        let mut column = group.next_column()?.unwrap();
        column.typed::<ByteArrayType>().write_batch(&["[c]", " "].map(ByteArray::from), levels, None)?;
        column.close()?;
        group.close()?;
    }
    writer.close()?;
    Ok(out)
}

#[test]
fn columns_keep_their_types_and_empty_cells_stay_empty() {
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        let reading = read(&file(compression).unwrap());
        assert_eq!(reading.format, Format::Parquet);
        let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
        assert_eq!(names(&sheet), ["code", "n", "territorial", "day", "at", "note"]);
        assert_eq!(sheet.rows().len(), 6);
        assert_eq!(said(&sheet, "code")[..3], ["text 4.10", "text 71", "text 88A"]);
        assert_eq!(said(&sheet, "n"), ["12", "nothing", "-1.5", "12", "nothing", "-1.5"]);
        assert_eq!(said(&sheet, "territorial")[..3], ["text TRUE", "nothing", "text FALSE"]);
        assert_eq!(said(&sheet, "day")[..3], ["text 2026-03-31", "nothing", "text 1970-01-01"]);
        assert_eq!(said(&sheet, "at")[..3], ["text 2026-03-31", "nothing", "text 1970-01-01T00:00:01.5"]);
        assert_eq!(said(&sheet, "note")[..3], ["marker [c]", "nothing", "nothing"]);
    }
}

#[test]
fn a_damaged_or_truncated_file_is_named_and_never_a_panic() {
    let whole = file(Compression::SNAPPY).unwrap();
    let id = |bytes: &[u8]| reader::read(bytes, "a.parquet").map(|_| ()).unwrap_err().id;
    assert_eq!(id(&whole[..whole.len() / 2]), "parquet-damaged");
    assert_eq!(id(b"PAR1"), "parquet-damaged");
    assert_eq!(id(b"PAR1\xff\xff\xff\x7fPAR1"), "parquet-damaged");
    // Any byte may be wrong; whatever is read then, it is read to an end.
    for at in 4..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = reader::read(&bytes, "a.parquet");
    }
}

#[test]
fn what_is_not_read_here_is_named_with_the_remedy() {
    let schema = "message table { OPTIONAL GROUP people (LIST) { REPEATED GROUP list { OPTIONAL INT32 element; } } }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut out = Vec::new();
    SerializedFileWriter::new(&mut out, schema, Arc::default()).unwrap().close().unwrap();
    assert_eq!(reader::read(&out, "a.parquet").unwrap_err().id, "parquet-nested");
    assert_eq!(reader::read(b"PARE....PARE", "a.parquet").unwrap_err().id, "format-unknown");
    // This build cannot write Zstandard either, so its number, 6, is put where that of Snappy, 1, stands in the table of contents: twice that, as
    // all whole numbers there.
    let whole = file(Compression::SNAPPY).unwrap();
    let faults: Vec<String> = (0..whole.len())
        .filter(|at| whole[*at] == 2)
        .filter_map(|at| {
            let mut bytes = whole.clone();
            bytes[at] = 12;
            reader::read(&bytes, "a.parquet").err().filter(|fault| fault.id == "parquet-compression")
        })
        .map(|fault| fault.what)
        .collect();
    assert_eq!(faults.len(), 12, "six columns in two groups");
    assert!(faults.iter().all(|what| what == "the file is compressed as ZSTD, which is not read here"), "{faults:?}");
}
