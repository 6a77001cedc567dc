//! `assess demo`: the synthetic returns.

use std::collections::BTreeMap;
use std::process::ExitCode;

use super::{Folders, console, inside, places};
use crate::cli::Demo;
use crate::fault::Failure;
use crate::pipeline;
use crate::writing::{Access, Set, System};

pub(super) fn run(folders: Folders<'_>, options: &Demo) -> Result<ExitCode, Failure> {
    let mut project = folders.project()?;
    let own = inside(folders.root, "data").join("demo");
    let folder = options.out.clone().unwrap_or_else(|| own.clone());
    if !places::same(&folder, &own) {
        places::spare(folders, &folder)?;
    }
    let set = Set::take(&System, &folder, Access::Open)?;
    let files = pipeline::demo(&mut project, options.seed, options.last)?.into_iter();
    let files: BTreeMap<String, Vec<u8>> = files.map(|(name, bytes)| (name.to_owned(), bytes)).collect();
    set.write(&files)?;
    files.keys().for_each(|name| console::result(folder.join(name).display()));
    Ok(ExitCode::SUCCESS)
}
