//! Parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = assess::cli::Arguments::parse();
    // A chapter of twenty pages is typeset no faster by more threads, and each costs megabytes.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    assess::commands::run(&arguments)
}
