//! JSON: lists of records, and the answers of interfaces.

use assess::source::reader::{self, Format, Sheet};

use super::{names, read, said};

#[test]
fn a_list_of_records_is_a_table_in_the_order_of_its_members() {
    let text = r#"[{"force": "Kent", "code": "4.10", "count": 12, "rate": 1.5, "agreed": true},
        {"force": "Essex", "code": "71", "count": "[c]", "rate": null, "agreed": false},
        {"force": "Dorset", "count": "3,104 ", "late": "yes"}]"#;
    let reading = read(text.as_bytes());
    assert_eq!(reading.format, Format::Json);
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(names(&sheet), ["force", "code", "count", "rate", "agreed", "late"]);
    assert_eq!(said(&sheet, "code"), ["text 4.10", "text 71", "nothing"]);
    assert_eq!(said(&sheet, "count"), ["12", "marker [c]", "3104"]);
    assert_eq!(said(&sheet, "rate"), ["1.5", "nothing", "nothing"]);
    let count = sheet.column("count").unwrap();
    let place = sheet.place(&sheet.rows()[1], count).workbook.unwrap();
    assert_eq!((place.sheet.as_str(), place.cell.as_str()), ("records", "C3"));
}

#[test]
fn the_answer_of_an_interface_gives_its_lists_by_their_path_and_the_rest() {
    let text = r#"{"paging": {"page": 1, "totalPages": 2}, "results": [
        {"timePeriod": {"code": "AY", "period": "2022/2023"}, "locations": {"REG": "e0768"}, "values": {"04nTr": "1708016"}, "tags": ["a", "b"]},
        {"timePeriod": {"code": "AY", "period": "2022/2023"}, "locations": {"REG": "GQbUn"}, "values": {"04nTr": "c"}}],
        "details": {"attachments": [{"title": "Table", "url": "https://x/1.ods"}]}, "warnings": []}"#;
    let reading = read(text.as_bytes());
    let sheets: Vec<&str> = reading.sheets.iter().map(|sheet| sheet.grid.sheet.as_deref().unwrap()).collect();
    assert_eq!(sheets, ["results", "details.attachments", "other values"]);
    let results = Sheet::find(&reading.sheets[0], &[]).unwrap();
    assert_eq!(names(&results), ["timePeriod.code", "timePeriod.period", "locations.REG", "values.04nTr", "tags"]);
    assert_eq!(said(&results, "tags")[0], "text a; b");
    let rest = Sheet::find(&reading.sheets[2], &[]).unwrap();
    assert_eq!(said(&rest, "paging.totalPages"), ["2"]);
}

#[test]
fn one_record_a_line_and_a_single_record_are_tables_too() {
    let lines =
        read(b"{\"_id\": \"cpih01\", \"state\": \"published\"}\n{\"_id\": \"ageing\", \"state\": \"published\"}\n");
    assert_eq!(said(&Sheet::find(&lines.sheets[0], &[]).unwrap(), "_id"), ["text cpih01", "text ageing"]);
    let one = read(b"\xef\xbb\xbf{ \"name\": \"Kent\", \"engagement\": {\"methods\": [] } }");
    assert_eq!(Sheet::find(&one.sheets[0], &[]).unwrap().rows().len(), 1);
}

#[test]
fn json_that_is_cut_short_or_no_table_is_named() {
    let id = |text: &str| reader::read(text.as_bytes(), "a.json").unwrap_err();
    let short = id("[{\"force\": \"Kent\", \"count\": 1},\n {\"force\": \"Ess");
    assert_eq!((short.id, short.place.line), ("not-json", Some(2)));
    assert!(short.what.contains("ends before it is closed"), "{short}");
    let wrong = id("[{\"force\": \"Kent\"},\n {\"force\": Secret}]");
    assert_eq!((wrong.id, wrong.place.line), ("not-json", Some(2)));
    assert!(!wrong.to_string().contains("Secret"), "{wrong}");
    assert_eq!(id("[[1, 2], [3, 4]]").id, "json-without-table");
    assert_eq!(id("[]").id, "json-without-table");
    // Deeper than any table, and not followed to the bottom of the stack.
    assert_eq!(id(&format!("[{{\"a\": {}", "[".repeat(100_000))).id, "not-json");
    // Text that only begins like it.
    assert_eq!(read(b"[note 1] A table,of text\nForce,Count\nKent,1\nEssex,2\n").format, Format::Separated);
}

#[test]
fn records_with_a_member_of_their_own_each_do_not_fill_the_memory() {
    let records: Vec<String> = (0..20_000).map(|number| format!("{{\"m{number}\": 1}}")).collect();
    let fault = reader::read(format!("[{}]", records.join(",")).as_bytes(), "a.json").unwrap_err();
    assert_eq!(fault.id, "workbook-too-large");
}
