//! Tables of the real size, and patterns of that size from which a needed suppression is taken away.

use std::time::Instant;

use assess::disclosure::audit::{Insiders, Method, Options, Verdict, audit};
use assess::disclosure::system::{Status, System};

use super::{Sequence, printed, total};

/// A table of forces × categories × years with every margin printed and nothing withheld; forces know their own cells.
fn table(sizes: [usize; 3], mut count: impl FnMut(usize) -> i64) -> System {
    let [height, width, depth] = sizes;
    let mut system = System::default();
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let at = |row: usize, column: usize, layer: usize| (row * width + column) * depth + layer;
    for row in 0..height {
        for column in 0..width {
            for layer in 0..depth {
                let index = at(row, column, layer);
                let mut cell = printed(&format!("{row}/{column}/{layer}"), count(index));
                cell.insiders = vec![format!("force {row:02}")];
                system.cells.push(cell);
            }
            lines.push((0..depth).map(|layer| at(row, column, layer)).collect());
        }
        lines.extend((0..depth).map(|layer| (0..width).map(|column| at(row, column, layer)).collect()));
    }
    for column in 0..width {
        lines.extend((0..depth).map(|layer| (0..height).map(|row| at(row, column, layer)).collect()));
    }
    if depth == 1 {
        lines.retain(|line| line.len() > 1);
    }
    for line in lines {
        total(&mut system, &line);
    }
    system
}

/// Small counts withheld, and so many others at random.
fn suppressed(sizes: [usize; 3], primaries: usize, all: usize, seed: u64) -> System {
    let mut sequence = Sequence(seed);
    let mut system = table(sizes, |_| sequence.count(20) * sequence.count(20) / 12);
    let inner = sizes.iter().product();
    let small: Vec<usize> = (0..inner).filter(|cell| (1..=7).contains(&system.cells[*cell].value)).collect();
    let chosen: Vec<usize> = small.into_iter().take(primaries).collect();
    for cell in &chosen {
        system.cells[*cell].status = Status::Suppressed { primary: true };
    }
    let mut left = all - chosen.len();
    while left > 0 {
        let cell = usize::try_from(sequence.below(u64::try_from(inner).unwrap())).unwrap();
        if system.cells[cell].status == Status::Exact {
            system.cells[cell].status = Status::Suppressed { primary: false };
            left -= 1;
        }
    }
    system
}

fn timed(label: &str, system: &System, options: &Options) -> assess::disclosure::audit::Audit {
    let start = Instant::now();
    let found = audit(system, options).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let count = |verdict: Verdict| found.cells.iter().filter(|cell| cell.verdict == verdict).count();
    println!(
        "{label}: {seconds:.3} s; {} cells, {} safe, {} unsafe, {} unproven",
        found.cells.len(),
        count(Verdict::Safe),
        count(Verdict::Unsafe),
        count(Verdict::Unproven)
    );
    found
}

fn for_readers() -> Options {
    Options { insiders: Insiders::Ignored, ..Options::default() }
}

#[test]
fn a_table_of_43_forces_and_12_categories_is_settled_by_the_graph() {
    let system = suppressed([43, 12, 1], 49, 161, 1);
    timed("43 × 12, readers", &system, &for_readers());
    timed("43 × 12, readers and insiders", &system, &Options::default());
    let found = timed("43 × 12, every interval to its ends", &system, &Options { exact: true, ..Options::default() });
    assert!(found.cells.iter().all(|cell| cell.by <= Method::Graph && cell.verdict != Verdict::Unproven));
}

/// The whole table, as in the measurements of other tools (1,400 withheld, 982 for their own sake), takes seconds in a release build
/// and minutes in this one, so that it is asked for by name.
#[test]
fn a_table_of_three_ways_is_settled_by_the_programme_and_a_large_one_by_hand_first() {
    for (label, sizes, withheld, hand) in
        [("20 × 8 × 4", [20, 8, 4], (170, 260), false), ("43 × 9 × 4", [43, 9, 4], (400, 1250), true)]
    {
        let found = timed(label, &suppressed(sizes, withheld.0, withheld.1, 1), &for_readers());
        assert!(found.cells.iter().all(|cell| cell.verdict != Verdict::Unproven), "{label}");
        let by = |method: Method| found.cells.iter().any(|cell| cell.by == method);
        assert_eq!(by(Method::Hand), hand, "{label}");
        assert!(hand || by(Method::Linear), "{label}");
    }
}

#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture three_ways_of_the_real_size"]
fn three_ways_of_the_real_size() {
    let system = suppressed([43, 12, 5], 982, 1400, 1);
    let found = timed("43 × 12 × 5, readers", &system, &for_readers());
    assert!(found.cells.iter().all(|cell| cell.verdict != Verdict::Unproven));
    timed("43 × 12 × 5, readers and insiders", &system, &Options::default());
}

/// Squares (in two ways) or cubes (in three) with no line in common: every corner is needed.
#[test]
fn printing_any_one_corner_of_a_square_or_cube_is_caught_in_a_table_of_the_real_size() {
    for (depth, boxes) in [(1, 6), (5, 2)] {
        let mut system = table([43, 12, depth], |index| 3 + i64::try_from(index % 11).unwrap());
        let mut corners = Vec::new();
        for number in 0..boxes {
            for corner in 0..if depth == 1 { 4 } else { 8 } {
                let row = 7 * number + 3 * (corner & 1);
                let column = 2 * number + (corner >> 1 & 1);
                let layer = if depth == 1 { 0 } else { 2 * number + (corner >> 2) };
                let cell = (row * 12 + column) * depth + layer;
                system.cells[cell].status = Status::Suppressed { primary: corner == 0 };
                corners.push(cell);
            }
        }
        assert!(audit(&system, &for_readers()).unwrap().is_safe());
        for corner in corners {
            if system.cells[corner].status == (Status::Suppressed { primary: false }) {
                let mut without = system.clone();
                without.cells[corner].status = Status::Exact;
                let found = audit(&without, &for_readers()).unwrap();
                assert_eq!(found.unsafe_cells().count(), 1, "{}", system.cells[corner].id);
            }
        }
    }
}

#[test]
fn the_report_is_the_same_bytes_every_time() {
    let system = suppressed([12, 6, 3], 40, 90, 3);
    let report = || audit(&system, &Options::default()).unwrap().csv().unwrap();
    let first = report();
    assert_eq!(first, report());
    let text = String::from_utf8(first).unwrap();
    assert!(
        text.starts_with("cell,least,most,exact,required_width,verdict,method,insider,insider_least,insider_most\n")
    );
    assert_eq!(text.lines().count(), 91);
}
