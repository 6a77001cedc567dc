//! An answer as JSON. Fields are added, never renamed; `version` counts the breaks of that promise.

use serde_json::json;

use super::Answer;

/// Version of the format.
const VERSION: u32 = 1;

/// The JSON, ended by a line feed.
pub fn json(answer: &Answer<'_>) -> Vec<u8> {
    let Answer { asked, marking, explanations, stands } = answer;
    let whole = json!({
        "version": VERSION,
        "marking": marking,
        "asked": asked,
        "explanations": explanations,
        "stands": stands,
    });
    // A value of strings and numbers always serialises.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
