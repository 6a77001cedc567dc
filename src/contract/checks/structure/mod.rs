//! Columns, types, keys and code lists, where the contract lets through what nothing reads.

mod quarter_breakdown;

use super::prelude::*;

pub(super) const CHECKS: &[&Check] = &[&quarter_breakdown::CHECK];
