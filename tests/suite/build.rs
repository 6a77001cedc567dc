//! A build as its users see it: what it writes, what it says, and that it is the same everywhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::{Project, assess, built, repository, said, succeed};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().chain(fs::read_dir(folder.join("figures")).unwrap()) {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn two_builds_are_equal_to_the_byte_whatever_the_machine_says() {
    // Another folder for the project too: no path of the machine may reach an output.
    let elsewhere = Project::copy();
    let second = Command::new(env!("CARGO_BIN_EXE_assess"))
        .args(["build", "--quiet"])
        .current_dir(elsewhere.root())
        .env("TZ", "Pacific/Auckland")
        .env("LANG", "tr_TR.UTF-8")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1")
        .env("RAYON_NUM_THREADS", "1")
        .env("POLARS_MAX_THREADS", "1")
        .output()
        .unwrap();
    assert!(second.status.success(), "{}", said(&second));

    let (one, two) = (files(built()), files(&elsewhere.path("out/2027")));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &two[name], "{name} differs");
    }
    let expected = [
        "chapter.official.embargoed.pdf",
        "figures/coverage.official.embargoed.csv",
        "figures/coverage.official.embargoed.png",
        "figures/coverage.official.embargoed.svg",
        "manifest.json",
    ];
    for name in expected {
        assert!(one.contains_key(name), "{name} was not written");
    }
}

#[test]
fn the_manifest_names_every_public_input_and_every_output_by_its_hash() {
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(built().join("manifest.json")).unwrap()).unwrap();
    for (group, root) in [("inputs", repository()), ("outputs", built())] {
        let entries = manifest[group].as_object().unwrap();
        assert!(entries.len() > 10, "{group}");
        for (path, entry) in entries {
            let bytes = fs::read(root.join(path)).unwrap();
            // Of what forces returned there is neither a hash nor a size: one number after another could be guessed.
            if path.starts_with("data/demo/") {
                let keys: Vec<&String> = entry.as_object().unwrap().keys().collect();
                assert_eq!(keys, ["commitment"], "{path}");
                assert_ne!(entry["commitment"], assess::source::sha256(&bytes), "{path}");
                continue;
            }
            assert_eq!(entry["sha256"], assess::source::sha256(&bytes), "{path}");
            assert_eq!(entry["bytes"], bytes.len() as u64, "{path}");
        }
    }
    assert!(manifest.get("commitment_key").is_none());
    assert_eq!(manifest["edition"]["release"], "2027-05-27T09:30:00+01:00");
    assert_eq!(manifest["program"]["libraries"]["typst"], "0.15.1");
    assert_eq!(
        manifest["synthetic_sources"],
        serde_json::json!(["demo-adr-group-based", "demo-adr-parent", "demo-bridge-studies", "demo-profiles"])
    );
}

#[test]
fn a_second_build_touches_nothing_and_says_what_it_did_and_a_dropped_figure_is_taken_away_in_quiet() {
    let project = Project::brief_built();
    let written = fs::metadata(project.path("out/2027/chapter.official.embargoed.pdf")).unwrap().modified().unwrap();
    let output = assess(project.root(), &["build", "--timings"]);
    let answer = said(&output);
    for stage in ["read", "panel", "national", "figures", "chapter", "publish", "in all"] {
        assert!(answer.lines().any(|line| line.starts_with(stage)), "{stage} is missing from\n{answer}");
    }
    assert!(answer.contains("0 of them changed"), "{answer}");
    assert!(answer.contains("no number and no sentence changed since the last build"), "{answer}");
    assert!(String::from_utf8(output.stdout).unwrap().trim().ends_with("chapter.official.embargoed.pdf"));
    assert_eq!(
        fs::metadata(project.path("out/2027/chapter.official.embargoed.pdf")).unwrap().modified().unwrap(),
        written
    );

    let figures = project.text("report/2027/figures.toml");
    let cut = figures.find("[[figure]]\nid = \"coverage\"").unwrap();
    project.write("report/2027/figures.toml", &figures[..cut]);
    project.replace("report/2027/sections/brief.typ", "#chart(\"coverage\")", "");
    project.replace("report/2027/sections/brief.typ", "#fig(\"coverage\")", "the table");
    let quiet = assess(project.root(), &["build", "--quiet"]);
    assert!(quiet.status.success() && quiet.stdout.is_empty() && quiet.stderr.is_empty(), "{}", said(&quiet));
    assert!(!project.path("out/2027/figures/coverage.official.embargoed.png").exists());
}

#[test]
fn check_runs_and_writes_nothing() {
    // That the whole text has no errors is shown by its build.
    let project = Project::brief();
    let before = project.listing();
    let answer = succeed(project.root(), &["check"]);
    assert!(answer.contains("no errors") && !answer.contains("[year-apart]"), "{answer}");
    assert_eq!(project.listing(), before);
}

#[test]
fn facts_are_listed_with_their_words() {
    let answer = succeed(repository(), &["facts", "offence-71.count.2024-25"]);
    // A name is found by any part of it: the fact of the series, and that of the registry.
    assert_eq!(answer, "offence-71.count.2024-25\n    962\nrecorded.offence-71.count.2024-25\n    962\n");
}
