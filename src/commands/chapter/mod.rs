//! The commands on a project: to make, explain, compare and release chapters, and to keep what they are made of.

mod audit;
mod build;
mod cache;
mod check;
mod compare;
mod demo;
mod explain;
mod facts;
mod figure;
mod figures;
mod libraries;
mod new;
mod progress;
mod provenance;
mod pull;
mod pulling;
mod release;
mod rooms;
mod schemas;
mod status;
mod typeset;
mod verify;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Folders, console, edition_of, places};
use crate::cli::{self, Handling, OfProject};
use crate::edition::Marking;
use crate::fault::Failure;
use crate::pipeline::Order;
use crate::source::Project;

pub(super) use check::run as check;
pub(super) use libraries::ready;

pub(super) fn run(folders: Folders<'_>, command: &OfProject) -> Result<ExitCode, Failure> {
    match command {
        OfProject::Build(options) => build::run(folders, options),
        OfProject::Pull(options) => pull::run(folders, options),
        OfProject::Figure(options) => figure::run(folders, options),
        OfProject::Figures(options) => figures::run(folders, options),
        OfProject::Facts(options) => facts::run(folders, options),
        OfProject::Compare(options) => compare::run(folders, options),
        OfProject::Explain(options) => explain::run(folders, options),
        OfProject::Verify(options) => verify::run(folders, options),
        OfProject::Provenance(options) => provenance::run(folders, options),
        OfProject::Audit(options) => audit::run(folders, options),
        OfProject::Release(options) => release::run(folders, options),
        OfProject::New(options) => new::run(folders, options),
        OfProject::Demo(options) => demo::run(folders, options),
        OfProject::Schemas => schemas::run(folders),
        OfProject::Status(options) => status::run(folders, options),
        OfProject::Watch(options) => watch::run(folders, options),
        OfProject::Typeset { stay } => typeset::run(*stay),
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

/// The project, and the edition asked for or else the newest.
fn open(folders: Folders<'_>, edition: Option<i16>) -> Result<(Project, i16), Failure> {
    let project = folders.project()?;
    let year = edition_of(&project, edition)?;
    Ok((project, year))
}
