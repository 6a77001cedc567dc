//! What one build leaves for the next: it saves work where nothing or only the text changed, and is never trusted further than it is sealed.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};

use assess::source::sha256;
use serde_json::Value;

use crate::project::{Project, assess, said, succeed};

const TEXT: &str = "report/2027/sections/brief.typ";
const DATA: &str = "data/public/recorded_crime_national.csv";
const ROOM: &str = ".assess/cache";

/// A brief project that was built, with what that left.
fn built() -> Project {
    let project = Project::brief_built();
    // A copy of a folder is open to others; a folder that is counts as no room.
    fs::set_permissions(project.path(ROOM), fs::Permissions::from_mode(0o700)).unwrap();
    project
}

/// What the build says of what was kept.
fn kept(project: &Project) -> String {
    let output = assess(project.root(), &["build", "--verbose"]);
    assert!(output.status.success(), "{}", said(&output));
    let told: Vec<String> =
        said(&output).lines().filter_map(|line| Some(line.strip_prefix("kept")?.trim().to_owned())).collect();
    told.join("; ")
}

/// Every file of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = assess::writing::entries(folder).unwrap();
    let paths = entries.into_keys().filter(|path| folder.join(path).is_file());
    paths.map(|path| (path.clone(), fs::read(folder.join(&path)).unwrap())).collect()
}

/// That the release is the one that is made from the start.
fn true_to_the_byte(project: &Project) {
    let fresh = tempfile::tempdir().unwrap();
    let out = fresh.path().join("out");
    succeed(project.root(), &["build", "--quiet", "--no-cache", "--out", out.to_str().unwrap()]);
    assert!(files(&project.path("out/2027")) == files(&out), "the release is not the one made from the start");
}

/// A sentence more, so that the page, the document and the list of sentences change.
fn edit(project: &Project) {
    project.replace(TEXT, "In #n(", "Forces differ. In #n(");
}

const ALL: &str = "everything: nothing changed since the last build";

#[test]
fn only_what_changed_is_made_again_and_the_bytes_are_those_of_a_build_from_the_start() {
    let project = built();
    let before = files(&project.path("out/2027"));
    assert_eq!(kept(&project), ALL);
    assert!(files(&project.path("out/2027")) == before);
    edit(&project);
    assert_eq!(kept(&project), format!("all but the text: {TEXT} changed"));
    assert!(files(&project.path("out/2027")) != before);
    true_to_the_byte(&project);
    assert_eq!(kept(&project), ALL, "what was retold is kept too");
    // What is wrong with a text is said as a build from the start says it.
    project.replace(TEXT, "Forces differ.", "Forces differ by #n(\"funnel.yeer.last\") and 7.");
    let wrong = |more: &[&str]| {
        let output = assess(project.root(), &[&["build", "--quiet"], more].concat());
        assert_eq!(output.status.code(), Some(1));
        said(&output)
    };
    assert_eq!(wrong(&[]), wrong(&["--no-cache"]));
    project.replace(TEXT, "Forces differ by #n(\"funnel.yeer.last\") and 7.", "Forces differ.");
    assert_eq!(kept(&project), ALL);
    // A changed cell leaves nothing.
    let text = project.text(DATA);
    project.write(DATA, text.trim_end());
    assert_eq!(kept(&project), format!("nothing: {DATA} changed"));
    true_to_the_byte(&project);
    // Nor does another order have anything of this one, nor a build for which it is not wanted.
    let sensitive = assess(project.root(), &["build", "-v", "--marking", "official-sensitive"]);
    assert!(said(&sensitive).contains("nothing: nothing is kept of a build before"), "{}", said(&sensitive));
    let from_the_start = assess(project.root(), &["build", "-v", "--no-cache"]);
    assert!(said(&from_the_start).contains("nothing: it was not asked for"), "{}", said(&from_the_start));
}

/// A file of the room under its seal, taken apart.
fn entry(project: &Project, name: &str) -> Value {
    let bytes = fs::read(project.path(ROOM).join(name)).unwrap();
    let at = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    serde_json::from_slice(&bytes[at + 1..]).unwrap()
}

/// Puts bytes into the room as its owner could.
fn plant(project: &Project, name: &str, bytes: &[u8]) {
    let path = project.path(ROOM).join(name);
    fs::write(&path, bytes).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn planted(project: &Project, name: &str, entry: &Value) {
    let old = fs::read(project.path(ROOM).join(name)).unwrap();
    plant(project, name, &[&old[..65], entry.to_string().as_bytes()].concat());
}

#[test]
fn an_entry_that_was_damaged_or_planted_is_refused_and_costs_no_byte() {
    // A number that the text prints is another one.
    let lie = |project: &Project| {
        let mut base = entry(project, "2027.base");
        let facts = base["base"]["offered"]["facts"].as_object_mut().unwrap();
        let told = facts.get_mut("funnel.forces-shown.last").unwrap();
        assert_ne!(told["text"], "99");
        told["text"] = "99".into();
        planted(project, "2027.base", &base);
    };
    type Poison<'a> = (&'a str, &'a str, &'a dyn Fn(&Project));
    let not_left = "nothing: nothing is kept of a build before, or it is not as it was left";
    let no_base = "nothing: nothing is kept of what the text rests on";
    let poisons: [Poison<'_>; 6] = [
        ("a planted number", no_base, &lie),
        ("a base cut short", no_base, &|project| {
            let bytes = fs::read(project.path(ROOM).join("2027.base")).unwrap();
            plant(project, "2027.base", &bytes[..bytes.len() / 2]);
        }),
        ("a base of another build under its own seal", no_base, &|project| {
            let other = Project::brief();
            // The room of another project has a key of its own.
            succeed(other.root(), &["build", "--quiet"]);
            plant(project, "2027.base", &fs::read(other.path(ROOM).join("2027.base")).unwrap());
        }),
        ("a last build that says it was of this text", not_left, &|project| {
            let mut last = entry(project, "2027.last");
            last["key"]["text"][TEXT] = sha256(project.text(TEXT).as_bytes()).into();
            planted(project, "2027.last", &last);
        }),
        ("one entry under the name of another", not_left, &|project| {
            plant(project, "2027.last", &fs::read(project.path(ROOM).join("2027.base")).unwrap());
        }),
        ("another key of the seal", not_left, &|project| plant(project, "seal", &[b'0'; 64])),
    ];
    for (what, why, poison) in poisons {
        let project = built();
        edit(&project);
        poison(&project);
        assert_eq!(kept(&project), why, "{what}");
        assert!(!project.text("out/2027/chapter.official.embargoed.html").contains(">99<"), "{what}");
        assert_eq!(kept(&project), ALL, "{what}: what took its place is whole");
    }
    // The last of them is held to the byte; what the others say proves that they took the same way.
    let project = built();
    edit(&project);
    lie(&project);
    kept(&project);
    true_to_the_byte(&project);
}

#[test]
fn a_release_that_was_changed_is_not_taken_for_the_one_that_was_built() {
    let project = built();
    let page = "out/2027/chapter.official.embargoed.html";
    let whole = files(&project.path("out/2027"));
    let changed = project.text(page).replacen("forces", "farces", 1);
    project.write(page, &changed);
    let differs = "nothing: what stands in";
    assert!(kept(&project).starts_with(differs));
    assert!(files(&project.path("out/2027")) == whole);
    // Nor where its manifest was made to fit.
    let mut manifest: Value = serde_json::from_str(&project.text("out/2027/manifest.json")).unwrap();
    let file = serde_json::json!({ "sha256": sha256(changed.as_bytes()), "bytes": changed.len() });
    manifest["outputs"]["chapter.official.embargoed.html"] = file;
    project.write(page, &changed);
    project.write("out/2027/manifest.json", serde_json::to_string_pretty(&manifest).unwrap() + "\n");
    assert!(kept(&project).starts_with(differs));
    assert!(files(&project.path("out/2027")) == whole);
}

#[test]
fn what_is_kept_is_the_owners_alone_and_where_nothing_can_be_kept_the_build_is_as_ever() {
    let project = built();
    let mode = |path: &str| fs::metadata(project.path(path)).unwrap().mode() & 0o777;
    assert_eq!(mode(ROOM), 0o700);
    for name in ["seal", "2027.last", "2027.base"] {
        assert_eq!(mode(&format!("{ROOM}/{name}")), 0o600, "{name}");
    }
    // A room that others may enter is none, and is left as it is.
    fs::set_permissions(project.path(ROOM), fs::Permissions::from_mode(0o755)).unwrap();
    let before = files(&project.path(ROOM));
    assert!(kept(&project).contains("is no folder of yours alone"));
    assert!(files(&project.path(ROOM)) == before);
    // A place where none can be made.
    fs::remove_dir_all(project.path(".assess")).unwrap();
    project.write(".assess", "a file");
    assert!(kept(&project).contains("cannot be looked at"));
    assert_eq!(project.text(".assess"), "a file");
}

#[test]
fn builds_at_once_leave_one_whole_cache() {
    let project = built();
    edit(&project);
    let outs = ["one", "two", "three"].map(|name| project.path(name));
    let running: Vec<_> = outs
        .iter()
        .map(|out| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_assess"));
            command.arg("--root").arg(project.root()).args(["build", "--quiet", "--out"]).arg(out);
            command.stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    assert!(running.into_iter().all(|mut child| child.wait().unwrap().success()));
    assert!(files(&outs[0]) == files(&outs[1]) && files(&outs[1]) == files(&outs[2]));
    let again = assess(project.root(), &["build", "-v", "--out", outs[0].to_str().unwrap()]);
    assert!(said(&again).contains(ALL), "{}", said(&again));
}
