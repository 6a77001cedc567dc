//! Last year's edition from last year's lock: a source that has moved on since gives the bytes of that time again.

use std::fs;
use std::sync::{Arc, Mutex};

use super::server::{Reply, Server};
use crate::project::{Project, assess, said, succeed};

const POPULATION: &str = "data/public/child_population.csv";

#[test]
fn an_edition_is_rebuilt_from_the_lock_of_its_time() {
    let project = Project::brief();
    let served = Arc::new(Mutex::new(project.text(POPULATION)));
    let shown = Arc::clone(&served);
    let server = Server::start(move |_| Reply::csv(shown.lock().unwrap().clone()));
    let catalogue = project.text("data/sources.toml");
    let fetched = format!("kind = \"file\"\nurl = \"{}\"\nformat = \"csv\"\n", server.url("/population.csv"));
    let catalogue = catalogue.replacen("path = \"public/child_population.csv\"\n", &fetched, 1);
    let pull = "[pull]\nhosts = [\"127.0.0.1\"]\n\n[[source]]";
    let catalogue = catalogue.replacen("[[source]]", pull, 1);
    let live = catalogue.lines().position(|line| line.starts_with("live = ")).unwrap();
    let lines: Vec<&str> = catalogue.lines().enumerate().filter(|(at, _)| *at != live).map(|(_, line)| line).collect();
    project.write("data/sources.toml", lines.join("\n") + "\n");
    fs::remove_file(project.path(POPULATION)).unwrap();
    succeed(project.root(), &["pull", "--only", "child-population"]);
    let lock = project.text("data/sources.lock");
    let old = project.path("old");
    succeed(project.root(), &["build", "--quiet", "--out", old.to_str().unwrap()]);

    // A year later the publisher has revised a number, and the project took it over.
    let revised = served.lock().unwrap().replace("E23000001,2012,1847031\n", "E23000001,2012,1847032\n");
    assert_ne!(*served.lock().unwrap(), revised);
    *served.lock().unwrap() = revised;
    succeed(project.root(), &["pull", "--only", "child-population", "--update", "child-population"]);
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
