//! Values about persons in every disguise, in every place of a file where one can stand: each is refused before anything is made of the
//! file, and none is repeated in what is said of it.

use assess::source::reader;
use rust_xlsxwriter::{DocProperties, Note, Workbook};

use super::Tally;
use crate::workbooks::{archive, cells, content, ods_of_xml};

/// Kind and value.
const VALUES: [(&str, &str); 31] = [
    ("name", "John Smith"),
    ("name", "SMITH, John"),
    ("name", "SMITH|John|14032009"),
    ("name", "Smith;John"),
    ("name", "seen with John Smith twice"),
    ("name", "Mr Wojtyla"),
    ("name", "Oyelaran Adegbite|14/03/2009"),
    ("postcode", "LS1 4AP"),
    ("postcode", "ls14ap"),
    ("postcode", "LS1-4AP"),
    ("postcode", "12 High Street, LS1\u{a0}4AP"),
    ("postcode", "L\u{200b}S1 4AP"),
    ("NHS number", "943 476 5919"),
    ("NHS number", "943-476-5919"),
    ("NHS number", "943.476.5919"),
    ("NHS number", "NHS no 9434765919"),
    ("NHS number", "９４３ 476 5919"),
    ("National Insurance", "AB123456C"),
    ("National Insurance", "ab-12-34-56-c"),
    ("National Insurance", "AB 12 34 56 C"),
    ("police identifier", "2001/0123456X"),
    ("police identifier", "2001-0123456x"),
    ("police identifier", "20010123456X"),
    ("crime reference", "06XX/12345/25"),
    ("crime reference", "06xx-12345-25"),
    ("e-mail", "jo.bloggs@example.org"),
    ("e-mail", "jo.bloggs [at] example.org"),
    ("telephone", "07700 900123"),
    ("telephone", "+44 (0)7700-900-123"),
    ("date of birth", "DOB 14/03/09"),
    ("date of birth", "dob: 14 March 2009"),
];

const ROWS: [&[&str]; 4] = [
    &["force_code", "mid_year", "children"],
    &["E23000001", "2024", "12"],
    &["E23000002", "2024", "7"],
    &["E23000003", "2024", "31"],
];

/// Where a publisher gives an address for questions.
const SEEN: [&str; 2] = ["last cell of a workbook", "title above an ODS table"];

/// A file with the value in one place, or the same file without it.
type Carrier = fn(Option<&str>) -> Vec<u8>;

const CARRIERS: [(&str, Carrier); 13] = [
    ("cell of a CSV", |value| csv(value.map(|value| (3, value)))),
    ("header of a CSV", |value| csv(value.map(|value| (0, value)))),
    ("last cell of a workbook", |value| {
        xlsx(|book| drop(book.worksheet_from_index(0).unwrap().write(40, 9, value.unwrap_or_default())))
    }),
    ("hidden sheet", |value| {
        xlsx(|book| {
            let sheet = book.add_worksheet().set_name("Old").unwrap();
            sheet.write(0, 0, value.unwrap_or("7")).unwrap();
            sheet.set_hidden(true);
        })
    }),
    ("hidden row", |value| {
        xlsx(|book| {
            let sheet = book.worksheet_from_index(0).unwrap();
            sheet.write(9, 0, value.unwrap_or("7")).unwrap();
            sheet.set_row_hidden(9).unwrap();
        })
    }),
    ("comment", |value| {
        xlsx(|book| {
            drop(book.worksheet_from_index(0).unwrap().insert_note(1, 1, &Note::new(value.unwrap_or("agreed"))))
        })
    }),
    ("document property", |value| {
        xlsx(|book| _ = book.set_properties(&DocProperties::new().set_title(value.unwrap_or("Return"))))
    }),
    ("footer", |value| {
        xlsx(|book| _ = book.worksheet_from_index(0).unwrap().set_footer(format!("&L{}", value.unwrap_or("x"))))
    }),
    ("title above an ODS table", |value| {
        ods(&format!("<table:table-row>{}</table:table-row>", cells(&[value.unwrap_or("Table 1")])), "")
    }),
    ("comment of an ODS cell", |value| {
        let said = escaped(value.unwrap_or("agreed"));
        ods("", &format!("<office:annotation><text:p>{said}</text:p></office:annotation>"))
    }),
    ("tracked change of an ODS", |value| {
        let said = escaped(value.unwrap_or("12"));
        let table = "<table:table table:name=\"T\"/>";
        ods_of_xml(&format!(
            "<table:tracked-changes><table:deletion><table:cell-content-deletion><text:p>{said}</text:p></table:cell-content-deletion></table:deletion></table:tracked-changes>{table}"
        ))
    }),
    ("property of an ODS", |value| {
        let title = format!(
            "<office:document-meta><office:meta><dc:title>{}</dc:title></office:meta></office:document-meta>",
            escaped(value.unwrap_or("x"))
        );
        archive(&[("content.xml", &content("<table:table table:name=\"T\"/>")), ("meta.xml", title.as_bytes())])
    }),
    ("list in a record of JSON", |value| {
        let value = serde_json::Value::from(value.unwrap_or("kent"));
        format!("{{\"results\": [{{\"force\": \"E23000001\", \"count\": 3, \"more\": [[{value}]]}}]}}").into_bytes()
    }),
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn csv(value: Option<(usize, &str)>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (row, cells) in ROWS.iter().enumerate() {
        let mut cells: Vec<&str> = cells.to_vec();
        if let Some((at, value)) = value
            && at == row
        {
            cells[1] = value;
        }
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

fn xlsx(change: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Return").unwrap();
    for (row, cells) in (0..).zip(ROWS) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, *cell).unwrap(),
            };
        }
    }
    change(&mut book);
    book.save_to_buffer().unwrap()
}

fn ods(above: &str, in_a_cell: &str) -> Vec<u8> {
    let rows: String = ROWS.iter().map(|row| format!("<table:table-row>{}</table:table-row>", cells(row))).collect();
    let more = format!(
        "<table:table-row><table:table-cell office:value-type=\"string\">{in_a_cell}<text:p>total</text:p></table:table-cell></table:table-row>"
    );
    let more = if in_a_cell.is_empty() { String::new() } else { more };
    ods_of_xml(&format!("<table:table table:name=\"T\">{above}{rows}{more}</table:table>"))
}

#[test]
fn no_disguise_lets_a_person_in_wherever_it_stands() {
    let mut tally = Tally::default();
    for (carrier, make) in CARRIERS {
        if let Err(fault) = reader::sheets(&make(None), "given", &[]) {
            tally.wrong(carrier, format!("the file without anything is refused: {fault}"));
        }
        for (kind, value) in VALUES {
            // An address for questions may stand where anyone sees it.
            let is_contact = matches!(kind, "e-mail" | "telephone") && SEEN.contains(&carrier);
            match reader::sheets(&make(Some(value)), "given", &[]) {
                Ok(_) if is_contact => tally.count(kind, "an address for questions"),
                Ok(_) => tally.wrong(carrier, format!("`{value}` passes")),
                Err(fault) if fault.id != "person-level" => tally.wrong(carrier, format!("`{value}`: {fault}")),
                Err(fault) if fault.to_string().contains(value) => {
                    tally.wrong(carrier, format!("`{value}` is repeated"))
                }
                Err(_) => tally.count(kind, "refused"),
            }
        }
    }
    tally.hold("Disguises of persons");
}

#[test]
fn names_that_no_list_has_are_known_where_a_column_is_made_of_them() {
    let names = [
        "Oyelaran Adegbite",
        "Zbigniewa Brzezicka",
        "Tuathal Ó Súilleabháin",
        "Nkechinyere Obiageli",
        "Þórunn Sveinsdóttir",
    ];
    let rows: String = names.iter().map(|name| format!("E23000001,{name},3\n")).collect();
    let fault = reader::sheets(format!("force_code,b,children\n{rows}").as_bytes(), "given", &[]).unwrap_err();
    assert_eq!(fault.id, "person-level", "{fault}");
    assert!(!names.iter().any(|name| fault.to_string().contains(name)), "{fault}");
}

/// A second list of persons in the same file, below the counts, beside them, or inside a record.
#[test]
fn a_list_of_persons_beside_the_counts_is_found_by_the_names_of_its_columns() {
    let json = br#"{"results": [{"force": "E23000001", "count": 3, "people": [{"surname": "Qx", "dob": "x"}]}]}"#;
    assert_eq!(reader::sheets(json, "given", &[]).unwrap_err().id, "person-level");
    let second = br#"{"results": [{"force": "E23000001", "count": 3}], "old": [{"Surname": "Qx", "count": 1}, {"Surname": "Qy", "count": 2}]}"#;
    assert_eq!(reader::sheets(second, "given", &[]).unwrap_err().id, "person-level");
    let below = b"force_code,mid_year,children\nE23000001,2024,12\nSurname,Forename,Outcome\nQxqx,Zzyzx,charged\n";
    assert_eq!(reader::sheets(below, "given", &[]).unwrap_err().id, "person-level");
}
