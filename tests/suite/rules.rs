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
    let output = assess(project.root(), &["check", "--fail-on", "new"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("every finding is new: write it with --record"), "{}", said(&output));
    // What only an edition can do is no remedy for a file by itself.
    let file = project.root().join("data/demo/adr_parent.csv").display().to_string();
    let told = said(&assess(project.root(), &["check", &file, "--fail-on", "new"]));
    assert!(told.contains("every finding is new") && !told.contains("--record"), "{told}");
    // Warnings are open in the demonstration, and no error.
    assert_eq!(status(&project, &["check", "--record", "--quiet"]), (Some(0), String::new()));
    let (code, told) = status(&project, &["check", "--quiet", "--fail-on", "warning"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("warning[") && !told.contains("note["), "{told}");
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

/// Runs the program in a folder that holds nothing but what it is given.
fn alone(files: &[(&str, Vec<u8>)], arguments: &[&str]) -> (tempfile::TempDir, Output) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let output =
        Command::new(env!("CARGO_BIN_EXE_assess")).current_dir(folder.path()).args(arguments).output().unwrap();
    (folder, output)
}

#[test]
fn a_force_checks_its_return_in_an_empty_folder() {
    let text = std::fs::read_to_string(repository().join("data/demo/adr_parent.csv")).unwrap();
    let own: Vec<&str> = text
        .lines()
        .enumerate()
        .filter(|(at, line)| *at == 0 || line.starts_with("E23000032,"))
        .map(|(_, line)| line)
        .collect();
    let (_, good) = alone(&[("kent.csv", own.join("\n").into_bytes())], &["check", "kent.csv"]);
    let told = String::from_utf8(good.stdout.clone()).unwrap();
    assert_eq!(good.status.code(), Some(0), "{told}{}", said(&good));
    assert!(told.contains("kent.csv: a return under `adr-csae-parent`, Kent Police"), "{told}");
    assert!(said(&good).contains("by the contracts of edition 2027, which are in the program"), "{}", said(&good));
    assert!(!told.contains("history-unreadable"), "{told}");

    let bad = own.join("\n").replacen(",all,", ",all,-", 5);
    let (folder, output) =
        alone(&[("kent.csv", bad.into_bytes())], &["check", "kent.csv", "--format", "html", "--out", "report.html"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("What the checks look for") && page.contains("@media print"), "explains and prints");
    assert!(!page.contains(" src=") && !page.contains("<link"), "stands alone");

    // The workbook of the template is read as in the project, to the cell.
    let blank = tempfile::tempdir().unwrap();
    let asked = [
        "template",
        "--return",
        "adr-group-based",
        "--force",
        "E23000032",
        "--period",
        "2025-26",
        "--format",
        "xlsx",
        "--out",
    ];
    succeed(repository(), &[&asked[..], &[blank.path().to_str().unwrap()]].concat());
    let name = "adr-group-based-E23000032-2025-26.xlsx";
    let (_, output) = alone(&[(name, std::fs::read(blank.path().join(name)).unwrap())], &["check", name]);
    let told = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(
        told.contains("a return under `adr-group-based`, Kent Police") && told.contains("sheet `"),
        "{told}{}",
        said(&output)
    );
}

#[test]
fn what_is_in_the_program_is_what_is_in_the_project() {
    let mut inside = assess::source::Project::built_in();
    let mut read = 0;
    for folder in ["data/contracts", "data/codelists", "data/definitions", "data/reference", "data/guidance"] {
        for path in inside.list(folder, "").unwrap() {
            assert_eq!(inside.bytes(&path).unwrap(), std::fs::read(repository().join(&path)).unwrap(), "{path}");
            read += 1;
        }
        let there = std::fs::read_dir(repository().join(folder)).unwrap().count();
        assert_eq!(inside.list(folder, "").unwrap().len(), there, "{folder}");
    }
    assert!(read > 40, "{read}");
    assert!(inside.list("data/demo", "").unwrap().is_empty(), "no return is in the program");
}

#[test]
fn the_reference_of_the_commands_is_what_they_say_of_themselves() {
    let page = std::fs::read_to_string(repository().join(assess::cli::PAGE)).unwrap();
    assert!(page == assess::cli::reference(), "{} is not that of the program: run `assess schemas`", assess::cli::PAGE);
    for command in ["build", "check", "new", "pull", "status", "facts", "completions"] {
        assert!(page.contains(&format!("\n## assess {command}\n")), "{command}");
    }
    assert!(!page.contains("assess typeset"), "that one is for the program itself");
}

#[test]
fn shells_complete_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = succeed(repository(), &["completions", shell]);
        assert!(script.contains("status") && script.contains("fail-on"), "{shell}");
    }
    let output = assess(repository(), &["completions", "tcl"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("possible values: bash"), "{}", said(&output));
}
