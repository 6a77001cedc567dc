//! Markings and the embargo: every page, every file name and the metadata say how a release is handled, and the two markings
//! never lie in one folder.

use std::fs;

use crate::pdf::poppler;
use crate::project::{Project, assess, said, succeed};

#[test]
fn an_edition_is_under_embargo_until_it_is_built_for_release() {
    let project = Project::of_real_returns();
    project.shorten();
    succeed(project.root(), &["build", "--quiet", "--for-release"]);
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

#[test]
fn the_two_markings_are_built_side_by_side_and_never_mixed() {
    let project = Project::brief();
    succeed(project.root(), &["build", "--quiet"]);
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

    for release in ["out/2027", "out/2027-official-sensitive"] {
        let verified = assess(project.root(), &["verify", project.path(release).to_str().unwrap()]);
        assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
    }
}
