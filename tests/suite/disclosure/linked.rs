//! Random linked tables of every kind an edition has, small counts withheld, and what must protect them.

use assess::disclosure::audit::Bound;
use assess::disclosure::system::{Equation, Required, Status, System};

use super::tables::{Random, printed, three_way, total, two_way};

/// Names of the kinds, in the order of their numbers.
pub(crate) const KINDS: [&str; 6] = [
    "two ways",
    "three ways",
    "forces, regions, nation",
    "two tables that share margins",
    "printed rates",
    "mixed rounding",
];

/// The kind of a seed.
pub(crate) fn kind(seed: u64) -> usize {
    usize::try_from(seed % 6).unwrap()
}

/// How large.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Every whole table can be enumerated, mostly.
    Small,
    /// Ten lines and more.
    Middling,
}

/// A table of the seed's kind: its system, and the sums known from printed rates.
pub(crate) fn linked(seed: u64, size: Size) -> (System, Vec<Bound>) {
    let mut random = Random(seed.wrapping_mul(0x2545_F491_4F6C_DD1D));
    let more = if size == Size::Small { 0 } else { 4 };
    let mut system = match kind(seed) {
        1 => {
            let sizes = if size == Size::Small { [2, 2, 2 + pick(&mut random, 2)] } else { [4, 3, 3] };
            three_way(sizes, |_| count(&mut random))
        }
        2 => hierarchy(&mut random, size),
        3 => sharing(&mut random, 2 + more / 2),
        _ => {
            let (height, width) = (2 + pick(&mut random, 3) + more, 2 + pick(&mut random, 2) + more);
            rows(&mut random, height, width)
        }
    };
    withhold_small(&mut system);
    let bounds = if kind(seed) == 4 { rates(&mut random, &mut system) } else { Vec::new() };
    if kind(seed) == 5 {
        round_some(&mut random, &mut system);
    }
    (system, bounds)
}

fn pick(random: &mut Random, bound: u64) -> usize {
    usize::try_from(random.below(bound)).unwrap()
}

/// Mostly small, a tenth nought.
fn count(random: &mut Random) -> i64 {
    let small = i64::try_from(random.below(4)).unwrap();
    match random.below(10) {
        0 => 0,
        1..=3 => 1 + small,
        _ => 5 + i64::try_from(random.below(12)).unwrap(),
    }
}

fn rows(random: &mut Random, height: usize, width: usize) -> System {
    let values: Vec<Vec<i64>> = (0..height).map(|_| (0..width).map(|_| count(random)).collect()).collect();
    // Every third table may withhold its margins too.
    let fixed = random.below(3) > 0;
    two_way(&values.iter().map(Vec::as_slice).collect::<Vec<_>>(), fixed)
}

/// Forces by category, in regions, in a nation; each force knows its own cells.
fn hierarchy(random: &mut Random, size: Size) -> System {
    let (regions, each, categories) = if size == Size::Small { (2, 2, 2) } else { (4, 3, 3) };
    let mut system = System::default();
    for force in 0..regions * each {
        for category in 0..categories {
            let mut cell = printed(format!("force {force} c{category}"), count(random));
            cell.insiders.push(format!("force {force}"));
            system.cells.push(cell);
        }
    }
    let mut of_regions: Vec<Vec<usize>> = vec![Vec::new(); categories];
    for region in 0..regions {
        for (category, of_regions) in of_regions.iter_mut().enumerate() {
            let forces = (region * each..(region + 1) * each).map(|force| force * categories + category);
            let forces: Vec<usize> = forces.collect();
            let at = total(&mut system, &forces);
            // Small totals of a region are withheld as its forces are; a force that has all of one knows it.
            system.cells[at].fixed = false;
            let some: Vec<usize> = forces.into_iter().filter(|cell| system.cells[*cell].value > 0).collect();
            if let [only] = some.as_slice() {
                system.cells[at].insiders = system.cells[*only].insiders.clone();
            }
            of_regions.push(at);
        }
    }
    for cells in of_regions {
        total(&mut system, &cells);
    }
    for force in 0..regions * each {
        let own: Vec<usize> = (0..categories).map(|category| force * categories + category).collect();
        let at = total(&mut system, &own);
        system.cells[at].insiders = system.cells[own[0]].insiders.clone();
        system.cells[at].fixed = random.below(2) == 0;
    }
    system
}

/// Two tables of the same rows by different columns: the rows' totals are the same cells.
fn sharing(random: &mut Random, height: usize) -> System {
    let width = 2;
    let values: Vec<Vec<i64>> = (0..height).map(|_| (0..width).map(|_| count(random)).collect()).collect();
    let mut system = two_way(&values.iter().map(Vec::as_slice).collect::<Vec<_>>(), true);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); width];
    for row in 0..height {
        let of = height * width + row;
        let mut left = system.cells[of].value;
        let mut terms = vec![(of, -1)];
        for (column, cells) in columns.iter_mut().enumerate() {
            let most = u64::try_from(left + 1).unwrap();
            let value = if column + 1 == width { left } else { i64::try_from(random.below(most)).unwrap() };
            left -= value;
            cells.push(system.cells.len());
            terms.push((system.cells.len(), 1));
            system.cells.push(printed(format!("second r{row}c{column}"), value));
        }
        system.equations.push(Equation { terms, constant: 0 });
        // A row's total links the two tables; it may be withheld, at its price.
        system.cells[of].fixed = random.below(2) == 0;
    }
    for cells in columns {
        total(&mut system, &cells);
    }
    system
}

/// Counts from 1 to 4 are withheld; noughts are shown, and may not be withheld, so that what is withheld is at least 1.
fn withhold_small(system: &mut System) {
    for cell in &mut system.cells {
        if cell.fixed {
            continue;
        }
        match cell.value {
            0 => cell.fixed = true,
            1..=4 => {
                cell.least = 1;
                cell.status = Status::Suppressed { primary: true };
                cell.required = Some(Required { width: 3 });
            }
            _ => cell.least = 1,
        }
    }
}

/// Some sums of two or three cells are printed as a rate, 1,000 × sum ÷ population to the nearest whole number.
fn rates(random: &mut Random, system: &mut System) -> Vec<Bound> {
    (0..1 + random.below(2))
        .map(|_| {
            let population = 40 + i64::try_from(random.below(300)).unwrap();
            let mut cells: Vec<usize> =
                (0..2 + random.below(2)).map(|_| pick(random, system.cells.len() as u64)).collect();
            cells.sort_unstable();
            cells.dedup();
            let sum: i64 = cells.iter().map(|cell| system.cells[*cell].value).sum();
            let rate = (2000 * sum + population) / (2 * population);
            // rate − ½ ≤ 1,000 × sum ÷ population < rate + ½
            let (least, most) = ((2 * rate - 1) * population, (2 * rate + 1) * population - 1);
            Bound { terms: cells.into_iter().map(|cell| (cell, 2000)).collect(), least: Some(least), most: Some(most) }
        })
        .collect()
}

/// Some printed counts are rounded, to 3 or to 5.
fn round_some(random: &mut Random, system: &mut System) {
    for cell in system.cells.iter_mut().filter(|cell| cell.status == Status::Exact && cell.value > 0) {
        let half = match random.below(4) {
            0 => 1,
            1 => 2,
            _ => continue,
        };
        let base = 2 * half + 1;
        let nearest = (cell.value + half) / base * base;
        cell.status = Status::Rounded { least: (nearest - half).max(0), most: nearest + half };
    }
}
