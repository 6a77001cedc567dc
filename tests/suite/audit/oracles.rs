//! Published examples of tables that can be attacked, and what is known of them.

use assess::disclosure::audit::{Options, Verdict, audit};
use assess::disclosure::system::{Cell, Equation, Status, System};

use super::{assert_intervals, cell, exactly, printed, required, total, two_way, withheld};

/// Geurts 1992, as in the Handbook on Statistical Disclosure Control, 4, example 3; only that counts are not negative is known.
#[test]
fn the_intervals_of_geurts_are_found() {
    let suppressed = ["r1/c1", "r1/c2", "r2/c1", "r2/c2"];
    let counts: [&[i64]; 3] = [&[5, 2], &[1, 2], &[3, 3]];
    let system = two_way(&["r1", "r2", "r3"], &["c1", "c2"], &counts, &suppressed);
    assert_intervals(&exactly(&system), &[("r1/c1", 3, 6), ("r1/c2", 1, 4), ("r2/c1", 0, 3), ("r2/c2", 0, 3)]);
}

/// sdcTable, tests/testthat/test-simpleheuristic.R: two suppressed cells a line, and still one is exactly known.
const SUPPRESSED: [&str; 9] = ["w/a", "w/b", "w/c", "x/a", "x/c", "y/b", "y/d", "z/b", "z/d"];

fn sdctable(also: Option<&str>) -> System {
    let counts: [&[i64]; 4] = [&[30, 47, 64, 89], &[90, 124, 5, 31], &[92, 100, 59, 85], &[800, 991, 651, 685]];
    let suppressed: Vec<&str> = SUPPRESSED.into_iter().chain(also).collect();
    two_way(&["w", "x", "y", "z"], &["a", "b", "c", "d"], &counts, &suppressed)
}

#[test]
fn two_suppressed_cells_a_line_do_not_hide_w_b() {
    let audit = exactly(&sdctable(None));
    assert_intervals(
        &audit,
        &[
            ("w/a", 25, 94),
            ("w/b", 47, 47),
            ("w/c", 0, 69),
            ("x/a", 26, 95),
            ("x/c", 0, 69),
            ("y/b", 0, 185),
            ("y/d", 0, 185),
            ("z/b", 906, 1091),
            ("z/d", 585, 770),
        ],
    );
    let unsafe_cells: Vec<&str> = audit.unsafe_cells().map(|cell| cell.id.as_str()).collect();
    assert_eq!(unsafe_cells, ["w/b"]);
}

#[test]
fn the_seven_extra_suppressions_that_hide_w_b_are_told_from_the_others() {
    let hiding = [("w/d", 136), ("x/b", 141), ("x/d", 78), ("y/a", 141), ("y/c", 116), ("z/a", 141), ("z/c", 116)];
    for (id, most) in hiding {
        let audit = exactly(&sdctable(Some(id)));
        assert!(audit.is_safe(), "{id}");
        assert_eq!(cell(&audit, "w/b").interval, (0, Some(most)), "{id}");
    }
    let after: [(&str, i64, i64); 10] = [
        ("w/a", 0, 120),
        ("w/b", 0, 141),
        ("w/c", 0, 69),
        ("x/a", 0, 120),
        ("x/b", 30, 171),
        ("x/c", 0, 69),
        ("y/b", 0, 185),
        ("y/d", 0, 185),
        ("z/b", 906, 1091),
        ("z/d", 585, 770),
    ];
    assert_intervals(&exactly(&sdctable(Some("x/b"))), &after);
}

/// sdcTable's microdata1: three patterns that protect A/female.
#[test]
fn the_three_valid_patterns_of_microdata1_leave_the_intervals_stated() {
    let counts: [&[i64]; 4] = [&[18, 2], &[14, 19], &[12, 10], &[11, 14]];
    for (other, most) in [("C", 12), ("D", 16), ("B", 20)] {
        let (male, female) = (format!("{other}/male"), format!("{other}/female"));
        let suppressed = ["A/female", "A/male", &male, &female];
        let system = two_way(&["A", "B", "C", "D"], &["male", "female"], &counts, &suppressed);
        let audit = exactly(&system);
        assert_eq!(cell(&audit, "A/female").interval, (0, Some(most)), "{other}");
        // Any of the three secondary cells printed after all gives the primary cell away.
        for index in [0, 1, 2, 3, 4, 5, 6, 7] {
            let mut without = system.clone();
            if without.cells[index].id != "A/female" && without.cells[index].status != Status::Exact {
                without.cells[index].status = Status::Exact;
                let found = audit_verdict(&without, "A/female");
                assert_eq!(found, Verdict::Unsafe, "{}", without.cells[index].id);
            }
        }
    }
}

fn audit_verdict(system: &System, id: &str) -> Verdict {
    cell(&audit(system, &Options::default()).unwrap(), id).verdict
}

/// Two editions in one system: the second prints what the first withheld, or withholds another cell.
#[test]
fn editions_are_differenced() {
    // First edition: A + B + 31 + 12 = 57 with A and B withheld; second: B printed as 4, A and C withheld, none revised.
    let mut system = System {
        cells: vec![withheld("A", 10), withheld("B", 4), printed("C", 31), printed("D", 12)],
        ..System::default()
    };
    total(&mut system, &[0, 1, 2, 3]);
    let first = exactly(&system);
    assert_eq!(cell(&first, "A").interval, (0, Some(14)));
    assert!(first.is_safe());
    let second: Vec<Cell> = vec![withheld("A, second", 10), printed("B, second", 4), withheld("C, second", 31)];
    system.cells.extend(second);
    let total = system.cells.len();
    system.cells.push(printed("total, second", 57));
    system.equations.push(Equation { terms: vec![(5, 1), (6, 1), (7, 1), (3, 1), (total, -1)], constant: 0 });
    for (one, other) in [(0, 5), (1, 6), (2, 7)] {
        system.equations.push(Equation { terms: vec![(one, 1), (other, -1)], constant: 0 });
    }
    let both = exactly(&system);
    assert_eq!(cell(&both, "A").interval, (10, Some(10)));
    assert_eq!(cell(&both, "A, second").verdict, Verdict::Unsafe);
}

/// Counts of the Handbook, 5: each figure rounded to the nearest 5 by itself leaves 169 possible tables.
#[test]
fn rounding_to_five_is_narrowed_by_the_rounded_totals() {
    let counts: [&[i64]; 3] = [&[1, 0], &[3, 3], &[12, 20]];
    let mut system = two_way(&["r1", "r2", "r3"], &["c1", "c2"], &counts, &[]);
    for cell in &mut system.cells {
        let rounded = (cell.value + 2) / 5 * 5;
        cell.status = Status::Rounded { least: (rounded - 2).max(0), most: rounded + 2 };
        required(cell, 1);
    }
    // The rows' totals are printed as 0, 5 and 30, the columns' as 15 and 25, the whole as 40.
    let audit = exactly(&system);
    let expected =
        [("r1/c1", 0, 2), ("r1/c2", 0, 2), ("r2/c1", 3, 4), ("r2/c2", 3, 4), ("r3/c1", 8, 12), ("r3/c2", 18, 22)];
    for (id, least, most) in expected {
        assert_eq!(cell(&audit, id).interval, (least, Some(most)), "{id}");
    }
}

/// sdcTools/UserSupport issue 135: where noughts are printed, every withheld cell is at least 1.
#[test]
fn three_singletons_are_found_when_the_printed_noughts_are_taken_into_account() {
    let counts: [&[i64]; 2] = [&[1, 1, 7, 1, 0], &[1, 0, 0, 2, 8]];
    let suppressed = ["1/A", "1/B", "1/M", "2/A", "2/M"];
    let mut system = two_way(&["1", "2"], &["A", "B", "H", "M", "W"], &counts, &suppressed);
    let loose = [("1/A", 0, 2), ("1/B", 1, 1), ("1/M", 0, 2), ("2/A", 0, 2), ("2/M", 1, 3)];
    assert_intervals(&exactly(&system), &loose);
    for cell in system.cells.iter_mut().filter(|cell| cell.status != Status::Exact) {
        cell.least = 1;
    }
    let tight = [("1/A", 1, 1), ("1/B", 1, 1), ("1/M", 1, 1), ("2/A", 1, 1), ("2/M", 2, 2)];
    assert_intervals(&exactly(&system), &tight);
}

/// With all two-way margins of a 2×2×2 table printed, one cell is protected only if all eight are withheld.
#[test]
fn a_cube_with_all_its_margins_hides_a_cell_only_if_all_eight_are_withheld() {
    for withheld_cells in 0..=255_u32 {
        let mut system = System::default();
        for index in 0..8 {
            let mut cell = printed(&format!("{index:03b}"), 3 + index);
            if withheld_cells & (1 << index) != 0 {
                cell.status = Status::Suppressed { primary: true };
            }
            system.cells.push(cell);
        }
        for axis in [1, 2, 4] {
            for first in (0..8_usize).filter(|index| index & axis == 0) {
                total(&mut system, &[first, first | axis]);
            }
        }
        let audit = exactly(&system);
        let hidden = audit.cells.iter().filter(|cell| cell.verdict == Verdict::Safe).count();
        assert_eq!(hidden, if withheld_cells == 255 { 8 } else { 0 });
    }
}

/// sdcTools/UserSupport issue 136 in small: K and L, then L and M, are protected in each table; a third equation links them.
#[test]
fn linked_tables_protected_one_by_one_are_attacked_together() {
    let mut system = System { cells: vec![withheld("K", 3), withheld("L", 4), withheld("M", 5)], ..System::default() };
    total(&mut system, &[0, 1]);
    total(&mut system, &[1, 2]);
    assert!(exactly(&system).is_safe());
    // K + M is printed by another table: 8, so that K = (7 − 9 + 8) ÷ 2 = 3.
    total(&mut system, &[0, 2]);
    assert_intervals(&exactly(&system), &[("K", 3, 3), ("L", 4, 4), ("M", 5, 5)]);
}
