//! What the commands print: results on standard output, the rest on standard error. Texts of files may stand in it, so nothing that
//! gives orders to a terminal passes.

use std::fmt::Display;
use std::io::{self, Write};

use crate::fault::{Failure, printable};

/// A line of the result. A reader that has gone away, as in `assess facts | head`, is not an error.
pub(super) fn result(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{}", printable(&line.to_string()));
}

/// A report, as it is.
pub(super) fn bytes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = io::stdout().lock().write_all(printable(&text).as_bytes());
}

/// A line about the work.
pub(super) fn note(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(&line.to_string()));
}

/// Why the command failed.
pub(super) fn error(failure: &Failure) {
    note(failure);
}
