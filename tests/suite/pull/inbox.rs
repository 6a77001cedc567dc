//! The returns of 44 forces, side by side: from a folder, and over HTTPS with a token or a client certificate.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use assess::source::pull::status::{Standing, status};
use assess::source::pull::{Report, State};
use assess::source::reader;

use crate::project::{repository, succeed};
use crate::workbooks::{ods, xlsx};

use super::desk::{Desk, Wish, source};
use super::server::{Asked, Reply};
use super::tls::{Identity, mutual, tls};

const TOKEN: &str = "hub-t0ken-that-nobody-may-see";

/// The codes of the 43 forces of England and Wales, and of British Transport Police.
fn forces() -> Vec<String> {
    let english = (1..=39).map(|number| format!("E230000{number:02}"));
    let welsh = (1..=4).map(|number| format!("W150000{number:02}"));
    english.chain(welsh).chain(["BTP".to_owned()]).collect()
}

fn table(force: &str) -> String {
    format!("force_code,period,count\n{force},2025/26,{}\n", force.len())
}

/// A project that knows 44 forces, with this inbox.
fn desk(keys: &str) -> Desk {
    let desk = Desk::new(&source("returns", &format!("kind = \"inbox\"\n{keys}")));
    let rows: String = forces().iter().map(|force| format!("{force},Force {force}\n")).collect();
    desk.write("data/forces.csv", format!("force_code,force_name\n{rows}"));
    desk
}

/// How many outcomes there are of each state.
fn tally(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut tally = BTreeMap::new();
    for outcome in &report.outcomes {
        let name = match outcome.state {
            State::New => "new",
            State::Pinned => "pinned",
            State::Absent => "absent",
            State::Failed(_) => "failed",
            _ => "other",
        };
        *tally.entry(name).or_default() += 1;
    }
    tally
}

#[test]
fn a_folder_gives_the_returns_that_are_there_in_whatever_form() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&format!("folder = \"{}/{{force}}.*\"", folder.path().display()));
    for (number, force) in forces().iter().enumerate().skip(2) {
        let rows: [&[&str]; 2] = [&["force_code", "period", "count"], &[force, "2025/26", "7"]];
        let (ending, bytes) = match number % 3 {
            0 => ("ods", ods("Return", &rows)),
            1 => ("xlsx", xlsx("Return", &rows)),
            _ => ("csv", table(force).into_bytes()),
        };
        fs::write(folder.path().join(format!("{force}.{ending}")), bytes).unwrap();
    }
    // The first has sent a letter; the second what is no return.
    fs::write(folder.path().join("E23000002.csv"), "<!DOCTYPE html><title>Sign in</title>").unwrap();
    fs::write(folder.path().join("E23000001.docx"), "x").unwrap();
    let report = desk.pull(&Wish::default());
    assert_eq!(tally(&report), [("failed", 2), ("new", 42)].into());
    assert_eq!(report.faults()[0].id, "inbox-misnamed");
    assert_eq!(report.faults()[1].id, "web-page");
    assert!(report.faults()[1].what.contains("`returns/E23000002`"), "{}", report.faults()[1]);
    // Each is read under the name of its own form.
    let path = desk.pinned("returns/BTP").path;
    let grids = reader::sheets(&desk.built(&path).unwrap(), &path, &[]).unwrap();
    assert_eq!(grids[0].rows[1].cell(0).text(), "BTP");
    let again = desk.pull(&Wish::default());
    assert_eq!(tally(&again), [("failed", 2), ("pinned", 42)].into());
    let lines = status(&mut desk.project(), &desk.read_catalogue().unwrap(), &[]).unwrap();
    assert_eq!(lines.iter().filter(|line| line.standing == Standing::Awaited).count(), 2);
    // A force that sends two returns has to say which it means; one that takes its return back is asked why.
    fs::write(folder.path().join("BTP.xls"), "x").unwrap();
    fs::remove_file(folder.path().join("W15000004.ods")).unwrap_or_default();
    fs::remove_file(folder.path().join("W15000004.xlsx")).unwrap_or_default();
    fs::remove_file(folder.path().join("W15000004.csv")).unwrap_or_default();
    let ids: Vec<&str> = desk.pull(&Wish::default()).faults().iter().map(|fault| fault.id).collect();
    assert_eq!(ids, ["inbox-ambiguous", "inbox-misnamed", "web-page", "return-gone"]);
    // What is pinned stays in use.
    assert!(desk.built(&path).is_ok());
}

#[cfg(unix)]
#[test]
fn a_link_in_an_inbox_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let desk =
        desk(&format!("folder = \"{}/{{force}}.csv\"\nformat = \"csv\"\nforces = [\"BTP\"]", folder.path().display()));
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("BTP.csv")).unwrap();
    assert_eq!(desk.fault(&Wish::default()).id, "path-refused");
}

#[test]
fn a_folder_that_is_not_there_is_named_for_every_force() {
    let desk =
        desk("folder = \"/nowhere/that/exists/{force}.csv\"\nformat = \"csv\"\nforces = [\"BTP\", \"E23000001\"]");
    let report = desk.pull(&Wish::default());
    assert!(report.faults().iter().all(|fault| fault.id == "inbox-unreadable"), "{report:?}");
    assert_eq!(report.outcomes.len(), 2);
}

/// The name of the force in the address asked.
fn force_of(asked: &Asked) -> &str {
    asked.path.trim_start_matches("/2027/").trim_end_matches(".csv")
}

#[test]
fn forty_four_returns_come_side_by_side_over_https_with_a_token() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (inside, peak) = (Arc::clone(&now), Arc::clone(&most));
    let (server, certificate) = tls(
        move |asked| {
            if asked.header("authorization") != format!("Bearer {TOKEN}") {
                return Reply::status(401);
            }
            peak.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(60));
            inside.fetch_sub(1, Ordering::SeqCst);
            match force_of(asked) {
                "W15000004" => Reply::status(404),
                force => Reply::csv(table(force)),
            }
        },
        &["127.0.0.1"],
    );
    let url = format!("https://127.0.0.1:{}/2027/{{force}}.csv", server.port());
    let desk = desk(&format!("url = \"{url}\"\nformat = \"csv\"\nauth = {{ token_env = \"HUB_TOKEN\" }}"));
    desk.write("ca.pem", certificate);
    let mut wish = Wish { jobs: 8, ..Wish::default() };
    wish.network.ca_file = Some(desk.path("ca.pem"));
    // Many handshakes at once on a small machine take longer than the tests' usual patience.
    wish.network.silence = Duration::from_secs(10);
    wish.network.connect = Duration::from_secs(10);
    let refused =
        desk.pull(&Wish { environment: [("HUB_TOKEN".to_owned(), "wrong".to_owned())].into(), ..wish.clone() });
    assert_eq!(tally(&refused), [("failed", 44)].into());
    assert!(refused.faults().iter().all(|fault| fault.id == "access-refused"), "{refused:?}");
    wish.environment = [("HUB_TOKEN".to_owned(), TOKEN.to_owned())].into();
    let began = Instant::now();
    let report = desk.pull(&wish);
    assert_eq!(tally(&report), [("absent", 1), ("new", 43)].into(), "{report:?}");
    let peak = most.load(Ordering::SeqCst);
    assert!((2..=8).contains(&peak), "{peak} at once");
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert_eq!(desk.lock_text().matches("[[file]]").count(), 43);
    assert!(!desk.lock_text().contains(TOKEN) && !format!("{report:?}{refused:?}").contains(TOKEN));
    for force in forces().iter().filter(|force| *force != "W15000004") {
        assert_eq!(desk.built(&format!("fetched/returns/{force}.csv")).unwrap(), table(force).as_bytes());
    }
}

#[test]
fn a_server_that_asks_for_a_certificate_gets_it_and_answers_nobody_without() {
    let (client, stranger) = (Identity::of(&["assess"]), Identity::of(&["somebody"]));
    let (server, certificate) = mutual(|asked| Reply::csv(table(force_of(asked))), &client);
    let url = format!("https://127.0.0.1:{}/2027/{{force}}.csv", server.port());
    let keys = format!("url = \"{url}\"\nformat = \"csv\"\nforces = [\"BTP\", \"E23000001\"]");
    let desk = desk(&format!("{keys}\nauth = {{ certificate_file = \"client.pem\" }}"));
    desk.write("ca.pem", certificate);
    desk.write("client.pem", &client.pem_with_key);
    let mut wish = Wish::default();
    wish.network.ca_file = Some(desk.path("ca.pem"));
    wish.network.silence = Duration::from_secs(5);
    assert_eq!(tally(&desk.pull(&wish)), [("new", 2)].into());
    assert_eq!(desk.built("fetched/returns/BTP.csv").unwrap(), table("BTP").as_bytes());
    assert!(!desk.lock_text().contains("client.pem"));
    let asked = server.asked().len();
    // Another certificate, and none.
    desk.write("client.pem", &stranger.pem_with_key);
    let report = desk.pull(&wish);
    assert!(report.faults().iter().all(|fault| fault.id == "access-refused"), "{report:?}");
    desk.catalogue(&source("returns", &format!("kind = \"inbox\"\n{keys}")));
    let report = desk.pull(&wish);
    assert_eq!(report.faults().len(), 2);
    assert!(report.faults().iter().all(|fault| fault.id == "access-refused"), "{report:?}");
    assert_eq!(server.asked().len(), asked, "nothing is asked of us before we have shown who we are");
    // A file without its key is named, and not repeated.
    desk.write("client.pem", &client.pem);
    desk.catalogue(&source(
        "returns",
        &format!("kind = \"inbox\"\n{keys}\nauth = {{ certificate_file = \"client.pem\" }}"),
    ));
    let fault = desk.pull(&wish).faults().remove(0);
    assert_eq!(fault.id, "connection-unusable");
    assert!(fault.what.contains("client.pem") && !fault.what.contains("BEGIN"), "{fault}");
}

/// A folder in which British Transport Police alone has sent this.
fn sent(ending: &str, bytes: &[u8]) -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(format!("BTP.{ending}")), bytes).unwrap();
    let desk = desk(&format!("folder = \"{}/{{force}}.*\"\nforces = [\"BTP\"]", folder.path().display()));
    (folder, desk)
}

/// Whether anything of these bytes stands below a folder.
fn stands_below(folder: &std::path::Path, secret: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| match path.is_dir() {
        true => stands_below(&path, secret),
        false => fs::read(&path).unwrap().windows(secret.len()).any(|window| window == secret),
    })
}

#[test]
fn a_return_about_persons_is_refused_and_nothing_of_it_is_kept() {
    let text =
        "victim_name,date_of_birth,postcode\nJane Example,2012-03-04,ZZ99 3VZ\nJohn Example,2013-05-06,ZZ99 3WZ\n";
    let (_folder, desk) = sent("csv", text.as_bytes());
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "person-level");
    assert!(!fault.to_string().contains("Example"), "{fault}");
    assert!(!stands_below(desk.root(), b"Jane Example") && desk.lock_text().is_empty());
    // Addresses on a sheet beside the counts are persons too.
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let counts = workbook.add_worksheet().set_name("Return").unwrap();
    counts.write_row(0, 0, ["Force", "Count"]).unwrap();
    counts.write(1, 0, "BTP").unwrap().write(1, 1, 7).unwrap();
    let people = workbook.add_worksheet().set_name("Officers").unwrap();
    for row in 0..9 {
        people.write(row, 0, format!("officer{row}@example.org")).unwrap();
    }
    let (_folder, desk) = sent("xlsx", &workbook.save_to_buffer().unwrap());
    let fault = desk.fault(&Wish::default());
    assert_eq!(fault.id, "person-level");
    assert!(fault.what.contains("sheet `Officers`") && !fault.to_string().contains("@example"), "{fault}");
    assert!(desk.unfinished().is_empty() && desk.lock_text().is_empty());
}

#[test]
fn a_return_that_nobody_can_read_is_named_on_the_day_it_came() {
    let mut encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    encrypted.extend("EncryptedPackage".encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
    encrypted.resize(4096, 0);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Return").unwrap();
    sheet.write(0, 0, "Count").unwrap();
    sheet.write_formula(1, 0, "=SUM(D1:D9)").unwrap();
    let formulas = workbook.save_to_buffer().unwrap();
    for (bytes, id, words) in [
        (encrypted, "workbook-password", "protected with a password"),
        (formulas, "workbook-uncalculated", "(sheet `Return`, cell A2)"),
    ] {
        let (_folder, desk) = sent("xlsx", &bytes);
        let fault = desk.fault(&Wish::default());
        assert_eq!(fault.id, id);
        assert!(fault.what.starts_with("`returns/BTP`: ") && fault.what.contains(words), "{fault}");
        assert!(desk.lock_text().is_empty() && desk.unfinished().is_empty());
    }
}

#[test]
fn the_form_that_the_program_makes_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let form = ["template", "--return", "adr-group-based", "--force", "BTP", "--period", "2025-26", "--out", to];
    succeed(repository(), &form);
    for ending in ["xlsx", "ods"] {
        let name = format!("{to}/adr-group-based-{{force}}-2025-26.{ending}");
        let desk = desk(&format!("folder = \"{name}\"\nformat = \"{ending}\"\nforces = [\"BTP\"]"));
        assert_eq!(desk.one(&Wish::default()).state, State::New);
        assert_eq!(desk.pinned("returns/BTP").path, format!("fetched/returns/BTP.{ending}"));
    }
}
