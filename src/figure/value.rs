//! A published value as a chart may use it: a number with its printed label, or an absence with its marker.

use super::error::FigureError;
use crate::disclosure::{Published, ROUNDED, WITHHELD};
use crate::wording;

/// One published value. A suppressed or missing value has no number and is drawn as absent, never as zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shown {
    /// The published number, in the unit of its axis; `None` where there is none.
    pub value: Option<f64>,
    /// The number as printed ("1,056"), or the reason in words why there is none.
    pub label: String,
    /// A shorthand marker in square brackets, such as "[c]", "[x]" or "[p]".
    pub marker: Option<String>,
}

impl Shown {
    /// A value that may be shown, as a number on its axis and as printed; its marker where it is withheld.
    pub fn of<T>(value: &Published<T>, number: impl FnOnce(&T) -> f64, label: impl FnOnce(&T) -> String) -> Self {
        match value.value() {
            Some(shown) => {
                let marker = value.is_rounded().then(|| ROUNDED.to_owned());
                Self { value: Some(number(shown)), label: label(shown), marker }
            }
            None => Self::absent(WITHHELD, "withheld"),
        }
    }

    /// A count that may be shown.
    pub fn count(count: &Published<i64>) -> Self {
        Self::of(count, |number| *number as f64, |number| wording::count(*number))
    }

    /// A number of a public source, such as recorded crime, and the label it is printed with.
    pub fn public(value: f64, label: impl Into<String>) -> Self {
        Self { value: Some(value), label: label.into(), marker: None }
    }

    /// A value that is not there: its marker, and the reason in words (may be empty).
    pub fn absent(marker: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { value: None, label: reason.into(), marker: Some(marker.into()) }
    }

    /// The same value with a marker such as "[p]".
    pub fn marked(mut self, marker: impl Into<String>) -> Self {
        self.marker = Some(marker.into());
        self
    }

    /// The label with its marker, as printed beside a mark: "988 [p]".
    pub fn printed(&self) -> String {
        match (&self.marker, self.label.is_empty()) {
            (None, _) => self.label.clone(),
            (Some(marker), true) => marker.clone(),
            (Some(marker), false) => format!("{} {marker}", self.label),
        }
    }

    /// The label, or the marker that stands in its place.
    pub fn short(&self) -> &str {
        if self.value.is_some() { &self.label } else { self.absence() }
    }

    /// Why there is no number; empty where there is one.
    pub fn reason(&self) -> String {
        if self.value.is_none() { self.label.clone() } else { String::new() }
    }

    /// Whether it was rounded to protect those it counts, so that sums of it need not come out.
    pub fn is_rounded(&self) -> bool {
        self.marker.as_deref() == Some(ROUNDED)
    }

    /// What stands in place of an absent value: its marker, else "[x]" (not available).
    pub fn absence(&self) -> &str {
        self.marker.as_deref().unwrap_or("[x]")
    }

    pub(super) fn check(&self, figure: &str, place: impl FnOnce() -> String) -> Result<(), FigureError> {
        check_number(figure, self.value, place)
    }
}

/// Refuses numbers that no count, rate or population can be.
pub(super) fn check_number(
    figure: &str,
    value: Option<f64>,
    place: impl FnOnce() -> String,
) -> Result<(), FigureError> {
    match value {
        Some(number) if !number.is_finite() || number < 0.0 => {
            Err(FigureError::BadNumber { figure: figure.to_owned(), place: place(), found: number.to_string() })
        }
        _ => Ok(()),
    }
}
