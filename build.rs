//! Puts into the program what a force needs to check its return where there is no project folder: contracts, code lists, definitions,
//! checks, guidance, the reference tables and the settings of the newest edition. The list is sorted, so that the same files give the same
//! program. And tells the program what it is made of, so that what one build left is never taken for that of another program.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "cargo hands a build script its folders by the environment, and takes its answer from standard output"
)]

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
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

/// What the program is made of besides.
const CODE: [&str; 5] = ["Cargo.lock", "Cargo.toml", "build.rs", "crates", "src"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut files = BTreeSet::new();
    for path in BUILT_IN {
        gather(&root, path, &mut files)?;
    }
    println!("cargo::rustc-env=ASSESS_CODE={}", code(&root)?);
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
    for path in BUILT_IN.into_iter().filter(|path| *path != "report").chain(editions).chain(CODE) {
        println!("cargo::rerun-if-changed={path}");
    }
    Ok(())
}

/// A hash of the sources, their libraries, the compiler and how it is called. It tells one program from another, and is no proof of anything.
fn code(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = BTreeSet::new();
    for path in CODE {
        gather(root, path, &mut files)?;
    }
    let compiler = Command::new(env::var("RUSTC")?).arg("-vV").output()?.stdout;
    let told = env::vars().filter(|(name, _)| {
        name.starts_with("CARGO_FEATURE_")
            || ["CARGO_ENCODED_RUSTFLAGS", "DEBUG", "OPT_LEVEL", "PROFILE", "TARGET"].contains(&name.as_str())
    });
    let told: BTreeSet<(String, String)> = told.collect();
    let mut sources = Vec::new();
    for path in &files {
        sources.push((path, fs::read(root.join(path))?));
    }
    let hash = |lane: u8| {
        let mut hasher = DefaultHasher::new();
        (lane, &compiler, &told, &sources).hash(&mut hasher);
        hasher.finish()
    };
    Ok(format!("{:016x}{:016x}", hash(0), hash(1)))
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
