//! An attacker who tries every table, against the auditor, on thousands of random systems.

use std::collections::BTreeSet;

use assess::disclosure::audit::{Bound, Insiders, Method, Options, Verdict, audit, audit_with};
use assess::disclosure::system::{Cell, Equation, Required, Status, System};

use super::{Sequence, printed, total};

/// Smallest and largest value of each cell over every assignment that fits what is published.
///
/// Knows nothing of the auditor: assigns values cell by cell and drops an assignment when an equation is complete and
/// does not hold, or can no longer be reached.
struct Enumeration<'a> {
    system: &'a System,
    bounds: &'a [Bound],
    ranges: Vec<(i64, i64)>,
    values: Vec<i64>,
    found: Vec<(i64, i64)>,
    tables: u64,
    /// The last table that fits.
    last: Vec<i64>,
}

fn enumerate<'a>(system: &'a System, bounds: &'a [Bound], insider: Option<&str>) -> Enumeration<'a> {
    let ranges = system.cells.iter().map(|cell| {
        let floors = cell.floors.iter().filter(|(force, _)| Some(force.as_str()) == insider);
        let least = floors.map(|(_, least)| *least).chain([cell.least]).max().unwrap();
        let most = cell.most.unwrap();
        match cell.status {
            _ if cell.insiders.iter().any(|force| Some(force.as_str()) == insider) => (cell.value, cell.value),
            Status::Exact => (cell.value, cell.value),
            Status::Rounded { least: from, most: to } => (least.max(from), most.min(to)),
            Status::Suppressed { .. } => (least, most),
        }
    });
    let ranges: Vec<(i64, i64)> = ranges.collect();
    let values = vec![0; ranges.len()];
    let found = vec![(i64::MAX, i64::MIN); ranges.len()];
    let mut enumeration = Enumeration { system, bounds, ranges, values, found, tables: 0, last: Vec::new() };
    enumeration.assign(0);
    enumeration
}

impl Enumeration<'_> {
    fn assign(&mut self, index: usize) {
        if !self.reachable(index) {
            return;
        }
        if index == self.values.len() {
            self.tables += 1;
            self.last.clone_from(&self.values);
            for (found, value) in self.found.iter_mut().zip(&self.values) {
                *found = (found.0.min(*value), found.1.max(*value));
            }
            return;
        }
        for value in self.ranges[index].0..=self.ranges[index].1 {
            self.values[index] = value;
            self.assign(index + 1);
        }
    }

    /// Whether the cells from `index` on can still make every equation and bound hold.
    fn reachable(&self, index: usize) -> bool {
        let sum = |terms: &[(usize, i64)]| {
            terms.iter().fold((0, 0), |(low, high), (cell, coefficient)| {
                let (from, to) =
                    if *cell < index { (self.values[*cell], self.values[*cell]) } else { self.ranges[*cell] };
                let (from, to) = (from * coefficient, to * coefficient);
                (low + from.min(to), high + from.max(to))
            })
        };
        self.system.equations.iter().all(|equation| {
            let (low, high) = sum(&equation.terms);
            (low..=high).contains(&equation.constant)
        }) && self.bounds.iter().all(|bound| {
            let (low, high) = sum(&bound.terms);
            bound.least.is_none_or(|least| high >= least) && bound.most.is_none_or(|most| low <= most)
        })
    }
}

/// A cell with a random status.
fn random_cell(sequence: &mut Sequence, id: String, value: i64) -> Cell {
    let status = match sequence.below(10) {
        0..=5 => Status::Suppressed { primary: sequence.below(2) == 0 },
        6 => Status::Rounded { least: value - sequence.count(2), most: value + sequence.count(2) },
        _ => Status::Exact,
    };
    let required = (sequence.below(2) == 0).then(|| Required { width: sequence.count(4) });
    let least = if value > 0 { sequence.count(2) } else { 0 };
    let insiders = if sequence.below(3) == 0 { vec![format!("force {}", sequence.below(3))] } else { Vec::new() };
    let most = Some(value + sequence.count(4));
    let mut apart = Sequence(sequence.0 ^ 0x5bd1_e995);
    let floor = (format!("force {}", apart.below(3)), value - apart.count(2));
    let floors = if apart.below(4) == 0 { vec![floor] } else { Vec::new() };
    Cell { least, most, status, required, insiders, floors, ..printed(&id, value) }
}

/// Random equations over few cells, some with coefficients of 2 and −1: linked as no table would be.
fn random_system(sequence: &mut Sequence) -> System {
    let mut system = System::default();
    let count = 4 + sequence.below(7);
    for index in 0..count {
        let value = sequence.count(5);
        let cell = random_cell(sequence, format!("cell {index}"), value);
        system.cells.push(cell);
    }
    for _ in 0..1 + sequence.below(5) {
        let odd = sequence.below(3) == 0;
        let mut terms = Vec::new();
        for cell in 0..system.cells.len() {
            if sequence.below(2) == 0 {
                let coefficient = if odd { [1, 1, -1, 2, 3][usize::try_from(sequence.below(5)).unwrap()] } else { 1 };
                terms.push((cell, coefficient));
            }
        }
        let constant = terms.iter().map(|(cell, coefficient)| system.cells[*cell].value * coefficient).sum();
        system.equations.push(Equation { terms, constant });
    }
    system
}

/// Random tables with margins: one way, two ways or three, the margins printed, rounded or withheld.
fn random_tables(sequence: &mut Sequence) -> System {
    let mut system = System::default();
    let sizes = [[2, 3, 1], [3, 3, 1], [2, 2, 2], [2, 2, 3]][usize::try_from(sequence.below(4)).unwrap()];
    let [height, width, depth] = sizes;
    for index in 0..height * width * depth {
        let value = sequence.count(4);
        let mut cell = random_cell(sequence, format!("cell {index}"), value);
        cell.most = Some(value + sequence.count(3));
        system.cells.push(cell);
    }
    let at = |row: usize, column: usize, layer: usize| (row * width + column) * depth + layer;
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for layer in 0..depth {
        lines.extend((0..height).map(|row| (0..width).map(|column| at(row, column, layer)).collect()));
        lines.extend((0..width).map(|column| (0..height).map(|row| at(row, column, layer)).collect()));
    }
    if depth > 1 {
        for row in 0..height {
            lines.extend((0..width).map(|column| (0..depth).map(|layer| at(row, column, layer)).collect()));
        }
    }
    for line in lines {
        total(&mut system, &line);
        if let Some(margin) = system.cells.last_mut() {
            margin.most = Some(margin.value + 2);
            if sequence.below(4) == 0 {
                margin.status = Status::Rounded { least: (margin.value - 1).max(0), most: margin.value + 1 };
            } else if sequence.below(4) == 0 {
                margin.status = Status::Suppressed { primary: false };
                margin.least = (margin.value - 1).max(0);
            }
        }
    }
    system
}

/// Compares the audit of a system with the enumeration; gives the methods used and how many cells were compared.
fn compare(system: &System, bounds: &[Bound], label: &str, methods: &mut BTreeSet<Method>) -> usize {
    let Enumeration { found: truth, tables, .. } = enumerate(system, bounds, None);
    assert!(tables > 0, "{label}");
    let insiders = Insiders::AsRequired;
    let exact = audit_with(system, bounds, &Options { exact: true, insiders, ..Options::default() }).unwrap();
    let enough = audit_with(system, bounds, &Options { insiders, ..Options::default() }).unwrap();
    let hasty = audit_with(system, bounds, &Options { insiders, first_unsafe: true, ..Options::default() }).unwrap();
    assert_eq!(hasty.is_safe(), enough.is_safe(), "{system:?}");
    let floors = |cell: &'_ Cell| cell.floors.iter().map(|(force, _)| force.clone()).collect::<Vec<_>>();
    let forces: BTreeSet<String> =
        system.cells.iter().flat_map(|cell| cell.insiders.iter().cloned().chain(floors(cell))).collect();
    let learnt: Vec<(&String, Vec<(i64, i64)>)> =
        forces.iter().map(|force| (force, enumerate(system, bounds, Some(force)).found)).collect();
    for (number, found) in exact.cells.iter().enumerate() {
        let label = format!("{label}, {}", found.id);
        let index = system.cells.iter().position(|cell| cell.id == found.id).unwrap();
        let (least, most) = truth[index];
        assert_eq!((found.interval, found.exact), ((least, Some(most)), true), "{label}");
        methods.insert(found.by);
        let mut verdict = match found.required {
            None => Verdict::Free,
            Some(width) if most - least >= width => Verdict::Safe,
            Some(_) => Verdict::Unsafe,
        };
        for (force, learnt) in &learnt {
            // What is all its own leaves nothing to protect from it.
            let cell = &system.cells[index];
            let own = cell.insiders.contains(force) || cell.floors.contains(&((*force).clone(), cell.value));
            if found.required.is_some_and(|width| !own && learnt[index].1 - learnt[index].0 < width) {
                verdict = Verdict::Unsafe;
            }
        }
        assert_eq!((found.verdict, enough.cells[number].verdict), (verdict, verdict), "{label}");
        if let Some(insider) = &found.insider {
            let (_, learnt) = learnt.iter().find(|(force, _)| **force == insider.force).unwrap();
            assert_eq!(insider.interval, (learnt[index].0, Some(learnt[index].1)), "{label}");
        }
        // An interval that was not followed to its ends claims no more than the true one.
        let part = enough.cells[number].interval;
        assert!(part.0 >= least && part.1.unwrap() <= most, "{label}");
    }
    exact.cells.len()
}

#[test]
fn an_attacker_who_tries_every_table_agrees_on_two_thousand_linked_systems() {
    let mut methods = BTreeSet::new();
    let mut sequence = Sequence(1);
    let compared: usize = (0..2000)
        .map(|number| compare(&random_system(&mut sequence), &[], &format!("system {number}"), &mut methods))
        .sum();
    assert!(compared > 5_000, "{compared}");
    assert!(methods.contains(&Method::Linear) && methods.contains(&Method::Integer), "{methods:?}");
}

#[test]
fn an_attacker_who_tries_every_table_agrees_on_a_thousand_tables_of_two_and_three_ways() {
    let mut methods = BTreeSet::new();
    let mut sequence = Sequence(2);
    let compared: usize = (0..1000)
        .map(|number| compare(&random_tables(&mut sequence), &[], &format!("table {number}"), &mut methods))
        .sum();
    assert!(compared > 5_000, "{compared}");
    assert!(methods.contains(&Method::Graph) && methods.contains(&Method::Linear), "{methods:?}");
}

#[test]
fn an_attacker_who_tries_every_table_agrees_where_sums_are_known_to_lie_in_ranges() {
    let mut methods = BTreeSet::new();
    let mut sequence = Sequence(3);
    for number in 0..500 {
        let system = random_system(&mut sequence);
        let bounds: Vec<Bound> = (0..1 + sequence.below(2))
            .map(|_| {
                let terms: Vec<(usize, i64)> = (0..system.cells.len())
                    .map(|cell| (cell, sequence.count(5) - 2))
                    .filter(|(_, c)| *c != 0)
                    .collect();
                let sum: i64 = terms.iter().map(|(cell, coefficient)| system.cells[*cell].value * coefficient).sum();
                let least = (sequence.below(3) > 0).then(|| sum - sequence.count(3));
                let most = (sequence.below(3) > 0).then(|| sum + sequence.count(3));
                Bound { terms, least, most }
            })
            .collect();
        compare(&system, &bounds, &format!("bounded system {number}"), &mut methods);
    }
}

/// The intervals are the attacker's: they do not move when the real table is another that fits the same publication.
#[test]
fn the_intervals_do_not_depend_on_which_possible_table_is_the_real_one() {
    let mut sequence = Sequence(4);
    let options = Options { exact: true, insiders: Insiders::Ignored, ..Options::default() };
    let mut compared = 0;
    for _ in 0..500 {
        let mut system = random_tables(&mut sequence);
        // What a force knows holds for its own table alone.
        system.cells.iter_mut().for_each(|cell| cell.floors.clear());
        let enumeration = enumerate(&system, &[], None);
        let mut other = system.clone();
        for (cell, value) in other.cells.iter_mut().zip(&enumeration.last) {
            cell.value = *value;
        }
        compared += usize::from(other != system);
        let (before, after) = (audit(&system, &options).unwrap(), audit(&other, &options).unwrap());
        for (one, two) in before.cells.iter().zip(&after.cells) {
            assert_eq!((&one.id, one.interval, one.verdict), (&two.id, two.interval, two.verdict));
        }
    }
    assert!(compared > 100, "{compared}");
}

/// Every secondary suppression that this attacker needs gone to succeed is one whose loss the auditor must notice.
#[test]
fn printing_any_one_needed_secondary_suppression_is_caught() {
    let mut sequence = Sequence(5);
    let width = |system: &System, primary: usize| {
        let found = enumerate(system, &[], None).found[primary];
        found.1 - found.0
    };
    let mut caught = 0;
    for _ in 0..150 {
        let mut system = random_tables(&mut sequence);
        let inner = system.cells.iter().take_while(|cell| cell.id.starts_with("cell")).count();
        for cell in &mut system.cells {
            cell.status = Status::Exact;
            cell.required = None;
            cell.insiders.clear();
            cell.floors.clear();
        }
        for cell in &mut system.cells[..inner] {
            cell.status = Status::Suppressed { primary: false };
        }
        let primary = usize::try_from(sequence.below(u64::try_from(inner).unwrap())).unwrap();
        system.cells[primary].status = Status::Suppressed { primary: true };
        if width(&system, primary) < 1 {
            continue;
        }
        // Print one cell after another while the primary cell stays hidden: what is left is needed.
        for cell in (0..inner).filter(|cell| *cell != primary) {
            system.cells[cell].status = Status::Exact;
            if width(&system, primary) < 1 {
                system.cells[cell].status = Status::Suppressed { primary: false };
            }
        }
        assert!(audit(&system, &options_for_readers()).unwrap().is_safe());
        for cell in 0..inner {
            if system.cells[cell].status == (Status::Suppressed { primary: false }) {
                let mut without = system.clone();
                without.cells[cell].status = Status::Exact;
                let found = audit(&without, &options_for_readers()).unwrap();
                assert!(found.unsafe_cells().any(|found| found.id == system.cells[primary].id));
                caught += 1;
            }
        }
    }
    assert!(caught > 150, "{caught}");
}

fn options_for_readers() -> Options {
    Options { insiders: Insiders::Ignored, ..Options::default() }
}
