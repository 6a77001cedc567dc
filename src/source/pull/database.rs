//! What a statement gives that a database runs: read only, over TLS unless the database is on this machine, within its time, row by row into
//! a file. Columns are held against the contract, and looked over for persons, before a row is asked for.
//!
//! The statement is wrapped: every column comes as text, as the database itself writes it, and rows come in the order of all columns by
//! their bytes, so that equal tables are equal files whatever plan the database makes.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use postgres::config::SslMode;
use postgres::error::{Error, SqlState};
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{ToSql, Type};
use postgres::{Client, Config, IsolationLevel, NoTls, Statement as Prepared, Transaction};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_tokio_postgres::MakeRustlsConnect;

use super::fetch::Asker;
use super::items::{Item, Parameter, Statement};
use super::partial::PARTIAL;
use super::trouble::{self, Trouble, again, fatal};
use super::{Shared, admitted, clock};
use crate::fault::{Fault, Place};
use crate::source::address::{self, Database};
use crate::source::sha256;

/// Bytes after which progress is told.
const TOLD_EVERY: u64 = 1 << 20;

const CHECK_STATEMENT: &str = "run it against the database by hand, and mend the file";

/// What the thread that asks tells the one that waits.
enum Told {
    /// The names of the columns; rows follow once they are allowed.
    Columns(Vec<String>, Sender<()>),
    /// Bytes so far.
    Bytes(u64),
    /// The end.
    Done(Result<(), Box<Trouble>>),
}

/// What is asked, with all that the asking thread needs: it may outlive a wait that was given up.
struct Query {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    statement: Statement,
    file: PathBuf,
    largest: u64,
    until: Instant,
}

/// Asks, and gives the file beside the store.
pub(super) fn fetch(
    shared: &Shared<'_>,
    item: &Item,
    asker: &Asker<'_>,
    statement: &Statement,
) -> Result<PathBuf, Fault> {
    let refuse = |what: String| item.fault("address-refused", &what, trouble::ADD_HOST);
    let database = address::database(&item.source.url, asker.hosts).map_err(refuse)?;
    // Whoever names an authority wants its certificate seen, on this machine too.
    let secured = !database.loopback || asker.clients.network().ca_file.is_some();
    let file = shared.store.side(PARTIAL)?.join(format!("{}.rows", sha256(item.key.as_bytes())));
    let fetched = asker.keep_trying(|| {
        let query = Query {
            config: config(&database, secured, asker),
            tls: secured.then(|| tls(asker)).transpose()?,
            statement: statement.clone(),
            file: file.clone(),
            largest: asker.largest,
            until: asker.until,
        };
        ask(shared, item, asker, query)
    });
    fetched.map(|()| file.clone()).inspect_err(|_| {
        // Nothing is gone on with: another answer may have other rows.
        let _ = std::fs::remove_file(&file);
    })
}

fn config(database: &Database, secured: bool, asker: &Asker<'_>) -> Config {
    let mut config = Config::new();
    config
        .host(&database.host)
        .port(database.port)
        .dbname(&database.name)
        .application_name("assess")
        .ssl_mode(if secured { SslMode::Require } else { SslMode::Disable })
        .connect_timeout(asker.clients.network().connect)
        .tcp_user_timeout(asker.clients.network().silence);
    if let Some(user) = &asker.credential.user {
        config.user(user);
    }
    if let Some(token) = &asker.credential.token {
        config.password(token.reveal());
    }
    config
}

/// The certificates of the system, or those of the file given in their place.
fn tls(asker: &Asker<'_>) -> Result<MakeRustlsConnect, Trouble> {
    let unusable =
        |what: String| fatal("connection-unusable", what, "mend the file that the message names, or give another");
    // A second installation is refused by the library, and is no error here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some(path) = &asker.clients.network().ca_file else {
        return Ok(MakeRustlsConnect::new(
            rustls_tokio_postgres::config_platform_verifier()
                .map_err(|error| unusable(format!("the certificates of the system cannot be used: {error}")))?,
        ));
    };
    let shown = path.display();
    let mut roots = rustls::RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(path)
        .map_err(|_| unusable(format!("`{shown}` cannot be read as certificates in PEM form")))?;
    for certificate in certificates.flatten() {
        roots.add(certificate).map_err(|error| unusable(format!("`{shown}` holds no usable certificate: {error}")))?;
    }
    if roots.is_empty() {
        return Err(unusable(format!("`{shown}` holds no certificate in PEM form")));
    }
    let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Asks in a thread of its own, so that no database can keep the pull waiting beyond the time for a file.
fn ask(shared: &Shared<'_>, item: &Item, asker: &Asker<'_>, query: Query) -> Result<(), Trouble> {
    let (tell, told) = channel();
    let until = query.until;
    let statement = query.statement.clone();
    let no_thread = |_| fatal("connection-unusable", "no thread can be started", "end other programs, and pull again");
    std::thread::Builder::new()
        .spawn(move || {
            let done = run(&query, &tell).map_err(Box::new);
            // Whoever waited may have given up.
            let _ = tell.send(Told::Done(done));
        })
        .map_err(no_thread)?;
    loop {
        match told.recv_timeout(until.saturating_duration_since(clock::now())) {
            Ok(Told::Columns(names, go)) => {
                allowed(shared, item, &statement, &names)?;
                let _ = go.send(());
            }
            Ok(Told::Bytes(bytes)) => asker.progress.bytes(asker.key, bytes, None),
            Ok(Told::Done(done)) => return done.map_err(|trouble| *trouble),
            Err(RecvTimeoutError::Timeout) => return Err(given_up()),
            Err(RecvTimeoutError::Disconnected) => return Err(broken()),
        }
    }
}

/// Whether columns of these names may be fetched: the contract names them, and they are none of persons.
fn allowed(shared: &Shared<'_>, item: &Item, statement: &Statement, names: &[String]) -> Result<(), Trouble> {
    let of_file = |fault: Fault| Fault { place: Place::file(&statement.file), ..fault };
    let header = csv_line(names).map_err(|error| Trouble::Fatal(Box::new(shared.store.refuse(&error))))?;
    admitted::check_bytes(item, &header).map_err(|fault| Trouble::Fatal(Box::new(of_file(fault))))?;
    let held = shared.options.contracts.and_then(|contracts| contracts.header(&item.source, names));
    let Some(faults) = held else {
        let what = format!("there is no contract `{}` to say which columns may be fetched", item.source.contract);
        return Err(fatal("contract-missing", what, "name the contract that the table meets"));
    };
    match faults.into_iter().next() {
        None => Ok(()),
        Some(fault) => {
            let what = format!("{}; no row was asked for", fault.what);
            Err(Trouble::Fatal(Box::new(of_file(Fault { what, ..fault }))))
        }
    }
}

fn csv_line(names: &[String]) -> std::io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(names)?;
    writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))
}

/// The work of the asking thread.
fn run(query: &Query, tell: &Sender<Told>) -> Result<(), Trouble> {
    let text = &query.statement.text;
    let of_database = |error: Error| of_error(&error, text);
    let mut client = match &query.tls {
        Some(tls) => query.config.connect(tls.clone()),
        None => query.config.connect(NoTls),
    }
    .map_err(of_database)?;
    let mut transaction = begun(&mut client, query.until).map_err(of_database)?;
    let (inner, types) = (without_end(text), types(&query.statement.parameters));
    let all = transaction.prepare_typed(&format!("{BEFORE}{inner}{AFTER}"), &types).map_err(of_database)?;
    let names: Vec<String> = all.columns().iter().map(|column| column.name().to_owned()).collect();
    let (go, wait) = channel();
    tell.send(Told::Columns(names.clone(), go)).map_err(|_| given_up())?;
    wait.recv().map_err(|_| given_up())?;
    let texts = transaction.prepare_typed(&as_texts(inner, &names), &types).map_err(of_database)?;
    written(&mut transaction, &texts, &names, query, tell)
}

/// A transaction that can only read, and that the database itself ends when the time is over.
fn begun(client: &mut Client, until: Instant) -> Result<Transaction<'_>, Error> {
    let mut transaction =
        client.build_transaction().read_only(true).isolation_level(IsolationLevel::RepeatableRead).start()?;
    let left = until.saturating_duration_since(clock::now()).max(Duration::from_millis(1));
    transaction.batch_execute(&format!("SET LOCAL statement_timeout = {}", left.as_millis()))?;
    Ok(transaction)
}

const BEFORE: &str = "SELECT * FROM (\n";
const AFTER: &str = "\n) AS given";

/// The statement without the sign that ends it, which may not stand inside another.
fn without_end(text: &str) -> &str {
    text.trim_end().trim_end_matches(';')
}

/// The statement with every column as text, in the order of all of them.
fn as_texts(inner: &str, names: &[String]) -> String {
    let quoted = |name: &String| format!("given.\"{}\"::text", name.replace('"', "\"\""));
    let columns: Vec<String> = names.iter().map(quoted).collect();
    let order: Vec<String> = columns.iter().map(|column| format!("{column} COLLATE \"C\"")).collect();
    format!("SELECT {} FROM (\n{inner}{AFTER} ORDER BY {}", columns.join(", "), order.join(", "))
}

fn types(parameters: &[Parameter]) -> Vec<Type> {
    let of = |parameter: &Parameter| match parameter {
        Parameter::One(_) => Type::TEXT,
        Parameter::All(_) => Type::TEXT_ARRAY,
    };
    parameters.iter().map(of).collect()
}

/// Writes the rows, as they come.
fn written(
    transaction: &mut Transaction<'_>,
    statement: &Prepared,
    names: &[String],
    query: &Query,
    tell: &Sender<Told>,
) -> Result<(), Trouble> {
    let of_database = |error: Error| of_error(&error, &query.statement.text);
    let bound: Vec<&(dyn ToSql + Sync)> = query
        .statement
        .parameters
        .iter()
        .map(|parameter| match parameter {
            Parameter::One(text) => text as &(dyn ToSql + Sync),
            Parameter::All(texts) => texts as &(dyn ToSql + Sync),
        })
        .collect();
    let mut sink = Sink::create(&query.file, query.largest)?;
    sink.record(names.iter().map(String::as_str))?;
    let mut rows = transaction.query_raw(statement, bound).map_err(of_database)?;
    let mut told = 0;
    while let Some(row) = rows.next().map_err(of_database)? {
        let mut cells: Vec<&str> = Vec::with_capacity(names.len());
        for number in 0..names.len() {
            let cell: Option<&str> = row.try_get(number).map_err(|_| not_text())?;
            cells.push(cell.unwrap_or_default());
        }
        if cells.iter().any(|cell| cell.contains('\0')) {
            return Err(not_text());
        }
        sink.record(cells)?;
        if sink.bytes >= told + TOLD_EVERY {
            told = sink.bytes;
            tell.send(Told::Bytes(told)).map_err(|_| given_up())?;
        }
    }
    sink.finish()
}

/// The file that is written, up to the ceiling of its size.
struct Sink {
    writer: csv::Writer<BufWriter<File>>,
    path: PathBuf,
    bytes: u64,
    largest: u64,
}

impl Sink {
    fn create(path: &Path, largest: u64) -> Result<Self, Trouble> {
        let file = File::create(path).map_err(|error| unwritable(path, &error))?;
        Ok(Self { writer: csv::Writer::from_writer(BufWriter::new(file)), path: path.to_owned(), bytes: 0, largest })
    }

    fn record<'r>(&mut self, cells: impl IntoIterator<Item = &'r str>) -> Result<(), Trouble> {
        for cell in cells {
            self.bytes += cell.len() as u64 + 1;
            self.writer.write_field(cell).map_err(|error| unwritable(&self.path, &error.into()))?;
        }
        if self.bytes > self.largest {
            return Err(trouble::too_large(self.largest));
        }
        self.writer.write_record(None::<&[u8]>).map_err(|error| unwritable(&self.path, &error.into()))
    }

    fn finish(self) -> Result<(), Trouble> {
        let path = self.path;
        let buffer = self.writer.into_inner().map_err(|error| unwritable(&path, error.error()))?;
        let mut file = buffer.into_inner().map_err(|error| unwritable(&path, error.error()))?;
        file.flush().and_then(|()| file.sync_all()).map_err(|error| unwritable(&path, &error))
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Trouble {
    let what = format!("`{}` cannot be written: {error}", path.display());
    fatal("store-unwritable", what, "make room on the disk, or let the store be written, and pull again")
}

/// The time is over: the one thread says so of the database, and the other of whoever waited.
fn given_up() -> Trouble {
    let before = "the database was still at work";
    let remedy = "let the statement give less or run faster, or raise longest_seconds of [pull]; nothing was pinned";
    Trouble::Fatal(Box::new(Fault { remedy: remedy.to_owned(), ..trouble::out_of_time(before) }))
}

fn broken() -> Trouble {
    again("download-truncated", "the database broke off before the last row", "")
}

fn not_text() -> Trouble {
    let what = "a cell of the answer is no text that can be kept: it holds the sign NUL, or bytes that are not UTF-8";
    fatal("content-wrong", what, "have the database mend the text, or leave the column out of the statement")
}

/// What a database or the way to it refuses. Its own words may hold what it holds, and are not repeated: only the code, and the line of the
/// statement.
fn of_error(error: &Error, text: &str) -> Trouble {
    let Some(said) = error.as_db_error() else {
        return of_way(error);
    };
    let code = said.code();
    let line = match said.position() {
        Some(postgres::error::ErrorPosition::Original(at)) => line_of(text, *at as usize),
        _ => None,
    };
    let at = line.map_or_else(String::new, |line| format!(", at line {line} of the statement"));
    let what = |words: &str| format!("{words}{at} (SQLSTATE {})", code.code());
    let is = |codes: &[&SqlState]| codes.contains(&code);
    let class = code.code().get(..2).unwrap_or_default();
    if is(&[&SqlState::QUERY_CANCELED]) {
        return given_up();
    }
    if is(&[&SqlState::INVALID_PASSWORD, &SqlState::INVALID_AUTHORIZATION_SPECIFICATION]) {
        let remedy = "check user and password in the environment variables that auth names";
        return fatal("access-refused", what("the database refuses access"), remedy);
    }
    if is(&[&SqlState::INSUFFICIENT_PRIVILEGE]) {
        let remedy = "ask whoever keeps the database to let the user read these tables, and no others";
        return fatal("access-refused", what("the database does not let the user read what is asked for"), remedy);
    }
    if is(&[&SqlState::INVALID_CATALOG_NAME]) {
        return fatal("not-found", what("the server has no database of this name"), trouble::MEND_ADDRESS);
    }
    if is(&[&SqlState::UNDEFINED_COLUMN, &SqlState::UNDEFINED_TABLE, &SqlState::AMBIGUOUS_COLUMN]) {
        let words = "the statement names a table or a column that the database does not have so";
        return fatal("statement-refused", what(words), "mend the name; it may have changed since");
    }
    if is(&[&SqlState::READ_ONLY_SQL_TRANSACTION]) {
        return fatal("statement-refused", what("the statement would change the database"), "let it only read");
    }
    if is(&[&SqlState::CHARACTER_NOT_IN_REPERTOIRE, &SqlState::UNTRANSLATABLE_CHARACTER]) {
        return not_text();
    }
    match class {
        "08" | "53" | "57" | "58" => again("server-error", what("the database cannot answer now"), ""),
        "22" => fatal(
            "statement-refused",
            what("the statement cannot be worked out over a value it meets"),
            CHECK_STATEMENT,
        ),
        _ => fatal("statement-refused", what("the database refuses the statement"), CHECK_STATEMENT),
    }
}

/// What happened on the way to a database, or back.
fn of_way(error: &Error) -> Trouble {
    let causes = || std::iter::successors(std::error::Error::source(error), |cause| (*cause).source());
    if let Some(tls) = causes().find_map(trouble::tls_of) {
        return fatal(
            "tls-refused",
            format!("the database cannot show that it is what it says: {tls}"),
            "do not go on by another way; if the database has a certificate of your own authority, give it with --ca-file",
        );
    }
    if error.is_closed() {
        return broken();
    }
    match causes().last() {
        Some(cause) => {
            let what = format!("no connection: {cause}");
            again("connection-failed", what, "check the network, and whether the database runs, and pull again")
        }
        None => broken(),
    }
}

/// The line of the statement at which a character of the wrapped one stands.
fn line_of(text: &str, at: usize) -> Option<usize> {
    let inside = at.checked_sub(BEFORE.chars().count() + 1)?;
    (inside <= text.chars().count()).then(|| 1 + text.chars().take(inside).filter(|one| *one == '\n').count())
}
