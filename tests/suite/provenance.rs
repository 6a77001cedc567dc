//! What a release was made from, in the forms that others read: held to what their specifications require.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;

use crate::project::{Project, assess, built, repository, said, succeed};

fn written(format: &str) -> String {
    succeed(repository(), &["provenance", built().to_str().unwrap(), "--format", format])
}

fn manifest() -> Value {
    serde_json::from_slice(&fs::read(built().join("manifest.json")).unwrap()).unwrap()
}

/// The fields that in-toto's Statement v1 and SLSA's provenance v1 require, and the files with their digests.
#[test]
fn the_statement_names_every_file_and_every_input_by_digest() {
    let statement: Value = serde_json::from_str(&written("in-toto")).unwrap();
    assert_eq!(statement["_type"], "https://in-toto.io/Statement/v1");
    assert_eq!(statement["predicateType"], "https://slsa.dev/provenance/v1");
    let is_digest = |value: &Value| value.as_str().is_some_and(|hash| hash.len() == 64);
    let manifest = manifest();
    let subjects = statement["subject"].as_array().unwrap();
    assert_eq!(subjects.len(), manifest["outputs"].as_object().unwrap().len() + 1);
    let names: BTreeSet<&str> = subjects.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), subjects.len());
    assert!(subjects.iter().all(|one| is_digest(&one["digest"]["sha256"])));
    for (path, file) in manifest["outputs"].as_object().unwrap() {
        assert!(subjects.iter().any(|one| one["name"] == *path && one["digest"]["sha256"] == file["sha256"]), "{path}");
    }
    let predicate = &statement["predicate"];
    assert!(predicate["buildDefinition"]["buildType"].as_str().unwrap().contains(':'));
    assert_eq!(predicate["buildDefinition"]["externalParameters"]["edition"], 2027);
    assert!(predicate["runDetails"]["builder"]["id"].as_str().unwrap().contains(':'));
    let dependencies = predicate["buildDefinition"]["resolvedDependencies"].as_array().unwrap();
    assert_eq!(dependencies.len(), manifest["inputs"].as_object().unwrap().len());
    // A resource descriptor has a name, a digest or an address; what forces returned has no digest, but a commitment.
    for one in dependencies {
        let path = one["name"].as_str().unwrap();
        assert_eq!(is_digest(&one["digest"]["sha256"]), manifest["inputs"][path]["sha256"].is_string(), "{one}");
        assert!(one["digest"].is_object() || one["uri"].is_string(), "{one}");
    }
    assert!(dependencies.iter().any(|one| one["digest"].is_null()));
    // Nothing of the machine, and no time of the run.
    let text = statement.to_string();
    assert!(!text.contains("startedOn") && !text.contains(repository().to_str().unwrap()));
}

/// What RO-Crate 1.2 requires: the descriptor, the root data set with its properties, and an entity for whatever is referred to.
#[test]
fn the_crate_describes_its_root_and_every_file_once() {
    let whole: Value = serde_json::from_str(&written("ro-crate")).unwrap();
    assert_eq!(whole["@context"], "https://w3id.org/ro/crate/1.2/context");
    let graph = whole["@graph"].as_array().unwrap();
    let ids: Vec<&str> = graph.iter().map(|one| one["@id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert!(graph.iter().all(|one| one["@type"].is_string()));
    let entity = |id: &str| graph.iter().find(|one| one["@id"] == id).unwrap_or_else(|| panic!("no {id}"));
    let descriptor = entity("ro-crate-metadata.json");
    assert_eq!(descriptor["about"]["@id"], "./");
    assert_eq!(descriptor["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.2");
    let root = entity("./");
    assert_eq!(root["@type"], "Dataset");
    for needed in ["name", "description", "datePublished", "license"] {
        assert!(root[needed].as_str().is_some_and(|text| !text.is_empty()), "{needed}");
    }
    assert!(root["datePublished"].as_str().unwrap().parse::<jiff::civil::Date>().is_ok());
    let parts: Vec<&str> = root["hasPart"].as_array().unwrap().iter().map(|one| one["@id"].as_str().unwrap()).collect();
    for part in &parts {
        let file = entity(part);
        assert_eq!(file["@type"], "File");
        assert!(built().join(part).is_file(), "{part}");
    }
    assert_eq!(parts.len(), manifest()["outputs"].as_object().unwrap().len() + 1);
    for one in graph {
        for value in one.as_object().unwrap().values() {
            let referred = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            for id in referred.iter().filter_map(|one| one["@id"].as_str()).filter(|id| !id.starts_with("https://")) {
                entity(id);
            }
        }
    }
}

#[test]
fn the_draft_of_an_assurance_statement_has_its_logs_and_signs_nothing() {
    let draft = written("assurance");
    assert!(draft.contains("Draft. Nobody has signed it"), "{draft}");
    for role in ["Commissioner", "Analyst", "Analytical assurer", "Approver"] {
        let line = draft.lines().find(|line| line.starts_with(&format!("| {role} |"))).unwrap();
        assert!(line.contains("not written down"), "{line}");
    }
    let assumptions = fs::read_to_string(repository().join("report/2027/assumptions.toml")).unwrap();
    for id in assumptions.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"')) {
        assert!(draft.contains(&format!("| {id} |")), "{id}");
    }
    assert!(draft.contains("Children aged 0 to 17 by police force area") && draft.contains("invented"), "{draft}");
    let record = written("record");
    assert!(record.contains("A demonstration: these sources are invented: demo-"), "{record}");
    assert!(record.contains("assess verify --hashes-only"), "{record}");
    // What people wrote down, open where nobody has decided; and no person who is not written down.
    let log = |file: &str| fs::read_to_string(repository().join("data/logs").join(file)).unwrap();
    for (file, nobody) in [
        ("assumptions.toml", "nobody is named"),
        ("decisions.toml", "open: nobody has decided"),
        ("data.toml", "nobody is named"),
    ] {
        let ids: Vec<String> = log(file)
            .lines()
            .filter_map(|line| Some(line.strip_prefix("id = \"")?.strip_suffix('"')?.to_owned()))
            .collect();
        assert!(ids.len() >= 2, "{file}");
        for id in ids {
            let line =
                draft.lines().find(|line| line.starts_with(&format!("| {id} |"))).unwrap_or_else(|| panic!("{id}"));
            assert!(line.ends_with(&format!("| {nobody} | 2026-11-30 |")), "{line}");
        }
    }
    // What is no release has no provenance.
    let nothing = assess(repository(), &["provenance", repository().to_str().unwrap()]);
    assert_eq!(nothing.status.code(), Some(2), "{}", said(&nothing));
}

/// Entries of a person, of another edition and of a role are told as they are written; what is wrong with one is told by `check` too, and
/// an entry that is written when a release stands leaves it the release that it was.
#[test]
fn logs_are_told_as_people_write_them_and_change_no_release() {
    let project = Project::brief_built();
    let entry = |id: &str, more: &str| {
        format!(
            "[[decision]]\nid = \"{id}\"\non = \"2027-05-20\"\nrole = \"approver\"\n{more}what = \"The edition may be used to show the tool.\"\n\
             why = \"It was read by those who asked for it.\"\nevidence = [\"minutes of a meeting\", \"report/2027/edition.toml\"]\n\n"
        )
    };
    let holder = "[[role]]\nrole = \"approver\"\nperson = \"B. Example, An Agency\"\non = \"2027-01-04\"\n";
    let mine = entry("shown-to-all", "by = \"B. Example, An Agency\"\nedition = 2027\n");
    project.write("data/logs/test.toml", format!("{mine}{holder}"));
    let release = project.path("out/2027");
    succeed(project.root(), &["verify", release.to_str().unwrap()]);
    let draft = succeed(project.root(), &["provenance", release.to_str().unwrap(), "--format", "assurance"]);
    let told = "| shown-to-all | The edition may be used to show the tool. | It was read by those who asked for it. | minutes of a meeting; \
                report/2027/edition.toml | Approver | B. Example, An Agency | 2027-05-20 |";
    assert!(draft.contains(told), "{draft}");
    assert!(draft.contains("| Approver | signs it off for release | B. Example, An Agency | 2027-01-04 |"), "{draft}");
    assert!(
        draft.contains("Nobody has signed it")
            && draft.contains("| Analyst | makes it and documents it | not written down |")
    );

    // Of another edition, and so not of this one.
    project.write("report/2028/edition.toml", project.text("report/2027/edition.toml"));
    project.write("data/logs/test.toml", mine.replace("edition = 2027", "edition = 2028"));
    let draft = succeed(project.root(), &["provenance", release.to_str().unwrap(), "--format", "assurance"]);
    assert!(!draft.contains("shown-to-all") && draft.contains("returns-invented"), "{draft}");

    project.write("data/logs/test.toml", entry("shown-to-all", "by = \"Approver, An Agency\"\n"));
    let checked = assess(project.root(), &["check", "--edition", "2027"]);
    let answer = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(
        answer.contains("log-invalid") && answer.contains("`Approver, An Agency` does not name a person"),
        "{answer}"
    );
    assert!(answer.contains("data/logs/test.toml:5"), "{answer}");
}

/// What the schema of CycloneDX 1.6 requires, and that the libraries are those of the lock file, with their hashes.
#[test]
fn the_bill_of_materials_names_every_library_by_hash() {
    let bill: Value = serde_json::from_str(&written("cyclonedx")).unwrap();
    assert_eq!(
        (&bill["bomFormat"], &bill["specVersion"], &bill["version"]),
        (&"CycloneDX".into(), &"1.6".into(), &1.into())
    );
    let serial = bill["serialNumber"].as_str().unwrap().strip_prefix("urn:uuid:").unwrap();
    assert_eq!(serial.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert!(serial.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()), "{serial}");
    assert_eq!(bill["metadata"]["component"]["name"], "assess");
    let components = bill["components"].as_array().unwrap();
    let references: BTreeSet<&str> = components.iter().map(|one| one["bom-ref"].as_str().unwrap()).collect();
    assert_eq!(references.len(), components.len());
    // Each package of the lock file that comes from a registry, counted by another hand than the program's.
    let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let mut packages = 0;
    for part in lock.split("[[package]]").filter(|part| part.contains("\nchecksum = ")) {
        let value = |name: &str| part.split(&format!("\n{name} = \"")).nth(1).unwrap().split('"').next().unwrap();
        let reference = format!("pkg:cargo/{}@{}", value("name"), value("version"));
        let one = components.iter().find(|one| one["bom-ref"] == *reference).unwrap_or_else(|| panic!("{reference}"));
        assert_eq!(one["hashes"][0]["content"], value("checksum"), "{reference}");
        let licence = one["licenses"][0]["expression"].as_str().unwrap_or_default();
        assert_eq!(licence, licences()[&format!("{} {}", value("name"), value("version"))], "{reference}");
        packages += 1;
    }
    // A crate of this repository has no hash of its own.
    let libraries = components.iter().filter(|one| one["type"] == "library");
    let (hashed, ours): (Vec<_>, Vec<_>) = libraries.partition(|one| one["hashes"].is_array());
    assert_eq!((hashed.len(), ours.len()), (packages, 1));
    assert_eq!(ours[0]["bom-ref"], "pkg:cargo/linked-tables@0.1.0");
    let own = fs::read_to_string(repository().join("crates/linked-tables/Cargo.toml")).unwrap();
    assert!(own.contains(&format!("license = {}", ours[0]["licenses"][0]["expression"])), "{}", ours[0]);
    let scope = |name: &str| {
        let named = components.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name}"));
        named["scope"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        [scope("typst"), scope("comemo"), scope("parquet"), scope("proptest")],
        ["required", "required", "optional", "excluded"]
    );
    let data = components.iter().filter(|one| one["type"] == "data").count();
    assert_eq!(data, manifest()["inputs"].as_object().unwrap().len());
    let children = components.iter().find(|one| one["name"] == "data/public/child_population.csv").unwrap();
    assert_eq!(children["licenses"][0]["license"]["name"], "OGL v3.0");
    // Whatever is referred to is there.
    let own = bill["metadata"]["component"]["bom-ref"].as_str().unwrap();
    for dependency in bill["dependencies"].as_array().unwrap() {
        let on = dependency["dependsOn"].as_array().unwrap();
        let ends = on.iter().chain([&dependency["ref"]]).map(|end| end.as_str().unwrap());
        ends.for_each(|end| assert!(end == own || references.contains(end), "{end}"));
    }
    let text = bill.to_string();
    assert!(!text.contains("timestamp") && !text.contains(repository().to_str().unwrap()));
    assert_eq!(written("cyclonedx"), written("cyclonedx"));
}

const LICENCES: &str = "src/publish/provenance/licences.toml";

/// The licences of libraries as they are written down.
fn licences() -> &'static BTreeMap<String, String> {
    static ALL: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str(&fs::read_to_string(repository().join(LICENCES)).unwrap()).unwrap())
}

/// The libraries of the lock file, and of those that cargo keeps on this machine the licence that each gives itself.
fn of_packages() -> BTreeMap<String, Option<String>> {
    #[derive(serde::Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        version: String,
        source: Option<String>,
    }
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.unwrap_or_else(|| PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cargo"));
    let registries = fs::read_dir(home.join("registry/src")).unwrap().map(|entry| entry.unwrap().path());
    let registries: Vec<PathBuf> = registries.collect();
    let lock: Lock = toml::from_str(&fs::read_to_string(repository().join("Cargo.lock")).unwrap()).unwrap();
    let libraries = lock.package.into_iter().filter(|package| package.source.is_some());
    let said = libraries.map(|Package { name, version, .. }| {
        let place = |registry: &PathBuf| registry.join(format!("{name}-{version}")).join("Cargo.toml");
        let manifest = registries.iter().find_map(|registry| fs::read_to_string(place(registry)).ok());
        let licence = manifest.map(|text| {
            let manifest: toml::Table = toml::from_str(&text).unwrap();
            let licence = manifest["package"]["license"].as_str().unwrap();
            // Before there were expressions a stroke stood for `OR`.
            licence.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ")
        });
        (format!("{name} {version}"), licence)
    });
    said.collect()
}

/// Whoever adds a library sees its licence: each is written down, as its package has it, and made of names that somebody has looked at.
#[test]
fn the_licence_of_every_library_is_the_one_that_its_package_gives() {
    let (written, packages) = (licences(), of_packages());
    assert_eq!(
        written.keys().collect::<BTreeSet<_>>(),
        packages.keys().collect::<BTreeSet<_>>(),
        "write {LICENCES} anew with `just licences`"
    );
    let at_hand: Vec<(&String, &String)> =
        packages.iter().filter_map(|(name, licence)| Some((name, licence.as_ref()?))).collect();
    assert!(at_hand.len() > 300, "{}", at_hand.len());
    for (name, licence) in at_hand {
        assert_eq!(written[name], *licence, "{name}: write {LICENCES} anew with `just licences`");
    }
    let known = BTreeSet::from([
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC0-1.0",
        "CDLA-Permissive-2.0",
        "ISC",
        "LGPL-2.1-or-later",
        "LLVM-exception",
        "MIT",
        "MIT-0",
        "Unicode-3.0",
        "Unlicense",
        "Zlib",
        "AND",
        "OR",
        "WITH",
    ]);
    for (name, licence) in written {
        let words = licence.split(['(', ')', ' ']).filter(|word| !word.is_empty());
        words.for_each(|word| assert!(known.contains(word), "{name}: {licence}"));
        // Nobody is bound to share alike: where such a licence is offered, so is another.
        assert!(!licence.contains("GPL") || licence.starts_with("MIT OR "), "{name}: {licence}");
    }
}

#[test]
#[ignore = "writes a file of the repository, and needs every package of the lock file: just licences"]
fn licences_are_written_anew() {
    let head: String = fs::read_to_string(repository().join(LICENCES))
        .unwrap()
        .lines()
        .take_while(|line| line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    let lines = of_packages().into_iter().map(|(name, licence)| {
        let licence = licence.unwrap_or_else(|| panic!("{name} is not on this machine; run `cargo fetch --locked`"));
        format!("\"{name}\" = \"{licence}\"\n")
    });
    fs::write(repository().join(LICENCES), head + &lines.collect::<String>()).unwrap();
}

#[test]
fn the_record_of_a_run_stands_beside_the_release_and_in_no_hash_of_it() {
    let project = Project::brief();
    let (release, record) = (project.path("out/2027"), project.path("run.json"));
    let run = |arguments: &[&str]| assess(project.root(), &[&["build", "--quiet", "--run-record"], arguments].concat());
    let done = run(&[record.to_str().unwrap()]);
    assert!(done.status.success(), "{}", said(&done));
    let told: Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    let manifest = fs::read(release.join("manifest.json")).unwrap();
    assert_eq!(told["manifest_sha256"], assess::source::sha256(&manifest));
    assert!(told["began"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{told}");
    let stages: Vec<&str> =
        told["stages"].as_array().unwrap().iter().map(|one| one["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["read", "panel", "national", "disclosure", "figures", "chapter", "publish"]);
    assert!(told["seconds"].as_f64().unwrap() > 0.0);
    // The same release whether or not it is recorded, and however often.
    assert!(run(&[record.to_str().unwrap()]).status.success());
    assert!(fs::read(release.join("manifest.json")).unwrap() == manifest);
    succeed(project.root(), &["verify", release.to_str().unwrap(), "--hashes-only"]);
    // In the release it would be another file each time.
    let inside = run(&[release.join("run.json").to_str().unwrap()]);
    assert_eq!(inside.status.code(), Some(2));
    assert!(said(&inside).contains("would stand in the release"), "{}", said(&inside));
    assert!(!release.join("run.json").exists());
}
