//! A release held against a rebuild.

use std::fs;

use crate::project::{Project, assess, said, succeed};

const QUARTERS: &str = "data/public/recorded_crime_force_quarter.csv";

#[test]
fn a_release_equals_its_rebuild_until_a_byte_or_an_input_changes() {
    let verify = |project: &Project| assess(project.root(), &["verify", project.path("out/2027").to_str().unwrap()]);
    let project = Project::brief_built();
    let release = project.path("out/2027");
    let equal = verify(&project);
    assert_eq!(equal.status.code(), Some(0), "{}", said(&equal));

    let mut picture = fs::read(release.join("figures/coverage.official.embargoed.png")).unwrap();
    *picture.last_mut().unwrap() ^= 1;
    fs::write(release.join("figures/coverage.official.embargoed.png"), picture).unwrap();
    fs::remove_file(release.join("figures/funnel-forces.official.embargoed.csv")).unwrap();
    let changed = verify(&project);
    assert_eq!(changed.status.code(), Some(1));
    let answer = String::from_utf8(changed.stdout).unwrap();
    assert_eq!(
        answer,
        "differs: figures/coverage.official.embargoed.png\nmissing from the release: figures/funnel-forces.official.embargoed.csv\n"
    );

    let project = Project::brief_built();
    project.replace(
        QUARTERS,
        "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,9",
        "2024/25,4,Metropolitan Police,Abuse of children through sexual exploitation,Sexual offences,Other sexual offences,71,10",
    );
    // The national count with it: the two are held against each other.
    project.replace("data/public/recorded_crime_national.csv", "2024/25,71,962,4", "2024/25,71,963,4");
    let revised = verify(&project);
    assert_eq!(revised.status.code(), Some(1));
    let answer = String::from_utf8(revised.stdout).unwrap();
    assert!(answer.contains(&format!("input changed since the release: {QUARTERS}")), "{answer}");
    assert!(answer.contains("differs: chapter.official.embargoed.pdf"), "{answer}");
    assert!(answer.contains("differs: figures/funnel-forces.official.embargoed.csv"), "{answer}");
    assert!(!answer.contains("figures/coverage"), "{answer}");
}

#[test]
fn a_folder_without_a_manifest_is_not_a_release() {
    let project = Project::copy();
    let output = assess(project.root(), &["verify", project.root().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("remedy: name the folder of a release"), "{}", said(&output));
}

/// A release of an edition that this project does not have is no other edition's; one of an edition that it has is held against that one.
#[test]
fn a_release_of_another_edition_is_told_apart() {
    let project = Project::brief();
    succeed(project.root(), &["build", "--quiet"]);
    let release = project.path("out/2027");
    let manifest = fs::read_to_string(release.join("manifest.json")).unwrap();
    let of_year = |year: &str| {
        let changed = manifest.replacen("\"year\": 2027", &format!("\"year\": {year}"), 1);
        assert_ne!(changed, manifest);
        fs::write(release.join("manifest.json"), changed).unwrap();
        assess(project.root(), &["verify", release.to_str().unwrap()])
    };
    for year in ["1999", "\"none\"", "-1", "99999999"] {
        let other = of_year(year);
        assert_eq!(other.status.code(), Some(2), "{year}: {}", said(&other));
        assert!(said(&other).contains("there is no edition") && said(&other).contains("remedy: "), "{}", said(&other));
    }
    // A year later the project has another edition; whoever has the release alone can still check it.
    fs::write(release.join("manifest.json"), manifest).unwrap();
    for folder in ["report/2027", "data/releases/2027"] {
        if project.path(folder).is_dir() {
            fs::rename(project.path(folder), project.path(&folder.replace("2027", "2028"))).unwrap();
        }
    }
    project.replace("report/2028/edition.toml", "year = 2027", "year = 2028");
    let gone = assess(project.root(), &["verify", release.to_str().unwrap()]);
    assert_eq!(gone.status.code(), Some(2), "{}", said(&gone));
    assert!(said(&gone).contains("there is no edition 2027"), "{}", said(&gone));
    succeed(project.root(), &["verify", release.to_str().unwrap(), "--hashes-only"]);
}
