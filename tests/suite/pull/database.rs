//! Sources of kind `sql`, against a real PostgreSQL: the edition is the one that its file makes, and what goes wrong pins nothing.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Command;

use assess::source::pull::State;

use super::desk::{Desk, Wish, impatient, source};
use super::postgres::{PASSWORD, Postgres, READER};
use super::tls::Identity;
use crate::project::{Project, succeed};

const RETURNS: &str = "data/demo/adr_group_based.csv";

const COUNTS: &[&str] = &["force_code", "period", "value"];

/// A table of counts, which the reader may read, and one he may not.
fn counts(encoding: &str) -> Postgres {
    let postgres = Postgres::of(encoding, None);
    let made = "CREATE TABLE counts (force_code text, period text, value numeric);
        INSERT INTO counts VALUES ('E23000002', '2024/25', 7), ('E23000001', '2024/25', 12), ('BTP', '2023/24', NULL);
        CREATE TABLE closed (value int);";
    postgres.returns().batch_execute(made).unwrap();
    postgres.returns().batch_execute(&format!("GRANT SELECT ON counts TO {READER}")).unwrap();
    postgres
}

fn entry(url: &str, more: &str) -> String {
    let auth = "auth = { user_env = \"DB_USER\", token_env = \"DB_PASSWORD\" }";
    source(
        "counts",
        &format!(
            "kind = \"sql\"\ncontract = \"counts\"\nstatement = \"queries/counts.sql\"\nurl = \"{url}\"\n{auth}\n{more}"
        ),
    )
}

fn desk(url: &str, more: &str, statement: &str) -> Desk {
    let desk = Desk::new(&entry(url, more));
    std::fs::create_dir(desk.path("data/queries")).unwrap();
    desk.write("data/queries/counts.sql", statement);
    desk
}

fn wish() -> Wish {
    let held = [("DB_USER", READER), ("DB_PASSWORD", PASSWORD)];
    let environment: BTreeMap<String, String> =
        held.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Wish { environment, columns: Some(COUNTS), ..Wish::default() }
}

const ALL: &str = "-- Counts by force and year.\nSELECT force_code, period, value FROM counts;\n";

#[test]
fn a_table_is_pinned_as_text_in_one_order_and_another_vintage_is_told_by_its_cells() {
    let postgres = counts("UTF8");
    let desk = desk(&postgres.url(), "", ALL);
    assert_eq!(desk.one(&wish()).state, State::New);
    let text = "force_code,period,value\nBTP,2023/24,\nE23000001,2024/25,12\nE23000002,2024/25,7\n";
    assert_eq!(desk.built("fetched/counts.csv").unwrap(), text.as_bytes());
    assert!(desk.pinned("counts").url.starts_with(&format!("{}?statement=", postgres.url())));
    assert!(!desk.lock_text().contains(PASSWORD) && !desk.lock_text().contains(READER));
    assert_eq!(desk.one(&wish()).state, State::Pinned);
    postgres.returns().batch_execute("UPDATE counts SET value = 14 WHERE force_code = 'E23000001'").unwrap();
    let State::Changed(difference) = desk.one(&wish()).state else { panic!("not told") };
    let changes = difference.changes.unwrap();
    assert_eq!((changes.added, changes.removed, changes.revised), (0, 0, 1));
    assert_eq!((changes.revisions[0].before.as_str(), changes.revisions[0].after.as_str()), ("12", "14"));
}

#[test]
fn forces_and_periods_are_bound_and_not_written_into_the_statement() {
    let postgres = counts("UTF8");
    let more =
        "forces = [\"E23000001\", \"BTP\"]\neach_period = [\"2024-25\"]\nparameters = [\"{forces}\", \"{periods}\"]";
    let statement = "SELECT * FROM counts WHERE force_code = any($1) AND replace(period, '/', '-') = any($2)";
    let desk_of_all = desk(&postgres.url(), more, statement);
    desk_of_all.one(&wish());
    let text = "force_code,period,value\nE23000001,2024/25,12\n";
    assert_eq!(desk_of_all.built("fetched/counts.csv").unwrap(), text.as_bytes());
    // One file a force.
    let more = "forces = [\"E23000001\", \"E23000002\"]\nparameters = [\"{force}\"]";
    let by_force = desk(&postgres.url(), more, "SELECT * FROM counts WHERE force_code = $1");
    let keys: Vec<String> = by_force.pull(&wish()).outcomes.into_iter().map(|outcome| outcome.key).collect();
    assert_eq!(keys, ["counts/E23000001", "counts/E23000002"]);
    let text = "force_code,period,value\nE23000002,2024/25,7\n";
    assert_eq!(by_force.built("fetched/counts/E23000002.csv").unwrap(), text.as_bytes());
}

/// The fault of one statement; nothing is pinned, and nothing of it is left.
fn refused(desk: &Desk, wish: &Wish) -> (&'static str, String) {
    let fault = desk.fault(wish);
    assert!(desk.lock_text().is_empty(), "{fault}");
    assert!(desk.unfinished().is_empty(), "{:?}", desk.unfinished());
    assert!(!fault.remedy.is_empty());
    (fault.id, fault.what)
}

#[test]
fn what_a_database_or_its_statement_gets_wrong_is_told_and_pins_nothing() {
    let postgres = counts("UTF8");
    let fault = |statement: &str| refused(&desk(&postgres.url(), "", statement), &wish());
    let cases = [
        (
            "SELECT force_code, period, amount\nFROM counts",
            "statement-refused",
            "at line 1 of the statement (SQLSTATE 42703)",
        ),
        ("SELECT *\nFROM count_s", "statement-refused", "at line 2 of the statement (SQLSTATE 42P01)"),
        ("SELECT force_code, period, value AS amount FROM counts", "column-unknown", "column 3 is not known"),
        ("SELECT force_code, period FROM counts", "column-missing", "the column `value` is missing"),
        ("SELECT value AS force_code, value AS period, value FROM closed", "access-refused", "(SQLSTATE 42501)"),
        ("DELETE FROM counts", "statement-refused", "(SQLSTATE 42601)"),
        ("SELECT * FROM counts; DROP TABLE counts", "statement-refused", "(SQLSTATE 42601)"),
        ("SELECT force_code, period, nextval('one') AS value FROM counts", "statement-refused", "(SQLSTATE 25006)"),
        ("SELECT force_code, period, 1 / (value - 7) AS value FROM counts", "statement-refused", "(SQLSTATE 22012)"),
    ];
    let counter = format!("CREATE SEQUENCE one; GRANT USAGE ON SEQUENCE one TO {READER}");
    postgres.returns().batch_execute(&counter).unwrap();
    for (statement, id, what) in cases {
        let (found, said) = fault(statement);
        assert_eq!(found, id, "{statement}: {said}");
        assert!(said.contains(what), "{statement}: {said}");
    }
    // Without a contract nothing says what may be fetched.
    let desk_without = desk(&postgres.url(), "", ALL);
    assert_eq!(refused(&desk_without, &Wish { columns: None, ..wish() }).0, "contract-missing");
    // A column of persons is refused before a row is asked for: the row would end in another fault.
    let persons = "SELECT force_code, period, 1 / (value - value) AS value, 'x' AS date_of_birth FROM counts";
    let (found, said) = fault(persons);
    assert!(found != "statement-refused" && !said.contains("SQLSTATE"), "{found}: {said}");
    assert_eq!(postgres.returns().query("SELECT * FROM counts", &[]).unwrap().len(), 3);
}

#[test]
fn a_wrong_password_a_slow_statement_and_a_large_answer_end_in_their_faults() {
    let postgres = counts("UTF8");
    let mut wrong = wish();
    wrong.environment.insert("DB_PASSWORD".to_owned(), "another".to_owned());
    let (id, said) = refused(&desk(&postgres.url(), "", ALL), &wrong);
    assert_eq!(id, "access-refused", "{said}");
    assert!(!said.contains("another"));
    wrong.environment.remove("DB_USER");
    assert_eq!(refused(&desk(&postgres.url(), "", ALL), &wrong).0, "token-missing");
    let limits = "[pull]\nhosts = [\"127.0.0.1\"]\nlargest_bytes = 2000000\nlongest_seconds = 1\n";
    let slow = desk(&postgres.url(), "", "SELECT force_code, period, value FROM counts, pg_sleep(20)");
    slow.write("data/sources.toml", slow_catalogue(&slow, limits));
    let (id, said) = refused(&slow, &wish());
    assert_eq!(id, "out-of-time", "{said}");
    let large = "SELECT force_code, period, number AS value FROM counts, generate_series(1, 1000000) AS number";
    let (id, said) = refused(&desk(&postgres.url(), "largest_bytes = 10000", large), &wish());
    assert_eq!(id, "too-large", "{said}");
    let mut down = counts("UTF8");
    down.stop();
    let (id, said) = refused(&desk(&down.url(), "", ALL), &wish());
    assert_eq!(id, "connection-failed", "{said}");
    assert!(said.contains("tried 3 times"), "{said}");
}

fn slow_catalogue(desk: &Desk, limits: &str) -> String {
    let text = std::fs::read_to_string(desk.path("data/sources.toml")).unwrap();
    let sources = text.find("\n[[source]]").unwrap();
    format!("{limits}{}", &text[sources..])
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    // A database without an encoding hands out whatever was put in.
    let postgres = counts("SQL_ASCII");
    postgres
        .returns()
        .batch_execute("SET client_encoding = SQL_ASCII; INSERT INTO counts VALUES (E'\\xff', '2024/25', 1)")
        .unwrap();
    let (id, said) = refused(&desk(&postgres.url(), "", ALL), &wish());
    assert_eq!(id, "content-wrong", "{said}");
    // Another encoding is turned into ours.
    let postgres = counts("LATIN1");
    postgres.returns().batch_execute("INSERT INTO counts VALUES ('é', '2022/23', 1)").unwrap();
    let desk = desk(&postgres.url(), "", ALL);
    assert_eq!(desk.one(&wish()).state, State::New);
    assert!(String::from_utf8(desk.built("fetched/counts.csv").unwrap()).unwrap().contains("é,2022/23,1\n"));
}

/// What stands between, and lets so many bytes of each answer through.
fn cut_after(port: u16, bytes: u64) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let own = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for asking in listener.incoming().flatten() {
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            let (mut from, mut to) = (asking.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut from, &mut to));
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut (&server).take(bytes), &mut (&asking));
                let _ = (&asking).flush();
                let _ = asking.shutdown(std::net::Shutdown::Both);
            });
        }
    });
    own
}

#[test]
fn a_database_that_breaks_off_midway_pins_nothing() {
    let postgres = counts("UTF8");
    let port = cut_after(postgres.port, 100_000);
    let long = "SELECT force_code, period, number AS value FROM counts, generate_series(1, 20000) AS number";
    let (id, said) = refused(&desk(&format!("postgresql://127.0.0.1:{port}/returns"), "", long), &wish());
    assert!(["download-truncated", "connection-failed"].contains(&id), "{id}: {said}");
    assert!(said.contains("tried 3 times"), "{said}");
}

#[test]
fn a_database_is_believed_by_its_certificate_alone() {
    let ours = Identity::of(&["127.0.0.1"]);
    let postgres = Postgres::of("UTF8", Some(&ours));
    let made = "CREATE TABLE counts AS SELECT 'BTP' AS force_code, '2024/25' AS period, 3 AS value";
    postgres.returns().batch_execute(&format!("{made}; GRANT SELECT ON counts TO {READER}")).unwrap();
    let desk = desk(&postgres.url(), "", ALL);
    for (trusted, is_ours) in [(Identity::of(&["127.0.0.1"]), false), (ours, true)] {
        desk.write("authority.pem", &trusted.pem);
        let mut wish = wish();
        wish.network.ca_file = Some(desk.path("authority.pem"));
        match is_ours {
            false => assert_eq!(refused(&desk, &wish).0, "tls-refused"),
            true => assert_eq!(desk.one(&wish).state, State::New),
        }
    }
    // A server that knows no secure connection is not asked another way.
    let plain = counts("UTF8");
    let asked = self::desk(&plain.url(), "", ALL);
    asked.write("authority.pem", &Identity::of(&["127.0.0.1"]).pem);
    let mut wish = wish();
    wish.network = assess::source::pull::network::Network { ca_file: Some(asked.path("authority.pem")), ..impatient() };
    assert_ne!(refused(&asked, &wish).0, "");
}

#[test]
fn an_edition_from_a_database_has_the_numbers_of_the_edition_from_the_file() {
    let project = Project::copy();
    let of_file = succeed(project.root(), &["facts"]);
    let postgres = Postgres::of("UTF8", None);
    let text = project.text(RETURNS);
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let columns: Vec<String> = header.iter().map(|name| format!("\"{name}\" text")).collect();
    let mut client = postgres.returns();
    client
        .batch_execute(&format!("CREATE TABLE returns ({}); GRANT SELECT ON returns TO {READER}", columns.join(", ")))
        .unwrap();
    let mut rows = client.copy_in("COPY returns FROM STDIN WITH (FORMAT csv, HEADER true)").unwrap();
    rows.write_all(text.as_bytes()).unwrap();
    rows.finish().unwrap();
    std::fs::create_dir(project.path("data/queries")).unwrap();
    let statement = "SELECT * FROM returns WHERE force_code = any($1)";
    project.write("data/queries/returns.sql", statement);
    let auth = "auth = { user_env = \"DB_USER\", token_env = \"DB_PASSWORD\" }";
    let from = "path = \"demo/adr_group_based.csv\"\nsynthetic = true\n";
    let kind = format!(
        "kind = \"sql\"\nurl = \"{}\"\nstatement = \"queries/returns.sql\"\nparameters = [\"{{forces}}\"]\n{auth}\nsynthetic = true\n",
        postgres.url()
    );
    project.replace("data/sources.toml", from, &kind);
    let catalogue = project.text("data/sources.toml");
    assert!(!catalogue.contains("[pull]"));
    project.write("data/sources.toml", format!("[pull]\nhosts = [\"127.0.0.1\"]\n\n{catalogue}"));
    std::fs::remove_file(project.path(RETURNS)).unwrap();
    let pulled = Command::new(env!("CARGO_BIN_EXE_assess"))
        .arg("--root")
        .arg(project.root())
        .arg("pull")
        .env("DB_USER", READER)
        .env("DB_PASSWORD", PASSWORD)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&pulled.stdout).into_owned() + &String::from_utf8_lossy(&pulled.stderr);
    assert!(pulled.status.success(), "{said}");
    assert!(said.contains("demo-adr-group-based") && !said.contains(PASSWORD), "{said}");
    // What follows asks nobody.
    drop(postgres);
    assert_eq!(succeed(project.root(), &["facts"]), of_file);
}
