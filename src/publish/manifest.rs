//! The manifest: every input and output by hash, the program's libraries and the configuration. It says what a release
//! was made from, and `assess verify` holds a release against it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::edition::{Edition, Handling};
use crate::fault::Failure;
use crate::source::{InputFile, input, sha256};

use crate::disclosure::commitment::Noted;

/// Name of the manifest in a release.
pub const MANIFEST: &str = "manifest.json";

/// The lock file that the program was built with.
pub(super) const LOCK: &str = include_str!("../../Cargo.lock");

/// Libraries whose version can change an output.
const LIBRARIES: [&str; 7] = ["libm", "notosans", "plotters", "polars", "tiny-skia", "typst", "typst-pdf"];

/// What a release was made from, and what it holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The program.
    pub program: Program,
    /// The configuration: the edition as validated.
    pub edition: serde_json::Value,
    /// Names of the layouts that were asked for; none where the first of the edition was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layouts: Vec<String>,
    /// Sources whose numbers are invented.
    pub synthetic_sources: Vec<String>,
    /// Every file read: public ones by hash; at OFFICIAL, what forces returned by a commitment under a key.
    pub inputs: BTreeMap<String, Noted>,
    /// The key of the commitments in the OFFICIAL manifest of the same edition; only in the OFFICIAL-SENSITIVE one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment_key: Option<String>,
    /// Every file written, but the manifest.
    pub outputs: BTreeMap<String, InputFile>,
}

/// The program that made a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Versions of the libraries that can change an output.
    pub libraries: BTreeMap<String, String>,
    /// SHA-256 of the lock file that pins every library.
    pub lock_sha256: String,
}

impl Manifest {
    /// The manifest of a build.
    pub fn new(
        (edition, layouts): (&Edition, &[String]),
        synthetic_sources: Vec<String>,
        (inputs, commitment_key): (BTreeMap<String, Noted>, Option<String>),
        outputs: &BTreeMap<String, Vec<u8>>,
    ) -> Self {
        let file = |bytes: &Vec<u8>| InputFile { sha256: sha256(bytes), bytes: bytes.len() as u64 };
        Self {
            program: Program {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                libraries: libraries(),
                lock_sha256: sha256(LOCK.as_bytes()),
            },
            layouts: layouts.to_vec(),
            edition: serde_json::to_value(edition).unwrap_or_default(),
            synthetic_sources,
            inputs,
            commitment_key,
            outputs: outputs.iter().map(|(path, bytes)| (path.clone(), file(bytes))).collect(),
        }
    }

    /// As JSON with a line break at the end.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).unwrap_or_default();
        json.push(b'\n');
        json
    }

    /// Reads a manifest.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let remedy = "name the folder of a release, the one that `assess build` wrote; it holds manifest.json";
        let bytes = input::read(path, input::MOST_BYTES)
            .map_err(|error| Failure::cannot_run(format!("`{}` cannot be read: {error}", path.display()), remedy))?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Failure::cannot_run(format!("`{}` is not a manifest: {error}", path.display()), remedy))
    }

    /// How the release is handled; none in a manifest that does not say.
    pub fn handling(&self) -> Option<Handling> {
        serde_json::from_value(self.edition.get("handling")?.clone()).ok()
    }

    /// Instant of release of the edition; none in a manifest that does not say.
    pub fn release_instant(&self) -> Option<jiff::Timestamp> {
        self.edition.get("release")?.as_str()?.parse().ok()
    }

    /// Year of the edition.
    pub fn year(&self) -> i16 {
        self.edition.get("year").and_then(serde_json::Value::as_i64).and_then(|year| year.try_into().ok()).unwrap_or(0)
    }
}

fn libraries() -> BTreeMap<String, String> {
    let mut lines = LOCK.lines();
    let mut found = BTreeMap::new();
    while let Some(line) = lines.next() {
        let name = line.strip_prefix("name = \"").and_then(|rest| rest.strip_suffix('"'));
        let version = name.and_then(|_| lines.next()?.strip_prefix("version = \"")?.strip_suffix('"'));
        if let (Some(name), Some(version)) = (name, version)
            && LIBRARIES.contains(&name)
        {
            found.insert(name.to_owned(), version.to_owned());
        }
    }
    found
}
