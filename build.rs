//! Puts into the program what a force needs to check its return where there is no project folder: contracts, code lists, definitions,
//! checks, guidance, the reference tables and the settings of the newest edition. The list is sorted, so that the same files give the same
//! program.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "cargo hands a build script its folders by the environment, and takes its answer from standard output"
)]

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders and files of the project that are built in.
const BUILT_IN: [&str; 9] = [
    "data/checks.toml",
    "data/codelists",
    "data/contracts",
    "data/definitions",
    "data/guidance",
    "data/policies",
    "data/reference",
    "data/sources.toml",
    "report",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut files = BTreeSet::new();
    for path in BUILT_IN {
        gather(&root, path, &mut files)?;
    }
    let mut list = String::from("&[\n");
    for path in &files {
        // Of the folder by its name in the compiler: what was made in another copy of the project is made anew in this one.
        let inside = format!("/{path}");
        writeln!(list, "    ({path:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {inside:?}))),")?;
    }
    list.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("built_in.rs"), list)?;
    // A folder for what may be added to it; of the text of an edition nothing is built in, so it makes no new program.
    let editions = files.iter().map(String::as_str).filter(|path| path.starts_with("report/"));
    for path in BUILT_IN.into_iter().filter(|path| *path != "report").chain(editions).chain(["build.rs"]) {
        println!("cargo::rerun-if-changed={path}");
    }
    Ok(())
}

/// Of `report` the editions alone: text and figures say nothing of returns.
fn gather(root: &Path, path: &str, files: &mut BTreeSet<String>) -> Result<(), Box<dyn Error>> {
    let full = root.join(path);
    if full.is_dir() {
        for entry in fs::read_dir(full)? {
            let name = entry?.file_name().into_string().map_err(|name| format!("{name:?} is no name"))?;
            gather(root, &format!("{path}/{name}"), files)?;
        }
    } else if !path.starts_with("report/") || path.ends_with("/edition.toml") {
        files.insert(path.to_owned());
    }
    Ok(())
}
