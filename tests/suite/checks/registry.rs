//! Registry, settings, documentation and fixtures name the same checks, and the documentation every fault of data files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assess::contract::checks::{PAGE, Settings, fill, registry};

use super::world::root;

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Headings of the third level: the anchors of the documentation.
fn anchors() -> BTreeSet<String> {
    text("docs/checks.md").lines().filter_map(|line| line.strip_prefix("### ")).map(str::to_owned).collect()
}

/// Sources of a folder, one after the other, without their tests.
fn sources(folder: &Path, all: &mut String) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if path.file_name().unwrap() != "tests" {
                sources(&path, all);
            }
        } else if path.file_name().unwrap() != "tests.rs" {
            let source = fs::read_to_string(&path).unwrap();
            all.push_str(source.split("#[cfg(test)]").next().unwrap());
        }
    }
}

/// Words with hyphens in the sources that identify something else than a fault; contracts are left out by themselves.
const OTHER_WORDS: [&str; 21] = [
    "assess-return",
    "assess-return-1",
    "birth-dates",
    "column-name",
    "covered-table-cell",
    "crime-references",
    "e-mail",
    "encryption-data",
    "in-progress",
    "initial-creator",
    "kebab-case",
    "mid-2024",
    "national-insurance",
    "nhs-numbers",
    "one-row-a-person",
    "police-identifiers",
    "printed-by",
    "sender-initials",
    "table-cell",
    "table-column",
    "table-row",
];

/// Identifiers of the faults and findings that the rooms of the data make. They reach a fault through many helpers, so every
/// word with a hyphen counts as one that is not known to be something else.
fn faults() -> BTreeSet<String> {
    let mut all = String::new();
    for folder in ["src/source", "src/contract", "src/template", "src/pipeline"] {
        sources(&root().join(folder), &mut all);
    }
    all += &text("src/alone.rs");
    all += text("src/fault.rs").split("#[cfg(test)]").next().unwrap();
    for file in ["policy", "control", "release"] {
        all += &text(&format!("src/disclosure/{file}.rs"));
    }
    all += &text("src/disclosure/commitment.rs");
    let contracts: BTreeSet<String> = fs::read_dir(root().join("data/contracts"))
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".toml")?.to_owned()))
        .collect();
    let identifies = |word: &&str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        word.contains('-')
            && word.bytes().all(plain)
            && word.starts_with(|first: char| first.is_ascii_lowercase())
            && !word.ends_with('-')
            && !word.contains("--")
    };
    let quoted = all.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| line.split('"'));
    quoted
        .filter(identifies)
        .filter(|word| !OTHER_WORDS.contains(word) && !contracts.contains(*word))
        .map(str::to_owned)
        .collect()
}

#[test]
fn registry_settings_documentation_and_fixtures_name_the_same_checks() {
    let checks: Vec<&str> = registry().map(|check| check.id).collect();
    let known: BTreeSet<&str> = checks.iter().copied().collect();
    assert_eq!(checks.len(), known.len(), "an identifier stands twice");
    assert!(known.len() >= 40);

    let settings = Settings::parse(text("data/checks.toml")).unwrap();
    for check in registry() {
        assert_eq!(settings.rule(check.id).unwrap().severity, check.severity, "{}: what is shipped", check.id);
        let file = format!("src/contract/checks/{}/{}.rs", check.family.name(), check.id.replace('-', "_"));
        assert!(root().join(&file).is_file(), "{file}");
    }

    let files: BTreeSet<String> = fs::read_dir(root().join("tests/checks"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, known.iter().map(|id| (*id).to_owned()).collect());

    let documented = anchors();
    let missing: Vec<&&str> = known.iter().filter(|id| !documented.contains(**id)).collect();
    assert!(missing.is_empty(), "docs/checks.md has no heading for {missing:?}");
}

#[test]
fn the_documentation_is_what_the_checks_declare() {
    let page = text(PAGE);
    assert!(fill(&page).unwrap() == page, "{PAGE} is not that of the declarations: run `assess schemas`");
}

#[test]
fn the_documentation_names_every_threshold_of_a_check() {
    let document = text("docs/checks.md");
    for check in registry() {
        let section = document.split(&format!("### {}\n", check.id)).nth(1).unwrap().split("\n##").next().unwrap();
        for threshold in check.thresholds {
            assert!(section.contains(&format!("`{}`", threshold.name)), "{}: `{}`", check.id, threshold.name);
        }
        for part in ["*Why:*", "*Method:*", "*Remedy:*", "*False alarms:*"] {
            assert!(section.contains(part), "{} has no {part}", check.id);
        }
    }
}

#[test]
fn the_documentation_names_every_fault_of_data_files_and_nothing_that_is_not_there() {
    let faults = faults();
    assert!(faults.len() >= 150, "{faults:?}");
    let documented = anchors();
    let missing: Vec<&String> = faults.iter().filter(|id| !documented.contains(*id)).collect();
    assert!(missing.is_empty(), "docs/checks.md has no heading for {missing:?}");
    // The checks of the text are documented on the same page.
    let of_text = assess::chapter::narrative::CHECKS.iter().map(|check| check.id);
    let known: BTreeSet<&str> = registry().map(|check| check.id).chain(of_text).collect();
    let stale: Vec<&String> =
        documented.iter().filter(|id| !faults.contains(*id) && !known.contains(id.as_str())).collect();
    assert!(stale.is_empty(), "docs/checks.md describes {stale:?}, which nothing finds");
}

/// Everything that tests say: those of the suite, fixtures, and those that stand in the sources.
fn tests_say(folder: &Path, of_sources: bool, all: &mut String) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            // What the browser needs is no test of ours.
            if !path.ends_with("node_modules") {
                tests_say(&path, of_sources, all);
            }
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if of_sources && path.file_name().unwrap() != "tests.rs" {
            all.extend(text.split("#[cfg(test)]").skip(1));
        } else {
            all.push_str(&text);
        }
    }
}

/// Each check has its fixture; each fault has one too, or a test that makes it.
#[test]
fn every_fault_of_data_files_is_shown_by_a_test() {
    let mut all = String::new();
    tests_say(&root().join("tests"), false, &mut all);
    tests_say(&root().join("src"), true, &mut all);
    let edge = |next: Option<char>| next.is_none_or(|next| !next.is_ascii_alphanumeric() && next != '-');
    let said = |id: &str| {
        all.match_indices(id)
            .any(|(at, _)| edge(all[..at].chars().next_back()) && edge(all[at + id.len()..].chars().next()))
    };
    let checks: BTreeSet<&str> = registry().map(|check| check.id).collect();
    let silent: Vec<String> = faults().into_iter().filter(|id| !checks.contains(id.as_str()) && !said(id)).collect();
    assert!(silent.is_empty(), "no test shows {silent:?}");
}
