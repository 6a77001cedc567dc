//! The bill of materials in CycloneDX 1.6: the program, every library that the lock file pins with its hash and licence, and
//! the files that were read.
//!
//! In: a release, and the lock file that the program was built with. Out: JSON, without a time, so that the same release gives the same
//! bytes. What tests alone use is marked as excluded, what only a feature that is off by default brings as optional; libraries of other systems are in the lock
//! file too, and so are here.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::json;

use super::Run;
use crate::disclosure::commitment::Noted;
use crate::fault::Failure;
use crate::publish::manifest::LOCK;
use crate::source::catalogue::Source;
use crate::source::sha256;

/// The licence of each library by name and version. Cargo has it in the packages alone, which are not at hand where the program runs.
const LICENCES: &str = include_str!("licences.toml");

/// The features and dependencies of the program.
const PACKAGE: &str = include_str!("../../../Cargo.toml");

/// A lock file.
#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// None of a crate of this repository.
    checksum: Option<String>,
    /// Each as `name`, or `name version` where there are several of the name.
    #[serde(default)]
    dependencies: Vec<String>,
}

impl Package {
    fn reference(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version)
    }
}

/// What the program says of its dependencies itself.
#[derive(Deserialize)]
struct Own {
    dependencies: BTreeMap<String, toml::Value>,
    /// What each feature brings: others by name, dependencies as `dep:name`.
    features: BTreeMap<String, Vec<String>>,
    package: About,
}

impl Own {
    /// Whether the program has a dependency as it is built without further words.
    fn has(&self, dependency: &str) -> bool {
        let Some(entry) = self.dependencies.get(dependency) else { return false };
        let is_optional = entry.get("optional").and_then(toml::Value::as_bool).unwrap_or(false);
        !is_optional || self.brings("default", &format!("dep:{dependency}"))
    }

    /// Whether a feature, or one that it brings, brings something. Cargo refuses features that bring themselves.
    fn brings(&self, feature: &str, wanted: &str) -> bool {
        let brought = self.features.get(feature).map(Vec::as_slice).unwrap_or_default();
        brought.iter().any(|one| one == wanted || self.brings(one, wanted))
    }
}

#[derive(Deserialize)]
struct About {
    name: String,
    license: String,
    description: String,
}

/// The bill as JSON, ended by a line feed. A release of another lock file has another bill, which this program does not know.
pub fn bill(run: &Run) -> Result<Vec<u8>, Failure> {
    let manifest = &run.manifest;
    if manifest.program.lock_sha256 != sha256(LOCK.as_bytes()) {
        let what = "the release was made by a program with other libraries than this one";
        let remedy = format!("use the program that made it: {} {}", manifest.program.name, manifest.program.version);
        return Err(Failure::cannot_run(what, remedy));
    }
    let unread = |error: toml::de::Error| {
        Failure::cannot_run(
            format!("what the program says of its libraries cannot be read: {error}"),
            "report this fault",
        )
    };
    let lock: Lock = toml::from_str(LOCK).map_err(unread)?;
    let own: Own = toml::from_str(PACKAGE).map_err(unread)?;
    let licences: BTreeMap<String, String> = toml::from_str(LICENCES).map_err(unread)?;
    let scopes = scopes(&lock, &own);
    let libraries = lock.package.iter().filter(|package| package.name != own.package.name).map(|package| {
        let reference = package.reference();
        let mut component = json!({
            "type": "library",
            "bom-ref": reference,
            "name": package.name,
            "version": package.version,
            "scope": scopes.get(&reference).copied().unwrap_or("excluded"),
            "purl": reference,
        });
        if let Some(checksum) = &package.checksum {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        // A crate of this repository has the licence of the program.
        let of_package = || package.checksum.is_none().then_some(&own.package.license);
        if let Some(licence) = licences.get(&format!("{} {}", package.name, package.version)).or_else(of_package) {
            component["licenses"] = json!([{ "expression": licence }]);
        }
        component
    });
    let files = manifest.inputs.iter().map(|(path, noted)| {
        let mut component = json!({ "type": "data", "bom-ref": format!("input:{path}"), "name": path });
        match noted {
            Noted::Plain(file) => component["hashes"] = json!([{ "alg": "SHA-256", "content": file.sha256 }]),
            Noted::Committed { commitment } => {
                let name = "assess:hmac-sha256-under-a-key-that-is-not-published";
                component["properties"] = json!([{ "name": name, "value": commitment }]);
            }
        }
        let holds = |source: &&Source| path == &source.path || path.starts_with(&format!("{}/", source.path));
        if let Some(source) = run.sources.iter().find(holds) {
            component["licenses"] = json!([{ "license": { "name": source.licence } }]);
        }
        component
    });
    let dependencies = lock.package.iter().map(|package| {
        let on: BTreeSet<String> = needed(&lock, package).map(Package::reference).collect();
        json!({ "ref": package.reference(), "dependsOn": on })
    });
    let program = json!({
        "type": "application",
        "bom-ref": format!("pkg:cargo/{}@{}", own.package.name, manifest.program.version),
        "name": own.package.name,
        "version": manifest.program.version,
        "description": own.package.description,
        "licenses": [{ "expression": own.package.license }],
        "purl": format!("pkg:cargo/{}@{}", own.package.name, manifest.program.version),
    });
    let whole = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{}", identifier(&run.sha256)),
        "version": 1,
        "metadata": {
            "component": program,
            "properties": [
                { "name": "assess:edition", "value": manifest.year().to_string() },
                { "name": "assess:manifest-sha256", "value": run.sha256 },
                { "name": "assess:lock-sha256", "value": manifest.program.lock_sha256 },
            ],
        },
        "components": libraries.chain(files).collect::<Vec<_>>(),
        "dependencies": dependencies.collect::<Vec<_>>(),
    });
    // A value of strings and numbers always serialises.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    Ok(bytes)
}

/// The packages that one names.
fn needed<'a>(lock: &'a Lock, package: &'a Package) -> impl Iterator<Item = &'a Package> {
    package.dependencies.iter().filter_map(|named| {
        let mut words = named.split(' ');
        let (name, version) = (words.next()?, words.next());
        lock.package.iter().find(|other| other.name == name && version.is_none_or(|version| other.version == version))
    })
}

/// What the program needs, and what only a feature that is off by default brings; by reference. What is in neither serves tests.
fn scopes(lock: &Lock, own: &Own) -> BTreeMap<String, &'static str> {
    let mut scopes = BTreeMap::new();
    let Some(root) = lock.package.iter().find(|package| package.name == own.package.name) else { return scopes };
    for (scope, wanted) in [("required", true), ("optional", false)] {
        let first = needed(lock, root)
            .filter(|package| own.dependencies.contains_key(&package.name) && own.has(&package.name) == wanted);
        let mut open: Vec<&Package> = first.collect();
        while let Some(package) = open.pop() {
            if let Entry::Vacant(unseen) = scopes.entry(package.reference()) {
                unseen.insert(scope);
                open.extend(needed(lock, package));
            }
        }
    }
    scopes
}

/// A UUID of the form that is made of a hash (version 8), as a serial number must be one.
fn identifier(sha256: &str) -> String {
    let digit = |at: usize| sha256.get(at..=at).unwrap_or("0");
    let part = |from: usize, to: usize| (from..to).map(digit).collect::<String>();
    format!("{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}
