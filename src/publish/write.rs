//! Files written whole or not at all: to a temporary file beside the target, then renamed over it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use super::manifest::{MANIFEST, Manifest};
use crate::edition::Marking;
use crate::fault::Failure;

/// Makes the folder and makes sure that it can be written to.
pub fn writable(folder: &Path) -> Result<(), Failure> {
    let refuse = |error: std::io::Error| {
        Failure::cannot_run(
            format!("the folder `{}` cannot be written to: {error}", folder.display()),
            "choose another with --out, or ask for the right to write there",
        )
    };
    fs::create_dir_all(folder).map_err(refuse)?;
    NamedTempFile::new_in(folder).map(drop).map_err(refuse)
}

/// Refuses a folder that holds a release of another marking: the two must never lie side by side.
pub fn unmixed(folder: &Path, marking: Marking) -> Result<(), Failure> {
    let present = Manifest::read(&folder.join(MANIFEST)).ok().and_then(|manifest| manifest.handling());
    match present {
        Some(present) if present.marking != marking => Err(Failure::cannot_run(
            format!(
                "the folder `{}` holds a release marked {}, and this one is {marking}",
                folder.display(),
                present.marking
            ),
            "name another folder with --out, or remove the release that is there",
        )),
        _ => Ok(()),
    }
}

/// Writes one file if its bytes changed; says whether they did.
pub fn write(path: &Path, bytes: &[u8]) -> Result<bool, Failure> {
    // An untouched file keeps its time stamp, so that nothing downstream rebuilds for nothing.
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(false);
    }
    let refuse = |error: std::io::Error| {
        Failure::cannot_run(
            format!("`{}` cannot be written: {error}", path.display()),
            "close it if another program holds it open, and check the space left on the disk",
        )
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(refuse)?;
    let mut temporary = NamedTempFile::new_in(folder).map_err(refuse)?;
    temporary.write_all(bytes).map_err(refuse)?;
    share(&temporary).map_err(refuse)?;
    temporary.persist(path).map_err(|error| refuse(error.error))?;
    Ok(true)
}

/// Temporary files are made readable by their owner alone; what is published is for others.
#[cfg(unix)]
fn share(file: &NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_: &NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

/// Writes a release into its folder, the manifest last, and takes away what an earlier build wrote there and this one
/// did not. Says how many files changed.
pub fn write_all(folder: &Path, outputs: &BTreeMap<String, Vec<u8>>) -> Result<usize, Failure> {
    let before = Manifest::read(&folder.join(MANIFEST)).ok();
    let mut changed = 0;
    let (manifest, rest): (Vec<_>, Vec<_>) = outputs.iter().partition(|(path, _)| *path == MANIFEST);
    for (path, bytes) in rest.into_iter().chain(manifest) {
        changed += usize::from(write(&folder.join(path), bytes)?);
    }
    for path in before.iter().flat_map(|manifest| manifest.outputs.keys()) {
        if !outputs.contains_key(path) && is_plain(path) {
            // Only what a manifest of ours names is ever removed.
            let _ = fs::remove_file(folder.join(path));
        }
    }
    Ok(changed)
}

fn is_plain(path: &str) -> bool {
    !path.starts_with('/') && !path.split(['/', '\\']).any(|part| part.is_empty() || part == "..")
}
