//! One figure alone has the bytes it has in the build.

use std::fs;

use crate::project::{assess, built, repository, said, succeed};

#[test]
fn a_figure_alone_equals_the_figure_of_the_build() {
    let alone = tempfile::tempdir().unwrap();
    for id in ["funnel-forces", "national-range"] {
        succeed(repository(), &["figure", id, "--out", alone.path().to_str().unwrap()]);
        for ending in ["svg", "png", "csv"] {
            let name = format!("{id}.official.embargoed.{ending}");
            let built = fs::read(built().join("figures").join(&name)).unwrap();
            assert!(built == fs::read(alone.path().join(&name)).unwrap(), "{name} differs");
        }
    }
}

#[test]
fn one_format_is_written_alone() {
    let out = tempfile::tempdir().unwrap();
    succeed(repository(), &["figure", "coverage", "--format", "csv", "--out", out.path().to_str().unwrap()]);
    let names: Vec<_> = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["coverage.official.embargoed.csv"]);
}

#[test]
fn an_unknown_figure_is_named_with_its_neighbour() {
    let output = assess(repository(), &["figure", "covrage"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("did you mean `coverage`?"), "{}", said(&output));
}

#[test]
fn a_figure_is_a_document_of_vectors_with_the_same_bytes_each_time() {
    let [one, other] = [(); 2].map(|()| {
        let out = tempfile::tempdir().unwrap();
        succeed(
            repository(),
            &["figure", "coverage", "--format", "pdf", "--size", "slide", "--out", out.path().to_str().unwrap()],
        );
        fs::read(out.path().join("coverage-slide.official.embargoed.pdf")).unwrap()
    });
    assert!(one == other, "the bytes differ");
    let has = |word: &str| one.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(one.starts_with(b"%PDF-"));
    // Letters of an embedded font, and no pixels.
    assert!(has("/FontFile") && !has("/Subtype/Image") && !has("/Subtype /Image"));
    assert!(has("/Alt") && has("/StructTreeRoot") && has("en-GB"));
}
