//! The release as an in-toto statement (v1) with a SLSA provenance predicate (v1): which files, made by what, from what.

use serde_json::{Value, json};

use super::Run;
use crate::disclosure::commitment::Noted;
use crate::publish::MANIFEST;

/// What a build is, as the predicate names it.
const BUILD: &str = "urn:assess:build:v1";

/// The statement as JSON, ended by a line feed. What forces returned has no digest at OFFICIAL: its commitment is an annotation.
pub fn statement(run: &Run) -> Vec<u8> {
    let manifest = &run.manifest;
    let subject = |name: &str, sha256: &str| json!({ "name": name, "digest": { "sha256": sha256 } });
    let outputs = manifest.outputs.iter().map(|(path, file)| subject(path, &file.sha256));
    let subjects: Vec<Value> = outputs.chain([subject(MANIFEST, &run.sha256)]).collect();
    let inputs = manifest.inputs.iter().map(|(path, noted)| match noted {
        Noted::Plain(file) => json!({ "name": path, "digest": { "sha256": file.sha256 } }),
        Noted::Committed { commitment } => json!({
            "name": path,
            "uri": format!("urn:assess:input:{path}"),
            "annotations": { "hmac-sha256-under-a-key-that-is-not-published": commitment },
        }),
    });
    let program = &manifest.program;
    let handling = manifest.handling();
    let whole = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subjects,
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD,
                "externalParameters": {
                    "edition": manifest.year(),
                    "marking": handling.map(|handling| handling.marking),
                    "forRelease": handling.is_some_and(|handling| !handling.embargoed),
                },
                "internalParameters": { "configuration": manifest.edition },
                "resolvedDependencies": inputs.collect::<Vec<_>>(),
            },
            "runDetails": {
                "builder": {
                    "id": format!("urn:assess:program:{}", program.version),
                    "version": program.libraries,
                    "builderDependencies": [{ "name": "Cargo.lock", "digest": { "sha256": program.lock_sha256 } }],
                },
            },
        },
    });
    // A value of strings and numbers always serialises.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
