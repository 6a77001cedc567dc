//! The body of an answer, taken in under ceilings of size, time and slowness.

use std::io::{self, Read, Write};
use std::time::Instant;

use reqwest::blocking::Response;

use super::network::Network;
use super::{clock, trouble};
use crate::fault::Fault;

/// Why it was not taken in whole.
pub(super) enum Stop {
    /// It could not be written down.
    Sink(io::Error),
    /// It is larger than allowed.
    TooLarge,
    /// The time for the file is over.
    Time(Fault),
    /// The server broke off or is too slow.
    Source(Fault),
}

/// Copies the body; gives its length, and tells `progress` the bytes so far.
pub(super) fn copy(
    response: &mut Response,
    sink: &mut dyn Write,
    limit: u64,
    network: &Network,
    until: Instant,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, Stop> {
    let stated = response.content_length();
    if stated.is_some_and(|length| length > limit) {
        return Err(Stop::TooLarge);
    }
    let mut buffer = vec![0; 1 << 16];
    let mut got: u64 = 0;
    let (mut since, mut then) = (clock::now(), 0);
    loop {
        let read = match response.read(&mut buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Stop::Source(trouble::broken(&error))),
        };
        let now = clock::now();
        if read == 0 {
            break;
        }
        got += read as u64;
        if got > limit {
            return Err(Stop::TooLarge);
        }
        sink.write_all(buffer.get(..read).unwrap_or_default()).map_err(Stop::Sink)?;
        progress(got);
        if now > until {
            return Err(Stop::Time(trouble::out_of_time("")));
        }
        let window = now - since;
        if window >= network.silence {
            if (got - then) as f64 / window.as_secs_f64() < network.slowest as f64 {
                return Err(Stop::Source(trouble::too_slow(network.slowest)));
            }
            (since, then) = (now, got);
        }
    }
    match stated {
        Some(length) if length != got => {
            Err(Stop::Source(trouble::broken(&io::Error::from(io::ErrorKind::UnexpectedEof))))
        }
        _ => Ok(got),
    }
}
