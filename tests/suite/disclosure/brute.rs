//! An attacker that shares nothing with the program: it enumerates every whole table that fits what is printed.

use assess::disclosure::DisclosureError;
use assess::disclosure::audit::{Insiders, Options};
use assess::disclosure::suppress::{Weights, suppress};
use assess::disclosure::system::{Status, System};

use super::tables::{Random, random};

/// Smallest and largest value of each cell over all tables of whole numbers that fit, or nothing if there are too many to count.
fn intervals(system: &System) -> Option<Vec<(i64, i64)>> {
    let largest = system.cells.iter().map(|cell| cell.value).max().unwrap();
    let range: Vec<(i64, i64)> = system
        .cells
        .iter()
        .map(|cell| match cell.status {
            Status::Exact => (cell.value, cell.value),
            Status::Rounded { least, most } => (least.max(cell.least), most),
            Status::Suppressed { .. } => (cell.least, cell.most.unwrap_or(largest)),
        })
        .collect();
    let open: Vec<usize> = (0..range.len()).filter(|cell| range[*cell].0 < range[*cell].1).collect();
    let mut values: Vec<Option<i64>> = range.iter().map(|(least, most)| (least == most).then_some(*least)).collect();
    let mut found: Vec<(i64, i64)> = vec![(i64::MAX, i64::MIN); range.len()];
    let mut left = 30_000;
    fill(system, &range, &open, &mut values, &mut found, &mut left);
    (left > 0).then_some(found)
}

fn fill(
    system: &System,
    range: &[(i64, i64)],
    open: &[usize],
    values: &mut Vec<Option<i64>>,
    found: &mut Vec<(i64, i64)>,
    left: &mut u32,
) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    // What each equation still allows its open cells together.
    for equation in &system.equations {
        let (mut least, mut most) = (-equation.constant, -equation.constant);
        for (cell, coefficient) in &equation.terms {
            let (low, high) = values[*cell].map_or(range[*cell], |value| (value, value));
            least += (coefficient * low).min(coefficient * high);
            most += (coefficient * low).max(coefficient * high);
        }
        if least > 0 || most < 0 {
            return;
        }
    }
    let Some((first, rest)) = open.split_first() else {
        for (value, found) in values.iter().zip(found) {
            let value = value.unwrap();
            *found = (found.0.min(value), found.1.max(value));
        }
        return;
    };
    for value in range[*first].0..=range[*first].1 {
        values[*first] = Some(value);
        fill(system, range, rest, values, found, left);
    }
    values[*first] = None;
}

/// Whether the attacker is left with what every cell requires; nothing where there are too many tables.
fn holds(system: &System) -> Option<bool> {
    let found = intervals(system)?;
    Some(
        system
            .cells
            .iter()
            .zip(found)
            .all(|(cell, (least, most))| cell.required.is_none_or(|required| most - least >= required.width)),
    )
}

/// The least cost of secondary suppression, by trying every set of cells.
fn cheapest(system: &System) -> Option<Option<u64>> {
    let candidates: Vec<usize> = (0..system.cells.len())
        .filter(|at| !system.cells[*at].fixed && system.cells[*at].status == Status::Exact)
        .collect();
    if candidates.len() > 6 {
        return None;
    }
    let mut best = None;
    for set in 0..1_u32 << candidates.len() {
        let mut trial = system.clone();
        let mut cost = 0;
        for (bit, cell) in candidates.iter().enumerate() {
            if set >> bit & 1 == 1 {
                trial.cells[*cell].status = Status::Suppressed { primary: false };
                cost += trial.cells[*cell].cost;
            }
        }
        if best.is_none_or(|best| cost < best) && holds(&trial)? {
            best = Some(cost);
        }
    }
    Some(best)
}

#[test]
fn an_attacker_who_tries_every_table_recovers_nothing_from_two_thousand_linked_tables() {
    let weights = Weights {
        audit: Options { insiders: Insiders::Ignored, ..Options::default() },
        optimum_cells: 12,
        ..Weights::default()
    };
    let (mut protected, mut impossible, mut uncounted, mut compared) = (0, 0, 0, 0);
    let (mut spent, mut least, mut proven) = (0, 0, 0);
    let mut sizes = Random(41);
    for seed in 0..2_000 {
        let (rows, columns) = (2 + sizes.below(3), 2 + sizes.below(3));
        let before = random(seed, usize::try_from(rows).unwrap(), usize::try_from(columns).unwrap(), seed % 2 == 0);
        let mut system = before.clone();
        let optimum = cheapest(&before);
        match suppress(&mut system, &weights) {
            Ok(report) => {
                match holds(&system) {
                    Some(holds) => assert!(holds, "table {seed} discloses a cell: {system:?}"),
                    None => uncounted += 1,
                }
                protected += 1;
                proven += u32::from(report.proven());
                if let Some(optimum) = optimum {
                    let optimum = optimum.expect("a protected table has a cheapest protection");
                    assert!(
                        report.cost >= optimum && report.least_cost <= optimum,
                        "table {seed}: {report:?}, {optimum}"
                    );
                    if report.proven() {
                        assert_eq!(report.cost, optimum, "table {seed} is not the cheapest");
                    }
                    compared += 1;
                    spent += report.cost;
                    least += optimum;
                }
                // Every secondary suppression is needed: without any one of them the attacker learns something.
                for at in 0..system.cells.len() {
                    if system.cells[at].status == (Status::Suppressed { primary: false }) {
                        let mut mutant = system.clone();
                        mutant.cells[at].status = Status::Exact;
                        assert_ne!(holds(&mutant), Some(true), "table {seed}: {} is needless", system.cells[at].id);
                    }
                }
            }
            Err(DisclosureError::Unprotectable { .. }) => {
                assert!(!matches!(optimum, Some(Some(_))), "table {seed} can be protected");
                impossible += 1;
            }
            Err(error) => panic!("table {seed}: {error}"),
        }
    }
    println!(
        "{protected} protected, {impossible} cannot be, {uncounted} too large to enumerate; {proven} proven cheapest; \
         {compared} compared with every set: cost {spent}, least {least}"
    );
    assert!(protected > 1_000 && compared > 300, "{protected} {compared}");
}
