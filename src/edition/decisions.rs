//! What a person must decide before an edition that was made from another is released: `report/<year>/decisions.toml`.
//!
//! `assess new` writes it. A decision is open until somebody is named under `by`; what is open is a finding, marks what was carried
//! wherever it is printed, and stops the build for release. An edition without the file was made by hand and has none.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Edition;
use crate::fault::{Fault, Faults, Place};
use crate::source::{Project, Settings, Spanned};

/// Name of the file.
pub const DECISIONS: &str = "decisions.toml";

/// Name of the file in which counts that are not proven are released by name: said of one edition, and carried to no other.
pub const UNPROVEN: &str = "unproven.toml";

/// Names of decisions on the analyst's ratings, before the headline.
pub const JUDGEMENT: &str = "judgement.";

/// Names of decisions on key judgements, before the judgement.
pub const KEY_JUDGEMENT: &str = "key-judgement.";

/// Names of decisions on assumptions, before the assumption.
pub const ASSUMPTION: &str = "assumption.";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// The edition from which this one was made.
    from: i16,
    /// What a person must decide.
    #[serde(default)]
    decision: Vec<Spanned<FileDecision>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileDecision {
    /// Stable identifier.
    id: String,
    /// What is to be decided.
    what: String,
    /// Who decided it: name and organisation of a person; empty while it is open.
    #[serde(default)]
    by: String,
    /// Day of the decision.
    #[serde(default)]
    on: String,
    /// What was decided and why, where that needs saying.
    #[serde(default)]
    note: String,
}

/// Something that a person must decide, or has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Stable identifier.
    pub id: String,
    /// What is to be decided.
    pub what: String,
    /// Who decided it; empty while it is open.
    pub by: String,
    /// Where it stands.
    pub place: Place,
}

/// The decisions of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The edition from which this one was made.
    pub from: Option<i16>,
    /// All of them, in their order.
    pub all: Vec<Decision>,
}

impl Decisions {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads the decisions of an edition, none where it has no `decisions.toml`.
    pub fn read(project: &mut Project, year: i16) -> Result<Self, Vec<Fault>> {
        let one = |fault| vec![fault];
        let path = format!("{}/{DECISIONS}", Edition::folder(year));
        if !project.list(&Edition::folder(year), DECISIONS).map_err(one)?.contains(&path) {
            return Ok(Self::default());
        }
        let settings = Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut faults = Faults::new();
        let mut all: Vec<Decision> = Vec::new();
        for entry in file.decision {
            let place = settings.place(&entry.span());
            let FileDecision { id, what, by, on, note } = entry.into_inner();
            let by = by.trim().to_owned();
            let mut refuse = |what: String, remedy: &str| {
                faults.push(Fault::new("settings-invalid", place.clone(), what, remedy));
            };
            if all.iter().any(|other| other.id == id) {
                refuse(format!("the decision `{id}` stands twice"), "keep one of the two");
            }
            if by.is_empty() && !(on.is_empty() && note.is_empty()) {
                refuse(
                    format!("nobody has taken the decision `{id}`"),
                    "name a person under `by`, or empty `on` and `note`",
                );
            }
            if !by.is_empty() && on.parse::<Date>().is_err() {
                refuse(format!("the day of the decision `{id}` is not a date"), "write it as on = \"2027-11-24\"");
            }
            all.push(Decision { id, what, by, place });
        }
        faults.into_result(Self { from: Some(file.from), all })
    }

    /// Those that nobody has taken.
    pub fn open(&self) -> impl Iterator<Item = &Decision> {
        self.all.iter().filter(|decision| decision.by.is_empty())
    }

    /// The edition from which something stands as it was, as long as nobody has decided on it.
    pub fn carried(&self, kind: &str, id: &str) -> Option<i16> {
        let open = |decision: &&Decision| decision.id.strip_prefix(kind) == Some(id);
        self.open().find(open).and(self.from)
    }
}
