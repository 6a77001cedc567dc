//! Intelligence gaps as data of the edition: what is not known, why it matters, who could fill it, and since when it is open.
//!
//! In: `report/<year>/gaps.toml`. Out: the gaps in the order of the file, each under a code that it keeps from edition to edition.
//! Their words may hold facts, as those of a figure; whether the facts exist is seen where there are some (`chapter::subjects`).

use schemars::JsonSchema;
use serde::Deserialize;

use super::Edition;
use crate::fault::{Fault, Faults, Place};
use crate::source::{Project, Settings, Spanned};

/// Name of the fault of a gap.
const INVALID: &str = "gap-invalid";

/// An intelligence gap.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Its code: `G1`.
    pub code: String,
    /// What is not known.
    pub unknown: Words,
    /// Why that matters.
    pub matters: Words,
    /// Who could fill it, and with what.
    pub who: Words,
    /// Since when it is open.
    pub since: Words,
}

/// Words of the file, and where they stand.
#[derive(Clone, Debug)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub place: Place,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// The gaps, the widest first.
    #[serde(default)]
    gap: Vec<FileGap>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileGap {
    /// Code that it keeps from edition to edition: `G` and a number.
    code: Spanned<String>,
    /// What is not known; `{fact.name}` stands for a fact.
    unknown: Spanned<String>,
    /// Why that matters.
    matters: Spanned<String>,
    /// Who could fill it, and with what.
    who: Spanned<String>,
    /// Since when it is open.
    since: Spanned<String>,
}

impl Gap {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads the gaps of an edition; none where it has no such file.
    pub fn read(project: &mut Project, year: i16) -> Result<Vec<Self>, Vec<Fault>> {
        let one = |fault| vec![fault];
        let folder = Edition::folder(year);
        let path = format!("{folder}/gaps.toml");
        if !project.list(&folder, "gaps.toml").map_err(one)?.contains(&path) {
            return Ok(Vec::new());
        }
        let settings = Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut faults = Faults::new();
        let mut gaps: Vec<Self> = Vec::new();
        for FileGap { code, unknown, matters, who, since } in file.gap {
            let mut refuse = |place: &Spanned<String>, what: String, remedy: &str| {
                faults.push(settings.fault(INVALID, &place.span(), what, remedy));
            };
            let name = code.get_ref();
            let number = name.strip_prefix('G').unwrap_or_default();
            if number.is_empty() || number.starts_with('0') || !number.bytes().all(|byte| byte.is_ascii_digit()) {
                let remedy = "give `G` and a number, which the gap keeps for as long as it is open";
                refuse(&code, format!("`{name}` is no code of a gap"), remedy);
            }
            if gaps.iter().any(|other| other.code == *name) {
                refuse(&code, format!("two gaps have the code `{name}`"), "give one of them a number of its own");
            }
            for (words, key) in [(&unknown, "unknown"), (&matters, "matters"), (&who, "who"), (&since, "since")] {
                if words.get_ref().trim().is_empty() {
                    refuse(words, format!("`{key}` of the gap `{name}` is empty"), "say it, or take the gap out");
                }
            }
            let words = |words: Spanned<String>| Words {
                place: settings.place(&words.span()),
                text: words.into_inner().trim().to_owned(),
            };
            let code = code.into_inner();
            let (unknown, matters, who, since) = (words(unknown), words(matters), words(who), words(since));
            gaps.push(Self { code, unknown, matters, who, since });
        }
        faults.into_result(gaps)
    }
}
