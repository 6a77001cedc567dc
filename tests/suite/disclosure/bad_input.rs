//! What a suppressor may be handed: it refuses with the cell and the remedy, or protects; it never panics or hangs.

use std::time::Instant;

use assess::disclosure::DisclosureError;
use assess::disclosure::audit::{Bound, Insiders, Options, Verdict, audit};
use assess::disclosure::suppress::{Weights, suppress, suppress_with};
use assess::disclosure::system::{Equation, Required, Status, System};

use super::tables::{Random, cell, printed, three_way, two_way};
use super::{protect, without_insiders};

fn withhold(system: &mut System, id: &str, width: i64) {
    let at = cell(system, id);
    system.cells[at].status = Status::Suppressed { primary: true };
    system.cells[at].required = Some(Required { width });
}

#[test]
fn tables_that_contradict_each_other_are_refused_with_the_equation() {
    let mut system = two_way(&[&[3, 9], &[8, 7]], false);
    system.cells[0].value = 4;
    let before = system.clone();
    let error = suppress(&mut system, &Weights::default()).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("`r1c1` + `r1c2` − `r1` = 0, adds to 1"), "{text}");
    assert_eq!(system, before, "a refused system is left as it was");
    // Two tables that print different totals of the same rows.
    let mut system = two_way(&[&[3, 9], &[8, 7]], false);
    system.cells.push(printed("r1, second table".to_owned(), 13));
    let (one, other) = (cell(&system, "r1"), cell(&system, "r1, second table"));
    system.equations.push(Equation { terms: vec![(one, 1), (other, -1)], constant: 0 });
    let error = suppress(&mut system, &Weights::default()).unwrap_err();
    assert!(matches!(error, DisclosureError::System(_)), "{error}");
    // A printed rate that the counts do not give.
    let mut system = two_way(&[&[3, 9], &[8, 7]], false);
    let rate = Bound { terms: vec![(0, 1000)], least: Some(3001), most: None };
    assert!(suppress_with(&mut system, &[rate], &Weights::default()).is_err());
}

/// A lone small count in a region whose total, and everything else, must stay published.
#[test]
fn a_policy_that_cannot_be_met_names_the_cell_and_what_to_aggregate() {
    let mut system = two_way(&[&[3, 0], &[8, 7]], true);
    for cell in &mut system.cells {
        cell.fixed = true;
    }
    withhold(&mut system, "r1c1", 3);
    let before = system.clone();
    let error = suppress(&mut system, &without_insiders()).unwrap_err();
    assert!(matches!(&error, DisclosureError::Unprotectable { cell, width: 3 } if cell == "r1c1"), "{error}");
    assert!(error.to_string().contains("forces as their regional unit, units as the nation"), "{error}");
    assert_eq!(system, before);
    // Wider than the table can hide at all: 3 + 9 is 12.
    let mut system = two_way(&[&[3, 9], &[8, 7]], true);
    withhold(&mut system, "r1c1", 13);
    assert!(matches!(
        suppress(&mut system, &without_insiders()),
        Err(DisclosureError::Unprotectable { width: 13, .. })
    ));
    // A printed rate that gives the count away, whatever else is withheld.
    let mut system = two_way(&[&[3, 9], &[8, 7]], false);
    withhold(&mut system, "r1c1", 1);
    let at = cell(&system, "r1c1");
    let rate = Bound { terms: vec![(at, 1000)], least: Some(2500), most: Some(3499) };
    assert!(matches!(
        suppress_with(&mut system.clone(), &[rate], &without_insiders()),
        Err(DisclosureError::Unprotectable { .. })
    ));
    suppress(&mut system, &without_insiders()).unwrap();
    // A cell that is printed and needs protection.
    let mut system = two_way(&[&[3, 9], &[8, 7]], true);
    system.cells[0].fixed = true;
    system.cells[0].required = Some(Required { width: 2 });
    assert!(matches!(suppress(&mut system, &without_insiders()), Err(DisclosureError::Unprotectable { width: 2, .. })));
}

#[test]
fn negative_cells_are_protected_within_what_is_known_of_them() {
    let mut system = two_way(&[&[-3, 9], &[8, -7]], true);
    for cell in &mut system.cells {
        cell.least = -20;
    }
    withhold(&mut system, "r1c1", 5);
    let report = protect(&mut system);
    assert_eq!(report.secondary, ["r1c2", "r2c1", "r2c2"]);
    // A count below what is known to be possible is a contradiction.
    let mut system = two_way(&[&[-3, 9], &[8, 7]], true);
    assert!(matches!(suppress(&mut system, &without_insiders()), Err(DisclosureError::System(_))));
}

#[test]
fn huge_cells_are_protected_or_refused() {
    let big = i64::MAX / 8;
    let mut system = two_way(&[&[big, 3], &[2, big - 7]], true);
    withhold(&mut system, "r1c2", 3);
    // Costs as large as the counts must not overflow.
    match suppress(&mut system, &without_insiders()) {
        Ok(report) => assert!(audit(&system, &without_insiders().audit).unwrap().is_safe() && report.cost > 0),
        Err(error) => assert!(matches!(error, DisclosureError::Unprotectable { .. }), "{error}"),
    }
    let mut system = System::default();
    system.cells.push(printed("A".to_owned(), i64::MAX));
    system.equations.push(Equation { terms: vec![(0, i64::MAX)], constant: 0 });
    assert!(matches!(suppress(&mut system, &Weights::default()), Err(DisclosureError::System(_))));
    // A width no count of people can need, in a table that can give it and in one that cannot.
    let mut open = System::default();
    open.cells.push(printed("A".to_owned(), 4));
    withhold(&mut open, "A", i64::MAX);
    let outcome = suppress(&mut open, &without_insiders());
    assert!(matches!(outcome, Ok(_) | Err(DisclosureError::Unprotectable { .. })), "{outcome:?}");
    let mut closed = two_way(&[&[3, 9], &[8, 7]], true);
    withhold(&mut closed, "r1c1", i64::MAX);
    assert!(matches!(suppress(&mut closed, &without_insiders()), Err(DisclosureError::Unprotectable { .. })));
}

#[test]
fn tables_of_noughts_of_one_row_and_of_nothing_are_left_or_protected() {
    assert_eq!(protect(&mut System::default()).words("offences"), "none of 0 cells withheld");
    let mut noughts = two_way(&[&[0, 0], &[0, 0]], false);
    assert_eq!(protect(&mut noughts).words("offences"), "none of 9 cells withheld");
    // Noughts that must be hidden can be: the totals are withheld with them.
    withhold(&mut noughts, "r1c1", 1);
    assert!(!protect(&mut noughts).secondary.is_empty());
    let mut row = two_way(&[&[5, 20, 9, 31]], false);
    withhold(&mut row, "r1c1", 3);
    // A table of one row repeats itself in its column totals: they are withheld too.
    assert_eq!(protect(&mut row).secondary, ["r1c3", "c1", "c3"]);
}

/// Coefficients no table has, chosen so that fractions fit and whole numbers hardly do: the search ends at its nodes, and what is not
/// proven counts as unsafe.
#[test]
fn what_cannot_be_proven_within_the_effort_is_unsafe() {
    let mut random = Random(9);
    let mut system = System::default();
    for at in 0..24 {
        let mut cell = printed(format!("cell {at}"), 2 + i64::try_from(random.below(3)).unwrap());
        cell.most = Some(6);
        cell.status = Status::Suppressed { primary: at == 0 };
        system.cells.push(cell);
    }
    system.cells[0].required = Some(Required { width: 6 });
    for _ in 0..5 {
        let terms: Vec<(usize, i64)> = (0..24).map(|at| (at, 11 + i64::try_from(random.below(60)).unwrap())).collect();
        let constant = terms.iter().map(|(at, factor)| factor * system.cells[*at].value).sum();
        system.equations.push(Equation { terms, constant });
    }
    let options = Options { insiders: Insiders::Ignored, nodes: 3, all_nodes: 10, ..Options::default() };
    let found = audit(&system, &options).unwrap();
    assert_eq!((found.cells[0].verdict, found.is_safe()), (Verdict::Unproven, false));
    let weights = Weights { audit: options, ..Weights::default() };
    assert!(matches!(suppress(&mut system, &weights), Err(DisclosureError::Unprotectable { .. })));
}

/// Every count small: 43 × 12 × 5 with nothing that may be withheld beside them has no protection, and is refused at once.
#[test]
fn a_table_of_43_by_12_by_5_that_cannot_be_protected_is_refused() {
    let mut system = three_way([43, 12, 5], |at| if at % 5 == 0 { 3 } else { 0 });
    for cell in &mut system.cells {
        if cell.value == 3 && !cell.fixed {
            cell.status = Status::Suppressed { primary: true };
            cell.required = Some(Required { width: 3 });
        }
        cell.fixed = true;
    }
    let start = Instant::now();
    assert!(matches!(suppress(&mut system, &without_insiders()), Err(DisclosureError::Unprotectable { .. })));
    println!("43 × 12 × 5 refused in {:.3} s", start.elapsed().as_secs_f64());
}

#[test]
fn the_loss_is_told_in_words() {
    let mut system = two_way(&[&[18, 2], &[14, 19], &[12, 10], &[11, 14]], true);
    withhold(&mut system, "r1c2", 1);
    let report = protect(&mut system);
    assert_eq!(
        report.words("people"),
        "4 of 15 cells withheld (26.7%): 1 for their own sake, 3 to protect them; \
         the latter cost 40 people of 98 (40.8%), and no choice that protects costs less"
    );
    let mut unproven = report;
    unproven.least_cost = 30;
    assert!(
        unproven.words("people").ends_with("; none that protects can cost less than 30, so at most 25.0% too much"),
        "{}",
        unproven.words("people")
    );
}
