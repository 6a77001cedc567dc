//! Slips of the hand: two digits exchanged, and counts ten, a hundred or a thousand times too large or too small.

use std::collections::BTreeMap;

use super::book::{Block, Cell, Key};
use super::level::{Level, root};
use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::Finding;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "transposed-digits",
        family: Family::Entry,
        catches: "a value that fits a sum or the force's own level if two neighbouring digits are exchanged",
        thresholds: &[
            Threshold { name: "deviates", least: 2.0, most: 20.0 },
            Threshold { name: "within", least: 0.5, most: 5.0 },
            Threshold { name: "least_ratio", least: 1.0, most: 100.0 },
            Threshold { name: "least_points", least: 4.0, most: 100.0 },
        ],
        run: transposed,
    },
    Check {
        id: "unit-slip",
        family: Family::Entry,
        catches: "counts near 10, 100 or 1,000 times the force's own, or that part of them",
        thresholds: &[
            Threshold { name: "tolerance", least: 0.01, most: 0.4 },
            Threshold { name: "least_count", least: 1.0, most: 1_000_000.0 },
            Threshold { name: "least_others", least: 2.0, most: 100.0 },
            Threshold { name: "least_cells", least: 1.0, most: 100.0 },
            Threshold { name: "deviates", least: 2.0, most: 100.0 },
        ],
        run: unit_slip,
    },
    Check {
        id: "quarters-cumulated",
        family: Family::Entry,
        catches: "quarters that each hold those before them",
        thresholds: &[
            Threshold { name: "log_likelihood", least: 2.0, most: 1_000.0 },
            Threshold { name: "least_points", least: 4.0, most: 100.0 },
        ],
        run: cumulated,
    },
];

/// Every number that exchanging two neighbouring digits makes of a count. A number does not begin with 0.
fn exchanged(value: i64) -> Vec<i64> {
    let digits: Vec<u8> = value.to_string().into_bytes();
    if value < 10 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for place in 1..digits.len() {
        let mut other = digits.clone();
        other.swap(place - 1, place);
        let number: Option<i64> = std::str::from_utf8(&other).ok().and_then(|text| text.parse().ok());
        if other.first() != Some(&b'0') && other != digits {
            found.extend(number);
        }
    }
    found
}

/// Sums of a block that do not come out: the parts and the whole.
fn broken_sums<'a>(block: &Block<'a>) -> Vec<(Vec<Cell<'a>>, Cell<'a>)> {
    let Some(year) = block.year.filter(|cell| cell.row.value.is_some()) else { return Vec::new() };
    let quarters: Vec<Cell<'a>> = block.quarters.iter().flatten().copied().collect();
    let mut sums = Vec::new();
    if quarters.len() == 4 {
        sums.push((quarters, year));
    }
    sums.extend(block.breakdowns.values().map(|cells| (cells.clone(), year)));
    sums.retain(|(parts, whole)| sum(parts).is_some_and(|sum| Some(sum) != whole.row.value));
    sums
}

fn sum(parts: &[Cell<'_>]) -> Option<i64> {
    parts.iter().try_fold(0_i64, |sum, cell| sum.checked_add(cell.row.value?))
}

/// Sums of a block that a changed cell would mend. A cell may stand in several.
fn mended(sums: &[(Vec<Cell<'_>>, Cell<'_>)], cell: &Cell<'_>, number: i64) -> usize {
    let is = |other: &Cell<'_>| std::ptr::eq(other.row, cell.row);
    let value = |other: &Cell<'_>| if is(other) { Some(number) } else { other.row.value };
    let mends = |(parts, whole): &&(Vec<Cell<'_>>, Cell<'_>)| {
        let sum = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(value(part)?));
        sum.is_some() && sum == value(whole)
    };
    sums.iter().filter(mends).count()
}

fn transposed(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |key: &Key<'_>, cell: &Cell<'_>, number: i64, restored: &str| {
        let mut subject = key.subject(context.contract(key.measure));
        subject.period = super::wording::period(key.year, cell.row.part);
        subject.dimension.clone_from(&cell.row.dimension);
        subject.category.clone_from(&cell.row.category);
        let value = cell.row.value.unwrap_or_default();
        let what = format!("{}: with two digits exchanged, {value} is {number}, and {restored}", context.of(key));
        let remedy = "compare the cell with the force's records; the digits were probably exchanged when it was typed";
        findings.push(rule.found(subject, vec![cell.place()], what, remedy));
    };
    for (key, block) in context.book.iter() {
        let sums = broken_sums(block);
        let mut candidates: Vec<(usize, Cell<'_>, i64)> = Vec::new();
        for cell in block.rows.iter().filter(|_| !sums.is_empty()) {
            for number in cell.row.value.map(exchanged).unwrap_or_default() {
                candidates.push((mended(&sums, cell, number), *cell, number));
            }
        }
        let most = candidates.iter().map(|(mended, _, _)| *mended).max().unwrap_or(0);
        for (_, cell, number) in candidates.iter().filter(|(mended, _, _)| most > 0 && *mended == most) {
            report(key, cell, *number, "then the sums come out");
        }
    }
    for segment in &context.segments {
        let Some(level) = Level::of(&segment.counts(), rule.threshold("least_points")) else { continue };
        for point in &segment.points {
            if !level.is_far(point.value, rule.threshold("deviates"), rule.threshold("least_ratio")) {
                continue;
            }
            let fits = |number: &i64| level.deviates(*number).abs() <= rule.threshold("within");
            if let Some(number) = exchanged(point.value).into_iter().find(fits) {
                report(&point.key, &point.cell, number, "then it fits the force's own level");
            }
        }
    }
    findings
}

fn unit_slip(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (measure, force) in context.book.courses() {
        let mut slips: BTreeMap<(Key<'_>, i32), Vec<Cell<'_>>> = BTreeMap::new();
        for counts in context.book.lines(measure, force).values() {
            let mut sorted: Vec<i64> = counts.iter().map(|count| count.value).collect();
            sorted.sort_unstable();
            for count in counts {
                if let Some(power) = power(count.value, &sorted, rule) {
                    slips.entry((count.key, power)).or_default().push(count.cell);
                }
            }
        }
        let least = rule.threshold("least_cells");
        for ((key, power), mut cells) in slips.into_iter().filter(|(_, cells)| cells.len() as f64 >= least) {
            cells.sort_by_key(|cell| cell.row.line);
            let times = 10_i64.pow(power.unsigned_abs());
            let ratio = if power > 0 { format!("{times} times") } else { format!("one part in {times} of") };
            let number = match cells.len() {
                1 => "one value is".to_owned(),
                number => format!("{number} values are"),
            };
            findings.push(rule.found(
                key.subject(context.contract(key.measure)),
                cells.iter().map(Cell::place).collect(),
                format!("{}: {number} about {ratio} what the force has otherwise", context.of(&key)),
                "look for a digit too many or too few, or for counts in tens or hundreds; give whole counts",
            ));
        }
    }
    findings
}

/// Four quarters that never fall, and whose differences fit the mean of the force's other quarters far better than they do:
/// the log of the ratio of the two Poisson likelihoods.
fn cumulated(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in &context.segments {
        for year in segment.points.chunk_by(|one, two| one.key == two.key).filter(|year| year.len() == 4) {
            let counts: Vec<i64> = year.iter().map(|point| point.value).collect();
            let steps: Vec<i64> = counts.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect();
            let others: Vec<i64> =
                segment.points.iter().filter(|point| point.key != year[0].key).map(|point| point.value).collect();
            if counts[0] < 0
                || steps.iter().any(|step| *step < 0)
                || (others.len() as f64) < rule.threshold("least_points")
            {
                continue;
            }
            let mean = others.iter().map(|count| *count as f64).sum::<f64>() / others.len() as f64;
            let pairs = counts.iter().skip(1).zip(&steps);
            let gain: f64 = pairs.map(|(count, step)| log_likelihood(*step, mean) - log_likelihood(*count, mean)).sum();
            if mean <= 0.0 || gain < rule.threshold("log_likelihood") {
                continue;
            }
            let key = &year[0].key;
            findings.push(rule.found(
                key.subject(context.contract(key.measure)),
                year.iter().map(|point| point.cell.place()).collect(),
                format!("{}: each quarter looks as if it held those before it", context.of(key)),
                "ask whether the quarters were counted from the start of the year; give each quarter by itself",
            ));
        }
    }
    findings
}

/// Log of the Poisson probability of a count.
fn log_likelihood(count: i64, mean: f64) -> f64 {
    let count = count as f64;
    count * libm::log(mean) - mean - libm::lgamma(count + 1.0)
}

/// The power of ten by which a value lies off the median of the others, where it does. The values are sorted and hold it.
fn power(value: i64, sorted: &[i64], rule: &Rule) -> Option<i32> {
    let others = sorted.len().saturating_sub(1);
    if value <= 0 || (others as f64) < rule.threshold("least_others") {
        return None;
    }
    let itself = sorted.partition_point(|other| *other < value);
    let middle = others / 2;
    let median = *sorted.get(if middle < itself { middle } else { middle + 1 })?;
    if median <= 0 || (value.max(median) as f64) < rule.threshold("least_count") {
        return None;
    }
    // Poisson counts have standard deviation ½ on this scale.
    if (root(value as f64) - root(median as f64)).abs() < 0.5 * rule.threshold("deviates") {
        return None;
    }
    let exponent = libm::log10(value as f64 / median as f64);
    let nearest = libm::round(exponent);
    let is_power = (1.0..=3.0).contains(&nearest.abs()) && (exponent - nearest).abs() <= rule.threshold("tolerance");
    is_power.then_some(nearest as i32)
}

#[cfg(test)]
mod tests {
    use super::exchanged;

    #[test]
    fn neighbouring_digits_are_exchanged_and_no_number_begins_with_zero() {
        assert_eq!(exchanged(123), [213, 132]);
        assert_eq!(exchanged(40), [0_i64; 0]);
        assert_eq!(exchanged(7), [0_i64; 0]);
        assert_eq!(exchanged(-45), [0_i64; 0]);
        assert_eq!(exchanged(114), [141]);
    }
}
