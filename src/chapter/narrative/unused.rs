//! What nothing shows: a section that the chapter does not take in or takes in twice, and a figure that no section draws.

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
    let main = context.text.main();
    let mut found = Vec::new();
    for (path, _) in context.text.own().filter(|(path, _)| path.as_str() != main.0) {
        let name = path.strip_prefix(&context.text.beside("")).unwrap_or(path);
        let (what, remedy) = match main.1.matches(&format!("#include \"{name}\"")).count() {
            0 => (format!("the chapter does not take in `{name}`"), "name it in main.typ with #include, or delete it"),
            1 => continue,
            times => (format!("the chapter takes `{name}` in {times} times"), "keep one #include of it in main.typ"),
        };
        found.push((Place::file(path), Found::new(0, what, remedy)));
    }
    found
}
