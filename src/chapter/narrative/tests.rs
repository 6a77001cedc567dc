use super::*;
use crate::lineage::Lineage;

fn found(prose: &str) -> Vec<(&'static str, String)> {
    let mut facts = Facts::default();
    for (id, words) in [("x.count", "962"), ("x.direction", "fell"), ("x.said", "It was 3. It is 4")] {
        facts.add(id, words, &Lineage::default());
    }
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

/// One text that fires and one that does not, for each check of a sentence.
#[test]
fn each_check_fires_where_it_must_and_nowhere_else() {
    for (check, fires, silent) in [
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
            "threat-recorded",
            "The threat #n(\"x.direction\") to #n(\"x.count\").",
            "Recorded crime #n(\"x.direction\") to #n(\"x.count\"), which is not the threat.",
        ),
    ] {
        let ids = |text: &str| found(text).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        assert!(ids(fires).contains(&check), "{check}: {fires}: {:?}", ids(fires));
        assert!(!ids(silent).contains(&check), "{check}: {silent}: {:?}", ids(silent));
    }
    let long = "and so on ".repeat(15);
    assert_eq!(found(&format!("It goes {long}.")).len(), 1);
    assert_eq!(found("It goes. #n(\"x.said\"). It ends."), []);
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
