//! Bad input: each file of `tests/invalid` damages a copy of the project and says what the program must answer.
//!
//! The answer is held to the letter: what, where, remedy. Nothing may be written.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::project::{Project, assess, built, repository, said};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// Whether the text is that of a brief chapter before it is damaged.
    #[serde(default)]
    brief: bool,
    /// What is done to the project.
    damage: Vec<Damage>,
    /// Whether it is what `provenance` says of the edition as it is shipped, in place of a build.
    #[serde(default)]
    provenance: bool,
    /// Given to the build besides.
    #[serde(default)]
    arguments: Vec<String>,
    /// What the program must write to standard error.
    expected: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Damage {
    file: String,
    /// Text to replace, once.
    find: Option<String>,
    replace: Option<String>,
    /// The whole new content.
    content: Option<String>,
    /// Bytes put in front of the file.
    bytes: Option<Vec<u8>>,
    #[serde(default)]
    delete: bool,
}

impl Damage {
    fn apply(&self, project: &Project) {
        if self.delete {
            fs::remove_file(project.path(&self.file)).unwrap();
        } else if let Some(content) = &self.content {
            project.write(&self.file, content);
        } else if let Some(bytes) = &self.bytes {
            let mut whole = bytes.clone();
            whole.extend(fs::read(project.path(&self.file)).unwrap());
            project.write(&self.file, whole);
        } else {
            project.replace(&self.file, self.find.as_ref().unwrap(), self.replace.as_ref().unwrap());
        }
    }
}

fn check(path: &Path) -> Result<(), String> {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap();
    let fixture: Fixture = toml::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
    let project = Project::copy();
    // What a text or a figure has nothing to do with is found as well in a short one.
    let of_text = |damage: &Damage| damage.file.starts_with("report/") && !damage.file.ends_with("edition.toml");
    if fixture.brief || !fixture.damage.iter().any(of_text) {
        project.shorten();
    }
    for damage in &fixture.damage {
        damage.apply(&project);
    }
    let before = project.listing();
    let command = if fixture.provenance { ["provenance", built().to_str().unwrap()] } else { ["build", "--quiet"] };
    let arguments: Vec<&str> = command.into_iter().chain(fixture.arguments.iter().map(String::as_str)).collect();
    let output = assess(project.root(), &arguments);
    let answer = said(&output);
    let after: Vec<_> = project.listing().into_iter().filter(|path| !before.contains(path) && path.is_file()).collect();
    if output.status.code() != Some(1) {
        return Err(format!("{name}: status {:?}, not 1\n{answer}", output.status.code()));
    }
    if answer.trim() != fixture.expected.trim() {
        return Err(format!("{name}: the answer was\n{answer}\nand not\n{}", fixture.expected));
    }
    if !answer.contains(&format!("error[{name}]")) {
        return Err(format!("{name}: the fixture is not named after the fault it shows"));
    }
    if !after.is_empty() {
        return Err(format!("{name}: wrote {after:?}"));
    }
    Ok(())
}

#[test]
fn every_kind_of_bad_input_is_named_with_its_place_and_remedy() {
    let mut paths: Vec<_> =
        fs::read_dir(repository().join("tests/invalid")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 30, "fixtures are missing: {}", paths.len());
    let failures: Vec<String> = paths.iter().filter_map(|path| check(path).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn a_folder_that_cannot_be_written_to_is_status_2_before_any_work() {
    let project = Project::copy();
    project.write("in-the-way", "a file where a folder should be");
    let out = project.path("in-the-way/out");
    let output = assess(project.root(), &["build", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let answer = said(&output);
    assert!(answer.starts_with("error: the folder `"), "{answer}");
    assert!(answer.contains("cannot be looked into") && answer.contains("remedy: name another with --out"), "{answer}");
}

#[test]
fn a_folder_that_is_no_project_is_status_2() {
    let empty = tempfile::tempdir().unwrap();
    let output = assess(empty.path(), &["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("is not a project folder"), "{}", said(&output));
}

#[test]
fn a_failed_build_leaves_an_earlier_release_as_it_was() {
    let project = Project::brief_built();
    let before = fs::read(project.path("out/2027/chapter.official.embargoed.pdf")).unwrap();
    let listing = project.listing();
    project.write("data/public/child_population.csv", "");
    let output = assess(project.root(), &["build", "--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read(project.path("out/2027/chapter.official.embargoed.pdf")).unwrap(), before);
    assert_eq!(project.listing(), listing);
}

#[test]
fn several_faulty_files_are_reported_together() {
    let project = Project::copy();
    project.replace("data/public/child_population.csv", "1847031", "many");
    project.replace("data/demo/profiles.csv", "2026-01-24", "24/01/2026");
    let answer = said(&assess(project.root(), &["build", "--quiet"]));
    assert!(answer.contains("data/public/child_population.csv:2, column `children`"), "{answer}");
    assert!(answer.contains("data/demo/profiles.csv:5, column `signed_off`"), "{answer}");
}
