//! In place of `database`, in a program that was built without.

use std::path::PathBuf;

use super::Shared;
use super::fetch::Asker;
use super::items::{Item, Statement};
use crate::fault::Fault;

/// Says what this program lacks.
pub(super) fn fetch(_: &Shared<'_>, item: &Item, _: &Asker<'_>, _: &Statement) -> Result<PathBuf, Fault> {
    Err(item.fault(
        "sql-not-built",
        "it comes from a database, and this program was built without",
        "build it with `--features sql`; what is pinned already is read without",
    ))
}
