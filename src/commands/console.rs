//! What the commands print: results on standard output, the rest on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use crate::fault::Failure;

/// A line of the result. A reader that has gone away, as in `assess facts | head`, is not an error.
pub(super) fn result(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// A report, as it is.
pub(super) fn bytes(bytes: &[u8]) {
    let _ = io::stdout().lock().write_all(bytes);
}

/// A line about the work.
pub(super) fn note(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Why the command failed.
pub(super) fn error(failure: &Failure) {
    note(failure);
}
