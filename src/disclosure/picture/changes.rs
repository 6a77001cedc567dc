//! Change in the returns, what it is made of, and the like-for-like index.

use crate::disclosure::ledger::Ledger;
use crate::disclosure::policy::Level;
use crate::disclosure::published::Published;
use crate::lineage::Lineage;
use crate::national::agreed::{self, MEASURE};
use crate::national::change::{Basis, ReturnsChange};
use crate::national::index::{self, Missing};
use crate::national::like_for_like::{ChangeOf, THIN_LINK_BELOW};
use crate::national::range::Relation;
use crate::national::sum::{Sum, What};
use crate::period::FinancialYear;
use crate::statistics::change;

/// What a change of the returned total is made of.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// Total of the earlier year.
    pub start: Published<i64>,
    /// Total of the later year.
    pub end: Published<i64>,
    /// Change of the total.
    pub change: Published<i64>,
    /// Forces under the agreed definition in both years.
    pub matched: Published<i64>,
    /// Forces whose definition changed, or with a break between.
    pub definition_changed: Published<i64>,
    /// Forces under one definition in both years that is not the agreed one.
    pub other_definition: Published<i64>,
    /// Forces that returned in the later year only.
    pub joined: Published<i64>,
    /// Forces that returned in the earlier year only, taken away.
    pub left: Published<i64>,
    /// The last two together.
    pub joined_and_left: Published<i64>,
}

/// Change of the returns between neighbouring years.
#[derive(Clone, Debug)]
pub struct Change {
    /// Earlier year.
    pub earlier: FinancialYear,
    /// Later year.
    pub later: FinancialYear,
    /// Forces that counted the agreed definition over the whole of both years.
    pub matched_forces: usize,
    /// Their share of resident children, in [0, 1].
    pub matched_children: Option<f64>,
    /// Ratio of their counts or rates, with its interval; none without a matched force.
    pub compared: Published<Option<change::Change>>,
    /// What the change of the total is made of.
    pub parts: Parts,
}

impl Change {
    pub(super) fn of(raw: &ReturnsChange, agreed: &agreed::Agreed, ledger: &mut Ledger<'_>) -> Self {
        let (before, now) = compared(raw);
        let name = format!("{MEASURE}/{} to {}", raw.earlier.slug(), raw.later.slug());
        Self {
            earlier: raw.earlier,
            later: raw.later,
            matched_forces: raw.matched_forces,
            matched_children: raw.matched_children,
            compared: ledger.resting(&format!("{name}/ratio"), raw.change, [&before, &now]),
            parts: parts(raw, agreed, &name, ledger),
        }
    }
}

fn parts(raw: &ReturnsChange, agreed: &agreed::Agreed, name: &str, ledger: &mut Ledger<'_>) -> Parts {
    let of = |part: ChangeOf| {
        let mut sum = Sum::default();
        for (force, change) in raw.by_force.iter().filter(|(_, change)| change.part == part) {
            if let Some(count) = change.later {
                sum.add(force, What::year(MEASURE, raw.later), 1, count);
            }
            if let Some(count) = change.earlier {
                sum.add(force, What::year(MEASURE, raw.earlier), -1, count);
            }
        }
        sum
    };
    let of_year = |year| {
        let mut sum = Sum::default();
        let forces = agreed.year(year).map_or(&[][..], |year| year.forces.as_slice());
        let counted =
            |force: &&agreed::ForceYear| !force.standing.partial && force.standing.relation != Relation::DifferentUnit;
        for force in forces.iter().filter(counted) {
            if let Some(count) = force.count {
                sum.add(force.code(), What::year(MEASURE, year), 1, count);
            }
        }
        sum
    };
    let total = |what: &str, sum: &Sum, ledger: &mut Ledger<'_>| ledger.total(&format!("{name}/{what}"), sum);
    let count =
        |what: &str, sum: &Sum, ledger: &mut Ledger<'_>| ledger.count(&format!("{name}/{what}"), Level::National, sum);
    let (start, end) = (of_year(raw.earlier), of_year(raw.later));
    let (joined, left) = (of(ChangeOf::Joined), of(ChangeOf::Left));
    let change = total("change", &end.less(&start), ledger);
    let (start, end) = (total("total before", &start, ledger), total("total", &end, ledger));
    Parts {
        start,
        end,
        // What the two totals as printed say of it may be said.
        change: if change.is_withheld() { end.with(start).map(|(end, start)| end - start) } else { change },
        matched: total("like for like", &of(ChangeOf::Matched), ledger),
        definition_changed: count("definition changed", &of(ChangeOf::DefinitionChanged), ledger),
        other_definition: count("other definition", &of(ChangeOf::OtherDefinition), ledger),
        joined: count("joined", &joined, ledger),
        left: count("left", &left, ledger),
        joined_and_left: count("joined and left", &joined.and(&left), ledger),
    }
}

/// The counts of the compared forces in both years.
fn compared(raw: &ReturnsChange) -> (Sum, Sum) {
    let (mut before, mut now) = (Sum::default(), Sum::default());
    for force in &raw.compared {
        let Some(change) = raw.by_force.get(force) else { continue };
        if let (Some(earlier), Some(later)) = (change.earlier, change.later) {
            before.add(force, What::year(MEASURE, raw.earlier), 1, earlier);
            now.add(force, What::year(MEASURE, raw.later), 1, later);
        }
    }
    (before, now)
}

/// The link of a year to the year before.
#[derive(Clone, Copy, Debug)]
pub struct IndexLink {
    /// Forces it rests on.
    pub forces: usize,
    /// Their share of resident children, in [0, 1].
    pub children_share: Option<f64>,
    /// The ratio, and the change with its interval.
    pub ratio: Published<(f64, change::Change)>,
}

impl IndexLink {
    /// Whether it rests on so little of the population that it is drawn dashed and labelled.
    pub fn is_thin(&self) -> bool {
        self.children_share.is_none_or(|share| share < THIN_LINK_BELOW)
    }
}

/// A year of the index.
#[derive(Clone, Debug)]
pub struct IndexPoint {
    /// The year.
    pub year: FinancialYear,
    /// 100 in the first year; none once a link is missing.
    pub index: Option<Published<f64>>,
    /// The link to the year before, or why there is none.
    pub link: Result<IndexLink, Missing>,
}

/// The like-for-like index.
#[derive(Clone, Debug)]
pub struct Index {
    /// What its links compare.
    pub basis: Basis,
    /// One point a year, in order.
    pub points: Vec<IndexPoint>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Index {
    pub(super) fn of(raw: &index::Index, changes: &[ReturnsChange], ledger: &mut Ledger<'_>) -> Self {
        let mut behind: Vec<Sum> = Vec::new();
        let mut points = Vec::new();
        for point in &raw.points {
            let name = format!("{MEASURE}/{}/index", point.year.slug());
            if let Some(change) = changes.iter().find(|change| change.later == point.year) {
                let (before, now) = compared(change);
                behind.extend([before, now]);
            }
            let last = behind.get(behind.len().saturating_sub(2)..).unwrap_or_default();
            let link = match &point.link {
                Ok(link) => Ok(IndexLink {
                    forces: link.forces,
                    children_share: link.children_share,
                    ratio: ledger.resting(&name, (link.ratio, link.change), last),
                }),
                Err(missing) => Err(missing.clone()),
            };
            let index = point.index.map(|index| ledger.resting(&name, index, &behind));
            points.push(IndexPoint { year: point.year, index, link });
        }
        Self { basis: raw.basis, points, lineage: raw.lineage.clone() }
    }

    /// The last year, if the chain reaches it.
    pub fn last(&self) -> Option<(&IndexPoint, Published<f64>)> {
        self.points.last().and_then(|point| Some((point, point.index?)))
    }
}
