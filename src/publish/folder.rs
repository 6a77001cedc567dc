//! What a folder may hold before files of a marking are put into it or in its place: nothing, or a release of the same edition and
//! marking, whole and with nothing beside it. Two markings never lie in one folder, nor one inside the other.

use std::collections::BTreeSet;
use std::path::Path;

use super::manifest::{MANIFEST, Manifest};
use crate::edition::{Handling, Marking};
use crate::fault::Failure;
use crate::writing::{self, Access, Kind};

/// Entries that do not belong and are named; the others are counted.
const NAMED: usize = 5;

/// Who may read files of a marking.
pub fn access(marking: Marking) -> Access {
    match marking {
        Marking::Official => Access::Open,
        Marking::OfficialSensitive => Access::Restricted,
    }
}

/// Whether a release of an edition may take the place of what stands in a folder; gives the manifest of what is there.
pub fn replaceable(folder: &Path, (year, marking): (i16, Marking)) -> Result<Option<Manifest>, Failure> {
    let refuse = |what: String, remedy: &str| Err(Failure::cannot_run(what, remedy));
    let shown = folder.display();
    outside_releases(folder)?;
    let unreadable = |error: std::io::Error| {
        Failure::cannot_run(format!("the folder `{shown}` cannot be looked into: {error}"), "name another with --out")
    };
    match writing::kind(folder).map_err(unreadable)? {
        None => return Ok(None),
        Some(Kind::Folder) => {}
        Some(other) => {
            return refuse(format!("`{shown}` is {}, not a folder", other.name()), "name another with --out");
        }
    }
    let entries = writing::entries(folder).map_err(unreadable)?;
    if entries.is_empty() {
        return Ok(None);
    }
    let another = "name another folder with --out, or move what is there elsewhere";
    if !entries.contains_key(MANIFEST) {
        return refuse(
            format!(
                "the folder `{shown}` holds {}, and no manifest that says whose they are",
                several(&entries.keys().collect::<Vec<_>>())
            ),
            another,
        );
    }
    let present = Manifest::read(&folder.join(MANIFEST))?;
    match present.handling() {
        Some(handling) if handling.marking == marking => {}
        Some(handling) => {
            return refuse(
                format!("the folder `{shown}` holds a release marked {}, and this one is {marking}", handling.marking),
                "name another folder with --out, or remove the release that is there",
            );
        }
        None => return refuse(format!("the manifest in `{shown}` does not say how the release is marked"), another),
    }
    if present.year() != year {
        let what =
            format!("the folder `{shown}` holds the release of edition {}, and this one is {year}", present.year());
        return refuse(what, another);
    }
    let folders: BTreeSet<&Path> =
        present.outputs.keys().flat_map(|path| Path::new(path).ancestors().skip(1)).collect();
    let known = |name: &str, kind: Kind| match kind {
        Kind::File => name == MANIFEST || present.outputs.contains_key(name),
        Kind::Folder => folders.contains(Path::new(name)),
        Kind::Link | Kind::Device => false,
    };
    let strange: Vec<&String> =
        entries.iter().filter(|(name, kind)| !known(name, **kind)).map(|(name, _)| name).collect();
    if strange.is_empty() {
        return Ok(Some(present));
    }
    refuse(
        format!(
            "the folder `{shown}` holds what its manifest does not list, and what would be lost: {}",
            several(&strange)
        ),
        "move it elsewhere; a release is replaced as a whole folder",
    )
}

/// Whether single files of a handling may be put into a folder: it is part of no release, and holds none of another marking.
pub fn shareable(folder: &Path, handling: Handling) -> Result<(), Failure> {
    let other: Vec<Marking> = Marking::ALL.into_iter().filter(|marking| *marking != handling.marking).collect();
    outside_releases(&folder.join("file"))?;
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    let names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    for marking in other {
        let mixed: Vec<&String> =
            names.iter().filter(|name| name.split('.').any(|part| part == marking.slug())).collect();
        if !mixed.is_empty() {
            let what = format!(
                "the folder `{}` holds files marked {marking}, and these are {}: {}",
                folder.display(),
                handling.marking,
                several(&mixed)
            );
            return Err(Failure::cannot_run(what, "name another folder with --out: the two markings never share one"));
        }
    }
    Ok(())
}

/// Refuses a place inside a release, which is exactly what its manifest lists.
fn outside_releases(place: &Path) -> Result<(), Failure> {
    for folder in writing::full(place).ancestors().skip(1) {
        let manifest = folder.join(MANIFEST);
        if manifest.is_file() && Manifest::read(&manifest).is_ok() {
            let what = format!("`{}` is inside the release in `{}`", place.display(), folder.display());
            return Err(Failure::cannot_run(
                what,
                "name a folder outside it with --out; a release holds what it lists and no more",
            ));
        }
    }
    Ok(())
}

/// The first names, and how many more.
fn several(names: &[&String]) -> String {
    let first: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(NAMED);
    if more > 0 { format!("{} and {more} more", first.join(", ")) } else { first.join(", ") }
}
