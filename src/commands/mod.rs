//! One file a command. Each takes its arguments, calls the pipeline, and says what it did.

mod audit;
mod build;
mod cache;
mod check;
mod compare;
mod completions;
mod console;
mod demo;
mod explain;
mod facts;
mod figure;
mod figures;
mod man;
mod new;
mod peek;
mod places;
mod progress;
mod provenance;
mod pull;
mod pulling;
mod release;
mod schemas;
mod status;
mod surroundings;
mod template;
mod typeset;
mod verify;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cli::{self, Arguments, Command, Handling};
use crate::edition::{Edition, Marking};
use crate::fault::Failure;
use crate::pipeline::Order;
use crate::source::Project;
use crate::source::catalogue::CATALOGUE;

pub use surroundings::within;

/// Runs a command. Status 0: done; 1: the input has errors, or a release differs; 2: could not run.
pub fn run(arguments: &Arguments) -> ExitCode {
    console::log(arguments.log);
    let root = arguments.root.clone().unwrap_or_else(nearest_project);
    let folders = Folders { root: &root, named: arguments.root.is_some(), store: arguments.store.as_deref() };
    let done = match &arguments.command {
        Command::Build(options) => build::run(folders, options),
        Command::Check(options) => check::run(folders, options),
        Command::Pull(options) => pull::run(folders, options),
        Command::Figure(options) => figure::run(folders, options),
        Command::Figures(options) => figures::run(folders, options),
        Command::Facts(options) => facts::run(folders, options),
        Command::Compare(options) => compare::run(folders, options),
        Command::Explain(options) => explain::run(folders, options),
        Command::Verify(options) => verify::run(folders, options),
        Command::Provenance(options) => provenance::run(folders, options),
        Command::Audit(options) => audit::run(folders, options),
        Command::Release(options) => release::run(folders, options),
        Command::New(options) => new::run(folders, options),
        Command::Peek(options) => peek::run(options),
        Command::Demo(options) => demo::run(folders, options),
        Command::Schemas => schemas::run(folders),
        Command::Status(options) => status::run(folders, options),
        Command::Completions(options) => completions::run(options),
        Command::Man(options) => man::run(folders, options),
        Command::Watch(options) => watch::run(folders, options),
        Command::Template(options) => template::run(folders, options),
        Command::Typeset { stay } => typeset::run(*stay),
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
    /// What is in the program, where no project folder is named and none is found.
    fn alone(self) -> Option<Project> {
        (!self.named && Project::open(self.root).is_err()).then(Project::built_in)
    }

    fn project(self) -> Result<Project, Failure> {
        let project = Project::open(self.root)?;
        Ok(match self.store {
            Some(folder) => project.with_store(folder),
            None => project,
        })
    }
}

/// A folder inside the project, without a `./` in front where the project is the current folder.
fn inside(root: &Path, folder: &str) -> PathBuf {
    if root == Path::new(".") { folder.into() } else { root.join(folder) }
}

/// A marking that was asked for.
fn marking(asked: cli::Marking) -> Marking {
    match asked {
        cli::Marking::Official => Marking::Official,
        cli::Marking::OfficialSensitive => Marking::OfficialSensitive,
    }
}

/// The project, and what is to be built of it: the edition asked for, or else the newest.
fn ordered(folders: Folders<'_>, edition: Option<i16>, handling: &Handling) -> Result<(Project, Order), Failure> {
    let (project, year) = open(folders, edition)?;
    let marking = handling.marking.map(marking);
    Ok((project, Order { year, marking, for_release: handling.for_release }))
}

/// The edition asked for, which must be there, or else the newest.
fn edition_of(project: &Project, edition: Option<i16>) -> Result<i16, Failure> {
    match edition {
        Some(year) => Edition::known(project, year),
        None => Edition::newest(project),
    }
}

/// The project, and the edition asked for or else the newest.
fn open(folders: Folders<'_>, edition: Option<i16>) -> Result<(Project, i16), Failure> {
    let project = folders.project()?;
    let year = edition_of(&project, edition)?;
    Ok((project, year))
}
