//! Parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = assess::cli::Arguments::parse();
    assess::commands::run(&arguments)
}
