//! `data/checks.toml` is validated: nothing is left out, unknown, out of range or switched off without a reason.

use assess::contract::Severity;
use assess::contract::checks::Settings;

use super::world::{Reference, World, root};

fn original() -> String {
    std::fs::read_to_string(root().join("data/checks.toml")).unwrap()
}

/// The faults after one replacement, as the user sees them.
fn refused(find: &str, replace: &str) -> Vec<String> {
    let text = original();
    assert!(text.contains(find), "{find}");
    let faults = Settings::parse(text.replacen(find, replace, 1)).unwrap_err();
    faults.iter().map(|fault| format!("{fault}")).collect()
}

#[test]
fn a_misspelt_check_is_named_with_its_neighbour_and_the_missing_one() {
    let faults = refused("id = \"quarter-jump\"", "id = \"quarter-jmup\"");
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(
        faults[0].contains("there is no check `quarter-jmup`") && faults[0].contains("did you mean `quarter-jump`?")
    );
    assert!(faults[1].contains("the check `quarter-jump` is missing"));
}

#[test]
fn thresholds_must_all_be_there_known_and_in_range() {
    let given = "thresholds = { deviates = 4.5, least_ratio = 1.5, least_points = 8 }";
    let missing = refused(given, "thresholds = { deviates = 4.5, least_ratio = 1.5 }");
    assert!(missing[0].contains("needs the threshold `least_points`"), "{missing:?}");
    let range = refused(given, "thresholds = { deviates = 1, least_ratio = 1.5, least_points = 8 }");
    assert!(range[0].contains("`deviates` of the check `quarter-jump` is out of range"), "{range:?}");
    assert!(range[0].contains("give a number from 2 to 20"), "{range:?}");
    let unknown = refused(given, "thresholds = { deviates = 5, sigma = 3, least_ratio = 1.5, least_points = 8 }");
    assert!(unknown[0].contains("has no threshold `sigma`"), "{unknown:?}");
    let line = original().lines().position(|line| line == given).unwrap() + 1;
    assert!(unknown[0].contains(&format!("data/checks.toml:{line}:")), "{unknown:?}");
    for text in ["nan", "inf", "-inf"] {
        let with =
            refused(given, &format!("thresholds = {{ deviates = {text}, least_ratio = 1.5, least_points = 8 }}"));
        assert!(with[0].contains("out of range"), "{with:?}");
    }
}

#[test]
fn a_check_is_switched_off_only_with_a_reason() {
    let severity = "id = \"quarters-sum\"\nseverity = \"error\"";
    let faults = refused(severity, &format!("{severity}\noff = \" \""));
    assert!(faults[0].contains("switched off without a reason"), "{faults:?}");

    let mut reference = Reference::read();
    let mut world = World::good(&reference);
    world.parents[0].value = Some(1);
    assert!(reference.check(&world).iter().any(|finding| finding.check == "quarters-sum"));
    let text = original().replacen(severity, &format!("{severity}\noff = \"the form has no quarters this year\""), 1);
    reference.settings = Settings::parse(text).unwrap();
    assert!(!reference.check(&world).iter().any(|finding| finding.check == "quarters-sum"));
}

#[test]
fn severities_come_from_the_file() {
    let mut reference = Reference::read();
    let mut world = World::good(&reference);
    world.parents[0].value = Some(1);
    let severity = "id = \"quarters-sum\"\nseverity = \"error\"";
    let text = original().replacen(severity, "id = \"quarters-sum\"\nseverity = \"note\"", 1);
    reference.settings = Settings::parse(text).unwrap();
    let found = reference.check(&world).into_iter().find(|finding| finding.check == "quarters-sum").unwrap();
    assert_eq!(found.severity, Severity::Note);
}

#[test]
fn findings_do_not_depend_on_the_order_of_the_rows() {
    let reference = Reference::read();
    let mut world = World::good(&reference);
    world.parents[3].value = Some(7);
    world.returns[40].value = Some(900);
    let findings = reference.check(&world);
    assert!(findings.len() > 1);
    world.returns.reverse();
    world.parents.rotate_left(100);
    assert_eq!(reference.check(&world), findings);
}
