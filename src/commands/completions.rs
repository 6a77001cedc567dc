//! `assess completions`: what a shell completes commands and options by.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::generate;

use super::console;
use crate::cli::{Arguments, Completions};
use crate::fault::Failure;

pub(super) fn run(options: &Completions) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    generate(options.shell, &mut Arguments::command(), "assess", &mut script);
    console::bytes(&script);
    Ok(ExitCode::SUCCESS)
}
