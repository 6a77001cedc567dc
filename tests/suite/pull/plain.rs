//! Plain files: pinned once, asked for conditionally, changed only by name, built without a network.

use assess::source::pull::State;
use assess::source::pull::status::{Standing, status};
use assess::source::store::Held;

use super::desk::{Desk, NOW, Wish, file};
use super::server::{Reply, Server};

const FIRST: &str = "force,period,count\nA,2023/24,10\nB,2023/24,7\n";
/// One value of the first revised, one row and one period more.
const SECOND: &str = "force,period,count\nA,2023/24,12\nB,2023/24,7\nA,2024/25,3\n";

/// A server with one file, whose vintage the test can change.
fn server() -> (Server, std::sync::Arc<std::sync::Mutex<&'static str>>) {
    let body = std::sync::Arc::new(std::sync::Mutex::new(FIRST));
    let served = std::sync::Arc::clone(&body);
    let server = Server::start(move |asked| {
        let body = *served.lock().unwrap();
        let etag = format!("\"v{}\"", body.len());
        if asked.header("if-none-match") == etag {
            return Reply::status(304).with("ETag", &etag);
        }
        Reply::csv(body).with("ETag", &etag).with("Last-Modified", "Thu, 23 Apr 2026 08:30:00 GMT")
    });
    (server, body)
}

fn desk(server: &Server) -> Desk {
    Desk::new(&file("crime", &server.url("/crime.csv"), "csv", ""))
}

#[test]
fn a_new_file_is_stored_pinned_and_read_by_its_path() {
    let (server, _) = server();
    let desk = desk(&server);
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    // SHA-256 of FIRST, by sha256sum.
    let sha256 = "edf331991f7924039750c8ae76f9ff5de4f55c10a73e65a0e26c3229fb9bed81";
    let pinned = desk.pinned("crime");
    assert_eq!(pinned.sha256, sha256);
    assert_eq!(pinned.url, server.url("/crime.csv"));
    assert_eq!(pinned.reached, pinned.url);
    assert_eq!(pinned.bytes, FIRST.len() as u64);
    assert_eq!(pinned.media_type, "text/csv; charset=utf-8");
    assert_eq!(pinned.last_modified, "Thu, 23 Apr 2026 08:30:00 GMT");
    assert_eq!(pinned.first_seen, NOW);
    assert_eq!(desk.built("fetched/crime.csv").unwrap(), FIRST.as_bytes());
    assert!(desk.unfinished().is_empty());
    let stored = desk.path(&format!(".assess/store/{}/{}", &pinned.sha256[..2], &pinned.sha256[2..]));
    assert_eq!(std::fs::read(stored).unwrap(), FIRST.as_bytes());
}

#[test]
fn a_second_pull_asks_conditionally_and_leaves_the_lock_alone() {
    let (server, _) = server();
    let desk = desk(&server);
    desk.pull(&Wish::default());
    let before = desk.lock_text();
    server.forget();
    let later = Wish { now: "2027-01-01T00:00:00Z".to_owned(), ..Wish::default() };
    assert_eq!(desk.one(&later).state, State::Pinned);
    assert_eq!(server.asked()[0].header("if-none-match"), format!("\"v{}\"", FIRST.len()));
    assert_eq!(desk.lock_text(), before);
}

#[test]
fn the_same_bytes_under_a_new_validator_change_nothing() {
    let count = std::sync::atomic::AtomicU64::new(0);
    let server = Server::start(move |_| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Reply::csv(FIRST).with("ETag", &format!("\"{number}\""))
    });
    let desk = desk(&server);
    desk.pull(&Wish::default());
    let before = desk.lock_text();
    assert_eq!(desk.one(&Wish::default()).state, State::Pinned);
    assert_eq!(desk.lock_text(), before);
}

#[test]
fn a_changed_file_is_told_and_not_adopted() {
    let (server, body) = server();
    let desk = desk(&server);
    desk.pull(&Wish::default());
    let before = desk.lock_text();
    *body.lock().unwrap() = SECOND;
    let State::Changed(difference) = desk.one(&Wish::default()).state else { panic!("not changed") };
    let changes = difference.changes.unwrap();
    assert_eq!(changes.rows, (2, 3));
    assert_eq!((changes.added, changes.removed, changes.revised), (1, 0, 1));
    assert_eq!(changes.new_periods, ["2024/25"]);
    let revision = &changes.revisions[0];
    assert_eq!((revision.row.as_str(), revision.column.as_str()), ("A, 2023/24", "count"));
    assert_eq!((revision.before.as_str(), revision.after.as_str()), ("10", "12"));
    assert_eq!(desk.lock_text(), before);
    assert_eq!(desk.built("fetched/crime.csv").unwrap(), FIRST.as_bytes());
    let mut project = desk.project();
    let lines = status(&mut project, &desk.read_catalogue().unwrap(), &[]).unwrap();
    assert_eq!(lines[0].standing, Standing::Changed);
}

#[test]
fn a_changed_file_is_adopted_by_name_and_the_old_vintage_stays() {
    let (server, body) = server();
    let desk = desk(&server);
    desk.pull(&Wish::default());
    let (old, old_lock) = (desk.pinned("crime"), desk.lock_text());
    *body.lock().unwrap() = SECOND;
    let update = Wish { update: vec!["crime".to_owned()], now: "2027-01-01T00:00:00Z".to_owned(), ..Wish::default() };
    assert!(matches!(desk.one(&update).state, State::Updated(_)));
    assert_eq!(desk.built("fetched/crime.csv").unwrap(), SECOND.as_bytes());
    assert_eq!(desk.pinned("crime").first_seen, "2027-01-01T00:00:00Z");
    // The lock tells the successor from what it took the place of.
    assert_eq!((old.replaced.as_str(), desk.pinned("crime").replaced), ("", old.sha256.clone()));
    assert_eq!(desk.project().store().held(&old.sha256), Held::Whole);
    // Last year's lock, out of version control, builds last year's chapter.
    desk.write("data/sources.lock", old_lock);
    assert_eq!(desk.built("fetched/crime.csv").unwrap(), FIRST.as_bytes());
}

#[test]
fn what_was_offered_can_be_adopted_without_a_network() {
    let (server, body) = server();
    let desk = desk(&server);
    desk.pull(&Wish::default());
    *body.lock().unwrap() = SECOND;
    desk.pull(&Wish::default());
    server.forget();
    let offline = Wish { offline: true, ..Wish::default() };
    assert!(matches!(desk.one(&offline).state, State::Changed(_)));
    let adopt = Wish { update: vec!["crime".to_owned()], ..offline };
    assert!(matches!(desk.one(&adopt).state, State::Updated(_)));
    assert!(server.asked().is_empty());
    assert_eq!(desk.built("fetched/crime.csv").unwrap(), SECOND.as_bytes());
    assert_eq!(desk.pinned("crime").replaced.len(), 64);
}

#[test]
fn offline_holds_the_store_against_the_lock_and_asks_nobody() {
    let (server, _) = server();
    let desk = desk(&server);
    let offline = Wish { offline: true, ..Wish::default() };
    assert_eq!(desk.fault(&offline).id, "source-unpinned");
    desk.pull(&Wish::default());
    server.forget();
    assert_eq!(desk.one(&offline).state, State::Pinned);
    std::fs::remove_dir_all(desk.path(".assess")).unwrap();
    assert_eq!(desk.fault(&offline).id, "store-missing");
    assert!(server.asked().is_empty());
}

#[test]
fn locked_fails_where_the_lock_would_change() {
    let (server, body) = server();
    let desk = desk(&server);
    let locked = Wish { locked: true, ..Wish::default() };
    assert_eq!(desk.fault(&locked).id, "lock-would-change");
    assert_eq!(desk.lock_text(), "");
    desk.pull(&Wish::default());
    let before = desk.lock_text();
    // A clean machine: the store is empty, the lock is there.
    std::fs::remove_dir_all(desk.path(".assess")).unwrap();
    assert_eq!(desk.one(&locked).state, State::Restored);
    *body.lock().unwrap() = SECOND;
    assert_eq!(desk.fault(&locked).id, "lock-would-change");
    let update = Wish { update: vec!["crime".to_owned()], ..locked };
    assert_eq!(desk.fault(&update).id, "lock-would-change");
    assert_eq!(desk.lock_text(), before);
}

#[test]
fn a_dry_run_asks_and_writes_nothing() {
    let (server, _) = server();
    let desk = desk(&server);
    let dry = Wish { dry_run: true, ..Wish::default() };
    assert!(matches!(desk.one(&dry).state, State::Planned(said) if said.contains("/crime.csv")));
    assert!(server.asked().is_empty());
    assert!(!desk.path(".assess").exists() && !desk.path("data/sources.lock").exists());
}

#[test]
fn a_damaged_file_of_the_store_stops_a_build_and_is_healed_by_the_next_pull() {
    let (server, _) = server();
    let desk = desk(&server);
    desk.pull(&Wish::default());
    let pinned = desk.pinned("crime");
    let stored = desk.project().store().path(&pinned.sha256);
    std::fs::remove_file(&stored).unwrap();
    std::fs::write(&stored, "force,period,count\nA,2023/24,99\n").unwrap();
    let fault = desk.built("fetched/crime.csv").unwrap_err();
    assert_eq!(fault.id, "store-damaged");
    assert!(fault.remedy.contains("assess pull --only crime"));
    assert_eq!(desk.fault(&Wish { offline: true, ..Wish::default() }).id, "store-damaged");
    let before = desk.lock_text();
    assert_eq!(desk.one(&Wish::default()).state, State::Restored);
    assert_eq!(desk.built("fetched/crime.csv").unwrap(), FIRST.as_bytes());
    assert_eq!(desk.lock_text(), before);
}

#[test]
fn pinned_bytes_that_are_lost_and_no_longer_offered_are_not_replaced_in_silence() {
    let (server, body) = server();
    let desk = desk(&server);
    desk.pull(&Wish::default());
    std::fs::remove_dir_all(desk.path(".assess")).unwrap();
    *body.lock().unwrap() = SECOND;
    assert_eq!(desk.fault(&Wish::default()).id, "pinned-lost");
}

#[test]
fn only_pulls_what_is_named_and_a_misspelt_name_is_refused() {
    let (server, _) = server();
    let both = file("crime", &server.url("/a.csv"), "csv", "") + &file("people", &server.url("/b.csv"), "csv", "");
    let desk = Desk::new(&both);
    let report = desk.pull(&Wish { only: vec!["people".to_owned()], ..Wish::default() });
    assert_eq!(report.outcomes.len(), 1);
    assert_eq!(server.asked()[0].path, "/b.csv");
    let failure = desk.try_pull(&Wish { only: vec!["poeple".to_owned()], ..Wish::default() }).unwrap_err();
    assert!(failure.to_string().contains("did you mean `people`?"), "{failure}");
}

#[test]
fn a_template_pulls_one_file_a_force_and_period() {
    let server = Server::start(|asked| Reply::csv(format!("path\n{}\n", asked.path)));
    let url = server.url("/{period}/{force}.csv");
    let desk = Desk::new(&file("series", &url, "csv", "each_period = [\"2023-24\", \"2024-25\"]"));
    let report = desk.pull(&Wish::default());
    let keys: Vec<&str> = report.outcomes.iter().map(|outcome| outcome.key.as_str()).collect();
    let expected = [
        "series/2023-24/BTP",
        "series/2023-24/E23000001",
        "series/2023-24/E23000002",
        "series/2024-25/BTP",
        "series/2024-25/E23000001",
        "series/2024-25/E23000002",
    ];
    assert_eq!(keys, expected);
    assert_eq!(desk.built("fetched/series/2024-25/BTP.csv").unwrap(), b"path\n/2024-25/BTP.csv\n");
}

#[test]
fn a_source_that_was_never_pulled_stops_a_build_with_the_command_to_run() {
    let (server, _) = server();
    let fault = desk(&server).built("fetched/crime.csv").unwrap_err();
    assert_eq!(fault.id, "source-unpinned");
    assert!(fault.remedy.contains("assess pull --only crime"), "{}", fault.remedy);
}
