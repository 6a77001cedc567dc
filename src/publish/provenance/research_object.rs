//! The release as an RO-Crate 1.2: its files with sizes and hashes, and the sources they were made from.

use serde_json::{Value, json};

use super::Run;
use crate::publish::MANIFEST;

/// The metadata file of the crate, ended by a line feed; it is named `ro-crate-metadata.json` and stands beside the release's files.
pub fn research_object(run: &Run) -> Vec<u8> {
    let manifest = &run.manifest;
    let files: Vec<Value> = manifest
        .outputs
        .iter()
        .map(|(path, file)| {
            json!({
                "@id": path,
                "@type": "File",
                "name": path,
                "encodingFormat": media_type(path),
                "contentSize": file.bytes.to_string(),
                "sha256": file.sha256,
            })
        })
        .collect();
    let sources: Vec<Value> = run
        .sources
        .iter()
        .map(|source| {
            json!({
                "@id": format!("#source-{}", source.id),
                "@type": "Dataset",
                "name": source.title,
                "publisher": source.publisher,
                "license": source.licence,
            })
        })
        .collect();
    let id = |value: &Value| json!({ "@id": value["@id"] });
    let name = format!("{}, {}", run.setting("title"), manifest.year());
    let about = if run.demonstration() { " A demonstration: its force returns are invented." } else { "" };
    let manifest_id = json!({ "@id": MANIFEST });
    let root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": name,
        "description": format!("{}.{about}", run.setting("subtitle")),
        "datePublished": run.setting("release").get(..10).unwrap_or_default(),
        "license": "As the publisher of the chapter states; each source under its own licence.",
        "hasPart": files.iter().map(id).chain([manifest_id]).collect::<Vec<_>>(),
        "isBasedOn": sources.iter().map(id).collect::<Vec<_>>(),
        "mentions": { "@id": "#build" },
    });
    let build = json!({
        "@id": "#build",
        "@type": "CreateAction",
        "name": "assess build",
        "instrument": { "@id": "#assess" },
        "object": sources.iter().map(id).collect::<Vec<_>>(),
        "result": files.iter().map(id).collect::<Vec<_>>(),
    });
    let program = json!({
        "@id": "#assess",
        "@type": "SoftwareApplication",
        "name": manifest.program.name,
        "softwareVersion": manifest.program.version,
    });
    let listed = json!({
        "@id": MANIFEST,
        "@type": "File",
        "name": "Every input and output by hash, the configuration and the program",
        "encodingFormat": "application/json",
        "sha256": run.sha256,
    });
    let descriptor = json!({
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": { "@id": "./" },
        "conformsTo": { "@id": "https://w3id.org/ro/crate/1.2" },
    });
    let graph = [descriptor, root, build, program, listed].into_iter().chain(files).chain(sources);
    let whole = json!({ "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph.collect::<Vec<_>>() });
    // A value of strings and numbers always serialises.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The media type of a file by its ending.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "pdf" => "application/pdf",
        "html" => "text/html",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "csv" => "text/csv",
        "json" => "application/json",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        _ => "application/octet-stream",
    }
}
