//! What a force that knows its own withheld cells works out of another's.

use assess::disclosure::audit::{Insiders, Options, Verdict, audit};
use assess::disclosure::system::System;

use super::{cell, required, total, withheld};

fn known_to(id: &str, value: i64, force: &str) -> assess::disclosure::system::Cell {
    assess::disclosure::system::Cell { insiders: vec![force.to_owned()], ..withheld(id, value) }
}

/// Two forces withheld in a printed total: each subtracts its own count.
#[test]
fn of_two_withheld_forces_each_works_out_the_other() {
    let mut system = System { cells: vec![known_to("A", 3, "A"), known_to("B", 5, "B")], ..System::default() };
    total(&mut system, &[0, 1]);
    let found = audit(&system, &Options { exact: true, ..Options::default() }).unwrap();
    let a = cell(&found, "A");
    assert_eq!((a.interval, a.verdict), ((0, Some(8)), Verdict::Unsafe));
    let insider = a.insider.as_ref().unwrap();
    assert_eq!((insider.force.as_str(), insider.interval), ("B", (3, Some(3))));
    let ignored = audit(&system, &Options { insiders: Insiders::Ignored, ..Options::default() }).unwrap();
    assert!(ignored.is_safe());
}

/// Three withheld forces adding to 10: B = 5 knows that A and C make 5, so that A is 0 to 5; C = 2 knows A to be 0 to 8.
#[test]
fn of_three_withheld_forces_none_works_out_another_exactly_but_one_may_learn_too_much() {
    let mut system = System {
        cells: vec![known_to("A", 3, "A"), known_to("B", 5, "B"), known_to("C", 2, "C")],
        ..System::default()
    };
    total(&mut system, &[0, 1, 2]);
    assert!(audit(&system, &Options::default()).unwrap().is_safe());
    required(&mut system.cells[0], 6);
    let as_required = Options { insiders: Insiders::AsRequired, ..Options::default() };
    let found = audit(&system, &as_required).unwrap();
    let insider = cell(&found, "A").insider.clone().unwrap();
    assert_eq!((insider.force.as_str(), insider.interval, insider.verdict), ("B", (0, Some(5)), Verdict::Unsafe));
    required(&mut system.cells[0], 5);
    assert!(audit(&system, &as_required).unwrap().is_safe());
}

/// A force that knows nothing linked to a cell learns nothing of it.
#[test]
fn an_insider_of_another_table_learns_nothing() {
    let mut system = System {
        cells: vec![withheld("A", 3), withheld("B", 5), known_to("C", 2, "C"), withheld("D", 2)],
        ..System::default()
    };
    total(&mut system, &[0, 1]);
    total(&mut system, &[2, 3]);
    let found = audit(&system, &Options::default()).unwrap();
    let of_insider: Vec<&str> = found.unsafe_cells().map(|cell| cell.id.as_str()).collect();
    assert_eq!(of_insider, ["D"]);
}
