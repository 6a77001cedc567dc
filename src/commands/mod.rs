//! One file a command. Each takes its arguments, calls the pipeline, and says what it did.

mod build;
mod check;
mod console;
mod demo;
mod facts;
mod figure;
mod peek;
mod progress;
mod pull;
mod pulling;
mod schemas;
mod template;
mod verify;

use std::process::ExitCode;

use crate::cli::{self, Arguments, Command, Handling};
use crate::edition::{Edition, Marking};
use crate::fault::Failure;
use crate::pipeline::Order;
use crate::source::Project;

/// Runs a command. Status 0: done; 1: the input has errors, or a release differs; 2: could not run.
pub fn run(arguments: &Arguments) -> ExitCode {
    let done = match &arguments.command {
        Command::Build(options) => build::run(&arguments.root, options),
        Command::Check(options) => check::run(&arguments.root, options),
        Command::Pull(options) => pull::run(&arguments.root, arguments.store.as_deref(), options),
        Command::Figure(options) => figure::run(&arguments.root, options),
        Command::Facts(options) => facts::run(&arguments.root, options),
        Command::Verify(options) => verify::run(&arguments.root, options),
        Command::Peek(options) => peek::run(options),
        Command::Demo(options) => demo::run(&arguments.root, options),
        Command::Schemas => schemas::run(&arguments.root),
        Command::Template(options) => template::run(&arguments.root, options),
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

/// The project, and what is to be built of it: the edition asked for, or else the newest.
fn ordered(root: &std::path::Path, edition: Option<i16>, handling: &Handling) -> Result<(Project, Order), Failure> {
    let (project, year) = open(root, edition)?;
    let marking = handling.marking.map(|marking| match marking {
        cli::Marking::Official => Marking::Official,
        cli::Marking::OfficialSensitive => Marking::OfficialSensitive,
    });
    Ok((project, Order { year, marking, for_release: handling.for_release }))
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
