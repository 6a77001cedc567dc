//! Parse, run, exit code.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match assess::cli::Arguments::try_parse() {
        Ok(arguments) => assess::commands::start(arguments),
        // Help and version are results, and a disk may be full for them too.
        Err(asked) => {
            let printed = asked.print().is_ok_and(|()| std::io::stdout().flush().is_ok());
            ExitCode::from(if printed { u8::try_from(asked.exit_code()).unwrap_or(2) } else { 2 })
        }
    }
}
