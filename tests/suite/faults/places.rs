//! Where a command may write, and what it must not touch: folders that hold something else, devices, links, files of the project; a build
//! beside another build; and a release in which something does not belong.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use assess::disclosure::release::Record;
use assess::edition::{Handling, Marking};
use assess::publish::{MANIFEST, Released, replaceable, shareable};
use assess::source::{Project as Folder, sha256};
use assess::writing::{self, Access, Set, System};
use serde_json::json;
use tempfile::TempDir;

use super::Tally;
use crate::project::{Project, assess, said};

/// A made-up release: its manifest and two files.
fn release(marking: &str, year: i16) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [("chapter.pdf", "text"), ("figures/a.csv", "1,2"), ("figures/b.csv", "3,4")];
    let outputs: BTreeMap<&str, serde_json::Value> = files
        .iter()
        .map(|(name, text)| (*name, json!({"sha256": sha256(text.as_bytes()), "bytes": text.len()})))
        .collect();
    fs::create_dir(folder.path().join("figures")).unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
    let manifest = json!({
        "program": {"name": "assess", "version": "0", "libraries": {}, "lock_sha256": ""},
        "edition": {"year": year, "release": "2027-05-27T09:30:00+01:00", "handling": {"marking": marking, "embargoed": true}},
        "synthetic_sources": [], "inputs": {}, "outputs": outputs,
    });
    fs::write(folder.path().join(MANIFEST), manifest.to_string()).unwrap();
    folder
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn link(to: &str, path: &Path) {
    std::os::unix::fs::symlink(to, path).unwrap();
}

/// Everything below a folder, with what it is and holds.
fn seen(folder: &Path) -> Vec<String> {
    let entries = writing::entries(folder).unwrap();
    let bytes = |name: &str| {
        fs::symlink_metadata(folder.join(name)).ok().filter(fs::Metadata::is_file).map(|_| fs::read(folder.join(name)))
    };
    entries.iter().map(|(name, kind)| format!("{name} {kind:?} {:?}", bytes(name).map(Result::unwrap))).collect()
}

type Damage = (&'static str, fn(&Path));

#[test]
fn a_folder_that_holds_something_else_is_refused_and_left_as_it_is() {
    let damages: [Damage; 12] = [
        ("no manifest", |folder| fs::remove_file(folder.join(MANIFEST)).unwrap()),
        ("is not a manifest", |folder| fs::write(folder.join(MANIFEST), "{").unwrap()),
        ("is not a manifest", |folder| fs::write(folder.join(MANIFEST), "").unwrap()),
        ("cannot be read", |folder| {
            fs::remove_file(folder.join(MANIFEST)).unwrap();
            pipe(&folder.join(MANIFEST));
        }),
        ("does not say how the release is marked", |folder| {
            let text = fs::read_to_string(folder.join(MANIFEST)).unwrap();
            fs::write(folder.join(MANIFEST), text.replace("\"OFFICIAL\"", "\"SECRET\"")).unwrap();
        }),
        ("`notes.txt`", |folder| fs::write(folder.join("notes.txt"), "the analyst's own").unwrap()),
        ("`.hidden`", |folder| fs::write(folder.join(".hidden"), "x").unwrap()),
        ("`figures/c.csv`", |folder| fs::write(folder.join("figures/c.csv"), "x").unwrap()),
        ("`maps`", |folder| fs::create_dir(folder.join("maps")).unwrap()),
        ("`figures/a.csv`", |folder| {
            fs::rename(folder.join("figures/a.csv"), folder.with_extension("elsewhere")).unwrap();
            link(folder.with_extension("elsewhere").to_str().unwrap(), &folder.join("figures/a.csv"));
        }),
        ("`figures`", |folder| {
            fs::rename(folder.join("figures"), folder.with_extension("elsewhere")).unwrap();
            link(folder.with_extension("elsewhere").to_str().unwrap(), &folder.join("figures"));
        }),
        ("`a.pipe`", |folder| pipe(&folder.join("a.pipe"))),
    ];
    let mut tally = Tally::default();
    let mut judge = |folder: &Path, what: &str, year: i16| {
        let before = seen(folder);
        match replaceable(folder, (year, Marking::Official)) {
            Err(failure) if failure.to_string().contains(what) && failure.status() == 2 && seen(folder) == before => {
                tally.count(what, "refused");
            }
            other => tally.wrong(what, format!("{other:?}")),
        }
    };
    for (what, damage) in damages {
        let folder = release("OFFICIAL", 2027);
        assert!(replaceable(folder.path(), (2027, Marking::Official)).unwrap().is_some());
        damage(folder.path());
        judge(folder.path(), what, 2027);
        let elsewhere = folder.path().with_extension("elsewhere");
        let _ = fs::remove_file(&elsewhere).or_else(|_| fs::remove_dir_all(&elsewhere));
    }
    judge(
        release("OFFICIAL-SENSITIVE", 2027).path(),
        "holds a release marked OFFICIAL-SENSITIVE, and this one is OFFICIAL",
        2027,
    );
    judge(release("OFFICIAL", 2026).path(), "holds the release of edition 2026, and this one is 2027", 2027);
    let outer = release("OFFICIAL", 2027);
    judge(&outer.path().join("figures"), "is inside the release", 2027);
    let beside = tempfile::tempdir().unwrap();
    link(outer.path().to_str().unwrap(), &beside.path().join("2027"));
    for (name, text) in [("a link", "2027"), ("a file", "file")] {
        if name == "a file" {
            fs::write(beside.path().join(text), "x").unwrap();
        }
        match replaceable(&beside.path().join(text), (2027, Marking::Official)) {
            Err(failure) if failure.to_string().contains(name) => tally.count(name, "refused"),
            other => tally.wrong(name, format!("{other:?}")),
        }
    }
    assert_eq!(replaceable(&outer.path().join("../not-there"), (2027, Marking::Official)).unwrap().map(drop), None);
    tally.hold("Folders that a release must not take the place of");
}

#[test]
fn a_figure_goes_into_no_release_and_beside_no_file_of_another_marking() {
    let handling = |marking| Handling { marking, embargoed: true };
    let folder = release("OFFICIAL-SENSITIVE", 2027);
    for place in [folder.path().to_owned(), folder.path().join("figures"), folder.path().join("new")] {
        let refused = shareable(&place, handling(Marking::Official)).unwrap_err();
        assert!(refused.to_string().contains("is inside the release"), "{refused}");
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("coverage.official-sensitive.embargoed.csv"), "1").unwrap();
    let refused = shareable(folder.path(), handling(Marking::Official)).unwrap_err();
    assert!(refused.to_string().contains("`coverage.official-sensitive.embargoed.csv`"), "{refused}");
    shareable(folder.path(), handling(Marking::OfficialSensitive)).unwrap();
    shareable(&folder.path().join("new"), handling(Marking::Official)).unwrap();
    fs::write(folder.path().join("coverage.official.csv"), "1").unwrap();
    assert!(shareable(folder.path(), handling(Marking::OfficialSensitive)).is_err());
}

#[test]
fn every_kind_of_entry_that_does_not_belong_is_named() {
    let expected = |folder: &Path| -> BTreeMap<String, String> {
        ["chapter.pdf", "figures/a.csv", "figures/b.csv", MANIFEST]
            .map(|name| (name.to_owned(), sha256(&fs::read(folder.join(name)).unwrap())))
            .into()
    };
    let cases: [Damage; 15] = [
        ("does not belong: notes.txt", |folder| fs::write(folder.join("notes.txt"), "x").unwrap()),
        ("does not belong: figures/.DS_Store", |folder| fs::write(folder.join("figures/.DS_Store"), "x").unwrap()),
        ("does not belong: figures/empty.csv", |folder| fs::write(folder.join("figures/empty.csv"), "").unwrap()),
        ("does not belong: maps (a folder)", |folder| fs::create_dir(folder.join("maps")).unwrap()),
        ("does not belong: figure (a folder)", |folder| fs::create_dir(folder.join("figure")).unwrap()),
        ("does not belong: copy.pdf (it is chapter.pdf)", |folder| {
            fs::copy(folder.join("chapter.pdf"), folder.join("copy.pdf")).map(drop).unwrap();
        }),
        ("does not belong: a.lnk (a link)", |folder| link("chapter.pdf", &folder.join("a.lnk"))),
        ("does not belong: a.pipe (a device or a pipe)", |folder| pipe(&folder.join("a.pipe"))),
        ("missing from the release: figures/a.csv", |folder| fs::remove_file(folder.join("figures/a.csv")).unwrap()),
        ("does not belong: figures/c.csv (it is figures/a.csv)", |folder| {
            fs::rename(folder.join("figures/a.csv"), folder.join("figures/c.csv")).unwrap();
        }),
        ("differs: figures/a.csv (it is figures/b.csv)", |folder| {
            fs::rename(folder.join("figures/a.csv"), folder.join("c")).unwrap();
            fs::rename(folder.join("figures/b.csv"), folder.join("figures/a.csv")).unwrap();
            fs::rename(folder.join("c"), folder.join("figures/b.csv")).unwrap();
        }),
        ("differs: figures/a.csv (it is a link)", |folder| {
            fs::remove_file(folder.join("figures/a.csv")).unwrap();
            link("b.csv", &folder.join("figures/a.csv"));
        }),
        ("differs: chapter.pdf (it is a folder)", |folder| {
            fs::remove_file(folder.join("chapter.pdf")).unwrap();
            fs::create_dir(folder.join("chapter.pdf")).unwrap();
        }),
        ("differs: chapter.pdf (it is a device or a pipe)", |folder| {
            fs::remove_file(folder.join("chapter.pdf")).unwrap();
            pipe(&folder.join("chapter.pdf"));
        }),
        ("differs: manifest.json", |folder| fs::write(folder.join(MANIFEST), "{}").unwrap()),
    ];
    let mut tally = Tally::default();
    for (said, damage) in cases {
        let folder = release("OFFICIAL", 2027);
        let expected = expected(folder.path());
        let held = || Released::open(folder.path()).unwrap().held(&expected);
        assert!(held().is_empty());
        damage(folder.path());
        let found = held();
        if found.iter().any(|line| line == said) {
            tally.count("named", "named");
        } else {
            tally.wrong(said, format!("{found:?}"));
        }
    }
    tally.hold("Entries that do not belong to a release");
}

#[test]
fn who_has_the_release_alone_holds_it_against_its_manifest() {
    let folder = release("OFFICIAL", 2027);
    let verify = || assess(Path::new("/nowhere"), &["verify", "--hashes-only", folder.path().to_str().unwrap()]);
    let own = sha256(&fs::read(folder.path().join(MANIFEST)).unwrap());
    let equal = verify();
    assert_eq!(
        String::from_utf8_lossy(&equal.stdout),
        format!("3 files as manifest.json lists them; its own SHA-256 is {own}\n"),
        "{}",
        said(&equal)
    );
    fs::write(folder.path().join("figures/a.csv"), "1,3").unwrap();
    fs::write(folder.path().join("notes.txt"), "more").unwrap();
    let changed = verify();
    assert_eq!(changed.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&changed.stdout), "differs: figures/a.csv\ndoes not belong: notes.txt\n");
}

#[test]
fn records_of_releases_are_all_read_or_the_build_ends() {
    let record = |at: &str| {
        let json = json!({"edition": 2026, "release": at, "policy": ["p", 1], "printed": []});
        (format!("data/releases/{}.json", at.replace(['-', ':'], "")), json.to_string())
    };
    let before = |project: &Project| {
        Record::before(&mut Folder::open(project.root()).unwrap(), "2027-05-27T08:30:00Z".parse().unwrap())
    };
    let project = Project::copy();
    assert!(before(&project).unwrap().is_empty(), "nothing was released");
    let (path, text) = record("2026-05-28T08:30:00Z");
    project.write(&path, &text);
    assert_eq!(before(&project).unwrap().len(), 1);
    let (later, text) = record("2027-05-27T08:30:00Z");
    project.write(&later, "not read");
    assert_eq!(before(&project).unwrap().len(), 1, "what was released with it or after it is not read");

    let mut tally = Tally::default();
    let mut judge = |kind: &str, project: &Project| match before(project) {
        Err(faults) => tally.count(kind, faults[0].id),
        Ok(records) => tally.wrong(kind, format!("{} records", records.len())),
    };
    for name in [
        "notes.txt",
        "20260528T083000Z.json.bak",
        "2026.json",
        "20261350T083000Z.json",
        "old/20250528T083000Z.json",
        "20260528T083000.json",
    ] {
        let project = Project::copy();
        project.write(&format!("data/releases/{name}"), &text);
        judge(name, &project);
    }
    for (kind, text) in [("another's name", text.as_str()), ("damaged", "{"), ("empty", "")] {
        let project = Project::copy();
        project.write(&path, text);
        judge(kind, &project);
    }
    let project = Project::copy();
    project.write("data/releases", "a file");
    judge("a file", &project);
    let project = Project::copy();
    link("nowhere", &project.path("data/releases"));
    judge("a link to nowhere", &project);
    tally.hold("Records of releases that are none, or cannot be listed");
}

#[test]
fn what_is_no_plain_file_is_written_through_or_refused_and_never_replaced() {
    let mut tally = Tally::default();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("there.txt"), "there").unwrap();
    fs::create_dir(at("folder")).unwrap();
    link("there.txt", &at("link"));
    link("nowhere", &at("dangling"));
    pipe(&at("unread"));
    let began = Instant::now();
    for (path, why) in [
        (at("link"), "it is a link"),
        (at("dangling"), "it is a link"),
        (at("folder"), "it is a folder"),
        (at("unread"), "nobody reads it"),
        ("/dev/full".into(), "No space left"),
        (at("there.txt").join("below"), "Not a directory"),
    ] {
        let before = fs::symlink_metadata(&path).map(|data| data.file_type()).ok();
        let refused = writing::put(&System, &path, b"new").map_err(|unwritten| unwritten.to_string());
        let after = fs::symlink_metadata(&path).map(|data| data.file_type()).ok();
        match refused {
            Err(said) if said.contains(why) && before == after => tally.count(why, "refused"),
            other => tally.wrong(&path.display().to_string(), format!("{other:?}")),
        }
    }
    assert_eq!(fs::read_to_string(at("there.txt")).unwrap(), "there");
    writing::put(&System, Path::new("/dev/null"), b"new").unwrap();
    assert!(!fs::symlink_metadata("/dev/null").unwrap().is_file());
    tally.count("/dev/null", "written through");
    // A pipe that is read takes more than it holds at once.
    pipe(&at("read"));
    let arrived = fs::File::create(at("arrived")).unwrap();
    let mut reader = Command::new("cat").arg(at("read")).stdout(arrived).spawn().unwrap();
    let text = "0123456789".repeat(40_000);
    while writing::put(&System, &at("read"), text.as_bytes()).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody reads");
    }
    assert!(reader.wait().unwrap().success());
    assert_eq!(fs::read_to_string(at("arrived")).unwrap(), text);
    tally.count("a pipe", "written through");
    // A reader that goes away has what it wants.
    let reader = Command::new("head").args(["-c", "1"]).arg(at("read")).stdout(Stdio::null()).spawn().unwrap();
    while writing::put(&System, &at("read"), text.as_bytes()).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody reads");
    }
    assert!(reader.wait_with_output().unwrap().status.success());
    tally.count("a pipe that closes", "written through");
    assert!(began.elapsed() < Duration::from_secs(60));
    tally.hold("Places of --out that are no plain files");
}

#[test]
fn nothing_is_written_over_a_file_of_the_project_or_one_that_is_read() {
    let project = Project::copy();
    link("data/sources.toml", &project.path("link.html"));
    let inside = project.listing();
    let root = |name: &str| project.path(name).to_str().unwrap().to_owned();
    let given = root("data/demo/profiles.csv");
    let mut tally = Tally::default();
    for arguments in [
        vec!["check", "--out", &root("data/sources.toml")],
        vec!["check", "--out", &root("report/2027/edition.toml")],
        vec!["check", "--out", &root("data/new.html")],
        vec!["check", "--out", &root("link.html")],
        vec!["check", "--out", &root("out/../data/checks.toml")],
        vec!["check", "--out", &root(".assess/store/ab/cd")],
        vec!["check", &given, "--out", &given],
        vec!["figure", "coverage", "--out", &root("data/public")],
        vec!["build", "--out", &root("report/2027")],
        vec!["build", "--out", &root("data/new")],
        vec!["demo", "--out", &root("data/public")],
    ] {
        let output = assess(project.root(), &arguments);
        if output.status.code() == Some(2) && project.listing() == inside {
            tally.count("refused", "refused");
        } else {
            tally.wrong(&arguments.join(" "), said(&output));
        }
    }
    // A return that was filled in is not written over by the blank one.
    let blank = [
        "template",
        "--return",
        "adr-group-based",
        "--force",
        "E23000001",
        "--period",
        "2025-26",
        "--format",
        "ods",
        "--out",
    ];
    let blank = |folder: &str| assess(project.root(), &[&blank[..], &[folder]].concat());
    let inbox = root("inbox");
    assert!(blank(&inbox).status.success() && blank(&inbox).status.success());
    let name = "inbox/adr-group-based-E23000001-2025-26.ods";
    project.write(name, "filled in");
    let refused = blank(&inbox);
    assert!(
        refused.status.code() == Some(2) && said(&refused).contains("may have been filled in"),
        "{}",
        said(&refused)
    );
    assert_eq!(project.text(name), "filled in");
    tally.count("refused", "refused");
    tally.hold("Files of the project and others that are read, named by --out");
}

#[test]
fn a_result_that_cannot_be_printed_is_no_success_but_a_reader_that_left_is() {
    let run = |arguments: &[&str], out: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_assess"));
        command.arg("--root").arg(crate::project::repository()).args(arguments);
        command.stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap()
    };
    let full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    for arguments in [
        &["pull", "--status"][..],
        &["--help"],
        &["--version"],
        &["completions", "bash"],
        &["peek", "data/public/child_population.csv"],
    ] {
        let output = run(arguments, full());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    }
    assert!(said(&run(&["pull", "--status"], full())).contains("the result cannot be written to standard output"));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = run(&["pull", "--status"], writer.into());
    assert!(output.status.code() != Some(2), "{}", said(&output));
}

#[test]
fn files_have_the_modes_that_umask_and_marking_allow() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let files: BTreeMap<String, Vec<u8>> = [("figures/a.csv".to_owned(), b"1".to_vec())].into();
    let target = folder.path().join("2027");
    let publish =
        |access| writing::Folder::take(&System, &target, access).unwrap().replace(&files, &|_| Ok(())).unwrap();
    // What others could read before is not left so, though no byte changed.
    publish(Access::Open);
    fs::set_permissions(target.join("figures/a.csv"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(publish(Access::Restricted), 1);
    for path in ["", "figures", "figures/a.csv"] {
        assert_eq!(mode(&target.join(path)) & 0o007, 0, "{path}");
    }
    // A folder that was closed to others stays so.
    fs::set_permissions(&target, fs::Permissions::from_mode(0o750)).unwrap();
    let more: BTreeMap<String, Vec<u8>> = [("b.csv".to_owned(), b"2".to_vec())].into();
    writing::Folder::take(&System, &target, Access::Open).unwrap().replace(&more, &|_| Ok(())).unwrap();
    assert_eq!(mode(&target), 0o750);

    for (umask, expected) in [("077", 0o600), ("022", 0o644), ("007", 0o660)] {
        let out = folder.path().join(umask);
        let line = format!(
            "umask {umask}; exec \"$0\" --root \"$1\" template --return adr-group-based --force E23000001 --period 2025-26 --format ods --out \"$2\""
        );
        let mut command = Command::new("sh");
        command.args(["-c", &line, env!("CARGO_BIN_EXE_assess")]).arg(crate::project::repository()).arg(&out);
        assert!(command.stdout(Stdio::null()).status().unwrap().success());
        assert_eq!(mode(&out.join("adr-group-based-E23000001-2025-26.ods")), expected, "umask {umask}");
    }
}

#[test]
fn of_two_that_write_the_same_files_one_is_told_who_does() {
    let folder = tempfile::tempdir().unwrap();
    let set = Set::take(&System, folder.path(), Access::Open).unwrap();
    let refused = Set::take(&System, folder.path(), Access::Open).map(drop).unwrap_err().to_string();
    assert!(
        refused.contains(&format!("process {}", std::process::id())) && refused.contains("is writing it"),
        "{refused}"
    );
    drop(set);
    Set::take(&System, folder.path(), Access::Open).map(drop).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn of_two_builds_one_is_refused_a_killed_one_leaves_nothing_and_no_other_marking_comes_in() {
    let project = Project::brief();
    let build = || {
        let mut command = Command::new("sh");
        command
            .args(["-c", "umask 027; exec \"$0\" --root \"$1\" build --quiet", env!("CARGO_BIN_EXE_assess")])
            .arg(project.root());
        let child = command.stderr(Stdio::piped()).spawn().unwrap();
        let lock = project.path("out/.2027.assess-lock");
        let began = Instant::now();
        // The lock names its holder as soon as it is held.
        while !fs::read_to_string(&lock).is_ok_and(|who| who.contains(&format!("process {}", child.id()))) {
            assert!(began.elapsed() < Duration::from_secs(120), "no build began");
            std::thread::sleep(Duration::from_millis(5));
        }
        child
    };
    let mut killed = build();
    killed.kill().unwrap();
    killed.wait().unwrap();
    let first = build();
    let second = assess(project.root(), &["build", "--quiet"]);
    assert_eq!(second.status.code(), Some(2));
    assert!(said(&second).contains(&format!("process {}", first.id())), "{}", said(&second));
    let first = first.wait_with_output().unwrap();
    assert!(first.status.success(), "{}", said(&first));
    let left: Vec<_> = fs::read_dir(project.path("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["2027"]);

    let out = project.path("out/2027");
    let manifest: serde_json::Value = serde_json::from_str(&project.text("out/2027/manifest.json")).unwrap();
    let outputs = manifest["outputs"].as_object().unwrap().iter();
    let mut expected: BTreeMap<String, String> =
        outputs.map(|(path, file)| (path.clone(), file["sha256"].as_str().unwrap().to_owned())).collect();
    expected.insert(MANIFEST.to_owned(), sha256(&fs::read(out.join(MANIFEST)).unwrap()));
    assert_eq!(Released::open(&out).unwrap().held(&expected), Vec::<String>::new());
    for (path, kind) in writing::entries(&out).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(out.join(&path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if kind == writing::Kind::Folder { 0o750 } else { 0o640 }, "{path}");
    }

    // The other marking, a file more, no manifest, a link: refused before any work, and everything stays as it was.
    let sensitive = ["build", "--marking", "official-sensitive", "--out", out.to_str().unwrap()];
    let refused = |arguments: &[&str], what: &str| {
        let before = seen(&out);
        let output = assess(project.root(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(what), "{}", said(&output));
        assert_eq!(seen(&out), before);
    };
    refused(&sensitive, "holds a release marked OFFICIAL, and this one is OFFICIAL-SENSITIVE");
    fs::rename(out.join(MANIFEST), project.path("aside.json")).unwrap();
    refused(&sensitive, "no manifest that says whose they are");
    refused(&["build"], "no manifest that says whose they are");
    fs::rename(project.path("aside.json"), out.join(MANIFEST)).unwrap();
    project.write("out/2027/notes.txt", "the analyst's own file");
    refused(&["build"], "`notes.txt`");
    fs::remove_file(out.join("notes.txt")).unwrap();
    link(out.to_str().unwrap(), &project.path("out/again"));
    refused(&["build", "--out", project.path("out/again").to_str().unwrap()], "is a link, not a folder");
}
