//! What a child that typesets may take, and how it is kept to it: the system stops a process that takes more.

use std::io;

use serde::{Deserialize, Serialize};

use crate::fault::Place;

/// Without optimisation everything takes longer.
const SLOWER: u64 = if cfg!(debug_assertions) { 15 } else { 1 };

/// Ceilings of one run. The chapter of 2027 takes a twentieth of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Seconds of processor time for the whole.
    pub seconds: u64,
    /// The same for a part, when it is sought which one takes too much.
    pub seconds_of_part: u64,
    /// Bytes of memory.
    pub bytes: u64,
    /// Pages.
    pub pages: usize,
}

/// The most pages of a layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceiling {
    /// Name of the layout.
    pub layout: String,
    /// Most pages of the whole.
    pub pages: usize,
    /// Most pages before the annexes.
    pub body_pages: Option<usize>,
    /// Files of the annexes.
    pub annexes: Vec<String>,
    /// The file that declares the layout, and the line.
    pub declared: (String, Option<u64>),
}

impl Ceiling {
    /// Where the layout is declared.
    pub(in crate::chapter) fn place(&self) -> Place {
        let (file, line) = &self.declared;
        Place { line: *line, ..Place::file(file) }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 8 * SLOWER, seconds_of_part: SLOWER, bytes: 768 << 20, pages: 1_000 }
    }
}

impl Limits {
    /// Those for a part.
    pub(super) fn of_part(self) -> Self {
        Self { seconds: self.seconds_of_part, ..self }
    }

    /// Keeps this process to them from now on. What is stopped leaves no image of its memory behind.
    #[cfg(unix)]
    pub(super) fn keep(self) -> io::Result<()> {
        // A second more before the system kills without a reason.
        set(libc::RLIMIT_CPU, self.seconds, self.seconds + 1)?;
        set(libc::RLIMIT_DATA, self.bytes, self.bytes)?;
        set(libc::RLIMIT_CORE, 0, 0)
    }

    /// The same where this process has done other work before: its seconds begin now.
    #[cfg(unix)]
    pub(super) fn keep_from_here(self) -> io::Result<()> {
        let mut present = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: the call writes to a value of the stack and nothing else.
        if unsafe { libc::getrlimit(libc::RLIMIT_CPU, &raw mut present) } != 0 {
            return Err(io::Error::last_os_error());
        }
        let used = usage()?.ru_utime.tv_sec + usage()?.ru_stime.tv_sec;
        // Seconds of user and of system are each cut to whole ones.
        let soft = u64::try_from(used).unwrap_or(0) + 2 + self.seconds;
        set(libc::RLIMIT_CPU, soft.min(present.rlim_max), present.rlim_max)?;
        set(libc::RLIMIT_DATA, self.bytes, self.bytes)?;
        set(libc::RLIMIT_CORE, 0, 0)
    }

    /// Whether this process has taken so much memory that a fresh one had better do the next job.
    #[cfg(unix)]
    pub(super) fn outgrown(self) -> bool {
        let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
        let most = usage().map_or(0, |usage| u64::try_from(usage.ru_maxrss).unwrap_or(0));
        most.saturating_mul(unit) > self.bytes / 2
    }

    #[cfg(not(unix))]
    pub(super) fn keep(self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(not(unix))]
    pub(super) fn keep_from_here(self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(not(unix))]
    pub(super) fn outgrown(self) -> bool {
        false
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
type Resource = libc::__rlimit_resource_t;
#[cfg(all(unix, not(all(target_os = "linux", target_env = "gnu"))))]
type Resource = libc::c_int;

#[cfg(unix)]
fn set(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let limit = libc::rlimit { rlim_cur: soft, rlim_max: hard };
    // SAFETY: the call reads a value of the stack and changes nothing of this program's memory.
    match unsafe { libc::setrlimit(resource, &raw const limit) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// What this process has used.
#[cfg(unix)]
fn usage() -> io::Result<libc::rusage> {
    // SAFETY: the structure is plain numbers, for which nought is a value; the call writes to it and nothing else.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    match unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut usage) } {
        0 => Ok(usage),
        _ => Err(io::Error::last_os_error()),
    }
}
