//! A chapter built without a network from what the lock pins and the store holds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::project::{Project, assess, built, repository, said, succeed};

use super::server::{Reply, Server};

const POPULATION: &str = "data/public/child_population.csv";

/// The project of the repository, with its population pulled from a server.
fn project(server: &Server) -> Project {
    let project = Project::copy();
    let catalogue = project.text("data/sources.toml");
    let pulled = format!("kind = \"file\"\nformat = \"csv\"\nurl = \"{}\"", server.url("/population.csv"));
    let catalogue = catalogue.replace("path = \"public/child_population.csv\"", &pulled);
    project.write("data/sources.toml", format!("[pull]\nhosts = [\"127.0.0.1\"]\n{catalogue}"));
    fs::remove_file(project.path(POPULATION)).unwrap();
    project
}

/// The statistics of a release.
fn statistics(release: &Path) -> Vec<u8> {
    let named = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("statistics.");
    let file = fs::read_dir(release).unwrap().map(|entry| entry.unwrap().path()).find(named).unwrap();
    fs::read(file).unwrap()
}

#[test]
fn a_chapter_is_built_from_lock_and_store_when_the_server_is_gone() {
    let population = fs::read(repository().join(POPULATION)).unwrap();
    let server = Server::start(move |_| Reply::csv(population.clone()));
    let project = project(&server);
    let before = assess(project.root(), &["build", "--quiet"]);
    assert_eq!(before.status.code(), Some(1));
    assert!(said(&before).contains("error[source-unpinned]"), "{}", said(&before));
    assert!(said(&before).contains("assess pull --only child-population"), "{}", said(&before));
    succeed(project.root(), &["pull"]);
    server.stop();
    let asked = server.asked().len();
    succeed(project.root(), &["build", "--quiet"]);
    // Read from the store or from the project folder: the same numbers.
    assert!(statistics(&project.path("out/2027")) == statistics(built()));
    let manifest = project.text("out/2027/manifest.json");
    for input in ["data/sources.lock", "fetched/child-population.csv"] {
        assert!(manifest.contains(input), "{input} is not among the inputs");
    }
    // A pull that may not change anything finds nobody, and a look at the store finds all that is needed.
    assert_eq!(assess(project.root(), &["pull", "--offline", "--locked"]).status.code(), Some(0));
    assert_eq!(server.asked().len(), asked);
    // The store may stand elsewhere; without it the build says what to run.
    let elsewhere = tempfile::tempdir().unwrap();
    let store = elsewhere.path().join("store");
    fs::rename(project.path(".assess/store"), &store).unwrap();
    let without = assess(project.root(), &["facts", "child"]);
    assert_eq!(without.status.code(), Some(1));
    assert!(said(&without).contains("error[store-missing]"), "{}", said(&without));
    succeed(project.root(), &["--store", store.to_str().unwrap(), "facts", "child"]);
}

#[test]
fn the_vintages_in_the_project_are_told_with_where_newer_ones_stand() {
    let project = Project::copy();
    for arguments in [&["pull", "--offline"][..], &["pull", "--status"]] {
        let answer = assess(project.root(), arguments);
        assert_eq!(answer.status.code(), Some(0), "{}", crate::project::said(&answer));
        let text = String::from_utf8(answer.stdout).unwrap();
        let sha256 =
            assess::source::sha256(&fs::read(project.path("data/public/recorded_crime_force_quarter.csv")).unwrap());
        let kept = format!("kept      recorded-crime-by-force            {}", &sha256[..12]);
        assert!(text.contains(&kept), "{text}");
        assert!(text.contains("released 2026-04-23, in data/public/recorded_crime_force_quarter.csv"), "{text}");
        assert!(
            text.contains("newer vintages: https://www.gov.uk/government/statistics/police-recorded-crime"),
            "{text}"
        );
        assert!(!text.contains("no source is fetched"), "{text}");
    }
}
