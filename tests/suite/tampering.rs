//! What was done to a release is named by `verify`: forty tamperings and more, each with the line that tells it, and archives that are
//! packed as no release is.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use assess::pipeline::{self, Built, Order, Silent};
use assess::publish::{Released, verified};
use assess::source::{Project as Source, sha256};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::project::Project;

const STATISTICS: &str = "statistics.official.embargoed.csv";
const FACTS: &str = "numbers.official.embargoed.json";
const FIGURE: &str = "figures/funnel-forces.official.embargoed.csv";
const OTHER: &str = "figures/coverage.official.embargoed.csv";
const CHAPTER: &str = "chapter.official.embargoed.pdf";
const QUARTERS: &str = "data/public/recorded_crime_force_quarter.csv";
const RETURNS: &str = "data/demo/adr_group_based.csv";

fn built() -> Built {
    let project = Project::brief();
    let mut source = Source::open(project.root()).unwrap();
    pipeline::build(&mut source, Order::edition(2027), &mut Silent).unwrap()
}

fn written(built: &Built, folder: &Path) {
    for (path, bytes) in &built.outputs {
        let place = folder.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
}

/// The manifest as JSON, changed.
fn manifest(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    fs::write(path, serde_json::to_vec_pretty(&manifest).unwrap()).unwrap();
}

/// A file changed, and the manifest so that it fits.
fn fitted(folder: &Path, file: &str, find: &str, replace: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(find), "{file} does not hold {find}");
    let text = text.replacen(find, replace, 1);
    fs::write(folder.join(file), &text).unwrap();
    manifest(folder, |manifest| {
        manifest["outputs"][file]["sha256"] = Value::from(sha256(text.as_bytes()));
        manifest["outputs"][file]["bytes"] = Value::from(text.len());
    });
}

/// What is done to the folder, and a line that tells it.
type Tampering = (Box<dyn Fn(&Path)>, String);

fn tamperings(built: &Built) -> Vec<Tampering> {
    let mut all: Vec<Tampering> = Vec::new();
    let mut plant = |what: Box<dyn Fn(&Path)>, told: &str| all.push((what, told.to_owned()));
    for path in built.outputs.keys().filter(|path| *path != "manifest.json") {
        let told = format!("differs: {path}");
        let (file, lost) = (path.clone(), path.clone());
        plant(
            Box::new(move |folder| {
                let mut bytes = fs::read(folder.join(&file)).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                fs::write(folder.join(&file), bytes).unwrap();
            }),
            &told,
        );
        let told = format!("missing from the release: {path}");
        plant(Box::new(move |folder| fs::remove_file(folder.join(&lost)).unwrap()), &told);
    }
    let moved = |from: &'static str, to: &'static str| {
        move |folder: &Path| fs::rename(folder.join(from), folder.join(to)).unwrap()
    };
    plant(Box::new(moved(CHAPTER, "chapter.pdf")), &format!("does not belong: chapter.pdf (it is {CHAPTER})"));
    plant(Box::new(moved(CHAPTER, "chapter.official.pdf")), &format!("missing from the release: {CHAPTER}"));
    plant(
        Box::new(move |folder| {
            moved(FIGURE, "between")(folder);
            moved(OTHER, FIGURE)(folder);
            moved("between", OTHER)(folder);
        }),
        &format!("differs: {FIGURE} (it is {OTHER})"),
    );
    plant(Box::new(|folder| fs::write(folder.join("note.txt"), "x").unwrap()), "does not belong: note.txt");
    plant(
        Box::new(|folder| fs::write(folder.join("figures/.hidden"), "x").unwrap()),
        "does not belong: figures/.hidden",
    );
    plant(Box::new(|folder| fs::create_dir(folder.join("empty")).unwrap()), "does not belong: empty (a folder)");
    plant(
        Box::new(|folder| {
            fs::remove_file(folder.join(OTHER)).unwrap();
            fs::create_dir(folder.join(OTHER)).unwrap();
        }),
        &format!("differs: {OTHER} (it is a folder)"),
    );
    #[cfg(unix)]
    plant(
        Box::new(|folder| {
            let target = folder.with_extension("elsewhere");
            fs::rename(folder.join(OTHER), &target).unwrap();
            std::os::unix::fs::symlink(target, folder.join(OTHER)).unwrap();
        }),
        &format!("differs: {OTHER} (it is a link)"),
    );
    plant(Box::new(|folder| fs::write(folder.join(CHAPTER), "").unwrap()), &format!("differs: {CHAPTER}"));
    // The manifest itself.
    let edit = |change: fn(&mut Value)| move |folder: &Path| manifest(folder, change);
    plant(
        Box::new(|folder| {
            let path = folder.join("manifest.json");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, text + "\n").unwrap();
        }),
        "differs: manifest.json",
    );
    plant(
        Box::new(edit(|it| it["inputs"][QUARTERS]["sha256"] = Value::from("00"))),
        &format!("input changed since the release: {QUARTERS}"),
    );
    plant(
        Box::new(edit(|it| it["inputs"][RETURNS]["commitment"] = Value::from("00"))),
        &format!("input changed since the release: {RETURNS}"),
    );
    plant(
        Box::new(edit(|it| drop(it["inputs"].as_object_mut().unwrap().remove(QUARTERS)))),
        &format!("input not used by the release: {QUARTERS}"),
    );
    plant(
        Box::new(edit(|it| it["inputs"]["data/x.csv"] = it["inputs"][QUARTERS].clone())),
        "input no longer used: data/x.csv",
    );
    plant(
        Box::new(edit(|it| it["outputs"]["tables.csv"] = it["outputs"][STATISTICS].clone())),
        "listed in the manifest, and not made any more: tables.csv",
    );
    plant(Box::new(edit(|it| drop(it["outputs"].as_object_mut().unwrap().remove(FIGURE)))), "differs: manifest.json");
    plant(
        Box::new(edit(|it| it["program"]["version"] = Value::from("0.0.0"))),
        "built by another version of the program",
    );
    plant(
        Box::new(edit(|it| it["program"]["lock_sha256"] = Value::from("00"))),
        "built by another version of the program",
    );
    plant(
        Box::new(edit(|it| it["program"]["libraries"]["typst"] = Value::from("9.9.9"))),
        "built by another version of the program",
    );
    plant(
        Box::new(edit(|it| it["edition"]["limits"]["minimum_forces"] = Value::from(1))),
        "setting differs: limits.minimum_forces is 1 in the release",
    );
    plant(
        Box::new(edit(|it| it["edition"]["agreed_definition"] = Value::from("cocad"))),
        "setting differs: agreed_definition is \"cocad\"",
    );
    plant(
        Box::new(edit(|it| it["edition"]["title"] = Value::from("Another"))),
        "setting differs: title is \"Another\"",
    );
    plant(Box::new(edit(|it| it["synthetic_sources"] = Value::from(Vec::<String>::new()))), "differs: manifest.json");
    // A number changed, and its hash made to fit.
    plant(
        Box::new(|folder| fitted(folder, STATISTICS, "2024/25,962,", "2024/25,963,")),
        "statistic differs: recorded.offence-71.count 2024/25, England and Wales: 963 in the release, 962 in the rebuild",
    );
    plant(
        Box::new(|folder| fitted(folder, STATISTICS, "2024/25,962,", "2024/25,963,")),
        &format!("differs: {STATISTICS}"),
    );
    plant(
        Box::new(|folder| fitted(folder, FACTS, "\"forces.territorial\": \"43\"", "\"forces.territorial\": \"44\"")),
        "number differs: forces.territorial: 44 in the release, 43 in the rebuild",
    );
    plant(Box::new(|folder| fitted(folder, FIGURE, ",", ";")), &format!("differs: {FIGURE}"));
    all
}

#[test]
fn each_of_forty_tamperings_is_named() {
    let built = built();
    let equal = |folder: &Path| {
        let given = Released::open(folder).unwrap();
        let released = given.manifest().unwrap();
        let listed = given.held_by_itself(&released).0;
        (verified(&given, &released, (&built.manifest, &built.outputs)), listed)
    };
    let whole = tempfile::tempdir().unwrap();
    written(&built, whole.path());
    assert_eq!(equal(whole.path()), (Vec::new(), Vec::new()));
    let tamperings = tamperings(&built);
    assert!(tamperings.len() >= 40, "{}", tamperings.len());
    let mut seen = BTreeSet::new();
    for (number, (tamper, told)) in tamperings.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let release = folder.path().join("release");
        written(&built, &release);
        tamper(&release);
        let (lines, listed) = equal(&release);
        assert!(lines.iter().any(|line| line.starts_with(told.as_str())), "{number}: {told} is not in {lines:?}");
        // What the manifest itself does not show, its own hash does; everything else a reader without the data sees too.
        let own = fs::read(release.join("manifest.json")).unwrap() != built.outputs["manifest.json"];
        assert!(own || !listed.is_empty(), "{number}: {told}");
        seen.insert(told.split(':').next().unwrap().to_owned());
    }
    assert!(seen.len() >= 9, "{seen:?}");
    // Without a manifest there is no release.
    let folder = tempfile::tempdir().unwrap();
    written(&built, folder.path());
    fs::remove_file(folder.path().join("manifest.json")).unwrap();
    let refused = Released::open(folder.path()).unwrap().manifest().unwrap_err().to_string();
    assert!(refused.contains("holds no manifest.json"), "{refused}");

    // The same in a zip, with a folder at its top or without; and what is packed as no release is.
    let zipped = |entries: &[(String, Vec<u8>)], at: &str| -> PathBuf {
        let path = folder.path().join(at);
        let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
        for (name, bytes) in entries {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        path
    };
    for top in ["", "release/"] {
        let entries: Vec<(String, Vec<u8>)> =
            built.outputs.iter().map(|(path, bytes)| (format!("{top}{path}"), bytes.clone())).collect();
        let path = zipped(&entries, "release.zip");
        assert_eq!(equal(&path), (Vec::new(), Vec::new()), "{top}");
        let path = zipped(&entries[1..], "less.zip");
        assert_eq!(equal(&path).0.len(), 1);
    }
    let manifest = ("manifest.json".to_owned(), built.outputs["manifest.json"].clone());
    let of = |name: &str| (name.to_owned(), b"x".to_vec());
    type Bad = (&'static str, Vec<(String, Vec<u8>)>, &'static str);
    let bad: [Bad; 5] = [
        ("up.zip", vec![manifest.clone(), of("../outside.txt")], "leads outside it"),
        ("root.zip", vec![manifest.clone(), of("/etc/outside.txt")], "leads outside it"),
        ("inner.zip", vec![manifest.clone(), of("figures/../../outside.txt")], "leads outside it"),
        ("backslash.zip", vec![manifest.clone(), of("..\\outside.txt")], "leads outside it"),
        ("bomb.zip", vec![manifest, ("chapter.pdf".to_owned(), vec![0; 64 << 20])], "unpacks to more than"),
    ];
    for (at, entries, told) in bad {
        let refused = Released::open(&zipped(&entries, at)).unwrap_err().to_string();
        assert!(refused.contains(told), "{at}: {refused}");
    }
    let text = folder.path().join("text.zip");
    fs::write(&text, "no zip").unwrap();
    assert!(Released::open(&text).unwrap_err().to_string().contains("it is no zip"));
    assert!(!folder.path().parent().unwrap().join("outside.txt").exists());
}
