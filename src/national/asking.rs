//! Whom to ask first: what each force adds to the width of the national range on each rung, and what would take it away.
//!
//! In: the returns of the last year, and what each rung in use leaves of each force. Out: [`Asking`], a row for every force that adds
//! anything, the widest first. It names forces beside their counts, so its numbers are of the level of a force, and the list is for
//! those alone who may see them.

use super::assumed::Granted;
use super::number::{Figure, Form, Level, Public, Raw};
use super::range::{Bounds, Relation};
use super::returns::{ForceYear, Returns, ReturnsYear, Standing};
use super::sum::Sum;
use crate::edition::assumptions::Kind;
use crate::lineage::Lineage;
use crate::period::FinancialYear;
use crate::statistics::Confidence;

/// The part of its width that may be left of a force once its sample is read.
pub const LEFT_OVER: f64 = 0.1;

/// What would take the width of a force away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// It made no return.
    Return,
    /// It counted the agreed definition in a part of the year.
    Complete,
    /// It counted another definition in a part of the year.
    CompleteAndAdopt,
    /// It counted another definition.
    Adopt,
}

impl Remedy {
    fn of(standing: &Standing) -> Self {
        match (standing.relation, standing.partial) {
            (Relation::NoReturn, _) => Self::Return,
            (Relation::Same, _) => Self::Complete,
            (_, true) => Self::CompleteAndAdopt,
            (_, false) => Self::Adopt,
        }
    }

    /// What is asked of the force.
    pub fn words(self) -> &'static str {
        match self {
            Self::Return => "make a return under the agreed definition",
            Self::Complete => "complete the return",
            Self::CompleteAndAdopt => "complete the return under the agreed definition",
            Self::Adopt => "adopt the agreed definition",
        }
    }
}

/// What a force adds to the range on one rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Upper less lower end; none where nothing bounds the force from above.
    pub width: Option<i64>,
    /// Records to read so that a tenth of that width is left, where they are a known set: a part taken from other forces is none.
    pub read: Option<i64>,
}

/// A force that adds to the range.
#[derive(Clone, Debug)]
pub struct Asked<F: Form> {
    /// Its code.
    pub code: Public<String>,
    /// Its name, as it may stand beside its numbers.
    pub name: Public<String>,
    /// What it counted under; none without a return.
    pub definition: Public<Option<String>>,
    /// What would take its width away.
    pub remedy: Public<Remedy>,
    /// What it adds: to the range first, then on each rung in use.
    pub added: F::Figure<Vec<Added>>,
}

/// Whom to ask.
#[derive(Clone, Debug)]
pub struct Asking<F: Form> {
    /// The year, the last of the returns; none without returns.
    pub year: Option<FinancialYear>,
    /// What the rungs in use assume, in order.
    pub rungs: Public<Vec<String>>,
    /// The forces, those that add most to the range first.
    pub forces: Vec<Asked<F>>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Asking<Raw> {
    /// Whom to ask about the last year. A sample has at least the records that the edition asks of a bridge study, where there are as many.
    pub fn of(returns: &Returns, granted: &[Granted], least_sample: i64) -> Self {
        let forces = returns.years.last().map(|year| asked(year, granted, least_sample)).unwrap_or_default();
        Self {
            year: returns.years.last().map(|year| year.year),
            rungs: Public::of(granted.iter().map(|rung| rung.assumption.words.clone()).collect()),
            forces,
            lineage: returns.lineage.clone(),
        }
    }
}

fn asked(year: &ReturnsYear, granted: &[Granted], least_sample: i64) -> Vec<Asked<Raw>> {
    let mut rows = Vec::new();
    for (place, force) in year.forces.iter().enumerate() {
        let of_rung = |rung: &Granted| {
            let known_set = rung.assumption.kind == Kind::Ceiling;
            rung.bounds.get(place).map(|bounds| added(*bounds, known_set, least_sample))
        };
        let first = added(force.said.bounds, true, least_sample);
        if first.width != Some(0) {
            let all = std::iter::once(first).chain(granted.iter().filter_map(of_rung)).collect();
            rows.push((first.width, row(year.year, force, all)));
        }
    }
    // What nothing bounds is the widest; forces alike stay in their order.
    rows.sort_by_key(|(width, _)| std::cmp::Reverse(width.unwrap_or(i64::MAX)));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row(year: FinancialYear, force: &ForceYear, all: Vec<Added>) -> Asked<Raw> {
    let mut sum = Sum::default();
    for which in [force.said.lower_is, force.said.upper_is].into_iter().flatten() {
        sum.add_cell(force.code(), &force.cell(which));
    }
    let standing = &force.standing;
    Asked {
        code: Public::of(standing.force.code.clone()),
        name: Public::of(standing.force.short_name.clone()),
        definition: Public::of(standing.definition.clone()),
        remedy: Public::of(Remedy::of(standing)),
        added: Figure::of(format!("{}/{}/width", force.code(), year.slug()), all, [&sum]).at(Level::Force),
    }
}

fn added(bounds: Bounds, known_set: bool, least_sample: i64) -> Added {
    let width = bounds.upper.count().map(|upper| upper - bounds.lower);
    let read = width.filter(|width| known_set && *width > 0);
    Added { width, read: read.map(|width| records_to_read(width, LEFT_OVER).max(least_sample.min(width))) }
}

/// How many of some records must be read, of which it is not known how many meet the agreed definition, so that the 95 % interval of
/// their number is at most this part of it wide, whatever is found: half of them is the worst. The variance is that of a bridge study,
/// N (N − n) / 4n for a half of n found.
pub fn records_to_read(records: i64, left_over: f64) -> i64 {
    let (all, deviate) = (records as f64, Confidence::NINETY_FIVE.normal_deviate());
    let square = deviate * deviate;
    let least = square * all / (left_over * left_over * all + square);
    (libm::ceil(least - ROUNDING) as i64).clamp(0, records.max(0))
}

/// Keeps a sample that is just large enough from being made one larger by a last digit.
const ROUNDING: f64 = 1e-9;
