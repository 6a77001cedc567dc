//! What is already known when a workbook is written: counts, reasons and definitions. Empty for a fresh template.

use std::collections::BTreeMap;

use super::read::Filled;
use crate::period::Part;

/// What one cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A count.
    Count(i64),
    /// Why there is none: the identifier of a marker.
    Marker(String),
}

/// Entries by section, category and part of the year; years that are the sum of quarters are not entered.
#[derive(Clone, Debug, Default)]
pub struct Filling {
    /// What the entry cells hold.
    pub entries: BTreeMap<(String, String, Part), Entry>,
    /// Definition used, by section.
    pub definitions: BTreeMap<String, String>,
    /// Definition used for every section that has none of its own.
    pub definition_of_all: Option<String>,
    /// Answers by question: a day as `2026-03-31`, a number in digits, the identifier of a choice or a marker.
    pub answers: BTreeMap<String, String>,
}

impl Filling {
    /// What a cell holds, if anything.
    pub fn entry(&self, section: &str, category: &str, part: Part) -> Option<&Entry> {
        self.entries.get(&(section.to_owned(), category.to_owned(), part))
    }

    /// Takes over rows of the long form, such as those of a workbook that was read back.
    pub fn from_rows(form: &super::Form, rows: &[Filled]) -> Self {
        let mut filling = Self::default();
        for row in rows {
            let Some(section) = form
                .sections
                .iter()
                .find(|section| section.measure == row.measure && section.dimension == row.dimension)
            else {
                continue;
            };
            let entry = match (row.value, &row.marker) {
                (Some(count), _) => Entry::Count(count),
                (None, Some(marker)) => Entry::Marker(marker.clone()),
                (None, None) => continue,
            };
            filling.entries.insert((section.id.clone(), row.category.clone(), row.part), entry);
            filling.definitions.insert(section.id.clone(), row.definition.clone());
        }
        filling
    }
}
