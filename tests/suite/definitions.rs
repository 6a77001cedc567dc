//! Definitions: that every file holds, that derived relations obey the laws of sets, and that they say of the organised
//! network what is known of it.

mod agreed;
mod laws;
mod refused;

use std::collections::BTreeSet;

use assess::definition::values::{Conduct, Fewest, Link, Online, People, Presence, Stage, Unit, VictimAge};
use assess::definition::{Criterion, Definitions, FOLDER};
use assess::fault::Fault;
use assess::national::range::Relation;
use assess::source::Project as Input;

use crate::project::{Project, repository};

const AGREED: &str = "iicsa-organised-network";

fn read(project: &Project) -> Result<Definitions, Vec<Fault>> {
    Definitions::read(&mut Input::open(project.root()).unwrap())
}

fn shipped() -> Definitions {
    Definitions::read(&mut Input::open(repository()).unwrap()).unwrap()
}

fn file(id: &str) -> String {
    format!("{FOLDER}/{id}.toml")
}

#[test]
fn the_seventeen_numbered_definitions_and_those_in_use_are_there() {
    let definitions = shipped();
    let numbers: BTreeSet<&str> = definitions.iter().filter_map(|one| one.number.as_deref()).collect();
    let expected: Vec<String> = (1..=17).map(|number| format!("D{number}")).collect();
    assert_eq!(numbers, expected.iter().map(String::as_str).collect());
    assert_eq!(definitions.iter().filter(|one| one.number.is_some()).count(), 17, "a number stands twice");
    for id in [AGREED, "cocad-cse", "cse-flag", "cocad", "csae", "adr149-custody"] {
        assert!(definitions.get(id).is_some(), "{id}");
    }
    let titles: BTreeSet<&str> = definitions.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles.len(), definitions.iter().count(), "a title stands twice");
}

#[test]
fn the_guide_names_every_definition_and_every_value() {
    let guide = std::fs::read_to_string(repository().join(FOLDER).join("README.md")).unwrap();
    let mut words: Vec<String> = shipped().ids().map(str::to_owned).collect();
    words.extend(Unit::ALL.iter().map(|value| value.slug().to_owned()));
    words.extend(People::ALL.iter().map(|value| value.slug().to_owned()));
    words.extend(Link::ALL.iter().map(|value| value.slug().to_owned()));
    words.extend(Conduct::ALL.iter().map(|value| value.slug().to_owned()));
    words.extend(Stage::ALL.iter().map(|value| value.slug().to_owned()));
    words.extend(VictimAge::ALL.iter().map(|value| value.slug().to_owned()));
    words.extend(Presence::ALL.iter().map(|value| value.slug().to_owned()));
    words.extend(Online::ALL.iter().map(|value| value.slug().to_owned()));
    words.extend(Fewest::ALL.iter().map(|value| value.slug().to_owned()));
    for word in words {
        assert!(guide.contains(&format!("`{word}`")) || guide.contains(&format!("`\"{word}\"`")), "{word}");
    }
}

#[test]
fn the_definition_of_every_published_figure_is_known() {
    let definitions = shipped();
    let mut table = csv::Reader::from_path(repository().join("data/public/published_figures.csv")).unwrap();
    let column = table.headers().unwrap().iter().position(|name| name == "definition").unwrap();
    for record in table.records() {
        let id = record.unwrap()[column].to_owned();
        assert!(id.is_empty() || definitions.get(&id).is_some(), "{id}");
    }
}

#[test]
fn how_each_stands_to_the_organised_network() {
    use Relation::{Broader, DifferentUnit, Narrower, Overlapping, Same};
    let expected = [
        // Custody events, a unit of their own; no subset of any count of crimes.
        ("adr149-custody", DifferentUnit),
        // Cases, and children, were counted.
        ("ceop-type-1", DifferentUnit),
        ("childrens-commissioner-gang-or-group", DifferentUnit),
        // Gangs only, but violence that is not exploitation too.
        ("childrens-commissioner-gang", Overlapping),
        // The same in all that was read, but silent on five points, each of which could leave something out.
        ("childrens-commissioner-group", Overlapping),
        // Familial, institutional and other abuse without exploitation; no unidentified members.
        ("cocad", Overlapping),
        // Within the organised network in principle: no unidentified members, no familial exploitation.
        ("cocad-cse", Narrower),
        // The independent inquiry itself calls it narrower.
        ("college-organised-group", Narrower),
        // A lone abuser of many children qualifies; a network with one victim does not.
        ("complex-abuse", Overlapping),
        // The parent count.
        ("csae", Broader),
        // Flags set in error are in, exploitation without a flag is out.
        ("cse-flag", Overlapping),
        // The community only.
        ("home-office-group-based", Narrower),
        // Near identical, but the copy breaks off before families, institutions, peers and online.
        ("inquiry-draft-terms", Overlapping),
        // Not defined in what was read, and a judgement of threat has no unit.
        ("nsa-group-based-contact", Overlapping),
        ("operation-beaconport", DifferentUnit),
        // Groups mapped are not crimes; three are needed, and any serious crime will do.
        ("organised-crime-group", DifferentUnit),
        // The meaning of exploitation that the organised network uses, for lone people too.
        ("statutory-cse", Broader),
        // The organised network word for word, with its silent points settled as its text allows.
        ("sussex-group-based", Same),
        // Organised only, but any exploitation of anyone vulnerable.
        ("toex-organised-exploitation", Overlapping),
        // Any abuse; its link is not known.
        ("vkpp-group-based", Overlapping),
    ];
    let definitions = shipped();
    assert_eq!(expected.len() + 1, definitions.iter().count(), "a definition is missing here");
    for (id, relation) in expected {
        assert_eq!(definitions.relation(id, AGREED), relation, "{id}");
    }
}

/// The tree of police counts: all recorded abuse and exploitation, group-based, group-based exploitation; the flag crosses it.
#[test]
fn the_counts_in_use_nest_as_published() {
    let definitions = shipped();
    let narrower = [("cocad-cse", "cocad"), ("cocad-cse", "csae"), ("cocad", "csae"), ("vkpp-group-based", "csae")];
    for (part, whole) in narrower {
        assert_eq!(definitions.relation(part, whole), Relation::Narrower, "{part} {whole}");
    }
    for other in ["cocad", "cocad-cse", "statutory-cse"] {
        assert_eq!(definitions.relation("cse-flag", other), Relation::Overlapping, "{other}");
    }
    // The collection changed in 2023: 5 percent became 3.7 without a fall.
    assert_eq!(definitions.relation("vkpp-group-based", "cocad"), Relation::Overlapping);
}

#[test]
fn another_agreed_definition_re_derives_everything() {
    let definitions = shipped();
    for agreed in definitions.ids() {
        for counted in definitions.ids() {
            let derived = definitions.explain(counted, agreed);
            assert_eq!(derived.relation, definitions.relation(counted, agreed));
            if derived.overridden.is_none() {
                assert_eq!(derived.relation, definitions.derived(counted, agreed), "{counted} {agreed}");
            }
            let reason = derived.reason();
            assert!(reason.ends_with('.') && !reason.contains("  "), "{counted} {agreed}: {reason}");
            assert_eq!(counted == agreed, reason == "This is the agreed definition.", "{counted} {agreed}");
        }
    }
    assert_eq!(definitions.relation(AGREED, "cocad-cse"), Relation::Broader);
    assert_eq!(definitions.relation("cocad-cse", "statutory-cse"), Relation::Narrower);
    assert_eq!(definitions.relation("operation-beaconport", "ceop-type-1"), Relation::Overlapping);
}

#[test]
fn the_reasons_read_as_sentences() {
    let definitions = shipped();
    let reason = |id: &str| definitions.explain(id, AGREED).reason();
    assert_eq!(
        reason("cocad-cse"),
        "It leaves out people who are not recorded as suspects, people who are associated but do not act together, abuse \
         inside families and abuse inside institutions. How it treats facilitation is not known, which does not change \
         the relation."
    );
    assert_eq!(
        reason("cse-flag"),
        "It leaves out people who are not recorded as suspects and sexual exploitation that was not flagged; it also \
         counts people with no known link and crimes flagged in error. How it treats facilitation is not known."
    );
    assert_eq!(
        reason("adr149-custody"),
        "It counts custody events, the agreed definition crimes; the two are never added or compared."
    );
    assert_eq!(
        reason("sussex-group-based"),
        "It counts the same; only its wording differs, on families and suspects aged under eighteen."
    );
    assert_eq!(
        reason("inquiry-draft-terms"),
        "How it treats people who are not recorded as suspects, families, institutions, suspects aged under eighteen and \
         online abuse is not known, so it may count the same or less."
    );
}

#[test]
fn an_override_is_marked_and_holds_in_both_directions() {
    let definitions = shipped();
    let part = definitions.explain(AGREED, "csae");
    let whole = definitions.explain("csae", AGREED);
    assert_eq!((part.relation, whole.relation), (Relation::Narrower, Relation::Broader));
    assert_eq!(definitions.derived(AGREED, "csae"), Relation::Overlapping);
    assert!(part.overridden.is_some());
    assert_eq!(part.overridden, whole.overridden);
    assert_eq!(Some(part.reason()), part.overridden);
    assert!(!part.differences.is_empty(), "the criteria stay visible beside an override");
}

#[test]
fn what_was_not_checked_against_a_source_is_named() {
    let definitions = shipped();
    let derived = definitions.explain("cocad-cse", AGREED);
    assert_eq!(derived.unverified, [Criterion::Link]);
    assert_eq!(derived.caution().as_deref(), Some("Not checked against a source: the link."));
    assert_eq!(definitions.explain("statutory-cse", AGREED).caution(), None);
}

#[test]
fn of_a_definition_that_is_not_known_nothing_is_assumed() {
    let definitions = shipped();
    assert_eq!(definitions.relation("elsewhere", AGREED), Relation::Overlapping);
    assert_eq!(definitions.explain("elsewhere", AGREED).reason(), "Nothing is known of how the two compare.");
}
