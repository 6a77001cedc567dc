//! How a build is handled: its marking, and whether it is still under embargo.
//!
//! A build reads no clock, so it cannot know whether the release instant has passed. It is under embargo unless the person who
//! runs it says that this is the one for release.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A marking of the Government Security Classifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Marking {
    /// Disclosure control has been applied: for release.
    #[serde(rename = "OFFICIAL")]
    Official,
    /// Full values: not for release.
    #[serde(rename = "OFFICIAL-SENSITIVE")]
    OfficialSensitive,
}

impl Marking {
    /// All of them, the more open first.
    pub const ALL: [Self; 2] = [Self::Official, Self::OfficialSensitive];

    /// As it stands at the head of a page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Official => "OFFICIAL",
            Self::OfficialSensitive => "OFFICIAL-SENSITIVE",
        }
    }

    /// As it stands in the name of a file.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::OfficialSensitive => "official-sensitive",
        }
    }
}

impl fmt::Display for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Marking {
    type Err = &'static str;

    /// Reads the name or the slug.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|marking| text == marking.name() || text == marking.slug())
            .ok_or("not a marking; give OFFICIAL or OFFICIAL-SENSITIVE")
    }
}

/// How a build is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// Its marking.
    pub marking: Marking,
    /// Whether it must not be shown before the release instant.
    pub embargoed: bool,
}

impl Handling {
    /// The path of an output with its handling in the name, so that a file that travels alone says it:
    /// `figures/coverage.png` is `figures/coverage.official.embargoed.png`.
    pub fn path(self, path: &str) -> String {
        let embargo = if self.embargoed { ".embargoed" } else { "" };
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        format!("{stem}.{}{embargo}.{ending}", self.marking.slug())
    }
}
