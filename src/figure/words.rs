//! The words that belong to a figure: its headline, subtitle, source, notes and text alternative.

use super::error::FigureError;

/// Everything a figure says in words, and whether what it rests on is invented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The figure's id: lower-case letters, digits and hyphens; the stem of every id inside the picture.
    pub id: String,
    /// The headline: the message, in a sentence without a full stop.
    pub title: String,
    /// Measure, place and period.
    pub subtitle: String,
    /// Where the data come from.
    pub source: String,
    /// Notes in the order they are printed.
    pub notes: Vec<String>,
    /// The text alternative, written from the data.
    pub alt: String,
    /// Whether any of the figure's data are synthetic; the stamp follows from it.
    pub synthetic: bool,
}

impl Words {
    /// Refuses words that would leave a reader without a title, subtitle, source or text alternative.
    ///
    /// # Errors
    ///
    /// [`FigureError::BadId`] or [`FigureError::MissingWords`], naming the figure and the field.
    pub fn check(&self) -> Result<(), FigureError> {
        let mut letters = self.id.chars();
        let begins_well = letters.next().is_some_and(|first| first.is_ascii_lowercase());
        let goes_on_well =
            letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
        if !(begins_well && goes_on_well) {
            return Err(FigureError::BadId { figure: self.id.clone() });
        }
        let needed = [
            ("title", &self.title, "say in one sentence what the reader should see"),
            ("subtitle", &self.subtitle, "name the measure, the place and the period"),
            ("source", &self.source, "name the data set and its publisher"),
            ("alt", &self.alt, "describe the chart in two to four sentences; `describe` gives a first draft"),
        ];
        for (field, text, remedy) in needed {
            if text.trim().is_empty() {
                return Err(FigureError::MissingWords { figure: self.id.clone(), field, remedy });
            }
        }
        Ok(())
    }
}
