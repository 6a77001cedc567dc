//! A return that is set aside stops nothing, counts as missing and is told; and a return that was sent twice.

use assess::edition::Marking;
use assess::pipeline::{self, Order, Prepared, Silent};
use assess::source::Project as Read;
use serde_json::{Value, json};

use crate::numbers;
use crate::project::{Project, assess, said};

const KENT: &str = "E23000032";

fn prepared(project: &Project, marking: Marking) -> Prepared {
    let order = Order { marking: Some(marking), ..Order::edition(2027) };
    pipeline::prepare(&mut Read::open(project.root()).unwrap(), order, &mut Silent).unwrap()
}

fn findings(project: &Project) -> (Option<i32>, Vec<Value>) {
    let output = assess(project.root(), &["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    (output.status.code(), report["findings"].as_array().unwrap().clone())
}

#[test]
fn one_bad_return_does_not_stop_the_nation() {
    let project = Project::brief();
    let received = numbers::prepared().facts.get("returns.received.last").unwrap().text.clone();
    let text = project.text("data/demo/adr_group_based.csv");
    let row = text
        .lines()
        .find(|line| line.starts_with(&format!("{KENT},2025/26,Q1,")) && line.contains("cse_crimes,total"))
        .unwrap();
    project.replace("data/demo/adr_group_based.csv", row, &row.replace("total,all,", "total,all,many"));
    let (status, found) = findings(&project);
    assert_eq!(status, Some(1));
    assert!(found.iter().any(|finding| finding["check"] == "number-not-whole"), "{found:?}");

    let reason = "Counts came as words; the force was asked on 2 November.";
    let aside = |period: &str| {
        format!(
            "[[set-aside]]\nforce = \"{KENT}\"\ncontract = \"adr-group-based\"\n{period}reason = \"{reason}\"\n\n[periods]"
        )
    };
    project.replace("report/2027/edition.toml", "[periods]", &aside("period = \"2025/26\"\n"));
    let shown = prepared(&project, Marking::Official);
    let of_kent = |check: &str| -> Vec<&str> {
        let found = shown.findings.open().filter(|one| one.check == check && one.subject.force == KENT);
        found.map(|one| one.subject.period.as_str()).collect()
    };
    assert_eq!(of_kent("return-set-aside"), ["2025/26"]);
    for check in ["return-late", "return-missing"] {
        assert!(!of_kent(check).contains(&"2025/26"), "{check}");
    }

    let number = |text: &str| text.parse::<u32>().unwrap();
    assert_eq!(number(&shown.facts.get("returns.received.last").unwrap().text) + 1, number(&received));
    let table =
        |prepared: &Prepared| prepared.tables.iter().find(|table| table.id() == "quality-set-aside").unwrap().printed();
    assert_eq!(table(&shown), [["adr-group-based", "1"]]);
    let full = table(&prepared(&project, Marking::OfficialSensitive));
    assert_eq!(full.len(), 1);
    assert_eq!(full[0][1..], ["adr-group-based", "2025/26", reason]);
}

#[test]
fn a_set_aside_says_why_and_of_what() {
    let project = Project::brief();
    let entry = |force: &str, contract: &str, reason: &str| {
        format!("[[set-aside]]\nforce = \"{force}\"\ncontract = \"{contract}\"\nreason = \"{reason}\"\n\n")
    };
    let good = entry(KENT, "adr-group-based", "Counts came as words; the force was asked.");
    let bad = [
        entry(KENT, "adr-group-base", "Counts came as words; the force was asked."),
        entry(KENT, "adr-csae-parent", "Wrong."),
        good.clone(),
        good,
    ];
    project.replace("report/2027/edition.toml", "[periods]", &(bad.concat() + "[periods]"));
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    for words in ["did you mean `adr-group-based`?", "is too short to be one", "is set aside twice"] {
        assert!(answer.contains(words), "{words}\n{answer}");
    }
}

#[test]
fn a_return_that_was_sent_in_two_forms_is_an_error_with_the_choice() {
    let project = Project::brief();
    let text = project.text("data/demo/adr_parent.csv");
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let copy: Vec<Value> = text
        .lines()
        .filter(|line| line.starts_with(&format!("{KENT},2025/26,")))
        .map(|line| header.iter().zip(line.split(',')).map(|(name, cell)| ((*name).to_owned(), json!(cell))).collect())
        .collect();
    assert!(copy.len() >= 5);
    project.write("data/demo/kent.json", serde_json::to_vec(&copy).unwrap());
    let entry = "\n[[source]]\nid = \"kent\"\ncontract = \"adr-csae-parent\"\ntitle = \"Kent\"\npublisher = \"Kent\"\nlicence = \"None\"\npath = \"demo/kent.json\"\n";
    project.write("data/sources.toml", project.text("data/sources.toml") + entry);
    project.replace("report/2027/edition.toml", "[\"demo-adr-parent\"]", "[\"demo-adr-parent\", \"kent\"]");
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    let expected = format!(
        "error[return-twice]: the return of {KENT} for 2025/26 stands in two forms, `data/demo/adr_parent.csv` and `data/demo/kent.json`"
    );
    assert!(answer.contains(&expected) && answer.contains("keep the one the force means"), "{answer}");
    assert_eq!(answer.matches("error[").count(), 1, "one return, one error: {answer}");
}
