//! `assess figure`: one figure alone, the same bytes as in the build.

use std::collections::BTreeMap;
use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, ordered, places};
use crate::cli::{self, Figure, Format};
use crate::fault::{Failure, nearest};
use crate::figure::Size;
use crate::writing::{Set, System};
use crate::{pipeline, publish};

pub(super) fn run(folders: Folders<'_>, options: &Figure) -> Result<ExitCode, Failure> {
    let (mut project, order) = ordered(folders, options.edition, &options.handling)?;
    places::spare(folders, &options.out)?;
    let prepared = pipeline::prepare(&mut project, order, &mut Progress::new(true))?;
    let Some(figure) = prepared.figures.iter().find(|figure| figure.id() == options.id) else {
        let known: Vec<&str> = prepared.figures.iter().map(|figure| figure.id()).collect();
        let remedy = match nearest(&options.id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? The figures are {}", known.join(", ")),
            None => format!("the figures are {}", known.join(", ")),
        };
        return Err(Failure::cannot_run(format!("edition {} has no figure `{}`", order.year, options.id), remedy));
    };
    let handling = prepared.picture.edition.handling;
    publish::shareable(&options.out, handling)?;
    let set = Set::take(&System, &options.out, publish::access(handling.marking))?;
    let formats = match options.format {
        Some(format) => vec![format],
        None => vec![Format::Svg, Format::Png, Format::Csv],
    };
    let size = match options.size {
        Some(cli::Size::Column) => Size::Column,
        Some(cli::Size::Slide) => Size::Slide,
        Some(cli::Size::Page) | None => Size::Page,
    };
    let mut files = BTreeMap::new();
    for format in &formats {
        let (ending, bytes) = match format {
            Format::Svg => ("svg", figure.svg_for(size)?.into_bytes()),
            Format::Png => ("png", figure.png(size)?),
            Format::Pdf => ("pdf", figure.pdf(size, prepared.picture.edition.release_local.date())?),
            Format::Csv => ("csv", figure.csv()),
        };
        let name = match size {
            Size::Page => format!("{}.{ending}", options.id),
            other => format!("{}-{}.{ending}", options.id, other.name()),
        };
        files.insert(handling.path(&name), bytes);
    }
    set.write(&files)?;
    files.keys().for_each(|name| console::result(options.out.join(name).display()));
    Ok(ExitCode::SUCCESS)
}
