//! Values copied: the same as the force's last year, or the same as another force's.
//!
//! Two independent Poisson counts of mean λ are equal with probability Σ P(k; λ)², about 1 / (2 √(π λ)). The evidence of a
//! run of equal cells is the sum of −log₁₀ of these; cells that follow from the others (totals, the largest category) and
//! zeros count for nothing. Forces differ and change more than Poisson counts, so the true probability is smaller.

use std::collections::BTreeMap;
use std::f64::consts::PI;

use super::book::{Block, Cell, Key};
use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::Finding;
use crate::period::FinancialYear;
use crate::statistics::special::poisson_probability;

const EVIDENCE: Threshold = Threshold { name: "evidence", least: 2.0, most: 50.0 };

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "same-as-last-year",
        family: Family::Time,
        catches: "a run of values equal to those of the year before, too long for chance",
        thresholds: &[EVIDENCE],
        run: last_year,
    },
    Check {
        id: "same-as-other-force",
        family: Family::Entry,
        catches: "a whole return equal to another force's, too long for chance",
        thresholds: &[EVIDENCE],
        run: other_force,
    },
];

/// From this mean on the sum is replaced by its limit, which is then within one part in a hundred.
const LARGE: i64 = 50;

/// −log₁₀ of the probability that two counts of this mean are equal.
fn evidence(count: i64) -> f64 {
    if count <= 0 {
        return 0.0;
    }
    let mean = count as f64;
    let probability: f64 = if count >= LARGE {
        0.5 / libm::sqrt(PI * mean)
    } else {
        // Counts further than this from the mean add nothing that 16 digits hold.
        let reach = 10 * (libm::sqrt(mean) as i64 + 1);
        ((count - reach).max(0)..=count + reach)
            .map(|other| poisson_probability(other, mean))
            .map(|one| one * one)
            .sum()
    };
    -libm::log10(probability)
}

/// Table of [`evidence`] for small counts, which are asked for often.
struct Evidence([f64; LARGE as usize]);

impl Evidence {
    fn new() -> Self {
        Self(std::array::from_fn(|count| evidence(count as i64)))
    }

    fn of(&self, count: i64) -> f64 {
        let small = usize::try_from(count).ok().and_then(|count| self.0.get(count)).copied();
        small.unwrap_or_else(|| evidence(count))
    }
}

/// The cells of a block that do not follow from others, in a fixed order: quarters (or the year, where there are none), then
/// each breakdown without its largest category.
fn independent<'a>(block: &Block<'a>) -> Vec<Cell<'a>> {
    let mut cells: Vec<Cell<'a>> = block.quarters.iter().flatten().copied().collect();
    if cells.is_empty() {
        cells.extend(block.year);
    }
    for categories in block.breakdowns.values() {
        let largest = categories.iter().max_by_key(|cell| (cell.row.value, std::cmp::Reverse(cell.row.line)));
        let line = largest.map(|cell| cell.row.line);
        cells.extend(categories.iter().filter(|cell| Some(cell.row.line) != line));
    }
    cells
}

/// A run of equal cells.
#[derive(Clone, Copy, Default)]
struct Run {
    start: usize,
    end: usize,
    evidence: f64,
}

fn last_year(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let table = Evidence::new();
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let Some(before) = context.book.get(key.measure, key.force, key.year.back(1)) else { continue };
        let earlier: BTreeMap<_, _> = before
            .rows
            .iter()
            .map(|cell| ((cell.row.part, cell.row.dimension.as_str(), cell.row.category.as_str()), cell.row.value))
            .collect();
        let cells = independent(block);
        let (mut best, mut run) = (Run::default(), Run::default());
        for (number, cell) in cells.iter().enumerate() {
            let place = (cell.row.part, cell.row.dimension.as_str(), cell.row.category.as_str());
            match (cell.row.value, earlier.get(&place).copied().flatten()) {
                (Some(now), Some(then)) if now == then => {
                    run.evidence += table.of(now);
                    run.end = number + 1;
                }
                _ => run = Run { start: number + 1, end: number + 1, evidence: 0.0 },
            }
            if run.evidence > best.evidence {
                best = run;
            }
        }
        let same = cells.get(best.start..best.end).unwrap_or_default();
        if best.evidence < rule.threshold("evidence") {
            continue;
        }
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            same.iter().map(Cell::place).collect(),
            format!("{}: {} values in a row are those of the year before", context.of(key), same.len()),
            "ask the force for the counts of this year; the return was probably filled in from the last one",
        ));
    }
    findings
}

/// A block and its cells that do not follow from others.
type Independent<'a> = (Key<'a>, Vec<Cell<'a>>);

fn other_force(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let table = Evidence::new();
    let mut same: BTreeMap<(&str, FinancialYear, Vec<i64>), Vec<Independent<'_>>> = BTreeMap::new();
    for (key, block) in context.book.iter() {
        let cells = independent(block);
        let Some(values) = cells.iter().map(|cell| cell.row.value).collect::<Option<Vec<i64>>>() else { continue };
        if values.iter().map(|value| table.of(*value)).sum::<f64>() >= rule.threshold("evidence") {
            same.entry((key.measure, key.year, values)).or_default().push((*key, cells));
        }
    }
    let mut findings = Vec::new();
    for blocks in same.values().filter(|blocks| blocks.len() > 1) {
        for (key, cells) in blocks {
            let others = blocks.iter().filter(|(other, _)| other.force != key.force);
            let names: Vec<String> = others.clone().map(|(other, _)| context.name(other.force)).collect();
            let first = others.filter_map(|(_, cells)| cells.first()).map(Cell::place);
            findings.push(rule.found(
                key.subject(context.contract(key.measure)),
                cells.first().iter().map(|cell| cell.place()).chain(first).collect(),
                format!("{}: every value is that of {}", context.of(key), names.join(", ")),
                "one of the returns was copied over the other; ask both forces",
            ));
        }
    }
    findings
}
