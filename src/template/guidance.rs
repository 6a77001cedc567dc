//! The worked cases of a return. In: a TOML of `data/guidance`. Out: cases, decided by the definition it names.

use schemars::JsonSchema;
use serde::Deserialize;

use super::form::EdgeCase;
use crate::fault::Fault;
use crate::source::{Project, Settings, Spanned};

/// Folder of the worked cases, one file a contract.
pub const FOLDER: &str = "data/guidance";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Definition by which the cases were decided.
    definition: Spanned<String>,
    /// Worked cases.
    case: Vec<FileCase>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileCase {
    /// What happened, without anything that could name a person or place.
    situation: String,
    /// Whether it counts.
    count: bool,
    /// Why, by the criteria of the definition.
    why: String,
}

impl EdgeCase {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

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
