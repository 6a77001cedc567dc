//! What a script can rely on: what makes a check fail, what quiet means, from where a project is found, what is said of what is not there.

use std::process::{Command, Output};

use serde_json::Value;

use crate::project::{Project, assess, repository, said, succeed};

fn status(project: &Project, arguments: &[&str]) -> (Option<i32>, String) {
    let output = assess(project.root(), arguments);
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_check_fails_on_what_it_is_told_to_and_quiet_is_quiet() {
    let project = Project::brief();
    // Warnings are open in the demonstration, and no error.
    assert_eq!(status(&project, &["check", "--quiet"]), (Some(0), String::new()));
    let (code, told) = status(&project, &["check", "--quiet", "--fail-on", "warning"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("warning[") && !told.contains("note["), "{told}");
    let output = assess(project.root(), &["check", "--fail-on", "new"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("there is no data/findings.json, so every finding is new"), "{}", said(&output));
    succeed(project.root(), &["check", "--record", "--quiet"]);
    assert_eq!(status(&project, &["check", "--quiet", "--fail-on", "new"]), (Some(0), String::new()));
    // One that comes after the record is new, and told alone.
    let text = project.text("data/demo/adr_parent.csv");
    let kept: String =
        text.lines().filter(|line| !line.starts_with("E23000032,2025/26,")).map(|line| format!("{line}\n")).collect();
    project.write("data/demo/adr_parent.csv", kept);
    let (code, told) = status(&project, &["check", "--quiet", "--fail-on", "new"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("warning[return-late] new") && !told.contains("warning[profile-none]"), "{told}");
}

fn within(folder: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_assess")).current_dir(repository().join(folder)).args(arguments).output().unwrap()
}

#[test]
fn a_project_is_found_from_its_subfolders() {
    for folder in ["data/demo", "report/2027/sections", "."] {
        let output = within(folder, &["pull", "--status"]);
        assert_eq!(output.status.code(), Some(0), "{folder}: {}", said(&output));
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_assess")).current_dir(elsewhere.path()).arg("build").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("`.` is not a project folder"), "{}", said(&output));
}

#[test]
fn an_edition_that_is_not_there_is_answered_with_those_that_are() {
    for command in
        [&["build", "--edition", "1999"][..], &["facts", "--edition", "1999"], &["check", "--edition", "1999"]]
    {
        let output = assess(repository(), command);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert_eq!(said(&output), "error: there is no edition 1999\n  remedy: the one there is is 2027\n");
    }
}

#[test]
fn facts_are_found_by_a_word_anywhere_and_said_not_to_be_there() {
    let listed: Value =
        serde_json::from_str(&succeed(repository(), &["facts", "funnel", "YEAR", "--format", "json"])).unwrap();
    let names: Vec<&str> = listed.as_array().unwrap().iter().map(|fact| fact["fact"].as_str().unwrap()).collect();
    assert!(names.contains(&"funnel.year.last"), "{names:?}");
    assert!(listed[0]["synthetic"].is_boolean() && listed[0]["words"].is_string());
    // In its words too: the name says nothing of Wales.
    let by_words = succeed(repository(), &["facts", "2012/13"]);
    assert!(by_words.contains("offence-71.year.first"), "{by_words}");
    let output = assess(repository(), &["facts", "funnell"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(
        said(&output).contains("has `funnell` in its name or its words; did you mean `funnel`?"),
        "{}",
        said(&output)
    );
}
