//! A force's own level: its quarterly series between breaks, and how far a count lies from it.
//!
//! In: the book. Out: segments (one force, measure and definition, no break inside) and levels. Counts are taken to the
//! square-root scale (√(y + 3/8), Anscombe 1948), on which a Poisson count has standard deviation ½ whatever its mean; centre
//! and spread are those of the median XmR chart ([`crate::statistics::control_chart`]), which a single wild value does not move.

use super::book::{Book, Cell, Key};
use super::given::Given;
use crate::period::FinancialYear;
use crate::statistics::control_chart::{Form, limits};

/// Standard deviation of a Poisson count on the square-root scale. Spread below it is luck, not steadiness.
const POISSON: f64 = 0.5;

/// Control limits lie this many standard deviations from the centre.
const SIGMAS: f64 = 3.0;

/// Anscombe's square root. Counts below zero, which quarters may have, count as zero.
pub(super) fn root(count: f64) -> f64 {
    libm::sqrt(count.max(0.0) + 0.375)
}

/// Centre and spread of a series of counts, on the square-root scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    centre: f64,
    pub(super) sigma: f64,
}

impl Level {
    /// The level of counts in order of time; none for fewer than `least`.
    pub(super) fn of(counts: &[i64], least: f64) -> Option<Self> {
        if (counts.len() as f64) < least {
            return None;
        }
        let roots: Vec<f64> = counts.iter().map(|count| root(*count as f64)).collect();
        let limits = limits(&roots, Form::Median).ok()?;
        Some(Self { centre: limits.centre, sigma: ((limits.upper - limits.centre) / SIGMAS).max(POISSON) })
    }

    /// A level around a mean count, with a spread known from elsewhere.
    pub(super) fn around(mean: f64, sigma: f64) -> Self {
        Self { centre: root(mean), sigma: sigma.max(POISSON) }
    }

    /// How many standard deviations a count lies above (or below, negative) the centre.
    pub(super) fn deviates(&self, count: i64) -> f64 {
        (root(count as f64) - self.centre) / self.sigma
    }

    /// The count at the centre.
    pub(super) fn count(&self) -> f64 {
        (self.centre * self.centre - 0.375).max(0.0)
    }

    /// Whether a count lies further than this many standard deviations out, and differs by at least this ratio.
    pub(super) fn is_far(&self, count: i64, deviates: f64, ratio: f64) -> bool {
        // One is added on both sides so that a ratio to nothing stays a number.
        let (count_plus, centre_plus) = (count.max(0) as f64 + 1.0, self.count() + 1.0);
        self.deviates(count).abs() > deviates && (count_plus / centre_plus).max(centre_plus / count_plus) >= ratio
    }
}

/// One quarter with a count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point<'a> {
    pub(super) key: Key<'a>,
    pub(super) value: i64,
    pub(super) cell: Cell<'a>,
}

/// Quarters of one force and measure, in order of time, under one definition and without a known break inside.
#[derive(Clone, Debug)]
pub(super) struct Segment<'a> {
    pub(super) points: Vec<Point<'a>>,
}

impl Segment<'_> {
    /// The counts, in order of time.
    pub(super) fn counts(&self) -> Vec<i64> {
        self.points.iter().map(|point| point.value).collect()
    }
}

/// All segments, by measure, force and time.
pub(super) fn segments<'a>(given: &Given<'a>, book: &Book<'a>) -> Vec<Segment<'a>> {
    let mut segments: Vec<Segment<'a>> = Vec::new();
    for (measure, force) in book.courses() {
        let mut points: Vec<Point<'a>> = Vec::new();
        for (key, block) in book.history(measure, force) {
            for cell in block.quarters.iter().flatten() {
                let Some(value) = cell.row.value else { continue };
                let breaks = points.last().is_some_and(|before| {
                    before.cell.row.definition != cell.row.definition
                        || is_break(given, measure, before.key.year, key.year)
                });
                if breaks {
                    segments.push(Segment { points: std::mem::take(&mut points) });
                }
                points.push(Point { key: *key, value, cell: *cell });
            }
        }
        if !points.is_empty() {
            segments.push(Segment { points });
        }
    }
    segments
}

/// Whether the edition lists a break of the measure after one year and up to another.
fn is_break(given: &Given<'_>, measure: &str, before: FinancialYear, now: FinancialYear) -> bool {
    given
        .edition
        .breaks_of(given.measures.get(measure).and_then(|measure| measure.breaks.as_deref()))
        .filter_map(|entry| entry.at)
        .any(|at| before < at && at <= now)
}
