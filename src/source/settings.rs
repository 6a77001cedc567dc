//! TOML files into typed settings, with the line of every mistake.

use std::ops::Range;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;

use crate::fault::{Fault, Place};

/// The JSON Schema of a file, from the very type that reads it. Editors of TOML know the seventh draft.
pub fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>()
}

/// A TOML text with its file name, so that a span can be turned into a place.
#[derive(Clone, Debug)]
pub struct Settings {
    file: String,
    text: String,
}

impl Settings {
    /// Settings read from `file`.
    pub fn new(file: &str, text: String) -> Self {
        Self { file: file.to_owned(), text }
    }

    /// Name of the file, relative to the project folder.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as a typed value. Unknown keys are refused by the types (`deny_unknown_fields`).
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        toml::from_str(&self.text).map_err(|error| {
            let place = match error.span() {
                Some(span) => self.place(&span),
                None => Place::file(&self.file),
            };
            let unseen = |(_, letter): &(usize, char)| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r');
            if let Some((at, letter)) = self.text.char_indices().find(unseen) {
                let what = format!("a character that cannot be seen, U+{:04X}, stands here", u32::from(letter));
                return Fault::new(
                    "settings-invalid",
                    self.place(&(at..at)),
                    what,
                    "delete it, and write the line anew",
                );
            }
            let message = error.message().trim().to_owned();
            let remedy = if message.starts_with("unknown field") {
                "remove the key or mend its spelling; the known keys are named in the message"
            } else if message.starts_with("missing field") {
                "add the key; README.md says what each file holds"
            } else if message.starts_with("duplicate key") {
                "keep one of the two"
            } else {
                "mend the value at this line"
            };
            Fault::new("settings-invalid", place, message, remedy)
        })
    }

    /// The place of a span of the text.
    pub fn place(&self, span: &Range<usize>) -> Place {
        Place::offset(&self.file, &self.text, span.start)
    }

    /// A fault at a span.
    pub fn fault(&self, id: &'static str, span: &Range<usize>, what: impl Into<String>, remedy: &str) -> Fault {
        Fault::new(id, self.place(span), what, remedy)
    }
}
