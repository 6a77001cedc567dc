//! The laws that relations obey, whatever the definitions are.

use assess::definition::{Definitions, Unit};
use assess::national::range::Relation;

use super::{AGREED, file, read, shipped};
use crate::project::Project;

/// The agreed definition under another name, without overrides, and with some of its lines changed.
fn variant(changes: &[(&str, &str)]) -> Definitions {
    let project = Project::copy();
    let text = project.text(&file(AGREED));
    let text = text.split("\n[override").next().unwrap().replace(AGREED, "variant");
    project.write(&file("variant"), text);
    for (find, replace) in changes {
        project.replace(&file("variant"), find, replace);
    }
    read(&project).unwrap()
}

fn pairs(definitions: &Definitions) -> Vec<(&str, &str)> {
    definitions.ids().flat_map(|one| definitions.ids().map(move |other| (one, other))).collect()
}

fn inverse(relation: Relation) -> Relation {
    match relation {
        Relation::Narrower => Relation::Broader,
        Relation::Broader => Relation::Narrower,
        other => other,
    }
}

#[test]
fn a_definition_is_the_same_as_itself() {
    let definitions = shipped();
    for id in definitions.ids() {
        let derived = definitions.explain(id, id);
        assert_eq!(derived.relation, Relation::Same);
        assert_eq!(derived.reason(), "This is the agreed definition.");
        assert!(derived.differences.is_empty() && derived.overridden.is_none());
    }
}

#[test]
fn the_two_directions_of_a_pair_agree() {
    let definitions = shipped();
    for (one, other) in pairs(&definitions) {
        assert_eq!(definitions.relation(one, other), inverse(definitions.relation(other, one)), "{one} {other}");
        assert_eq!(definitions.derived(one, other), inverse(definitions.derived(other, one)), "{one} {other}");
    }
}

/// What lies within a part lies within the whole, also where one of the steps was stated and not derived.
#[test]
fn narrower_of_narrower_is_narrower() {
    let definitions = shipped();
    let within =
        |one: &str, other: &str| matches!(definitions.relation(one, other), Relation::Narrower | Relation::Same);
    for (one, other) in pairs(&definitions) {
        for third in definitions.ids().filter(|third| within(one, other) && within(other, third)) {
            assert!(within(one, third), "{one} is within {other} and {other} within {third}");
        }
    }
}

#[test]
fn units_that_are_known_and_differ_are_never_compared() {
    let definitions = shipped();
    for (one, other) in pairs(&definitions) {
        let units = (definitions.get(one).unwrap().unit, definitions.get(other).unwrap().unit);
        let known = units.0 != Unit::NotStated && units.1 != Unit::NotStated;
        let apart = definitions.relation(one, other) == Relation::DifferentUnit;
        assert_eq!(apart, known && units.0 != units.1, "{one} {other}");
    }
}

/// The lines of the agreed definition and what each becomes where nothing is known of it.
const UNKNOWN: [(&str, &str); 13] = [
    (r#"unit = "crimes""#, r#"unit = "not-stated""#),
    ("minimum_people = 2", r#"minimum_people = "not-stated""#),
    (r#"people = "identified-or-not""#, r#"people = "not-stated""#),
    (r#"link = "known-or-associated""#, r#"link = "not-stated""#),
    (r#"conduct = "sexual-exploitation""#, r#"conduct = "not-stated""#),
    (r#"facilitation = "included""#, r#"facilitation = "not-stated""#),
    (r#"stage = "any""#, r#"stage = "not-stated""#),
    (r#"victim_age = "under-18""#, r#"victim_age = "not-stated""#),
    ("minimum_victims = 1", r#"minimum_victims = "not-stated""#),
    (r#"family = "not-excluded""#, r#"family = "not-stated""#),
    (r#"institution = "not-excluded""#, r#"institution = "not-stated""#),
    (r#"peer = "not-excluded""#, r#"peer = "not-stated""#),
    (r#"online = "not-excluded""#, r#"online = "not-stated""#),
];

#[test]
fn what_is_unknown_alone_gives_neither_same_nor_narrower_nor_broader() {
    assert_eq!(variant(&[]).relation("variant", AGREED), Relation::Same);
    for change in UNKNOWN {
        let definitions = variant(&[change]);
        assert_eq!(definitions.relation("variant", AGREED), Relation::Overlapping, "{change:?}");
        assert_eq!(definitions.relation(AGREED, "variant"), Relation::Overlapping, "{change:?}");
    }
    assert_eq!(variant(&UNKNOWN).relation("variant", AGREED), Relation::Overlapping);
}

/// Three people are fewer networks, whatever is not known of facilitation: either way a part of what the agreed one counts.
#[test]
fn what_is_unknown_is_passed_over_where_it_cannot_matter() {
    let three = ("minimum_people = 2", "minimum_people = 3");
    let facilitation = (r#"facilitation = "included""#, r#"facilitation = "not-stated""#);
    let definitions = variant(&[three, facilitation]);
    assert_eq!(definitions.relation("variant", AGREED), Relation::Narrower);
    assert_eq!(
        definitions.explain("variant", AGREED).reason(),
        "It leaves out groups of two. How it treats facilitation is not known, which does not change the relation."
    );
    // Whether it adds lone people or not, the link may go either way.
    let one = ("minimum_people = 2", "minimum_people = 1");
    let link = (r#"link = "known-or-associated""#, r#"link = "not-stated""#);
    assert_eq!(variant(&[one, link]).relation("variant", AGREED), Relation::Overlapping);
}

#[test]
fn one_known_step_away_from_the_agreed_definition() {
    let cases = [
        ("minimum_people = 2", "minimum_people = 1", Relation::Broader),
        ("minimum_people = 2", "minimum_people = 3", Relation::Narrower),
        // A plural that may be two or three: perhaps the same, so not narrower.
        ("minimum_people = 2", r#"minimum_people = "group""#, Relation::Overlapping),
        (r#""identified-or-not""#, r#""recorded-suspects""#, Relation::Narrower),
        (r#""known-or-associated""#, r#""acting-together""#, Relation::Narrower),
        (r#""known-or-associated""#, r#""none-required""#, Relation::Broader),
        (r#""sexual-exploitation""#, r#""sexual-abuse-or-exploitation""#, Relation::Broader),
        (r#""sexual-exploitation""#, r#""flagged-sexual-exploitation""#, Relation::Overlapping),
        (r#"facilitation = "included""#, r#"facilitation = "excluded""#, Relation::Narrower),
        (r#"stage = "any""#, r#"stage = "closed-without-action""#, Relation::Narrower),
        (r#""under-18""#, r#""any-age""#, Relation::Broader),
        ("minimum_victims = 1", "minimum_victims = 2", Relation::Narrower),
        (r#"family = "not-excluded""#, r#"family = "excluded""#, Relation::Narrower),
        (r#"family = "not-excluded""#, r#"family = "own-class""#, Relation::Same),
        (r#"peer = "not-excluded""#, r#"peer = "included""#, Relation::Same),
        (r#"online = "not-excluded""#, r#"online = "online-only-excluded""#, Relation::Narrower),
        (r#"unit = "crimes""#, r#"unit = "victims""#, Relation::DifferentUnit),
    ];
    for (find, replace, expected) in cases {
        let relation = variant(&[(find, replace)]).relation("variant", AGREED);
        assert_eq!(relation, expected, "{replace}");
    }
}
