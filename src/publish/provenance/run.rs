//! How one run went: when, how long, on what kind of machine. It differs from run to run, so it is no part of the release and in no hash; by the
//! hash of the manifest it says which release the run made. It names neither the machine nor who ran it.

use serde_json::{Value, json};

use crate::publish::manifest::Manifest;
use crate::source::sha256;

/// What was seen of a run.
#[derive(Clone, Debug)]
pub struct Observed {
    /// Instant at which it began.
    pub began: jiff::Timestamp,
    /// Seconds that it took.
    pub seconds: f64,
    /// Milliseconds by stage, in order.
    pub stages: Vec<(&'static str, f64)>,
    /// Threads that the machine can run at once.
    pub threads: usize,
}

/// The run as JSON, ended by a line feed.
pub fn run(manifest: &Manifest, observed: &Observed) -> Vec<u8> {
    let Observed { began, seconds, stages, threads } = observed;
    let stages: Vec<Value> =
        stages.iter().map(|(stage, cost)| json!({ "stage": stage, "milliseconds": rounded(*cost) })).collect();
    let whole = json!({
        "manifest_sha256": sha256(&manifest.to_json()),
        "edition": manifest.year(),
        "handling": manifest.handling(),
        "program": manifest.program,
        "optimised": !cfg!(debug_assertions),
        "machine": { "system": std::env::consts::OS, "architecture": std::env::consts::ARCH, "threads": threads },
        "began": began.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "seconds": rounded(*seconds),
        "stages": stages,
        "inputs": manifest.inputs.len(),
        "outputs": manifest.outputs.len(),
    });
    // A value of strings and numbers always serialises.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// To three places: more is noise.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
