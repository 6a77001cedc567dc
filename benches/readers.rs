//! How fast the readers are and what they need: an ODS with 38 MB of XML, as large as the largest published one that was found, and an XLSX,
//! a CSV and a JSON file of like size, made here. Each is read in a process of its own, three times, so that its peak of memory is its own.
//!
//! `just bench-readers`, on an idle machine.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that cannot go on should stop, and needs a clock"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use assess::source::reader;
use zip::write::SimpleFileOptions;

/// Bytes of what is read, unpacked.
const SIZE: usize = 38_000_000;

const COLUMNS: [&str; 8] = [
    "Financial Year",
    "Quarter",
    "Force Name",
    "Offence Description",
    "Offence Group",
    "Subgroup",
    "Offence Code",
    "Number",
];

fn main() {
    // A child reads one file and says how long it took.
    if let [_, mode, file] = std::env::args().collect::<Vec<_>>().as_slice()
        && mode == "--read"
    {
        return read(Path::new(file));
    }
    let folder = tempfile::tempdir().unwrap();
    println!(
        "{:<5} {:>9} {:>9} {:>9} {:>9} {:>7} {:>9}",
        "form", "file MB", "read MB", "cells", "seconds", "MB/s", "peak MiB"
    );
    for (form, make) in [("ods", ods as fn() -> Made), ("xlsx", xlsx), ("csv", csv), ("json", json)] {
        let file = folder.path().join(format!("table.{form}"));
        let made = make();
        fs::write(&file, &made.bytes).unwrap();
        measure(form, &file, &made);
    }
}

/// A file, and the bytes that are read of it when it is unpacked.
struct Made {
    bytes: Vec<u8>,
    unpacked: usize,
}

/// Reads the file in three processes; prints the fastest, and the largest of their peaks.
fn measure(form: &str, file: &Path, made: &Made) {
    let runs: Vec<Vec<f64>> = (0..3)
        .map(|_| {
            let output = Command::new(std::env::current_exe().unwrap()).arg("--read").arg(file).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let text = String::from_utf8(output.stdout).unwrap();
            text.split_whitespace().map(|number| number.parse().unwrap()).collect()
        })
        .collect();
    let seconds = runs.iter().map(|run| run[0]).fold(f64::INFINITY, f64::min);
    let peak = runs.iter().map(|run| run[1]).fold(0.0, f64::max);
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "{form:<5} {:>9.1} {:>9.1} {:>9} {seconds:>9.2} {:>7.0} {peak:>9.0}",
        megabytes(made.bytes.len()),
        megabytes(made.unpacked),
        runs[0][2],
        megabytes(made.unpacked) / seconds,
    );
}

/// Seconds, peak memory in MiB, cells.
fn read(file: &Path) {
    let bytes = fs::read(file).unwrap();
    let began = Instant::now();
    let reading = reader::read(&bytes, "table").unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let cells: usize = reading.sheets.iter().flat_map(|sheet| &sheet.grid.rows).map(|row| row.filled().count()).sum();
    println!("{seconds} {} {cells}", peak().unwrap_or(f64::NAN));
}

/// The most memory this process ever held, in MiB, where the system tells.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

/// The cells of a row: like police recorded crime by force, quarter and offence.
fn row(number: usize) -> [String; 8] {
    let forces = ["Avon and Somerset", "Devon and Cornwall", "Dyfed-Powys", "Metropolitan Police", "West Yorkshire"];
    [
        format!("20{}/{}", 12 + number % 14, 13 + number % 14),
        (1 + number % 4).to_string(),
        forces[number % forces.len()].to_owned(),
        "Abuse of children through sexual exploitation".to_owned(),
        "Sexual offences".to_owned(),
        "Other sexual offences".to_owned(),
        if number.is_multiple_of(3) { "88A".to_owned() } else { "71".to_owned() },
        (number * 7 % 1_000).to_string(),
    ]
}

/// Rows until the text is long enough.
fn rows(mut text: String, mut add: impl FnMut(&mut String, [String; 8])) -> String {
    let mut number = 0;
    while text.len() < SIZE {
        add(&mut text, row(number));
        number += 1;
    }
    text
}

fn is_number(column: usize) -> bool {
    column == 1 || column == 7
}

fn ods() -> Made {
    let open = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"2024_25\">";
    let text = |out: &mut String, cell: &str| {
        let _ = write!(
            out,
            "<table:table-cell table:style-name=\"ce4\" office:value-type=\"string\" calcext:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
        );
    };
    let mut head = format!("{open}<table:table-row table:style-name=\"ro1\">");
    COLUMNS.iter().for_each(|name| text(&mut head, name));
    head.push_str("</table:table-row>");
    let mut content = rows(head, |out, cells| {
        out.push_str("<table:table-row table:style-name=\"ro1\">");
        for (column, cell) in cells.iter().enumerate() {
            if is_number(column) {
                let _ = write!(
                    out,
                    "<table:table-cell table:style-name=\"ce5\" office:value-type=\"float\" office:value=\"{cell}\" calcext:value-type=\"float\"><text:p>{cell}</text:p></table:table-cell>"
                );
            } else {
                text(out, cell);
            }
        }
        out.push_str("</table:table-row>");
    });
    // As published sheets end.
    content.push_str("<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>");
    content.push_str("</table:table></office:spreadsheet></office:body></office:document-content>");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(content.as_bytes()).unwrap();
    Made { bytes: writer.finish().unwrap().into_inner(), unpacked: content.len() }
}

fn xlsx() -> Made {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write(0, column, name).unwrap();
    }
    // 8 cells of a row take some 290 bytes of XML.
    for line in 0..u32::try_from(SIZE / 290).unwrap() {
        for (column, cell) in (0_u16..).zip(row(line as usize)) {
            match cell.parse::<f64>() {
                Ok(number) if is_number(column.into()) => sheet.write(line + 1, column, number).unwrap(),
                _ => sheet.write(line + 1, column, cell).unwrap(),
            };
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
    let unpacked = (0..archive.len()).map(|part| archive.by_index(part).unwrap().size()).sum::<u64>();
    Made { unpacked: usize::try_from(unpacked).unwrap(), bytes }
}

fn csv() -> Made {
    let text = rows(format!("{}\n", COLUMNS.join(",")), |out, cells| {
        out.push_str(&cells.join(","));
        out.push('\n');
    });
    Made { unpacked: text.len(), bytes: text.into_bytes() }
}

fn json() -> Made {
    let mut text = rows("[".to_owned(), |out, cells| {
        let members: Vec<String> =
            COLUMNS.iter().zip(cells).map(|(name, cell)| format!("\"{name}\":\"{cell}\"")).collect();
        let _ = write!(out, "{}{{{}}}", if out.len() > 1 { "," } else { "" }, members.join(","));
    });
    text.push(']');
    Made { unpacked: text.len(), bytes: text.into_bytes() }
}
