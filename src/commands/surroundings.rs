//! What the program needs of the machine before it begins: threads that can be started, a stack of its own, settings that its libraries
//! can read. What is missing is an error with a remedy; a fault of the program itself is one too, and not a page of addresses.

use std::io;
use std::panic::{PanicHookInfo, set_hook};
use std::process::ExitCode;
use std::thread::Builder;

use super::console;
use crate::cli::{Arguments, Command};
use crate::fault::Failure;

/// Stack of the thread that does the work, whatever the shell allows the first one: typesetting goes deep.
const STACK: usize = 64 << 20;

/// Runs the work where it has what it needs. Status 2 where it cannot run.
pub(super) fn within(
    arguments: Arguments,
    ready: fn(&Command) -> Result<(), Failure>,
    work: fn(&Arguments) -> ExitCode,
) -> ExitCode {
    set_hook(Box::new(panicked));
    let spawned = ready(&arguments.command)
        .and_then(|()| Builder::new().stack_size(STACK).spawn(move || work(&arguments)).map_err(|_| no_threads("")));
    match spawned {
        // What happened has been said where it happened.
        Ok(running) => running.join().unwrap_or(ExitCode::from(2)),
        Err(failure) => {
            console::error(&failure);
            ExitCode::from(failure.status())
        }
    }
}

/// Threads that can run at once.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Starts that many threads beside the one of the work, and ends them: what fails here is told, and would end the program in a library.
pub(super) fn can_start(threads: usize) -> io::Result<()> {
    let (stop, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
    let started: io::Result<Vec<_>> = (0..=threads)
        .map(|_| {
            let wait = std::sync::Arc::clone(&wait);
            Builder::new().stack_size(1 << 16).spawn(move || drop(wait.lock().map(|wait| wait.recv())))
        })
        .collect();
    drop(stop);
    started?.into_iter().for_each(|thread| drop(thread.join()));
    Ok(())
}

/// What to do where they cannot be started, and what helps besides.
pub(super) fn no_threads(besides: &str) -> Failure {
    Failure::cannot_run(
        "the system lets the program start no more threads",
        format!(
            "raise the limit of processes (`ulimit -u`) or of memory (`ulimit -v`), or close other programs{besides}"
        ),
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
