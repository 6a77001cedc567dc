//! Secondary suppression: that it protects, that it is cheapest where it says so, and that nothing it adds is needless.

mod attacker;
mod bad_input;
mod cases;
mod linked;
mod proof;
mod rounding;
mod tables;
mod timing;

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
