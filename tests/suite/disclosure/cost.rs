//! What protection costs a reader: withholding with its secondary cells against a controlled rounding of all numbers at once, on the
//! same small tables, each as an attacker who shares no code with the program sees it.

use assess::disclosure::audit::{Insiders, Options};
use assess::disclosure::round::{Rounding, round};
use assess::disclosure::suppress::{Weights, suppress_with};
use assess::disclosure::system::{Status, System};

use super::attacker::attack;
use super::linked::{Size, kind, linked};

/// Whole tables tried before the attacker turns to the linear programme.
const TABLES: u32 = 4_000;
/// What is rounded to: the least base that leaves the width these tables ask for.
const BASE: i64 = 5;

/// What a way of protecting leaves its readers over many tables.
#[derive(Debug, Default)]
struct Left {
    cells: u32,
    /// Cells of which the reader knows the count.
    known: u32,
    /// How far apart the least and the largest possible counts are, added up.
    width: f64,
    /// Cells of small counts that are known better than they may be.
    told: u32,
}

impl Left {
    fn add(&mut self, system: &System, small: &[bool]) {
        let learnt = attack(system, &[], None, TABLES);
        for ((least, most), small) in learnt.intervals.into_iter().zip(small) {
            let width = most - least;
            self.cells += 1;
            self.known += u32::from(width < 0.5);
            self.width += width;
            self.told += u32::from(*small && width < 2.5);
        }
    }

    fn mean_width(&self) -> f64 {
        self.width / f64::from(self.cells)
    }

    fn known(&self) -> f64 {
        f64::from(self.known) / f64::from(self.cells)
    }
}

/// The same table with every number rounded, so that all sums still add up; who reads it knows the rule.
fn rounded(before: &System) -> Option<System> {
    let mut system = before.clone();
    for cell in &mut system.cells {
        (cell.status, cell.least) = (Status::Exact, 0);
    }
    round(&mut system, &Rounding::to(BASE)).ok()?;
    Some(system)
}

#[test]
fn withholding_leaves_a_reader_more_than_rounding_all_numbers_and_rounding_alone_protects_less() {
    let (mut withheld, mut all_rounded) = (Left::default(), Left::default());
    let weights =
        Weights { audit: Options { insiders: Insiders::Ignored, ..Options::default() }, ..Weights::default() };
    for seed in (0..600).filter(|seed| kind(*seed) == 0) {
        let (before, bounds) = linked(seed, Size::Small);
        assert!(bounds.is_empty());
        let small: Vec<bool> = before.cells.iter().map(|cell| cell.required.is_some()).collect();
        let mut protected = before.clone();
        let (Ok(_), Some(rounded)) = (suppress_with(&mut protected, &bounds, &weights), rounded(&before)) else {
            continue;
        };
        withheld.add(&protected, &small);
        all_rounded.add(&rounded, &small);
    }
    println!("withheld: {withheld:?}, mean width {:.2}, known {:.2}", withheld.mean_width(), withheld.known());
    println!("rounded: {all_rounded:?}, mean width {:.2}, known {:.2}", all_rounded.mean_width(), all_rounded.known());
    assert!(withheld.cells > 500 && withheld.cells == all_rounded.cells);
    assert_eq!(withheld.told, 0);
    assert!(withheld.known() > all_rounded.known() && withheld.mean_width() < all_rounded.mean_width());
}
