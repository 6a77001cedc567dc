//! Key judgements: a person's words, one term of the yardstick, evidence that exists; and what a release asks of them.

use std::fs;

use assess::chapter::judgements::shown;
use assess::edition::confidence::Rating;
use assess::edition::judgements::{Judgements, Term};

use crate::numbers::prepared;
use crate::pdf::poppler;
use crate::project::{Project, assess, repository, said};

const FILE: &str = "report/2027/judgements.toml";

/// The published bounds of the terms (DOMAIN of the assessment: Professional Head of Intelligence Assessment, 24 March 2025).
#[test]
fn the_yardstick_has_its_seven_terms_with_gaps_between_them() {
    let said: Vec<String> = Term::ALL.iter().map(|term| format!("{term}: {}", term.range())).collect();
    assert_eq!(
        said,
        [
            "remote chance: above 0% to about 5%",
            "highly unlikely: about 10% to about 20%",
            "unlikely: about 25% to about 35%",
            "realistic possibility: about 40% to below 50%",
            "likely or probable: about 55% to about 75%",
            "highly likely: about 80% to about 90%",
            "almost certain: about 95% to below 100%",
        ]
    );
}

#[test]
fn the_confidence_proposed_is_the_lowest_of_the_headlines_it_rests_on() {
    let prepared = prepared();
    let proposed = |id: &str| {
        let shown = prepared.judgements.iter().find(|shown| shown.judgement().id == id).unwrap();
        (shown.proposed(), shown.judgement().confidence)
    };
    // The national number is rated low, the recorded offence moderate by its analyst.
    assert_eq!(proposed("threat"), (Some(Rating::Low), Rating::Low));
    assert_eq!(proposed("where"), (Some(Rating::Moderate), Rating::Moderate));
    assert_eq!(proposed("more-than-recorded").0, None);
}

#[test]
fn the_judgements_open_the_chapter_with_confidence_and_evidence_beside_them() {
    let built = crate::project::built().join("chapter.official.embargoed.pdf");
    let Some(text) = poppler("pdftotext", &["-layout"], &built) else { return };
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let opening = pages.iter().find(|page| page.contains("Key judgements") && !page.contains("Contents")).unwrap();
    let words = opening.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "It is almost certain that more group-based child sexual exploitation takes place than the 761 crimes",
        "There is a realistic possibility that the threat",
        "Analytical confidence: moderate, with nothing proposed by rule.",
        "read second-hand; to be confirmed",
        "What has changed since the last assessment. Definition: One agreed;",
        "nobody made or agreed them as an assessment",
    ] {
        assert!(words.contains(expected), "{expected}: {words}");
    }
    assert!(words.find("Key judgements") < words.find("Key points"), "{words}");
}

#[test]
fn the_judgements_are_a_table_with_all_that_was_decided() {
    let table = prepared().tables.iter().find(|table| table.id() == "key-judgements").unwrap();
    let rows = table.printed();
    let column = |title: &str| table.columns.iter().position(|column| column.title == title).unwrap();
    assert_eq!(rows.len(), prepared().judgements.len());
    let where_ = rows.iter().find(|row| row[0] == "where").unwrap();
    let cells = ["Term", "Confidence", "Proposed", "Evidence", "Looks to", "Made by", "Judged before"];
    assert_eq!(
        cells.map(|title| where_[column(title)].as_str()),
        ["unlikely", "moderate", "moderate", "funnel-forces", "the coming year", "[z]", "[z]"]
    );
    assert!(rows[0][column("Source of that")].ends_with("read second-hand; these words are to be confirmed"));
    assert!(table.lineage.synthetic());
}

#[test]
fn what_is_wrong_with_a_judgement_is_told_at_its_line() {
    let prepared = prepared();
    for (find, replace, what) in [
        (
            "It is likely that the national",
            "It is highly likely that the national",
            "says “highly likely”, and its likelihood is “likely",
        ),
        ("It is likely that the national", "Perhaps it is likely that the national", "“perhaps” says a likelihood"),
        ("It is likely that the national", "It is likely, with low confidence, that the national", "welds"),
        ("It is likely that the national", "It is likely that 99 and the national", "the number `99` is typed"),
        ("{returns.year.last}", "{returns.years.last}", "there is no statistic `returns.years.last`"),
        (
            "\"coverage-by-relation\"",
            "\"coverage-by-relations\"",
            "there is no fact, figure or table `coverage-by-relations`",
        ),
        ("\"coverage-by-relation\"", "\"received\"", "there is no fact, figure or table `received`"),
        ("id = \"range\"", "id = \"where\"", "the judgement `where` is given twice"),
        ("likelihood = \"likely\"", "likelihood = \"quite likely\"", "unknown variant `quite likely`"),
        ("evidence = [\"funnel-forces\"]", "evidence = []", "names no evidence"),
        ("evidence = [\"funnel-forces\"]\n", "", "missing field `evidence`"),
        ("evidence = [\"funnel-forces\"]", "evidence = \"funnel-forces\"", "expected a sequence"),
        ("confidence = \"low\"\n", "", "missing field `confidence`"),
        ("confidence = \"low\"\n", "confidence = 3\n", "wanted string or table"),
        ("horizon = \"the next assessment\"", "horizon = \" \"", "how far ahead"),
        (
            "confidence = \"low\"\nheadlines = [\"national-number\"]",
            "confidence = \"high\"\nheadlines = [\"national-number\"]",
            "is high, above the proposal, low",
        ),
        (
            "reason = \"Inquiry and inspections agree that",
            "reason = \"Much.\" # ",
            "no reason of at least a sentence is written",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        for part in ["data", "report/2027"] {
            fs::create_dir_all(folder.path().join(part)).unwrap();
        }
        let whole = fs::read_to_string(repository().join(FILE)).unwrap();
        assert!(whole.contains(find), "{find}");
        fs::write(folder.path().join(FILE), whole.replacen(find, replace, 1)).unwrap();
        let read = Judgements::read(&mut assess::source::Project::open(folder.path()).unwrap(), 2027);
        let parts = (&prepared.facts, prepared.figures.as_slice(), prepared.tables.as_slice());
        let shown = read.and_then(|read| shown(read.key, &prepared.protected.picture, parts));
        let faults = shown.expect_err(replace);
        assert!(faults[0].what.contains(what), "{replace}: {}", faults[0].what);
        assert!(faults[0].place.to_string().starts_with(FILE), "{}", faults[0].place);
    }
}

#[test]
fn a_release_needs_three_judgements_their_people_and_evidence_that_is_told() {
    let project = Project::of_real_returns();
    project.shorten();
    let refused = |what: &[&str]| {
        let output = assess(project.root(), &["build", "--quiet", "--for-release"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        for what in what {
            assert!(said(&output).contains(what), "{what}: {}", said(&output));
        }
    };
    let whole = project.text(FILE);
    project.write(FILE, whole.replacen("author = \"An analyst of a test\"\n", "", 1));
    refused(&["error[release-judgements]", "the judgement `more-than-recorded` does not say its author"]);
    let withheld = prepared_withheld();
    project.write(FILE, whole.replacen("\"forces.territorial\"", &format!("{withheld:?}"), 1));
    refused(&["which is withheld or not available"]);
    let (two, _) = whole.match_indices("[[judgement]]").nth(2).unwrap();
    project.write(FILE, &whole[..two]);
    refused(&["2 key judgements are written, and a chapter for release opens with 3 to 5"]);
    project.write(FILE, &whole);
    let text = project.text("report/2027/sections/brief.typ");
    project.write("report/2027/sections/brief.typ", text.replace("#judgements()\n", ""));
    refused(&["the layout `chapter` does not show the key judgements"]);
    // With all of them it is built.
    assert!(Project::released().path("out/2027/chapter.official.pdf").is_file());
}

/// A fact that the edition does not tell.
fn prepared_withheld() -> String {
    let untold = |text: &str| text.contains("[c]") || text.contains("[x]");
    let (id, _) =
        prepared().facts.iter().find(|(_, fact)| untold(&fact.text)).expect("the edition withholds something");
    id.clone()
}
