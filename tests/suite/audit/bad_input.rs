//! Systems that contradict themselves, and numbers no count of people can reach.

use assess::disclosure::audit::{AuditError, Bound, Options, Verdict, audit, audit_with};
use assess::disclosure::system::{Equation, Status, System};

use super::{cell, exactly, printed, required, total, two_way, withheld};

#[test]
fn a_total_that_does_not_add_up_is_refused_with_the_equation_named() {
    let mut system = System { cells: vec![withheld("A", 3), withheld("B", 5)], ..System::default() };
    total(&mut system, &[0, 1]);
    system.cells[2].value = 9;
    let error = audit(&system, &Options::default()).unwrap_err();
    assert_eq!(error.id(), "audit-contradiction");
    let text = error.to_string();
    assert!(text.contains("equation 1, `A` + `B` − `total 2` = 0, adds to -1"), "{text}");
}

#[test]
fn every_contradiction_is_named_at_once() {
    let mut system = System { cells: vec![withheld("A", -3), withheld("B", 5)], ..System::default() };
    system.cells[1].status = Status::Rounded { least: 8, most: 12 };
    system.equations.push(Equation { terms: vec![(0, 1), (1, 1)], constant: 7 });
    let bound = Bound { terms: vec![(1, 10)], least: Some(51), most: None };
    let Err(AuditError::Contradiction(named)) = audit_with(&system, &[bound], &Options::default()) else { panic!() };
    assert_eq!(
        named,
        [
            "cell `A` is -3 but is known to be 0 to any number",
            "cell `B` is 5 but is printed as 8 to 12",
            "equation 1, `A` + `B` = 7, adds to 2",
            "bound 1, 10 × `B`, adds to 50",
        ]
    );
}

#[test]
fn an_equation_over_a_cell_that_is_not_there_is_refused() {
    let system =
        System { cells: vec![withheld("A", 3)], equations: vec![Equation { terms: vec![(1, 1)], constant: 3 }] };
    assert!(matches!(audit(&system, &Options::default()), Err(AuditError::Malformed(_))));
}

#[test]
fn numbers_that_cannot_be_added_exactly_are_refused() {
    let mut system = System { cells: vec![withheld("A", i64::MAX)], ..System::default() };
    system.equations.push(Equation { terms: vec![(0, i64::MAX)], constant: 0 });
    assert!(matches!(audit(&system, &Options::default()), Err(AuditError::TooLarge(_))));
}

#[test]
fn huge_and_negative_counts_are_exact_to_the_unit() {
    let big = i64::MAX / 4;
    let counts: [&[i64]; 2] = [&[big, 3], &[2, big - 7]];
    let names = ["1/1", "1/2", "2/1", "2/2"];
    let audit = exactly(&two_way(&["1", "2"], &["1", "2"], &counts, &names));
    // The small diagonal can give 2 and take any number that leaves the other not negative.
    assert_eq!(cell(&audit, "1/2").interval, (1, Some(big - 4)));
    assert_eq!(cell(&audit, "1/1").interval, (7, Some(big + 2)));
    let mut negative = System { cells: vec![withheld("A", -5), withheld("B", 2)], ..System::default() };
    negative.cells[0].least = -9;
    total(&mut negative, &[0, 1]);
    negative.cells[2].least = -9;
    assert_eq!(cell(&exactly(&negative), "A").interval, (-9, Some(-3)));
}

#[test]
fn nothing_all_noughts_and_one_row_are_audited() {
    assert!(exactly(&System::default()).cells.is_empty());
    let noughts = two_way(&["1", "2"], &["1", "2"], &[&[0, 0], &[0, 0]], &["1/1", "1/2", "2/1", "2/2"]);
    assert!(
        exactly(&noughts).cells.iter().all(|cell| cell.interval == (0, Some(0)) && cell.verdict == Verdict::Unsafe)
    );
    let row = two_way(&["1"], &["1", "2"], &[&[4, 5]], &["1/1", "1/2"]);
    // Each column's total repeats its only cell.
    assert!(exactly(&row).cells.iter().all(|cell| cell.verdict == Verdict::Unsafe));
    let alone = System { cells: vec![withheld("A", 4)], ..System::default() };
    let found = exactly(&alone);
    assert_eq!((cell(&found, "A").interval, cell(&found, "A").verdict), ((0, None), Verdict::Safe));
}

#[test]
fn a_cell_that_needs_protection_and_is_printed_is_unsafe() {
    let mut system = System { cells: vec![printed("A", 4)], ..System::default() };
    required(&mut system.cells[0], 1);
    assert_eq!(cell(&exactly(&system), "A").verdict, Verdict::Unsafe);
}
