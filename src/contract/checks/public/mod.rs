//! Public numbers: recorded crime, the child population, published figures and series of others, against themselves and each other.

mod public_figure_outside;
mod public_missing;
mod public_population_jump;
mod public_quarter_jump;
mod public_series_jump;
mod public_totals_apart;
mod public_year_outside;

use super::declaration::Check;

pub(super) const CHECKS: &[&Check] = &[
    &public_missing::CHECK,
    &public_totals_apart::CHECK,
    &public_quarter_jump::CHECK,
    &public_year_outside::CHECK,
    &public_population_jump::CHECK,
    &public_series_jump::CHECK,
    &public_figure_outside::CHECK,
];
