//! `assess man`: the manual pages, one for the program and one for each command, from what each says of itself.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man as Page;

use super::{Folders, console, places};
use crate::cli::{Arguments, Man};
use crate::fault::Failure;
use crate::writing::{Access, Set, System};

pub(super) fn run(folders: Folders<'_>, options: &Man) -> Result<ExitCode, Failure> {
    places::spare(folders, &options.out)?;
    let set = Set::take(&System, &options.out, Access::Open)?;
    let pages = pages()?;
    set.write(&pages)?;
    pages.keys().for_each(|name| console::result(options.out.join(name).display()));
    Ok(ExitCode::SUCCESS)
}

/// The pages by their file names.
fn pages() -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut program = Arguments::command();
    program.build();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help");
    let all: Vec<clap::Command> = std::iter::once(program.clone()).chain(commands.cloned()).collect();
    all.into_iter().map(page).collect()
}

fn page(command: clap::Command) -> Result<(String, Vec<u8>), Failure> {
    let mut bytes = Vec::new();
    let page = Page::new(command).source(concat!("assess ", env!("CARGO_PKG_VERSION"))).manual("assess");
    let name = page.get_filename();
    page.render(&mut bytes).map_err(|error| {
        Failure::cannot_run(format!("the manual page {name} cannot be made: {error}"), "report this fault")
    })?;
    Ok((name, bytes))
}
