//! Secondary suppression: that it protects, that it is cheapest where it says so, and that nothing it adds is needless.

mod brute;
mod cases;
mod rounding;
mod tables;

use assess::disclosure::DisclosureError;
use assess::disclosure::audit::{Insiders, Options, audit};
use assess::disclosure::suppress::{Report, Weights, suppress};
use assess::disclosure::system::{Required, Status, System};

use tables::{cell, secondary, two_way};

fn without_insiders() -> Weights {
    Weights { audit: Options { insiders: Insiders::Ignored, ..Options::default() }, ..Weights::default() }
}

fn protect(system: &mut System) -> Report {
    suppress(system, &without_insiders()).unwrap()
}

/// sdcTable, microdata1: optimal, modular, hypercube and simple heuristic all give A/male, C/male, C/female, at 40.
#[test]
fn the_cheapest_pattern_of_the_sdctable_example_is_found_and_proven() {
    let mut system = two_way(&[&[18, 2], &[14, 19], &[12, 10], &[11, 14]], false);
    let primary = cell(&system, "r1c2");
    system.cells[primary].status = Status::Suppressed { primary: true };
    system.cells[primary].required = Some(Required { width: 1 });
    let report = protect(&mut system);
    assert_eq!((report.cost, report.proven()), (40, true));
    assert_eq!(report.secondary, ["r1c1", "r3c1", "r3c2"]);
}

/// sdcTable, simple heuristic: w/b is exactly 47 although every line has two suppressed cells; x/d is the cheapest repair, at 31.
#[test]
fn a_pattern_with_two_cells_a_line_that_still_discloses_is_repaired_by_the_cheapest_cell() {
    let rows: [&[i64]; 4] = [&[30, 47, 64, 89], &[90, 124, 5, 31], &[92, 100, 59, 85], &[800, 991, 651, 685]];
    let mut system = two_way(&rows, false);
    for id in ["r1c1", "r1c2", "r1c3", "r2c1", "r2c3", "r3c2", "r3c4", "r4c2", "r4c4"] {
        let at = cell(&system, id);
        system.cells[at].status = Status::Suppressed { primary: false };
        system.cells[at].required = Some(Required { width: 1 });
    }
    let report = protect(&mut system);
    assert_eq!((report.secondary.as_slice(), report.cost, report.proven()), (["r2c4".to_owned()].as_slice(), 31, true));
    let options = Options { exact: true, insiders: Insiders::Ignored, ..Options::default() };
    let audited = audit(&system, &options).unwrap();
    let found = audited.cells.iter().find(|cell| cell.id == "r1c2").unwrap();
    assert_eq!(found.interval, (0, Some(78)), "sdcTable’s own test says 0 to 78");
}

/// Where nothing may be withheld beside a cell, the answer names it and says what to do.
#[test]
fn a_cell_that_cannot_be_protected_is_named_with_what_to_do() {
    let mut system = two_way(&[&[3, 9], &[8, 7]], false);
    for cell in &mut system.cells {
        cell.fixed = true;
    }
    let primary = cell(&system, "r1c1");
    system.cells[primary].status = Status::Suppressed { primary: true };
    system.cells[primary].required = Some(Required { width: 3 });
    let error = suppress(&mut system, &without_insiders()).unwrap_err();
    assert!(matches!(error, DisclosureError::Unprotectable { width: 3, .. }), "{error}");
    assert!(
        error.to_string().contains("`r1c1`") && error.to_string().contains("forces as their regional unit"),
        "{error}"
    );
}

#[test]
fn tables_that_contradict_each_other_are_refused() {
    let mut system = two_way(&[&[3, 9], &[8, 7]], false);
    system.cells[0].value = 4;
    assert!(matches!(suppress(&mut system, &Weights::default()), Err(DisclosureError::System(_))));
}

#[test]
fn tables_of_zeros_and_of_one_row_are_left_or_protected() {
    let mut zeros = two_way(&[&[0, 0], &[0, 0]], false);
    assert_eq!(protect(&mut zeros).cost, 0);
    let mut row = two_way(&[&[5, 20, 9, 31]], false);
    let primary = cell(&row, "r1c1");
    row.cells[primary].status = Status::Suppressed { primary: true };
    row.cells[primary].required = Some(Required { width: 3 });
    // A table of one row repeats itself in its column totals: they are withheld too.
    let report = protect(&mut row);
    assert_eq!(report.secondary, ["r1c3", "c1", "c3"]);
}

#[test]
fn the_same_tables_give_the_same_pattern_in_any_order_of_calls() {
    let patterns: Vec<Vec<String>> = (0..3)
        .map(|_| {
            let mut system = tables::random(7, 4, 5, true);
            protect(&mut system);
            secondary(&system)
        })
        .collect();
    assert!(patterns.windows(2).all(|pair| pair[0] == pair[1]));
}
