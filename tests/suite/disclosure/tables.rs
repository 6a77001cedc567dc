//! Tables as systems.

use assess::disclosure::system::{Cell, Equation, Required, Status, System};

/// A count that is printed.
pub(crate) fn printed(id: String, value: i64) -> Cell {
    let cost = u64::try_from(value.max(1)).unwrap();
    Cell {
        id,
        value,
        least: 0,
        most: None,
        status: Status::Exact,
        cost,
        fixed: false,
        required: None,
        insiders: Vec::new(),
        floors: Vec::new(),
    }
}

/// Index of a cell.
pub(crate) fn cell(system: &System, id: &str) -> usize {
    system.cells.iter().position(|cell| cell.id == id).unwrap()
}

/// Names of the secondary suppressions.
pub(crate) fn secondary(system: &System) -> Vec<String> {
    let found = system.cells.iter().filter(|cell| cell.status == Status::Suppressed { primary: false });
    found.map(|cell| cell.id.clone()).collect()
}

/// A two-way table with its margins: cells `r1c1`, totals `r1`, `c1` and `t`. Margins are fixed, or cost what they count.
pub(crate) fn two_way(rows: &[&[i64]], fixed_margins: bool) -> System {
    let columns = rows[0].len();
    let mut system = System::default();
    for (r, row) in rows.iter().enumerate() {
        for (c, value) in row.iter().enumerate() {
            system.cells.push(printed(format!("r{}c{}", r + 1, c + 1), *value));
        }
    }
    let at = |r: usize, c: usize| r * columns + c;
    let total = |system: &mut System, id: String, parts: Vec<usize>| {
        let value = parts.iter().map(|part| system.cells[*part].value).sum();
        let mut cell = printed(id, value);
        cell.fixed = fixed_margins;
        system.cells.push(cell);
        let mut terms: Vec<(usize, i64)> = parts.into_iter().map(|part| (part, 1)).collect();
        terms.push((system.cells.len() - 1, -1));
        system.equations.push(Equation { terms, constant: 0 });
        system.cells.len() - 1
    };
    let row_totals: Vec<usize> = (0..rows.len())
        .map(|r| total(&mut system, format!("r{}", r + 1), (0..columns).map(|c| at(r, c)).collect()))
        .collect();
    for c in 0..columns {
        total(&mut system, format!("c{}", c + 1), (0..rows.len()).map(|r| at(r, c)).collect());
    }
    total(&mut system, "t".to_owned(), row_totals);
    system
}

/// A generator without a library: splitmix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// A random table with small counts withheld: each must keep an interval of three; zeros are shown, so what is withheld is at
/// least 1. With `linked`, a third total over part of the cells ties a second table to it.
pub(crate) fn random(seed: u64, rows: usize, columns: usize, linked: bool) -> System {
    let mut random = Random(seed);
    let values: Vec<Vec<i64>> = (0..rows)
        .map(|_| {
            (0..columns)
                .map(|_| match random.below(10) {
                    0 => 0,
                    1..=3 => 1 + i64::try_from(random.below(4)).unwrap(),
                    _ => 5 + i64::try_from(random.below(12)).unwrap(),
                })
                .collect()
        })
        .collect();
    let borrowed: Vec<&[i64]> = values.iter().map(Vec::as_slice).collect();
    let mut system = two_way(&borrowed, true);
    if linked {
        let parts: Vec<usize> = (0..rows * columns).filter(|_| random.below(3) == 0).collect();
        let value = parts.iter().map(|part| system.cells[*part].value).sum();
        system.cells.push(printed("second".to_owned(), value));
        let mut terms: Vec<(usize, i64)> = parts.into_iter().map(|part| (part, 1)).collect();
        terms.push((system.cells.len() - 1, -1));
        system.equations.push(Equation { terms, constant: 0 });
    }
    for cell in &mut system.cells {
        if cell.fixed {
            continue;
        }
        match cell.value {
            // A zero is shown as a zero and may not be withheld.
            0 => cell.fixed = true,
            1..=4 => {
                cell.least = 1;
                cell.status = Status::Suppressed { primary: true };
                cell.required = Some(Required { width: 3 });
            }
            _ => cell.least = 1,
        }
    }
    system
}

/// A three-way table with all its margins over one way: inner cells first, in the order of their places.
pub(crate) fn three_way(sizes: [usize; 3], mut count: impl FnMut(usize) -> i64) -> System {
    let [height, width, depth] = sizes;
    let mut system = System::default();
    for at in 0..height * width * depth {
        system.cells.push(printed(format!("cell {at}"), count(at)));
    }
    let at = |row: usize, column: usize, layer: usize| (row * width + column) * depth + layer;
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for row in 0..height {
        lines.extend((0..width).map(|column| (0..depth).map(|layer| at(row, column, layer)).collect()));
        lines.extend((0..depth).map(|layer| (0..width).map(|column| at(row, column, layer)).collect()));
    }
    for column in 0..width {
        lines.extend((0..depth).map(|layer| (0..height).map(|row| at(row, column, layer)).collect()));
    }
    for line in lines {
        total(&mut system, &line);
    }
    system
}

/// Adds the printed total of some cells, which may not be withheld.
pub(crate) fn total(system: &mut System, parts: &[usize]) -> usize {
    let value = parts.iter().map(|part| system.cells[*part].value).sum();
    let at = system.cells.len();
    let mut cell = printed(format!("total {at}"), value);
    cell.fixed = true;
    system.cells.push(cell);
    let terms = parts.iter().map(|part| (*part, 1)).chain([(at, -1)]).collect();
    system.equations.push(Equation { terms, constant: 0 });
    at
}
