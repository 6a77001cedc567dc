//! Slips of the hand: digits, units, rows, markers and whole files.

mod categories_moved;
mod marker_not_applicable;
mod quarters_cumulated;
mod same_as_other_force;
mod transposed_digits;
mod unit_slip;

use super::prelude::*;

pub(super) const CHECKS: &[&Check] = &[
    &marker_not_applicable::CHECK,
    &transposed_digits::CHECK,
    &unit_slip::CHECK,
    &quarters_cumulated::CHECK,
    &same_as_other_force::CHECK,
    &categories_moved::CHECK,
];
