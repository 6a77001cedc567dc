//! Terms that a chapter avoids, each with the pattern by which a text says it and what to write instead.

use regex::{Regex, RegexBuilder};

use super::format::{Kind, Records};
use crate::fault::{Fault, Faults};

/// A term to avoid.
#[derive(Clone, Debug)]
pub struct LanguageTerm {
    /// Stable identifier.
    pub id: String,
    /// By which a text says it.
    pub pattern: Regex,
    /// What is wrong with it, in a word.
    pub category: String,
    /// What to write instead.
    pub alternatives: Vec<String>,
    /// Why, as a clause.
    pub reason: String,
}

impl LanguageTerm {
    /// The terms of a reading.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut faults = Faults::new();
        let mut terms = Vec::new();
        for records in files {
            records.needs(&[("id", Kind::Code), ("category", Kind::Code)])?;
            for column in ["match_pattern", "suggested_alternatives", "reason_or_exemption"] {
                records.needs(&[(column, Kind::Text)])?;
            }
            for record in records.iter() {
                let pattern = match RegexBuilder::new(record.text("match_pattern")).case_insensitive(true).build() {
                    Ok(pattern) => pattern,
                    Err(error) => {
                        let why = error.to_string();
                        let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
                        faults.push(Fault::new(
                            "pattern-invalid",
                            record.place("match_pattern"),
                            format!("the pattern of `{}` cannot be read: {why}", record.text("id")),
                            "mend the regular expression: words, (a|b), ? and \\b are enough, and nothing may look around",
                        ));
                        continue;
                    }
                };
                let alternatives = record.text("suggested_alternatives").split('|').map(|one| one.trim().to_owned());
                terms.push(Self {
                    id: record.text("id").to_owned(),
                    pattern,
                    category: record.text("category").to_owned(),
                    alternatives: alternatives.filter(|one| !one.is_empty()).collect(),
                    reason: record.text("reason_or_exemption").to_owned(),
                });
            }
        }
        faults.into_result(terms)
    }
}
