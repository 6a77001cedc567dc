//! What the program needs of the machine before it begins: threads that can be started, a stack of its own, settings that its libraries
//! can read. What is missing is an error with a remedy; a fault of the program itself is one too, and not a page of addresses.

use std::panic::{PanicHookInfo, set_hook};
use std::process::ExitCode;
use std::thread::Builder;

use super::console;
use crate::fault::Failure;

/// Stack of the thread that does the work, whatever the shell allows the first one: typesetting goes deep.
const STACK: usize = 64 << 20;

/// Runs the work where it has what it needs. Status 2 where it cannot run.
pub fn within(work: impl FnOnce() -> ExitCode + Send + 'static) -> ExitCode {
    set_hook(Box::new(panicked));
    match prepared().and_then(|()| Builder::new().stack_size(STACK).spawn(work).map_err(|_| no_threads())) {
        // What happened has been said where it happened.
        Ok(running) => running.join().unwrap_or(ExitCode::from(2)),
        Err(failure) => {
            console::error(&failure);
            ExitCode::from(failure.status())
        }
    }
}

/// Whether the libraries can start as they will.
fn prepared() -> Result<(), Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = match threads_asked() {
        None => cores,
        Some(text) => text.parse().ok().filter(|threads| (1..=1024).contains(threads)).ok_or_else(|| {
            let what = "the environment variable `POLARS_MAX_THREADS` is not a number from 1 to 1024";
            Failure::cannot_run(what, "set it to a number of threads, or take it away")
        })?,
    };
    // As many at once as the tables' library and the rest will ask for: what fails here is told, and would end the program there.
    let (stop, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
    let started: Result<Vec<_>, _> = (0..threads + 2)
        .map(|_| {
            let wait = std::sync::Arc::clone(&wait);
            Builder::new().stack_size(1 << 16).spawn(move || drop(wait.lock().map(|wait| wait.recv())))
        })
        .collect();
    drop(stop);
    started.map_err(|_| no_threads())?.into_iter().for_each(|thread| drop(thread.join()));
    // A chapter of twenty pages is typeset no faster by more threads, and each costs megabytes.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().map_err(|_| no_threads())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tables' library reads it, and would stop the program over a wrong one"
)]
fn threads_asked() -> Option<String> {
    std::env::var("POLARS_MAX_THREADS").ok()
}

fn no_threads() -> Failure {
    Failure::cannot_run(
        "the system lets the program start no more threads",
        "raise the limit of processes (`ulimit -u`) or of memory (`ulimit -v`), or close other programs; POLARS_MAX_THREADS=1 asks for fewer",
    )
}

/// A fault of the program. What a library says with it may quote a file, so only the place is told.
fn panicked(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    console::error(&Failure::cannot_run(
        format!("the program met a fault of its own{at}; nothing was published"),
        "report it with this line and the command; the input may be what brought it out",
    ));
}
