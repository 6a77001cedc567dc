//! Connections that are dead, false or led elsewhere, what is told on the way, and the documented examples.

use std::net::TcpListener;
use std::sync::Mutex;
use std::time::Duration;

use assess::source::lock::Lock;
use assess::source::pull::{Outcome, Progress, State};

use crate::project::repository;

use super::desk::{Desk, Wish, file};
use super::server::{Reply, Server};
use super::tls::expired;

const CSV: &str = "force,count\nA,10\n";

#[test]
fn a_certificate_that_has_run_out_is_refused_though_it_is_trusted() {
    let (server, certificate) = expired(|_| Reply::csv(CSV));
    let desk = Desk::new(&file("a", &format!("https://127.0.0.1:{}/a.csv", server.port()), "csv", ""));
    desk.write("ca.pem", certificate);
    let mut wish = Wish::default();
    wish.network.ca_file = Some(desk.path("ca.pem"));
    let fault = desk.fault(&wish);
    assert_eq!(fault.id, "tls-refused");
    assert!(fault.what.contains("xpired"), "{fault}");
    assert!(server.asked().is_empty() && desk.lock_text().is_empty());
}

#[test]
fn a_server_that_speaks_no_tls_is_refused() {
    let server = Server::start(|_| Reply::csv(CSV));
    let desk = Desk::new(&file("a", &format!("https://127.0.0.1:{}/a.csv", server.port()), "csv", ""));
    let id = desk.fault(&Wish::default()).id;
    assert!(["tls-refused", "connection-failed"].contains(&id), "{id}");
    assert!(desk.lock_text().is_empty());
}

#[test]
fn a_server_that_never_shakes_hands_is_given_up() {
    // Connections are taken by the system and never answered.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://127.0.0.1:{}/a.csv", listener.local_addr().unwrap().port());
    let mut wish = Wish::default();
    wish.network.connect = Duration::from_millis(300);
    assert_eq!(Desk::new(&file("a", &url, "csv", "")).fault(&wish).id, "timed-out");
}

#[test]
fn a_proxy_is_asked_to_connect_and_this_machine_is_asked_directly() {
    let proxy = Server::start(|_| Reply::status(502));
    let server = Server::start(|_| Reply::csv(CSV));
    let pull = "[pull]\nhosts = [\"127.0.0.1\", \"statistics.example\"]\n";
    let sources =
        file("far", "https://statistics.example/a.csv", "csv", "") + &file("near", &server.url("/a.csv"), "csv", "");
    let desk = Desk::new("");
    let catalogue = std::fs::read_to_string(desk.path("data/sources.toml")).unwrap();
    let start = catalogue.find("[[source]]").unwrap();
    desk.write("data/sources.toml", format!("{pull}{}{sources}", &catalogue[start..]));
    let mut wish = Wish::default();
    wish.network.proxy = Some(proxy.url(""));
    wish.network.attempts = 1;
    let report = desk.pull(&wish);
    assert_eq!(report.outcomes[1].state, State::New);
    assert!(matches!(&report.outcomes[0].state, State::Failed(fault) if fault.id == "connection-failed"), "{report:?}");
    let asked = proxy.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].method.as_str(), asked[0].path.as_str()), ("CONNECT", "statistics.example:443"));
}

/// Writes down what it is told.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Progress for Told {
    fn begin(&self, key: &str) {
        self.0.lock().unwrap().push(format!("begin {key}"));
    }

    fn bytes(&self, key: &str, got: u64, of: Option<u64>) {
        self.0.lock().unwrap().push(format!("{key} {got} of {}", of.unwrap_or_default()));
    }

    fn note(&self, key: &str, said: &str) {
        self.0.lock().unwrap().push(format!("{key}: {said}"));
    }

    fn end(&self, outcome: &Outcome) {
        self.0.lock().unwrap().push(format!("end {}", outcome.key));
    }
}

#[test]
fn each_source_tells_how_far_it_is_and_why_it_waits() {
    let busy = std::sync::atomic::AtomicBool::new(true);
    let server = Server::start(move |_| match busy.swap(false, std::sync::atomic::Ordering::SeqCst) {
        true => Reply::status(503),
        false => Reply::csv(CSV),
    });
    let told = Told::default();
    Desk::new(&file("a", &server.url("/a.csv"), "csv", "")).watched(&Wish::default(), &told).unwrap();
    let told = told.0.into_inner().unwrap();
    assert_eq!((told[0].as_str(), told.last().unwrap().as_str()), ("begin a", "end a"));
    assert!(told[1].starts_with("a: the server failed (503 Service Unavailable); again in "), "{told:?}");
    let whole = format!("a {0} of {0}", CSV.len());
    assert!(told.contains(&whole), "{told:?}");
}

/// The pieces of TOML in the documentation.
fn documented() -> Vec<String> {
    let text = std::fs::read_to_string(repository().join("docs/sources.md")).unwrap();
    text.split("```toml\n").skip(1).map(|piece| piece.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_documented_examples_are_accepted() {
    let pieces = documented();
    let (locks, sources): (Vec<String>, Vec<String>) = pieces.into_iter().partition(|piece| piece.contains("[[file]]"));
    assert_eq!((locks.len(), sources.len()), (1, 9));
    Lock::parse(&locks[0]).unwrap();
    let hosts = [
        "www.gov.uk",
        "example.gov.uk",
        "api.education.gov.uk",
        "www.nomisweb.co.uk",
        "api.beta.ons.gov.uk",
        "hub.example.gov.uk",
    ];
    for piece in &sources {
        // An answer stands below a source.
        let below = if piece.starts_with("[[source.") { sources[1].clone() } else { String::new() };
        let pull = if piece.contains("[pull]") { String::new() } else { format!("[pull]\nhosts = {hosts:?}\n") };
        let desk = Desk::new("");
        desk.write("data/sources.toml", format!("{pull}{below}{piece}"));
        let read = desk.read_catalogue();
        assert!(read.is_ok(), "{piece}\n{:?}", read.unwrap_err());
    }
}
