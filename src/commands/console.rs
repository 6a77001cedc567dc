//! What the commands print: results on standard output, the rest on standard error, as text or as lines of JSON. Texts of files may stand
//! in it, so nothing that gives orders to a terminal passes.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::cli::Log;
use crate::fault::{Failure, Fault, printable};

/// Why a result could not be printed, when first it could not.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Form of what is said of the work.
static LOG: OnceLock<Log> = OnceLock::new();

/// Chooses the form of what is said of the work; it is chosen once.
pub(super) fn log(form: Log) {
    let _ = LOG.set(form);
}

/// Whether it is said as lines of JSON.
pub(super) fn in_json() -> bool {
    LOG.get() == Some(&Log::Json)
}

/// A line of the result.
pub(super) fn result(line: impl Display) {
    kept(writeln!(io::stdout().lock(), "{}", printable(&line.to_string())));
}

/// A report, as it is.
pub(super) fn bytes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    kept(io::stdout().lock().write_all(printable(&text).as_bytes()));
}

/// A line about the work.
pub(super) fn note(text: impl Display) {
    match in_json() {
        true => event(&json!({ "event": "note", "text": text.to_string() })),
        false => line(&text.to_string()),
    }
}

/// Why the command failed.
pub(super) fn error(failure: &Failure) {
    match failure {
        _ if !in_json() => line(&failure.to_string()),
        Failure::Input(faults) => faults.iter().for_each(|fault| event(&told(fault))),
        Failure::CannotRun { what, remedy } => event(&json!({ "event": "error", "what": what, "remedy": remedy })),
    }
}

/// Something that happened, as a line of JSON.
pub(super) fn event(event: &Value) {
    line(&event.to_string());
}

fn line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(text));
}

/// A fault with the parts of its place that there are.
fn told(fault: &Fault) -> Value {
    let Fault { id, place, what, remedy } = fault;
    let mut event = json!({ "event": "error", "id": id, "what": what, "remedy": remedy, "file": place.file });
    let address = place.workbook.as_deref();
    let parts: [(&str, Option<Value>); 5] = [
        ("line", place.line.map(Value::from)),
        ("character", place.character.map(Value::from)),
        ("column", place.column.clone().map(Value::from)),
        ("sheet", address.map(|address| address.sheet.clone().into())),
        ("cell", address.map(|address| address.cell.clone().into())),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            event[name] = value;
        }
    }
    event
}

/// Why the result did not reach whoever asked for it; nothing where it did.
pub(super) fn finish() -> Option<Failure> {
    kept(io::stdout().lock().flush());
    let error = LOST.get()?;
    let remedy = "see where standard output goes: whether its disk is full, and whether you may write there";
    Some(Failure::cannot_run(format!("the result cannot be written to standard output: {error}"), remedy))
}

/// A reader that has gone away, as in `assess facts | head`, has what it wants.
fn kept(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _ = LOST.set(error);
    }
}
