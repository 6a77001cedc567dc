//! Holds the walk that `lib.rs` draws against the imports: each room takes only from those above it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The rooms in the order of the drawing.
fn drawn() -> Vec<&'static str> {
    let drawing = include_str!("lib.rs").split("```").nth(1).unwrap();
    let lines = drawing.lines().skip(1).filter_map(|line| line.strip_prefix("//! "));
    lines.flat_map(|line| line.split("  ").next().unwrap().split(", ")).filter(|room| !room.is_empty()).collect()
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The rooms that a file names, without its tests and comments.
fn named(text: &str) -> BTreeSet<&str> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let end =
        |rest: &str| rest.find(|letter: char| !letter.is_ascii_lowercase() && letter != '_').unwrap_or(rest.len());
    let parts = lines.flat_map(|line| line.split("crate::").skip(1));
    parts
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => group.split(", ").collect(),
            None => vec![rest],
        })
        .map(|rest| &rest[..end(rest)])
        .collect()
}

#[test]
fn each_room_imports_only_from_those_above_it() {
    let rooms = drawn();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let room_of = |entry: &str| entry.trim_end_matches(".rs").to_owned();
    let mut files = Vec::new();
    sources(&source, &mut files);
    let mut walked = BTreeSet::new();
    for (path, text) in &files {
        let inside = path.strip_prefix(&format!("{}/", source.display())).unwrap();
        let room = room_of(inside.split('/').next().unwrap());
        if ["lib", "main", "recipes", "walk"].contains(&room.as_str()) {
            continue;
        }
        let place = rooms.iter().position(|known| *known == room).unwrap_or_else(|| panic!("{room} is not drawn"));
        for other in named(text).into_iter().filter(|other| *other != room) {
            let above = rooms.iter().position(|known| *known == other);
            assert!(
                above.is_none_or(|above| above < place),
                "{path} takes from `{other}`, which stands under `{room}`"
            );
        }
        walked.insert(room);
    }
    assert_eq!(walked.len(), rooms.len(), "a room that is drawn does not exist");
}

/// The build for forces has no room that makes the chapter; as each room imports only from those above it, none that it has needs one.
#[test]
fn the_rooms_of_the_chapter_are_those_from_the_panel_to_the_pipeline() {
    let (_, modules) = include_str!("lib.rs").split_once("network, so the same files").unwrap();
    let lines: Vec<&str> = modules.lines().collect();
    let gated = lines.windows(2).filter(|pair| pair[0] == "#[cfg(feature = \"chapter\")]");
    let gated: BTreeSet<&str> =
        gated.map(|pair| pair[1].trim_start_matches("pub mod ").trim_end_matches(';')).collect();
    let rooms = drawn();
    let place = |name: &str| rooms.iter().position(|room| *room == name).unwrap();
    assert_eq!(gated, rooms[place("panel")..=place("pipeline")].iter().copied().collect());
}
