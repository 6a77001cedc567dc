use crate::contract::checks::book::{Block, Cell, Key};
use crate::contract::checks::level::Level;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "transposed-digits",
    family: Family::Entry,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[
        Threshold::DEVIATES,
        Threshold { name: "within", least: 0.5, most: 5.0 },
        Threshold::LEAST_RATIO,
        Threshold::LEAST_POINTS,
    ],
    catches: "a value that fits a sum or the force's own level if two neighbouring digits are exchanged",
    guide: Guide {
        why: "the commonest slip of typing after a wrong digit, and it names its own correction.",
        method: "(a) A sum that does not come out, and comes out with two neighbouring digits of one cell exchanged; \
                 the cells that mend most sums are named. (b) A quarter more than `deviates` σ and by `least_ratio` \
                 off the level (at least `least_points` quarters), that lies `within` σ of it when exchanged.",
        remedy: "Compare the cell with the records.",
        false_alarms: "(a) Several cells may fit: one of them is right. (b) 15 in 200.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |key: &Key<'_>, cell: &Cell<'_>, number: i64, restored: &str| {
        let mut subject = key.subject(context.contract(key.measure));
        subject.period = cell.row.part.of(key.year);
        subject.dimension.clone_from(&cell.row.dimension);
        subject.category.clone_from(&cell.row.category);
        let value = cell.row.value.unwrap_or_default();
        let what = format!("{}: with two digits exchanged, {value} is {number}, and {restored}", context.of(key));
        let remedy = "compare the cell with the force's records; the digits were probably exchanged when it was typed";
        findings.push(rule.found(subject, vec![cell.place()], what, remedy));
    };
    for (key, block) in context.blocks(rule) {
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
    for segment in context.segments(rule) {
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
