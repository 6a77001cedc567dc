//! The arguments of `assess pull` through the program: what it prints, and the status it ends with.

use std::process::Output;
use std::sync::{Arc, Mutex};

use crate::project::{assess, said};

use super::desk::{Desk, file};
use super::server::{Reply, Server};

const FIRST: &str = "force,period,count\nA,2023/24,10\nB,2023/24,7\n";
/// One value of the first revised, one row and one period more.
const SECOND: &str = "force,period,count\nA,2023/24,12\nB,2023/24,7\nA,2024/25,3\n";

/// Two sources, and the vintage that is served of both.
struct Office {
    server: Server,
    served: Arc<Mutex<&'static str>>,
    desk: Desk,
}

impl Office {
    fn open() -> Self {
        let served = Arc::new(Mutex::new(FIRST));
        let shown = Arc::clone(&served);
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/missing.csv" => Reply::status(404),
            _ => Reply::csv(*shown.lock().unwrap()),
        });
        let sources = file("crime", &server.url("/crime.csv"), "csv", "")
            + &file("people", &server.url("/people.csv"), "csv", "note = \"x\"");
        Self { desk: Desk::new(&sources), server, served }
    }

    fn pull(&self, arguments: &[&str]) -> Output {
        assess(self.desk.root(), &[&["pull"], arguments].concat())
    }

    /// Pulls; gives the status and what was printed as the result.
    fn result(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.pull(arguments);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    }

    /// Pulls; gives the status and what was printed beside the result.
    fn trouble(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.pull(arguments);
        (output.status.code(), said(&output))
    }
}

#[test]
fn a_first_pull_says_new_and_a_second_pinned() {
    let office = Office::open();
    let (status, text) = office.result(&[]);
    assert_eq!(status, Some(0), "{text}");
    let words: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().take(2).collect()).collect();
    assert_eq!(words, [["new", "crime"], ["new", "people"]]);
    let (status, text) = office.result(&[]);
    assert_eq!((status, text.matches("pinned ").count()), (Some(0), 2), "{text}");
    // With few words, what only stayed as it was is not told.
    assert_eq!(office.result(&["--quiet"]), (Some(0), String::new()));
}

#[test]
fn status_shows_new_pinned_changed_missing_and_stale_at_a_glance() {
    let office = Office::open();
    let (status, text) = office.result(&["--status"]);
    assert_eq!(status, Some(1));
    assert!(text.ends_with("2 new\n"), "{text}");
    assert!(office.server.asked().is_empty());
    office.pull(&[]);
    let (status, text) = office.result(&["--status"]);
    assert_eq!(status, Some(0));
    assert!(text.ends_with("2 pinned\n") && text.contains("first seen 20"), "{text}");
    *office.served.lock().unwrap() = SECOND;
    office.pull(&["--only", "crime"]);
    let (status, text) = office.result(&["--status"]);
    assert_eq!(status, Some(1));
    assert!(text.ends_with("1 pinned, 1 changed\n") && text.contains("offered: "), "{text}");
    std::fs::remove_dir_all(office.desk.path(".assess")).unwrap();
    assert!(office.result(&["--status"]).1.ends_with("2 missing\n"));
    office.desk.catalogue(&file("crime", &office.server.url("/elsewhere.csv"), "csv", ""));
    let text = office.result(&["--status"]).1;
    assert!(text.contains("missing   crime") && text.contains("stale     people"), "{text}");
    let (status, text) = office.result(&["--status", "--only", "crime"]);
    assert_eq!((status, text.lines().count()), (Some(1), 2), "{text}");
}

#[test]
fn a_changed_file_is_told_in_rows_periods_and_values_and_adopted_only_by_name() {
    let office = Office::open();
    office.pull(&[]);
    let lock = office.desk.lock_text();
    *office.served.lock().unwrap() = SECOND;
    let output = office.pull(&["--only", "crime"]);
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    for words in [
        "changed   crime",
        "rows 2 → 3 (1 added, 0 removed), 1 values revised",
        "new periods: 2024/25",
        "A, 2023/24: count changed from 10 to 12",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    assert!(said(&output).contains("adopt with --update crime"), "{}", said(&output));
    assert_eq!(office.desk.lock_text(), lock);
    let (status, text) = office.result(&["--only", "crime", "--update", "crime"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.starts_with("updated   crime"), "{text}");
    assert_ne!(office.desk.lock_text(), lock);
    assert_eq!(office.desk.built("fetched/crime.csv").unwrap(), SECOND.as_bytes());
    assert_eq!(office.desk.built("fetched/people.csv").unwrap(), FIRST.as_bytes());
}

#[test]
fn only_asks_for_what_is_named_and_knows_its_nearest_neighbour() {
    let office = Office::open();
    assert_eq!(office.pull(&["--only", "people"]).status.code(), Some(0));
    assert_eq!(office.server.asked().iter().map(|asked| asked.path.as_str()).collect::<Vec<_>>(), ["/people.csv"]);
    let (status, text) = office.trouble(&["--only", "poeple"]);
    assert_eq!(status, Some(2));
    assert!(text.contains("did you mean `people`?"), "{text}");
    assert_eq!(office.trouble(&["--update", "nobody"]).0, Some(2));
}

#[test]
fn a_dry_run_says_what_would_be_asked_and_writes_nothing() {
    let office = Office::open();
    let (status, text) = office.result(&["--dry-run"]);
    assert_eq!((status, text.matches("would ask http://127.0.0.1:").count()), (Some(0), 2), "{text}");
    assert!(office.server.asked().is_empty() && !office.desk.path(".assess").exists());
}

#[test]
fn offline_asks_nobody_and_fails_where_the_store_lacks_something() {
    let office = Office::open();
    let (status, text) = office.trouble(&["--offline"]);
    assert_eq!(status, Some(1));
    assert!(text.contains("error[source-unpinned]") && text.contains("assess pull --only crime"), "{text}");
    office.pull(&[]);
    office.server.stop();
    let (status, text) = office.result(&["--offline"]);
    assert_eq!((status, text.matches("pinned").count()), (Some(0), 2), "{text}");
    std::fs::remove_dir_all(office.desk.path(".assess")).unwrap();
    let (status, text) = office.trouble(&["--offline"]);
    assert_eq!(status, Some(1));
    assert!(text.contains("error[store-missing]"), "{text}");
}

#[test]
fn locked_fails_where_the_lock_would_change_and_only_there() {
    let office = Office::open();
    let (status, text) = office.trouble(&["--locked"]);
    assert_eq!(status, Some(1));
    assert!(text.contains("error[lock-would-change]"), "{text}");
    assert_eq!(office.desk.lock_text(), "");
    office.pull(&[]);
    assert_eq!(office.pull(&["--locked"]).status.code(), Some(0));
    let lock = office.desk.lock_text();
    *office.served.lock().unwrap() = SECOND;
    assert_eq!(office.trouble(&["--locked"]).0, Some(1));
    assert_eq!(office.desk.lock_text(), lock);
}

#[test]
fn a_file_that_cannot_be_had_ends_in_an_error_with_its_source_and_remedy() {
    let office = Office::open();
    office.desk.catalogue(
        &(file("crime", &office.server.url("/crime.csv"), "csv", "")
            + &file("gone", &office.server.url("/missing.csv"), "csv", "")),
    );
    let output = office.pull(&[]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1));
    for words in
        ["error[not-found]: `gone`: the server has nothing at this address (404", "--> data/sources.toml:", "remedy: "]
    {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    // The other was pulled all the same.
    assert!(office.desk.built("fetched/crime.csv").is_ok());
}

#[test]
fn arguments_that_contradict_each_other_are_refused() {
    let office = Office::open();
    assert_eq!(office.pull(&["--status", "--locked"]).status.code(), Some(2));
    assert_eq!(office.pull(&["--jobs", "0"]).status.code(), Some(2));
    assert!(office.server.asked().is_empty());
}
