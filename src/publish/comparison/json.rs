//! A comparison as JSON. Fields are added, never renamed; `version` counts the breaks of that promise.

use serde_json::json;

use super::Comparison;

/// Version of the format.
const VERSION: u32 = 1;

/// The JSON, ended by a line feed.
pub fn json(comparison: &Comparison) -> Vec<u8> {
    // A value of strings and numbers always serialises.
    let mut bytes =
        serde_json::to_vec_pretty(&json!({ "version": VERSION, "comparison": comparison })).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
