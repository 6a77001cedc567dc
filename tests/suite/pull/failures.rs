//! What goes wrong on the way, and what is left of it: a clear fault, a whole store, and a next pull that heals.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use assess::source::pull::State;

use super::desk::{Desk, Wish, file, source};
use super::server::{Asked, Reply, Server};

const CSV: &str = "force,count\nA,10\n";

/// A server that answers its first requests so, and then well.
fn after(times: usize, first: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    let count = AtomicUsize::new(0);
    Server::start(move |_| if count.fetch_add(1, Ordering::SeqCst) < times { first() } else { Reply::csv(CSV) })
}

fn desk(server: &Server) -> Desk {
    Desk::new(&file("a", &server.url("/a.csv"), "csv", ""))
}

fn fault_of(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (String, usize) {
    let server = Server::start(reply);
    let desk = desk(&server);
    let fault = desk.fault(&Wish::default());
    assert!(fault.what.starts_with("`a`: ") && !fault.remedy.is_empty(), "{fault}");
    assert_eq!(fault.place.file, "data/sources.toml");
    assert!(fault.place.line.is_some());
    assert!(desk.lock_text().is_empty());
    (fault.id.to_owned(), server.asked().len())
}

#[test]
fn each_failure_has_its_own_name_and_is_tried_again_only_where_that_can_help() {
    let once = |id: &str| (id.to_owned(), 1);
    let thrice = |id: &str| (id.to_owned(), 3);
    assert_eq!(fault_of(|_| Reply::status(404)), once("not-found"));
    assert_eq!(fault_of(|_| Reply::status(410)), once("not-found"));
    assert_eq!(fault_of(|_| Reply::status(403)), once("access-refused"));
    assert_eq!(fault_of(|_| Reply::status(400)), once("request-refused"));
    assert_eq!(fault_of(|_| Reply::status(418)), once("answer-unexpected"));
    assert_eq!(fault_of(|_| Reply::status(204)), once("answer-unexpected"));
    assert_eq!(fault_of(|_| Reply::status(500)), thrice("server-error"));
    assert_eq!(fault_of(|_| Reply::status(503)), thrice("server-error"));
    assert_eq!(fault_of(|_| Reply::status(429)), thrice("server-busy"));
    assert_eq!(fault_of(|_| Reply::csv("")), once("file-empty"));
    assert_eq!(fault_of(|_| Reply::new(200, "application/pdf", "%PDF-1.7")), once("media-type-wrong"));
    assert_eq!(fault_of(|_| Reply::csv("x").with("Content-Encoding", "gzip")), once("media-type-wrong"));
    assert_eq!(fault_of(|_| Reply::csv("{\"error\": 1}")), once("content-wrong"));
    let silent = Duration::from_millis(900);
    assert_eq!(fault_of(move |_| Reply { delay: silent, ..Reply::csv(CSV) }), thrice("timed-out"));
}

#[test]
fn a_page_to_log_in_is_not_taken_for_the_file() {
    let page = "\n<!DOCTYPE html><html><title>Sign in</title></html>";
    assert_eq!(fault_of(move |_| Reply::new(200, "text/html; charset=utf-8", page)).0, "web-page");
    // Whatever the server calls it.
    assert_eq!(fault_of(move |_| Reply::csv(page)).0, "web-page");
}

#[test]
fn a_server_that_is_not_there_is_named_as_such() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://127.0.0.1:{}/a.csv", listener.local_addr().unwrap().port());
    drop(listener);
    assert_eq!(Desk::new(&file("a", &url, "csv", "")).fault(&Wish::default()).id, "connection-failed");
}

#[test]
fn a_server_that_recovers_is_tried_again() {
    for status in [408, 425, 429, 500, 502, 503, 504] {
        let server = after(2, move || Reply::status(status));
        assert_eq!(desk(&server).one(&Wish::default()).state, State::New, "{status}");
        assert_eq!(server.asked().len(), 3);
    }
}

#[test]
fn a_wait_the_server_asks_for_is_kept() {
    let server = after(1, || Reply::status(429).with("Retry-After", "1"));
    let began = Instant::now();
    assert_eq!(desk(&server).one(&Wish::default()).state, State::New);
    assert!(began.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_wait_until_a_date_is_kept() {
    let until = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(2);
    let date = until.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let server = after(1, move || Reply::status(503).with("Retry-After", &date));
    let began = Instant::now();
    assert_eq!(desk(&server).one(&Wish::default()).state, State::New);
    assert!(began.elapsed() >= Duration::from_millis(900));
}

#[test]
fn a_wait_that_is_too_long_is_told_and_not_kept() {
    let server = Server::start(|_| Reply::status(429).with("Retry-After", "3600"));
    let fault = desk(&server).fault(&Wish::default());
    assert_eq!(fault.id, "server-busy");
    assert!(fault.what.contains("3600 seconds"), "{}", fault.what);
    assert_eq!(server.asked().len(), 1);
}

/// A file of 200,000 bytes of rows.
fn long() -> String {
    "A,10\n".repeat(40_000)
}

/// Serves ranges of the long file as a good server does, but breaks off each answer after `most` bytes.
fn breaking(most: usize, etag: impl Fn() -> String + Send + Sync + 'static) -> Server {
    Server::start(move |asked| {
        let (body, etag) = (long(), etag());
        let range = asked.header("range").strip_prefix("bytes=").and_then(|range| range.strip_suffix('-'));
        let start: usize = range.and_then(|start| start.parse().ok()).unwrap_or(0);
        let same = asked.header("if-range") == etag;
        let start = if same { start } else { 0 };
        let rest = &body[start..];
        let mut reply = Reply::csv(&rest[..rest.len().min(most)]).with("ETag", &etag);
        reply.stated = Some(rest.len() as u64);
        if start > 0 {
            reply.status = 206;
            let range = format!("bytes {start}-{}/{}", body.len() - 1, body.len());
            reply = reply.with("Content-Range", &range);
        }
        reply
    })
}

#[test]
fn a_download_that_breaks_off_goes_on_where_it_stopped() {
    let server = breaking(90_000, || "\"v1\"".to_owned());
    let desk = desk(&server);
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    assert_eq!(desk.built("fetched/a.csv").unwrap(), long().as_bytes());
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    assert_eq!(asked[2].header("if-range"), "\"v1\"");
    assert!(asked[2].header("range").starts_with("bytes="));
    assert!(desk.unfinished().is_empty());
}

#[test]
fn the_next_pull_goes_on_where_the_last_one_broke_off() {
    let server = breaking(50_000, || "\"v1\"".to_owned());
    let desk = desk(&server);
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "download-truncated");
    assert!(!desk.unfinished().is_empty());
    server.forget();
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    assert_ne!(server.asked()[0].header("range"), "");
    assert_eq!(desk.built("fetched/a.csv").unwrap(), long().as_bytes());
}

#[test]
fn pieces_of_two_vintages_are_never_joined() {
    // Every answer is of another vintage, so that none can be gone on with.
    let count = AtomicUsize::new(0);
    let server = breaking(90_000, move || format!("\"v{}\"", count.fetch_add(1, Ordering::SeqCst)));
    let desk = desk(&server);
    assert_eq!(desk.fault(&Wish::default()).id, "download-truncated");
    assert!(desk.lock_text().is_empty());
}

#[test]
fn a_range_that_begins_elsewhere_is_not_joined() {
    let server = Server::start(|asked| match asked.header("range") {
        "" => Reply { stated: Some(400), ..Reply::csv("a,b\n".repeat(50)).with("ETag", "\"1\"") },
        _ => Reply { status: 206, ..Reply::csv("wrong").with("Content-Range", "bytes 7-11/400") },
    });
    let desk = desk(&server);
    assert!(["download-broken", "download-truncated"].contains(&desk.fault(&Wish::default()).id));
    assert!(desk.lock_text().is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_nothing_half_written_is_taken_for_whole() {
    let server = Server::start(|_| Reply::csv(long()));
    let desk = desk(&server);
    let partial = desk.path(".assess/store/partial");
    std::fs::create_dir_all(&partial).unwrap();
    let name = assess::source::sha256(format!("a\n{}", server.url("/a.csv")).as_bytes());
    // The system's own full disk.
    std::os::unix::fs::symlink("/dev/full", partial.join(format!("{name}.part"))).unwrap();
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "disk-full");
    assert!(fault.remedy.contains("--store"), "{}", fault.remedy);
    assert!(desk.lock_text().is_empty());
    assert_eq!(desk.one(&Wish::default()).state, State::New);
}

#[test]
fn one_file_that_fails_does_not_keep_the_others() {
    let server = Server::start(|asked| if asked.path == "/b.csv" { Reply::status(404) } else { Reply::csv(CSV) });
    let sources: String = ["a", "b", "c"].map(|id| file(id, &server.url(&format!("/{id}.csv")), "csv", "")).concat();
    let desk = Desk::new(&sources);
    let report = desk.pull(&Wish::default());
    let states: Vec<bool> = report.outcomes.iter().map(|outcome| outcome.state == State::New).collect();
    assert_eq!(states, [true, false, true]);
    assert!(desk.lock_text().contains("key = \"a\"") && desk.lock_text().contains("key = \"c\""));
}

#[test]
fn no_more_files_are_fetched_at_once_than_asked() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (inside, peak) = (Arc::clone(&now), Arc::clone(&most));
    let server = Server::start(move |_| {
        peak.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(50));
        inside.fetch_sub(1, Ordering::SeqCst);
        Reply::csv(CSV)
    });
    let url = server.url("/{period}.csv");
    let periods: Vec<String> = (0..12).map(|number| format!("\"p{number}\"")).collect();
    let desk = Desk::new(&file("a", &url, "csv", &format!("each_period = [{}]", periods.join(", "))));
    assert_eq!(desk.pull(&Wish { jobs: 3, ..Wish::default() }).outcomes.len(), 12);
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

#[test]
fn two_pulls_at_once_do_not_touch_each_other() {
    let server = Server::start(|_| Reply { delay: Duration::from_millis(300), ..Reply::csv(CSV) });
    let desk = desk(&server);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| desk.try_pull(&Wish::default()));
        std::thread::sleep(Duration::from_millis(120));
        let second = desk.try_pull(&Wish::default()).unwrap_err();
        assert!(second.to_string().contains("another pull is at work"), "{second}");
        assert_eq!(second.status(), 2);
        assert_eq!(first.join().unwrap().unwrap().outcomes[0].state, State::New);
    });
    assert_eq!(desk.one(&Wish::default()).state, State::Pinned);
}

#[test]
fn a_pull_that_is_killed_leaves_a_whole_store_and_the_next_one_heals() {
    // Nine files come at once; the tenth is long and slow, so that the kill strikes in the middle of it.
    let server = Server::start(|asked| match asked.path.as_str() {
        "/p9.csv" if asked.header("range").is_empty() => {
            let drip = Some((4_000, Duration::from_millis(100)));
            Reply { drip, ..Reply::csv(long()).with("ETag", "\"1\"") }
        }
        "/p9.csv" => {
            let range = asked.header("range").trim_start_matches("bytes=").trim_end_matches('-');
            let start: usize = range.parse().unwrap();
            let stated = format!("bytes {start}-{}/{}", long().len() - 1, long().len());
            let reply = Reply::csv(&long()[start..]).with("ETag", "\"1\"").with("Content-Range", &stated);
            Reply { status: 206, ..reply }
        }
        path => Reply::csv(format!("path\n{path}\n")),
    });
    let periods: Vec<String> = (0..10).map(|number| format!("\"p{number}\"")).collect();
    let more = format!("each_period = [{}]", periods.join(", "));
    let desk = Desk::new(&file("a", &server.url("/{period}.csv"), "csv", &more));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_assess"))
        .args(["--root", desk.root().to_str().unwrap(), "pull"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while server.asked().len() < 10 && began.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
    child.kill().unwrap();
    child.wait().unwrap();
    // What was pinned before the kill is kept and whole.
    let kept = desk.lock_text().matches("[[file]]").count();
    assert_eq!(kept, 9, "{}", desk.lock_text());
    assert!(desk.built("fetched/a/p3.csv").is_ok());
    assert_eq!(desk.built("fetched/a/p9.csv").unwrap_err().id, "source-unpinned");
    server.forget();
    // The program's own clock wrote when it first saw each file.
    let report = desk.pull(&Wish { now: "2099-01-01T00:00:00Z".to_owned(), ..Wish::default() });
    assert!(report.faults().is_empty(), "{:?}", report.faults());
    assert_eq!(desk.built("fetched/a/p9.csv").unwrap(), long().as_bytes());
    let slow = server.asked().into_iter().find(|asked| asked.path == "/p9.csv").unwrap();
    assert_ne!(slow.header("range"), "", "the long file goes on where it was");
    assert!(desk.unfinished().is_empty());
}

const DATABASE: &str = "kind = \"sql\"\ncontract = \"counts\"\nstatement = \"queries/counts.sql\"\n\
    url = \"postgresql://127.0.0.1:1/returns\"\nauth = { user_env = \"DB_USER\", token_env = \"DB_PASSWORD\" }";

#[test]
fn a_database_without_a_statement_is_not_asked() {
    let desk = Desk::new(&source("counts", DATABASE));
    fs::create_dir(desk.path("data/queries")).unwrap();
    desk.write("data/queries/counts.sql", " \n");
    let told = desk.try_pull(&Wish::default()).unwrap_err().to_string();
    assert!(told.contains("statement-empty") && told.contains("data/queries/counts.sql"), "{told}");
}

#[cfg(not(feature = "sql"))]
#[test]
fn a_program_without_databases_says_so() {
    let desk = Desk::new(&source("counts", DATABASE));
    fs::create_dir(desk.path("data/queries")).unwrap();
    desk.write("data/queries/counts.sql", "SELECT 1");
    let held =
        [("DB_USER", "reader"), ("DB_PASSWORD", "word")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let fault = desk.fault(&Wish { environment: held.into(), ..Wish::default() });
    assert_eq!(fault.id, "sql-not-built");
    assert!(fault.remedy.contains("--features sql") && desk.lock_text().is_empty());
}
