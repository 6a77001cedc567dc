//! What stands in the way on this machine, and interfaces that give nothing or never end: nothing is pinned, and nothing lost.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::desk::{Desk, Wish, file, source};
use super::server::{Reply, Server};

const CSV: &str = "force,count\nA,10\n";

fn server() -> Server {
    Server::start(|_| Reply::csv(CSV))
}

fn desk(server: &Server) -> Desk {
    Desk::new(&file("a", &server.url("/a.csv"), "csv", ""))
}

#[test]
fn a_store_that_cannot_be_written_to_is_named_with_its_remedy() {
    let (server, wish) = (server(), Wish::default());
    let desk = desk(&server);
    fs::create_dir_all(desk.path(".assess/store")).unwrap();
    desk.write(".assess/store/partial", "a file where a folder of the store should be");
    let fault = desk.fault(&wish);
    assert_eq!(fault.id, "store-unwritable");
    assert!(fault.remedy.contains("--store"), "{fault}");
    assert!(desk.lock_text().is_empty());
}

#[test]
fn a_pinned_file_that_cannot_be_read_is_not_called_damaged_or_missing() {
    let server = server();
    let desk = desk(&server);
    desk.pull(&Wish::default());
    let path = desk.project().store().path(&desk.pinned("a").sha256);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let fault = desk.built("fetched/a.csv").unwrap_err();
    assert_eq!(fault.id, "store-unreadable");
    assert!(fault.remedy.contains("--store"), "{}", fault.remedy);
}

#[test]
fn a_damaged_lock_is_refused_whole_with_its_line() {
    let server = server();
    let desk = desk(&server);
    desk.pull(&Wish::default());
    let good = desk.lock_text();
    let cut = good.replace(&desk.pinned("a").sha256, "edf3");
    for (damaged, says) in [(cut, "64 hexadecimal digits"), (format!("{good}\n{good}"), "pinned twice")] {
        desk.write("data/sources.lock", &damaged);
        let fault = desk.built("fetched/a.csv").unwrap_err();
        assert_eq!((fault.id, fault.place.file.as_str()), ("lock-invalid", "data/sources.lock"));
        assert!(fault.what.contains(says) && fault.place.line.is_some(), "{fault}");
        assert!(fault.remedy.contains("version control"), "{}", fault.remedy);
        // A pull neither mends nor overwrites it.
        assert!(desk.try_pull(&Wish::default()).is_err());
        assert_eq!(desk.lock_text(), damaged);
    }
}

#[test]
fn a_lock_that_cannot_be_written_costs_nothing_that_was_fetched() {
    let in_the_way: Arc<Mutex<Option<PathBuf>>> = Arc::default();
    let path = Arc::clone(&in_the_way);
    // By the time the file arrives, a folder stands where the lock goes.
    let server = Server::start(move |_| {
        if let Some(path) = path.lock().unwrap().as_ref() {
            fs::create_dir_all(path.join("full")).unwrap();
        }
        Reply::csv(CSV)
    });
    let desk = desk(&server);
    let lock = desk.path("data/sources.lock");
    *in_the_way.lock().unwrap() = Some(lock.clone());
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "lock-unwritable");
    assert!(fault.remedy.contains("nothing that was pinned is lost"), "{fault}");
    // Out of the way again, the next pull pins it.
    *in_the_way.lock().unwrap() = None;
    fs::remove_dir_all(lock).unwrap();
    desk.pull(&Wish::default());
    assert_eq!(desk.built("fetched/a.csv").unwrap(), CSV.as_bytes());
}

#[test]
fn a_file_on_a_host_that_is_not_listed_is_not_fetched() {
    let page = json!({
        "base_path": "/government/statistics/crime", "document_type": "official_statistics",
        "public_updated_at": "2026-04-23T09:30:00.000+01:00", "withdrawn_notice": {},
        "details": {"attachments": [{"attachment_type": "file", "title": "Crime", "url": "http://elsewhere.example/crime.ods"}]},
    });
    let server = Server::start(move |_| Reply::json(&page));
    let url = server.url("/government/statistics/crime");
    let desk = Desk::new(&source("crime", &format!("kind = \"govuk\"\nurl = \"{url}\"\n")));
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "address-refused");
    assert!(fault.what.contains("elsewhere.example") && fault.remedy.contains("[pull]"), "{fault}");
    assert_eq!(server.asked().len(), 1);
    assert!(desk.lock_text().is_empty());
}

#[test]
fn a_query_without_rows_is_a_fault_of_the_query() {
    let server = Server::start(|_| Reply::csv("\"DATE\",\"OBS_VALUE\",\"RECORD_COUNT\"\n"));
    let more = format!(
        "kind = \"nomis\"\nurl = \"{}\"\ndata_set = \"NM_2002_1\"\n[source.query]\ngeography = \"K04000001\"\n",
        server.url("/api/v01")
    );
    let desk = Desk::new(&source("people", &more));
    let fault = desk.fault(&Wish::default());
    assert_eq!((fault.id, fault.remedy.as_str()), ("query-empty", "mend query in data/sources.toml"));
    assert!(desk.lock_text().is_empty());
}

#[test]
fn an_interface_that_sends_page_after_page_is_left() {
    let server = Server::start(|asked| match asked.method.as_str() {
        "POST" => Reply::json(&json!({
            "paging": {"page": 1, "pageSize": 1, "totalResults": 1_000_000, "totalPages": 1_000_000}, "warnings": [],
            "results": [{"timePeriod": {"code": "AY", "period": "2022/2023"}, "geographicLevel": "NAT", "locations": {},
                "filters": {}, "values": {"04nTr": "1"}}],
        })),
        _ if asked.path.contains("/meta") => Reply::json(&json!({"filters": [], "indicators": [], "locations": []})),
        _ => Reply::json(
            &json!({"id": "s", "latestVersion": {"version": "1.0", "published": "2026-03-01T09:30:00+00:00"}}),
        ),
    });
    let url = server.url("/statistics");
    let query = "[source.query]\nindicators = [\"04nTr\"]\n";
    let desk =
        Desk::new(&source("absence", &format!("kind = \"dfe-query\"\nurl = \"{url}\"\ndata_set = \"s\"\n{query}")));
    assert_eq!(desk.fault(&Wish::default()).id, "answer-endless");
    assert!(desk.lock_text().is_empty() && desk.unfinished().is_empty());
}
