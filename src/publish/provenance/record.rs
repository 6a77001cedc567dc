//! The run in plain words: what was made, by which program, from what, and how to make it again.

use super::Run;

/// The record as text, ended by a line feed.
pub fn record(run: &Run) -> Vec<u8> {
    let manifest = &run.manifest;
    let mut text = format!("Run record: {}, edition {}\n\n", run.setting("title"), manifest.year());
    let mut line = |words: String| {
        text.push_str(&words);
        text.push('\n');
    };
    if let Some(handling) = manifest.handling() {
        let release = if handling.embargoed { "under embargo" } else { "for release" };
        line(format!("Marked {}, built {release}.", handling.marking));
    }
    if run.demonstration() {
        line(format!("A demonstration: these sources are invented: {}.", manifest.synthetic_sources.join(", ")));
    }
    line(format!("Made by {} {}.", manifest.program.name, manifest.program.version));
    let libraries: Vec<String> =
        manifest.program.libraries.iter().map(|(name, version)| format!("{name} {version}")).collect();
    line(format!("Libraries that can change an output: {}.", libraries.join(", ")));
    line(format!("All libraries are pinned by a lock file of SHA-256 {}.", manifest.program.lock_sha256));
    line(format!(
        "Manifest: SHA-256 {}; it lists {} inputs and {} files.",
        run.sha256,
        manifest.inputs.len(),
        manifest.outputs.len()
    ));
    line(
        "No clock, network, locale or environment was read, so the same inputs give the same bytes anywhere."
            .to_owned(),
    );
    line("\nSources:".to_owned());
    for source in &run.sources {
        line(format!("* {} ({}), {}", source.title, source.publisher, source.licence));
    }
    line("\nTo make it again: take this version of the program and these inputs, run `assess build`, and hold the release".to_owned());
    line(
        "against it with `assess verify`. Whoever lacks the data checks the files with `assess verify --hashes-only`."
            .to_owned(),
    );
    text.into_bytes()
}
