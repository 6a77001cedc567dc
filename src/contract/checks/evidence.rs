//! How little chance would make two runs of counts equal.
//!
//! Two independent Poisson counts of mean λ are equal with probability Σ P(k; λ)², about 1 / (2 √(π λ)). The evidence of a
//! run of equal cells is the sum of −log₁₀ of these; cells that follow from the others (totals, the largest category) and
//! zeros count for nothing. Forces differ and change more than Poisson counts, so the true probability is smaller.

use std::f64::consts::PI;

use super::book::{Block, Cell};
use super::declaration::Threshold;
use crate::statistics::special::poisson_probability;

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
pub(super) struct Evidence([f64; LARGE as usize]);

impl Evidence {
    /// What there must be of it for a finding.
    pub(super) const THRESHOLD: Threshold = Threshold { name: "evidence", least: 2.0, most: 50.0 };

    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|count| evidence(count as i64)))
    }

    pub(super) fn of(&self, count: i64) -> f64 {
        let small = usize::try_from(count).ok().and_then(|count| self.0.get(count)).copied();
        small.unwrap_or_else(|| evidence(count))
    }
}

/// The cells of a block that do not follow from others, in a fixed order: quarters (or the year, where there are none), then
/// each breakdown without its largest category.
pub(super) fn independent<'a>(block: &Block<'a>) -> Vec<Cell<'a>> {
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
