//! What the chapter counts: which measures of the contracts it is about, and which breakdowns it gives.
//!
//! In: `[measures]` and `[[breakdown]]` of the edition. Whether the contracts have such measures is checked where both are known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::Place;

/// The measures at the head of the chapter.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Measure of the returns that the national number counts: its range, its estimate, its change like for like.
    pub national: String,
    /// Recorded offence beside it, by which forces are compared.
    pub recorded: String,
    /// Series that others count by region, which the recorded offence is held against region by region.
    pub regions_beside: Option<String>,
    /// Years that are added up where forces are compared: 1, or up to 5 where few crimes are recorded in one.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 5))]
    pub pooled_years: u8,
    /// Where they are named.
    #[serde(skip)]
    pub place: Place,
}

fn one() -> u8 {
    1
}

/// A breakdown that the chapter gives.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Name in facts and figures.
    pub id: String,
    /// What it is, as a sentence begins with it.
    pub title: String,
    /// Measure of the returns.
    pub measure: String,
    /// Breakdown of it.
    pub dimension: String,
    /// Only forces that counted under this definition, or one that counts the same, are added up; the agreed one without it.
    pub definition: Option<String>,
    /// Where it is described.
    #[serde(skip)]
    pub place: Place,
}
