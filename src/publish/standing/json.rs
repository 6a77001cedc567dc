//! How the year stands, as JSON. Fields are added, never renamed; `version` counts the breaks of that promise.

use serde_json::{Value, json};

use super::{HANDLING, SEVERITIES, Standing};

/// Version of the format.
const VERSION: u32 = 1;

/// The JSON, ended by a line feed.
pub fn json(standing: &Standing<'_>) -> Vec<u8> {
    let counts = |counts: [usize; 3]| json!({ "errors": counts[0], "warnings": counts[1], "notes": counts[2] });
    let returns: Vec<Value> = standing
        .returns
        .iter()
        .map(|one| {
            json!({
                "contract": one.contract,
                "title": one.title,
                "readable": !one.unreadable,
                "sent": one.sent,
                "in_part": one.in_part,
                "set_aside": one.aside,
                standing.missing(): one.awaited,
            })
        })
        .collect();
    let open: Value = standing.open().into_iter().map(|(code, of)| (code.to_owned(), counts(of))).collect();
    let aside: Vec<Value> = standing
        .aside
        .iter()
        .map(|one| json!({ "force": one.force, "contract": one.contract, "period": one.period.map(|period| period.to_string()), "reason": one.reason }))
        .collect();
    let whole = json!({
        "version": VERSION,
        "handling": HANDLING,
        "edition": standing.edition,
        "on": standing.on.to_string(),
        "year": standing.year,
        "synthetic": standing.synthetic,
        "complete": !standing.stopped,
        "cut_off": { "date": standing.cut_off.to_string(), "days": standing.days_to(standing.cut_off) },
        "release": { "date": standing.release.to_string(), "days": standing.days_to(standing.release) },
        "returns": returns,
        "set_aside": aside,
        "open": { "all": counts(SEVERITIES.map(|severity| standing.findings.count(severity))), "by_force": open },
        "decisions_open": standing.decisions,
    });
    // A value of strings and numbers always serialises.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
