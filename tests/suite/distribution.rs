//! What others run the program by: workflows, the image, manual pages, the log for machines.

use std::collections::BTreeSet;
use std::fs;

use assess::cli::Arguments;
use clap::{CommandFactory, Parser};
use serde_json::Value;

use crate::project::{Project, assess, repository, said, succeed};

fn workflows() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in [".github/workflows", ".github/examples"] {
        for entry in fs::read_dir(repository().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            found.push((path.display().to_string(), fs::read_to_string(path).unwrap()));
        }
    }
    assert!(found.len() >= 3);
    found
}

#[test]
fn a_workflow_takes_each_action_at_one_commit_and_may_only_read() {
    for (path, text) in workflows() {
        for line in text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")) {
            let (_, pinned) = line.split_once('@').unwrap();
            let (commit, version) = pinned.split_once(" # v").unwrap_or_else(|| panic!("{path}: {line}"));
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}: {line}");
            assert!(version.split('.').count() == 3, "{path}: {line}");
        }
        assert!(text.contains("\npermissions:\n  contents: read\n"), "{path}");
        assert!(!text.contains("pull_request_target") && !text.contains("contents: write"), "{path}");
        // What a stranger may write, as the title of a change, is never part of a command.
        let commands = text.lines().filter(|line| line.trim_start().starts_with("- run:") || line.contains("assess "));
        assert!(commands.clone().all(|line| !line.contains("${{")), "{path}");
        assert!(text.lines().all(|line| !line.contains('\t')), "{path}");
    }
}

/// Every command of the program that a workflow, a script or the image gives is one that it has.
#[test]
fn commands_of_workflows_are_those_of_the_program() {
    let mut tried = BTreeSet::new();
    for (path, text) in workflows() {
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let command = line.trim().trim_start_matches("- run: ").trim_start_matches("target/release/");
            let Some(given) = command.strip_prefix("assess ") else { continue };
            let given = given.split(" > ").next().unwrap().split("; ").next().unwrap().replace('"', "");
            let words = std::iter::once("assess").chain(given.split_whitespace());
            let parsed = Arguments::try_parse_from(words.map(|word| if word == "$shell" { "bash" } else { word }));
            assert!(parsed.is_ok(), "{path}: {command}: {}", parsed.unwrap_err());
            tried.insert(given.split(' ').next().unwrap().to_owned());
        }
    }
    for command in ["pull", "check", "build", "verify", "provenance", "man"] {
        assert!(tried.contains(command), "{command}: {tried:?}");
    }
}

#[test]
fn the_image_is_made_by_a_compiler_that_is_new_enough() {
    let text = fs::read_to_string(repository().join("Containerfile")).unwrap();
    assert!(text.contains(&format!("FROM rust:{}-", env!("CARGO_PKG_RUST_VERSION"))), "{text}");
    assert!(text.contains("--locked") && text.contains(":nonroot"), "{text}");
}

/// A page for the program and one for each command, each with what the command says of itself.
#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("man1");
    let told = succeed(repository(), &["man", place.to_str().unwrap()]);
    let mut program = Arguments::command();
    program.build();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help");
    let mut count = 1;
    for command in commands {
        count += 1;
        let name = command.get_name();
        let page = fs::read_to_string(place.join(format!("assess-{name}.1"))).unwrap();
        // What roff sets apart is set apart by backslashes.
        let plain = page.replace('\\', "");
        assert!(plain.starts_with(".ie n(.g .ds Aq (aq") || plain.contains(&format!(".TH assess-{name} 1")), "{page}");
        assert!(plain.contains(&command.get_about().unwrap().to_string()[..20]), "{name}: {plain}");
        for option in command.get_arguments().filter_map(|argument| argument.get_long()) {
            assert!(plain.contains(&format!("--{option}")), "{name} --{option}");
        }
    }
    assert_eq!(told.lines().count(), count);
    let page = fs::read_to_string(place.join("assess.1")).unwrap();
    assert!(page.contains("assess\\-build(1)"), "{page}");
    assert!(!place.join("assess-typeset.1").exists(), "that one is for the program itself");
    // The same bytes whenever they are made.
    assert!(!page.contains(&jiff::Timestamp::now().to_string()[..10]), "{page}");
}

fn events(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect()
}

#[test]
fn the_log_for_machines_is_lines_of_json_with_the_place_of_each_error() {
    let project = Project::brief();
    let output = assess(project.root(), &["build", "--log", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let all = events(&said(&output));
    let stages = |state: &str| -> Vec<&str> {
        let of = all.iter().filter(|event| event["event"] == "stage" && event["state"] == state);
        of.map(|event| event["stage"].as_str().unwrap()).collect()
    };
    assert_eq!(stages("ended"), ["read", "panel", "national", "disclosure", "figures", "chapter", "publish"]);
    assert_eq!(stages("begun"), stages("ended"));
    let ended = all.iter().find(|event| event["stage"] == "read" && event["state"] == "ended").unwrap();
    assert!(
        ended["milliseconds"].as_f64().unwrap() > 0.0 && ended["said"].as_str().unwrap().contains("files"),
        "{ended}"
    );

    project.write("report/2027/sections/brief.typ", "= Forces\n\nAbout 17 forces \u{202e}.\n");
    project.write("data/public/child_population.csv", "code,x\nE1,2\n");
    let output = assess(project.root(), &["--log", "json", "build"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let all = events(&said(&output));
    let error = all.iter().find(|event| event["event"] == "error").unwrap();
    assert_eq!(error["file"], "data/public/child_population.csv", "{error}");
    for part in ["id", "what", "remedy"] {
        assert!(error[part].as_str().is_some_and(|text| !text.is_empty()), "{error}");
    }
    // Quiet is quiet in this form too, but for errors.
    let output = assess(project.root(), &["build", "--quiet", "--log", "json"]);
    assert!(events(&said(&output)).iter().all(|event| event["event"] == "error"), "{}", said(&output));
    // What cannot run says so in the same form.
    let output = assess(project.root(), &["build", "--log", "json", "--edition", "1999"]);
    let all = events(&said(&output));
    assert_eq!((all.len(), &all[0]["event"]), (1, &Value::from("error")));
    assert!(all[0]["remedy"].as_str().unwrap().contains("2027"), "{}", all[0]);
}
