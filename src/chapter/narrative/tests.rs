use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::lineage::Lineage;

fn found(prose: &str) -> Vec<(&'static str, String)> {
    let mut facts = Facts::default();
    for (id, words) in [
        ("x.count", "962"),
        ("x.direction", "fell"),
        ("x.said", "It was 3. It is 4"),
        ("x.crimes.last", "962"),
        ("x.crimes.before-break", "41"),
        ("x.crimes.break", "52"),
        ("y.crimes.last", "761"),
        ("x.share", "23%"),
        ("x.gone", "[c]"),
    ] {
        facts.add(id, words, &Lineage::default());
    }
    facts.add("x.invented", "884", &Lineage::of("returns", true));
    let term = |id: &str, pattern: &str| LanguageTerm {
        id: id.to_owned(),
        pattern: Regex::new(pattern).unwrap(),
        category: "blame".to_owned(),
        alternatives: vec!["another word".to_owned()],
        reason: "shifts blame".to_owned(),
    };
    let terms = [term("L015", r"(?i)\blifestyle choices?\b")];
    let section = "report/2027/sections/a.typ".to_owned();
    let text = Text { folder: "report/2027".to_owned(), files: [(section, prose.to_owned())].into() };
    let context = Context { text: &text, facts: &facts, figures: &[], terms: &terms, orphans: &[] };
    told(&context).into_iter().map(|told| (told.check, told.place.to_string())).collect()
}

/// One text that fires and one that does not, for each check of words: those of figures and files have tests of their own.
#[test]
fn each_check_fires_where_it_must_and_nowhere_else() {
    let mut shown = BTreeSet::from(["alternative-stale", "figure-unused", "reading-age", "section-unused"]);
    let long = format!("It goes {}.", "and so on ".repeat(15));
    for (check, fires, silent) in [
        ("sentence-long", long.as_str(), "It goes and so on and so on. It ends."),
        (
            "change-typed",
            "Crimes rose to #n(\"x.count\").",
            "Crimes #n(\"x.direction\") to #n(\"x.count\"). The sun rose.",
        ),
        ("fraction-typed", "Two thirds of #n(\"x.count\") were online.", "The first two quarters were counted."),
        (
            "language",
            "It was a lifestyle choice.",
            "The file said “a lifestyle choice”. Others said \"lifestyle choice\" too.",
        ),
        ("likelihood-loose", "A force may find more.", "In May 2024 a force can find more. It “may” not."),
        (
            "likelihood-outside",
            "It is likely that more is found.",
            "What is found is unlike it, and in all likelihoods.",
        ),
        ("likelihood-welded", "It is likely, with high confidence.", "Confidence is high. What is found is more."),
        (
            "compared-unlike",
            "Police recorded #n(\"x.crimes.last\"), more than the #n(\"y.crimes.last\") of another count.",
            "Police recorded #n(\"x.crimes.last\"). Another count had #n(\"y.crimes.last\"), more than nothing.",
        ),
        (
            "compared-unlike",
            "There were #n(\"x.crimes.break\"), up from #n(\"x.crimes.before-break\").",
            "There were #n(\"x.crimes.before-break\"). A new law came. There were #n(\"x.crimes.break\").",
        ),
        (
            "fact-retold",
            "There were #n(\"x.crimes.last\") crimes. Of #n(\"x.crimes.last\") offences nothing is known.",
            "There were #n(\"x.crimes.last\") crimes. Of #n(\"x.crimes.last\") crimes nothing is known.",
        ),
        ("fact-untold", "Police recorded #n(\"x.gone\") crimes.", "Police recorded #n(\"x.count\") crimes."),
        (
            "number-counted",
            "In all 2025 crimes were recorded.",
            "In 2025, crimes were recorded for every #lit(\"100\") children.",
        ),
        (
            "number-counted",
            "Of #lit(\"44\") forces nothing is known.",
            "Code #lit(\"71\") is of #n(\"x.count\") crimes.",
        ),
        (
            "number-counted",
            "Twenty-two forces answered.",
            "Two or more people are a group, and one of them was met at least two times.",
        ),
        ("number-counted", "Dozens of children were met.", "The dozen was the year of #n(\"x.count\") crimes."),
        ("number-counted", "There were 2025 of them.", "In 2025 most of them were met."),
        (
            "share-bare",
            "The share arrested was #n(\"x.share\").",
            "Of suspects whose age was known, #n(\"x.share\") were arrested.",
        ),
        (
            "synthetic-unmarked",
            "Police recorded #n(\"x.invented\") crimes.",
            "Police recorded #n(\"x.invented\", marked: true) crimes, and #n(\"x.invented\") #synthetic-mark(\"x.invented\").",
        ),
        (
            "threat-recorded",
            "The threat #n(\"x.direction\") to #n(\"x.count\").",
            "Recorded crime #n(\"x.direction\") to #n(\"x.count\"), which is not the threat.",
        ),
    ] {
        shown.insert(check);
        let ids = |text: &str| found(text).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        assert!(ids(fires).contains(&check), "{check}: {fires}: {:?}", ids(fires));
        assert!(!ids(silent).contains(&check), "{check}: {silent}: {:?}", ids(silent));
    }
    assert_eq!(found("#synthetic-notice[All of it is invented.]\n\nPolice recorded #n(\"x.invented\") crimes."), []);
    assert_eq!(shown, CHECKS.iter().map(|check| check.id).collect());
    assert_eq!(found("It goes. #n(\"x.said\"). It ends."), []);
}

#[test]
fn a_section_of_long_words_is_read_late_and_one_of_short_words_early() {
    let heavy = "Organisational considerations necessitate comprehensive interdepartmental harmonisation activities. "
        .repeat(20);
    let ids = |text: &str| found(text).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(ids(&heavy), ["reading-age"]);
    assert_eq!(ids(&"The police wrote down what they were told on that day. ".repeat(20)), [] as [&str; 0]);
}

#[test]
fn a_figure_and_a_section_that_nothing_takes_in_are_told() {
    let text = Text { folder: "report/2027".to_owned(), files: BTreeMap::new() };
    let facts = Facts::default();
    let orphans = ["report/2027/sections/a.typ".to_owned()];
    let told = |orphans: &[String]| {
        let context = Context { text: &text, facts: &facts, figures: &[], terms: &[], orphans };
        told(&context).into_iter().map(|told| (told.check, told.place.file)).collect::<Vec<_>>()
    };
    assert_eq!(told(&orphans), [("section-unused", orphans[0].clone())]);
    assert_eq!(told(&[]), []);
}

#[test]
fn what_is_found_has_the_place_at_which_it_was_typed() {
    let text = "= A heading\n\nOne sentence. #n(\"x.count\") crimes, and it *may*\nbe more.\n\n#box(can: [\n  - It could be.\n])\n";
    let places: Vec<String> = found(text).into_iter().map(|(_, place)| place).collect();
    assert_eq!(places, ["report/2027/sections/a.typ:3:45", "report/2027/sections/a.typ:7:8"]);
}

#[test]
fn every_pattern_compiles() {
    let text = "It may be that crimes rose by one in ten, and the threat is falling, not rising: #n(\"x.count\").";
    let ids: Vec<&str> = found(text).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["likelihood-loose", "change-typed", "fraction-typed"]);
}
