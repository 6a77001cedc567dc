//! What was revised since the last release: the triangle that releases keep, the table of the chapter, and its sentence.

use std::collections::BTreeMap;
use std::fs;

use assess::disclosure::release::Record;
use assess::disclosure::vintages::Told;
use assess::edition::Marking;
use assess::pipeline::{self, Order, Prepared, Silent};
use assess::source::Project as Input;
use serde_json::Value;

use crate::pdf::poppler;
use crate::project::{Project, assess, built, said, succeed};

const RECORD: &str = "data/releases/20270527T083000Z.json";
const COUNT: &str = "recorded.offence-71.count";

/// A project whose edition was released, and whose next release is a year later.
fn released() -> Project {
    let project = Project::released();
    // As `assess release` keeps it, without its proof, which takes minutes.
    project.write(RECORD, project.text("out/2027/printed.official.json"));
    project.replace("report/2027/edition.toml", "2027-05-27T09:30:00+01:00", "2028-05-25T09:30:00+01:00");
    project
}

fn revise(project: &Project) {
    let of = "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,";
    project.replace("data/public/recorded_crime_force_quarter.csv", &format!("{of}9"), &format!("{of}10"));
    project.replace("data/public/recorded_crime_national.csv", "2024/25,71,962,4", "2024/25,71,963,4");
}

fn prepare(project: &Project, marking: Marking) -> Prepared {
    let mut input = Input::open(project.root()).unwrap();
    let order = Order { marking: Some(marking), ..Order::edition(2027) };
    pipeline::prepare(&mut input, order, &mut Silent).unwrap_or_else(|failure| panic!("{failure}"))
}

fn table(prepared: &Prepared, id: &str) -> Option<Vec<Vec<String>>> {
    prepared.tables.iter().find(|table| table.id() == id).map(|table| table.printed())
}

fn sentence(prepared: &Prepared) -> &str {
    &prepared.facts.get("revised.said").unwrap().text
}

/// The record with what it gave of statistics made another.
fn edited(project: &Project, edit: impl FnMut(&mut Told)) {
    let mut record = Record::read(RECORD, &project.text(RECORD)).unwrap();
    record.statistics.iter_mut().for_each(edit);
    project.write(RECORD, record.to_json());
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// The shipped edition was never released: no table stands in it, no list of releases, and one sentence says so. Its record holds every
/// statistic to the digit that the open data give.
#[test]
fn the_first_edition_says_in_a_sentence_that_nothing_came_before_and_keeps_what_it_gives() {
    let text = |name: &str| fs::read_to_string(built().join(name)).unwrap();
    let first = "No release came before this edition, so none of its numbers is revised";
    assert!(text("numbers.official.embargoed.json").contains(first));
    assert!(text("chapter.official.embargoed.html").contains(first));
    for absent in ["data/revised", "data/revision-size", "revisions"] {
        assert!(!built().join(format!("{absent}.official.embargoed.csv")).exists(), "{absent}");
    }
    let record = Record::read("printed.json", &text("printed.official.embargoed.json")).unwrap();
    assert_eq!(record.day.as_deref(), Some("2027-05-27"));
    let statistics = rows(&text("statistics.official.embargoed.csv"));
    assert_eq!(record.statistics.len(), statistics.len());
    for (told, row) in record.statistics.iter().zip(&statistics) {
        let kept = [&told.id, &told.area, &told.period, &told.value, &told.lower, &told.upper, &told.marker];
        assert_eq!(kept, ["id", "area", "period", "value", "lower", "upper", "marker"].map(|column| &row[column]));
        assert_eq!(told.synthetic, row["data_status"] == "synthetic", "{told:?}");
    }
}

#[test]
fn where_nothing_was_revised_a_sentence_says_so_and_a_record_of_an_earlier_program_is_read() {
    let project = released();
    let same = prepare(&project, Marking::Official);
    assert_eq!(sentence(&same), "None of the 281 numbers of the release of 27 May 2027 is different in this edition");
    assert_eq!((table(&same, "revised"), table(&same, "revision-size")), (None, None));

    // What the record of a program before this one does not hold.
    let mut record: Value = serde_json::from_str(&project.text(RECORD)).unwrap();
    let keys = record.as_object_mut().unwrap();
    assert!(keys.remove("statistics").is_some() && keys.remove("day").is_some());
    project.write(RECORD, record.to_string());
    let same = prepare(&project, Marking::Official);
    assert_eq!(
        sentence(&same),
        "What was revised is not told, because the record of the release of 27 May 2027 has no list of its numbers"
    );
    assert_eq!(table(&same, "revised"), None);
}

#[test]
fn a_revised_count_stands_beside_what_it_was_under_either_marking() {
    let project = released();
    revise(&project);
    let prepared = prepare(&project, Marking::Official);
    let said = "Of the 281 numbers of the release of 27 May 2027, 4 are different in this edition; the data of this chapter list them";
    assert_eq!(sentence(&prepared), said);
    let row = |what: &str, period: &str, [then, now, change]: [&str; 3], cause: &str| -> Vec<String> {
        [what, period, "Offences", then, now, change, cause].map(str::to_owned).to_vec()
    };
    let (nation, trend) = ("offences recorded", "monotone trend in offences");
    let title = |what: &str| format!("Abuse of children through sexual exploitation, {what}");
    let publisher = "Counts revised by their publisher";
    // The trend by Theil and Sen: the middle two of 28 slopes of 1056, 949, 990, 1029, 1132, 1163, 988 and 962 are −1/2 and 13/6, so it is
    // 5/6; with 963 the latter is 14/6, and it is 11/12.
    let rows = vec![
        row(&title(nation), "2024/25", ["962", "963", "+1"], publisher),
        row(&format!("{}, England", title(nation)), "2024/25", ["941", "942", "+1"], publisher),
        row(&title(trend), "2017/18 to 2024/25", ["0.8", "0.9", "+0.1"], "Not known from the releases"),
    ];
    assert_eq!(table(&prepared, "revised"), Some(rows));
    let made = prepared.tables.iter().find(|table| table.id() == "revised").unwrap();
    assert!(made.notes.iter().any(|note| note == "Of single areas: 1 more number, in the list of all releases."));
    // What was published is held against what is published, whoever looks.
    let sensitive = prepare(&project, Marking::OfficialSensitive);
    assert_eq!(sentence(&sensitive), said);
    assert_eq!(table(&sensitive, "revised"), table(&prepared, "revised"));
}

#[test]
fn what_is_withheld_now_or_was_counted_otherwise_is_not_subtracted_and_revisions_are_sized_by_hand() {
    let project = released();
    let index = "returns.group-based-cse.index";
    // Each of thirteen years was two less when it was released, but the first, which was eleven more.
    let mut first = true;
    edited(&project, |told| match (told.id.as_str(), told.period.as_str()) {
        (COUNT, _) if !told.value.is_empty() => {
            let by = if std::mem::take(&mut first) { 11 } else { -2 };
            told.value = (told.value.parse::<i64>().unwrap() + by).to_string();
        }
        // It was told then, and is withheld now.
        (id, "2025/26") if id == index => (told.value, told.marker) = ("97.5".to_owned(), String::new()),
        ("returns.group-based-cse.range", "2025/26") => told.definition = "cocad".to_owned(),
        ("returns.csae.count", "2025/26") => {
            told.value = "1".to_owned();
            told.unit = "thousands".to_owned();
        }
        _ => {}
    });
    let prepared = prepare(&project, Marking::Official);
    let table_of = |id: &str| table(&prepared, id).unwrap();
    let revised = table_of("revised");
    let found = |what: &str, period: &str| -> &[String] {
        let of = |row: &&Vec<String>| row[0].contains(what) && row[1] == period;
        &revised.iter().find(of).unwrap_or_else(|| panic!("{what} {period}: {revised:?}"))[3..]
    };
    let made = prepared.tables.iter().find(|table| table.id() == "revised").unwrap();
    for mark in ["[z]", "[c]"] {
        assert!(made.notes.iter().any(|note| note.starts_with(mark)), "{:?}", made.notes);
    }
    assert_eq!(found("like-for-like index", "2025/26"), ["97.5", "[c]", "[z]", "Withheld to protect those counted"]);
    let csae = found("Child sexual abuse and exploitation, crimes recorded", "2025/26");
    assert_eq!((csae[0].as_str(), &csae[2..]), ("1", &["[z]".to_owned(), "Another method".to_owned()][..]));
    assert_eq!(found("exploitation, offences recorded", "2012/13")[..3], ["187", "176", "−11"]);
    assert_eq!(found("exploitation, offences recorded", "2024/25")[..3], ["960", "962", "+2"]);
    // The same two ends under another definition are the same numbers, so nothing is told of them.
    assert!(revised.iter().all(|row| !row[0].contains("range of the national count")), "{revised:?}");

    // (12 × 2 − 11) ÷ 13 = 1; (12 × 2 + 11) ÷ 13 = 2.69; the squares about the mean are 12 + 144 = 156, so s² = 13 and t = 1 ÷ √(13 ÷ 13).
    let sizes = ["Abuse of children through sexual exploitation, offences recorded", "Offences", "1", "13"];
    let sizes = sizes.into_iter().chain(["1.0", "2.7", "−0.2%", "1.0"]);
    assert_eq!(table_of("revision-size"), [sizes.map(str::to_owned).collect::<Vec<_>>()]);
}

#[test]
fn a_third_release_has_revisions_of_two_maturities() {
    let project = released();
    let mut first = Record::read(RECORD, &project.text(RECORD)).unwrap();
    // A year earlier each year was ten less.
    (first.release, first.day) = ("2026-05-28T08:30:00Z".to_owned(), Some("2026-05-28".to_owned()));
    for told in first.statistics.iter_mut().filter(|told| told.id == COUNT && !told.value.is_empty()) {
        told.value = (told.value.parse::<i64>().unwrap() - 10).to_string();
    }
    project.write(&first.path(), first.to_json());
    let prepared = prepare(&project, Marking::Official);
    // Nothing since the last.
    assert_eq!(table(&prepared, "revised"), None);
    let sizes: Vec<Vec<String>> = table(&prepared, "revision-size").unwrap();
    let told: Vec<&[String]> = sizes.iter().map(|row| &row[2..6]).collect();
    assert_eq!(told, [["1", "13", "10.0", "10.0"], ["2", "13", "0.0", "0.0"]]);
}

#[test]
fn a_chapter_after_a_release_shows_the_table_and_lists_every_release() {
    let project = Project::of_real_returns();
    project.write(RECORD, Project::released().text("out/2027/printed.official.json"));
    project.replace("report/2027/edition.toml", "2027-05-27T09:30:00+01:00", "2028-05-25T09:30:00+01:00");
    revise(&project);
    succeed(project.root(), &["build", "--quiet"]);
    let page = project.text("out/2027/chapter.official.embargoed.html");
    assert!(page.contains("4 are different in this edition") && page.contains("Revised since the last release"));
    let revised = rows(&project.text("out/2027/data/revised.official.embargoed.csv"));
    let then = revised.iter().find(|row| row["measure"] == "then").unwrap();
    assert_eq!(
        (then["value"].as_str(), then["period"].as_str(), then["data_status"].as_str()),
        ("962", "2024/25", "real")
    );

    let every = rows(&project.text("out/2027/revisions.official.embargoed.csv"));
    let of_year = every.iter().filter(|row| row["id"] == COUNT && row["period"] == "2024/25");
    let given: Vec<[&str; 3]> =
        of_year.map(|row| ["release", "edition", "value"].map(|column| row[column].as_str())).collect();
    assert_eq!(given, [["2027-05-27T08:30:00Z", "2027", "962"], ["2028-05-25T08:30:00Z", "2027", "963"]]);
    succeed(project.root(), &["verify", project.path("out/2027").to_str().unwrap()]);
    if let Some(text) = poppler("pdftotext", &["-layout"], &project.path("out/2027/chapter.official.embargoed.pdf")) {
        assert!(text.contains("Revised since the last release"), "{text}");
    }
}

#[test]
fn a_record_with_what_no_release_prints_is_refused() {
    let project = released();
    for broken in ["1,000", "[c]", "1e3"] {
        edited(&project, |told| {
            if told.id == COUNT && told.period == "2024/25" {
                told.value = broken.to_owned();
            }
        });
        let refused = assess(project.root(), &["check"]);
        let answer = format!("{}{}", said(&refused), String::from_utf8_lossy(&refused.stdout));
        assert!(answer.contains(&format!("`{broken}` is no number as a release prints it")), "{answer}");
        assert!(answer.contains("release-invalid") && answer.contains(RECORD), "{answer}");
        project.write(RECORD, project.text("out/2027/printed.official.json"));
    }
}

/// Numbers that changed since the last build, by name.
#[test]
fn a_build_names_the_statistics_that_changed_since_the_last() {
    let project = Project::brief_built();
    revise(&project);
    let output = assess(project.root(), &["build"]);
    let answer = said(&output);
    assert!(output.status.success(), "{answer}");
    let named = "changed: recorded.offence-71.count 2024/25, England and Wales: 962 → 963 (+1) offences";
    assert!(answer.contains(named), "{answer}");
}
