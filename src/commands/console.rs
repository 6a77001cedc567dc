//! What the commands print: results on standard output, the rest on standard error. Texts of files may stand in it, so nothing that
//! gives orders to a terminal passes.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::sync::OnceLock;

use crate::fault::{Failure, printable};

/// Why a result could not be printed, when first it could not.
static LOST: OnceLock<io::Error> = OnceLock::new();

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
pub(super) fn note(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(&line.to_string()));
}

/// Why the command failed.
pub(super) fn error(failure: &Failure) {
    note(failure);
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
