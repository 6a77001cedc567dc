//! What every check sees: the rows in order, and what they are held against.

use super::book::{Block, Book, Key};
use super::given::Given;
use super::level::{Segment, segments};
use super::settings::{Measure, Rule};

/// The rows of all returns, and what they are held against. Blocks, courses and segments are those of the measures that the check
/// declares; any other is to be had by its name from the book.
pub(super) struct Context<'a> {
    pub(super) given: Given<'a>,
    pub(super) book: Book<'a>,
    segments: Vec<Segment<'a>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(given: Given<'a>) -> Self {
        let book = Book::new(&given);
        let segments = segments(&given, &book);
        Self { given, book, segments }
    }

    /// The measure as `data/checks.toml` describes it, if it does.
    fn measure(&self, name: &str) -> Option<&'a Measure> {
        self.given.settings.measure(name)
    }

    /// Whether a check looks at a measure.
    pub(super) fn includes(&self, rule: &Rule, measure: &str) -> bool {
        rule.measures.include(measure, self.measure(measure), self.given.measures)
    }

    /// All blocks, by measure, force and year.
    pub(super) fn blocks(&self, rule: &Rule) -> impl Iterator<Item = (&Key<'a>, &Block<'a>)> {
        self.book.iter().filter(|(key, _)| self.includes(rule, key.measure))
    }

    /// The same, each with the description of its measure; without blocks of a measure that is not described.
    pub(super) fn described(&self, rule: &Rule) -> impl Iterator<Item = (&'a Measure, &Key<'a>, &Block<'a>)> {
        self.blocks(rule).filter_map(|(key, block)| Some((self.measure(key.measure)?, key, block)))
    }

    /// The forces and measures that have any row, as (measure, force), sorted.
    pub(super) fn courses(&self, rule: &Rule) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.book.courses().into_iter().filter(|(measure, _)| self.includes(rule, measure))
    }

    /// Quarterly series between breaks, by measure, force and time.
    pub(super) fn segments(&self, rule: &Rule) -> impl Iterator<Item = &Segment<'a>> {
        let measure = |segment: &Segment<'a>| segment.points.first().map_or("", |point| point.key.measure);
        self.segments.iter().filter(move |segment| self.includes(rule, measure(segment)))
    }

    /// Short name of a force, or its code.
    pub(super) fn name(&self, code: &str) -> String {
        self.given.forces.get(code).map_or_else(|| code.to_owned(), |force| force.short_name.clone())
    }

    /// “Cumbria, `csae_crimes` for 2024/25”.
    pub(super) fn of(&self, key: &Key<'_>) -> String {
        format!("{}, `{}` for {}", self.name(key.force), key.measure, key.year)
    }

    /// Contract of a measure; empty for a measure that the settings do not describe.
    pub(super) fn contract(&self, measure: &str) -> &'a str {
        self.measure(measure).map_or("", |measure| &measure.contract)
    }
}
