//! Parts against wholes within one return: quarters against their year, suspects and victims against offences.
//!
//! Breakdowns against totals and group-based counts against all crimes are faults ([`crate::contract::check_breakdowns`],
//! [`crate::contract::check_against_parents`]): with them wrong, nothing can be computed.

mod quarter_missing;
mod quarter_negative;
mod quarters_sum;
mod suspects;
mod suspects_few;
mod suspects_jump;
mod suspects_per_offence;
mod suspects_without_offences;
mod victims;
mod victims_above_offences;
mod victims_none;
mod year_missing;

use super::book::Cell;
use super::prelude::*;

pub(super) const CHECKS: &[&Check] = &[
    &quarters_sum::CHECK,
    &quarter_missing::CHECK,
    &year_missing::CHECK,
    &quarter_negative::CHECK,
    &suspects_without_offences::CHECK,
    &suspects_few::CHECK,
    &suspects_per_offence::CHECK,
    &victims_above_offences::CHECK,
    &victims_none::CHECK,
    &suspects_jump::CHECK,
];

/// The sum of four quarters that all have a count.
fn sum(quarters: &[Option<Cell<'_>>; 4]) -> Option<i64> {
    quarters.iter().try_fold(0_i64, |sum, cell| sum.checked_add(cell.as_ref()?.row.value?))
}
