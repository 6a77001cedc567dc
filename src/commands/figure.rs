//! `assess figure`: one figure alone, the same bytes as in the build.

use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, ordered};
use crate::cli::{Figure, Format};
use crate::fault::{Failure, nearest};
use crate::{pipeline, publish};

pub(super) fn run(folders: Folders<'_>, options: &Figure) -> Result<ExitCode, Failure> {
    let (mut project, order) = ordered(folders, options.edition, &options.handling)?;
    let prepared = pipeline::prepare(&mut project, order, &mut Progress::new(true))?;
    let Some(figure) = prepared.figures.iter().find(|figure| figure.id() == options.id) else {
        let known: Vec<&str> = prepared.figures.iter().map(|figure| figure.id()).collect();
        let remedy = match nearest(&options.id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? The figures are {}", known.join(", ")),
            None => format!("the figures are {}", known.join(", ")),
        };
        return Err(Failure::cannot_run(format!("edition {} has no figure `{}`", order.year, options.id), remedy));
    };
    publish::writable(&options.out)?;
    let formats = match options.format {
        Some(format) => vec![format],
        None => vec![Format::Svg, Format::Png, Format::Csv],
    };
    for format in formats {
        let (ending, bytes) = match format {
            Format::Svg => ("svg", figure.svg()?.into_bytes()),
            Format::Png => ("png", figure.png()?),
            Format::Csv => ("csv", figure.csv()),
        };
        let path = options.out.join(prepared.picture.edition.handling.path(&format!("{}.{ending}", options.id)));
        publish::write(&path, &bytes)?;
        console::result(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
