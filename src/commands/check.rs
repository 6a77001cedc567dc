//! `assess check`: the checks of `build`, and nothing written.

use std::path::Path;
use std::process::ExitCode;

use super::progress::Progress;
use super::{console, open};
use crate::cli::Check;
use crate::fault::Failure;
use crate::pipeline::{self, Order};

pub(super) fn run(root: &Path, options: &Check) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(root, options.edition)?;
    let mut progress = Progress::new(options.quiet);
    let checked = pipeline::build(&mut project, Order::edition(year), &mut progress);
    progress.finish();
    checked?;
    if !options.quiet {
        console::result(format_args!("edition {year}: no errors in {} input files", project.inputs().len()));
    }
    Ok(ExitCode::SUCCESS)
}
