//! One file a command. Each takes its arguments, calls the pipeline, and says what it did.

#[cfg(feature = "chapter")]
mod chapter;
mod check;
mod completions;
mod console;
mod man;
mod peek;
mod places;
mod surroundings;
mod template;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cli::{Arguments, Command};
use crate::edition::Edition;
use crate::fault::Failure;
use crate::source::Project;
use crate::source::catalogue::CATALOGUE;

#[cfg(feature = "chapter")]
use chapter::ready;

/// Runs a command where it has what it needs of the machine, and says how it went.
pub fn start(arguments: Arguments) -> ExitCode {
    surroundings::within(arguments, ready, run)
}

/// The threads that read files, beside the one that waits for them.
#[cfg(not(feature = "chapter"))]
fn ready(_: &Command) -> Result<(), Failure> {
    surroundings::can_start(surroundings::cores() + 1).map_err(|_| surroundings::no_threads(""))
}

/// Runs a command. Status 0: done; 1: the input has errors, or a release differs; 2: could not run.
fn run(arguments: &Arguments) -> ExitCode {
    console::log(arguments.log);
    let root = arguments.root.clone().unwrap_or_else(nearest_project);
    let folders = Folders { root: &root, named: arguments.root.is_some(), store: arguments.store.as_deref() };
    let done = match &arguments.command {
        #[cfg(feature = "chapter")]
        Command::OfProject(command) => chapter::run(folders, command),
        #[cfg(feature = "chapter")]
        Command::Check(options) if options.files.is_empty() => chapter::check(folders, options),
        Command::Check(options) => check::run(folders, options),
        Command::Template(options) => template::run(folders, options),
        Command::Peek(options) => peek::run(options),
        Command::Completions(options) => completions::run(options),
        Command::Man(options) => man::run(folders, options),
    };
    let status = done.unwrap_or_else(|failure| {
        console::error(&failure);
        ExitCode::from(failure.status())
    });
    // A result that nobody got is none, whatever else was done.
    console::finish().map_or(status, |failure| {
        console::error(&failure);
        ExitCode::from(failure.status())
    })
}

/// The current folder, or the nearest above it that is a project: one that holds `report`, and `data` with a catalogue.
fn nearest_project() -> PathBuf {
    let here = PathBuf::from(".");
    let is_project = |folder: &Path| folder.join("report").is_dir() && folder.join(CATALOGUE).is_file();
    if is_project(&here) {
        return here;
    }
    let levels = std::path::absolute(&here).map_or(0, |full| full.components().count());
    let above = (1..levels).map(|level| vec![".."; level].iter().collect::<PathBuf>());
    above.into_iter().find(|folder| is_project(folder)).unwrap_or(here)
}

/// Where the project and its store stand.
#[derive(Clone, Copy)]
struct Folders<'a> {
    root: &'a Path,
    /// Whether the root was named, and not looked for.
    named: bool,
    store: Option<&'a Path>,
}

impl Folders<'_> {
    /// The project, or where no folder is named and none is found what is in the program, and whether it is that.
    fn anywhere(self) -> Result<(Project, bool), Failure> {
        match !self.named && Project::open(self.root).is_err() {
            true => Ok((Project::built_in(), true)),
            false => Ok((self.project()?, false)),
        }
    }

    fn project(self) -> Result<Project, Failure> {
        let project = Project::open(self.root)?;
        Ok(match self.store {
            Some(folder) => project.with_store(folder),
            None => project,
        })
    }
}

/// The edition asked for, which must be there, or else the newest.
fn edition_of(project: &Project, edition: Option<i16>) -> Result<i16, Failure> {
    match edition {
        Some(year) => Edition::known(project, year),
        None => Edition::newest(project),
    }
}
