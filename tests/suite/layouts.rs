//! Layouts: the whole chapter, inserts and a brief are cut from one text, and each keeps every rule.

use std::fs;

use assess::chapter::Text;
use assess::definition::Definitions;
use assess::edition::Edition;
use assess::fault::Fault;
use assess::source::Project as Input;

use crate::numbers::prepared;
use crate::pdf::poppler;
use crate::project::{Project, assess, built, repository, said, succeed};

const FILE: &str = "report/2027/edition.toml";

/// One build of all that are cut from the chapter: their pages, their stamps, the numbers they share with it; and `verify`.
#[test]
fn brief_and_inserts_keep_to_their_pages_and_say_what_the_chapter_says() {
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("release");
    let names = ["--layout", "online", "--layout", "brief", "--layout", "communities"];
    let told = succeed(repository(), &[&["build", "--quiet", "--out", release.to_str().unwrap()], &names[..]].concat());
    assert_eq!(told, "");
    assert!(
        !release.join("chapter.official.embargoed.pdf").exists()
            && !built().join("brief.official.embargoed.pdf").exists()
    );
    let index = fs::read_to_string(release.join("README.official.embargoed.html")).unwrap();
    let manifest = fs::read_to_string(release.join("manifest.json")).unwrap();
    assert!(
        manifest.contains("\"layouts\": [\n    \"brief\",\n    \"communities\",\n    \"online\"\n  ]"),
        "{manifest}"
    );
    succeed(repository(), &["verify", release.to_str().unwrap()]);

    let words = |path: &std::path::Path| poppler("pdftotext", &[], path);
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(chapter) = words(&built().join("chapter.official.embargoed.pdf")) else { return };
    let chapter = squeezed(&chapter);
    for (name, most, real) in [("brief", 2, 0), ("communities", 4, 2), ("online", 2, 1)] {
        let path = format!("{name}.official.embargoed.pdf");
        assert!(index.contains(&path), "{name}");
        let text = words(&release.join(&path)).unwrap();
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        assert_eq!(pages.len(), most, "{name}");
        // What rests on published data alone stands on pages without a stamp, after those that have one.
        let stamped: Vec<bool> = pages.iter().map(|page| page.contains("SYNTHETIC DATA")).collect();
        assert_eq!(stamped.iter().filter(|stamped| !**stamped).count(), real, "{name}: {stamped:?}");
        assert!(pages.iter().all(|page| page.contains("OFFICIAL") && page.contains("never for release")), "{name}");
        assert!(pages[0].contains("Key judgements"), "{name}");
        // Every judgement and every point is word for word that of the chapter.
        let text = squeezed(&text);
        for shown in &prepared().judgements {
            let start: String = shown.judgement().text.split('{').next().unwrap().to_owned();
            assert!(text.contains(&start) && chapter.contains(&start), "{name}: {start}");
        }
        for fact in ["group-based-cse.agreed-said.last", "group-based-cse.like-for-like-said.previous.last"] {
            let said = &prepared().facts.get(fact).unwrap().text;
            assert!(chapter.contains(said.as_str()), "{said}");
            assert_eq!(text.contains(said.as_str()), name != "online", "{name}: {said}");
        }
    }
}

/// What is wrong with an edition whose text has besides a file of these bytes.
fn faults_with(edition: &str, section: Option<&[u8]>) -> Vec<Fault> {
    let folder = tempfile::tempdir().unwrap();
    for part in ["data/definitions", "report/theme", "report/2027/sections"] {
        let (from, to) = (repository().join(part), folder.path().join(part));
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
    fs::write(folder.path().join(FILE), edition).unwrap();
    if let Some(bytes) = section {
        fs::write(folder.path().join("report/2027/sections/20-forces.typ"), bytes).unwrap();
    }
    let mut input = Input::open(folder.path()).unwrap();
    let definitions = Definitions::read(&mut input).unwrap();
    let read = Edition::read(&mut input, 2027, &definitions);
    read.and_then(|edition| Text::read(&mut input, &edition)).err().unwrap_or_default()
}

fn faults(edition: &str) -> Vec<Fault> {
    faults_with(edition, None)
}

#[test]
fn a_section_that_is_no_text_or_is_too_large_is_told_by_its_file() {
    let whole = fs::read_to_string(repository().join(FILE)).unwrap();
    let large = "Words and more words.\n".repeat(500_000);
    for (bytes, id) in [(&b"= Forces\n\n\xff\xfe"[..], "not-utf8"), (large.as_bytes(), "chapter-too-large")] {
        let found = faults_with(&whole, Some(bytes));
        assert_eq!((found.len(), found[0].id), (1, id), "{:?}", found[0].what);
        assert_eq!(found[0].place.file, "report/2027/sections/20-forces.typ");
    }
}

#[test]
fn what_is_wrong_with_a_layout_is_told_at_its_line() {
    let whole = fs::read_to_string(repository().join(FILE)).unwrap();
    assert_eq!(faults(&whole), []);
    let line = |words: &str| whole.lines().position(|line| line.contains(words)).unwrap() as u64 + 1;
    let brief = "sections = [\"60-brief\"";
    for (find, replace, what, remedy, at) in [
        ("\"60-brief\"", "\"60-breif\"", "there is no section `60-breif`", "did you mean `60-brief`?", brief),
        (
            "\"60-brief\"",
            "\"02-can-and-cannot\"",
            "the layout `brief` names the section `02-can-and-cannot` twice",
            "keep one",
            brief,
        ),
        (
            "[\"60-brief\", \"01-key-points\", \"02-can-and-cannot\", \"61-brief-evidence\"]",
            "[]",
            "the layout `brief` has no sections",
            "name them",
            "id = \"brief\"",
        ),
        ("id = \"online\"", "id = \"brief\"", "the layout `brief` is declared twice", "another id", "id = \"online\""),
        (
            "id = \"online\"",
            "id = \"On line\"",
            "`On line` is no name of a layout",
            "joined by hyphens",
            "id = \"online\"",
        ),
        (
            "body_pages = ",
            "body_pages = 9",
            "or more before its annexes than in all",
            "at most as many",
            "id = \"chapter\"",
        ),
        (
            "subtitle = \"Insert for the domain Online\"",
            "subtitle = \" \"",
            "is empty or too long",
            "leave it out",
            "id = \"online\"",
        ),
    ] {
        assert!(whole.contains(find), "{find}");
        let found = faults(&whole.replacen(find, replace, 1));
        assert_eq!(found.len(), 1, "{replace}: {found:?}");
        assert!(found[0].what.contains(what) && found[0].remedy.contains(remedy), "{replace}: {:?}", found[0]);
        // An entry is told where it begins, which is the line before its name.
        let wanted = if at.starts_with("id") { line(at) - 1 } else { line(at) };
        assert_eq!((found[0].place.file.as_str(), found[0].place.line), (FILE, Some(wanted)), "{replace}");
    }
    let (none, _) = whole.split_once("[[layout]]").unwrap();
    assert!(faults(none)[0].what.contains("declares no layout"));
}

#[test]
fn an_orphan_is_a_section_that_no_layout_takes_in() {
    let whole = fs::read_to_string(repository().join(FILE)).unwrap();
    let mut input = Input::open(repository()).unwrap();
    let definitions = Definitions::read(&mut input).unwrap();
    let edition = Edition::read(&mut input, 2027, &definitions).unwrap();
    let text = Text::read(&mut input, &edition).unwrap();
    assert_eq!(text.orphans(&edition.layouts), [] as [&str; 0]);
    let lone = "report/2027/sections/64-lone.typ";
    let project = Project::brief();
    project.write(lone, "Words that no layout takes in.\n");
    let told = assess(project.root(), &["check", "--format", "json"]);
    let output = String::from_utf8(told.stdout).unwrap();
    let found: serde_json::Value = serde_json::from_str(&output).unwrap();
    let found = found["findings"].as_array().unwrap().iter().find(|one| one["check"] == "section-unused").unwrap();
    assert_eq!(found["places"][0]["file"], lone, "{found}");
    // The chapter alone leaves those of the brief and the inserts.
    let chapter = text.of(std::iter::once(edition.layouts.first()));
    assert!(whole.contains("63-online") && chapter.sections() < text.sections());
}

#[test]
fn a_layout_that_is_not_declared_is_not_made() {
    let project = Project::copy();
    let output = assess(project.root(), &["build", "--layout", "breif"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("there is no layout `breif`"), "{}", said(&output));
    assert!(
        said(&output).contains("did you mean `brief`? report/2027/edition.toml declares chapter, brief,"),
        "{}",
        said(&output)
    );
}
