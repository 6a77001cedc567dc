//! A release held against a rebuild.

use std::fs;

use crate::project::{Project, assess, said};

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
