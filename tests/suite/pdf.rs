//! The chapter as a document: accessible, archival, tagged, and holding the numbers it should.

use std::fs;
use std::path::Path;
use std::process::Command;

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use regex::Regex;

use crate::numbers::prepared;
use crate::project::{built, repository};

/// What the validator says of a compressed stream whose last byte happens to be a carriage return: with the line feed before
/// `endstream` it takes it for the end of the line. One text in a few hundred has such a stream.
const LENGTH: &str = "a stream /Length does not match its raw content length";

/// Whether `endstream` stands on a line of its own just where each stream ends by its length, counted here.
fn every_length_holds(pdf: &[u8]) -> bool {
    let find =
        |from: usize, what: &[u8]| pdf[from..].windows(what.len()).position(|found| found == what).map(|at| from + at);
    let (mut at, mut streams) = (0, 0);
    while let Some(key) = find(at, b"/Length ") {
        at = key + b"/Length ".len();
        let digits = pdf[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let length: usize = std::str::from_utf8(&pdf[at..at + digits]).unwrap().parse().unwrap();
        let start = find(at, b"\nstream\n").unwrap() + b"\nstream\n".len();
        at = start + length;
        if !pdf[at..].starts_with(b"\nendstream") {
            return false;
        }
        streams += 1;
    }
    streams > 20
}

#[test]
fn a_length_that_is_wrong_is_seen() {
    let pdf = fs::read(built().join("chapter.official.embargoed.pdf")).unwrap();
    assert!(every_length_holds(&pdf));
    let at = pdf.windows(8).position(|found| found == b"/Length ").unwrap() + 8;
    let mut damaged = pdf;
    damaged[at] = if damaged[at] == b'1' { b'2' } else { b'1' };
    assert!(!std::panic::catch_unwind(|| every_length_holds(&damaged)).unwrap_or(false));
}

fn validate(pdf: &[u8], profile: ValidationProfile, fewest_rules: usize) {
    let options = ValidationOptions::default().profile(profile);
    let report = validate_pdf_bytes(pdf, &options).unwrap();
    let failures: Vec<String> = report
        .failures
        .iter()
        .filter(|failure| !(failure.message == LENGTH && every_length_holds(pdf)))
        .map(|failure| format!("{}: {}", failure.rule_id, failure.message))
        .collect();
    assert!(failures.is_empty(), "{profile:?}\n{}", failures.join("\n"));
    assert!(report.rules.passed >= fewest_rules, "{profile:?}: only {} rules were checked", report.rules.passed);
}

#[test]
fn the_chapter_is_accessible_and_archival() {
    let pdf = fs::read(built().join("chapter.official.embargoed.pdf")).unwrap();
    validate(&pdf, ValidationProfile::PdfUa1, 100);
    validate(&pdf, ValidationProfile::PdfA3a, 150);
}

/// Each file that the document carries is the file of the release, byte for byte.
#[test]
fn the_document_carries_the_data_of_its_figures_and_tables() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().to_str().unwrap();
    let chapter = built().join("chapter.official.embargoed.pdf");
    if poppler("pdfdetach", &["-saveall", "-o", target], &chapter).is_none() {
        return;
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = built().join(name.replacen('-', "/", 1));
        assert_eq!(fs::read(entry.path()).unwrap(), fs::read(path).unwrap(), "{name}");
        found.push(name);
    }
    for expected in ["figures-ladder", "figures-recorded-offence-71", "data-intelligence-gaps"] {
        assert!(found.contains(&format!("{expected}.official.embargoed.csv")), "{found:?}");
    }
}

/// Output of a program of poppler, or nothing where it is not installed. CI installs it.
pub(crate) fn poppler(program: &str, arguments: &[&str], pdf: &Path) -> Option<String> {
    let output = Command::new(program).args(arguments).arg(pdf).args((program == "pdftotext").then_some("-")).output();
    let Ok(output) = output else {
        eprintln!("SKIPPED: {program} is not installed (poppler-utils)");
        return None;
    };
    assert!(output.status.success(), "{program} failed");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn headings_figures_and_tables_are_tagged() {
    let Some(tags) = poppler("pdfinfo", &["-struct-text"], &built().join("chapter.official.embargoed.pdf")) else {
        return;
    };
    let count = |tag: &str| tags.lines().filter(|line| line.trim_start().starts_with(tag)).count();
    assert!(count("H1 \"") >= 6, "headings: {}", count("H1 \""));
    assert!(count("H2 \"") >= 8, "sub-headings: {}", count("H2 \""));
    // Every figure and table that the sections name for the document, that of definitions, and the yardstick.
    let web_only = Regex::new(r"(?s)#web-only(\(tables: \d+\))?\[(\n.*?\n\]|#(?:chart|data-table)[^\n]*\])\n").unwrap();
    let layout = prepared().protected.picture.edition.layouts.first();
    let section = |name: &str| repository().join(format!("report/2027/sections/{name}.typ"));
    let text: String = layout.all().map(|one| fs::read_to_string(section(&one.name)).unwrap() + "\n").collect();
    assert!(web_only.find_iter(&text).count() >= 7);
    let text = web_only.replace_all(&text, "");
    assert_eq!(count("Figure:"), text.matches("#chart(").count());
    assert_eq!(count("Table (block)"), text.matches("#data-table(").count() + 2);
    // Headers of columns and of rows, so that a cell is read out with both.
    let scopes = |scope: &str| tags.lines().filter(|line| line.trim() == format!("/Scope /{scope}")).count();
    assert!(
        scopes("Column") >= 2 * count("Table (block)") && scopes("Row") >= 3 * count("Table (block)"),
        "{} {}",
        scopes("Column"),
        scopes("Row")
    );
}

#[test]
fn the_published_numbers_stand_in_the_chapter() {
    let Some(text) = poppler("pdftotext", &["-layout"], &built().join("chapter.official.embargoed.pdf")) else {
        return;
    };
    for number in ["176", "288", "365", "574", "631", "1,056", "949", "990", "1,029", "1,132", "1,163", "988", "962"] {
        assert!(text.split_whitespace().any(|word| word == number), "{number} is missing");
    }
    assert!(text.contains("12,804,035"));
    let stamps = text.matches("SYNTHETIC DATA").count();
    assert!(stamps >= 8, "{stamps} stamps");
    // Whatever is stamped within a page has the stamp at the head of that page too.
    for page in text.split('\u{c}').skip(1).filter(|page| page.contains("SYNTHETIC DATA")) {
        let head: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
        assert!(head.iter().any(|line| line.contains("SYNTHETIC DATA")), "a page without its stamp: {head:?}");
    }
    // Pages on recorded crime alone rest on real figures and carry no stamp.
    let recorded = text.split('\u{c}').find(|page| page.contains("The offence is not a measure")).unwrap();
    assert!(!recorded.contains("SYNTHETIC DATA"));
}

/// How far down the body of each page something stands, as a share of the body, and whether the page begins with the heading of a part.
fn filled(chapter: &Path) -> Option<Vec<(f64, bool)>> {
    // The body as the theme sets it: points from the top of the page, and the height of a heading of the first level.
    const BODY: (f64, f64) = (82.0, 841.89 - 54.0);
    const HEADING: f64 = 25.0;
    let words = poppler("pdftotext", &["-bbox"], chapter)?;
    let word = Regex::new("<word xMin=\"[\\d.]+\" yMin=\"([\\d.]+)\" xMax=\"[\\d.]+\" yMax=\"([\\d.]+)\"").unwrap();
    let pages = words.split("<page ").skip(1).map(|page| {
        let number = |part: &str| part.parse::<f64>().unwrap();
        let words = word.captures_iter(page).map(|found| (number(&found[1]), number(&found[2])));
        let body: Vec<(f64, f64)> = words.filter(|(from, to)| *to > BODY.0 && *from < BODY.1).collect();
        let last = body.iter().map(|(_, to)| *to).fold(BODY.0, f64::max).min(BODY.1);
        let begins = body.first().is_some_and(|(from, to)| to - from > HEADING);
        ((last - BODY.0) / (BODY.1 - BODY.0), begins)
    });
    Some(pages.collect())
}

#[test]
fn no_page_is_under_half_full_but_the_last_of_a_part() {
    let Some(pages) = filled(&built().join("chapter.official.embargoed.pdf")) else { return };
    assert!(pages.len() > 10 && pages.iter().filter(|(_, begins)| *begins).count() >= 4, "{pages:?}");
    for (index, (share, _)) in pages.iter().enumerate() {
        let last_of_part = pages.get(index + 1).is_none_or(|(_, begins)| *begins);
        assert!(*share >= 0.5 || last_of_part, "page {} is {share:.2} full", index + 1);
    }
}
