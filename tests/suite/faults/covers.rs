//! Contacts of offices on covers and among notes, as three publishers give them: never refused for good; and lists of people that look
//! like them, which always are.

use assess::source::person_level::Answer;
use assess::source::reader;
use rust_xlsxwriter::Workbook;

use super::aggregates::answers;

/// Covers by rows and cells. Places and numbers are invented.
const COVERS: [(&str, &[&[&str]]); 4] = [
    (
        "address, e-mails and where to ask about the licence",
        &[
            &["Measures of something, 2025"],
            &["Statistics Office, 1 Cardiff Road, Newport NP10 8XG"],
            &["E-mail: quality@office.example"],
            &["Media: press@office.example"],
            &["Tel: 01632 960814"],
            &["or write to the Information Policy Team, Archives, Kew, London TW9 4DU"],
            &["psi@archives.example"],
        ],
    ),
    (
        "labels beside, with who answers",
        &[
            &["Policy area:", "Inspection outcomes"],
            &["Issued by:", "Office for Standards, 1 High Street, Manchester M1 2WD"],
            &["Chief Statistician:", "John Smith"],
            &["Statistician:", "Mary Jones"],
            &["Public enquiries:", "write to questions@office.example or ring 01632 960001"],
        ],
    ),
    (
        "a sheet of enquiries",
        &[
            &["", "Issued by:", "Office, Government Buildings, Cardiff Road, Newport NP10 8XG"],
            &["", "Media contact:"],
            &["", "Tel", "Media Relations Office:", "+44 (0) 845 604 1858"],
            &["", "", "Emergency on-call:", "+44 (0) 7700 900553"],
            &["", "Email", "press@office.example"],
            &["", "Statistical contact:"],
            &["", "Name", "John Smith"],
            &["", "Tel", "+44 (0) 1632 960387"],
            &["", "Email", "production@office.example"],
            &["", "Tel", "+44 (0) 845 601 3034"],
        ],
    ),
    (
        "notes with many addresses",
        &[
            &["Notes"],
            &["one@office.example"],
            &["two@office.example"],
            &["three@office.example"],
            &["four@office.example"],
            &["five@office.example"],
        ],
    ),
];

/// Lists of people that have what a cover has.
const LISTS: [(&str, &[&[&str]]); 5] = [
    (
        "row by row",
        &[&["John Smith", "07700 900123"], &["Mary Jones", "07700 900124"], &["Sarah Khan", "07700 900125"]],
    ),
    (
        "one below the other",
        &[&["John Smith"], &["07700 900123"], &["Mary Jones"], &["Sarah Khan"], &["David Brown"], &["Emma Wilson"]],
    ),
    (
        "addresses below one another",
        &[
            &["asked by a@office.example"],
            &["1 High Street, LS1 4AP"],
            &["2 High Street, LS1 4AQ"],
            &["3 High Street, LS1 4AR"],
            &["4 High Street, LS1 4AS"],
        ],
    ),
    ("with what was done", &[&["John Smith", "14", "female", "charged"], &["a@office.example"]]),
    ("with a number of health", &[&["a@office.example"], &["943 476 5919"]]),
];

fn workbook(rows: &[&[&str]], hidden: Option<u32>) -> Vec<u8> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name("Cover").unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            if !cell.is_empty() {
                cover.write(row, column, *cell).unwrap();
            }
        }
    }
    if let Some(row) = hidden {
        cover.set_row_hidden(row).unwrap();
    }
    let data = book.add_worksheet().set_name("Data").unwrap();
    for (row, cells) in (0..).zip([["force_code", "children"], ["E23000001", "12"], ["E23000002", "7"]]) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) => data.write(row, column, number).unwrap(),
                Err(_) => data.write(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn contacts_of_an_office_are_one_question_that_can_be_answered() {
    for (kind, rows) in COVERS {
        let bytes = workbook(rows, None);
        let fault = reader::sheets(&bytes, "given", &[]).unwrap_err();
        assert!(fault.id == "person-level" && fault.what.contains("may be about persons"), "{kind}: {fault}");
        let given = answers(&fault.remedy);
        assert!(given.len() == 1 && given[0].looks == "contacts", "{kind}: {given:?} of {fault}");
        assert_eq!(given.iter().find_map(Answer::wrong), None, "{kind}");
        assert!(fault.remedy.contains("sheet = \"Cover\""), "{fault}");
        assert!(reader::sheets(&bytes, "given", &given).is_ok(), "{kind}");
        // In a hidden row the same is no cover.
        let hidden = workbook(rows, Some(1));
        let told = reader::sheets(&hidden, "given", &given).map(drop);
        assert!(told.is_err() || !rows[1].iter().any(|cell| cell.contains(['@', '1'])), "{kind}");
    }
}

#[test]
fn a_list_of_people_is_no_cover_whatever_is_answered() {
    for (kind, rows) in LISTS {
        let bytes = workbook(rows, None);
        let fault = reader::sheets(&bytes, "given", &[]).unwrap_err();
        let contacts = Answer {
            looks: "contacts".to_owned(),
            column: 0,
            sheet: String::new(),
            because: "contacts of an office that anyone may ask".to_owned(),
            by: "A. Analyst".to_owned(),
            on: "2026-11-29".to_owned(),
        };
        let given: Vec<Answer> = answers(&fault.remedy).into_iter().chain([contacts]).collect();
        let again = reader::sheets(&bytes, "given", &given).map(drop);
        assert!(again.is_err(), "{kind}: {fault}");
    }
}
