//! A release held against a rebuild.

use std::fs;

use crate::project::{Project, assess, said, succeed};

const QUARTERS: &str = "data/public/recorded_crime_force_quarter.csv";

#[test]
fn a_release_equals_its_rebuild_until_a_byte_or_an_input_changes() {
    let project = Project::brief();
    succeed(project.root(), &["build", "--quiet"]);
    let release = project.path("out/2027");
    let verify = || assess(project.root(), &["verify", release.to_str().unwrap()]);

    let equal = verify();
    assert_eq!(equal.status.code(), Some(0), "{}", said(&equal));

    let mut picture = fs::read(release.join("figures/coverage.official.embargoed.png")).unwrap();
    *picture.last_mut().unwrap() ^= 1;
    fs::write(release.join("figures/coverage.official.embargoed.png"), picture).unwrap();
    fs::remove_file(release.join("figures/funnel-forces.official.embargoed.csv")).unwrap();
    let changed = verify();
    assert_eq!(changed.status.code(), Some(1));
    let answer = String::from_utf8(changed.stdout).unwrap();
    assert_eq!(
        answer,
        "differs: figures/coverage.official.embargoed.png\nmissing from the release: figures/funnel-forces.official.embargoed.csv\n"
    );

    succeed(project.root(), &["build", "--quiet"]);
    project.replace(
        QUARTERS,
        "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,9",
        "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,10",
    );
    // The national count with it: the two are held against each other.
    project.replace("data/public/recorded_crime_national.csv", "2024/25,71,962,4", "2024/25,71,963,4");
    let revised = verify();
    assert_eq!(revised.status.code(), Some(1));
    let answer = String::from_utf8(revised.stdout).unwrap();
    assert!(answer.contains(&format!("input changed since the release: {QUARTERS}")), "{answer}");
    assert!(answer.contains("differs: chapter.official.embargoed.pdf"), "{answer}");
    assert!(answer.contains("differs: figures/funnel-forces.official.embargoed.csv"), "{answer}");
    assert!(!answer.contains("figures/coverage"), "{answer}");
}

#[test]
fn a_folder_without_a_manifest_is_not_a_release() {
    let project = Project::copy();
    let output = assess(project.root(), &["verify", project.root().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("remedy: name the folder of a release"), "{}", said(&output));
}

/// A source that has moved on since gives the edition of its time again, byte for byte, under the lock of its time.
#[test]
fn an_edition_is_rebuilt_from_the_lock_of_its_time() {
    const POPULATION: &str = "data/public/child_population.csv";
    let project = Project::brief();
    let inbox = tempfile::tempdir().unwrap();
    let sent = inbox.path().join("population.csv");
    fs::copy(project.path(POPULATION), &sent).unwrap();
    let catalogue = project.text("data/sources.toml");
    let fetched = format!("kind = \"inbox\"\nformat = \"csv\"\nfolder = \"{}\"\n", sent.display());
    let catalogue = catalogue.replacen("path = \"public/child_population.csv\"\n", &fetched, 1);
    let live = catalogue.lines().position(|line| line.starts_with("live = ")).unwrap();
    let lines: Vec<&str> = catalogue.lines().enumerate().filter(|(at, _)| *at != live).map(|(_, line)| line).collect();
    project.write("data/sources.toml", lines.join("\n") + "\n");
    fs::remove_file(project.path(POPULATION)).unwrap();
    succeed(project.root(), &["pull"]);
    let lock = project.text("data/sources.lock");
    let old = project.path("old");
    succeed(project.root(), &["build", "--quiet", "--out", old.to_str().unwrap()]);

    // A year later: the publisher has revised a number, and the project took it over.
    let text = fs::read_to_string(&sent).unwrap();
    assert!(text.contains("E23000001,2012,1847031\n"));
    fs::write(&sent, text.replace("E23000001,2012,1847031\n", "E23000001,2012,1847032\n")).unwrap();
    succeed(project.root(), &["pull", "--update", "child-population"]);
    assert_ne!(project.text("data/sources.lock"), lock);
    let verify = || assess(project.root(), &["verify", old.to_str().unwrap()]);
    let now = verify();
    assert_eq!(now.status.code(), Some(1), "{}", said(&now));
    assert!(String::from_utf8(now.stdout).unwrap().contains("input changed since the release: "));

    project.write("data/sources.lock", lock);
    let then = verify();
    assert_eq!(then.status.code(), Some(0), "{}{}", said(&then), String::from_utf8_lossy(&then.stdout));
    // Without the store the lock alone makes nothing, and says so.
    fs::remove_dir_all(project.path(".assess")).unwrap();
    let without = verify();
    assert_ne!(without.status.code(), Some(0));
    assert!(said(&without).contains("child-population"), "{}", said(&without));
}
