//! Parse, run, exit code.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    if let Ok(program) = std::env::current_exe() {
        assess::chapter::typesetting::can_run_again(program);
    }
    match assess::cli::Arguments::try_parse() {
        Ok(arguments) => {
            if !arguments.command.makes_many_editions() {
                one_arena();
            }
            assess::commands::within(move || assess::commands::run(&arguments))
        }
        // Help and version are results, and a disk may be full for them too.
        Err(asked) => {
            let printed = asked.print().is_ok_and(|()| std::io::stdout().flush().is_ok());
            ExitCode::from(if printed { u8::try_from(asked.exit_code()).unwrap_or(2) } else { 2 })
        }
    }
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
