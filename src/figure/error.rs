//! What can go wrong while a figure is drawn, each with the figure's name and the remedy.

use thiserror::Error;

/// Why a figure could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FigureError {
    /// A piece of text that every figure must carry is empty.
    #[error("figure `{figure}` has no {field}; {remedy}")]
    MissingWords {
        /// The figure's id.
        figure: String,
        /// The empty field.
        field: &'static str,
        /// What to write there.
        remedy: &'static str,
    },
    /// The id cannot be used as an XML id.
    #[error(
        "figure id `{figure}` is not usable as an XML id; use lower-case letters, digits and hyphens, beginning with a letter"
    )]
    BadId {
        /// The id as given.
        figure: String,
    },
    /// There is nothing to draw.
    #[error("figure `{figure}` has no {what}; give at least one, or leave the figure out of the edition")]
    Empty {
        /// The figure's id.
        figure: String,
        /// What is missing, for example "years".
        what: &'static str,
    },
    /// A number is infinite, not a number, or negative where only counts, rates and populations belong.
    #[error("figure `{figure}`: {place} is {found}; give a finite number of zero or more, or mark the value absent")]
    BadNumber {
        /// The figure's id.
        figure: String,
        /// Where the number stands, for example "rate of 2024/25".
        place: String,
        /// The number as found.
        found: String,
    },
    /// Parts of the figure's data contradict each other.
    #[error("figure `{figure}`: {place} {fault}; {remedy}")]
    Inconsistent {
        /// The figure's id.
        figure: String,
        /// Where, for example "the row of Kent".
        place: String,
        /// What is wrong there.
        fault: String,
        /// What to change.
        remedy: &'static str,
    },
    /// A character has no glyph in the one embedded font family, so it would print as an empty box.
    #[error(
        "figure `{figure}`: the font has no glyph for {character:?} in {text:?}; write it in words or with another character"
    )]
    NoGlyph {
        /// The figure's id.
        figure: String,
        /// The character without a glyph.
        character: char,
        /// The text it stands in.
        text: String,
    },
    /// The embedded font could not be read.
    #[error("the embedded font could not be read; rebuild with the pinned version of the font crate")]
    Font,
    /// The drawing library refused.
    #[error("figure `{figure}`: the drawing library refused ({reason}); this is a fault of the tool, please report it")]
    Plot {
        /// The figure's id.
        figure: String,
        /// The library's words.
        reason: String,
    },
    /// The vector picture could not be turned into pixels.
    #[error("the picture could not be turned into pixels ({reason}); {remedy}")]
    Raster {
        /// The library's words.
        reason: String,
        /// What to change.
        remedy: &'static str,
    },
}
