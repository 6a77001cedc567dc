//! The clocks of `pull`: how long a request takes, how long to wait. Nothing of them reaches a build.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Duration, Instant};

/// This instant.
#[expect(clippy::disallowed_methods, reason = "time-outs need a clock; only pull has one")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// The wait before attempt number `attempt` (from 1): doubled each time, drawn from its upper half, so that many clients
/// do not come back together.
pub(super) fn back_off(first: Duration, attempt: u32) -> Duration {
    let whole = first.saturating_mul(1 << attempt.saturating_sub(1).min(8));
    // The hasher is seeded anew in every process and at every call: enough to spread clients.
    let drawn = RandomState::new().build_hasher().finish() % 1000;
    whole / 2 + (whole / 2).mul_f64(drawn as f64 / 1000.0)
}

/// How long a server asks to wait: `Retry-After` in seconds or as a date.
pub(super) fn retry_after(header: &str) -> Option<Duration> {
    if let Ok(seconds) = header.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(header.trim()).ok()?.timestamp();
    let left = until.as_second() - jiff::Timestamp::now().as_second();
    Some(Duration::from_secs(left.max(0).unsigned_abs()))
}
