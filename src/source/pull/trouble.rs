//! What can go wrong on the way, in words for the analyst: each with its identifier and remedy, and whether trying again
//! can help. No text of a server is repeated.

use std::error::Error;
use std::io;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header;

use super::clock;
use crate::fault::{Fault, Place};

pub(super) const ASK_PUBLISHER: &str = "look at the address in a browser, and tell the publisher";
pub(super) const MEND_ADDRESS: &str = "look at the address in a browser, and mend it in data/sources.toml";
pub(super) const ADD_HOST: &str =
    "mend the address; or, if the host is the publisher's, add it to hosts of [pull] in data/sources.toml";
const LATER: &str = "pull again later; what has been pulled is kept";

/// Why a request gave nothing.
pub(super) enum Trouble {
    /// Trying again cannot help.
    Fatal(Box<Fault>),
    /// Trying again may help, after the time the server asks for.
    Again {
        /// What it was.
        fault: Box<Fault>,
        /// `Retry-After`.
        wait: Option<Duration>,
    },
}

fn fault(id: &'static str, what: impl Into<String>, remedy: &str) -> Fault {
    Fault::new(id, Place::default(), what, remedy)
}

pub(super) fn fatal(id: &'static str, what: impl Into<String>, remedy: &str) -> Trouble {
    Trouble::Fatal(Box::new(fault(id, what, remedy)))
}

pub(super) fn again(id: &'static str, what: impl Into<String>, remedy: &str) -> Trouble {
    let remedy = if remedy.is_empty() { LATER } else { remedy };
    Trouble::Again { fault: Box::new(fault(id, what, remedy)), wait: None }
}

/// The server answers, but not with what was asked.
pub(super) fn of_status(response: &Response) -> Result<(), Trouble> {
    let status = response.status();
    if status == StatusCode::OK || status == StatusCode::PARTIAL_CONTENT {
        let encoding =
            response.headers().get(header::CONTENT_ENCODING).map(|value| value.as_bytes().to_ascii_lowercase());
        return match encoding.as_deref() {
            None | Some(b"" | b"identity") => Ok(()),
            Some(_) => {
                Err(fatal("media-type-wrong", "the answer is compressed, which was not asked for", ASK_PUBLISHER))
            }
        };
    }
    let wait = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let wait = wait.and_then(clock::retry_after);
    Err(match status.as_u16() {
        404 | 410 => fatal("not-found", format!("the server has nothing at this address ({status})"), MEND_ADDRESS),
        401 | 403 | 407 => fatal(
            "access-refused",
            format!("the server refuses access ({status})"),
            "check the token or certificate that auth names, and whether it has run out",
        ),
        429 => {
            let fault = fault("server-busy", "the server asks for fewer requests (429)", LATER);
            Trouble::Again { fault: Box::new(fault), wait }
        }
        408 | 425 | 500 | 502 | 503 | 504 => {
            let fault = fault("server-error", format!("the server failed ({status})"), LATER);
            Trouble::Again { fault: Box::new(fault), wait }
        }
        400 | 422 => fatal(
            "request-refused",
            format!("the server does not accept the question ({status})"),
            "mend the query of the source in data/sources.toml against the publisher's description",
        ),
        _ => fatal("answer-unexpected", format!("the server answers {status}"), ASK_PUBLISHER),
    })
}

/// The server could not be asked.
pub(super) fn of_request(error: reqwest::Error) -> Trouble {
    let error = error.without_url();
    let tls = tls(&error);
    if let Some(rustls::Error::AlertReceived(alert)) = tls {
        return fatal(
            "access-refused",
            format!("the server ends the secure connection ({alert:?})"),
            "check the certificate that auth names: whether the server asks for one, and whether it has run out",
        );
    }
    if let Some(tls) = tls {
        return fatal(
            "tls-refused",
            format!("the server cannot show that it is who it says: {tls}"),
            "do not go on by another way; if your network inspects traffic, give its certificate with --ca-file",
        );
    }
    if error.is_timeout() {
        return again("timed-out", "the server does not answer in time", "");
    }
    let innermost = causes(&error).last().map(ToString::to_string).unwrap_or_default();
    again("connection-failed", format!("no connection: {innermost}"), "check the network and the proxy, and pull again")
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| Error::source(*error))
}

fn tls(error: &reqwest::Error) -> Option<&rustls::Error> {
    causes(error).find_map(tls_of)
}

/// The fault of a secure connection that an error is made of.
pub(super) fn tls_of<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    // An error of input and output hides the one inside from `source`, sometimes twice.
    let mut inner = cause;
    while let Some(next) = inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        inner = next;
    }
    inner.downcast_ref::<rustls::Error>()
}

pub(super) fn too_large(largest: u64) -> Trouble {
    fatal(
        "too-large",
        format!("the file is larger than {largest} bytes, the most that is accepted"),
        "look at what the address gives; if it is right, raise largest_bytes of the source",
    )
}

pub(super) fn too_slow(rate: u64) -> Fault {
    fault("too-slow", format!("the server sends less than {rate} bytes a second"), LATER)
}

pub(super) fn broken(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::TimedOut || error.to_string().contains("timed out") {
        return fault("timed-out", "the server stopped sending", LATER);
    }
    fault("download-truncated", "the download broke off before its end", LATER)
}

pub(super) fn out_of_time(before: &str) -> Fault {
    let before = if before.is_empty() { String::new() } else { format!("; last: {before}") };
    fault("out-of-time", format!("the time for one file is used up{before}"), "pull again; it goes on where it stopped")
}
