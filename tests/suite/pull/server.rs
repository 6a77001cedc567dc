//! A small HTTP server on this machine that can misbehave: it answers by a function, and writes what that function says,
//! to the byte and as slowly as it says.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
    /// Names in small letters.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// What to answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Length to state, if not that of the body.
    pub(crate) stated: Option<u64>,
    /// How often the body is sent, one after the other, without stating a length.
    pub(crate) again_and_again: Option<u64>,
    /// Wait before each of the pieces of the body.
    pub(crate) drip: Option<(usize, Duration)>,
    /// Wait before answering at all.
    pub(crate) delay: Duration,
}

impl Reply {
    pub(crate) fn new(status: u16, media: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), media.to_owned())];
        Self {
            status,
            headers,
            body: body.into(),
            stated: None,
            again_and_again: None,
            drip: None,
            delay: Duration::ZERO,
        }
    }

    pub(crate) fn csv(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/csv; charset=utf-8", body)
    }

    pub(crate) fn json(value: &serde_json::Value) -> Self {
        Self::new(200, "application/json; charset=utf-8", value.to_string())
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::new(status, "text/plain", "no")
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self::status(302).with("Location", to)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

type Answerer = dyn Fn(&Asked) -> Reply + Send + Sync;

/// The server. It runs until it is stopped or the tests end.
pub(crate) struct Server {
    port: u16,
    gone: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::over(answer, |stream| Some(Box::new(stream)))
    }

    /// A server whose connections are wrapped, as by TLS.
    pub(crate) fn over(
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
        wrap: impl Fn(TcpStream) -> Option<Box<dyn Connection>> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let gone = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&gone);
        let sent = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&sent);
        let (log, answer, wrap): (_, Arc<Answerer>, _) = (Arc::clone(&asked), Arc::new(answer), Arc::new(wrap));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (log, answer, wrap) = (Arc::clone(&log), Arc::clone(&answer), Arc::clone(&wrap));
                let count = Arc::clone(&count);
                std::thread::spawn(move || {
                    let _ = stream.set_nodelay(true);
                    if let Some(mut connection) = wrap(stream) {
                        let _ = serve(connection.as_mut(), &log, &count, answer.as_ref());
                    }
                });
            }
        });
        Self { port, gone, sent, asked }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Takes the server off the network: nobody listens at its address any more.
    pub(crate) fn stop(&self) {
        self.gone.store(true, Ordering::SeqCst);
        // One connection more wakes it, to let go of its address; the next is refused.
        while TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Bytes of bodies that the system has taken from the server.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    /// Everything asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn forget(&self) {
        self.asked.lock().unwrap().clear();
    }
}

pub(crate) trait Connection: Read + Write {}
impl<T: Read + Write> Connection for T {}

/// One request a connection: simple, and the client must cope.
fn serve(
    stream: &mut dyn Connection,
    log: &Mutex<Vec<Asked>>,
    sent: &AtomicU64,
    answer: &Answerer,
) -> std::io::Result<()> {
    let asked = {
        let mut reader = BufReader::new(&mut *stream);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                headers.insert(name.trim().to_lowercase(), value.trim().to_owned());
            }
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        Asked { method, path, headers, body: String::from_utf8_lossy(&body).into_owned() }
    };
    if asked.method.is_empty() {
        return Ok(());
    }
    log.lock().unwrap().push(asked.clone());
    let reply = answer(&asked);
    std::thread::sleep(reply.delay);
    let mut head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", reply.status);
    if reply.status != 304 && reply.again_and_again.is_none() {
        head += &format!("Content-Length: {}\r\n", reply.stated.unwrap_or(reply.body.len() as u64));
    }
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    match reply.drip {
        None => {
            for _ in 0..reply.again_and_again.unwrap_or(1) {
                stream.write_all(&reply.body)?;
                sent.fetch_add(reply.body.len() as u64, Ordering::SeqCst);
            }
        }
        Some((size, wait)) => {
            for piece in reply.body.chunks(size) {
                std::thread::sleep(wait);
                stream.write_all(piece)?;
                stream.flush()?;
            }
        }
    }
    stream.flush()
}
