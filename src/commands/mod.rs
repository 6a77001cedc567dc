//! One file a command. Each takes its arguments, calls the pipeline, and says what it did.

mod build;
mod check;
mod console;
mod demo;
mod facts;
mod figure;
mod peek;
mod progress;
mod verify;

use std::process::ExitCode;

use crate::cli::{Arguments, Command};
use crate::edition::Edition;
use crate::fault::Failure;
use crate::source::Project;

/// Runs a command. Status 0: done; 1: the input has errors, or a release differs; 2: could not run.
pub fn run(arguments: &Arguments) -> ExitCode {
    let done = match &arguments.command {
        Command::Build(options) => build::run(&arguments.root, options),
        Command::Check(options) => check::run(&arguments.root, options),
        Command::Figure(options) => figure::run(&arguments.root, options),
        Command::Facts(options) => facts::run(&arguments.root, options),
        Command::Verify(options) => verify::run(&arguments.root, options),
        Command::Peek(options) => peek::run(options),
        Command::Demo(options) => demo::run(&arguments.root, options),
    };
    match done {
        Ok(status) => status,
        Err(failure) => {
            console::error(&failure);
            ExitCode::from(failure.status())
        }
    }
}

/// A folder inside the project, without a `./` in front where the project is the current folder.
fn inside(root: &std::path::Path, folder: &str) -> std::path::PathBuf {
    if root == std::path::Path::new(".") { folder.into() } else { root.join(folder) }
}

/// The project, and the edition asked for or else the newest.
fn open(root: &std::path::Path, edition: Option<i16>) -> Result<(Project, i16), Failure> {
    let project = Project::open(root)?;
    let year = match edition {
        Some(year) => year,
        None => Edition::newest(&project)?,
    };
    Ok((project, year))
}
