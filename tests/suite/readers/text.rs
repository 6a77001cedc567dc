//! Tables of text.

use assess::source::reader::Sheet;

use super::{names, read, said};

/// The layout of the statistics of crime by community safety partnership: a byte order mark, CRLF, lines of title and notes, line breaks in the
/// header, thousands separators, padding, notes glued to names, a marker.
const PARTNERSHIPS: &str = "\u{feff}Table C2: Recorded crime [note 1][note 2]\r\n\
    \"This worksheet contains one table, with commas, and more\"\r\n\r\n\
    Area code,Force name,\"Total recorded crime\r\n(excluding fraud) [note 3]\",\"Sexual\r\noffences\"\r\n\
    E23000013,Humberside [note 4],\"101,002 \",\" 3,104 \"\r\n\
    E23000039,Dorset ,\"40,100 \",[x]\r\n\
    E23000038,Wiltshire ,\"38,900 \",-00 \r\n";

#[test]
fn a_header_is_found_by_its_shape_below_title_and_notes() {
    let reading = read(PARTNERSHIPS.as_bytes());
    assert_eq!(reading.manner, "UTF-8 with byte order mark, commas");
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(names(&sheet), ["Area code", "Force name", "Total recorded crime (excluding fraud)", "Sexual offences"]);
    assert_eq!(sheet.columns()[2].footnotes, ["note 3"]);
    assert_eq!((sheet.header_row(), sheet.rows().len()), (3, 3));
    assert_eq!(sheet.notes().len(), 2);
    assert_eq!(said(&sheet, "Total recorded crime (excluding fraud)"), ["101002", "40100", "38900"]);
    // A marker is not zero, and the odd zero is one.
    assert_eq!(said(&sheet, "Sexual offences"), ["3104", "marker [x]", "0"]);
    // The line is that of the file, though the header runs over three.
    assert_eq!(sheet.rows()[0].line(), 7);
}

#[test]
fn every_customary_marker_is_a_marker_where_numbers_are_due() {
    let markers = ["[c]", "[x]", "[z]", "[k]", "[low]", "[u]", "c", "x", "z", "u", ":", "..", ".", "-", "*", "–", "*↑"];
    let rows: String = markers.iter().map(|marker| format!("Wiltshire,{marker},x\n")).collect();
    let text = format!("Force,Count,Band\n{rows}{}", "Dorset,1,A\n".repeat(80));
    let reading = read(text.as_bytes());
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    let count = sheet.column("Count").unwrap();
    assert_eq!((count.kind.word(), count.values, count.others), ("whole number", 80, 0));
    assert_eq!(count.markers.values().sum::<usize>(), markers.len());
    assert_eq!(said(&sheet, "Count")[..markers.len()], markers.map(|marker| format!("marker {marker}")));
    for row in &sheet.rows()[..markers.len()] {
        assert_eq!(sheet.integer(row, count).unwrap(), None);
    }
    // In a column of words a bare letter is a word.
    assert_eq!(said(&sheet, "Band")[0], "text x");
}

#[test]
fn a_marker_where_no_number_stands_is_not_read_as_zero_and_a_word_is_named() {
    let text = "Force,Count\nA,12\nB,13\nC,14\nD,15\nE,many\n";
    let reading = read(text.as_bytes());
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    let count = sheet.column("Count").unwrap();
    let fault = sheet.integer(&sheet.rows()[4], count).unwrap_err();
    assert_eq!((fault.id, fault.place.line), ("number-not-whole", Some(6)));
}

#[test]
fn offence_codes_stay_text() {
    let text = "Offence Code,Count\n4.10,1\n4.1,2\n71,3\n88A,4\n0071,5\n";
    let reading = read(text.as_bytes());
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(sheet.column("Offence Code").unwrap().kind.word(), "code");
    assert_eq!(said(&sheet, "Offence Code"), ["text 4.10", "text 4.1", "text 71", "text 88A", "text 0071"]);
}

#[test]
fn windows_1252_tabs_and_semicolons_are_told_by_content() {
    let reading = read(b"Force;Note\nDyfed\x96Powys;\x93a\x94\nGwent;b\n");
    assert_eq!(reading.manner, "Windows-1252, semicolons");
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(said(&sheet, "Force"), ["text Dyfed–Powys", "text Gwent"]);
    assert_eq!(said(&sheet, "Note")[0], "text “a”");
    assert_eq!(read(b"Force\tCount\nA\t1\nB\t2\n").manner, "UTF-8, tabs");
    let wide: Vec<u8> = "\u{feff}Force,Count\nA,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&wide).manner, "UTF-16LE, commas");
}

#[test]
fn a_header_is_found_by_the_names_that_are_wanted_wherever_it_stands() {
    let text = "Some,words,that,are,wide\nmore,words,that,are,wide\nforce_code,Period [note 2],COUNT\nA,2024/25,1\nB,2024/25,2\n";
    let reading = read(text.as_bytes());
    let sheet = Sheet::find(&reading.sheets[0], &["Force code", "period", "count"]).unwrap();
    assert_eq!((sheet.header_row(), sheet.rows().len()), (2, 2));
    assert_eq!(sheet.column("count").unwrap().index, 2);
    let fault = sheet.column("total").unwrap_err();
    assert_eq!((fault.id, fault.place.line), ("column-missing", Some(3)));
}
