//! A force against its own history: quarters and years far beyond its control limits, steps without a break, zeros and copies.

mod last_quarter_low;
mod quarter_jump;
mod same_as_last_year;
mod share_jump;
mod step_without_break;
mod year_jump;
mod zero_where_never;

use super::prelude::*;

pub(super) const CHECKS: &[&Check] = &[
    &quarter_jump::CHECK,
    &year_jump::CHECK,
    &step_without_break::CHECK,
    &last_quarter_low::CHECK,
    &zero_where_never::CHECK,
    &same_as_last_year::CHECK,
    &share_jump::CHECK,
];
