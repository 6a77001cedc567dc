//! Which force returns what under which definition.

use std::collections::{BTreeMap, BTreeSet};

use super::{AGREED, GROUP, Line, PARENT, PERIODS, force_period, forces, of, sums, table, value, years};

#[test]
fn the_agreed_definition_spreads_as_planned_and_no_force_leaves_it() {
    let group = table(GROUP);
    let lines = years(&of(&group, "group_based_cse_crimes", "total"));
    let agreed: Vec<BTreeSet<String>> = PERIODS
        .iter()
        .map(|period| {
            let wanted = |line: &&&Line| line["period"] == *period && line["definition"] == AGREED;
            lines.iter().filter(wanted).map(|line| line["force_code"].clone()).collect()
        })
        .collect();
    let counts: Vec<usize> = agreed.iter().map(BTreeSet::len).collect();
    assert_eq!(counts, [14, 20, 28, 35, 39]);
    for pair in agreed.windows(2) {
        assert!(pair[0].is_subset(&pair[1]));
    }
    for large in ["E23000001", "E23000014"] {
        assert!(!agreed[2].contains(large) && agreed[3].contains(large));
    }
    let local: BTreeSet<&str> = lines.iter().map(|line| line["definition"].as_str()).collect();
    assert_eq!(local, BTreeSet::from([AGREED, "cocad-cse", "cse-flag"]));
    // One force breaks between two local definitions.
    let mut courses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in &lines {
        courses.entry(&line["force_code"]).or_default().insert(&line["definition"]);
    }
    let between_local = |course: &&BTreeSet<&str>| course.contains("cocad-cse") && course.contains("cse-flag");
    assert_eq!(courses.values().filter(between_local).count(), 1);
}

#[test]
fn the_share_that_would_be_imputed_is_under_a_quarter_in_the_last_two_years_only() {
    let (parent, group) = (table(PARENT), table(GROUP));
    let ceilings = sums(&years(&of(&parent, "csae_crimes", "total")), force_period);
    let lines = years(&of(&group, "group_based_cse_crimes", "total"));
    let mut previous = 1.0;
    for (year, period) in PERIODS.iter().enumerate() {
        let known: BTreeSet<&str> = lines
            .iter()
            .filter(|line| line["period"] == *period && line["definition"] == AGREED)
            .filter(|line| value(line).is_some())
            .map(|line| line["force_code"].as_str())
            .collect();
        let of_period = || ceilings.iter().filter(|((_, of), _)| of == period);
        let all: u64 = of_period().map(|(_, count)| count).sum();
        let rest = of_period().filter(|((code, _), _)| !known.contains(code.as_str()));
        let imputed = rest.map(|(_, count)| count).sum::<u64>() as f64 / all as f64;
        assert!(imputed < previous, "coverage grows");
        assert_eq!(imputed < 0.25, year >= 3, "{period}: {imputed}");
        previous = imputed;
    }
}

#[test]
fn the_planned_returns_are_missing_each_at_another_force() {
    let group = table(GROUP);
    let lines = of(&group, "group_based_cse_crimes", "total");
    let mut states: BTreeMap<(String, String), Vec<Option<u64>>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line["quarter"] != "year") {
        states.entry(force_period(line)).or_default().push(value(line));
    }
    let mut missing = [0; 5];
    let mut three_quarters = 0;
    let mut forces_with_gaps = BTreeSet::new();
    for force in forces() {
        for (year, period) in PERIODS.iter().enumerate() {
            let quarters = states.get(&(force.code.clone(), (*period).to_owned()));
            match quarters.map_or(0, |found| found.iter().flatten().count()) {
                4 => continue,
                3 => three_quarters += 1,
                _ => missing[year] += 1,
            }
            assert!(forces_with_gaps.insert(force.code.clone()), "{} twice", force.code);
        }
    }
    assert_eq!(missing, [4, 3, 2, 2, 1]);
    assert_eq!(three_quarters, 1);
    assert_eq!(44 * 5 - states.len(), 9, "absent; the other three are marked [x]");
}

#[test]
fn counts_by_criterion_equal_the_cocad_cell_and_the_agreed_definition_is_broader() {
    let group = table(GROUP);
    let contexts = of(&group, "group_based_csae_crimes", "context");
    let cells: Vec<&Line> = contexts.into_iter().filter(|line| line["category"] == "cse").collect();
    let cells = sums(&cells, force_period);
    for line in years(&of(&group, "group_based_cse_crimes", "total")) {
        let (Some(count), cell) = (value(line), cells[&force_period(line)]) else {
            continue;
        };
        match line["definition"].as_str() {
            "cocad-cse" => assert_eq!(count, cell, "{line:?}"),
            AGREED => assert!(count >= cell, "{line:?}"),
            _ => {}
        }
    }
}
