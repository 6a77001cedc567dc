//! Parquet files with flat columns, column by column, each row group after the other.
//!
//! They have no sheets and no lines: a cell is addressed as in a sheet called `records` with the names in its first row. Types are those of
//! the file, so that codes written as text stay text. Only Snappy and no compression are read: the other kinds would bring a C library, or change
//! the compressor that the chapter is written with.

use bytes::Bytes;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use parquet::basic::Compression;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::ColumnDescPtr;

use super::SheetCells;
use super::cells::Budget;
use super::guard::guarded;
use super::json::RECORDS;
use super::persons::Aside;
use crate::fault::{Fault, Place};
use crate::source::grid::{Grid, GridRow, Value};

/// Rows read at once.
const BATCH: usize = 1 << 16;

/// Reads the table.
pub(super) fn read(bytes: &[u8], file: &str, asides: &mut Vec<Aside>) -> Result<Vec<SheetCells>, Fault> {
    // The library trusts offsets and counts that stand in the file, and panics where some of them are wrong.
    let (sheets, said) =
        guarded(|| table(bytes, file)).unwrap_or_else(|| Err(damaged(file, "its offsets lead outside it")))?;
    asides.extend(said);
    Ok(sheets)
}

fn table(bytes: &[u8], file: &str) -> Result<(Vec<SheetCells>, Vec<Aside>), Fault> {
    let fault = |error: ParquetError| damaged(file, &error.to_string());
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(fault)?;
    let metadata = reader.metadata();
    let columns = metadata.file_metadata().schema_descr().columns();
    if let Some(nested) = columns.iter().find(|column| column.max_rep_level() > 0 || column.path().parts().len() > 1) {
        return Err(Fault::new(
            "parquet-nested",
            Place::file(file),
            format!("the column `{}` holds tables in its cells", nested.path().string()),
            "give a flat table: one value a cell",
        ));
    }
    let mut budget = Budget::new();
    budget.take(file, columns.len())?;
    let names = columns.iter().map(|column| Value::from_text(column.name())).collect();
    let mut rows = vec![GridRow { number: 0, cells: names }];
    for index in 0..reader.num_row_groups() {
        let group = reader.get_row_group(index).map_err(fault)?;
        let height = usize::try_from(group.metadata().num_rows()).unwrap_or(usize::MAX);
        budget.take(file, height.saturating_mul(columns.len()))?;
        let first = rows.len();
        for number in first..first + height {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            rows.push(GridRow { number, cells: Vec::with_capacity(columns.len()) });
        }
        for (position, column) in columns.iter().enumerate() {
            check_compression(file, group.metadata().column(position).compression())?;
            let reader = group.get_column_reader(position).map_err(fault)?;
            let mut below = rows.iter_mut().skip(first);
            values(reader, column, height, &mut |value| {
                budget.take_text(file, &value)?;
                if let Some(row) = below.next() {
                    row.cells.push(value);
                }
                Ok(())
            })
            .map_err(|stop| match stop {
                Stop::Fault(fault) => fault,
                Stop::Library(error) => fault(error),
            })?;
            if below.next().is_some() {
                return Err(damaged(file, &format!("the column `{}` is shorter than the table", column.name())));
            }
        }
    }
    rows.retain(|row| row.cells.iter().any(|value| !value.is_empty()));
    let grid = Grid { file: file.to_owned(), sheet: Some(RECORDS.to_owned()), rows, ..Grid::default() };
    // What a writer noted beside the table; a schema in another library's own form says nothing in words.
    let noted = metadata.file_metadata().key_value_metadata().into_iter().flatten();
    let said = noted.filter(|noted| !noted.key.starts_with("ARROW:")).filter_map(|noted| {
        let text = noted.value.clone()?;
        Some(Aside { what: "the metadata of the file", at: noted.key.chars().take(20).collect(), text })
    });
    let said = said.collect();
    Ok((vec![SheetCells { grid, named: true, ..SheetCells::default() }], said))
}

/// Why a column was not read to its end.
enum Stop {
    Fault(Fault),
    Library(ParquetError),
}

impl From<ParquetError> for Stop {
    fn from(error: ParquetError) -> Self {
        Self::Library(error)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

type Sink<'a> = dyn FnMut(Value) -> Result<(), Fault> + 'a;

/// Hands over the values of a column chunk in order, empty ones included.
fn values(reader: ColumnReader, column: &ColumnDescPtr, height: usize, sink: &mut Sink<'_>) -> Result<(), Stop> {
    match reader {
        ColumnReader::BoolColumnReader(reader) => {
            typed(reader, column, height, sink, |value| Ok(Field::convert_bool(column, value)))
        }
        ColumnReader::Int32ColumnReader(reader) => {
            typed(reader, column, height, sink, |value| Ok(Field::convert_int32(column, value)))
        }
        ColumnReader::Int64ColumnReader(reader) => {
            typed(reader, column, height, sink, |value| Ok(Field::convert_int64(column, value)))
        }
        ColumnReader::Int96ColumnReader(reader) => {
            typed(reader, column, height, sink, |value| Ok(Field::convert_int96(column, value)))
        }
        ColumnReader::FloatColumnReader(reader) => {
            typed(reader, column, height, sink, |value| Ok(Field::convert_float(column, value)))
        }
        ColumnReader::DoubleColumnReader(reader) => {
            typed(reader, column, height, sink, |value| Ok(Field::convert_double(column, value)))
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            typed(reader, column, height, sink, |value| Field::convert_byte_array(column, value))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            typed(reader, column, height, sink, |value| Field::convert_byte_array(column, value.into()))
        }
    }
}

fn typed<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    column: &ColumnDescPtr,
    height: usize,
    sink: &mut Sink<'_>,
    convert: impl Fn(T::T) -> Result<Field, ParquetError>,
) -> Result<(), Stop> {
    let present = column.max_def_level();
    let (mut read, mut levels, mut found) = (0, Vec::new(), Vec::new());
    while read < height {
        levels.clear();
        found.clear();
        let (records, _, _) = reader.read_records(BATCH.min(height - read), Some(&mut levels), None, &mut found)?;
        if records == 0 {
            return Ok(());
        }
        read += records;
        let mut found = found.drain(..);
        for at in 0..records {
            // Without levels every cell holds a value.
            let holds = present == 0 || levels.get(at).is_some_and(|level| *level == present);
            let value = match found.by_ref().next_if(holds) {
                Some(value) => cell(convert(value)?),
                None => Value::Empty,
            };
            sink(value)?;
        }
    }
    Ok(())
}

/// The next item, if it is wanted.
trait NextIf: Iterator {
    fn next_if(&mut self, wanted: bool) -> Option<Self::Item> {
        if wanted { self.next() } else { None }
    }
}

impl<I: Iterator> NextIf for I {}

/// A value as it stands in the file.
fn cell(field: Field) -> Value {
    match field {
        Field::Null => Value::Empty,
        Field::Bool(yes) => Value::Boolean(yes),
        Field::Byte(number) => Value::Integer(number.into()),
        Field::Short(number) => Value::Integer(number.into()),
        Field::Int(number) => Value::Integer(number.into()),
        Field::Long(number) => Value::Integer(number),
        Field::UByte(number) => Value::Integer(number.into()),
        Field::UShort(number) => Value::Integer(number.into()),
        Field::UInt(number) => Value::Integer(number.into()),
        Field::ULong(number) => i64::try_from(number).map_or(Value::Number(number as f64), Value::Integer),
        // By its shortest text: 0.1 stays 0.1.
        Field::Float(number) => number.to_string().parse().map_or(Value::Empty, Value::from_float),
        Field::Double(number) => Value::from_float(number),
        Field::Str(text) => {
            if text.chars().all(char::is_whitespace) {
                Value::Empty
            } else {
                Value::Text(text)
            }
        }
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => Value::from_text(text),
            Err(_) => Value::Error("bytes that are no text".to_owned()),
        },
        Field::Date(days) => {
            let day = Date::constant(1970, 1, 1).checked_add(i64::from(days).days());
            day.map_or_else(|_| Value::Error(format!("day {days}")), |day| Value::Date(day.at(0, 0, 0, 0)))
        }
        Field::TimestampMillis(since) => instant(Timestamp::from_millisecond(since)),
        Field::TimestampMicros(since) => instant(Timestamp::from_microsecond(since)),
        // Decimals, half floats and times of day: as the library writes them, a number where that is one.
        other => {
            let text = other.to_string();
            text.parse().map_or_else(|_| Value::from_text(&text), Value::from_float)
        }
    }
}

fn instant(since: Result<Timestamp, jiff::Error>) -> Value {
    match since {
        Ok(instant) => Value::Date(Offset::UTC.to_datetime(instant)),
        Err(_) => Value::Error("an instant outside the calendar".to_owned()),
    }
}

fn check_compression(file: &str, compression: Compression) -> Result<(), Fault> {
    if matches!(compression, Compression::UNCOMPRESSED | Compression::SNAPPY) {
        return Ok(());
    }
    let name = compression.to_string();
    let name = name.split('(').next().unwrap_or_default();
    Err(Fault::new(
        "parquet-compression",
        Place::file(file),
        format!("the file is compressed as {name}, which is not read here"),
        "have it written with compression = \"snappy\", or as CSV",
    ))
}

fn damaged(file: &str, why: &str) -> Fault {
    Fault::new(
        "parquet-damaged",
        Place::file(file),
        format!("the Parquet file is damaged or was cut short: {why}"),
        "fetch the file again, or have the table sent as CSV",
    )
}
