//! What a pull refuses: addresses, redirects, certificates, sizes, archives, and secrets where they do not belong.

use std::io::Write;
use std::time::{Duration, Instant};

use assess::source::pull::State;
use zip::write::SimpleFileOptions;

use super::desk::{Desk, Wish, file, source};
use super::server::{Reply, Server};
use super::tls::tls;

const CSV: &str = "force,count\nA,10\n";

fn catalogue_fault(sources: &str) -> String {
    let faults = Desk::new(sources).read_catalogue().unwrap_err();
    assert!(faults.iter().all(|fault| fault.place.line.is_some()), "{faults:?}");
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_address_that_is_not_encrypted_is_refused_in_the_catalogue() {
    let fault = catalogue_fault(&file("a", "http://www.gov.uk/a.csv", "csv", ""));
    assert!(fault.contains("error[source-invalid]") && fault.contains("not encrypted"), "{fault}");
}

#[test]
fn a_host_that_is_not_listed_is_refused_in_the_catalogue() {
    let fault = catalogue_fault(&file("a", "https://example.org/a.csv", "csv", ""));
    assert!(fault.contains("`example.org` is not among those"), "{fault}");
}

#[test]
fn an_address_with_a_password_is_refused_and_the_password_not_repeated() {
    let fault = catalogue_fault(&file("a", "https://user:hunter2@127.0.0.1/a.csv", "csv", ""));
    assert!(fault.contains("user name or password") && !fault.contains("hunter2"), "{fault}");
}

#[test]
fn a_file_address_is_refused() {
    let fault = catalogue_fault(&file("a", "file:///etc/passwd", "csv", ""));
    assert!(fault.contains("not https"), "{fault}");
}

#[test]
fn a_period_cannot_climb_out_of_the_store() {
    let url = "https://127.0.0.1/{period}.csv";
    let fault = catalogue_fault(&file("a", url, "csv", "each_period = [\"../../etc\"]"));
    assert!(fault.contains("cannot stand in an address"), "{fault}");
}

#[test]
fn keys_that_do_not_go_together_are_named_at_their_line() {
    let fault = catalogue_fault(&source("a", "path = \"a.csv\"\nkind = \"file\"\nformat = \"csv\""));
    assert!(fault.contains("fetched and has a path too"), "{fault}");
    let fault = catalogue_fault(&source("a", "kind = \"inbox\"\nurl = \"https://127.0.0.1/a.csv\"\nformat = \"csv\""));
    assert!(fault.contains("which file is which force's"), "{fault}");
    let fault = catalogue_fault(&source("a", "path = \"a.csv\"\nurl = \"https://127.0.0.1/a.csv\""));
    assert!(fault.contains("has an address and no kind"), "{fault}");
}

#[test]
fn a_redirect_to_a_host_that_is_not_listed_is_refused() {
    let server = Server::start(|_| Reply::redirect("https://example.org/a.csv"));
    let fault = Desk::new(&file("a", &server.url("/a"), "csv", "")).fault(&Wish::default());
    assert_eq!(fault.id, "redirect-refused");
    assert!(fault.what.contains("`example.org`"), "{}", fault.what);
}

#[test]
fn a_redirect_to_an_address_of_another_form_is_refused() {
    for to in ["file:///etc/passwd", "ftp://127.0.0.1/a"] {
        let server = Server::start(move |_| Reply::redirect(to));
        let fault = Desk::new(&file("a", &server.url("/a"), "csv", "")).fault(&Wish::default());
        assert_eq!(fault.id, "redirect-refused");
    }
}

#[test]
fn a_redirect_without_end_is_stopped() {
    let server = Server::start(|asked| Reply::redirect(&format!("{}x", asked.path)));
    let fault = Desk::new(&file("a", &server.url("/a"), "csv", "")).fault(&Wish::default());
    assert_eq!(fault.id, "redirect-endless");
    assert_eq!(server.asked().len(), 11);
}

#[test]
fn a_redirect_is_followed_and_both_addresses_are_locked_without_a_signature() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/a" => Reply::redirect("/b.csv?X-Signature=s3cret"),
        _ => Reply::csv(CSV),
    });
    let desk = Desk::new(&file("a", &server.url("/a"), "csv", ""));
    assert_eq!(desk.one(&Wish::default()).state, State::New);
    let pinned = desk.pinned("a");
    assert_eq!((pinned.url, pinned.reached), (server.url("/a"), server.url("/b.csv?…")));
    assert!(!desk.lock_text().contains("s3cret"));
}

const TOKEN: &str = "t0ken-that-nobody-may-see";

fn with_token(desk: &Desk, wish: Wish) -> String {
    let environment = [("HUB_TOKEN".to_owned(), TOKEN.to_owned())].into();
    let report = desk.pull(&Wish { environment, ..wish });
    let said = report.faults().iter().map(ToString::to_string).collect::<String>();
    format!("{said}\n{report:?}\n{}", desk.lock_text())
}

#[test]
fn a_token_goes_to_its_host_alone_and_nowhere_else() {
    let other = Server::start(|_| Reply::csv(CSV));
    let to = other.url("/elsewhere.csv");
    let server = Server::start(move |asked| match asked.header("authorization") {
        "" => Reply::status(401),
        _ if asked.path == "/leaves" => Reply::redirect(&to),
        // A server that repeats the token wherever it can.
        token => Reply::csv(CSV).with("ETag", &format!("\"{token}\"")),
    });
    let auth = "auth = { token_env = \"HUB_TOKEN\" }";
    let both = file("a", &server.url("/a.csv"), "csv", auth) + &file("b", &server.url("/leaves"), "csv", auth);
    let desk = Desk::new(&both);
    let said = with_token(&desk, Wish::default());
    assert!(!said.contains(TOKEN), "{said}");
    assert_eq!(server.asked().len(), 2);
    assert!(server.asked().iter().all(|asked| asked.header("authorization") == format!("Bearer {TOKEN}")));
    assert_eq!(other.asked()[0].header("authorization"), "");
    // Without the token the fault says which variable to set.
    let report = desk.pull(&Wish::default());
    assert!(report.faults().iter().all(|fault| fault.id == "token-missing" && fault.what.contains("`HUB_TOKEN`")));
}

#[test]
fn a_token_in_the_query_is_not_locked_or_repeated() {
    let server = Server::start(|asked| match asked.path.contains(TOKEN) {
        true => Reply::redirect(&format!("/b.csv?uid={TOKEN}")),
        false => Reply::csv(CSV),
    });
    let auth = "auth = { token_file = \"token.txt\", parameter = \"uid\" }";
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", auth));
    desk.write("token.txt", format!("{TOKEN}\n"));
    // The server redirects for ever: the fault must not repeat the address with the token either.
    let said = with_token(&desk, Wish::default());
    assert!(said.contains("redirect-endless") && !said.contains(TOKEN), "{said}");
}

#[test]
fn a_file_that_states_two_gigabytes_is_refused_before_it_is_read() {
    let server = Server::start(|_| Reply { stated: Some(2 << 30), ..Reply::csv(CSV) });
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "too-large");
    assert_eq!(server.asked().len(), 1);
    assert!(desk.unfinished().is_empty());
}

#[test]
fn two_gigabytes_that_state_no_length_are_stopped_at_the_ceiling() {
    let server = Server::start(|_| Reply { again_and_again: Some(2 << 10), ..Reply::csv("a,b\n".repeat(1 << 18)) });
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", "largest_bytes = 3000000"));
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "too-large");
    assert!(desk.unfinished().is_empty());
    // The ceiling, and what the system's buffers hold on the way.
    assert!(server.sent() < 32 << 20, "{} bytes were read", server.sent());
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_slow_drip_is_given_up() {
    let drip = Some((1, Duration::from_millis(60)));
    let server = Server::start(move |_| Reply { drip, ..Reply::csv("a,b\n".repeat(300)) });
    let began = Instant::now();
    let fault = Desk::new(&file("a", &server.url("/a.csv"), "csv", "")).fault(&Wish::default());
    assert_eq!(fault.id, "too-slow");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn the_time_for_one_file_is_bounded() {
    let drip = Some((40, Duration::from_millis(10)));
    let server = Server::start(move |_| Reply { drip, ..Reply::csv("a,b\n".repeat(40_000)) });
    let pull = "[pull]\nhosts = [\"127.0.0.1\"]\nlongest_seconds = 1\n";
    let desk = Desk::new(&(file("a", &server.url("/a.csv"), "csv", "") + pull));
    // [pull] must stand before the sources in this desk, so it is written whole here.
    let text = std::fs::read_to_string(desk.path("data/sources.toml")).unwrap();
    desk.write("data/sources.toml", format!("{pull}{}", text.replace(pull, "")));
    let began = Instant::now();
    assert_eq!(desk.fault(&Wish::default()).id, "out-of-time");
    assert!(began.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused_and_accepted_when_given() {
    let (server, certificate) = tls(|_| Reply::csv(CSV), &["127.0.0.1"]);
    let url = format!("https://127.0.0.1:{}/a.csv", server.port());
    let desk = Desk::new(&file("a", &url, "csv", ""));
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "tls-refused");
    assert!(fault.remedy.contains("--ca-file"), "{}", fault.remedy);
    assert!(server.asked().is_empty(), "nothing is asked of a server that cannot show who it is");
    desk.write("ca.pem", certificate);
    let mut wish = Wish::default();
    wish.network.ca_file = Some(desk.path("ca.pem"));
    assert_eq!(desk.one(&wish).state, State::New);
}

#[test]
fn a_certificate_of_another_host_is_refused_though_it_is_trusted() {
    let (server, certificate) = tls(|_| Reply::csv(CSV), &["elsewhere.example"]);
    let url = format!("https://127.0.0.1:{}/a.csv", server.port());
    let desk = Desk::new(&file("a", &url, "csv", ""));
    desk.write("ca.pem", certificate);
    let mut wish = Wish::default();
    wish.network.ca_file = Some(desk.path("ca.pem"));
    assert_eq!(desk.fault(&wish).id, "tls-refused");
}

#[test]
fn a_redirect_from_https_to_http_is_refused_even_to_this_machine() {
    let plain = Server::start(|_| Reply::csv(CSV));
    let to = plain.url("/a.csv");
    let (server, certificate) = tls(move |_| Reply::redirect(&to), &["127.0.0.1"]);
    let desk = Desk::new(&file("a", &format!("https://127.0.0.1:{}/a.csv", server.port()), "csv", ""));
    desk.write("ca.pem", certificate);
    let mut wish = Wish::default();
    wish.network.ca_file = Some(desk.path("ca.pem"));
    let fault = desk.fault(&wish);
    assert_eq!(fault.id, "redirect-refused");
    assert!(fault.what.contains("from https to http"), "{}", fault.what);
    assert!(plain.asked().is_empty());
}

#[test]
fn a_certificate_file_that_holds_none_is_named() {
    let server = Server::start(|_| Reply::csv(CSV));
    let desk = Desk::new(&file("a", &server.url("/a.csv"), "csv", ""));
    desk.write("ca.pem", "not a certificate");
    let mut wish = Wish::default();
    wish.network.ca_file = Some(desk.path("ca.pem"));
    let fault = desk.fault(&wish);
    assert_eq!(fault.id, "connection-unusable");
    assert!(fault.what.contains("holds no certificate"), "{}", fault.what);
}

/// A workbook of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn workbook_fault(bytes: Vec<u8>) -> String {
    let ods = "application/vnd.oasis.opendocument.spreadsheet";
    let server = Server::start(move |_| Reply::new(200, ods, bytes.clone()));
    let desk = Desk::new(&file("a", &server.url("/a.ods"), "ods", ""));
    match desk.one(&Wish::default()).state {
        State::Failed(fault) => {
            assert!(desk.lock_text().is_empty() && desk.unfinished().is_empty());
            fault.id.to_owned()
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn a_workbook_is_looked_into_before_it_is_stored() {
    let content: &[u8] = b"<office:document-content/>";
    assert_eq!(workbook_fault(archive(&[("content.xml", content)])), "New");
    assert_eq!(workbook_fault(archive(&[("content.xml", content), ("../../evil", b"x")])), "archive-refused");
    assert_eq!(workbook_fault(archive(&[("content.xml", content), ("/etc/cron.d/x", b"x")])), "archive-refused");
    assert_eq!(workbook_fault(archive(&[("readme.txt", b"x")])), "content-wrong");
    let whole = archive(&[("content.xml", content)]);
    assert_eq!(workbook_fault(whole[..whole.len() / 2].to_vec()), "content-wrong");
    assert_eq!(workbook_fault(b"force,count\nA,1\n".to_vec()), "content-wrong");
}

#[test]
fn an_archive_that_unpacks_to_a_thousand_times_its_size_is_refused() {
    let zeros = vec![0; 17 << 20];
    let bomb = archive(&[("content.xml", &zeros), ("more.xml", &zeros)]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(workbook_fault(bomb), "archive-refused");
}
