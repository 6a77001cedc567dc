//! Every case of `sdc_cases` in `oracles.json`: published tables that can be attacked, and what is known of them.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::Value;

use assess::disclosure::audit::{Audit, Insiders, Options, Verdict, audit};
use assess::disclosure::round::{Rounding, round};
use assess::disclosure::suppress::{Weights, suppress};
use assess::disclosure::system::{Equation, Required, Status, System};

use super::tables::{Random, cell, printed, secondary, two_way};
use super::without_insiders;

/// A case of the file by its name.
fn case(id: &str) -> Value {
    let file: Value = serde_json::from_str(include_str!("../../statistics/oracles.json")).unwrap();
    let cases = file["sdc_cases"].as_array().unwrap().clone();
    cases.into_iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id}"))
}

fn integers(values: &Value) -> Vec<i64> {
    values.as_array().unwrap().iter().map(|value| value.as_f64().unwrap().round() as i64).collect()
}

fn table(rows: &Value) -> Vec<Vec<i64>> {
    rows.as_array().unwrap().iter().map(integers).collect()
}

fn system_of(rows: &[Vec<i64>]) -> System {
    two_way(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), true)
}

/// `w/b` of a case as the cell's name here, `r1c2`.
fn named(case: &Value, name: &str) -> String {
    let (row, column) = name.split_once('/').unwrap();
    let at = |names: &Value, name: &str| names.as_array().unwrap().iter().position(|own| own == name).unwrap() + 1;
    format!("r{}c{}", at(&case["rows"], row), at(&case["cols"], column))
}

fn withhold(system: &mut System, id: &str, primary: bool) {
    let at = cell(system, id);
    system.cells[at].status = Status::Suppressed { primary };
}

fn exactly(system: &System) -> Audit {
    audit(system, &Options { exact: true, insiders: Insiders::Ignored, ..Options::default() }).unwrap()
}

fn interval(audit: &Audit, id: &str) -> (i64, i64) {
    let found = audit.cells.iter().find(|cell| cell.id == id).unwrap_or_else(|| panic!("{id} is not audited"));
    assert!(found.exact, "{id}");
    (found.interval.0, found.interval.1.unwrap())
}

/// Checks the intervals of a case, named `w/b` or `r1c2`.
fn assert_intervals(case: &Value, key: &str, audit: &Audit) {
    for (name, ends) in case[key].as_object().unwrap() {
        let id = if name.contains('/') { named(case, name) } else { name.clone() };
        let ends = integers(ends);
        assert_eq!(interval(audit, &id), (ends[0], ends[1]), "{key}: {name}");
    }
}

#[test]
fn sdc_geurts1992() {
    let case = case("sdc_geurts1992");
    // What is withheld is known only by its sums; 5, 2, 1 and 2 is one table that fits them.
    let system_rows = vec![vec![5, 2], vec![1, 2], integers(&case["published"]["row3"])];
    let mut system = system_of(&system_rows);
    for (id, totals) in [("r", &case["published"]["row_totals"]), ("c", &case["published"]["col_totals"])] {
        for (number, total) in integers(totals).into_iter().enumerate() {
            assert_eq!(system.cells[cell(&system, &format!("{id}{}", number + 1))].value, total);
        }
    }
    for id in case["suppressed"].as_array().unwrap() {
        withhold(&mut system, id.as_str().unwrap(), true);
    }
    assert_intervals(&case, "intervals", &exactly(&system));
}

#[test]
fn sdc_sdctable_4x4() {
    let case = case("sdc_sdctable_4x4");
    let mut system = system_of(&table(&case["table"]));
    for name in case["suppressed"].as_array().unwrap() {
        withhold(&mut system, &named(&case, name.as_str().unwrap()), true);
    }
    let attacked = exactly(&system);
    assert_intervals(&case, "intervals", &attacked);
    let unsafe_cells: Vec<&str> = attacked.unsafe_cells().map(|cell| cell.id.as_str()).collect();
    assert_eq!(unsafe_cells, ["r1c2"], "two withheld cells a line and one is exactly known");
    let with = |name: &str| {
        let mut system = system.clone();
        withhold(&mut system, &named(&case, name), false);
        exactly(&system)
    };
    assert_intervals(&case, "after_adding_x/b", &with("x/b"));
    // Of all single further cells, exactly those listed leave no exact disclosure.
    let hiding: Vec<&str> = case["single_extra_inner_suppressions_that_leave_no_exact_disclosure"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    for row in ["w", "x", "y", "z"] {
        for column in ["a", "b", "c", "d"] {
            let name = format!("{row}/{column}");
            if system.cells[cell(&system, &named(&case, &name))].status == Status::Exact {
                let found = with(&name);
                assert_eq!(found.is_safe(), hiding.contains(&name.as_str()), "{name}");
                if found.is_safe() {
                    let ends = integers(&case["interval_of_w/b_for_each_single_extra_suppression"][&name]);
                    assert_eq!(interval(&found, "r1c2"), (ends[0], ends[1]), "{name}");
                }
            }
        }
    }
    // The suppressor repairs it by the cell the case calls cheapest, with the interval sdcTable’s own test states.
    let report = suppress(&mut system, &without_insiders()).unwrap();
    assert_eq!((secondary(&system), report.cost, report.proven()), (vec![named(&case, "x/d")], 31, true));
    let says = integers(&case["sdcTable_says_w/b_after"]);
    assert_eq!(interval(&exactly(&system), "r1c2"), (says[0], says[1]));
}

#[test]
fn sdc_microdata1() {
    let case = case("sdc_microdata1");
    let mut system = system_of(&table(&case["table"]));
    let primary = named(&case, case["primary"][0].as_str().unwrap());
    withhold(&mut system, &primary, true);
    let patterns = case["valid_3_cell_patterns_by_cost"].as_array().unwrap();
    for pattern in patterns {
        let mut trial = system.clone();
        let mut cost = 0;
        for name in pattern["secondary"].as_array().unwrap() {
            let id = named(&case, name.as_str().unwrap());
            cost += trial.cells[cell(&trial, &id)].cost;
            withhold(&mut trial, &id, false);
        }
        let ends = integers(&pattern["interval_of_primary"]);
        assert_eq!(interval(&exactly(&trial), &primary), (ends[0], ends[1]));
        assert_eq!(cost as f64, pattern["cost_sum_of_counts"].as_f64().unwrap());
    }
    let report = suppress(&mut system, &without_insiders()).unwrap();
    let mut optimum: Vec<String> =
        patterns[0]["secondary"].as_array().unwrap().iter().map(|name| named(&case, name.as_str().unwrap())).collect();
    optimum.sort_unstable();
    assert_eq!((report.cost, report.proven()), (40, true));
    assert_eq!(secondary(&system), optimum);
}

/// Two editions are one system: a count that was not revised is the same cell in both.
#[test]
fn sdc_edition_differencing() {
    let case = case("sdc_edition_differencing");
    let number = |value: &Value| value.as_i64().unwrap();
    let (c, d) = (number(&case["edition1"]["others"]["force C"]), number(&case["edition1"]["others"]["force D"]));
    let total = number(&case["edition1"]["published_region_total"]);
    let b = number(&case["worse"]["published"]["force B"]);
    let a = total - b - c - d;
    assert_eq!(a, 10);
    let stacked = |first: &[&str], second: &[&str]| {
        let mut system = System::default();
        for (name, value) in [("A", a), ("B", b), ("C", c), ("D", d), ("region", total)] {
            let mut cell = printed(name.to_owned(), value);
            // A cell is withheld in the stacked system only if neither edition prints it.
            if first.contains(&name) && second.contains(&name) {
                cell.status = Status::Suppressed { primary: true };
            }
            system.cells.push(cell);
        }
        system.equations.push(Equation { terms: vec![(0, 1), (1, 1), (2, 1), (3, 1), (4, -1)], constant: 0 });
        system
    };
    // The first edition alone is safe, for readers.
    assert_eq!(interval(&exactly(&stacked(&["A", "B"], &["A", "B"])), "A"), (0, 14));
    // The second withholds A and C: together with the first, A is exactly 10.
    let both = exactly(&stacked(&["A", "B"], &["A", "C"]));
    assert_eq!((interval(&both, "A"), both.is_safe()), ((a, a), false));
    // A resubmitted with one more, which a public note says: the cells differ by exactly 1, and the second edition adds nothing
    // new to A + B; without the note A could have moved by anything.
    let mut system = stacked(&["A", "B"], &["A", "B"]);
    let mut second = printed("A, second".to_owned(), a + 1);
    second.status = Status::Suppressed { primary: true };
    system.cells.push(second);
    system.cells.push(printed("region, second".to_owned(), total + 1));
    system.equations.push(Equation { terms: vec![(5, 1), (1, 1), (2, 1), (3, 1), (6, -1)], constant: 0 });
    let noted = exactly(&system);
    assert_eq!((interval(&noted, "A"), interval(&noted, "A, second")), ((0, 14), (1, 15)));
    // The change itself is known to the unit: if it must be hidden, it is a cell of its own, and it is not safe.
    let mut change = printed("change of A".to_owned(), 1);
    change.status = Status::Suppressed { primary: true };
    change.least = -100;
    system.cells.push(change);
    system.equations.push(Equation { terms: vec![(5, 1), (0, -1), (7, -1)], constant: 0 });
    let changed = exactly(&system);
    assert_eq!(interval(&changed, "change of A"), (1, 1));
    assert!(changed.unsafe_cells().any(|cell| cell.id == "change of A"));
}

/// `1/0` or `1/t` of the rounding cases as the cell's name here.
fn rounded_name(name: &str) -> String {
    let (row, column) = name.split_once('/').unwrap();
    let number = |text: &str| text.parse::<usize>().unwrap() + 1;
    match (row, column) {
        ("t", "t") => "t".to_owned(),
        ("t", column) => format!("c{}", number(column)),
        (row, "t") => format!("r{}", number(row)),
        (row, column) => format!("r{}c{}", number(row), number(column)),
    }
}

#[test]
fn sdc_round5_conventional() {
    let case = case("sdc_round5_conventional");
    let mut system = system_of(&table(&case["true"]));
    for (name, rounded) in case["published_rounded"].as_object().unwrap() {
        let rounded = rounded.as_i64().unwrap();
        let at = cell(&system, &rounded_name(name));
        system.cells[at].status = Status::Rounded { least: (rounded - 2).max(0), most: rounded + 2 };
        system.cells[at].required = Some(Required { width: 1 });
    }
    let audit = exactly(&system);
    assert_intervals(&case, "implied_intervals", &audit);
    assert!(audit.is_safe());
    // The number of tables that fit, counted here: the inner cells run over the intervals, the margins are checked.
    let inner: Vec<(i64, i64)> = (0..6).map(|at| interval(&audit, &system.cells[at].id)).collect();
    let sum = |values: &[i64], id: &str, cells: &[usize]| {
        let total: i64 = cells.iter().map(|at| values[*at]).sum();
        let Status::Rounded { least, most } = system.cells[cell(&system, id)].status else { panic!("{id}") };
        (least..=most).contains(&total)
    };
    let mut tables = 0;
    let mut open = vec![Vec::new()];
    while let Some(values) = open.pop() {
        if values.len() == 6 {
            let margins: [(&str, &[usize]); 6] = [
                ("r1", &[0, 1]),
                ("r2", &[2, 3]),
                ("r3", &[4, 5]),
                ("c1", &[0, 2, 4]),
                ("c2", &[1, 3, 5]),
                ("t", &[0, 1, 2, 3, 4, 5]),
            ];
            tables += i64::from(margins.iter().all(|(id, cells)| sum(&values, id, cells)));
            continue;
        }
        let (least, most) = inner[values.len()];
        open.extend((least..=most).map(|value| values.iter().copied().chain([value]).collect::<Vec<i64>>()));
    }
    assert_eq!(tables, case["consistent_integer_tables"].as_i64().unwrap());
}

#[test]
fn sdc_controlled_rounding_5() {
    let case = case("sdc_controlled_rounding_5");
    let mut system = system_of(&table(&case["true"]));
    let rounded = round(&mut system, &Rounding::to(5)).unwrap();
    assert_eq!(rounded.distance, u128::from(case["minimum"].as_u64().unwrap()));
    assert!(rounded.proven() && rounded.further == 0);
    let inner: Vec<Vec<i64>> =
        (0..3).map(|row| (0..2).map(|column| rounded.values[2 * row + column].unwrap()).collect()).collect();
    let optima: Vec<Vec<Vec<i64>>> = case["optimal_inner_tables"].as_array().unwrap().iter().map(table).collect();
    assert!(optima.contains(&inner), "{inner:?}");
    // The handbook's own solution adds up too, and is farther.
    let solution = table(&case["handbook_solution"]);
    let farther = system_of(&solution);
    let apart: i64 = farther.cells.iter().zip(&system.cells).map(|(one, other)| (one.value - other.value).abs()).sum();
    assert_eq!(apart, case["handbook_solution_objective"].as_i64().unwrap());
}

/// The claim of the case by a second method: a cell of a two-way table can differ exactly if its arc lies on a cycle of what can move.
#[test]
fn sdc_2d_cycle_audit_check() {
    let case = case("sdc_2d_cycle_audit_check");
    let mut random = Random(150);
    let (mut compared, mut disclosed) = (0, 0);
    for number in 0..case["random_tables"].as_u64().unwrap() {
        let (height, width) = (2 + random.below(5), 2 + random.below(5));
        let rows: Vec<Vec<i64>> = (0..height)
            .map(|_| (0..width).map(|_| [0, 0, 1, 2, 5, 9][usize::try_from(random.below(6)).unwrap()]).collect())
            .collect();
        let mut system = system_of(&rows);
        let (height, width) = (rows.len(), rows[0].len());
        for at in 0..height * width {
            if random.below(5) < 2 {
                system.cells[at].status = Status::Suppressed { primary: true };
            }
        }
        let withheld = |at: usize| system.cells[at].status != Status::Exact;
        // Row → column always: the cell can grow. Column → row if it can shrink.
        let mut arcs: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for at in (0..height * width).filter(|at| withheld(*at)) {
            let (row, column) = (at / width, height + at % width);
            arcs.entry(row).or_default().push((column, at));
            if system.cells[at].value > 0 {
                arcs.entry(column).or_default().push((row, at));
            }
        }
        let reaches = |from: usize, to: usize, without: usize| {
            let (mut seen, mut open) = (vec![from], vec![from]);
            while let Some(node) = open.pop() {
                for (next, _) in arcs.get(&node).into_iter().flatten().filter(|(_, arc)| *arc != without) {
                    if !seen.contains(next) {
                        seen.push(*next);
                        open.push(*next);
                    }
                }
            }
            seen.contains(&to)
        };
        let audited = exactly(&system);
        for at in (0..height * width).filter(|at| withheld(*at)) {
            let (row, column) = (at / width, height + at % width);
            let moves = reaches(column, row, at) || (system.cells[at].value > 0 && reaches(row, column, at));
            let found = audited.cells.iter().find(|cell| cell.id == system.cells[at].id).unwrap();
            let expected = if moves { Verdict::Safe } else { Verdict::Unsafe };
            assert_eq!(found.verdict, expected, "table {number}, {}", found.id);
            assert_eq!(found.interval.0 == found.interval.1.unwrap(), !moves, "table {number}, {}", found.id);
            compared += 1;
            disclosed += usize::from(!moves);
        }
    }
    println!("{compared} cells compared, {disclosed} of them disclosed");
    assert!(compared >= case["cells_compared"].as_u64().unwrap() as usize && disclosed > 50, "{compared}, {disclosed}");
}

/// Tables of the sizes timed: a pair of bounds may not take longer than the dense programme of the case needed, in a debug build.
#[test]
fn sdc_timing() {
    let case = case("sdc_timing");
    let result = &case["results"][0];
    let number = |key: &str| usize::try_from(result[key].as_u64().unwrap()).unwrap();
    let shape = integers(&result["shape"]);
    let (height, width) = (usize::try_from(shape[0]).unwrap(), usize::try_from(shape[1]).unwrap());
    assert_eq!(
        (height * width, height * width + height + width + 1),
        (number("inner_cells"), number("cells_with_margins"))
    );
    let mut random = Random(43);
    let rows: Vec<Vec<i64>> = (0..height)
        .map(|_| (0..width).map(|_| i64::try_from(random.below(30) * random.below(20) / 10).unwrap()).collect())
        .collect();
    let mut system = system_of(&rows);
    let mut left = number("suppressed");
    let small: Vec<usize> = (0..height * width).filter(|at| (1..=7).contains(&system.cells[*at].value)).collect();
    for at in small.into_iter().take(number("primary")) {
        system.cells[at].status = Status::Suppressed { primary: true };
        left -= 1;
    }
    while left > 0 {
        let at = usize::try_from(random.below((height * width) as u64)).unwrap();
        if system.cells[at].status == Status::Exact {
            system.cells[at].status = Status::Suppressed { primary: false };
            left -= 1;
        }
    }
    let start = Instant::now();
    let found = exactly(&system);
    let seconds = start.elapsed().as_secs_f64();
    let pairs = found.cells.len();
    let theirs = result["seconds_per_pair_dense_scipy_highs"].as_f64().unwrap();
    println!("{pairs} pairs of bounds in {seconds:.3} s; the dense programme needs {:.1} s", theirs * pairs as f64);
    assert_eq!(pairs, number("suppressed"));
    assert!(found.cells.iter().all(|cell| cell.exact));
    assert!(seconds < theirs * pairs as f64, "{seconds} s for {pairs} pairs");
    // The smallest exact optimum the case timed has 25 primary cells; ours says what it could prove.
    let weights: Weights = without_insiders();
    for at in 0..system.cells.len() {
        if system.cells[at].status == (Status::Suppressed { primary: false }) {
            system.cells[at].status = Status::Exact;
        }
    }
    let report = suppress(&mut system, &weights).unwrap();
    println!("43 × 12: cost {} of at least {}", report.cost, report.least_cost);
    assert!(exactly(&system).is_safe() && report.cost >= report.least_cost);
}

/// Where noughts are printed, a withheld cell is at least 1, and three cells that add to three are known.
#[test]
fn sdc_three_singletons() {
    let case = case("sdc_three_singletons");
    let mut system = system_of(&table(&case["table"]));
    for name in case["suppressed_nonzero_cells_below_3"].as_array().unwrap() {
        withhold(&mut system, &named(&case, name.as_str().unwrap()), true);
    }
    assert_intervals(&case, "intervals_nonnegativity_only", &exactly(&system));
    for cell in system.cells.iter_mut().filter(|cell| cell.status != Status::Exact) {
        cell.least = 1;
    }
    let attacked = exactly(&system);
    assert_intervals(&case, "intervals_if_attacker_knows_suppressed_cells_are_at_least_1", &attacked);
    assert_eq!(attacked.unsafe_cells().count(), 5);
    // Protected with that knowledge, no cell is left exactly known.
    for cell in &mut system.cells {
        cell.fixed &= cell.value == 0;
        cell.least = cell.least.max(i64::from(cell.value > 0));
    }
    suppress(&mut system, &without_insiders()).unwrap();
    assert!(exactly(&system).is_safe());
}
