//! The edition of the repository, prepared once for all tests of this library that need a published picture.

use std::path::Path;
use std::sync::OnceLock;

use super::{Observer, Order, Prepared, Stage, prepare};
use crate::source::Project;

struct Quiet;

impl Observer for Quiet {
    fn begin(&mut self, _: Stage) {}
    fn end(&mut self, _: Stage, _: &str) {}
}

/// The edition, up to its figures.
pub(crate) fn prepared() -> &'static Prepared {
    static PREPARED: OnceLock<Prepared> = OnceLock::new();
    PREPARED.get_or_init(|| {
        let mut project =
            Project::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|fault| panic!("{fault:?}"));
        prepare(&mut project, Order::edition(2027), &mut Quiet).unwrap_or_else(|fault| panic!("{fault:?}"))
    })
}
