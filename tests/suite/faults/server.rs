//! A server that does everything a server must not: each behaviour ends in an error that names it, or in the right bytes; nothing wrong is
//! pinned, nothing is left behind.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use assess::source::pull::State;

use super::Tally;
use crate::pull::desk::{Desk, Wish, file};
use crate::pull::server::{Reply, Server};
use crate::workbooks::{archive, ods, xlsx};

const GOOD: &str = "force,count\nA,1\nB,2\n";

/// What must come of it.
enum End {
    /// The right bytes are pinned.
    Right,
    /// One of these faults.
    Fault(&'static [&'static str]),
}

use End::{Fault, Right};

struct Behaviour {
    name: String,
    format: &'static str,
    reply: Reply,
    end: End,
}

fn good() -> Reply {
    Reply::csv(GOOD)
}

fn behaviours() -> Vec<Behaviour> {
    let mut all = Vec::new();
    let mut add = |name: &str, format: &'static str, reply: Reply, end: End| {
        all.push(Behaviour { name: name.to_owned(), format, reply, end });
    };
    // Status.
    for (status, end) in [
        (204, &["answer-unexpected"][..]),
        (205, &["answer-unexpected"]),
        (207, &["answer-unexpected"]),
        (300, &["redirect-refused"]),
        (304, &["answer-unexpected"]),
        (305, &["redirect-refused"]),
        (400, &["request-refused"]),
        (401, &["access-refused"]),
        (402, &["answer-unexpected"]),
        (403, &["access-refused"]),
        (404, &["not-found"]),
        (405, &["answer-unexpected"]),
        (407, &["access-refused"]),
        (408, &["server-error"]),
        (410, &["not-found"]),
        (418, &["answer-unexpected"]),
        (422, &["request-refused"]),
        (425, &["server-error"]),
        (429, &["server-busy"]),
        (451, &["answer-unexpected"]),
        (500, &["server-error"]),
        (501, &["answer-unexpected"]),
        (502, &["server-error"]),
        (503, &["server-error"]),
        (504, &["server-error"]),
        (599, &["answer-unexpected"]),
    ] {
        add(&format!("status {status}"), "csv", Reply::status(status), Fault(end));
    }
    // Parts that nobody asked for.
    let part = |range: &str| Reply { status: 206, ..good() }.with("Content-Range", range);
    for range in ["bytes 0-19/20", "bytes 0-19/40", "bytes 5-24/25", "bytes */20", "nonsense"] {
        add(&format!("an unasked part, {range}"), "csv", part(range), Fault(&["download-broken"]));
    }
    add("an unasked part without a range", "csv", Reply { status: 206, ..good() }, Fault(&["download-broken"]));
    // Lengths.
    add("less than stated", "csv", Reply { stated: Some(400), ..good() }, Fault(&["download-truncated", "timed-out"]));
    add("two gigabytes stated", "csv", Reply { stated: Some(2 << 30), ..good() }, Fault(&["too-large"]));
    add(
        "no length, and no end",
        "csv",
        Reply { again_and_again: Some(1 << 20), ..Reply::csv("a,b\n".repeat(1 << 14)) },
        Fault(&["too-large"]),
    );
    add("nothing", "csv", Reply::csv(""), Fault(&["file-empty"]));
    // Time.
    let drip = Some((1, Duration::from_millis(60)));
    add("a drip", "csv", Reply { drip, ..Reply::csv("a,b\n".repeat(300)) }, Fault(&["too-slow", "out-of-time"]));
    add("silence before the answer", "csv", Reply { delay: Duration::from_secs(3), ..good() }, Fault(&["timed-out"]));
    add("a wait of an hour asked for", "csv", Reply::status(503).with("Retry-After", "3600"), Fault(&["server-error"]));
    add(
        "a wait of no number asked for",
        "csv",
        Reply::status(503).with("Retry-After", "soon"),
        Fault(&["server-error"]),
    );
    add("a negative wait asked for", "csv", Reply::status(429).with("Retry-After", "-1"), Fault(&["server-busy"]));
    // Redirects.
    for (to, end) in [
        ("", &["redirect-refused", "redirect-endless"][..]),
        ("/a", &["redirect-endless"]),
        ("http://elsewhere.example/a.csv", &["redirect-refused"]),
        ("https://elsewhere.example/a.csv", &["redirect-refused"]),
        ("http://user:pass@127.0.0.1/a.csv", &["redirect-refused"]),
        ("file:///etc/passwd", &["redirect-refused"]),
        ("ftp://127.0.0.1/a.csv", &["redirect-refused"]),
        ("data:text/csv,a,b", &["redirect-refused"]),
        ("javascript:alert(1)", &["redirect-refused"]),
        ("http://169.254.169.254/latest/meta-data", &["redirect-refused"]),
        ("http://[::ffff:7f00:1]/a.csv", &["redirect-refused"]),
        ("//elsewhere.example/a.csv", &["redirect-refused"]),
    ] {
        add(&format!("a redirect to `{to}`"), "csv", Reply::redirect(to), Fault(end));
    }
    // Another thing than was promised.
    let page = Reply::csv("<!DOCTYPE html><html><title>Sign in</title></html>");
    add("a page called CSV", "csv", page, Fault(&["web-page"]));
    add("a page", "csv", Reply::new(200, "text/html", GOOD), Fault(&["web-page"]));
    add("a picture", "csv", Reply::new(200, "image/png", GOOD), Fault(&["media-type-wrong"]));
    add("JSON for CSV", "csv", Reply::csv("{\"error\": \"no\"}"), Fault(&["content-wrong"]));
    add("bytes for CSV", "csv", Reply::csv(b"a,b\n\0\x01".to_vec()), Fault(&["content-wrong"]));
    add("neither UTF-8 nor Windows-1252", "csv", Reply::csv(b"a,b\n\x81,1\n".to_vec()), Fault(&["encoding-unknown"]));
    add("an open quotation mark", "csv", Reply::csv("a,b\n\"x,1\n"), Fault(&["quote-open"]));
    add("compressed without being asked", "csv", good().with("Content-Encoding", "gzip"), Fault(&["media-type-wrong"]));
    add("CSV for a workbook", "xlsx", Reply::new(200, "application/zip", GOOD), Fault(&["content-wrong"]));
    let rows: [&[&str]; 2] = [&["force", "count"], &["A", "1"]];
    let whole = xlsx("T", &rows);
    let zip = "application/zip";
    add("half a workbook", "xlsx", Reply::new(200, zip, whole[..whole.len() / 2].to_vec()), Fault(&["content-wrong"]));
    add("an ODS for an XLSX", "xlsx", Reply::new(200, zip, ods("T", &rows)), Fault(&["content-wrong"]));
    let outside = archive(&[("content.xml", b"<office:document-content/>"), ("../../evil", b"x")]);
    add("a workbook that names a path outside", "ods", Reply::new(200, zip, outside), Fault(&["archive-refused"]));
    let bomb = archive(&[("content.xml", &vec![b' '; 40 << 20])]);
    add("a workbook that unpacks to a thousand times", "ods", Reply::new(200, zip, bomb), Fault(&["archive-refused"]));
    add("JSON cut short", "json", Reply::new(200, "application/json", "[{\"a\": 1"), Fault(&["not-json"]));
    add(
        "JSON without a table",
        "json",
        Reply::new(200, "application/json", "[[1], [2]]"),
        Fault(&["json-without-table"]),
    );
    add(
        "JSON nested without end",
        "json",
        Reply::new(200, "application/json", "[".repeat(100_000)),
        Fault(&["not-json"]),
    );
    add("a person", "csv", Reply::csv("force,note\nA,AB123456C\n"), Fault(&["person-level"]));
    // Odd, and right.
    add("a header of 8,000 bytes", "csv", good().with("X-Long", &"x".repeat(8_000)), Right);
    add("two types", "csv", good().with("Content-Type", "text/html"), Right);
    add("a validator with control characters", "csv", good().with("ETag", "\"a\tb\""), Right);
    add("a date of another century", "csv", good().with("Last-Modified", "Mon, 01 Jan 0001 00:00:00 GMT"), Right);
    add("cookies", "csv", good().with("Set-Cookie", "a=b; Domain=elsewhere.example"), Right);
    all
}

/// What became of one, in words; none where it is as it must be.
fn try_one(behaviour: &Behaviour) -> Option<String> {
    let reply = behaviour.reply.clone();
    let server = Server::start(move |_| reply.clone());
    let desk = Desk::new(&file("a", &server.url("/a"), behaviour.format, ""));
    let begun = Instant::now();
    let state = desk.one(&Wish::default()).state;
    if begun.elapsed() > Duration::from_secs(25) {
        return Some(format!("took {:?}", begun.elapsed()));
    }
    match (state, &behaviour.end) {
        (State::New, Right) if desk.built("fetched/a.csv").unwrap() == GOOD.as_bytes() => None,
        (State::Failed(fault), Fault(ids)) if ids.contains(&fault.id) => {
            let kept = desk.project().store().hashes();
            let resumable = ["download-truncated", "timed-out", "too-slow", "out-of-time"].contains(&fault.id);
            if !desk.lock_text().is_empty() || !kept.is_empty() || (!resumable && !desk.unfinished().is_empty()) {
                return Some(format!("left behind: {kept:?} {:?}", desk.unfinished()));
            }
            if fault.remedy.is_empty() || fault.place.line.is_none() {
                Some(format!("no remedy or place: {fault}"))
            } else {
                None
            }
        }
        (state, _) => Some(format!("{state:?}")),
    }
}

#[test]
fn a_hostile_server_gets_nothing_wrong_pinned() {
    let all = behaviours();
    assert!(all.len() >= 60, "{}", all.len());
    let (next, tally) = (AtomicUsize::new(0), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| {
                while let Some(behaviour) = all.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let wrong = try_one(behaviour);
                    let mut tally = tally.lock().unwrap();
                    match (wrong, &behaviour.end) {
                        (Some(wrong), _) => tally.wrong(&behaviour.name, wrong),
                        (None, Right) => tally.count("odd, and right", "pinned"),
                        (None, Fault(_)) => tally.count("hostile", "refused"),
                    }
                }
            });
        }
    });
    tally.into_inner().unwrap().hold("Behaviours of a hostile server");
}

/// The rest of a file is taken only if it is the rest of the same file.
#[test]
fn a_part_that_is_not_the_rest_of_the_same_file_is_never_joined() {
    let body: String = (0..2_000).map(|number| format!("{number},{}\n", number * 7)).collect();
    let body = format!("a,b\n{body}");
    let whole = body.len();
    /// From where the rest is asked for: its range, its validator, its bytes.
    type Part = Box<dyn Fn(usize) -> (String, String, Vec<u8>) + Send + Sync>;
    let cases: [(&str, Part); 5] = [
        (
            "goes on elsewhere",
            Box::new(move |at| {
                (format!("bytes {}-{}/{whole}", at + 1, whole - 1), "\"v1\"".to_owned(), vec![b'x'; whole - at - 1])
            }),
        ),
        (
            "ends before the end",
            Box::new(move |at| (format!("bytes {at}-{}/{whole}", at + 9), "\"v1\"".to_owned(), vec![b'x'; 10])),
        ),
        (
            "says no whole",
            Box::new(move |at| (format!("bytes {at}-{}/*", whole - 1), "\"v1\"".to_owned(), vec![b'x'; whole - at])),
        ),
        (
            "is of another file",
            Box::new(move |at| {
                (format!("bytes {at}-{}/{whole}", whole - 1), "\"v2\"".to_owned(), vec![b'x'; whole - at])
            }),
        ),
        (
            "is longer than it says",
            Box::new(move |at| {
                (format!("bytes {at}-{}/{whole}", whole - 1), "\"v1\"".to_owned(), vec![b'x'; whole - at + 5])
            }),
        ),
    ];
    for (name, part) in cases {
        let text = body.clone();
        let tries = AtomicUsize::new(0);
        let server = Server::start(move |asked| {
            let start =
                asked.header("range").strip_prefix("bytes=").and_then(|range| range.strip_suffix('-')?.parse().ok());
            match (tries.fetch_add(1, Ordering::SeqCst), start) {
                // The first answer breaks off.
                (0, _) => Reply {
                    stated: Some(text.len() as u64),
                    ..Reply::csv(&text.as_bytes()[..9_000]).with("ETag", "\"v1\"")
                },
                (_, Some(at)) => {
                    let (range, etag, bytes) = part(at);
                    Reply { status: 206, ..Reply::csv(bytes).with("Content-Range", &range).with("ETag", &etag) }
                }
                (_, None) => Reply::csv(text.clone()).with("ETag", "\"v1\""),
            }
        });
        let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
        match desk.one(&Wish::default()).state {
            State::New => assert_eq!(desk.built("fetched/a.csv").unwrap(), body.as_bytes(), "{name}"),
            State::Failed(fault) => assert!(desk.lock_text().is_empty(), "{name}: {fault}"),
            other => panic!("{name}: {other:?}"),
        }
        assert!(server.asked().iter().any(|asked| !asked.header("range").is_empty()), "{name}: nothing was resumed");
    }
}

/// Bytes that changed on the disk between two pulls are not gone on with.
#[test]
fn a_part_whose_bytes_changed_on_the_disk_is_fetched_again_from_the_start() {
    let body: String = format!("a,b\n{}", "1,2\n".repeat(3_000));
    let text = body.clone();
    let tries = AtomicUsize::new(0);
    let server = Server::start(move |asked| match tries.fetch_add(1, Ordering::SeqCst) {
        0..3 => {
            Reply { stated: Some(text.len() as u64), ..Reply::csv(&text.as_bytes()[..6_000]) }.with("ETag", "\"v1\"")
        }
        _ => {
            assert_eq!(asked.header("range"), "", "what was tampered with is not gone on with");
            Reply::csv(text.clone()).with("ETag", "\"v1\"")
        }
    });
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
    assert_eq!(desk.fault(&Wish::default()).id, "download-truncated");
    let part = desk.unfinished().into_iter().find(|name| name.ends_with(".part")).unwrap();
    let path = desk.path(".assess/store/partial").join(part);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] = b'9';
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    assert_eq!(desk.built("fetched/a.csv").unwrap(), body.as_bytes());
}

#[test]
fn parts_of_what_is_pulled_no_more_are_swept_up() {
    let server = Server::start(|_| good());
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
    std::fs::create_dir_all(desk.path(".assess/store/partial")).unwrap();
    desk.write(".assess/store/partial/0123.part", "of a source that is gone");
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    assert!(desk.unfinished().is_empty(), "{:?}", desk.unfinished());
}
