//! Shares with part not recorded.

use assess::national::shares::{COVERAGE_LIMIT, share};

use super::Case;
use crate::statistics::whole;

const TOLERANCE: f64 = 1e-10;

pub(super) fn bounds(case: &Case<'_>) {
    let (count, others) = (whole(case.input("n_A")), whole(case.input("n_not_A")));
    let unknown = whole(case.input("n_unknown"));
    let result = share(count, unknown, count + others + unknown, COVERAGE_LIMIT).unwrap();
    case.check("lower", result.identified.lower, TOLERANCE);
    case.check("upper", result.identified.upper, TOLERANCE);
    case.check("width", result.identified.width(), TOLERANCE);
    match result.among_known.value() {
        Some(known) => case.check("complete_case", known, TOLERANCE),
        None => assert!(case.output("complete_case").is_null(), "{}", case.id),
    }
}
