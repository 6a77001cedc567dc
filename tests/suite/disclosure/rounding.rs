//! Controlled rounding: every sum holds, the distance is the least there is, and what cannot be rounded is refused.

use assess::disclosure::DisclosureError;
use assess::disclosure::audit::{Insiders, Options, audit};
use assess::disclosure::round::{Rounded, Rounding, round};
use assess::disclosure::suppress::{Weights, suppress};
use assess::disclosure::system::{Equation, Required, Status, System};

use super::attacker::attack;
use super::tables::{Random, cell, printed, three_way, two_way};

/// Whether every equation between printed cells holds for the rounded ones, and each is a multiple near its count.
#[track_caller]
fn assert_adds_up(before: &System, rounded: &Rounded, base: i64) {
    for equation in &before.equations {
        let terms: Option<Vec<i64>> =
            equation.terms.iter().map(|(cell, factor)| Some(factor * rounded.values[*cell]?)).collect();
        if let Some(terms) = terms {
            assert_eq!(terms.iter().sum::<i64>(), equation.constant);
        }
    }
    let mut distance = 0;
    for (cell, printed) in before.cells.iter().zip(&rounded.values) {
        let Some(printed) = printed else { continue };
        assert_eq!(printed % base, 0, "{}", cell.id);
        let away = (printed - cell.value).abs();
        assert!(away < base * (i64::from(rounded.further) + 1), "{} from {} to {printed}", cell.id, cell.value);
        distance += u128::from(away.unsigned_abs());
    }
    assert_eq!(distance, rounded.distance);
}

/// The least distance of all roundings to a multiple next to each count, by trying every one.
fn nearest(system: &System, base: i64) -> Option<u128> {
    fn choose(system: &System, base: i64, values: &mut Vec<i64>, so_far: u128, best: &mut Option<u128>) {
        if best.is_some_and(|best| so_far >= best) {
            return;
        }
        let at = values.len();
        // An equation whose cells are all chosen must hold.
        for equation in &system.equations {
            if at > 0 && equation.terms.iter().map(|(cell, _)| *cell).max() == Some(at - 1) {
                let sum: i64 = equation.terms.iter().map(|(cell, factor)| factor * values[*cell]).sum();
                if sum != equation.constant {
                    return;
                }
            }
        }
        let Some(cell) = system.cells.get(at) else {
            *best = Some(so_far);
            return;
        };
        let below = cell.value.div_euclid(base) * base;
        for printed in [below, below + base] {
            if printed == below || cell.value != below {
                values.push(printed);
                let away = u128::from((printed - cell.value).unsigned_abs());
                choose(system, base, values, so_far + away, best);
                values.pop();
            }
        }
    }
    let mut best = None;
    choose(system, base, &mut Vec::new(), 0, &mut best);
    best
}

#[test]
fn the_nearest_rounding_of_random_tables_is_that_of_trying_every_one() {
    let mut random = Random(5);
    let (mut two_ways, mut three_ways, mut linked) = (0, 0, 0);
    for number in 0..400 {
        let base = [3, 5, 10][usize::try_from(random.below(3)).unwrap()];
        let mut count = |_: usize| i64::try_from(random.below(24)).unwrap();
        let mut system = if number % 3 == 0 {
            three_way([2, 2, 2], &mut count)
        } else {
            let rows: Vec<Vec<i64>> = (0..3).map(|_| (0..3).map(&mut count).collect()).collect();
            two_way(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), true)
        };
        if number % 3 == 2 {
            // A second table that shares some cells across lines.
            let parts = [0, 4, 5];
            let value = parts.iter().map(|part| system.cells[*part].value).sum();
            system.cells.push(printed("second".to_owned(), value));
            let terms = parts.into_iter().map(|part| (part, 1)).chain([(system.cells.len() - 1, -1)]).collect();
            system.equations.push(Equation { terms, constant: 0 });
        }
        let before = system.clone();
        let expected = nearest(&before, base);
        let rounded = round(&mut system, &Rounding::to(base)).unwrap();
        assert_adds_up(&before, &rounded, base);
        assert_eq!(rounded.further == 0, expected.is_some(), "table {number}");
        if let Some(expected) = expected {
            assert_eq!((rounded.distance, rounded.proven()), (expected, true), "table {number}");
        }
        *[&mut three_ways, &mut two_ways, &mut linked][number % 3] += 1;
        // What is printed now is true of the real counts, so that the auditor takes it.
        audit(&system, &Options { insiders: Insiders::Ignored, ..Options::default() }).unwrap();
        let mut again = before.clone();
        assert_eq!(round(&mut again, &Rounding::to(base)).unwrap(), rounded);
    }
    println!("{two_ways} two-way, {three_ways} three-way, {linked} linked tables rounded");
}

/// Three pairs of ones with their sums: the sums stay at 2, and no choice of 0 or 2 for the ones adds up.
#[test]
fn tables_without_a_neighbouring_solution_are_rounded_farther() {
    let mut system = System::default();
    for (id, value) in [("a", 1), ("b", 1), ("c", 1), ("a + b", 2), ("b + c", 2), ("a + c", 2)] {
        system.cells.push(printed(id.to_owned(), value));
    }
    for (one, other, sum) in [(0, 1, 3), (1, 2, 4), (0, 2, 5)] {
        system.equations.push(Equation { terms: vec![(one, 1), (other, 1), (sum, -1)], constant: 0 });
    }
    let before = system.clone();
    let rounded = round(&mut system, &Rounding::to(2)).unwrap();
    assert_adds_up(&before, &rounded, 2);
    // One of a, b and c goes the other way: two sums move by 2, or each of the three ones and one sum.
    assert_eq!((rounded.further, rounded.distance, rounded.proven()), (1, 5, true));
    let none = Rounding { further: 0, ..Rounding::to(2) };
    let error = round(&mut before.clone(), &none).unwrap_err();
    assert!(matches!(error, DisclosureError::Unroundable { base: 2 }));
    assert!(error.to_string().contains("withhold cells in place of rounding"), "{error}");
}

#[test]
fn withheld_cells_stay_withheld_and_their_sums_need_not_add_up_in_print() {
    let mut system = two_way(&[&[3, 9], &[8, 7]], false);
    for id in ["r1c1", "r1c2", "r2c1", "r2c2"] {
        let at = cell(&system, id);
        system.cells[at].status = Status::Suppressed { primary: true };
        system.cells[at].required = Some(Required { width: 2 });
    }
    let before = system.clone();
    let rounded = round(&mut system, &Rounding::to(5)).unwrap();
    assert_adds_up(&before, &rounded, 5);
    assert_eq!(rounded.values[..4], [None; 4]);
    assert_eq!(rounded.values[4..], [Some(10), Some(15), Some(10), Some(15), Some(25)]);
    assert!(audit(&system, &Options::default()).unwrap().is_safe());
}

#[test]
fn a_rounded_small_count_keeps_the_doubt_of_its_base() {
    let mut system = two_way(&[&[3, 9], &[8, 7]], true);
    system.cells[0].required = Some(Required { width: 4 });
    round(&mut system, &Rounding::to(5)).unwrap();
    let options = Options { exact: true, insiders: Insiders::Ignored, ..Options::default() };
    let found = audit(&system, &options).unwrap();
    assert!(found.is_safe(), "{found:?}");
}

#[test]
fn rounding_refuses_bad_bases_contradictions_and_numbers_it_cannot_hold() {
    let table = || two_way(&[&[3, 9], &[8, 7]], true);
    for base in [0, -5, i64::MIN] {
        let error = round(&mut table(), &Rounding::to(base)).unwrap_err();
        assert!(matches!(error, DisclosureError::System(_)), "{error}");
    }
    let mut wrong = table();
    wrong.cells[0].value = 4;
    assert!(matches!(round(&mut wrong, &Rounding::to(5)), Err(DisclosureError::System(_))));
    let mut huge = System::default();
    huge.cells.push(printed("huge".to_owned(), i64::MAX));
    let rounded = round(&mut huge, &Rounding::to(5)).unwrap();
    assert_eq!(rounded.values, [Some(i64::MAX - 2)]);
    let mut too_far = System::default();
    too_far.cells.push(printed("huge".to_owned(), i64::MAX));
    assert!(matches!(
        round(&mut too_far, &Rounding::to(i64::MAX - 1)),
        Ok(_) | Err(DisclosureError::Unroundable { .. })
    ));
    let mut negative = two_way(&[&[-3, 9], &[8, -7]], true);
    for cell in &mut negative.cells {
        cell.least = -20;
    }
    let before = negative.clone();
    assert_adds_up(&before, &round(&mut negative, &Rounding::to(5)).unwrap(), 5);
    assert_eq!(round(&mut System::default(), &Rounding::to(5)).unwrap().distance, 0);
    let mut zeros = two_way(&[&[0, 0], &[0, 0]], true);
    assert_eq!(round(&mut zeros, &Rounding::to(5)).unwrap().distance, 0);
}

#[test]
fn a_table_of_43_forces_and_12_categories_is_rounded_by_a_flow() {
    let mut random = Random(43);
    let rows: Vec<Vec<i64>> =
        (0..43).map(|_| (0..12).map(|_| i64::try_from(random.below(60)).unwrap()).collect()).collect();
    let mut system = two_way(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), true);
    let before = system.clone();
    let rounded = round(&mut system, &Rounding::to(5)).unwrap();
    assert_adds_up(&before, &rounded, 5);
    assert!(rounded.proven());
    println!("43 × 12 to 5: distance {} over {} cells", rounded.distance, system.cells.len());
}

/// What a way of protecting tables leaves unsaid.
#[derive(Debug, Default)]
struct Loss {
    /// Numbers that a reader does not know to the one, and of them those without any number in print.
    open: usize,
    withheld: usize,
    /// Sum of the widths in which they lie.
    width: f64,
    /// Numbers that need protection and are left with less.
    narrow: usize,
}

impl Loss {
    /// Adds what an attacker leaves open who shares nothing with the program; with these tables, whose equations are those of a flow, his ends are whole.
    fn add(&mut self, system: &System) {
        let mut all = system.clone();
        all.cells.iter_mut().for_each(|cell| cell.required = Some(Required { width: 0 }));
        let learnt = attack(&all, &[], None, 0);
        for (cell, (least, most)) in system.cells.iter().zip(learnt.intervals) {
            let width = most - least;
            self.open += usize::from(width > 0.5);
            self.withheld += usize::from(matches!(cell.status, Status::Suppressed { .. }));
            self.width += width;
            self.narrow += usize::from(cell.required.is_some_and(|required| width < required.width as f64 - 1e-6));
        }
    }
}

/// Tables of which a share is small, protected by withholding and by rounding all of them: what is lost by either.
fn compared(tables: u64, one_in: u64) -> [Loss; 2] {
    let mut losses = [Loss::default(), Loss::default()];
    for seed in 0..tables {
        let mut random = Random(seed);
        let rows: Vec<Vec<i64>> = (0..4)
            .map(|_| {
                let mut count = || match random.below(one_in) {
                    0 => 1 + random.below(4),
                    _ => 5 + random.below(60),
                };
                (0..5).map(|_| i64::try_from(count()).unwrap()).collect()
            })
            .collect();
        let mut system = two_way(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), false);
        for cell in &mut system.cells {
            if cell.value < 5 {
                cell.required = Some(Required { width: 4 });
            }
        }
        let mut withheld = system.clone();
        for cell in withheld.cells.iter_mut().filter(|cell| cell.required.is_some()) {
            cell.status = Status::Suppressed { primary: true };
        }
        suppress(&mut withheld, &Weights::default()).unwrap();
        round(&mut system, &Rounding::to(5)).unwrap();
        losses[0].add(&withheld);
        losses[1].add(&system);
    }
    losses
}

/// Why policies withhold: with few small numbers, as in the chapter, far more stays said, and with none but small ones no less.
#[test]
fn withholding_loses_less_than_rounding_all() {
    for (one_in, share) in [(20, 0.2), (5, 0.4), (1, 1.0)] {
        let [withheld, rounded] = compared(20, one_in);
        println!("one in {one_in} small: withheld {withheld:?}, rounded {rounded:?}");
        assert_eq!((withheld.narrow, rounded.narrow, rounded.withheld), (0, 0, 0));
        assert!(withheld.width < share * rounded.width, "one in {one_in}");
    }
}
