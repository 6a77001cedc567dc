//! Serves what is to be seen on this machine, and on no other.
//!
//! In: requests on 127.0.0.1. Out: a few pages from memory: no path of a request ever leads to a file. The address holds a secret made for
//! the run, as others may have accounts on the machine; a page of another site that asks by a name of its own is refused by the host it
//! names.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::Builder;
use std::time::Duration;

use super::board::{Board, View};
use crate::fault::Failure;
use crate::publish::preview;
use crate::source::hexadecimal;

/// Requests served at once, of which each open window holds one.
const MOST_AT_ONCE: usize = 64;

/// Bytes and lines of the head of a request.
const LONGEST_HEAD: usize = 16 << 10;
const MOST_HEADERS: usize = 64;

/// How long a reader may take, and how long a window is told nothing.
const PATIENCE: Duration = Duration::from_secs(10);
const PULSE: Duration = Duration::from_secs(15);

/// Bytes of the secret.
const SECRET: usize = 16;

const HTML: &str = "text/html; charset=utf-8";

/// What a page may do. The chapter has styles of its own and pictures in it, and nothing else.
const OWN: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; \
                   form-action 'none'; frame-ancestors 'none'";
const CHAPTER: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; \
                       frame-ancestors 'self'";

/// Where the pages are served.
pub(super) struct Address {
    at: SocketAddr,
    secret: String,
}

impl Address {
    /// The address of the first page.
    pub(super) fn url(&self) -> String {
        format!("http://{}/{}/", self.at, self.secret)
    }

    /// Whether a request was meant for it, and not sent here under another name.
    fn is_meant(&self, host: &str) -> bool {
        host == self.at.to_string() || host == format!("localhost:{}", self.at.port())
    }
}

/// Begins to serve, on the port that is asked for or on one that is free.
pub(super) fn start(port: u16, year: i16, board: &Arc<Board>) -> Result<Arc<Address>, Failure> {
    let failed = |error: io::Error| {
        let what = format!("nothing can be served on port {port} of 127.0.0.1: {error}");
        Failure::cannot_run(what, "name another port with --port, or none: then one that is free is taken")
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    let mut secret = [0; SECRET];
    getrandom::fill(&mut secret).map_err(|error| failed(io::Error::other(error)))?;
    let secret = hexadecimal(&secret);
    let address = Arc::new(Address { at: listener.local_addr().map_err(failed)?, secret });
    let (told, board) = (Arc::clone(&address), Arc::clone(board));
    let serving = move || {
        let running = Arc::new(AtomicUsize::new(0));
        for stream in listener.incoming().flatten() {
            let (address, board, running) = (Arc::clone(&address), Arc::clone(&board), Arc::clone(&running));
            if running.fetch_add(1, Ordering::AcqRel) >= MOST_AT_ONCE {
                running.fetch_sub(1, Ordering::AcqRel);
                continue;
            }
            let served = Arc::clone(&running);
            let work = move || {
                // Whoever asked has gone away.
                let _ = answer(stream, &address, year, &board);
                served.fetch_sub(1, Ordering::AcqRel);
            };
            if Builder::new().spawn(work).is_err() {
                running.fetch_sub(1, Ordering::AcqRel);
            }
        }
    };
    Builder::new().spawn(serving).map_err(failed)?;
    Ok(told)
}

/// A request, as far as it matters.
struct Asked {
    method: String,
    path: String,
    host: Option<String>,
    /// Whether a page of another site had the browser ask.
    foreign: bool,
}

/// What is sent back.
struct Reply {
    status: &'static str,
    media: &'static str,
    policy: Option<&'static str>,
    body: Arc<Vec<u8>>,
}

impl Reply {
    fn new(media: &'static str, policy: Option<&'static str>, body: impl Into<Vec<u8>>) -> Self {
        Self { status: "200 OK", media, policy, body: Arc::new(body.into()) }
    }

    fn refused(status: &'static str) -> Self {
        let body = format!("{status}\n").into_bytes();
        Self { status, media: "text/plain; charset=utf-8", policy: Some("default-src 'none'"), body: Arc::new(body) }
    }
}

fn answer(mut stream: TcpStream, address: &Address, year: i16, board: &Board) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let asked = match head(&mut stream)? {
        Ok(asked) => asked,
        Err(status) => return send(&mut stream, &Reply::refused(status), true),
    };
    let with_body = asked.method != "HEAD";
    let refuse = Reply::refused;
    let inside = asked.path.strip_prefix('/').and_then(|path| path.strip_prefix(address.secret.as_str()));
    let reply = match (asked.method.as_str(), &asked.host, inside.and_then(|path| path.strip_prefix('/'))) {
        (_, None, _) => refuse("400 Bad Request"),
        (_, Some(host), _) if !address.is_meant(host) || asked.foreign => refuse("403 Forbidden"),
        ("GET" | "HEAD", _, None) => refuse("404 Not Found"),
        ("GET", _, Some("events")) => return events(&mut stream, board),
        ("GET" | "HEAD", _, Some(path)) => page(path, year, &board.now().1),
        _ => refuse("405 Method Not Allowed"),
    };
    send(&mut stream, &reply, with_body)
}

/// A page by its name.
fn page(name: &str, year: i16, view: &View) -> Reply {
    match name {
        "" => Reply::new(HTML, Some(OWN), preview::page(year, &seen(view))),
        "beside" => Reply::new(HTML, Some(OWN), preview::beside(&seen(view))),
        "watch.js" => Reply::new("text/javascript; charset=utf-8", None, preview::SCRIPT),
        "watch.css" => Reply::new("text/css; charset=utf-8", None, preview::style()),
        "chapter.html" => match &view.page {
            Some(made) => Reply { body: Arc::clone(&made.bytes), ..Reply::new(HTML, Some(CHAPTER), "") },
            None => Reply::new(HTML, Some(CHAPTER), preview::waiting(view.working)),
        },
        "chapter.pdf" => match &view.document {
            Some(made) => Reply { body: Arc::clone(&made.bytes), ..Reply::new("application/pdf", None, "") },
            None => Reply { status: "503 Service Unavailable", ..Reply::refused("the document is not made yet") },
        },
        _ => Reply::refused("404 Not Found"),
    }
}

/// The view as the pages tell it.
fn seen(view: &View) -> preview::Seen<'_> {
    preview::Seen {
        edit: view.edit,
        working: view.working,
        seconds: view.seconds,
        page: view.page.as_ref().map(|made| made.of),
        document: view.document.as_ref().map(|made| made.of),
        wrong: view.wrong.as_deref(),
        wrong_document: view.wrong_document.as_deref(),
        findings: view.findings.as_deref(),
    }
}

/// The head of a request, or why it is refused.
fn head(stream: &mut TcpStream) -> io::Result<Result<Asked, &'static str>> {
    let mut read = Vec::new();
    let mut part = [0; 2048];
    loop {
        let count = stream.read(&mut part)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        read.extend_from_slice(part.get(..count).unwrap_or_default());
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(&read) {
            Ok(httparse::Status::Complete(_)) => return Ok(Ok(asked(&request))),
            Ok(httparse::Status::Partial) if read.len() < LONGEST_HEAD => {}
            Ok(httparse::Status::Partial) => return Ok(Err("431 Request Header Fields Too Large")),
            Err(_) => return Ok(Err("400 Bad Request")),
        }
    }
}

fn asked(request: &httparse::Request<'_, '_>) -> Asked {
    let header = |name: &str| {
        let mut named = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        let only = named.next().filter(|_| named.next().is_none());
        only.map(|header| String::from_utf8_lossy(header.value).to_ascii_lowercase())
    };
    let site = header("sec-fetch-site");
    Asked {
        method: request.method.unwrap_or_default().to_owned(),
        path: request.path.unwrap_or_default().split(['?', '#']).next().unwrap_or_default().to_owned(),
        host: header("host"),
        foreign: site.is_some_and(|site| site == "cross-site" || site == "same-site"),
    }
}

fn send(stream: &mut TcpStream, reply: &Reply, with_body: bool) -> io::Result<()> {
    let Reply { status, media, policy, body } = reply;
    let policy = policy.map_or_else(String::new, |policy| format!("Content-Security-Policy: {policy}\r\n"));
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n{policy}{COMMON}Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if with_body {
        stream.write_all(body)?;
    }
    stream.flush()?;
    stream.shutdown(Shutdown::Write)
}

/// Nothing is kept by the browser, nothing is guessed, and no link tells the address.
const COMMON: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
                      Cross-Origin-Resource-Policy: same-origin\r\n";

/// Tells each change as it comes, until the window is closed.
fn events(stream: &mut TcpStream, board: &Board) -> io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{COMMON}Connection: close\r\n\r\n")?;
    let (mut number, mut view) = board.now();
    loop {
        let of = |made: &Option<super::board::Made>| made.as_ref().map_or(0, |made| made.of);
        let (page, document) = (of(&view.page), of(&view.document));
        write!(stream, "data: {{\"edit\":{},\"page\":{page},\"document\":{document}}}\n\n", view.edit)?;
        stream.flush()?;
        (number, view) = loop {
            match board.after(number, PULSE) {
                Some(present) => break present,
                None => stream.write_all(b": still here\n\n")?,
            }
        };
    }
}
