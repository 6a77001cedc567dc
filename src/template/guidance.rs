//! The worked cases of a return. In: a TOML of `data/guidance`. Out: cases, decided by the definition it names.

use serde::Deserialize;
use toml::Spanned;

use super::form::EdgeCase;
use crate::fault::Fault;
use crate::source::{Project, Settings};

/// Folder of the worked cases, one file a contract.
pub const FOLDER: &str = "data/guidance";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    definition: Spanned<String>,
    case: Vec<FileCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCase {
    situation: String,
    count: bool,
    why: String,
}

impl EdgeCase {
    /// Reads the cases of a contract. `agreed` is the definition the edition has agreed on.
    ///
    /// # Errors
    /// A file that cannot be read, or cases that were decided by another definition than the agreed one.
    pub fn read(project: &mut Project, contract: &str, agreed: &str) -> Result<Vec<Self>, Fault> {
        let path = format!("{FOLDER}/{contract}.toml");
        let settings = Settings::new(&path, project.text(&path)?);
        let file: File = settings.parse()?;
        if file.definition.get_ref() != agreed {
            return Err(settings.fault(
                "guidance-other-definition",
                &file.definition.span(),
                format!(
                    "the worked cases were decided by `{}`, and the agreed definition is `{agreed}`",
                    file.definition.get_ref()
                ),
                "decide each case again by the agreed definition, then name it here",
            ));
        }
        let cases = file.case.into_iter();
        Ok(cases.map(|case| Self { situation: case.situation, count_it: case.count, why: case.why }).collect())
    }
}
