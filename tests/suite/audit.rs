//! The disclosure auditor against published examples, an attacker who tries every table, and hand computation.

mod bad_input;
mod brute_force;
mod insiders;
mod oracles;
mod sizes;

use assess::disclosure::audit::{Audit, Audited, Options, audit};
use assess::disclosure::system::{Cell, Equation, Required, Status, System};

/// A printed count.
fn printed(id: &str, value: i64) -> Cell {
    Cell {
        id: id.to_owned(),
        value,
        least: 0,
        most: None,
        status: Status::Exact,
        cost: 1,
        fixed: false,
        required: None,
        insiders: Vec::new(),
        floors: Vec::new(),
    }
}

/// A withheld count of which everyone knows only that it is not negative.
fn withheld(id: &str, value: i64) -> Cell {
    Cell { status: Status::Suppressed { primary: true }, ..printed(id, value) }
}

/// A two-way table with row, column and grand totals printed; cells are named `row/column`.
fn two_way(rows: &[&str], columns: &[&str], counts: &[&[i64]], suppressed: &[&str]) -> System {
    let mut system = System::default();
    for (row, counts) in rows.iter().zip(counts) {
        for (column, count) in columns.iter().zip(*counts) {
            system.cells.push(printed(&format!("{row}/{column}"), *count));
        }
    }
    let (height, width) = (rows.len(), columns.len());
    let lines = (0..height).map(|row| (0..width).map(|column| row * width + column).collect::<Vec<_>>());
    let lines = lines.chain((0..width).map(|column| (0..height).map(|row| row * width + column).collect()));
    for line in lines.chain([(0..height * width).collect()]) {
        total(&mut system, &line);
    }
    for id in suppressed {
        let cell = system.cells.iter_mut().find(|cell| cell.id == *id).unwrap();
        cell.status = Status::Suppressed { primary: true };
    }
    system
}

/// Adds the printed total of some cells.
fn total(system: &mut System, cells: &[usize]) {
    let sum = cells.iter().map(|cell| system.cells[*cell].value).sum();
    let index = system.cells.len();
    system.cells.push(printed(&format!("total {index}"), sum));
    let terms = cells.iter().map(|cell| (*cell, 1)).chain([(index, -1)]).collect();
    system.equations.push(Equation { terms, constant: 0 });
}

fn required(cell: &mut Cell, width: i64) {
    cell.required = Some(Required { width });
}

/// Audits to the ends of every interval.
fn exactly(system: &System) -> Audit {
    audit(system, &Options { exact: true, ..Options::default() }).unwrap()
}

#[track_caller]
fn cell<'a>(audit: &'a Audit, id: &str) -> &'a Audited {
    audit.cells.iter().find(|cell| cell.id == id).unwrap()
}

#[track_caller]
fn assert_intervals(audit: &Audit, expected: &[(&str, i64, i64)]) {
    assert_eq!(audit.cells.len(), expected.len());
    for (id, least, most) in expected {
        let found = cell(audit, id);
        assert_eq!((found.interval, found.exact), ((*least, Some(*most)), true), "{id}");
    }
}

/// A fixed sequence of numbers (splitmix64), so that every run tests the same tables.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn count(&mut self, end: u64) -> i64 {
        i64::try_from(self.below(end)).unwrap()
    }
}
