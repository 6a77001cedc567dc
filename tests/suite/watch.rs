//! The chapter as it is watched while it is written: a browser's requests, an analyst's saves.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::project::{Project, succeed};

/// In the debug profile, on a machine that others work on too.
const LONG: Duration = Duration::from_secs(180);

const TEXT: &str = "report/2027/sections/brief.typ";
const DATA: &str = "data/public/recorded_crime_national.csv";

struct Watched {
    child: Child,
    host: String,
    /// With a slash before and after it.
    secret: String,
}

impl Watched {
    fn start(project: &Project) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_assess"))
            .arg("--root")
            .arg(project.root())
            .args(["watch", "--quiet"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (host, secret) = line.trim_end().strip_prefix("http://").unwrap().split_once('/').unwrap();
        Self { child, host: host.to_owned(), secret: format!("/{secret}") }
    }

    /// The whole answer to these bytes.
    fn sent(&self, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // A request that is refused before it is read whole may end by a reset.
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    fn asked(&self, path: &str, host: &str) -> String {
        let answer = self.sent(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn page(&self, name: &str) -> String {
        self.asked(&format!("{}{name}", self.secret), &self.host)
    }

    /// The bytes of a page, once there is one.
    fn bytes(&self, name: &str) -> Vec<u8> {
        let answer = self.sent(&format!("GET {}{name} HTTP/1.1\r\nHost: {}\r\n\r\n", self.secret, self.host));
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{name}");
        let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        answer[head + 4..].to_vec()
    }

    /// What stands beside the page, once it says all of this.
    fn says(&self, all: &[&str]) -> String {
        let began = Instant::now();
        loop {
            let beside = self.page("beside");
            if all.iter().all(|words| beside.contains(words)) {
                return beside;
            }
            assert!(began.elapsed() < LONG, "{all:?} is not said: {beside}");
            sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_edit_is_seen_and_an_error_leaves_the_last_good_page() {
    let project = Project::brief();
    let watched = Watched::start(&project);
    // At once, and before anything is made.
    let first = watched.page("");
    assert!(first.starts_with("HTTP/1.1 200 ") && first.contains("Edition 2027, as it is written"), "{first}");
    let head = first.split("\r\n\r\n").next().unwrap();
    for line in
        ["Cache-Control: no-store", "Referrer-Policy: no-referrer", "Content-Security-Policy: default-src 'none'"]
    {
        assert!(head.contains(line), "{head}");
    }
    watched.says(&["The page is of edit 1", "Found in the data"]);
    assert!(watched.page("chapter.html").contains("lay outside"));

    // A sentence.
    project.replace(TEXT, "lay outside", "stood well outside");
    watched.says(&["The page is of edit 2"]);
    let page = watched.page("chapter.html");
    assert!(page.contains("stood well outside") && !page.contains("lay outside"));

    // Text that does not parse, a number that is not there, a text that never ends: the place, and the page of before.
    let good = project.text(TEXT);
    let mut edit = 2;
    for (broken, told) in [
        ("\n#let (\n", "chapter-invalid"),
        ("\nAbout #n(\"no.such.number\").\n", "statistic-unknown"),
        ("\nAbout 17 forces.\n", "number-unbound"),
        ("\n#{ let x = (none,); for i in range(60) { x = x + x } }\n", "chapter-too-large"),
    ] {
        project.write(TEXT, format!("{good}{broken}"));
        edit += 1;
        let state = format!("Edit {edit} has errors; the page is of edit 2.");
        let beside = watched.says(&[&state, told]);
        assert!(beside.contains(&format!("{TEXT}:")), "{beside}");
        assert!(watched.page("chapter.html").contains("stood well outside"), "{broken}");
    }

    // A cell that is no number, while the text is broken too; then both are mended.
    let data = project.text(DATA);
    project.write(DATA, data.replace("2024/25,71,962,4", "2024/25,71,many,4"));
    edit += 1;
    let beside = watched.says(&[&format!("Edit {edit} has errors; the page is of edit 2."), "number-not-whole"]);
    assert!(beside.contains(&format!("{DATA}:")), "{beside}");
    project.write(TEXT, good.replace("well outside", "far outside"));
    edit += 1;
    watched.says(&[&format!("Edit {edit} has errors; the page is of edit 2."), "number-not-whole"]);
    project.write(DATA, data);
    edit += 1;
    watched.says(&[&format!("The page is of edit {edit}"), "The document is of it too."]);
    assert!(watched.page("chapter.html").contains("stood far outside"));

    // What is seen is what is built, to the byte.
    succeed(project.root(), &["build", "--quiet"]);
    for (seen, built) in
        [("chapter.html", "chapter.official.embargoed.html"), ("chapter.pdf", "chapter.official.embargoed.pdf")]
    {
        assert!(watched.bytes(seen) == std::fs::read(project.path("out/2027").join(built)).unwrap(), "{seen}");
    }
    // Writing the release is no edit, and neither is what an editor keeps beside a text.
    project.write("report/2027/sections/.brief.typ.swp", "b0VIM");
    sleep(Duration::from_millis(500));
    assert!(watched.page("beside").contains(&format!("The page is of edit {edit}")));
}

#[test]
fn only_this_machine_and_only_who_has_the_address_is_answered() {
    let project = Project::brief();
    let mut watched = Watched::start(&project);
    assert!(watched.host.starts_with("127.0.0.1:"), "{}", watched.host);
    assert_eq!(watched.secret.len(), 34, "{}", watched.secret);
    let port = watched.host.split(':').nth(1).unwrap();
    let status = |answer: &str| answer.split(' ').nth(1).unwrap_or_default().to_owned();
    let secret = watched.secret.clone();
    for path in [
        "/",
        "/beside",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        &format!("{secret}../../../../etc/passwd"),
        &format!("{secret}..%2f..%2fetc%2fpasswd"),
        &format!("{secret}data/demo/adr_parent.csv"),
        &format!("{secret}/etc/passwd"),
        &secret.replace(char::is_numeric, "0"),
        "http://127.0.0.1/etc/passwd",
        "*",
    ] {
        let answer = watched.asked(path, &watched.host);
        assert_eq!(status(&answer), "404", "{path}: {answer}");
        assert!(!answer.contains("root:") && !answer.contains("force_code"), "{answer}");
    }
    // Another name for this machine is what a page of another site would use.
    for host in ["evil.example", "evil.example:80", &format!("evil.example:{port}"), "127.0.0.1", "127.0.0.1:1", ""] {
        assert_eq!(status(&watched.asked(&secret, host)), "403", "{host}");
    }
    assert_eq!(status(&watched.asked(&secret, &format!("localhost:{port}"))), "200");
    let own = &watched.host;
    for (request, told) in [
        (format!("GET {secret} HTTP/1.1\r\n\r\n"), "400"),
        (format!("GET {secret} HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\n\r\n"), "400"),
        (format!("GET {secret} HTTP/1.1\r\nHost: {own}\r\nSec-Fetch-Site: cross-site\r\n\r\n"), "403"),
        (format!("POST {secret} HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0\r\n\r\n"), "405"),
        (format!("DELETE {secret}chapter.html HTTP/1.1\r\nHost: {own}\r\n\r\n"), "405"),
        ("no request at all\r\n\r\n".to_owned(), "400"),
        (format!("GET / HTTP/1.1\r\nHost: {own}\r\nX: {}", "a".repeat(20 << 10)), "431"),
    ] {
        let answer = String::from_utf8_lossy(&watched.sent(&request)).into_owned();
        assert_eq!(status(&answer), told, "{}", request.get(..60).unwrap_or(&request));
    }
    let head = watched.sent(&format!("HEAD {secret} HTTP/1.1\r\nHost: {own}\r\n\r\n"));
    assert!(head.starts_with(b"HTTP/1.1 200 ") && head.ends_with(b"\r\n\r\n"));
    // A window is told of changes as they come.
    let mut events = TcpStream::connect(own).unwrap();
    events.set_read_timeout(Some(LONG)).unwrap();
    write!(events, "GET {secret}events HTTP/1.1\r\nHost: {own}\r\n\r\n").unwrap();
    let told = BufReader::new(events).lines().map(Result::unwrap).find(|line| line.contains("\"page\":1")).unwrap();
    assert!(told.starts_with("data: {\"edit\":1,"), "{told}");
    // It ends when it is told to, and nothing goes on serving.
    end(&watched.child);
    assert!(!watched.child.wait().unwrap().success());
    assert!(TcpStream::connect(own).is_err());
}

/// Ends a process as a terminal that closes does.
fn end(child: &Child) {
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
}

#[test]
fn a_port_that_is_taken_is_said_to_be() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let project = Project::brief();
    let output = crate::project::assess(project.root(), &["watch", "--port", &port]);
    assert_eq!(output.status.code(), Some(2));
    assert!(crate::project::said(&output).contains("remedy: name another port with --port"), "{output:?}");
}

/// A hundred edits: the memory of the program and of its children stays where it was.
#[test]
#[ignore = "takes minutes in the debug profile: just watch-long"]
fn memory_is_bounded_over_many_edits() {
    let edits: u64 = std::env::var("WATCH_EDITS").ok().and_then(|text| text.parse().ok()).unwrap_or(100);
    let project = Project::brief();
    let watched = Watched::start(&project);
    watched.says(&["The page is of edit 1"]);
    let good = project.text(TEXT);
    let mut early = 0;
    for edit in 2..=edits {
        project.write(TEXT, good.replace("lay outside", &format!("lay outside, {}", word(edit))));
        watched.says(&[&format!("The page is of edit {edit}")]);
        let now = memory(watched.child.id());
        if edit == edits / 4 {
            early = now;
        }
        if edit % 25 == 0 {
            println!("edit {edit}: {} MiB in all processes", now >> 10);
        }
        if early > 0 {
            assert!(now < early + early / 2, "edit {edit}: {now} KiB, and {early} KiB at a quarter of the way");
        }
    }
}

/// Letters that stand for a number, as no digit may be typed into a text.
fn word(number: u64) -> String {
    number.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect()
}

/// KiB that a process and its children hold.
fn memory(process: u32) -> u64 {
    let own = |id: &str| -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
        line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
    };
    let output = Command::new("ps").args(["-o", "pid=", "--ppid", &process.to_string()]).output().unwrap();
    let children = String::from_utf8(output.stdout).unwrap();
    own(&process.to_string()) + children.split_whitespace().map(own).sum::<u64>()
}
