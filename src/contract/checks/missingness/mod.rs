//! Values that are not recorded.

mod not_recorded_share;

use super::prelude::*;

pub(super) const CHECKS: &[&Check] = &[&not_recorded_share::CHECK];
