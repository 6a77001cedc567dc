//! `assess watch`: the chapter in a browser of this machine while it is written: each save makes it again, and what is wrong stands
//! beside it.
//!
//! In: a project folder, over and over. Out: pages on 127.0.0.1; nothing is written and nothing else is asked of a network. An edit of the
//! text is bound and typeset again, by children that stay; a change of anything else is computed from the start. It runs until it is
//! ended.

mod board;
mod files;
mod maker;
mod serve;

use std::process::ExitCode;
use std::sync::Arc;

use super::{Folders, console, marking, open};
use crate::cli::Watch;
use crate::fault::Failure;
use crate::pipeline::Order;

use board::Board;
use files::{Changed, Files};
use maker::Maker;

pub(super) fn run(folders: Folders<'_>, options: &Watch) -> Result<ExitCode, Failure> {
    let (project, year) = open(folders, options.edition)?;
    let order = Order { year, marking: options.marking.map(marking), for_release: false };
    let board = Arc::new(Board::default());
    board.change(|view| view.working = true);
    let address = serve::start(options.port, year, &board)?;
    let mut maker = Maker::new(folders, order, &board, options.quiet)?;
    console::result(address.url());
    if !options.quiet {
        console::note("the address holds a secret of this run, and leads nowhere from another machine; Ctrl-C ends it");
    }
    let mut files = Files::of(project.root());
    let mut changed = Changed::More;
    loop {
        maker.make(changed);
        changed = files.changed();
    }
}
