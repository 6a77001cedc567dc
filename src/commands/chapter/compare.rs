//! `assess compare`: what changed between two releases or editions, and why where that can be known.

use std::path::Path;
use std::process::ExitCode;

use super::{Folders, console};
use crate::cli::{AnswerForm, Compare};
use crate::edition::{self, Marking};
use crate::fault::Failure;
use crate::pipeline::Order;
use crate::pipeline::compared::{self, Edition};
use crate::publish::MANIFEST;
use crate::publish::comparison::{self, Side};
use crate::source::Project;
use crate::source::catalogue::CATALOGUE;

/// What is compared.
enum Named {
    Release(Box<Side>),
    Project(Box<Project>, Order),
}

/// Status 0: compared, whatever was found.
pub(super) fn run(folders: Folders<'_>, options: &Compare) -> Result<ExitCode, Failure> {
    let mut old = named(folders, &options.old)?;
    let mut new = named(folders, &options.new)?;
    let asked = options.marking.map(super::marking);
    // A release is marked as it is; a project is compared with it under the same marking.
    let of_release = [&old, &new].into_iter().find_map(|side| match side {
        Named::Release(side) => Some(side.marking),
        Named::Project(..) => None,
    });
    let marking = asked.or(of_release).unwrap_or(Marking::Official);
    for side in [&mut old, &mut new] {
        if let Named::Project(_, order) = side {
            order.marking = Some(marking);
        }
    }
    let comparison = match (&mut old, &mut new) {
        (Named::Project(old, old_order), Named::Project(new, new_order)) => {
            let old = Edition { name: options.old.clone(), project: old, order: *old_order };
            let new = Edition { name: options.new.clone(), project: new, order: *new_order };
            let (old, new, steps) = compared::steps(old, new)?;
            comparison::compared(&old, &new, Some(&steps))
        }
        (old, new) => {
            let (old, new) = (side(&options.old, old)?, side(&options.new, new)?);
            comparison::compared(&old, &new, None)
        }
    };
    if comparison.old.marking != comparison.new.marking {
        let what = format!("the two are marked {} and {}", comparison.old.marking, comparison.new.marking);
        let remedy = "compare two of one marking: between two markings numbers differ by what disclosure control shows";
        return Err(Failure::cannot_run(what, remedy));
    }
    console::bytes(&match options.format {
        AnswerForm::Human => comparison::human(&comparison),
        AnswerForm::Json => comparison::json(&comparison),
        AnswerForm::Html => comparison::html(&comparison),
    });
    Ok(ExitCode::SUCCESS)
}

/// A release folder, a project folder, or an edition of this project by its year.
fn named(folders: Folders<'_>, name: &str) -> Result<Named, Failure> {
    let folder = Path::new(name);
    let order = |year| Order { year, marking: None, for_release: false };
    if folder.is_file() || folder.join(MANIFEST).is_file() {
        return Side::of_release(folder).map(|side| Named::Release(Box::new(side)));
    }
    if folder.join(CATALOGUE).is_file() {
        let project = Folders { root: folder, named: true, ..folders }.project()?;
        let year = edition::Edition::newest(&project)?;
        return Ok(Named::Project(Box::new(project), order(year)));
    }
    match name.parse() {
        Ok(year) => {
            let project = folders.project()?;
            let year = edition::Edition::known(&project, year)?;
            Ok(Named::Project(Box::new(project), order(year)))
        }
        Err(_) => {
            let what = format!("`{name}` is neither a release, nor a project folder, nor the year of an edition");
            let remedy = "name a folder that `assess build` wrote, a folder with data and report in it, or a year";
            Err(Failure::cannot_run(what, remedy))
        }
    }
}

fn side(name: &str, named: &mut Named) -> Result<Box<Side>, Failure> {
    match named {
        Named::Release(side) => Ok(side.clone()),
        Named::Project(project, order) => {
            let edition = Edition { name: name.to_owned(), project, order: *order };
            compared::one(edition).map(Box::new)
        }
    }
}
