//! `assess figures`: a page on which every kind of figure can be reviewed: at every size, in colour, in grey and as those see it who
//! tell few colours apart, with the entry of figures.toml that draws it and the words that stand for it.
//!
//! In: an edition, and a file of further figures in the folder of the page, for kinds that the edition does not draw. Out: the page and
//! its pictures. The page has no script and loads nothing from elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, ordered, places};
use crate::chapter::figures::{self, Figure, Settings};
use crate::cli::Figures;
use crate::fault::Failure;
use crate::figure::kinds::{Declared, KINDS};
use crate::figure::{Material, Size};
use crate::writing::{Set, System};
use crate::{pipeline, publish};

/// Further figures of the page, beside it.
const FURTHER: &str = "docs/gallery/figures.toml";

/// How a picture is seen: a name, and the filter that shows it so. The last three are the full forms, after Machado, Oliveira and
/// Fernandes (2009).
const EYES: [(&str, &str); 5] = [
    ("in colour", ""),
    ("in grey", "grey"),
    ("without red cones", "red"),
    ("without green cones", "green"),
    ("without blue cones", "blue"),
];

pub(super) fn run(folders: Folders<'_>, options: &Figures) -> Result<ExitCode, Failure> {
    let (mut project, order) = ordered(folders, options.edition, &options.handling)?;
    places::spare(folders, &options.out)?;
    let prepared = pipeline::prepare(&mut project, order, &mut Progress::new(true))?;
    let own = Settings::read(&mut project, order.year)?;
    let further = match project.text(FURTHER) {
        Ok(_) => Some(Settings::of(&mut project, FURTHER)?),
        Err(_) => None,
    };
    let material = Material::of(&prepared.protected);
    let mut drawn: Vec<(String, Figure)> = Vec::new();
    for settings in std::iter::once(&own).chain(&further) {
        let of_file = figures::figures(settings, &material, &prepared.facts)?;
        drawn.extend(settings.entries().map(str::to_owned).zip(of_file));
    }
    let handling = prepared.picture.edition.handling;
    publish::shareable(&options.out, handling)?;
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut sections = String::new();
    for kind in KINDS.iter().map(Declared::name) {
        let Some((entry, figure)) = drawn.iter().find(|(_, figure)| figure.kind() == kind) else { continue };
        for size in Size::ALL {
            files.insert(picture(kind, size), figure.svg_for(size)?.into_bytes());
        }
        sections.push_str(&section(kind, entry, figure));
    }
    files.insert("index.html".to_owned(), page(&sections).into_bytes());
    let set = Set::take(&System, &options.out, publish::access(handling.marking))?;
    set.write(&files)?;
    console::result(options.out.join("index.html").display());
    Ok(ExitCode::SUCCESS)
}

fn picture(kind: &str, size: Size) -> String {
    match size {
        Size::Page => format!("{kind}.svg"),
        other => format!("{kind}-{}.svg", other.name()),
    }
}

/// A kind: its pictures, its entry and its words.
fn section(kind: &str, entry: &str, figure: &Figure) -> String {
    let mut html = String::new();
    let (title, alt) = (escaped(&figure.words().title), escaped(&figure.words().alt));
    // Writing to a String cannot fail.
    let _ = writeln!(html, "<section id=\"{kind}\">\n<h2>{kind}</h2>\n<p>{title}.</p>");
    for (eyes, filter) in EYES {
        let class = if filter.is_empty() { String::new() } else { format!(" class=\"{filter}\"") };
        // The first picture says what it shows; the others show the same.
        let alt = if filter.is_empty() { alt.clone() } else { format!("The same picture {eyes}") };
        let _ = writeln!(
            html,
            "<figure><figcaption>{} at page width</figcaption><img src=\"{}\"{class} alt=\"{alt}\"></figure>",
            crate::wording::capitalised(eyes),
            picture(kind, Size::Page)
        );
    }
    for size in Size::ALL.into_iter().filter(|size| *size != Size::Page) {
        let (name, source) = (size.name(), picture(kind, size));
        let _ = writeln!(
            html,
            "<figure><figcaption>For a {name}</figcaption><img src=\"{source}\" alt=\"The same picture for a {name}\"></figure>"
        );
    }
    let (entry, description) = (escaped(entry.trim()), escaped(&figure.description()));
    let _ = writeln!(
        html,
        "<details><summary>Entry of figures.toml</summary><pre tabindex=\"0\">{entry}</pre></details>\n<details><summary>Description</summary><p>{description}</p></details>\n</section>"
    );
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn page(sections: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Every kind of figure</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{FILTERS}<main>\n<h1>Every kind of figure</h1>\n\
         <p>Each kind once, as <code>assess figures</code> draws it: in colour, in grey, and as people see it who lack one kind of cone; \
         then for a column and for a slide.</p>\n{sections}</main>\n</body>\n</html>\n"
    )
}

const STYLE: &str = "body { margin: 0 auto; max-width: 100rem; padding: 1rem; font: 1rem/1.5 \"Noto Sans\", system-ui, sans-serif; color: #0b0c0c; background: #fff; }
section { border-top: 2px solid #12436d; margin-top: 2rem; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr)); gap: 1rem; align-items: start; }
h2, section > p, details { grid-column: 1 / -1; margin: .25rem 0; }
figure { margin: 0; } figcaption { font-size: .9rem; color: #3d3d3d; } img { max-width: 100%; height: auto; border: 1px solid #b1b4b6; }
pre { overflow-x: auto; background: #f3f6f8; padding: .75rem; }
.grey { filter: url(#grey); } .red { filter: url(#red); } .green { filter: url(#green); } .blue { filter: url(#blue); }
";

const FILTERS: &str = "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\" style=\"position:absolute\"><defs>
<filter id=\"grey\" color-interpolation-filters=\"linearRGB\"><feColorMatrix values=\".2126 .7152 .0722 0 0 .2126 .7152 .0722 0 0 .2126 .7152 .0722 0 0 0 0 0 1 0\"/></filter>
<filter id=\"red\" color-interpolation-filters=\"linearRGB\"><feColorMatrix values=\".152286 1.052583 -.204868 0 0 .114503 .786281 .099216 0 0 -.003882 -.048116 1.051998 0 0 0 0 0 1 0\"/></filter>
<filter id=\"green\" color-interpolation-filters=\"linearRGB\"><feColorMatrix values=\".367322 .860646 -.227968 0 0 .280085 .672501 .047413 0 0 -.011820 .042940 .968881 0 0 0 0 0 1 0\"/></filter>
<filter id=\"blue\" color-interpolation-filters=\"linearRGB\"><feColorMatrix values=\"1.255528 -.076749 -.178779 0 0 -.078411 .930809 .147602 0 0 .004733 .691367 .303900 0 0 0 0 0 1 0\"/></filter>
</defs></svg>
";
