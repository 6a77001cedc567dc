//! Aggregates that look like persons and are none: every one passes, at once or when the question it raises is answered in the catalogue,
//! in the words of the question itself. None is refused for good.

use assess::source::person_level::Answer;
use assess::source::reader;

use super::Tally;
use crate::random::Random;

/// Kind, header, and what stands in the columns of a row, by the words below.
const KINDS: [(&str, &str); 20] = [
    ("e-mail of an office", "force_code,Email,children"),
    ("telephone of an office", "force_code,Phone,children"),
    ("switchboard as a number", "force_code,Telephone,children"),
    ("address without a postcode", "force_code,Address,children"),
    ("postcode districts", "force_code,Postcode,children"),
    ("postcode districts under another name", "force_code,District,children"),
    ("names of wards", "force_code,Ward,children"),
    ("names given to babies", "rank,Name,count"),
    ("forenames given to babies", "rank,Forename,count"),
    ("surnames of a census", "rank,family,count"),
    ("age, sex and ethnicity of ones", "age,sex,ethnicity,children"),
    ("age and sex of ones", "age,sex,children"),
    ("days of inspections", "force_code,inspected,children"),
    ("ways of contact", "force_code,contact,children"),
    ("places", "force_code,place,children"),
    ("numbers of crimes", "force_code,Crime Number,children"),
    ("centroids", "force_code,Latitude,children"),
    ("offences", "force_code,offence,children"),
    ("heads of forces", "force_code,chief,children"),
    ("schools", "force_code,establishment,children"),
];

const WARDS: [&str; 12] = [
    "Victoria",
    "St James",
    "Norman Cross",
    "Alexandra",
    "Stanley Park",
    "Charlotte Square",
    "Gordon Hill",
    "Francis Green",
    "Elizabeth Park",
    "George Street",
    "Thomas Moor",
    "Oliver Heath",
];
const BABIES: [&str; 12] = [
    "Olivia", "Amelia", "Isla", "Muhammad", "Noah", "George", "Oliver", "Freya", "Ivy", "Florence", "Willow", "Arthur",
];
const PLACES: [&str; 8] = [
    "King's Lynn",
    "Milton Keynes",
    "Stoke Newington",
    "Bury St Edmunds",
    "Weston Favell",
    "Aldwych",
    "Tiptree",
    "Great Yarmouth",
];

fn cell(kind: &str, row: usize, random: &mut Random) -> String {
    let one = |of: &[&str], random: &mut Random| (*random.one_of(of).unwrap()).to_owned();
    match kind {
        "e-mail of an office" => format!("statistics@force{row}.example"),
        "telephone of an office" => format!("0163296{:04}", row * 37),
        "switchboard as a number" => format!("01632 960 {:03}", row * 7),
        "address without a postcode" => format!("{} {} Road", 1 + row, one(&WARDS, random)),
        "postcode districts" | "postcode districts under another name" => format!("LS{}", 1 + row),
        "names of wards" => WARDS[row % WARDS.len()].to_owned(),
        "names given to babies" | "forenames given to babies" => BABIES[row % BABIES.len()].to_owned(),
        "surnames of a census" => one(&["Smith", "Jones", "Khan", "Patel"], random),
        "days of inspections" => {
            format!("{}-{:02}-{:02}", 2008 + random.below(17), 1 + random.below(12), 2 + random.below(26))
        }
        "ways of contact" => one(&["Email", "Phone", "Address visited", "Online"], random),
        "places" => PLACES[row % PLACES.len()].to_owned(),
        "numbers of crimes" => format!("{}", 1_000 + random.below(9_000)),
        "centroids" => format!("53.{}", 1_000 + random.below(9_000)),
        "offences" => one(&["Rape of a female child under 16", "Sexual grooming", "Abuse of children 71/88A"], random),
        "heads of forces" => {
            ["Tuathal Brigstocke", "Ottoline Quennell", "Perpetua Hadleigh", "Ignatius Vanbrugh"][row % 4].to_owned()
        }
        "schools" => format!("{} Church of England Primary School", one(&PLACES, random)),
        other => panic!("no one knows {other}"),
    }
}

fn table(kind: &str, header: &str, seed: u64) -> String {
    let mut random = Random::new(kind, seed);
    let mut text = format!("{header}\n");
    for row in 0..8 + random.below(20) {
        let code = 1 + row % 39;
        text.push_str(&match kind {
            "age, sex and ethnicity of ones" => {
                format!("{},{},{},1\n", 10 + row % 8, ["female", "male"][row % 2], ["white", "asian", "black"][row % 3])
            }
            "age and sex of ones" => format!("{},{},1\n", 10 + row / 2, ["female", "male"][row % 2]),
            "names given to babies" | "forenames given to babies" | "surnames of a census" => {
                format!("{},{},{}\n", row + 1, cell(kind, row, &mut random), 5_000 - row * 91)
            }
            _ => format!("E230000{code:02},{},{}\n", cell(kind, row, &mut random), random.below(900)),
        });
    }
    text
}

/// The answers that the remedy of a question asks for.
pub(super) fn answers(remedy: &str) -> Vec<Answer> {
    let asked = remedy.split("looks = \"").skip(1);
    let answer = |text: &str| {
        let looks = text.split('"').next().unwrap().to_owned();
        let column = text.split("column = ").nth(1).filter(|_| text.contains("column = "));
        let digits: String = column.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
        let because = "it counts offices and places, and names nobody".to_owned();
        Answer {
            looks,
            column: digits.parse().unwrap_or(0),
            sheet: String::new(),
            because,
            by: "A. Analyst".to_owned(),
            on: "2026-11-29".to_owned(),
        }
    };
    asked.map(answer).collect()
}

#[test]
fn no_awkward_aggregate_is_refused_for_good() {
    let mut tally = Tally::default();
    for (kind, header) in KINDS {
        for seed in 0..6 {
            let text = table(kind, header, seed);
            let fault = match reader::sheets(text.as_bytes(), "given", &[]) {
                Ok(_) => {
                    tally.count(kind, "passes");
                    continue;
                }
                Err(fault) => fault,
            };
            let answers = answers(&fault.remedy);
            if let Some(wrong) = answers.iter().find_map(Answer::wrong) {
                tally.wrong(kind, format!("the answer asked for is not taken: {wrong:?}"));
            }
            match reader::sheets(text.as_bytes(), "given", &answers) {
                Ok(_) => tally.count(kind, "passes when answered for"),
                Err(again) => tally.wrong(kind, format!("{fault}\nand with {answers:?}\n{again}\n{text}")),
            }
        }
    }
    tally.hold("Awkward aggregates");
}

#[test]
fn an_answer_holds_for_its_own_column_and_kind_and_never_for_a_person() {
    let text = table("telephone of an office", "force_code,Phone,children", 1);
    let fault = reader::sheets(text.as_bytes(), "given", &[]).unwrap_err();
    let mut elsewhere = answers(&fault.remedy);
    elsewhere.iter_mut().for_each(|answer| answer.column += 1);
    assert!(reader::sheets(text.as_bytes(), "given", &elsewhere).is_err());
    // The same file with one person in the column that was answered for.
    let with_person = text.replacen("E23000003,", "E23000003 AB123456C,", 1);
    assert_ne!(text, with_person);
    assert!(reader::sheets(with_person.as_bytes(), "given", &answers(&fault.remedy)).is_err());
    let always = Answer { looks: "nhs-numbers".to_owned(), ..elsewhere[0].clone() };
    assert!(always.wrong().unwrap().0.contains("always about persons"));
    let unreasoned = Answer { because: "ok".to_owned(), ..elsewhere[0].clone() };
    assert!(unreasoned.wrong().is_some());
}
