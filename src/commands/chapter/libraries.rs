//! What the libraries of tables and typesetting need of the machine before they begin.

use super::super::surroundings::{can_start, cores, no_threads};
use crate::chapter::typesetting;
use crate::cli::Command;
use crate::fault::Failure;

/// Makes the machine ready for the libraries, before any other thread is there.
pub(in crate::commands) fn ready(command: &Command) -> Result<(), Failure> {
    if let Ok(program) = std::env::current_exe() {
        typesetting::can_run_again(program);
    }
    let makes_many = matches!(command, Command::OfProject(command) if command.makes_many_editions());
    if !makes_many {
        one_arena();
    }
    let threads = match threads_asked() {
        None => cores(),
        Some(text) => text.parse().ok().filter(|threads| (1..=1024).contains(threads)).ok_or_else(|| {
            let what = "the environment variable `POLARS_MAX_THREADS` is not a number from 1 to 1024";
            Failure::cannot_run(what, "set it to a number of threads, or take it away")
        })?,
    };
    // As many at once as the tables' library and the rest will ask for.
    let too_few = |_| no_threads("; POLARS_MAX_THREADS=1 asks for fewer");
    can_start(threads + 1).map_err(too_few)?;
    // A chapter of twenty pages is typeset no faster by more threads, and each costs megabytes.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().map_err(|_| no_threads(""))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tables' library reads it, and would stop the program over a wrong one"
)]
fn threads_asked() -> Option<String> {
    std::env::var("POLARS_MAX_THREADS").ok()
}

/// Keeps memory that one stage has freed usable for the next: the allocator of GNU libc keeps a heap for every thread, and
/// what the library of the panel frees in its own would be lost to the typesetter. It saves six megabytes of a hundred. Threads that each
/// make an edition would wait for each other.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn one_arena() {
    // SAFETY: called before any other thread exists, with a parameter that glibc defines; it only sets a limit.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, 1) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn one_arena() {}
