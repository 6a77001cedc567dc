//! What is public, as the checks see it: each number with its place.

use super::{NationalOffence, PublishedFigure, RecordedOffence, Series};

/// The public numbers of an edition, besides the child population.
#[derive(Clone, Copy, Debug, Default)]
pub struct PublicNumbers<'a> {
    /// Recorded crime by force and quarter.
    pub recorded: &'a [RecordedOffence],
    /// Recorded crime by year as published for all forces together.
    pub national: &'a [NationalOffence],
    /// National figures that others published.
    pub published: &'a [PublishedFigure],
    /// Series that others count.
    pub series: &'a [Series],
}
