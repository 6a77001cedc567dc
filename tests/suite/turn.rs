//! The turn of the year by one command, and what it leaves to people.

use std::fs;

use assess::pipeline::{self, Order, Silent};
use assess::source::Project as Read;

use crate::project::{Project, assess, said, succeed};

#[test]
fn the_next_edition_is_this_one_with_its_periods_moved_and_nothing_else() {
    let project = Project::copy();
    let signed = "id = \"threat\"\nauthor = \"A. Analyst\"\nagreed_by = \"B. Head\"\n";
    project.replace("report/2027/judgements.toml", "id = \"threat\"\n", signed);
    project.write(
        "report/2027/unproven.toml",
        "[[unproven]]\ncount = \"a count\"\nreason = \"Said of this edition alone.\"\n",
    );
    let told = succeed(project.root(), &["new", "2028"]);
    assert!(
        !project.path("report/2028/unproven.toml").exists(),
        "what one edition is released with is not the next one's"
    );
    for (path, next) in [("report/2027", "report/2028")] {
        for file in ["figures.toml", "statistics.toml", "assumptions.toml", "sections/00-front.typ"] {
            assert_eq!(project.text(&format!("{path}/{file}")), project.text(&format!("{next}/{file}")), "{file}");
        }
    }
    let (old, new) = (project.text("report/2027/edition.toml"), project.text("report/2028/edition.toml"));
    let changed: Vec<&str> = new.lines().filter(|line| !old.lines().any(|other| other == *line)).collect();
    let expected = [
        "# Edition 2028: everything about the chapter that is a decision, not a number. `assess check` refuses unknown keys and",
        "year = 2028",
        "release = \"2028-05-27T09:30:00+01:00\"",
        "cut_off = \"2027-10-31\"",
        "recorded_crime = { first = \"2012/13\", last = \"2026/27\" }",
        "returns = { first = \"2021/22\", last = \"2026/27\" }",
    ];
    assert_eq!(changed, expected);
    let judgements = project.text("report/2028/judgements.toml");
    for words in [
        "text = \"It is almost certain that more group-based child sexual exploitation takes place than the 761 crimes that police recorded as such in 2024.\"\nsource = \"Group-based child sexual exploitation, edition 2027\"\nconfirmed = true",
        "recorded offence 71 show where",
        "than the {published.group-based-cse.last} crimes",
    ] {
        assert!(judgements.contains(words), "{words}\n{judgements}");
    }
    assert_eq!(judgements.matches("[judgement.earlier]").count(), judgements.matches("[[judgement]]").count());
    assert!(
        !judgements.contains("A. Analyst") && judgements.contains("author = \"\"\nagreed_by = \"\"\n"),
        "{judgements}"
    );
    assert!(!judgements.contains("read second-hand"), "what was judged before that stands in the edition before");
    let decisions = project.text("report/2028/decisions.toml");
    for id in [
        "release",
        "cut-off",
        "changed",
        "source.child-population",
        "judgement.recorded-offence",
        "key-judgement.threat",
        "assumption.model",
        "text",
    ] {
        assert!(decisions.contains(&format!("id = \"{id}\"")) && told.contains(id), "{id}\n{told}");
    }
    // Nowhere but where it says from which edition this one was made.
    for path in project.listing().iter().filter(|path| path.starts_with(project.path("report/2028")) && path.is_file())
    {
        let text = fs::read_to_string(path).unwrap();
        assert!(
            !text.contains("2027")
                || ["decisions.toml", "edition.toml", "judgements.toml"].iter().any(|name| path.ends_with(name)),
            "{}",
            path.display()
        );
    }
    assert_eq!(new.matches("2027").count(), 1, "the cut-off alone");
    let names: Vec<String> = fs::read_dir(project.path("report"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.iter().all(|name| !name.starts_with('.')), "{names:?}");
}

#[test]
fn an_edition_that_exists_or_comes_before_is_an_error_and_nothing_is_written() {
    let project = Project::copy();
    let before = project.listing();
    for (year, words) in [
        ("2027", "there is an edition 2027 already"),
        ("2026", "cannot be made from edition 2027"),
        ("2050", "2028 to 2032"),
    ] {
        let output = assess(project.root(), &["new", year]);
        assert_eq!(output.status.code(), Some(2), "{year}");
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    assert_eq!(project.listing(), before);
}

#[test]
fn every_source_that_is_fetched_gets_an_entry_to_which_nothing_is_pinned() {
    let project = Project::copy();
    let inbox = r#"
[[source]]
id = "hub-2027"
contract = "adr-csae-parent"
title = "Returns of 2027"
publisher = "Forces"
licence = "None"
kind = "inbox"
folder = "/mnt/hub/2027/{force}.*"
marking = "OFFICIAL-SENSITIVE"
"#;
    project.write("data/sources.toml", format!("{}{inbox}", project.text("data/sources.toml")));
    project.replace("report/2027/edition.toml", "[\"demo-adr-parent\"]", "[\"demo-adr-parent\", \"hub-2027\"]");
    succeed(project.root(), &["new", "2028"]);
    let catalogue = project.text("data/sources.toml");
    assert!(catalogue.contains(inbox.trim()) && catalogue.contains("id = \"hub-2028\""), "{catalogue}");
    assert!(catalogue.contains("folder = \"/mnt/hub/2028/{force}.*\""), "{catalogue}");
    let edition = project.text("report/2028/edition.toml");
    assert!(edition.contains("[\"demo-adr-parent\", \"hub-2027\", \"hub-2028\"]"), "{edition}");
    // It can be run again after it was stopped between the two writes.
    fs::remove_dir_all(project.path("report/2028")).unwrap();
    succeed(project.root(), &["new", "2028"]);
    assert_eq!(project.text("data/sources.toml"), catalogue);
}

#[test]
fn what_was_carried_is_printed_as_such_until_somebody_has_decided() {
    let project = Project::copy();
    succeed(project.root(), &["new", "2028"]);
    let tables = || {
        let prepared =
            pipeline::prepare(&mut Read::open(project.root()).unwrap(), Order::edition(2028), &mut Silent).unwrap();
        let of = |id: &str| prepared.tables.iter().find(|table| table.id() == id).unwrap().printed().concat().join("|");
        (of("confidence"), of("ladder-evidence"))
    };
    let report = assess(project.root(), &["check", "--edition", "2028", "--format", "json"]).stdout;
    let open = String::from_utf8_lossy(&report).matches("\"check\": \"decision-open\"").count();
    assert_eq!(open, project.text("report/2028/decisions.toml").matches("[[decision]]").count());
    let (confidence, evidence) = tables();
    assert!(confidence.contains("Carried from edition 2027, and not decided anew."), "{confidence}");
    assert!(evidence.contains("carried from edition 2027, and not looked at again"), "{evidence}");
    let decisions = project.text("report/2028/decisions.toml");
    project.write(
        "report/2028/decisions.toml",
        decisions.replace("by = \"\"", "by = \"A. Analyst, the agency\"").replace("on = \"\"", "on = \"2028-02-01\""),
    );
    let (confidence, evidence) = tables();
    let report = assess(project.root(), &["check", "--edition", "2028", "--format", "json"]).stdout;
    assert!(!String::from_utf8_lossy(&report).contains("decision-open"));
    assert!(!confidence.contains("Carried") && !evidence.contains("carried"), "{confidence}\n{evidence}");
}
