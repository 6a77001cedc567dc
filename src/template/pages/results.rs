//! What the formulas of a workbook come to, so that a program that does not calculate shows and reads the same.

use super::super::filling::{Entry, Filling};
use super::super::form::{Form, Section};
use super::super::layout::{NO_SUM, TO_FILL};
use super::COMPLETE;
use crate::period::Part;
use crate::workbook::Outcome;

/// The entries of one row.
pub(super) struct Row {
    /// Entry cells, in order.
    pub(super) cells: Vec<Option<Entry>>,
    /// The reason for the whole row.
    pub(super) reason: Option<String>,
}

impl Row {
    /// Takes the entries of a category. A year without quarters has its reason in the column of reasons.
    pub(super) fn of(section: &Section, category: &str, filling: &Filling) -> Self {
        let entry = |part| filling.entry(&section.id, category, part).cloned();
        if section.quarters {
            return Self { cells: (1..=4).map(|quarter| entry(Part::Quarter(quarter))).collect(), reason: None };
        }
        match entry(Part::Year) {
            Some(Entry::Marker(marker)) => Self { cells: vec![None], reason: Some(marker) },
            other => Self { cells: vec![other], reason: None },
        }
    }

    fn counts(&self) -> Vec<i64> {
        let counts = self.cells.iter().flatten().filter_map(|entry| match entry {
            Entry::Count(count) => Some(*count),
            Entry::Marker(_) => None,
        });
        counts.collect()
    }

    /// The year, where it is the sum of its quarters.
    pub(super) fn year(&self, form: &Form) -> Outcome {
        if let Some(reason) = &self.reason {
            return Outcome::Text(reason.clone());
        }
        let counts = self.counts();
        if counts.len() == self.cells.len() {
            return Outcome::Number(counts.into_iter().fold(0, i64::saturating_add));
        }
        if self.cells.iter().any(Option::is_none) {
            return Outcome::Text(TO_FILL.to_owned());
        }
        let marked = |id: &String| self.cells.contains(&Some(Entry::Marker(id.clone())));
        let marker = form.markers.iter().map(|marker| &marker.id).find(|id| marked(id));
        Outcome::Text(marker.cloned().unwrap_or_else(|| NO_SUM.to_owned()))
    }

    /// The check of the row.
    pub(super) fn check(&self) -> &'static str {
        let blank = self.cells.iter().filter(|cell| cell.is_none()).count();
        let counts = self.counts();
        match (&self.reason, blank) {
            (Some(_), blank) if blank == self.cells.len() => COMPLETE,
            (Some(_), _) => "Count and reason: keep one",
            (None, blank) if blank == self.cells.len() => TO_FILL,
            (None, 1..) => "Partly filled",
            (None, 0) if counts.len() == self.cells.len() && counts.iter().sum::<i64>() < 0 => super::entry::BELOW,
            (None, 0) => COMPLETE,
        }
    }
}

/// How many rows of a section are complete.
pub(super) fn complete(section: &Section, filling: &Filling) -> usize {
    section.categories.iter().filter(|category| Row::of(section, &category.id, filling).check() == COMPLETE).count()
}

/// Whether nothing is entered in a section.
pub(super) fn untouched(section: &Section, filling: &Filling) -> bool {
    section.categories.iter().all(|category| Row::of(section, &category.id, filling).check() == TO_FILL)
}

/// The sum of a column, where every row has a count.
pub(super) fn total(form: &Form, section: &Section, filling: &Filling, part: Part) -> Option<i64> {
    section.categories.iter().try_fold(0_i64, |sum, category| {
        let count = match (part, filling.entry(&section.id, &category.id, part)) {
            (Part::Year, _) if section.quarters => match Row::of(section, &category.id, filling).year(form) {
                Outcome::Number(count) => count,
                Outcome::Text(_) => return None,
            },
            (_, Some(Entry::Count(count))) => *count,
            _ => return None,
        };
        sum.checked_add(count)
    })
}

/// The definition chosen for a section, as its cell shows it.
pub(super) fn chosen(form: &Form, section: &Section, filling: &Filling) -> Option<String> {
    let chosen = || filling.definitions.get(&section.id).or(filling.definition_of_all.as_ref());
    let id = section.definition.as_ref().or_else(chosen)?;
    form.definitions.iter().find(|choice| choice.id == *id).map(super::super::form::Choice::shown)
}

/// The check of the row of sums.
pub(super) fn total_check(form: &Form, section: &Section, filling: &Filling) -> String {
    let other = |reference: &Section| (reference.sheet.clone(), total(form, reference, filling, Part::Year));
    match (total(form, section, filling, Part::Year), form.reference(section).map(other)) {
        (None, _) => "No total until every row has a count".to_owned(),
        (Some(_), None) => COMPLETE.to_owned(),
        (Some(_), Some((name, None))) => format!("Waits for sheet {name}"),
        (Some(held), Some((name, Some(other)))) if held == other => format!("Agrees with sheet {name}"),
        (Some(_), Some((name, Some(other)))) => format!("Differs from sheet {name}: {other}"),
    }
}
