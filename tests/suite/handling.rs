//! Markings and the embargo: every page, every file name and the metadata say how a release is handled, and the two markings
//! never lie in one folder.

use std::fs;

use crate::pdf::poppler;
use crate::project::{Project, assess, said, succeed};

#[test]
fn an_edition_is_under_embargo_until_it_is_built_for_release() {
    let project = Project::released();
    succeed(project.root(), &["build", "--quiet", "--out", project.path("out/before").to_str().unwrap()]);
    let before = project.path("out/before/chapter.official.embargoed.pdf");
    let release = project.path("out/2027");
    for entry in fs::read_dir(release.join("figures")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.contains(".official.") && !name.contains("embargoed"), "{name}");
    }
    let embargo = "Not for release before 27 May 2027";
    let Some(text) = poppler("pdftotext", &["-layout"], &release.join("chapter.official.pdf")) else { return };
    assert!(!text.contains("Not for release"), "{text}");
    let Some(text) = poppler("pdftotext", &["-layout"], &before) else { return };
    for (at, page) in text.split_terminator('\u{c}').enumerate() {
        assert!(page.contains(embargo), "page {} does not say that it is under embargo:\n{page}", at + 1);
    }
    let Some(said) = poppler("pdfinfo", &[], &before) else { return };
    let keywords = said.lines().find(|line| line.starts_with("Keywords")).unwrap();
    assert!(keywords.contains("OFFICIAL") && keywords.contains(embargo), "{keywords}");
    assert!(said.lines().any(|line| line.starts_with("Author") && line.ends_with("National Crime Agency")), "{said}");
}

/// What was published stays as it was published, and nothing else is recorded as it.
#[test]
fn a_release_is_recorded_as_its_project_makes_it_and_replaced_under_another_instant_alone() {
    let project = Project::released();
    let release = project.path("out/2027");
    project.write("out/2027/figures/more.csv", "a file that was put there");
    let refused = assess(project.root(), &["release", release.to_str().unwrap()]);
    let named = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(named.contains("does not belong: figures/more.csv"), "{named}{}", said(&refused));
    assert!(said(&refused).contains("nothing was recorded") && !project.path("data/releases").exists());

    fs::remove_file(release.join("figures/more.csv")).unwrap();
    let record = project.text("out/2027/printed.official.json");
    project.write("data/releases/20270527T083000Z.json", &record);
    let manifest = project.text("out/2027/manifest.json");
    let stays = |arguments: &[&str]| {
        let refused = assess(project.root(), arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", said(&refused));
        assert!(said(&refused).contains("this build differs from that release"), "{}", said(&refused));
        assert!(said(&refused).contains("an instant of its own"), "{}", said(&refused));
        assert_eq!(project.text("out/2027/manifest.json"), manifest);
    };
    // Under embargo again, in place of what was published.
    stays(&["build", "--quiet"]);
    // The record cannot be read, so what was published is not known.
    fs::remove_file(project.path("data/releases/20270527T083000Z.json")).unwrap();
    fs::create_dir(project.path("data/releases/20270527T083000Z.json")).unwrap();
    let refused = assess(project.root(), &["build", "--quiet", "--for-release"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("cannot be read, so what was released"), "{}", said(&refused));
    fs::remove_dir(project.path("data/releases/20270527T083000Z.json")).unwrap();
    // Other numbers under the same instant, wherever they would go.
    project.write("data/releases/20270527T083000Z.json", record.replacen("\"shown\": ", "\"shown\": 1", 1));
    stays(&["build", "--quiet", "--for-release", "--out", project.path("out/corrected").to_str().unwrap()]);
    assert!(!project.path("out/corrected").exists());
}

#[test]
fn the_two_markings_are_built_side_by_side_and_never_mixed() {
    let project = Project::brief_built();
    let path = succeed(project.root(), &["build", "--marking", "official-sensitive"]);
    assert!(path.trim().ends_with("out/2027-official-sensitive/chapter.official-sensitive.embargoed.pdf"), "{path}");
    let chapter = project.path("out/2027-official-sensitive/chapter.official-sensitive.embargoed.pdf");
    if let Some(text) = poppler("pdftotext", &["-layout"], &chapter) {
        for page in text.split_terminator('\u{c}') {
            // At the head and at the foot.
            assert!(page.matches("OFFICIAL-SENSITIVE").count() >= 2, "{page}");
        }
    }
    let before = project.listing();
    let folder = project.path("out/2027");
    let mixed =
        assess(project.root(), &["build", "--marking", "official-sensitive", "--out", folder.to_str().unwrap()]);
    assert_eq!(mixed.status.code(), Some(2));
    assert!(
        said(&mixed).contains("holds a release marked OFFICIAL, and this one is OFFICIAL-SENSITIVE"),
        "{}",
        said(&mixed)
    );
    assert_eq!(before, project.listing());

    // That the other equals its rebuild is shown in `verify.rs`.
    let verified = assess(project.root(), &["verify", project.path("out/2027-official-sensitive").to_str().unwrap()]);
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
}
