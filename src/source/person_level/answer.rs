//! What an analyst answered when asked whether a table is about persons: recorded beside its source in the catalogue.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Evidence, Kind};

/// Fewer characters than this give no reason.
const LEAST_REASON: usize = 20;

/// Something that looks like persons and is none: `[[source.not_persons]]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What it looks like, in the word of the question: `names`, `e-mail`, `telephone`, `birth-dates`, `column-name`, `one-row-a-person`, `contacts`.
    pub looks: String,
    /// Column, counted from 1, as the question names it; left out where the question is about a whole table.
    #[serde(default)]
    pub column: usize,
    /// Sheet of a workbook; every sheet without this.
    #[serde(default)]
    pub sheet: String,
    /// Why it is about no person.
    pub because: String,
    /// Who looked.
    pub by: String,
    /// When, as an ISO date.
    pub on: String,
}

impl Answer {
    /// What is wrong with the answer itself, and how to mend it.
    pub fn wrong(&self) -> Option<(String, String)> {
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == self.looks) else {
            let words: Vec<&str> =
                Kind::ALL.into_iter().filter(|kind| may_be_answered(*kind)).map(Kind::word).collect();
            return Some((
                format!("`{}` is not what a table can look like", self.looks),
                format!("write one of {}", words.join(", ")),
            ));
        };
        if !may_be_answered(kind) {
            let what = format!("{kind} are always about persons: no answer lets them in");
            return Some((what, "have the column taken out by whoever sent the file".to_owned()));
        }
        if self.because.trim().chars().count() < LEAST_REASON || self.by.trim().is_empty() {
            let what = "the answer lacks a name, or a reason that tells something".to_owned();
            return Some((
                what,
                format!("say who looked in by, and why in because, in at least {LEAST_REASON} characters"),
            ));
        }
        if self.on.parse::<jiff::civil::Date>().is_err() {
            return Some((
                format!("`{}` is no day", self.on),
                "write the day of the answer: on = \"2026-11-29\"".to_owned(),
            ));
        }
        None
    }

    /// Whether it answers for a piece of evidence in a sheet.
    pub(super) fn is_for(&self, evidence: &Evidence, sheet: Option<&str>) -> bool {
        evidence.asked
            && evidence.kind.word() == self.looks
            && evidence.column == self.column
            && (self.sheet.is_empty() || sheet == Some(self.sheet.trim()))
    }
}

/// Whether tables about no person have it too.
fn may_be_answered(kind: Kind) -> bool {
    match kind {
        Kind::Header
        | Kind::BirthDate
        | Kind::Name
        | Kind::Email
        | Kind::Telephone
        | Kind::OneRowAPerson
        | Kind::Contacts => true,
        Kind::Postcode | Kind::NhsNumber | Kind::NationalInsurance | Kind::PoliceIdentifier | Kind::CrimeReference => {
            false
        }
    }
}
