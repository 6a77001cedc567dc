//! Tables of the real size, protected and audited, with the time it takes.

use std::time::Instant;

use assess::disclosure::audit::{Insiders, Options, Verdict, audit};
use assess::disclosure::suppress::{Report, Weights, suppress};
use assess::disclosure::system::{Equation, Required, Status, System};

use super::tables::{Random, printed, total};

const FORCES: usize = 44;
const REGIONS: usize = 10;
const YEARS: usize = 5;
const MEASURES: usize = 3;
const BREAKDOWNS: usize = 6;
const CATEGORIES: usize = 8;

/// A count of a force, never printed, known to that force.
fn of_force(id: String, value: i64, force: usize) -> assess::disclosure::system::Cell {
    assess::disclosure::system::Cell {
        status: Status::Suppressed { primary: true },
        required: Some(Required { width: 5 }),
        insiders: vec![format!("force {force:02}")],
        ..printed(id, value)
    }
}

/// Prints a cell rounded to 5.
fn rounded(system: &mut System, at: usize) {
    let nearest = (system.cells[at].value + 2) / 5 * 5;
    system.cells[at].status = Status::Rounded { least: (nearest - 2).max(0), most: nearest + 2 };
}

/// The tables of one edition: forces by region, year and measure, the force's cells withheld, the regions' rounded, the nation's
/// exact; and breakdowns of the last year whose categories add to the force's count and to an exact national total.
pub(crate) fn edition(seed: u64) -> System {
    let mut random = Random(seed);
    let mut count = |most: u64| i64::try_from(random.below(most)).unwrap();
    let mut system = System::default();
    // The last year's counts are sums of the breakdowns', which must agree: the first breakdown of a measure says how many there are.
    let mut last: Vec<Vec<usize>> = Vec::new();
    for measure in 0..MEASURES {
        for year in 0..YEARS {
            let forces: Vec<usize> = (0..FORCES)
                .map(|force| {
                    let value = count(40) * count(8) / 5;
                    system.cells.push(of_force(format!("m{measure} y{year} force {force:02}"), value, force));
                    system.cells.len() - 1
                })
                .collect();
            let regions: Vec<usize> = (0..REGIONS)
                .map(|region| {
                    let own: Vec<usize> = forces.iter().copied().skip(region).step_by(REGIONS).collect();
                    let at = total(&mut system, &own);
                    system.cells[at].fixed = false;
                    rounded(&mut system, at);
                    at
                })
                .collect();
            total(&mut system, &regions);
            if year + 1 == YEARS {
                last.push(forces);
            }
        }
    }
    for breakdown in 0..BREAKDOWNS {
        let forces = &last[breakdown % MEASURES];
        let mut by_category: Vec<Vec<usize>> = vec![Vec::new(); CATEGORIES];
        for (force, of) in forces.iter().enumerate() {
            let mut left = system.cells[*of].value;
            let mut terms = vec![(*of, -1)];
            for (category, cells) in by_category.iter_mut().enumerate() {
                let value = if category + 1 == CATEGORIES { left } else { count(left.unsigned_abs() / 2 + 1) };
                left -= value;
                cells.push(system.cells.len());
                terms.push((system.cells.len(), 1));
                system.cells.push(of_force(format!("b{breakdown} c{category} force {force:02}"), value, force));
            }
            system.equations.push(Equation { terms, constant: 0 });
        }
        for cells in by_category {
            total(&mut system, &cells);
        }
    }
    // What the nation's total of a category cannot hide needs no protection: none of it is there.
    for equation in &system.equations {
        let most: i64 = equation.terms.iter().map(|(cell, _)| system.cells[*cell].value).max().unwrap();
        assert!(most >= 0);
    }
    system
}

/// Forces × categories × years with totals over categories, over years, of regions and of the nation, all printed; counts from 1 to 7
/// are withheld in forces and regions.
pub(crate) fn forces_by_categories([forces, categories, years]: [usize; 3], seed: u64) -> System {
    let mut random = Random(seed);
    let mut system = System::default();
    let mut count = || i64::try_from(random.below(20) * random.below(20) / 12).unwrap();
    // Areas: forces, then regions, then the nation; with one more category and year for the totals.
    let (all_categories, all_years) = (categories + 1, if years > 1 { years + 1 } else { 1 });
    let areas = forces + REGIONS + 1;
    let at = |area: usize, category: usize, year: usize| (area * all_categories + category) * all_years + year;
    for area in 0..areas {
        for category in 0..all_categories {
            for year in 0..all_years {
                let inner = area < forces && category < categories && year < years;
                let mut cell = printed(format!("a{area} c{category} y{year}"), if inner { count() } else { 0 });
                if area < forces {
                    cell.insiders.push(format!("force {area:02}"));
                }
                cell.fixed = area == areas - 1;
                system.cells.push(cell);
            }
        }
    }
    let mut sum = |parts: Vec<usize>, whole: usize| {
        system.cells[whole].value = parts.iter().map(|part| system.cells[*part].value).sum();
        let terms = parts.into_iter().map(|part| (part, 1)).chain([(whole, -1)]).collect();
        system.equations.push(Equation { terms, constant: 0 });
    };
    for area in 0..forces {
        for category in 0..categories {
            if years > 1 {
                sum((0..years).map(|year| at(area, category, year)).collect(), at(area, category, years));
            }
        }
        for year in 0..all_years {
            sum((0..categories).map(|category| at(area, category, year)).collect(), at(area, categories, year));
        }
    }
    for category in 0..all_categories {
        for year in 0..all_years {
            for region in 0..REGIONS {
                let own = (0..forces).skip(region).step_by(REGIONS);
                sum(own.map(|force| at(force, category, year)).collect(), at(forces + region, category, year));
            }
            let regions = (0..REGIONS).map(|region| at(forces + region, category, year));
            sum(regions.collect(), at(areas - 1, category, year));
        }
    }
    for area in forces..areas {
        for category in 0..categories {
            if years > 1 {
                sum((0..years).map(|year| at(area, category, year)).collect(), at(area, category, years));
            }
        }
        for year in 0..all_years {
            sum((0..categories).map(|category| at(area, category, year)).collect(), at(area, categories, year));
        }
    }
    // Where one force alone has any, its region's count is its own, and nothing it could learn.
    for region in 0..REGIONS {
        for place in 0..all_categories * all_years {
            let whole = (forces + region) * all_categories * all_years + place;
            let counts =
                (0..forces).skip(region).step_by(REGIONS).map(|force| force * all_categories * all_years + place);
            let some: Vec<usize> = counts.filter(|cell| system.cells[*cell].value > 0).collect();
            if let [only] = some.as_slice() {
                system.cells[whole].insiders = system.cells[*only].insiders.clone();
            }
        }
    }
    for cell in &mut system.cells {
        cell.cost = cell.value.max(1).unsigned_abs();
    }
    for cell in system.cells.iter_mut().filter(|cell| !cell.fixed) {
        match cell.value {
            0 => cell.fixed = true,
            1..=7 => {
                cell.least = 1;
                cell.status = Status::Suppressed { primary: true };
                cell.required = Some(Required { width: 5 });
            }
            _ => cell.least = 1,
        }
    }
    system
}

fn timed(label: &str, system: &mut System, weights: &Weights) -> (Report, f64) {
    let start = Instant::now();
    let report = suppress(system, weights).unwrap();
    let protected = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let found = audit(system, &weights.audit).unwrap();
    let audited = start.elapsed().as_secs_f64();
    assert!(found.is_safe());
    let unproven = found.cells.iter().filter(|cell| cell.verdict == Verdict::Unproven).count();
    println!(
        "{label}: {} cells, protected in {protected:.3} s, audited once more in {audited:.3} s, {unproven} unproven\n  {}",
        system.cells.len(),
        report.words("offences")
    );
    (report, protected + audited)
}

#[test]
fn timing_of_an_edition() {
    let mut system = edition(2027);
    timed("an edition", &mut system, &Weights::default());
}

#[test]
fn timing_of_43_by_12() {
    let mut system = forces_by_categories([43, 12, 1], 43);
    timed("43 × 12 with regions and nation", &mut system, &Weights::default());
}

#[test]
#[ignore = "seconds in a release build, minutes in this one: just disclosure-proof"]
fn timing_of_43_by_12_by_5() {
    let mut system = forces_by_categories([43, 12, 5], 43);
    let readers = Options { insiders: Insiders::Ignored, ..Options::default() };
    timed("43 × 12 × 5, readers", &mut system.clone(), &Weights { audit: readers, ..Weights::default() });
    timed("43 × 12 × 5, readers and insiders", &mut system, &Weights::default());
}
