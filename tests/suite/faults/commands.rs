//! A file about persons, through every command that reads one: refused by each, before it is pinned, and nothing of it repeated or kept.

use std::fs;

use assess::source::pull::State;
use assess::source::pull::purge::purge;

use crate::project::{Project, assess, said};
use crate::pull::desk::{Desk, Wish, file, source};
use crate::pull::server::{Reply, Server};
use crate::workbooks::xlsx;

const PERSON: &str = "AB123456C";

/// A workbook whose hidden corner holds a person.
fn workbook() -> Vec<u8> {
    xlsx(
        "Return",
        &[&["force_code", "mid_year", "children"], &["E23000001", "2024", "12"], &["E23000002", "2024", PERSON]],
    )
}

#[test]
fn check_build_and_peek_refuse_it_alike() {
    let project = Project::copy();
    project.write("given.xlsx", workbook());
    let given = project.path("given.xlsx");
    for command in [&["peek", given.to_str().unwrap()][..], &["check", given.to_str().unwrap()]] {
        let output = assess(project.root(), command);
        let all = said(&output) + &String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {all}");
        assert!(all.contains("person-level") && !all.contains(PERSON), "{command:?}: {all}");
    }
    project.replace("data/sources.toml", "path = \"public/child_population.csv\"", "path = \"public/given.xlsx\"");
    project.write("data/public/given.xlsx", workbook());
    let output = assess(project.root(), &["build", "--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("error[person-level]") && !said(&output).contains(PERSON), "{}", said(&output));
}

#[test]
fn a_file_about_persons_is_refused_by_every_kind_of_source_before_it_is_pinned() {
    let csv = format!("force,count\nA,1\nB {PERSON},2\n");
    let json = serde_json::json!([{"force": "A", "count": 1, "note": PERSON}]);
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/a.csv" => Reply::csv(csv.clone()),
        "/a.json" => Reply::json(&json),
        _ => Reply::new(200, media, workbook()),
    });
    for (name, format) in [("a.csv", "csv"), ("a.json", "json"), ("a.xlsx", "xlsx")] {
        let desk = Desk::new(&file("a", &server.url(&format!("/{name}")), format, ""));
        let fault = desk.fault(&Wish::default());
        assert_eq!(fault.id, "person-level", "{name}: {fault}");
        assert!(!fault.to_string().contains(PERSON) && desk.lock_text().is_empty() && desk.unfinished().is_empty());
        assert!(desk.project().store().hashes().is_empty(), "{name} was kept");
    }
}

#[test]
fn a_question_about_a_source_is_answered_in_the_catalogue() {
    let csv = "force,Phone,count\nA,01632 960001,1\nB,01632 960002,2\n";
    let server = Server::start(move |_| Reply::csv(csv));
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "person-level");
    assert!(fault.remedy.contains("[[source.not_persons]]"), "{fault}");
    let answers: String = super::aggregates::answers(&fault.remedy)
        .iter()
        .map(|answer| {
            format!(
                "[[source.not_persons]]\nlooks = \"{}\"\ncolumn = {}\nbecause = \"{}\"\nby = \"{}\"\non = \"{}\"\n",
                answer.looks, answer.column, answer.because, answer.by, answer.on
            )
        })
        .collect();
    desk.catalogue(&file("a", &server.url("/a.csv"), "csv", &answers));
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    desk.catalogue(&file("a", &server.url("/a.csv"), "csv", &answers.replace("telephone", "nhs-numbers")));
    assert_eq!(desk.read_catalogue().unwrap_err()[0].id, "source-invalid");
}

#[test]
fn a_file_that_was_kept_is_purged_with_its_pin_and_what_was_offered() {
    let server = Server::start(|asked| Reply::csv(format!("force,count\nA,{}\n", asked.path.len())));
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    let pinned = desk.pinned("a");
    fs::create_dir_all(desk.path(".assess/store/partial")).unwrap();
    desk.write(".assess/store/partial/left.part", "half of something");
    let unknown = purge(&desk.project(), &["b".to_owned()]).unwrap_err();
    assert!(unknown.to_string().contains("nothing was removed"), "{unknown}");
    let purged = purge(&desk.project(), &["a".to_owned()]).unwrap();
    assert_eq!((purged[0].held, &purged[0].keys), (true, &vec!["a".to_owned()]));
    assert!(desk.project().store().hashes().is_empty() && desk.unfinished().is_empty());
    assert!(!desk.lock_text().contains(&pinned.sha256));
    // By its hash, where no key leads to it any more.
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    fs::remove_file(desk.path("data/sources.lock")).unwrap();
    purge(&desk.project(), &[pinned.sha256[..12].to_owned()]).unwrap();
    assert!(desk.project().store().hashes().is_empty());
}

#[test]
fn keys_in_an_address_and_secrets_outside_the_project_are_refused_in_the_catalogue() {
    let wrong = |more: &str, url: &str| {
        let desk = Desk::new(&file("a", url, "csv", more));
        desk.read_catalogue().unwrap_err()[0].to_string()
    };
    let said = wrong("", "https://127.0.0.1/a.csv?year=2024&api_key=abc123");
    assert!(said.contains("`api_key`") && said.contains("token_env") && !said.contains("abc123"), "{said}");
    let said = wrong("auth = { token_file = \"../../etc/passwd\" }", "https://127.0.0.1/a.csv");
    assert!(said.contains("leads out of the project folder"), "{said}");
    let inbox = source("r", "kind = \"inbox\"\nfolder = \"/nowhere/{force}.xlsx\"\n[source.query]\nuid = \"abc123\"\n");
    let said: String = Desk::new(&inbox).read_catalogue().unwrap_err().iter().map(ToString::to_string).collect();
    assert!(said.contains("`uid`") && !said.contains("abc123"), "{said}");
}

#[test]
fn a_lock_that_was_edited_is_held_against_what_is_fetched() {
    let server = Server::start(|_| Reply::csv("force,count\nA,1\n"));
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    let good = desk.lock_text();
    for (find, replace) in [
        ("bytes = 16", "bytes = 17"),
        ("path = \"fetched/a.csv\"", "path = \"fetched/b.csv\""),
        ("first_seen = \"2026", "first_seen = \"last"),
        ("first_seen = \"2026", "first_seen = \"2096"),
    ] {
        assert!(good.contains(find), "{good}");
        desk.write("data/sources.lock", good.replace(find, replace));
        let said = match desk.try_pull(&Wish::default()) {
            Err(failure) => failure.to_string(),
            Ok(report) => report.faults().iter().map(ToString::to_string).collect(),
        };
        assert!(said.contains("error[lock-invalid]"), "{replace}: {said}");
    }
    // What is no fault, as a publisher may change it, is told.
    let address = server.url("/a.csv");
    for (find, replace, field) in [
        ("media_type = \"text/csv", "media_type = \"text/html", "media_type"),
        (format!("\nurl = \"{address}\"").as_str(), "\nurl = \"https://127.0.0.1/b.csv\"", "url"),
        ("\nfirst_seen", "\nreleased = \"2020-01-01\"\nfirst_seen", "released"),
        ("\nfirst_seen", "\nnotice = \"withdrawn\"\nfirst_seen", "notice"),
    ] {
        assert!(good.contains(find), "{find}: {good}");
        desk.write("data/sources.lock", good.replace(find, replace));
        let outcome = desk.one(&Wish::default());
        assert_eq!(outcome.state, State::Pinned);
        assert!(
            outcome.notice.ends_with(&format!("the lock says otherwise of {field}")),
            "{field}: {}",
            outcome.notice
        );
    }
}

#[test]
fn weak_words_are_mended() {
    // An emptied lock pins nothing in silence no more.
    let server = Server::start(|_| Reply::csv("force,count\nA,1\n"));
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
    desk.write("data/sources.lock", "\n");
    let said = desk.try_pull(&Wish::default()).unwrap_err().to_string();
    assert!(said.contains("the lock is there and empty"), "{said}");
    // A letter, or a name in small letters, is not awaited.
    let desk = Desk::new(&source("r", "kind = \"inbox\"\nfolder = \"FOLDER/{force}.*\"\nforces = [\"E23000001\"]\n"));
    let text = fs::read_to_string(desk.path("data/sources.toml")).unwrap();
    fs::create_dir_all(desk.path("inbox")).unwrap();
    desk.write("data/sources.toml", text.replace("FOLDER", desk.path("inbox").to_str().unwrap()));
    assert_eq!(desk.one(&Wish::default()).state, State::Absent);
    for name in ["E23000001.docx", "e23000001.xlsx"] {
        desk.write(&format!("inbox/{name}"), "x");
        let fault = desk.fault(&Wish::default());
        assert_eq!(fault.id, "inbox-misnamed", "{fault}");
        assert!(fault.what.contains(name), "{fault}");
        fs::remove_file(desk.path(&format!("inbox/{name}"))).unwrap();
    }
}

#[test]
fn a_table_with_semicolons_is_read() {
    let project = Project::brief();
    let text = project.text("data/public/child_population.csv");
    project.write("data/public/child_population.csv", text.replace(',', ";"));
    let output = assess(project.root(), &["check", "--format", "json"]);
    let all = said(&output) + &String::from_utf8_lossy(&output.stdout);
    assert!(!all.contains("column-unknown") && !all.contains("column-missing"), "{all}");
}
