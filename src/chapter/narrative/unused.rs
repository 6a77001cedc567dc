//! What nothing shows: a section that no layout takes in, and a figure that no section draws.

use super::{Check, Context, Find, Found};
use crate::chapter::figures::Figure;
use crate::contract::Severity;
use crate::fault::Place;

pub(super) const FIGURE: Check = Check { id: "figure-unused", severity: Severity::Note, find: Find::Whole(figures) };
pub(super) const SECTION: Check =
    Check { id: "section-unused", severity: Severity::Warning, find: Find::Whole(sections) };

fn figures(context: &Context<'_>) -> Vec<(Place, Found)> {
    let drawn =
        |figure: &&Figure| context.text.own().any(|(_, text)| text.contains(&format!("#chart(\"{}\")", figure.id())));
    let unused = context.figures.iter().filter(|figure| !drawn(figure)).map(|figure| {
        let what = format!("the figure `{}` stands in figures.toml, and no section draws it", figure.id());
        let remedy = format!("draw it with #chart(\"{}\") where its sentence is, or take its entry out", figure.id());
        (Place::file(&context.text.beside("figures.toml")), Found::new(0, what, remedy))
    });
    unused.collect()
}

fn sections(context: &Context<'_>) -> Vec<(Place, Found)> {
    let unused = context.orphans.iter().map(|path| {
        let what = "no layout of the edition takes this section in";
        let remedy = "name it among the sections of a [[layout]] of edition.toml, or delete it";
        (Place::file(path), Found::new(0, what, remedy))
    });
    unused.collect()
}
