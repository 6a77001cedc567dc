//! How the numbers of a table are made: by one method, or by one for each kind of column.

use super::{How, methods as by};

/// The methods of a table's numbers; none where it holds words.
pub fn of_table(id: &str) -> &'static [How] {
    match id {
        "breakdowns" => &[by::SHARE],
        "confidence" => &[by::RATING],
        "coverage-by-relation" | "returns-quality" => &[by::TALLY, by::PART_OF_CHILDREN],
        "ladder" => &[by::RANGE, by::RUNG],
        "ladder-evidence" => &[by::RUNG],
        "like-for-like-index" => &[by::LIKE_FOR_LIKE],
        "national-range" => &[by::RANGE, by::ESTIMATE],
        "range-by-area" | "whom-to-ask" => &[by::RANGE],
        "published-ladder" => &[by::PUBLISHED_RANGE],
        "reconciliation" => &[by::BESIDE],
        "recorded-offence" => &[by::SUM, by::RATE],
        "recorded-to-date" => &[by::SUM, by::CHANGE],
        "regions-beside" => &[by::RATE, by::CORRELATION],
        "revised" => &[by::REVISED],
        "revision-size" => &[by::REVISION_SIZE],
        "child-offences"
        | "known-breaks"
        | "published-group-based"
        | "recommendations"
        | "series-by-year"
        | "series-by-quarter" => &[by::STATED],
        "problem-profiles" | "quality-accepted" | "quality-forces" | "quality-open" | "quality-set-aside"
        | "quality-variables" => &[by::TALLY],
        _ => &[],
    }
}
