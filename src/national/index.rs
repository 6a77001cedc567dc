//! The like-for-like index: the links between neighbouring years, chained from 100 in the first year of the returns.
//!
//! In: the changes between neighbouring years, each over the forces matched in both. Out: one point a year, with its
//! link or the reason why there is none. A missing link ends the chain, and nothing is drawn across it. The index has
//! an interval of its own, in which what neighbouring links share mostly cancels; each link has one too.
//!
//! A link is a ratio of rates wherever the mid-year population of both years is held for every matched force with
//! residents. The population for the last year appears after its returns do, and for the four forces of Wales this
//! edition holds mid-2024 alone; a ratio of rates for some links and of counts for others would be two series in one.
//! So the whole chain compares rates, or else the whole chain compares counts and says so ([`Basis`]). From one year to
//! the next the child population of England moves by about one percent, so little is lost.

use super::change::{Basis, ReturnsChange};
use super::like_for_like::THIN_LINK_BELOW;
use super::number::{Figure, Form, Public, Raw};
use super::returns::Returns;
use super::sum::{Own, Sum, Term};
use crate::lineage::Lineage;
use crate::period::FinancialYear;
use crate::statistics::chained::{Matched, chained_index};
use crate::statistics::change::{Change, change_dispersion};
use crate::statistics::comparison::Exposed;
use crate::statistics::{Confidence, Interval, Widening};

/// Index of the first year.
pub const BASE: f64 = 100.0;

/// Why a year has no link to the year before.
#[derive(Clone, Debug)]
pub enum Missing<F: Form> {
    /// It is the first year of the returns.
    FirstYear,
    /// A known break lies before it.
    Break(Public<String>),
    /// No force counted the agreed definition over the whole of both years.
    NoMatchedForce,
    /// So few forces are matched that the interval would say too much of each.
    TooFewForces,
    /// The matched forces counted nothing in the year before, so no ratio exists.
    NothingCounted(F::Figure<()>),
}

/// The link of a year to the year before.
#[derive(Clone, Debug)]
pub struct Link<F: Form> {
    /// Forces it rests on.
    pub forces: Public<usize>,
    /// Their share of resident children, in [0, 1].
    pub children_share: Public<Option<f64>>,
    /// The ratio, 0 or above, and the change with its interval and the word it allows.
    pub ratio: F::Figure<(f64, Change)>,
}

impl<F: Form> Link<F> {
    /// Whether it rests on so little of the population that it is drawn dashed and labelled.
    pub fn is_thin(&self) -> bool {
        self.children_share.is_none_or(|share| share < THIN_LINK_BELOW)
    }
}

/// One year of the index.
#[derive(Clone, Debug)]
pub struct Point<F: Form> {
    /// The year.
    pub year: FinancialYear,
    /// The link to the year before, or why there is none.
    pub link: Result<Link<F>, Missing<F>>,
    /// 100 in the first year; none once a link is missing.
    pub index: Option<F::Figure<f64>>,
    /// Its 95 % interval; none in the first year, which is 100 by definition.
    pub interval: Option<F::Figure<Interval>>,
}

/// The index over all years of the returns.
#[derive(Clone, Debug)]
pub struct Index<F: Form> {
    /// What its links compare.
    pub basis: Basis,
    /// One point a year, in order.
    pub points: Vec<Point<F>>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl<F: Form> Index<F> {
    /// The last year, if the chain reaches it.
    pub fn last(&self) -> Option<(&Point<F>, &F::Figure<f64>)> {
        self.points.last().and_then(|point| Some((point, point.index.as_ref()?)))
    }
}

impl Index<Raw> {
    /// Chains the changes of the returns, which are those between neighbouring years, in order.
    pub fn of(returns: &Returns, changes: &[ReturnsChange<Raw>], basis: Basis) -> Self {
        let mut points = Vec::with_capacity(returns.years.len());
        let mut index = Some(BASE);
        // The value of a year rests on every link up to it.
        let mut behind: Vec<Sum> = Vec::new();
        let mut links: Vec<Vec<Matched<'_>>> = Vec::new();
        for year in returns.years.iter().map(|year| year.year) {
            let name = format!("{}/{}/index", returns.measure.id, year.slug());
            let link = match changes.iter().find(|change| change.later == year) {
                None => Err(Missing::FirstYear),
                Some(change) => {
                    behind.extend_from_slice(change.compared.sums());
                    links.push(matched(change));
                    link(change, &name)
                }
            };
            index = match &link {
                Err(Missing::FirstYear) => index,
                Err(_) => None,
                Ok(link) => index.map(|index| index * link.ratio.value().0),
            };
            let interval = index.and_then(|index| Some(Figure::of(name.clone(), interval(&links, index)?, &behind)));
            points.push(Point { year, link, index: index.map(|index| Figure::of(name, index, &behind)), interval });
        }
        Self { basis, points, lineage: returns.lineage.clone() }
    }
}

/// The forces that a change compares, with their counts.
fn matched(change: &ReturnsChange<Raw>) -> Vec<Matched<'_>> {
    let [earlier, later] = change.compared.sums() else { return Vec::new() };
    let pair = |(own, before): (&'_ Own, Term)| {
        let (own_later, after) = later.terms().find(|(other, _)| other.force == own.force)?;
        Some((own_later, before.count, after.count))
    };
    let pairs = earlier.terms().filter_map(pair);
    pairs.map(|(own, before, after)| Matched { unit: &own.force, before, after }).collect()
}

/// The interval of an index over links that follow on each other; none without a link. It carries the over-dispersion
/// between forces of the link in which they differ most.
fn interval(links: &[Vec<Matched<'_>>], index: f64) -> Option<Interval> {
    let exposed = |count: i64| Exposed { count, exposure: 1.0 };
    let widening = links.iter().fold(Widening::NONE, |widening, link| {
        let pairs: Vec<_> = link.iter().map(|unit| (exposed(unit.before), exposed(unit.after))).collect();
        change_dispersion(&pairs).map_or(widening, |found| widening.or_larger(found.widening.coarse()))
    });
    let chained = chained_index(links, widening, Confidence::NINETY_FIVE).ok()?;
    Some(chained.scaled(index / chained.index).interval)
}

fn link(change: &ReturnsChange<Raw>, name: &str) -> Result<Link<Raw>, Missing<Raw>> {
    if let Some(reason) = &change.broken {
        return Err(Missing::Break(reason.clone()));
    }
    let Some(compared) = *change.compared.value() else {
        return Err(if *change.matched_forces == 0 { Missing::NoMatchedForce } else { Missing::TooFewForces });
    };
    let sums = change.compared.sums();
    match compared.ratio {
        None => Err(Missing::NothingCounted(Figure::of(name, (), sums))),
        Some(ratio) => Ok(Link {
            forces: change.matched_forces,
            children_share: change.matched_children,
            ratio: Figure::of(name, (ratio, compared), sums),
        }),
    }
}
