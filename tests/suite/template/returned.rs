//! Filled workbooks among the files of a project, and by themselves: they give the same numbers as rows of a text, and what is
//! wrong with one is named by sheet and cell in every report.

use assess::edition::Marking;
use assess::pipeline;
use assess::source::{Project as Input, reader};
use serde_json::Value as Json;

use super::asked::asked;
use super::*;
use crate::project::{Project, assess, said};
use assess::pipeline::Silent;

const RETURNS: &str = "data/demo/adr_group_based.csv";
const BTP: (&str, &str) = ("BTP", "2025/26");

/// The filled workbook of one force, whose counts are those of the demonstration after `edit`.
pub(super) fn workbook((force, period): (&str, &str), format: Format, edit: impl Fn(&mut Line)) -> Vec<u8> {
    let form = asked(force, period);
    let mut lines = demo(force, period);
    // The form asks for every category of the code list; the demonstration has none of this one.
    let mut other = lines.iter().find(|line| line.3 == "suspect_sex").unwrap().clone();
    (other.4, other.5) = ("other".to_owned(), "0".to_owned());
    lines.push(other);
    lines.iter_mut().for_each(edit);
    bytes(&form, &filling(&form, &lines), format)
}

/// A project whose return of one force and year came as a workbook.
fn project(bytes: &[u8], ending: &str) -> Project {
    let project = Project::copy();
    let text = project.text(RETURNS);
    let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with(&format!("{},{},", BTP.0, BTP.1))).collect();
    assert!(rest.len() < text.lines().count());
    project.write(RETURNS, format!("{}\n", rest.join("\n")));
    std::fs::create_dir_all(project.path("data/inbox")).unwrap();
    project.write(&format!("data/inbox/BTP.{ending}"), bytes);
    project
}

/// Describes the workbook as a source, and names it in the edition.
fn as_source(project: &Project, keys: &str) {
    let entry = format!(
        "\n[[source]]\nid = \"workbooks\"\ncontract = \"adr-group-based\"\ntitle = \"Workbooks\"\npublisher = \"test\"\n\
         licence = \"test\"\nsynthetic = true\n{keys}\n"
    );
    project.write("data/sources.toml", project.text("data/sources.toml") + &entry);
    project.replace(
        "report/2027/edition.toml",
        "[\"demo-adr-group-based\"]",
        "[\"demo-adr-group-based\", \"workbooks\"]",
    );
}

/// Facts of the edition: everything the chapter can say.
pub(super) fn facts(project: &Project) -> Vec<(String, String)> {
    let mut input = Input::open(project.root()).unwrap();
    // As it is: the row of that category is one more number among which disclosure control chooses.
    let marking = Some(Marking::OfficialSensitive);
    let order = pipeline::Order { marking, ..pipeline::Order::edition(2027) };
    let prepared = pipeline::prepare(&mut input, order, &mut Silent);
    let prepared = prepared.unwrap_or_else(|failure| panic!("{failure}"));
    // The form asks for a category of which the demonstration's text has no row.
    let asked = prepared.facts.iter().filter(|(id, _)| !id.starts_with("breakdown.suspect-sex.other."));
    asked.map(|(id, fact)| (id.clone(), fact.text.clone())).collect()
}

#[test]
fn a_workbook_as_the_file_of_a_source_gives_the_numbers_of_its_rows() {
    let before = facts(&Project::copy());
    for (format, ending) in [(Format::Xlsx, "xlsx"), (Format::Ods, "ods")] {
        let project = project(&workbook(BTP, format, |_| {}), ending);
        as_source(&project, &format!("path = \"inbox/BTP.{ending}\""));
        let after = facts(&project);
        let changed: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
        assert!(changed.is_empty() && before.len() == after.len(), "{ending}: {changed:?}");
    }
}

#[test]
fn a_workbook_among_the_returns_of_another_contract_is_not_read_as_one_of_them() {
    let project = project(&workbook(BTP, Format::Ods, |_| {}), "ods");
    as_source(&project, "path = \"inbox/BTP.ods\"");
    let of_group = "id = \"workbooks\"\ncontract = \"adr-group-based\"";
    project.replace("data/sources.toml", of_group, "id = \"workbooks\"\ncontract = \"adr-csae-parent\"");
    project.replace(
        "report/2027/edition.toml",
        "[\"demo-adr-group-based\", \"workbooks\"]",
        "[\"demo-adr-group-based\"]",
    );
    project.replace("report/2027/edition.toml", "[\"demo-adr-parent\"]", "[\"demo-adr-parent\", \"workbooks\"]");
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    assert!(answer.contains("error[workbook-of-other-contract]"), "{answer}");
    assert!(answer.contains("is a return of `adr-group-based`, and is read as `adr-csae-parent`"), "{answer}");
    assert!(answer.contains("--> data/inbox/BTP.ods"), "{answer}");
}

#[test]
fn a_workbook_pulled_from_an_inbox_gives_the_numbers_of_its_rows() {
    let before = facts(&Project::copy());
    let project = project(&workbook(BTP, Format::Xlsx, |_| {}), "xlsx");
    let folder = project.path("data/inbox").display().to_string();
    let keys = format!("kind = \"inbox\"\nformat = \"xlsx\"\nfolder = {folder:?}\nforces = [\"BTP\", \"E23000001\"]");
    as_source(&project, &keys.replace(&format!("{folder:?}"), &format!("{:?}", format!("{folder}/{{force}}.*"))));
    let pulled = assess(project.root(), &["pull", "--only", "workbooks"]);
    assert!(pulled.status.success(), "{}", said(&pulled));
    assert_eq!(facts(&project), before);
}

/// Runs `check` with a format and gives what it wrote.
fn check(project: &Project, arguments: &[&str]) -> (Option<i32>, String) {
    let output = assess(project.root(), &[&["check"], arguments].concat());
    (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
}

/// One familial crime more than the total allows.
fn damaged(line: &mut Line) {
    if line.4 == "familial" {
        line.5 = (line.5.parse::<i64>().unwrap() + 1).to_string();
    }
}

#[test]
fn a_damaged_cell_is_named_by_sheet_and_cell_in_every_report() {
    let project = project(&workbook(BTP, Format::Xlsx, damaged), "xlsx");
    as_source(&project, "path = \"inbox/BTP.xlsx\"");
    let (sheet, cell) = ("CSAE crimes context", "B15");
    let (status, human) = check(&project, &[]);
    assert_eq!(status, Some(1));
    let place = format!("--> data/inbox/BTP.xlsx, sheet `{sheet}`, cell {cell}");
    assert!(human.contains("error[template-totals-differ]") && human.contains(&place), "{human}");

    let json: Json = serde_json::from_str(&check(&project, &["--format", "json"]).1).unwrap();
    let finding = json["findings"].as_array().unwrap().iter().find(|one| one["check"] == "template-totals-differ");
    let place = &finding.unwrap()["places"][0];
    assert_eq!((&place["sheet"], &place["cell"]), (&Json::from(sheet), &Json::from(cell)));

    let sarif: Json = serde_json::from_str(&check(&project, &["--format", "sarif"]).1).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|one| one["ruleId"] == "template-totals-differ").unwrap();
    let location = &result["locations"][0];
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], format!("{sheet}!{cell}"));
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], "data/inbox/BTP.xlsx");

    let build = assess(project.root(), &["build", "--quiet"]);
    assert_eq!(build.status.code(), Some(1));
    assert!(said(&build).contains(&format!("sheet `{sheet}`, cell {cell}")), "{}", said(&build));
}

#[test]
fn a_finding_of_a_check_names_the_cell_of_the_workbook() {
    // Every quarter and the year of all crimes ten times as high: the arithmetic holds, the history does not.
    let tenfold = |line: &mut Line| {
        if matches!(line.2.as_str(), "group_based_csae_crimes") {
            line.5 = (line.5.parse::<i64>().unwrap() * 10).to_string();
        }
    };
    let project = Project::copy();
    project.write("big.xlsx", workbook(("E23000005", "2025/26"), Format::Xlsx, tenfold));
    let file = project.path("big.xlsx").display().to_string();
    let (_, human) = check(&project, &[&file]);
    assert!(human.contains("[unit-slip]"), "{human}");
    assert!(human.contains(&format!("{file}, sheet `CSAE crimes total`, cell F9")), "{human}");
}

#[test]
fn a_force_checks_its_own_file_without_the_rest_of_the_project() {
    let project = Project::copy();
    project.write("own.ods", workbook(("E23000005", "2025/26"), Format::Ods, |_| {}));
    let own = project.path("own.ods").display().to_string();
    let (status, human) = check(&project, &[&own]);
    assert_eq!(status, Some(0), "{human}");
    assert!(
        human.starts_with(&format!("{own}: a return under `adr-group-based`, Greater Manchester Police; ")),
        "{human}"
    );
    assert!(!human.contains("history-unreadable"), "{human}");
    // The cover says that it is an example.
    assert!(human.ends_with("Rests on synthetic returns: no number says anything about a force.\n"), "{human}");
    // Nothing of another force, and nothing of other years.
    let json: Json = serde_json::from_str(&check(&project, &[&own, "--format", "json"]).1).unwrap();
    for finding in json["findings"].as_array().unwrap() {
        assert_eq!(finding["subject"]["force"], "E23000005", "{finding}");
        assert!(finding["subject"]["period"].as_str().unwrap().starts_with("2025/26"), "{finding}");
    }

    for file in ["adr_group_based.csv", "adr_parent.csv", "profiles.csv", "bridge_studies.csv"] {
        std::fs::remove_file(project.path("data/demo").join(file)).unwrap();
    }
    std::fs::remove_file(project.path("data/public/child_population.csv")).unwrap();
    let (status, human) = check(&project, &[&own]);
    assert_eq!(status, Some(0), "{human}");
    assert!(human.contains("note[history-unreadable]"), "{human}");
}

#[test]
fn several_files_are_several_forces_each_with_its_own_findings() {
    let project = Project::copy();
    project.write("a.xlsx", workbook(("E23000005", "2025/26"), Format::Xlsx, |_| {}));
    project.write("b.xlsx", workbook(BTP, Format::Xlsx, damaged));
    let [a, b] = ["a.xlsx", "b.xlsx"].map(|file| project.path(file).display().to_string());
    let (status, human) = check(&project, &[&a, &b]);
    assert_eq!(status, Some(1), "{human}");
    let of_btp = human.split("British Transport Police (BTP)").nth(1).unwrap();
    assert!(of_btp.contains("error[template-totals-differ]"), "{human}");
    // The same file twice is the same counts twice.
    let (status, human) = check(&project, &[&a, &a]);
    assert_eq!(status, Some(1));
    assert!(human.contains("error[row-duplicate]"), "{human}");
}

#[test]
fn a_text_file_is_known_by_its_columns_and_measures_or_by_what_is_asked() {
    let project = Project::copy();
    let parent = project.text("data/demo/adr_parent.csv");
    let own: Vec<&str> =
        parent.lines().filter(|line| line.starts_with("force_code") || line.starts_with("E23000005,2025/26")).collect();
    project.write("parent.csv", own.join("\n"));
    let file = project.path("parent.csv").display().to_string();
    let (status, human) = check(&project, &[&file]);
    assert_eq!(status, Some(0), "{human}");
    assert!(human.contains("a return under `adr-csae-parent`, Greater Manchester Police; 5 rows"), "{human}");
    let (status, human) = check(&project, &[&file, "--contract", "adr-group-based"]);
    assert_eq!(status, Some(1));
    assert!(human.contains("error[measure-unknown]"), "{human}");
    let (status, human) = check(&project, &[&file, "--contract", "adr-grup-based"]);
    assert_eq!(status, Some(2));
    assert!(human.contains("did you mean `adr-group-based`?"), "{human}");
    project.write("quarter.csv", parent.replace("csae_crimes", "crimes"));
    let (status, human) = check(&project, &[&project.path("quarter.csv").display().to_string()]);
    assert_eq!(status, Some(1));
    assert!(human.contains("error[contract-not-found]"), "{human}");
}

#[test]
fn a_count_above_the_parent_that_the_project_has_is_found_in_the_file() {
    let project = Project::copy();
    let text = project.text(RETURNS);
    let of_force = |line: &&str| line.starts_with("force_code") || line.starts_with("E23000005,2025/26");
    let own: Vec<String> = text
        .lines()
        .filter(of_force)
        .map(|line| match line.strip_suffix(",,synthetic") {
            Some(line) if line.contains(",year,") && line.contains("group_based_cse_crimes,total") => {
                format!("{},99999,,synthetic", line.rsplit_once(',').unwrap().0)
            }
            _ => line.to_owned(),
        })
        .collect();
    project.write("own.csv", own.join("\n"));
    let (status, human) = check(&project, &[&project.path("own.csv").display().to_string()]);
    assert_eq!(status, Some(1));
    assert!(human.contains("error[count-above-parent]") && human.contains("own.csv:"), "{human}");
}

#[test]
fn nothing_about_a_person_is_repeated() {
    let project = Project::copy();
    let mut reading = reader::read(&workbook(BTP, Format::Xlsx, |_| {}), "a.xlsx").unwrap();
    let clean = reader::refuse_persons("a.xlsx", &reading, &[]);
    assert!(clean.is_ok(), "a clean workbook is refused: {clean:?}");
    let notes = reading.sheets.iter_mut().find(|cells| cells.grid.sheet.as_deref() == Some("Notes")).unwrap();
    notes.grid.rows.push(GridRow { number: 90, cells: vec![Value::Empty, Value::Text("Peter Smith".to_owned())] });
    assert!(reader::refuse_persons("a.xlsx", &reading, &[]).is_err());

    let rows = "force_code,name,date of birth,postcode\nBTP,Peter Smith,2009-03-01,SW1A 2AA\n";
    project.write("cases.csv", rows);
    for format in ["human", "json", "sarif", "html"] {
        let (status, report) = check(&project, &[&project.path("cases.csv").display().to_string(), "--format", format]);
        assert_eq!(status, Some(1));
        assert!(report.contains("person-level"), "{report}");
        for value in ["Peter", "Smith", "2009", "SW1A"] {
            assert!(!report.contains(value), "{format} repeats {value}");
        }
    }
}

#[test]
fn hidden_rows_of_a_return_are_told() {
    let project = Project::copy();
    let whole = workbook(BTP, Format::Xlsx, |_| {});
    let hidden = crate::workbooks::changed(&whole, |name, text| {
        let sheet = name.starts_with("xl/worksheets/sheet");
        sheet.then(|| text.replacen("<row r=\"8\"", "<row r=\"8\" hidden=\"1\"", 1))
    });
    project.write("own.xlsx", hidden);
    let (_, human) = check(&project, &[&project.path("own.xlsx").display().to_string()]);
    assert!(human.contains("warning[rows-hidden]"), "{human}");
}
